"""A session as a few bytes, for the sealed state that travels in a URL or a form."""

from __future__ import annotations

from talk.engine import Session

_VERSION = 1
_HEAD = 3  # version, misses, tries
_APART = "\0"


class WireError(ValueError):
    """Bytes that are no session."""


def to_wire(session: Session) -> bytes:
    """Return a session as bytes. Raises WireError for one that no script could have led to."""
    parts = [session.step, session.language, *(part for pair in session.saved for part in pair)]
    if any(not part or _APART in part for part in parts):
        message = "a name in the session is empty or has a zero byte"
        raise WireError(message)
    try:
        return bytes((_VERSION, session.misses, session.tries)) + _APART.join(parts).encode()
    except ValueError:
        message = "a count in the session is out of range, or a name is no text"
        raise WireError(message) from None


def from_wire(data: bytes) -> Session:
    """Return the session in `data`. Raises WireError, which never quotes the data."""
    if len(data) <= _HEAD or data[0] != _VERSION:
        message = "not a session of this version"
        raise WireError(message)
    try:
        step, language, *saved = data[_HEAD:].decode().split(_APART)
    except ValueError:
        message = "the session is damaged"
        raise WireError(message) from None
    if not (step and language and all(saved)) or len(saved) % 2:
        message = "the session is damaged"
        raise WireError(message)
    return Session(step, language, data[1], data[2], tuple(zip(saved[::2], saved[1::2], strict=True)))
