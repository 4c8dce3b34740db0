"""Bytes that nobody thought of, given to the real decoders in the real child: it answers, and what it says fits.

Three hundred files take about half a minute; `SOTTO_FUZZ_FILES=20000` makes a long run of it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.work.files import evil
from work.child.answers import Nonsense
from work.child.process import Late, Lost, Process, command
from work.files import answers

SEEDS = [*(build() for build in evil.PICTURES.values()), evil.pdf(1), evil.docx(), evil.xlsx(), evil.film()]
FILES = int(os.environ.get("SOTTO_FUZZ_FILES", "300"))
_STEP = 20.0


class Decoder:
    """One child that is given many files, so that each costs no start; one that dies is counted and replaced."""

    def __init__(self) -> None:
        self.died, self.seen, self._child = 0, 0, self._started()

    @staticmethod
    def _started() -> Process:
        child = Process(command("work.files.child"))
        child.ask({"job": "hello"}, b"", 60)
        return child

    def look(self, raw: bytes) -> None:
        """Have a file looked at as the gate does; an answer that does not fit raises."""
        self.seen += 1
        try:
            message = self._child.ask({"job": "open"}, raw, _STEP, 1 << 20)
            if answers.fault(message) is None:
                told = answers.told(message)
                self._parts(told.type, min(told.parts, 2))
        except Late:
            raise
        except Lost:
            self.died += 1
            self._child = self._started()

    def _parts(self, type_: str, count: int) -> None:
        for number in range(count):
            part = self._child.ask({"job": "part", "number": number}, b"", _STEP)
            if answers.fault(part) is None and not type_.startswith(("audio/", "video/")):
                answers.pixels(part)

    def end(self) -> None:
        """End the child."""
        self._child.end()


@pytest.fixture(scope="module")
def decoder() -> Iterator[Decoder]:
    """Return a child that is given many files."""
    made = Decoder()
    yield made
    made.end()


@st.composite
def spoilt(draw: Any) -> bytes:
    """Return a file with some of its bytes changed, taken out, doubled or cut off."""
    raw = bytearray(draw(st.sampled_from(SEEDS)))
    for _ in range(draw(st.integers(1, 8))):
        at = draw(st.integers(0, max(0, len(raw) - 1)))
        match draw(st.sampled_from(("change", "change", "long", "cut", "double", "drop"))):
            case "change":
                raw[at : at + 1] = bytes([draw(st.integers(0, 255))])
            case "long":
                raw[at : at + 4] = draw(st.sampled_from((b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", bytes(4))))
            case "cut":
                del raw[max(at, 16) :]
            case "double":
                raw[at:at] = raw[at : at + 64]
            case "drop":
                del raw[at : at + draw(st.integers(1, 32))]
    return bytes(raw)


@pytest.mark.threat(22, 23, 24)
@settings(max_examples=FILES, deadline=None, suppress_health_check=list(HealthCheck))
@given(raw=st.one_of(spoilt(), st.binary(max_size=2000)))
def test_a_spoilt_file_gets_an_answer_that_fits(decoder: Decoder, raw: bytes) -> None:
    try:
        decoder.look(raw)
    except Nonsense:
        pytest.fail("an honest child said what makes no sense")
    assert decoder.died == 0
