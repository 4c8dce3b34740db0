"""The keys that live in folders and die on time: pepper; hour and day keys; pipeline and erase pairs of the day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from pathlib import Path

from privacy.seal import KEY_BYTES, KeyPair, new_pair, own_key
from store import folder

_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)
_DAY_SECONDS, _HOUR_SECONDS = 86_400, 3_600
_FIRST_DAY = date(1970, 1, 1)
ERASE_DAYS = 30
_AHEAD = timedelta(minutes=3)


@dataclass(frozen=True, slots=True)
class Keyring:
    """Keys by their folder. `runtime` is memory (it holds what must not survive), `secrets` the disk.

    Each read goes to a small cache first: keys are looked at several times for every webhook. `forget_old` empties it.
    """

    secrets: Path
    runtime: Path
    random: Callable[[int], bytes]
    now: Callable[[], datetime]
    _cache: dict[Path, bytes] = field(default_factory=dict, repr=False)
    _pairs: dict[str, KeyPair] = field(default_factory=dict, repr=False)
    _living: dict[tuple[str, int], tuple[bytes, ...]] = field(default_factory=dict, repr=False)

    def pepper(self) -> bytes:
        """Return what is mixed into every code; without it the stolen database cannot be searched for one."""
        return self._key(self.secrets / "pepper")

    def day(self) -> str:
        """Return today's UTC date as text."""
        return _date(self._today())

    def yesterday(self) -> str:
        """Return yesterday's UTC date as text."""
        return _date(self._today() - 1)

    def tomorrow(self) -> str:
        """Return tomorrow's UTC date as text: its tables are made ahead, so that midnight finds them."""
        return _date(self._today() + 1)

    def day_keys(self) -> tuple[bytes, ...]:
        """Return today's key for aliases and digests, then yesterday's where it exists."""
        return self._day_keys(self._today())

    def living(self) -> tuple[tuple[str, bytes], ...]:
        """Return (UTC date, its key) for today, then for yesterday where that key exists: by one look at the clock."""
        today = self._today()
        return tuple(zip((_date(today), _date(today - 1)), self._day_keys(today), strict=False))

    def hour_keys(self) -> tuple[bytes, ...]:
        """Return this hour's key for sealed state, then the last hour's where it exists."""
        now = self.now()
        living = "hour", int(now.timestamp()) // _HOUR_SECONDS
        return self._living.get(living) or self._look(living, _hour(now), _hour(now - _HOUR))

    def pipeline(self, day: str | None = None) -> KeyPair | None:
        """Return the pipeline's pair of a day; today's is made when missing, an older one is None once destroyed."""
        return self._pair("pipeline", day)

    def erase(self, day: str | None = None) -> KeyPair | None:
        """Return the pair that provider ids of a day are sealed to; None once it is dead."""
        return self._pair("erase", day)

    def pipeline_today(self) -> tuple[str, KeyPair]:
        """Return today's UTC date with the pipeline's pair of that day: asked for apart, midnight may lie between."""
        return self._today_with("pipeline")

    def erase_today(self) -> tuple[str, KeyPair]:
        """Return today's UTC date with that same day's pair for provider ids."""
        return self._today_with("erase")

    def pipeline_days(self) -> list[str]:
        """Return the days whose pipeline key still exists."""
        return sorted(path.name.removeprefix("pipeline-") for path in self.secrets.glob("pipeline-*"))

    def erase_days(self) -> list[str]:
        """Return the days whose key for provider ids still exists."""
        return sorted(path.name.removeprefix("erase-") for path in self.secrets.glob("erase-20*"))

    def erase_since(self) -> str:
        """Return the first day whose key for provider ids is not to be dead by now, lost or not."""
        return (self.now().astimezone(UTC) - ERASE_DAYS * _DAY).date().isoformat()

    def destroy_pipeline(self, day: str) -> None:
        """Destroy a day's pipeline key: nothing unattended opens that day's reports from here on."""
        self._destroy(self.secrets / f"pipeline-{day}")

    def make_ahead(self) -> None:
        """Make the keys of this hour and day, and in its last minutes those of the next.

        A key's file tells when it was made. That must be when the house was kept, not when somebody called first.
        """
        for moment in (self.now().astimezone(UTC), self.now().astimezone(UTC) + _AHEAD):
            day = moment.date().isoformat()
            self._key(self.runtime / _hour(moment))
            self._key(self.runtime / f"day-{day}")
            self._made(f"pipeline-{day}")
            self._made(f"erase-{day}")

    def files(self) -> list[Path]:
        """Return every file of a key."""
        return [path for place in (self.secrets, self.runtime) for path in place.glob("*") if path.is_file()]

    def living_keys(self) -> dict[str, bytes]:
        """Return every key that can name something and is there now, by the name of its file; none is made."""
        files = [*self.runtime.glob("*-20*"), self.secrets / "pepper"]
        return {path.name: path.read_bytes() for path in files if path.is_file()}

    def forget_old(self) -> list[str]:
        """Destroy every hour, day and erase key whose time is over; return their names."""
        now = self.now().astimezone(UTC)
        keep = {_hour(now), _hour(now - _HOUR), f"day-{self.day()}", f"day-{self.yesterday()}"}
        keep |= {_hour(now + _AHEAD), f"day-{(now + _AHEAD).date().isoformat()}"}
        old = [path for path in self.runtime.glob("*-20*") if path.name not in keep]
        old += [path for path in self.secrets.glob("erase-20*") if path.name < f"erase-{self.erase_since()}"]
        for path in old:
            self._destroy(path)
        return [path.name for path in old]

    def _day_keys(self, today: int) -> tuple[bytes, ...]:
        living = "day", today
        return self._living.get(living) or self._look(living, f"day-{_date(today)}", f"day-{_date(today - 1)}")

    def _key(self, path: Path) -> bytes:
        found = self._cache.get(path)
        if found is None:
            found = self._cache[path] = folder.read_or_make(path, self.random(KEY_BYTES))
        return found

    def _look(self, living: tuple[str, int], this: str, before: str) -> tuple[bytes, ...]:
        """Return the key of this time and, where there is one, that of the time before: nobody makes it afterwards."""
        names = (this, before) if (self.runtime / before).exists() else (this,)
        found = self._living[living] = tuple(self._key(self.runtime / name) for name in names)
        return found

    def _today_with(self, use: str) -> tuple[str, KeyPair]:
        day = self.day()
        return day, self._made(f"{use}-{day}")

    def _pair(self, use: str, day: str | None) -> KeyPair | None:
        today = self.day()
        name = f"{use}-{day or today}"
        if day in (None, today) or name in self._pairs or (self.secrets / name).exists():
            return self._made(name)
        return None

    def _made(self, name: str) -> KeyPair:
        pair = self._pairs.get(name)
        if pair is None:
            fresh = new_pair()
            found = folder.read_or_make(self.secrets / name, fresh.public + fresh.private)
            pair = self._pairs[name] = KeyPair(found[:KEY_BYTES], found[KEY_BYTES:], own_key(found[KEY_BYTES:]))
        return pair

    def _today(self) -> int:
        return int(self.now().timestamp()) // _DAY_SECONDS

    def _destroy(self, path: Path) -> None:
        self._cache.pop(path, None)
        self._pairs.pop(path.name, None)
        self._living.clear()
        folder.destroy(path)


@lru_cache(maxsize=8)
def _date(number: int) -> str:
    """Return a UTC day, counted from 1970, as text."""
    return (_FIRST_DAY + number * _DAY).isoformat()


def _hour(moment: datetime) -> str:
    return f"hour-{moment.astimezone(UTC):%Y-%m-%dT%H}"
