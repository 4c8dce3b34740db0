"""Whatever stands in a text: masking never fails, never invents a word, and takes time that grows with length alone."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from privacy.redaction.mask import MASK, masked, parts
from privacy.redaction.suggest import suggest

PIECES = [
    "my name is ", "I am the ", "I'm ", "call me at ", "my number is ", "I live at ", "my sister ", "Ana ",
    "night guard ", "four one five ", "415-555-0134", "he said: ", '"', "“", "”", ", ", ". ", "\n", "soy el ",
    "me llamo ", "mi hermana ", "vivo en ", "guardia de noche ", "我叫", "我是", "王芳", "他说", "我的电话是",
    "一三八", "我住在", "4929 1234 5678 9015", "a@b.example ", "my email is ", "ana dot ruiz at x dot org ",
    "e\u0301", "\u202e", "\x1b[31m", "<b>", "'", "’", "1",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=12), max_size=24).map("".join)
LENGTH, MOST_SECONDS = 100_000, 5.0
WORST = [
    "my ", "my name is ", "my name is my ", "i am the night ", "I, ", "call me at - ", "my number is 1-",
    "double ", '"', "he said: ", "he said i am Ana ", "Ana, my sister, ", "Ana-", "Rosa is my ",
    "i live at 12 ", "my email is a@a.", "a@", "a.", "soy el guardia de ", "mi hermana Ana y ", "我叫",
    "我叫车", "我是王", "我是他的", "我住在号", "我的电话是1-", "他说：“我叫", "王是我", "1 ", "e\u0301",
    "4929 1234 5678 9015 ",
]  # fmt: skip


def within(short: str, long: str) -> bool:
    """Tell whether the signs of one text stand in another in their order."""
    rest = iter(long)
    return all(sign in rest for sign in short)


@given(TEXTS)
@settings(max_examples=400, deadline=None)
def test_masking_never_fails_and_takes_away_only_what_it_says(text: str) -> None:
    found = suggest(text)
    assert all(0 <= each.start < each.end <= len(text) for each in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
    kept = "".join(part.text for part in parts(text, found))
    assert within(kept, text)
    assert len(kept) == len(text) - sum(each.end - each.start for each in found)
    if MASK not in text:
        assert masked(text, found).replace(MASK, "") == kept
    assert "".join(part.text for part in parts(text, found, lifted=True)) == text


@pytest.mark.slow
@pytest.mark.parametrize("unit", WORST)
def test_a_hundred_thousand_signs_of_the_worst_take_no_longer_than_they_must(unit: str) -> None:
    text = (unit * (LENGTH // len(unit) + 1))[:LENGTH]
    before = time.process_time()
    suggest(text)
    assert time.process_time() - before < MOST_SECONDS
