"""Take away from this process what a decoder has no use for, in two steps.

`enter` comes first of all. Then the process imports and loads whatever it will ever read from disk. `close` follows,
before the first foreign byte: from then on no file can be opened, no socket made, no program started and no other
process touched. What a system does not offer is reported as not held, never fatal: words must not be lost for want of a
kernel feature.
"""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import signal

from work.child.syscalls import MACHINES, program

MEANING = {
    "no_core": "leave no memory image when it dies",
    "no_inspection": "not be inspected by other processes of its user",
    "no_privileges": "gain no privileges",
    "ends_with_host": "end when the host ends",
    "limited_memory": "take no more than its share of memory",
    "no_network": "see no network but an empty one of its own",
    "no_writing": "not grow any file",
    "no_files": "open no file (landlock)",
    "no_calls": "open no file or socket, start nothing, signal nobody (seccomp)",
}
"""What each protection means, to follow "The decoder process should ..."."""

_DUMPABLE, _DEATH_SIGNAL, _NO_NEW_PRIVILEGES = 4, 1, 38  # for prctl
_NEW_NETWORK, _NEW_USER = 0x40000000, 0x10000000  # for unshare
_SET_FILTER, _ALL_THREADS = 1, 1  # for seccomp
_LANDLOCK_CREATE, _LANDLOCK_RESTRICT = 444, 446  # the same numbers everywhere
_FILE_ACTIONS = (1 << 13) - 1  # all of landlock's first version


def enter(memory: int) -> dict[str, bool]:
    """Take away what loading does not need; `memory` caps the address space, in bytes. Returns what held."""
    return {
        "no_core": _limit(resource.RLIMIT_CORE, 0),
        "no_inspection": _prctl(_DUMPABLE, 0),
        "no_privileges": _prctl(_NO_NEW_PRIVILEGES, 1),
        "ends_with_host": _prctl(_DEATH_SIGNAL, signal.SIGKILL),
        "limited_memory": _limit(resource.RLIMIT_AS, memory),
        "no_network": _called("unshare", _NEW_NETWORK) or _called("unshare", _NEW_USER | _NEW_NETWORK),
        "no_writing": _limit(resource.RLIMIT_FSIZE, 0),
    }


def close() -> dict[str, bool]:
    """Take away the rest, in every thread, for good. Returns what held."""
    return {"no_files": _refuse_files(), "no_calls": _refuse_calls()}


def allow_seconds(seconds: float) -> None:
    """Let this process use `seconds` more of a processor; it is killed after them."""
    spent = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(spent.ru_utime + spent.ru_stime + seconds) + 1, hard))


def _limit(what: int, most: int) -> bool:
    try:
        resource.setrlimit(what, (most, most))
    except (OSError, ValueError):
        return False
    return True


def _called(name: str, *arguments: object) -> bool:
    """Call a function of the C library that answers 0 for done."""
    function = getattr(ctypes.CDLL(None), name, None)
    return function is not None and function(*arguments) == 0


def _prctl(option: int, value: int) -> bool:
    return _called("prctl", option, ctypes.c_ulong(value), ctypes.c_ulong(0), ctypes.c_ulong(0), ctypes.c_ulong(0))


def _refuse_files() -> bool:
    """Set landlock rules that name no exception."""
    actions = ctypes.c_uint64(_FILE_ACTIONS)
    rules = _syscall(_LANDLOCK_CREATE, ctypes.byref(actions), ctypes.c_size_t(8), 0)
    if rules < 0:
        return False
    try:
        return _syscall(_LANDLOCK_RESTRICT, rules, 0) == 0
    finally:
        os.close(rules)


class _Program(ctypes.Structure):
    """The kernel's sock_fprog."""

    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_char_p))


def _refuse_calls() -> bool:
    machine = MACHINES.get(platform.machine())
    if machine is None:
        return False
    steps = program(machine, os.getpid())
    return _syscall(machine.seccomp, _SET_FILTER, _ALL_THREADS, ctypes.byref(_Program(len(steps) // 8, steps))) == 0


def _syscall(*arguments: object) -> int:
    function = getattr(ctypes.CDLL(None), "syscall", None)
    return int(function(*arguments)) if function is not None else -1
