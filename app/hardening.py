"""What this process leaves behind when it dies, and who may look into it while it lives: nothing, and nobody."""

from __future__ import annotations

import ctypes
import os
import resource

_GET_DUMPABLE, _SET_DUMPABLE = 3, 4  # for prctl
_FOR_US_ALONE = 0o077


def harden() -> None:
    """Allow this process no core file, and no other process of its user to look into its memory.

    Both are needed. Where the kernel hands core files to a program (systemd-coredump, apport) it does so whatever the
    limit says, unless the process is not dumpable; and the limit is what children inherit, which dumpable is not.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _prctl(_SET_DUMPABLE, 0)


def keep_files_private() -> None:
    """Have every file that this process makes readable by its user alone, also those that libraries make."""
    os.umask(_FOR_US_ALONE)


def not_held() -> list[str]:
    """Return what this process could still leave behind or show, each as the end of "this process …"."""
    found = []
    if resource.getrlimit(resource.RLIMIT_CORE)[0] != 0:
        found.append("may write a core file")
    if _prctl(_GET_DUMPABLE, 0) != 0:
        found.append("may be looked into by other processes of its user")
    return found


def _prctl(option: int, value: int) -> int:
    """Call prctl; -1 where there is none or it refuses."""
    function = getattr(ctypes.CDLL(None), "prctl", None)
    return -1 if function is None else int(function(option, *(ctypes.c_ulong(each) for each in (value, 0, 0, 0))))
