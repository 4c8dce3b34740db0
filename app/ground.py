"""What a line stands on: swap, folders, files, the process itself. In earnest it does not start on bad ground."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.hardening import not_held
from app.machine import Kernel, clear_swap, in_memory, never_swapped
from config.faults import Fault
from config.setting import declared
from config.settings import ELSEWHERE, Settings

OTHERS = 0o077
_OTHERS_WRITE, _ALL_BUT_GROUP_READS = 0o022, 0o037
_ROOT = 0
_NAMED = 2
_SQLITE = "sqlite:///"
_KERNEL = Kernel()


@dataclass(frozen=True, slots=True)
class Look:
    """One thing looked at: what it is about, what may be said of it when it is in order, and what is wrong if not."""

    about: str
    words: str
    fault: Fault | None = None


def look_around(found: Mapping[str, Any], env: Mapping[str, str], kernel: Kernel = _KERNEL) -> list[Look]:
    """Look at everything that the settings name. `found` are their values by field, as many as could be read."""
    return [*_swap(found, kernel), *_runtime(found, kernel), *_folders(found), *_files(env), *_own_rules(found), _us()]


def faults(found: Mapping[str, Any], env: Mapping[str, str], kernel: Kernel = _KERNEL) -> list[Fault]:
    """Return all that keeps a line from starting in earnest, at once."""
    return [look.fault for look in look_around(found, env, kernel) if look.fault]


def _swap(found: Mapping[str, Any], kernel: Kernel) -> Iterator[Look]:
    areas = clear_swap(kernel)
    if areas == []:
        yield Look("swap", "Memory is written to no disk in the clear.")
    elif never_swapped(kernel):
        yield Look("swap", "There is swap in the clear; this process is kept out of it.")
    elif found.get("allow_swap"):
        yield Look("swap", "Memory may be written to a disk in the clear, which SOTTO_ALLOW_SWAP allows.")
    else:
        clear = f"memory may be written to {', '.join(areas)} in the clear" if areas else "nobody knows about swap here"
        wrong = f"is no, and {clear}"
        allowed = "no swap (swapoff -a), encrypted swap, a service with MemorySwapMax=0, or yes: keys and words on disk"
        yield Look("swap", "", Fault("SOTTO_ALLOW_SWAP", wrong, allowed))


def _runtime(found: Mapping[str, Any], kernel: Kernel) -> Iterator[Look]:
    folder = found.get("runtime_dir")
    if folder is None:
        return
    if in_memory(kernel, folder):
        yield Look("runtime keys", f"{folder} is in memory.")
    else:
        wrong = f"is not in memory: keys that must die would stay on the disk of {folder}"
        yield Look("runtime keys", "", Fault("SOTTO_RUNTIME_DIR", wrong, "a folder on a tmpfs, such as /run/sotto"))


def _folders(found: Mapping[str, Any]) -> Iterator[Look]:
    for about, field in (("data", "data_dir"), ("secrets", "secrets_dir"), ("runtime keys", "runtime_dir")):
        folder = found.get(field)
        if folder is not None:
            yield _private(about, _name(field), folder, _with_children(folder))
    url = found.get("database_url")
    file = Path(url.reveal().removeprefix(_SQLITE)) if url and url.reveal().startswith(_SQLITE) else None
    if file and file.parent != found.get("data_dir"):
        yield _private("database", "SOTTO_DATABASE_URL", file, file.parent.glob(f"{file.name}*"))


def _private(about: str, name: str, place: Path, parts: Iterable[Path]) -> Look:
    """Look whether something and its parts are for us alone."""
    states = [(part, part.stat()) for part in parts if part.exists()]
    foreign = [part for part, state in states if state.st_uid != os.geteuid()]
    if foreign:
        return Look(about, "", Fault(name, f"belongs to another user: {_some(foreign)}", f"chown -R $(id -un) {place}"))
    shared = [part for part, state in states if state.st_mode & OTHERS]
    if shared:
        return Look(about, "", Fault(name, f"can be read by others: {_some(shared)}", f"chmod -R go= {place}"))
    return Look(about, f"{place} is ours alone.")


def _files(env: Mapping[str, str]) -> Iterator[Look]:
    """Look at the files that hold secrets. One of root's may be read by a group: systemd and admins hand over so."""
    names = [name for one in declared(Settings).values() for name in one.names] + list(ELSEWHERE)
    for name in (name for name in names if name.endswith("_FILE") and env.get(name, "").strip()):
        file = Path(env[name].strip())
        if not file.exists():  # said already, where the settings are read
            continue
        state = file.stat()
        if state.st_uid not in (os.geteuid(), _ROOT):
            yield Look("settings", "", Fault(name, f"belongs to another user: {file}", f"chown $(id -un) {file}"))
        elif state.st_mode & (_ALL_BUT_GROUP_READS if state.st_uid == _ROOT else OTHERS):
            yield Look("settings", "", Fault(name, f"can be read or changed by others: {file}", f"chmod 0400 {file}"))
        else:
            yield Look("settings", f"{file} is not for others.")


def _own_rules(found: Mapping[str, Any]) -> Iterator[Look]:
    """Look at an owner's own scripts and rules: who may change them decides what is said and who is told."""
    folder = found.get("config_dir")
    if folder is None:
        return
    states = [(part, part.stat()) for part in (folder, *folder.rglob("*")) if part.exists()]
    known = os.geteuid(), _ROOT
    loose = [part for part, state in states if state.st_mode & _OTHERS_WRITE or state.st_uid not in known]
    if loose:
        wrong = f"can be changed by others: {_some(loose)}"
        yield Look("rules", "", Fault("SOTTO_CONFIG_DIR", wrong, f"chmod -R go-w {folder}, owned by root or by us"))
    else:
        yield Look("rules", f"{folder} is changed by nobody else.")


def _us() -> Look:
    held = not_held()
    words = "No core file, and no other process looks in."
    wrong = Fault("this process", " and ".join(held), "Linux, whose prctl and limits say no to both") if held else None
    return Look("process", words, wrong)


def _with_children(folder: Path) -> Iterator[Path]:
    yield folder
    if folder.is_dir() and os.access(folder, os.R_OK | os.X_OK):
        yield from sorted(folder.iterdir())


def _name(field: str) -> str:
    return declared(Settings)[field].name


def _some(parts: list[Path]) -> str:
    """Return the first of many names."""
    more = f" and {len(parts) - _NAMED} more" if len(parts) > _NAMED else ""
    return ", ".join(str(part) for part in parts[:_NAMED]) + more
