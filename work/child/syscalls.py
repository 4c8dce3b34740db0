"""The kernel calls that a process which only calculates has no use for, as a filter for the kernel.

A list of what is forbidden, not of what is allowed: recognisers differ, and one that dies of a call that nobody thought
of would lose words. What matters to a thief is on it: files, sockets, programs, other processes, the kernel's larger
machinery.
"""

from __future__ import annotations

import errno
import struct
from dataclasses import dataclass

# name: number on x86_64, number on aarch64 (None: does not exist there)
_FORBIDDEN: dict[str, tuple[int | None, int | None]] = {
    "open": (2, None), "openat": (257, 56), "openat2": (437, 437), "creat": (85, None), "open_by_handle_at": (304, 265),
    "truncate": (76, 45), "unlink": (87, None), "unlinkat": (263, 35), "rmdir": (84, None),
    "rename": (82, None), "renameat": (264, 38), "renameat2": (316, 276),
    "link": (86, None), "linkat": (265, 37), "symlink": (88, None), "symlinkat": (266, 36),
    "mkdir": (83, None), "mkdirat": (258, 34), "mknod": (133, None), "mknodat": (259, 33),
    "chmod": (90, None), "fchmodat": (268, 53), "chown": (92, None), "lchown": (94, None), "fchownat": (260, 54),
    "socket": (41, 198), "socketpair": (53, 199), "connect": (42, 203), "bind": (49, 200), "listen": (50, 201),
    "accept": (43, 202), "accept4": (288, 242),
    "fork": (57, None), "vfork": (58, None), "execve": (59, 221), "execveat": (322, 281),
    "kill": (62, 129), "tkill": (200, 130), "rt_sigqueueinfo": (129, 138), "rt_tgsigqueueinfo": (297, 240),
    "pidfd_send_signal": (424, 424), "pidfd_open": (434, 434), "pidfd_getfd": (438, 438),
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271),
    "io_uring_setup": (425, 425), "bpf": (321, 280), "perf_event_open": (298, 241), "userfaultfd": (323, 282),
    "add_key": (248, 217), "request_key": (249, 218), "keyctl": (250, 219),
    "shmget": (29, 194), "msgget": (68, 186), "mq_open": (240, 180),
    "mount": (165, 40), "umount2": (166, 39), "chroot": (161, 51), "pivot_root": (155, 41),
    "unshare": (272, 97), "setns": (308, 268), "init_module": (175, 105), "finit_module": (313, 273),
    "kexec_load": (246, 104), "reboot": (169, 142), "swapon": (167, 224), "settimeofday": (164, 170),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Machine:
    """What a filter must know of a processor: its name to the kernel, and calls that an argument tells apart."""

    column: int
    audit: int
    seccomp: int  # the call that sets a filter
    clone: int
    clone3: int
    tgkill: int
    prlimit64: int


MACHINES = {
    "x86_64": Machine(0, 0xC000003E, 317, clone=56, clone3=435, tgkill=234, prlimit64=302),
    "aarch64": Machine(1, 0xC00000B7, 277, clone=220, clone3=435, tgkill=131, prlimit64=261),
}

_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER, _AUDIT, _FIRST_ARGUMENT = 0, 4, 16  # places in the kernel's seccomp_data
_ALLOW, _KILL, _REFUSE = 0x7FFF0000, 0x80000000, 0x00050000
_THREAD = 0x00010000  # CLONE_THREAD
_OTHER_ABI = 0x40000000  # x86_64's second set of numbers


def program(machine: Machine, pid: int) -> bytes:
    """Return the filter for the process `pid`, as the kernel's own instructions."""
    numbers = [row[machine.column] for row in _FORBIDDEN.values()]
    steps = [
        (_LOAD, 0, 0, _AUDIT), (_EQUAL, 1, 0, machine.audit), (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER), (_AT_LEAST, 0, 1, _OTHER_ABI), (_RETURN, 0, 0, _KILL),
    ]  # fmt: skip
    for number in numbers:
        if number is not None:
            steps += [(_EQUAL, 0, 1, number), _refuse(errno.EPERM)]
    # The C library tries clone3 first, whose flags a filter cannot see, and takes clone where there is none.
    steps += [(_EQUAL, 0, 1, machine.clone3), _refuse(errno.ENOSYS)]
    steps += _only(machine.clone, (_ANY_BIT, 1, 0, _THREAD))
    steps += _only(machine.tgkill, (_EQUAL, 1, 0, pid))  # how a process ends itself
    steps += _only(machine.prlimit64, (_EQUAL, 1, 0, 0))  # its own limits
    steps.append((_RETURN, 0, 0, _ALLOW))
    return b"".join(struct.pack("=HBBI", *step) for step in steps)


def _refuse(error: int) -> tuple[int, int, int, int]:
    return _RETURN, 0, 0, _REFUSE | error


def _only(number: int, test: tuple[int, int, int, int]) -> list[tuple[int, int, int, int]]:
    """Allow a call only where its first argument passes the test, which skips one step when it does."""
    return [(_EQUAL, 0, 4, number), (_LOAD, 0, 0, _FIRST_ARGUMENT), test, _refuse(errno.EPERM), (_RETURN, 0, 0, _ALLOW)]
