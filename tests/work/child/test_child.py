"""What a decoder that an attacker has taken over can do from inside the child: nothing but answer."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.work.child.rogue import WAYS_OUT
from work.child.process import Process
from work.child.sandbox import MEANING

LOOKS = {"its environment", "its descriptors"}


def rogue(habit: str) -> tuple[str, ...]:
    """Return the command line of a child with bad habits."""
    return (sys.executable, "-B", "-m", "tests.work.child.rogue", habit)


@pytest.fixture(scope="module")
def captive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Process, Path]]:
    """Return a running child, and a secret file that it would like."""
    secret = tmp_path_factory.mktemp("secrets") / "pepper"
    secret.write_bytes(b"secret")
    # Set here, so that the environment and a descriptor could be inherited.
    with pytest.MonkeyPatch.context() as patch, secret.open("rb") as opened:
        patch.setenv("SOTTO_METRICS_TOKEN", "secret")
        os.set_inheritable(opened.fileno(), True)  # noqa: FBT003 - its only argument
        process = Process(rogue("dies"))
        yield process, secret
        process.end()


def attempt(captive: tuple[Process, Path], way: str) -> dict[str, Any]:
    """Return what came of one attempt."""
    process, secret = captive
    header = {"job": "try", "way": way, "file": str(secret), "host": os.getpid()}
    return process.ask(header, b"", 20).header


@pytest.mark.threat(17)
@pytest.mark.skipif(sys.platform != "linux", reason="the kernel of this system offers no such protection")
@pytest.mark.parametrize("way", sorted(WAYS_OUT.keys() - LOOKS))
def test_every_way_out_is_shut(captive: tuple[Process, Path], way: str) -> None:
    refused = attempt(captive, way)
    assert refused == {"refused": "MemoryError" if way == "more memory" else "PermissionError"}
    assert [(path.name, path.read_bytes()) for path in captive[1].parent.iterdir()] == [("pepper", b"secret")]


def test_it_was_given_no_setting_and_no_secret(captive: tuple[Process, Path]) -> None:
    assert attempt(captive, "its environment") == {"got": "['HF_HUB_OFFLINE', 'LANG', 'OMP_NUM_THREADS']"}


def test_it_holds_no_descriptor_but_its_two_pipes(captive: tuple[Process, Path]) -> None:
    assert attempt(captive, "its descriptors") == {"got": "[0, 1, 2, 3, 4]"}


def test_it_says_which_protections_took_hold(captive: tuple[Process, Path]) -> None:
    told = captive[0].ask({"job": "hello"}, b"", 20).header["protections"]
    assert told.keys() == MEANING.keys()
    assert told["no_calls"] is told["limited_memory"] is told["no_writing"] is True


def test_it_ends_when_the_host_hangs_up(captive: tuple[Process, Path]) -> None:
    del captive
    process = Process(rogue("dies"))
    assert process.alive
    process._child.stdin.close()  # type: ignore[union-attr]
    assert process._child.wait(20) == 0
    process.end()
