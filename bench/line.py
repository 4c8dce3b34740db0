"""A line of our own in a folder of its own, set up as `sotto init` does and opened as `sotto serve` opens it."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.house import House, open_house, open_site
from bench.traffic import ACCOUNT, ORIGIN, TOKEN
from config.files import texts
from config.settings import Settings
from intake.operators import SignedIn, found_site, sign_in
from privacy.passwords import Cost

_OPERATOR, _PASSWORD = "bench", "a password of no use"
_CHEAP = Cost(memory_kib=64, passes=1)
_UNREACHABLE = "http://127.0.0.1:9"


@dataclass(frozen=True, slots=True)
class Place:
    """The folder of a line that is measured."""

    folder: Path

    def environment(self, port: int = 8000) -> dict[str, str]:
        """Return its settings. Its provider cannot be reached: nothing leaves this machine, and erasing waits."""
        return {
            "TWILIO_ACCOUNT_SID": ACCOUNT,
            "TWILIO_AUTH_TOKEN": TOKEN,
            "TWILIO_API_URL": _UNREACHABLE,
            "SOTTO_PUBLIC_URL": ORIGIN,
            "SOTTO_BIND": f"127.0.0.1:{port}",
            "SOTTO_DATA_DIR": str(self.folder / "data"),
            "SOTTO_RUNTIME_DIR": str(self.folder / "runtime"),
            "SOTTO_CONFIG_DIR": str(self.folder / "config"),
            "SOTTO_ALLOW_SWAP": "yes",
        }

    @contextmanager
    def opened(self) -> Iterator[House]:
        """Open the line in this process, without its pipeline."""
        house = open_house(Settings.read(self.environment()))
        try:
            yield house
        finally:
            house.close()


def found(folder: Path) -> Place:
    """Make a line with an operator, and with limits so high that a load is not taken for a flood."""
    place = Place(folder)
    rules = folder / "config" / "rules"
    rules.mkdir(parents=True)
    limits = re.sub(r"(?m)^(\w+_(?:hour|day|once)) = \d+", r"\1 = 1000000", texts("rules")["limits"])
    (rules / "limits.toml").write_text(limits, encoding="utf-8")
    store = open_site(Settings.read(place.environment()))
    found_site(store, ("desk",), _OPERATOR, _PASSWORD, secrets.token_bytes, _CHEAP, rehearsal=True)
    store.close()
    return place


def operator(house: House) -> SignedIn:
    """Return the operator who reads what came in."""
    return sign_in(house.store, _OPERATOR, _PASSWORD, _CHEAP)
