"""No test reaches beyond this machine: what tries fails, also where the code under test swallows the refusal."""

from __future__ import annotations

import ipaddress
import os
import sys
from collections.abc import Iterator

import pytest

_CALLS = {"socket.connect": 1, "socket.sendto": 1, "socket.sendmsg": 1, "socket.getaddrinfo": 0}
_tried: list[str] = []


class BeyondLoopbackError(RuntimeError):
    """A test tried to reach another machine."""


def pytest_configure() -> None:
    """Watch what this process asks of the network. Processes that a test starts are not watched."""
    sys.addaudithook(_watch)


@pytest.fixture(autouse=True)
def _nothing_left_this_machine() -> Iterator[None]:
    _tried.clear()
    yield
    assert not _tried, f"reached for {', '.join(_tried)}"


def tried() -> list[str]:
    """Return the hosts that the running test reached for, and forget them: it meant to."""
    hosts, _tried[:] = list(_tried), []
    return hosts


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    if event in _CALLS and not _here(host := _host(arguments[_CALLS[event]])):
        _tried.append(host)
        message = f"{event} to {host}: tests stay on this machine"
        raise BeyondLoopbackError(message)


def _host(address: object) -> str:
    """Return the host of a network address; the path of a local socket, or no address at all, is this machine."""
    host = address[0] if isinstance(address, tuple) and address else address
    name = os.fsdecode(host) if isinstance(host, str | bytes) else ""
    return "" if name.startswith(("/", "\0")) else name


def _here(host: str) -> bool:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host in {"", "localhost"}
    return address.is_loopback or address.is_unspecified
