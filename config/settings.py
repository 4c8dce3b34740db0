"""Everything that the environment decides, read once and checked as a whole."""

from __future__ import annotations

import difflib
import hashlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from config import values
from config.faults import Fault, SettingsFaults, Unfit
from config.setting import Read, declared, fault, read, setting
from privacy.secret import Secret

# Read by the command line for one command, so no settings of the service; a misspelled one is refused all the same.
ELSEWHERE = {
    "SOTTO_OPERATOR_PASSWORD": "the password of `--operator`, for commands that cannot ask for it",  # nosec B105
    "SOTTO_OPERATOR_PASSWORD_FILE": "the same in a file",  # nosec B105
    "SOTTO_CI": "set to 1 where every test must run: one that is skipped without a listed reason fails",
}
_APIS: dict[values.Profile, str | None] = {
    "twilio": "https://api.twilio.com",
    "signalwire": None,
    "somleng": "https://api.somleng.org",
}


def _api(before: Read) -> str | None:
    return _APIS[before["profile"]]


def _sqlite(before: Read) -> str:
    return f"sqlite:///{before['data_dir']}/sotto.sqlite3"


def _secrets(before: Read) -> str:
    return f"{before['data_dir']}/secrets"


def _runtime(before: Read) -> str:
    """Return a folder in memory that two installations of one user do not share."""
    place = hashlib.blake2b(os.fsencode(before["data_dir"]), digest_size=4).hexdigest()
    return f"/dev/shm/sotto-{os.getuid()}-{place}"  # nosec B108  # noqa: S108 - keys must not reach a disk; it is made 0700


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the environment decides. Folders are absolute; a secret never shows itself."""

    account_sid: str = setting(
        "TWILIO_ACCOUNT_SID", values.account, "the account at the provider: AC…, or a UUID elsewhere", needed=True
    )
    auth_tokens: tuple[Secret, ...] = setting(
        "TWILIO_AUTH_TOKEN",
        values.tokens,
        "the account's token, which signs webhooks; two with a comma between them while it is being rotated",
        needed=True,
        secret=True,
    )
    profile: values.Profile = setting(
        "TWILIO_PROFILE", values.profile, "the provider's dialect: twilio, signalwire or somleng", default="twilio"
    )
    api_url: str = setting(
        "TWILIO_API_URL",
        values.web_address,
        "where the provider's REST interface is; for SignalWire https://SPACE.signalwire.com/api/laml",
        default="the profile's own; SignalWire has none",
        otherwise=_api,
        needed=True,
    )
    public_url: str = setting(
        "SOTTO_PUBLIC_URL", values.origin, "our own origin as the provider reaches it, https://HOST", needed=True
    )
    bind: values.Bind = setting(
        "SOTTO_BIND", values.bind, "where the doors listen, behind a proxy", default="127.0.0.1:8000"
    )
    desk_bind: values.Bind | None = setting(
        "SOTTO_DESK_BIND", values.bind, "where the desk listens, if not beside the doors"
    )
    data_dir: Path = setting("SOTTO_DATA_DIR", values.folder, "the data folder: sealed reports", default="var")
    database_url: Secret = setting(
        "SOTTO_DATABASE_URL",
        values.database,
        "the database: sqlite:////FILE, or postgresql://USER:PASSWORD@HOST/NAME for several processes",
        default="SQLite in the data folder",
        otherwise=_sqlite,
        secret=True,
    )
    secrets_dir: Path = setting(
        "SOTTO_SECRETS_DIR",
        values.folder,
        "keys that outlive a restart and must not be in a backup",
        default="`secrets` in the data folder",
        otherwise=_secrets,
    )
    runtime_dir: Path = setting(
        "SOTTO_RUNTIME_DIR",
        values.folder,
        "keys that must not outlive the machine's memory; on a tmpfs",
        default="a folder of its own in /dev/shm",
        otherwise=_runtime,
    )
    config_dir: Path | None = setting(
        "SOTTO_CONFIG_DIR", values.existing_folder, "an owner's own scripts, words and rules, laid over the built-in"
    )
    speech: values.Speech = setting(
        "SOTTO_SPEECH",
        values.speech,
        "the recogniser for draft transcripts: sphinx, whisper:FOLDER, vosk:FOLDER or off",
        default="sphinx",
    )
    smtp_url: Secret | None = setting(
        "SOTTO_SMTP_URL", values.mail, "the mail server for alerts: smtps://USER:PASSWORD@HOST", secret=True
    )
    metrics_token: Secret | None = setting(
        "SOTTO_METRICS_TOKEN", values.token, "the bearer token of `/metrics`, which is not there without", secret=True
    )
    recovery_key: Secret | None = setting(
        "SOTTO_RECOVERY_KEY", values.secret, "the key that `init` printed; for `restore` alone", secret=True
    )
    allow_swap: bool = setting(
        "SOTTO_ALLOW_SWAP",
        values.yes_or_no,
        "start although memory may be written to a disk in the clear",
        default="no",
    )

    @classmethod
    def read(cls, env: Mapping[str, str]) -> Self:
        """Return the settings of an environment. Raises SettingsFaults with everything that is wrong with it."""
        found, faults = survey(env)
        if faults:
            raise SettingsFaults(faults)
        return cls(**found)


def survey(env: Mapping[str, str]) -> tuple[dict[str, Any], list[Fault]]:
    """Return every value that can be read, by field, and every fault there is. Other variables are none of ours."""
    found: dict[str, Any] = {}
    faults = list(_unknown(env))
    for field, one in declared(Settings).items():
        try:
            found[field] = read(one, env, found)
        except Unfit as unfit:
            faults.append(fault(one, unfit))
        except KeyError:  # it follows from a setting that has a fault of its own
            continue
    return found, faults + list(_contradictions(found))


def _unknown(env: Mapping[str, str]) -> Iterator[Fault]:
    names = {name for one in declared(Settings).values() for name in one.names} | set(ELSEWHERE)
    for name in sorted(name for name in env if name.startswith("SOTTO_") and name not in names):
        near = difflib.get_close_matches(name, sorted(names), n=1)
        yield Fault(name, "is no setting", near[0] if near else "the names that `python -m config` prints")


def _contradictions(found: Read) -> Iterator[Fault]:
    data, secrets, runtime = (found.get(field) for field in ("data_dir", "secrets_dir", "runtime_dir"))
    if found.get("desk_bind") is not None and found.get("desk_bind") == found.get("bind"):
        yield Fault("SOTTO_DESK_BIND", "is where the doors listen", "another port, or none to serve both together")
    if data and secrets == data:
        yield Fault("SOTTO_SECRETS_DIR", "is the data folder", "a folder of its own, left out of copies and backups")
    if runtime and any(place and runtime.is_relative_to(place) for place in (data, secrets)):
        yield Fault("SOTTO_RUNTIME_DIR", "is inside a folder that is kept", "a folder on a tmpfs of its own")
