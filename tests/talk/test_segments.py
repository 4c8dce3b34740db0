"""Text messages are counted as the networks count them, and cut where a reader would."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from talk.segments import Count, count, split

CODE = "4929 1234 5678 9014"


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        pytest.param("", Count(1, 0, unicode=False), id="nothing"),
        pytest.param("a" * 160, Count(1, 160, unicode=False), id="one full"),
        pytest.param("a" * 161, Count(2, 161, unicode=False), id="one over"),
        pytest.param("a" * 306, Count(2, 306, unicode=False), id="two full"),
        pytest.param("a" * 307, Count(3, 307, unicode=False), id="two over"),
        pytest.param("€" * 80, Count(1, 160, unicode=False), id="extended signs count twice"),
        pytest.param("€" * 81, Count(2, 162, unicode=False), id="and fill up sooner"),
        pytest.param("a" * 152 + "€" * 77, Count(3, 306, unicode=False), id="an escape is not torn from its sign"),
        pytest.param("ñé¿¡", Count(1, 4, unicode=False), id="some Spanish is plain"),
        pytest.param("á", Count(1, 1, unicode=True), id="some is not"),
        pytest.param("有" * 70, Count(1, 70, unicode=True), id="Chinese, one full"),
        pytest.param("有" * 71, Count(2, 71, unicode=True), id="Chinese, one over"),
        pytest.param("有" * 134, Count(2, 134, unicode=True), id="Chinese, two full"),
        pytest.param("😀" * 35, Count(1, 70, unicode=True), id="two units a sign"),
        pytest.param("有" * 66 + "😀" * 34, Count(3, 134, unicode=True), id="a sign of two units is not torn"),
    ],
)
def test_a_message_is_counted(text: str, counted: Count) -> None:
    assert count(text) == counted


def test_what_fits_is_not_cut() -> None:
    assert split("Thank you.", 1) == ("Thank you.",)


def test_a_long_reply_is_cut_after_a_sentence() -> None:
    first, second = "The gate was open. " * 7, "We went to look for whoever opened it that night."
    assert split(first + second, 1) == (first.strip(), second)


def test_it_is_cut_between_words_where_no_sentence_ends_in_the_second_half() -> None:
    parts = split("Yes. " + "word " * 60, 1)
    assert all(part.endswith("word") for part in parts)


def test_chinese_is_cut_after_its_own_stop_and_never_before_a_comma() -> None:
    sentence = "我们已经派人去看了，门是开着的，里面没有人。"
    assert split(sentence * 4, 1)[0] == sentence * 3
    assert not any(part.startswith("，") for part in split("我们去看，" * 30, 1))


def test_a_decimal_is_no_end_of_a_sentence() -> None:
    parts = split("a" * 90 + " 3.5 " + "b" * 80, 1)
    assert parts[0].endswith("3.5")


@pytest.mark.parametrize("before", range(120, 170))
def test_a_code_arrives_in_one_piece(before: int) -> None:
    text = ("x" * 9 + " ") * (before // 10) + "y" * (before % 10) + f" {CODE} and more"
    assert sum(CODE in part for part in split(text, 1)) == 1


def test_a_word_longer_than_a_message_is_torn() -> None:
    assert split("a" * 400, 1) == ("a" * 160, "a" * 160, "a" * 80)


def test_a_family_stays_together() -> None:
    family = "👩‍👩‍👧‍👦"
    assert all(
        part.strip("家" + family) == "" and part.count("👩") % 2 == 0 for part in split(("家" * 8 + family) * 9, 1)
    )


@given(text=some.text(some.characters(exclude_categories=["Cs"])), segments=some.integers(1, 3))
def test_every_part_fits_and_only_spaces_are_lost(text: str, segments: int) -> None:
    parts = split(text, segments)
    assert all(count(part).segments <= segments for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())
