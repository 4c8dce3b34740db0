"""The child's answers are foreign input: what does not fit is refused, and nothing invisible gets through."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from work.child.answers import Nonsense, flag, held
from work.child.wire import Message
from work.speech import answers
from work.speech.audio import Span
from work.speech.transcript import Segment

READERS: dict[str, Callable[[Message], object]] = {
    "fault": answers.fault,
    "level": answers.level,
    "cut": lambda message: flag(message, "cut"),
    "peaks": answers.peaks,
    "spans": lambda message: answers.spans(message, 10),
    "segments": lambda message: answers.segments(message, 0),
    "protections": held,
    "faults": answers.sentences,
}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("fault", "else"), ("fault", ["empty"]), ("fault", 1),
        ("level", None), ("level", "0"), ("level", 1), ("level", -1000), ("level", float("nan")), ("level", True),
        ("cut", None), ("cut", 1),
        ("peaks", None), ("peaks", {}), ("peaks", [[0, 0]] * 801), ("peaks", [[0]]), ("peaks", [[0, 128]]),
        ("spans", [[0, 11]]), ("spans", [[5, 4]]), ("spans", [[-1, 4]]), ("spans", [[0, 1]] * 10_001), ("spans", "ab"),
        ("segments", [[0, 1, "x"]]), ("segments", [[0, 1, 2, 0.5]]), ("segments", [[0, 1, "x", 1.5]]),
        ("segments", [[0, 1, "x" * 1001, 1]]), ("segments", [[0, 1e9, "x", 1]]), ("segments", [[0, 1, "x", 1]] * 1001),
        ("protections", []), ("faults", [1]), ("faults", "x"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused(name: str, value: Any) -> None:
    with pytest.raises(Nonsense):
        READERS[name](Message({name: value}))


@pytest.mark.parametrize(("body", "most"), [(b"odd", 100), (bytes(102), 100)])
def test_sound_is_whole_samples_and_no_more_than_was_asked_for(body: bytes, most: int) -> None:
    with pytest.raises(Nonsense):
        answers.sound(Message({}, body), most)
    assert answers.sound(Message({}, bytes(100)), 100) == bytes(100)


def test_what_fits_is_taken() -> None:
    assert answers.fault(Message({})) is None
    assert answers.fault(Message({"fault": "corrupt"})) == "corrupt"
    assert answers.peaks(Message({"peaks": [[-128, 127]]})) == ((-128, 127),)
    assert answers.spans(Message({"spans": [[0, 1.5]]}), 2) == (Span(0, 1.5),)
    assert answers.segments(Message({"segments": [[0, 1, "gun", 0.5]]}), 20.5) == (Segment(20.5, 21.5, "gun", 0.5),)


def test_only_letters_that_can_be_seen_are_taken() -> None:
    tricks = "\x1b[2Jg\u202eu\u200bn\r\n"
    assert answers.segments(Message({"segments": [[0, 1, tricks, 1], [1, 2, "\u202e", 1]]}), 0) == (
        Segment(0, 1, "[2Jgun", 1),
    )


def test_a_protection_that_is_not_reported_did_not_hold() -> None:
    told = held(Message({"protections": {"no_calls": True, "no_files": "yes", "else": True}}))
    assert (told["no_calls"], told["no_files"], told["no_core"], "else" in told) == (True, False, False, False)
