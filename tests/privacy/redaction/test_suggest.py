"""What is suggested: the writer's own, by kind and with its reason, and nobody else's."""

from __future__ import annotations

import pytest

from privacy.redaction.kinds import Kind
from privacy.redaction.mask import MASK, masked, parts
from privacy.redaction.suggest import suggest


def found(text: str) -> list[tuple[Kind, str]]:
    """Return what is suggested in a text."""
    return [(each.kind, text[each.start : each.end]) for each in suggest(text)]


@pytest.mark.threat(19)
@pytest.mark.parametrize(
    ("text", "kind", "hidden"),
    [
        ("My name is Dr. Ana Ruiz.", Kind.NAME, "Ana Ruiz"),
        ("I, Ana Ruiz, saw it.", Kind.NAME, "Ana Ruiz"),
        ("MY NAME IS ANA RUIZ AND HE HAS A GUN", Kind.NAME, "ANA RUIZ"),
        ("call me at four one five double five five oh one", Kind.NUMBER, "four one five double five five oh one"),
        ("My number is 415 555 0134. 3 men came.", Kind.NUMBER, "415 555 0134"),
        ("I live at 12 Oak Street, Eastport and he is here", Kind.ADDRESS, "12 Oak Street, Eastport"),
        ("They beat my sisters Ana and Rosa.", Kind.RELATIVE, "Ana and Rosa"),
        ("I am the night guard.", Kind.ROLE, "night guard"),
        ("My Instagram is @ana_r", Kind.EMAIL, "@ana_r"),
        ("My plate is ABC-1234.", Kind.BADGE, "ABC-1234"),
        ("Yo, Ana Ruiz, lo vi.", Kind.NAME, "Ana Ruiz"),
        ("Mi cel es doble cinco veintitrés cuarenta y cinco", Kind.NUMBER, "doble cinco veintitrés cuarenta y cinco"),
        ("soy el guardia de noche", Kind.ROLE, "guardia de noche"),
        ("我是夜班保安，门是我开的。", Kind.ROLE, "夜班保安"),
        ("我叫欧阳娜娜", Kind.NAME, "欧阳娜娜"),
        ("我的手机是一三八零零幺三八零零零", Kind.NUMBER, "一三八零零幺三八零零零"),
    ],
)  # fmt: skip
def test_what_is_ones_own_is_found(text: str, kind: Kind, hidden: str) -> None:
    assert found(text) == [(kind, hidden)]


@pytest.mark.threat(19)
@pytest.mark.parametrize(
    "text",
    [
        "He said my name is Ivan Petrov and my number is 617 555 0190.",
        '"My name is Ivan", he shouted.',
        "She wrote: my name is Carla, call me at 415 555 0199.",
        "The thief's number is 415 555 0134, plate ABC-1234, he paid 5,000 on 12/05/2026 at 9 pm, I called 911.",
        "Me llamó Pedro Ruiz desde el 55 1234 5678, marqué el 112.",
        "Él gritó: soy Iván Petrov.",
        "他对我说：“我是李梅，打我电话13900001111。”我打了110。",
        "我是说他是保安。",
    ],
)  # fmt: skip
def test_what_is_somebody_elses_stays(text: str) -> None:
    assert found(text) == []


def test_what_the_writer_said_to_others_is_still_the_writers_own() -> None:
    assert found("I told him my name is Ana Ruiz.") == [(Kind.NAME, "Ana Ruiz")]
    assert found("She told me that my sister Ana must pay.") == [(Kind.RELATIVE, "Ana")]
    assert found("Le dije: me llamo Ana Ruiz.") == [(Kind.NAME, "Ana Ruiz")]
    assert found("我跟他说我叫王芳。") == [(Kind.NAME, "王芳")]


def test_a_name_in_a_role_is_not_the_reporters() -> None:
    assert found("我是李强的老婆。") == [(Kind.ROLE, "老婆")]
    assert found("I am the daughter of Victor Hale.") == [(Kind.ROLE, "daughter")]


def test_a_suggestion_says_what_makes_it_the_writers_own() -> None:
    assert [each.reason for each in suggest("Hello,\nmy  name is Ana. 我的工号是4471。")] == [
        "my name is",
        "我的工号是",
    ]


def test_headings_and_shouting_make_no_names() -> None:
    assert found("I Am Afraid Of Him, Please Help Me Soon") == []
    assert found("I AM AFRAID OF HIM") == []


@pytest.mark.threat(20)
def test_a_code_is_masked_and_taken_for_no_telephone_number() -> None:
    assert found("The number I got is 4929 1234 5678 9015, what now?") == [(Kind.CODE, "4929 1234 5678 9015")]
    assert found("my number is 4929123456789015") == [(Kind.CODE, "4929123456789015")]
    assert found("我的号码是4929 1234 5678 9015") == [(Kind.CODE, "4929 1234 5678 9015")]
    assert found("He has the card 4929 1234 5678 9015") == []


def test_a_mask_has_one_length_and_the_rest_is_as_it_was() -> None:
    text = "Call me at 415 555 0134,\r\n<b>he</b> sells. My sister Li saw it."
    assert masked(text, suggest(text)) == f"Call me at {MASK},\r\n<b>he</b> sells. My sister {MASK} saw it."
    assert "".join(part.text for part in parts(text, suggest(text), lifted=True)) == text
