"""The language of a first message, guessed among the line's own."""

from __future__ import annotations

import pytest

from sms.language import guess, warm

LINE = ("en", "zh-CN", "es")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        pytest.param("someone sells the keys of the depot", "en", id="English"),
        pytest.param("there is a man with a gun at the door", "en", id="English, urgent"),
        pytest.param("hay un hombre con un arma en la puerta", "es", id="Spanish"),
        pytest.param("q hago si me preguntan quien fue", "es", id="Spanish without accents, as it is texted"),
        pytest.param("NECESITO HABLAR CON ALGUIEN", "es", id="Spanish in capitals"),
        pytest.param("我要举报一件事", "zh-CN", id="Chinese"),
        pytest.param("他在厂区拍照,发给 jefe@example.com", "zh-CN", id="Chinese with Latin letters in it"),
        pytest.param("門口有人帶槍", "zh-CN", id="Chinese in traditional characters"),
    ],
)
@pytest.mark.parametrize("default", ["en", "es"])
def test_a_message_is_answered_in_its_own_language(text: str, language: str, default: str) -> None:
    assert guess(text, LINE, default) == language


@pytest.mark.parametrize(
    "text",
    ["", " ", "1", "12 34", "?!", "🙏🙏", "ok", "\x00\ufffd", "x" * 100_000],
    ids=["nothing", "a blank", "a digit", "digits", "signs", "emoji", "too short", "broken bytes", "very long"],
)
@pytest.mark.parametrize("default", ["en", "es", "zh-CN"])
def test_what_says_nothing_about_a_language_keeps_the_default(text: str, default: str) -> None:
    assert guess(text, LINE, default) == default


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Bonjour, je voudrais signaler un vol dans mon entreprise", id="French"),
        pytest.param("Mwen bezwen ed, anpil kay kraze nan katye a", id="Haitian Creole"),
        pytest.param("私の上司について報告したいです", id="Japanese, which also uses Han characters"),
        pytest.param("회사의 비리를 신고하고 싶습니다", id="Korean"),
        pytest.param("Я хочу сообщить о краже", id="Russian"),
    ],
)
@pytest.mark.parametrize("default", ["en", "es"])
def test_a_language_that_the_line_does_not_speak_keeps_the_default(text: str, default: str) -> None:
    assert guess(text, LINE, default) == default


def test_chinese_on_a_line_without_chinese_keeps_the_default() -> None:
    assert guess("我要举报一件事", ("en", "es"), "es") == "es"


def test_an_owner_may_add_a_language_of_their_own() -> None:
    assert guess("Je voudrais signaler un vol dans mon entreprise", (*LINE, "fr"), "en") == "fr"


def test_a_language_the_library_does_not_know_is_no_fault() -> None:
    assert guess("Nou bezwen manje ak dlo", ("en", "ht"), "ht") == "ht"


def test_a_line_with_one_language_always_answers_in_it() -> None:
    warm(("es",))
    assert guess("someone sells the keys of the depot", ("es",), "es") == "es"
