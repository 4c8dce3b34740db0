"""What the kernel says of this machine: where memory may be written to, and what a folder lies on."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

_IN_MEMORY = ("tmpfs", "ramfs")
_NONE = ("", "none")
_NEVER = "0"
_ESCAPED = re.compile(r"\\([0-7]{3})")


@dataclass(frozen=True, slots=True)
class Kernel:
    """Where the kernel's two file systems are."""

    proc: Path = Path("/proc")
    sys: Path = Path("/sys")


def clear_swap(kernel: Kernel) -> list[str] | None:
    """Return the swap areas to which memory would be written unencrypted; None where the kernel does not say.

    Encrypted is what lies on dm-crypt, whatever is stacked between (`proc_swaps(5)`, the `CRYPT-` prefix is
    cryptsetup's). A zram without a backing device is memory itself. What we cannot tell counts as clear.
    """
    if not (kernel.proc / "self").exists():
        return None
    try:
        rows = (kernel.proc / "swaps").read_text(encoding="utf-8").splitlines()[1:]
    except FileNotFoundError:  # a kernel that was built without swap
        return []
    except OSError:
        return None
    areas = [(_plain(name), kind) for name, kind, *_ in map(str.split, rows)]
    return [name for name, kind in areas if not _sealed(_device(kernel, name, kind))]


def never_swapped(kernel: Kernel) -> bool:
    """Return whether this process is kept from swap by its control group, as `MemorySwapMax=0` of systemd does it."""
    groups = _text(kernel.proc / "self" / "cgroup")
    path = next((line.removeprefix("0::") for line in groups.splitlines() if line.startswith("0::")), None)
    if path is None:
        return False
    top = kernel.sys / "fs" / "cgroup"
    here = top / path.strip("/")
    return any(_text(place / "memory.swap.max") == _NEVER for place in (here, *here.parents) if _within(place, top))


def in_memory(kernel: Kernel, folder: Path) -> bool:
    """Return whether a folder lies, or would be made, on a file system that is memory.

    Found by its device, because a path may lead through links and mounts that hide one another.
    """
    there = next(place for place in (folder, *folder.parents) if place.exists())
    device = there.stat().st_dev
    number = f"{os.major(device)}:{os.minor(device)}"
    mounts = (line.split() for line in _text(kernel.proc / "self" / "mountinfo").splitlines())
    return any(mount[2] == number and mount[mount.index("-") + 1] in _IN_MEMORY for mount in mounts)


def _device(kernel: Kernel, name: str, kind: str) -> Path | None:
    """Return the kernel's folder of the block device that a swap area is, or whose file system a swap file is on."""
    if kind == "partition":  # by its name: a service with a /dev of its own does not see the node
        return kernel.sys / "class" / "block" / Path(name).name
    try:
        device = Path(name).stat().st_dev
    except OSError:
        return None
    return kernel.sys / "dev" / "block" / f"{os.major(device)}:{os.minor(device)}"


def _sealed(device: Path | None) -> bool:
    if device is None or not device.exists():
        return False
    if device.resolve().name.startswith("zram"):
        return _text(device / "backing_dev") in _NONE
    if _text(device / "dm" / "uuid").startswith("CRYPT-"):
        return True
    below = list((device / "slaves").iterdir()) if (device / "slaves").is_dir() else []
    return bool(below) and all(map(_sealed, below))


def _within(place: Path, top: Path) -> bool:
    return place == top or place.is_relative_to(top)


def _plain(escaped: str) -> str:
    """Return a path as it is: the kernel writes blanks and the like as octal numbers."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 8)), escaped)


def _text(file: Path) -> str:
    """Return what a file of the kernel says, nothing where there is none."""
    try:
        return file.read_text(encoding="utf-8").strip()
    except OSError:
        return ""
