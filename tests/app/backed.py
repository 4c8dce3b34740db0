"""A site made by the commands themselves, with reports in it, and its way into a backup and back."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app.entering import COST
from app.house import open_house
from config.settings import Settings
from intake.operators import SALT, sign_in
from privacy.codes import derive
from privacy.secret import Secret
from store import codes, desks
from store.database import open_store
from tests.app.running import Done, run
from tests.conftest import Folders
from tests.desk.office import Office, open_desk
from tests.plugins.line import PASSWORD
from tests.plugins.site import Clock, Site

KEY = re.compile(r"\b[A-Z2-7]{4}(?:-[A-Z2-7]{4}){12}\b")


@dataclass(frozen=True, slots=True)
class Backed:
    """A site as its environment, its printed key, and a folder for its backups."""

    env: dict[str, str]
    key: str
    folder: Path

    @contextmanager
    def office(self) -> Iterator[Office]:
        """Open its desk."""
        house = open_house(Settings.read(self.env))
        folders = Folders(house.settings.data_dir, house.settings.secrets_dir, house.settings.runtime_dir)
        who = sign_in(house.store, "ana", PASSWORD, COST)
        try:
            yield open_desk(Site(folders, house.store, house.intake, house.rulebook, Clock(datetime.now(UTC)), who))
        finally:
            house.close()

    def backup(self) -> Path:
        """Make a backup; return its file."""
        done = run(self.env, "backup", str(self.folder))
        assert done.exit_code == 0, done.output
        return Path(done.stdout.splitlines()[0])

    def restore(self, env: dict[str, str], file: Path, *options: str, **more: Any) -> Done:
        """Bring it back into another environment."""
        return run(env, "restore", str(file), *options, **{"SOTTO_RECOVERY_KEY": self.key, **more})


def found(env: dict[str, str], place: Path) -> Backed:
    """Make a site."""
    if env.get("SOTTO_DATABASE_URL"):
        run(env, "migrate")
    done = run(env, "init", "--operator", "ana")
    assert done.exit_code == 0, done.output
    [key] = KEY.findall(done.stdout)
    folder = place / "backups"
    folder.mkdir(mode=0o700)
    return Backed(env, key, folder)


def elsewhere(env: dict[str, str], place: Path, **settings: str) -> dict[str, str]:
    """Return the environment of another machine that has nothing yet."""
    folders = {f"SOTTO_{name}_DIR": str(place / name.lower()) for name in ("DATA", "SECRETS", "RUNTIME")}
    kept = {name: value for name, value in env.items() if name != "SOTTO_DATABASE_URL"}
    return kept | folders | settings


def reports(env: dict[str, str]) -> list[dict[str, Any]]:
    """Return the reports as the operator reads them, in an order of their own."""
    done = run(env, "reports", "--operator", "ana", "--json")
    assert done.exit_code == 0, done.output
    rows: list[dict[str, Any]] = json.loads(done.stdout)
    return sorted(({**row, "waiting_seconds": None} for row in rows), key=lambda row: str(row["id"]))


def code_opens(env: dict[str, str], code: str, report: str) -> bool:
    """Tell whether a code opens a report: it takes salt and pepper to find it."""
    settings = Settings.read(env)
    store = open_store(settings.database_url.reveal())
    pepper = (settings.secrets_dir / "pepper").read_bytes()
    with store.read() as connection:
        keys = derive(Secret(code.replace(" ", "")), desks.setting(connection, SALT) or b"", pepper)
        match = codes.find(connection, keys.lookup)
    store.close()
    return match is not None and match[0].hex() == report
