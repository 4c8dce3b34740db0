"""When the next look into the provider's lists is due, and what the last one found: three rows of the site.

They name no report, no number and no hour of anything that came in.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace

from sqlalchemy import Connection, select, update

from store import hot
from store.schema import meta

_NEXT, _LAST, _SINCE = "round_next", "round_last", "round_since"


@dataclass(frozen=True, slots=True)
class Round:
    """What one look came to, in counts.

    `filed` were nobody's and are reports now; `erased` were handed on to be erased; `kept` cannot be erased there;
    `old` were nobody's and too old to be touched; `unsure` may be reports already, because the key that would tell is
    lost; `more` says that not everything was looked at; `fault` is what ended it, by its fixed name.
    """

    day: str
    filed: int = 0
    erased: int = 0
    kept: int = 0
    old: int = 0
    unsure: int = 0
    more: bool = False
    fault: str | None = None


def begin(connection: Connection, now: int) -> None:
    """Note once when the site was made: what the provider has from before then is not the site's to touch."""
    hot.put(connection, meta, {"name": _SINCE, "value": str(now).encode()}, or_leave=True)


def since(connection: Connection) -> int:
    """Return when the site was made, in seconds since 1970; 0 where that was not noted."""
    return _number(connection, _SINCE) or 0


def due(connection: Connection, now: int, first: int, then: int) -> bool:
    """Return whether it is time, and put the next time off to `then`: of several who ask at once, one is told yes.

    Where no time is set yet, it is set to `first`.
    """
    at = _number(connection, _NEXT)
    if at is None:
        hot.put(connection, meta, {"name": _NEXT, "value": str(first).encode()}, or_leave=True)
        return False
    return at <= now and _moved(connection, at, then)


def sooner(connection: Connection, at: int) -> None:
    """Have the next look at `at`, unless it is due before."""
    planned = _number(connection, _NEXT)
    if planned is None:
        hot.put(connection, meta, {"name": _NEXT, "value": str(at).encode()}, or_leave=True)
    elif planned > at:
        _moved(connection, planned, at)


def keep(connection: Connection, found: Round) -> None:
    """Keep what a look came to, in place of the one before; what several of one day filed and erased is added up."""
    before = last(connection)
    if before is not None and before.day == found.day:
        found = replace(found, filed=before.filed + found.filed, erased=before.erased + found.erased)
    hot.replace(connection, meta, {"name": _LAST, "value": json.dumps(asdict(found)).encode()})


def last(connection: Connection) -> Round | None:
    """Return what the last look came to; None before the first."""
    value = connection.execute(select(meta.c.value).where(meta.c.name == _LAST)).scalar_one_or_none()
    return None if value is None else Round(**json.loads(value))


def _number(connection: Connection, name: str) -> int | None:
    value = connection.execute(select(meta.c.value).where(meta.c.name == name)).scalar_one_or_none()
    return None if value is None else int(value)


def _moved(connection: Connection, before: int, then: int) -> bool:
    row = meta.c.name == _NEXT, meta.c.value == str(before).encode()
    return connection.execute(update(meta).where(*row).values(value=str(then).encode())).rowcount == 1
