"""Coming back by phone: the code on the keypad, what the desk wrote, and more to say."""

from __future__ import annotations

import pytest

from intake.moves import Wanted, make
from intake.reveal import unlocked
from ivr import spoken
from privacy.vault import read_ticket
from tests.ivr.phone import Heard, Phone
from triage.states import Move

MESSAGE = "Please tell us which door he used."


def reported(phone: Phone) -> str:
    """Make a report by phone; return its code."""
    phone.dial()
    phone.press("1", "1", "2", "5")
    phone.speak()
    [sound] = phone.press("1", "5").plays
    secret = unlocked(phone.site.intake, read_ticket(sound.rpartition("/")[2].removesuffix(".wav")))
    assert secret
    phone.press("1")
    phone.hang_up()
    phone.site.work_off(("code",))
    return secret.reveal()


def asking_for_news(phone: Phone, *keyed: str) -> Heard:
    """Call and key in what is asked for."""
    phone.dial()
    phone.press("1", "2")
    assert phone.heard.asks == "digits"
    return phone.press(*keyed)


def answered(phone: Phone) -> None:
    """Have the desk write to the reporter."""
    [report] = phone.site.reports()
    for wanted in (Wanted(Move.CLAIM), Wanted(Move.REPLY, text=MESSAGE)):
        make(phone.site.intake, phone.site.operator, report.row.id, wanted)


def words(phone: Phone, key: str) -> str:
    return phone.site.intake.words.need("en", key)


def test_the_keypad_waits_ten_seconds_between_digits_and_takes_a_hash_at_the_end(phone: Phone) -> None:
    phone.dial()
    gather = phone.press("1", "2").verb("Gather")
    assert (gather.get("timeout"), gather.get("finishOnKey")) == ("10", "#")


@pytest.mark.parametrize("form", ["{}", "{}#", "123*{}", "*{}", "1*2*{}"])
def test_the_code_opens_the_status(phone: Phone, form: str) -> None:
    code = reported(phone)
    heard = asking_for_news(phone, form.format(code))
    assert words(phone, "news.new") in heard.text
    assert words(phone, "news.no_messages") in heard.text
    assert heard.asks == "key"


def test_a_star_starts_over_and_is_no_mistake(phone: Phone) -> None:
    code = reported(phone)
    heard = asking_for_news(phone, "1234*", "5*", "77*", code)
    assert words(phone, "news.new") in heard.text


def test_a_code_never_stands_in_an_answer(phone: Phone) -> None:
    code = reported(phone)
    heard = asking_for_news(phone, code)
    assert code not in heard.xml
    assert phone.press("2").asks == "voice"
    assert code not in phone.heard.xml


@pytest.mark.skipif(not spoken.available(), reason="espeak-ng is not installed")
def test_what_the_desk_wrote_is_played_in_a_voice_of_ours(phone: Phone) -> None:
    code = reported(phone)
    answered(phone)
    heard = asking_for_news(phone, code)
    assert MESSAGE not in heard.xml
    [sound] = heard.plays
    assert phone.fetch(sound).mimetype == "audio/wav"
    assert phone.press("1").plays == [sound]
    phone.hang_up()
    assert phone.fetch(sound).status_code == 404


def test_without_a_voice_of_ours_the_provider_speaks(phone: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    code = reported(phone)
    answered(phone)
    heard = asking_for_news(phone, code)
    assert MESSAGE in heard.text
    assert heard.plays == []


def test_a_slip_is_named_before_a_look_up(phone: Phone) -> None:
    code = reported(phone)
    slip = code[:-1] + str((int(code[-1]) + 1) % 10)
    heard = asking_for_news(phone, slip)
    assert words(phone, "step.slip_said.voice") in heard.text
    assert words(phone, "news.new") in phone.press(code).text


def test_a_code_that_nobody_has_is_not_found(phone: Phone) -> None:
    reported(phone)
    heard = asking_for_news(phone, "0000000000000000")
    assert words(phone, "step.unknown_said.voice") in heard.text


def test_while_a_code_is_being_made_the_caller_is_asked_to_call_again(phone: Phone) -> None:
    phone.dial()
    phone.press("1", "1", "2", "5")
    phone.speak()
    phone.press("1")
    heard = asking_for_news(phone, "0000000000000000")
    assert words(phone, "step.wait_said.voice") in heard.text
    assert heard.asks == "over"


@pytest.mark.threat(27)
def test_after_the_third_code_there_is_another_way(phone: Phone) -> None:
    reported(phone)
    heard = asking_for_news(phone, "0000000000000000", "1111222233334441", "0000000000000000")
    assert words(phone, "step.lost.voice") in heard.text
    phone.press("1", "2", "5")
    phone.speak()
    phone.press("1")
    phone.hang_up()
    assert sorted(report.row.reported_before for report in phone.site.reports()) == [False, True]


@pytest.mark.parametrize("keyed", ["1", "12345678", "1" * 15, "1" * 17, "1" * 48])
def test_too_few_and_too_many_digits_are_said_to_be(phone: Phone, keyed: str) -> None:
    assert words(phone, "remark.wrong_length.text") in asking_for_news(phone, keyed).text


def test_what_is_added_goes_to_the_thread_and_makes_no_report(phone: Phone) -> None:
    code = reported(phone)
    jobs = phone.waiting().count("fetch")
    asking_for_news(phone, code)
    phone.press("2")
    assert words(phone, "step.added.voice") in phone.speak().text
    phone.hang_up()
    assert len(phone.site.reports()) == 1
    assert phone.waiting().count("fetch") == jobs + 1


def test_a_hang_up_while_adding_keeps_what_was_said(phone: Phone) -> None:
    code = reported(phone)
    jobs = phone.waiting().count("fetch")
    asking_for_news(phone, code)
    phone.press("2")
    phone.speak(ended="hangup")
    phone.hang_up()
    assert len(phone.site.reports()) == 1
    assert phone.waiting().count("fetch") == jobs + 1


def test_a_code_read_on_the_phone_is_not_opened_by_the_address_of_the_news(phone: Phone) -> None:
    code = reported(phone)
    answered(phone)
    for sound in asking_for_news(phone, code).plays:
        assert phone.fetch(sound.replace("/message/", "/code/")).status_code == 404
