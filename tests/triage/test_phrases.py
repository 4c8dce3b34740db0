"""Words and phrases are found as their owner means them, in languages with spaces and without."""

from __future__ import annotations

import pytest

from triage.phrases import SHAPE, fold, phrases, words_in


def found(text: str, *written: str, exceptions: tuple[str, ...] = ()) -> list[str]:
    return [each.words for each in phrases(written, exceptions).find(fold(text))]


def test_folding_makes_letters_small_and_drops_accents_and_apostrophes() -> None:
    assert fold("¡No PUEDO más! It's José’s") == " no puedo mas . its joses "


def test_folding_makes_every_han_character_a_token_and_reads_wide_marks() -> None:
    assert fold("他有枪,快来!ok") == fold("他有枪\uff0c快来\uff01ok") == " 他 有 枪 , 快 来 . ok "


def test_words_leave_out_the_marks() -> None:
    assert words_in(fold("No, he has a gun.")) == ["no", "he", "has", "a", "gun"]


@pytest.mark.parametrize(
    ("text", "written", "words"),
    [
        pytest.param("He has guns", "gun|guns", ["guns"], id="either word"),
        pytest.param("Gunther went home", "gun", [], id="a word is never a part of another"),
        pytest.param("It exploded", "explo*", ["exploded"], id="any ending"),
        pytest.param("he will kill all of them", "kill .. them", ["kill all of them"], id="up to three words between"),
        pytest.param("kill one two three four them", "kill .. them", [], id="four words between are too many"),
        pytest.param("kill them", "kill .. them", ["kill them"], id="or none between"),
        pytest.param("I kill, them too", "kill .. them", [], id="never across a comma"),
        pytest.param("HE CAN’T BREATHE", "can't breathe", ["cant breathe"], id="apostrophes make no difference"),
        pytest.param("这里有炸弹", "炸弹", ["炸弹"], id="Chinese inside a sentence"),
        pytest.param("要砍几个人", "要|想 砍 .. 人", ["要砍几个人"], id="Chinese with a gap"),
        pytest.param("the gun. The gun", "gun", ["gun", "gun"], id="every time"),
        pytest.param("a bomb threat", "bomb", ["bomb"], id="the shorter"),
    ],
)
def test_a_phrase_is_found(text: str, written: str, words: list[str]) -> None:
    assert found(text, written) == words


def test_of_several_phrases_the_longest_is_found() -> None:
    assert found("a pipe bomb threat", "pipe", "pipe bomb") == ["pipe bomb"]


def test_wording_inside_an_exception_is_passed_over_and_elsewhere_found() -> None:
    assert found("fire drill today, then fire", "fire", exceptions=("fire drill",)) == ["fire"]


def test_no_phrases_find_nothing() -> None:
    assert found("anything") == []


@pytest.mark.parametrize("wrong", ["", "a  b", "*", "|", "a|", "a.b", "b* *"])
def test_what_is_no_phrase_has_not_the_shape_of_one(wrong: str) -> None:
    assert not SHAPE.fullmatch(wrong)


def test_a_megabyte_without_a_space_is_searched_to_its_end() -> None:
    """Work that grew with the square of the length would not come back within the hour."""
    assert found("a" * 1_000_000 + " gun", "aa* .. ab* .. ac*", "gun") == ["gun"]
