"""The rehearsal's own folder: its credentials, its operator, its database. Nothing of it works in the real world."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from rehearsal.options import Refused, are_rehearsed, credentials

FOLDER = "rehearsal"
OPERATOR = "rehearsal"
PROVIDER_BIND = "127.0.0.1:8001"
_MODE = 0o600
_PASSED = (
    "SOTTO_CONFIG_DIR", "SOTTO_SPEECH", "SOTTO_RUNTIME_DIR", "SOTTO_RECOVERY_KEY", "SOTTO_RECOVERY_KEY_FILE",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Home:
    """What a rehearsal keeps in `provider.json`; `api` is where its provider listens."""

    account: str
    token: str
    control: str
    api: str


@dataclass(frozen=True, slots=True)
class RehearsalOperator:
    """The operator of a rehearsal, in `operator.json`."""

    name: str
    password: str


def folder(env: Mapping[str, str]) -> Path:
    """Return the rehearsal's folder."""
    return Path(env.get("SOTTO_DATA_DIR") or "var").absolute() / FOLDER


def rehearsal_environment(env: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of a rehearsal. Raises `Refused` where real credentials are about."""
    real = env.get("TWILIO_ACCOUNT_SID", ""), env.get("TWILIO_AUTH_TOKEN", "")
    if any(real) and not are_rehearsed(*real):
        message = "TWILIO_ACCOUNT_SID or TWILIO_AUTH_TOKEN is set, and a rehearsal must not meet a real account"
        raise Refused(message)
    place = folder(env)
    home = read_home(place)
    bind = env.get("SOTTO_BIND") or "127.0.0.1:8000"
    kept = {name: value for name, value in env.items() if not name.startswith(("TWILIO_", "SOTTO_"))}
    passed = {name: env[name] for name in _PASSED if name in env}
    return {
        **kept,
        **passed,
        "TWILIO_ACCOUNT_SID": home.account,
        "TWILIO_AUTH_TOKEN": home.token,
        "TWILIO_API_URL": home.api,
        "SOTTO_PUBLIC_URL": f"http://{bind}",
        "SOTTO_BIND": bind,
        "SOTTO_DATA_DIR": str(place),
        "SOTTO_ALLOW_SWAP": "yes",
    }


def read_home(place: Path) -> Home:
    """Return the rehearsal's credentials, made on the first time."""
    file = place / "provider.json"
    if file.exists():
        return Home(**json.loads(file.read_text(encoding="utf-8")))
    account, token = credentials()
    home = Home(account, token, secrets.token_urlsafe(24), f"http://{PROVIDER_BIND}")
    write_home(place, home)
    return home


def write_home(place: Path, home: Home) -> None:
    """Keep the rehearsal's credentials, for this user alone."""
    _write(place / "provider.json", asdict(home))


def read_operator(place: Path) -> RehearsalOperator:
    """Return the rehearsal's operator, made on the first time."""
    file = place / "operator.json"
    if not file.exists():
        _write(file, asdict(RehearsalOperator(OPERATOR, secrets.token_urlsafe(12))))
    return RehearsalOperator(**json.loads(file.read_text(encoding="utf-8")))


def _write(file: Path, content: Mapping[str, str]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _MODE)
    with os.fdopen(descriptor, "w", encoding="utf-8") as out:
        json.dump(content, out, indent=2)
        out.write("\n")
