"""Where something of a reporter could have been left on this machine, and reading it without changing it."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from config.settings import Settings

_PIECE = 1024 * 1024
_LOGS = ("/var/log", "/run/log/journal")
_CORES = ("/var/lib/systemd/coredump", "/var/crash")
_TEMPORARY = ("/tmp", "/var/tmp")  # nosec B108  # noqa: S108 - looked into, never written to


@dataclass(frozen=True, slots=True)
class Place:
    """A folder or file with what it is for. In one that is `shared` other users have files that are none of ours."""

    what: str
    path: Path
    shared: bool = False


@dataclass(frozen=True, slots=True)
class Unread:
    """What could not be looked into, and why."""

    place: str
    why: str


def places(settings: Settings, also: Iterable[Path], *, rehearsal: bool) -> list[Place]:
    """Return every place in the order in which they are searched. A file that is in several is read once."""
    ours = [
        Place("secrets", settings.secrets_dir),
        Place("runtime", settings.runtime_dir),
        Place("data", settings.data_dir),
        *([Place("configuration", settings.config_dir)] if settings.config_dir else []),
        *(Place("named by you", path) for path in also),
    ]
    return ours if rehearsal else [*ours, *_machine()]


def _machine() -> Iterator[Place]:
    temporary = dict.fromkeys((os.environ.get("TMPDIR") or _TEMPORARY[0], *_TEMPORARY[1:]))
    yield from (Place("temporary", Path(path), shared=True) for path in temporary)
    yield from (Place("logs", Path(path)) for path in _LOGS if Path(path).exists())
    yield from (Place("core files", Path(path)) for path in _CORES if Path(path).exists())


def _files(place: Place, seen: set[tuple[int, int]], unread: list[Unread]) -> Iterator[tuple[Path, int]]:
    """Return (file, size) of everything under a place that was not seen before. Links are followed, each once."""
    try:
        state = place.path.stat()
    except FileNotFoundError:
        return  # a link that leads nowhere, a file that is gone meanwhile, a folder that was never made
    except OSError as error:
        unread.append(Unread(str(place.path), type(error).__name__))
        return
    if (state.st_dev, state.st_ino) in seen:
        return
    seen.add((state.st_dev, state.st_ino))
    if stat.S_ISREG(state.st_mode):
        yield place.path, state.st_size
    elif stat.S_ISDIR(state.st_mode):
        for path in _entries(place, state.st_uid, unread):
            yield from _files(Place(place.what, path, place.shared), seen, unread)


def pieces(path: Path) -> Iterator[bytes]:
    """Return what is in a file, a piece at a time. Raises `OSError`."""
    with path.open("rb", buffering=0) as file:
        while piece := file.read(_PIECE):
            yield piece


def foreign(place: Place, path: Path) -> bool:
    """Return whether a file we may not read is none of ours: another user's, in a folder that users share."""
    try:
        return place.shared and path.stat().st_uid != os.geteuid()
    except OSError:
        return place.shared


def journal() -> Iterator[bytes]:
    """Return the machine's journal as text: in its files long entries are packed in a way that we cannot open."""
    program = shutil.which("journalctl")
    if program is None or not Path("/run/systemd/journal").exists():
        return
    told = subprocess.Popen(  # nosec B603  # noqa: S603 - a program of the system's, fixed arguments
        [program, "--no-pager", "--all", "--quiet", "--output=export"],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    with told:
        while told.stdout and (piece := told.stdout.read(_PIECE)):
            yield piece


def _entries(place: Place, owner: int, unread: list[Unread]) -> list[Path]:
    try:
        return sorted(place.path.iterdir())
    except OSError as error:
        if not (place.shared and owner != os.geteuid()):
            unread.append(Unread(str(place.path), type(error).__name__))
        return []


def listed(found: Iterable[Place], unread: list[Unread]) -> Iterator[tuple[Place, Path, int]]:
    """Return every file with its place and size; a file that is in several places stands in the first."""
    seen: set[tuple[int, int]] = set()
    for place in found:
        yield from ((place, path, size) for path, size in _files(place, seen, unread))
