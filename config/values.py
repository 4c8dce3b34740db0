"""From a setting's text to its value. Each parser raises `Unfit` and never repeats the text it was given."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import SplitResult, urlsplit

from config.faults import Unfit
from privacy.secret import Secret

Profile = Literal["twilio", "signalwire", "somleng"]
Engine = Literal["sphinx", "whisper", "vosk", "off"]

_PROFILES: dict[str, Profile] = {"twilio": "twilio", "signalwire": "signalwire", "somleng": "somleng"}
_OWN_ENGINES: dict[str, Engine] = {"sphinx": "sphinx", "off": "off"}
_MODEL_ENGINES: dict[str, Engine] = {"whisper": "whisper", "vosk": "vosk"}
_YES_OR_NO = {"1": True, "yes": True, "true": True, "on": True, "0": False, "no": False, "false": False, "off": False}
_ACCOUNT = re.compile(r"AC[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_LONGEST_PORT = 65535
_TOKENS_WHILE_ROTATING = 2
_SHORTEST_TOKEN = 16


@dataclass(frozen=True, slots=True)
class Bind:
    """Where a server listens: a numeric address, or `localhost`, and a port."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


@dataclass(frozen=True, slots=True)
class Speech:
    """The recogniser: an engine, and the folder of its model where it needs one."""

    engine: Engine
    model: Path | None = None

    def __str__(self) -> str:
        return f"{self.engine}:{self.model}" if self.model else self.engine


def account(text: str) -> str:
    """Return a provider's account id: Twilio's form, or the UUID that compatible providers use."""
    if not _ACCOUNT.fullmatch(text):
        raise Unfit(wrong="is no account id", allowed="AC and 32 hexadecimal digits, or a UUID")
    return text


def tokens(text: str) -> tuple[Secret, ...]:
    """Return the one token in use, or both while the provider's token is being rotated."""
    parts = [part.strip() for part in text.split(",")]
    if not all(parts) or len(parts) > _TOKENS_WHILE_ROTATING:
        raise Unfit(wrong="is not one token or two", allowed="one token, or two with a comma between")
    return tuple(Secret(part) for part in parts)


def token(text: str) -> Secret:
    """Return a bearer token that is long enough not to be guessed."""
    if len(text) < _SHORTEST_TOKEN or not text.isascii() or any(sign.isspace() for sign in text):
        raise Unfit(
            wrong="is too short or has blanks in it",
            allowed=f"{_SHORTEST_TOKEN} ASCII characters or more, no blanks",
        )
    return Secret(text)


def secret(text: str) -> Secret:
    """Return any text as a secret; who uses it checks it."""
    return Secret(text)


def profile(text: str) -> Profile:
    """Return the provider's dialect."""
    if text not in _PROFILES:
        raise Unfit(wrong="is no profile", allowed=", ".join(_PROFILES))
    return _PROFILES[text]


def web_address(text: str) -> str:
    """Return an http or https address without a closing slash; a path may follow the host."""
    parts = _split(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise Unfit(wrong="is no web address", allowed="https://HOST, with a port or a path where needed")
    if parts.username or parts.password or parts.query or parts.fragment:
        raise Unfit(wrong="holds more than an address", allowed="no user name, password, ? or # in it")
    if parts.scheme == "http" and not loopback(parts.hostname):
        raise Unfit(wrong="is not encrypted", allowed="https, or http on this machine alone")
    return text.rstrip("/")


def origin(text: str) -> str:
    """Return a web address that is a scheme, a host and a port alone: webhooks are signed with it."""
    address = web_address(text)
    if _split(address).path:
        raise Unfit(wrong="has a path", allowed="https://HOST or https://HOST:PORT alone")
    return address


def bind(text: str) -> Bind:
    """Return where to listen. IPv6 stands in brackets."""
    host, _, port = text.rpartition(":")
    host = host.removeprefix("[").removesuffix("]") if text.startswith("[") else host
    if not _listens(host) or not (port.isascii() and port.isdecimal()) or not 0 < int(port) <= _LONGEST_PORT:
        raise Unfit(wrong="is no place to listen", allowed="ADDRESS:PORT, as 127.0.0.1:8000 or [::1]:8000")
    return Bind(host, int(port))


def folder(text: str) -> Path:
    """Return an absolute folder, which need not exist yet."""
    path = Path(text).expanduser().absolute()
    if path.exists() and not path.is_dir():
        raise Unfit(wrong="is not a folder", allowed="a folder, or a place to make one")
    return path


def existing_folder(text: str) -> Path:
    """Return an absolute folder that is there."""
    path = Path(text).expanduser().absolute()
    if not path.is_dir():
        raise Unfit(wrong="is not there", allowed="a folder that exists")
    return path


def database(text: str) -> Secret:
    """Return a database address; it may hold a password. PostgreSQL gets the one driver that is installed with it."""
    url = re.sub(r"^postgres(ql)?://", "postgresql+psycopg://", text)
    if not url.startswith(("sqlite:////", "postgresql+psycopg://")):
        raise Unfit(
            wrong="is no database of ours", allowed="sqlite:////ABSOLUTE/FILE or postgresql://USER:PASSWORD@HOST/NAME"
        )
    return Secret(url)


def mail(text: str) -> Secret:
    """Return a mail server's address; it may hold a password."""
    parts = _split(text)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise Unfit(wrong="is no mail server", allowed="smtps://USER:PASSWORD@HOST:PORT, or smtp:// for STARTTLS")
    return Secret(text)


def speech(text: str) -> Speech:
    """Return the recogniser: `sphinx`, `off`, or an engine with the folder of its model."""
    name, colon, model = text.partition(":")
    if not colon and name in _OWN_ENGINES:
        return Speech(_OWN_ENGINES[name])
    if name in _MODEL_ENGINES and model:
        return Speech(_MODEL_ENGINES[name], existing_folder(model))
    raise Unfit(wrong="is no recogniser", allowed="sphinx, whisper:FOLDER, vosk:FOLDER, off")


def yes_or_no(text: str) -> bool:
    """Return the meaning of a switch."""
    if text.lower() not in _YES_OR_NO:
        raise Unfit(wrong="is neither yes nor no", allowed="yes or no")
    return _YES_OR_NO[text.lower()]


def loopback(host: str) -> bool:
    """Tell whether a host is this machine alone."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _listens(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return host == "localhost"
    return True


def _split(text: str) -> SplitResult:
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:  # whose message repeats what it was given
        raise Unfit(wrong="is no address", allowed="an address with a host and, where needed, a port") from None
    return parts
