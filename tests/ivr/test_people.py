"""Zero: a person, if there is one. Operators are rung in turn, and see and hear nothing until they press one."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from urllib.parse import urlparse

import pytest

from intake.live import calls_taken
from store import desks
from store.desks import Operator
from tests.ivr.phone import CALLER, OURS, Heard, Phone, new_sid
from tests.plugins.site import Site

ANA, BO = "+14155550171", "+14155550172"


@pytest.fixture
def site_on_duty(site: Site) -> Site:
    """Return a site where two operators are on duty."""
    for name, number in (("ana", ANA), ("bo", BO)):
        operator = Operator(name, b"", b"", (), phone=number, on_duty=True)
        site.store.write(partial(desks.save_operator, operator=operator))
    return site


@pytest.fixture
def phone(site_on_duty: Site) -> Phone:
    """Return a caller who asked for a person."""
    caller = Phone(site_on_duty)
    caller.dial()
    caller.press("1", "0")
    return caller


def operators_leg(phone: Phone, where: str, **fields: str) -> Heard:
    """Send a request of the leg to an operator, and read the answer."""
    caller, ours, sid = phone.caller, phone.ours, phone.sid
    phone.caller, phone.ours, phone.sid = OURS, ANA, new_sid("CA")
    before = phone.heard
    try:
        return phone.listen(where, Direction="outbound-dial", ParentCallSid=sid, **fields)
    finally:
        phone.caller, phone.ours, phone.sid, phone.heard = caller, ours, sid, before


def dialled(phone: Phone, status: str, *, bridged: bool | None = False) -> Heard:
    """Tell how ringing ended."""
    told = {} if bridged is None else {"DialBridged": str(bridged).lower()}
    return phone.listen(phone.heard.action, DialCallStatus=status, DialCallSid=new_sid("CA"), **told)


def test_the_first_on_duty_is_rung_and_shown_our_own_number(phone: Phone) -> None:
    dial, number = phone.heard.verb("Dial"), phone.heard.verb("Number")
    assert dial.get("callerId") == OURS
    assert dial.get("timeout") == "20"
    assert dial.get("action")
    assert number.text == ANA
    assert CALLER not in phone.heard.xml


def test_whoever_does_not_answer_is_followed_by_the_next_and_then_by_the_tone(phone: Phone) -> None:
    assert dialled(phone, "no-answer").verb("Number").text == BO
    assert dialled(phone, "busy").asks == "voice"
    phone.speak()
    assert len(phone.site.reports()) == 1


def test_a_voicemail_presses_nothing_and_never_hears_the_caller(phone: Phone) -> None:
    heard = operators_leg(phone, phone.heard.verb("Number").get("url", ""))
    assert heard.asks == "key"
    silence = operators_leg(phone, heard.action)
    assert silence.asks == "over"
    assert calls_taken(phone.site.intake, phone.site.operator.keys) == []
    assert dialled(phone, "completed").verb("Number").text == BO


@pytest.mark.parametrize("key", ["2", "*", "0", "11"])
def test_another_key_takes_nothing(phone: Phone, key: str) -> None:
    heard = operators_leg(phone, phone.heard.verb("Number").get("url", ""))
    assert operators_leg(phone, heard.action, Digits=key).asks == "over"


@pytest.mark.parametrize("bridged", [True, None], ids=["said by the provider", "known by the key"])
def test_one_connects_and_opens_the_form_at_the_desk(phone: Phone, bridged: bool | None) -> None:
    heard = operators_leg(phone, phone.heard.verb("Number").get("url", ""))
    assert operators_leg(phone, heard.action, Digits="1").asks == "nothing"
    [taken] = calls_taken(phone.site.intake, phone.site.operator.keys)
    assert taken.language == "en"
    assert dialled(phone, "completed", bridged=bridged).asks == "over"
    phone.hang_up()
    assert len(calls_taken(phone.site.intake, phone.site.operator.keys)) == 1


def test_the_form_waits_though_the_caller_was_in_danger_before(phone: Phone) -> None:
    phone.dial()
    phone.press("1", "1", "1", "0")
    heard = operators_leg(phone, phone.heard.verb("Number").get("url", ""))
    operators_leg(phone, heard.action, Digits="1")
    phone.hang_up()
    assert len(calls_taken(phone.site.intake, phone.site.operator.keys)) == 1


def test_the_operator_is_told_no_number(phone: Phone) -> None:
    heard = operators_leg(phone, phone.heard.verb("Number").get("url", ""))
    connected = operators_leg(phone, heard.action, Digits="1")
    for xml in (heard.xml, connected.xml):
        assert not any(number in xml for number in (CALLER, OURS, ANA))


def test_a_leg_of_a_call_that_is_not_ours_is_let_go(phone: Phone) -> None:
    where = phone.heard.verb("Number").get("url", "")
    phone.sid = new_sid("CA")
    assert operators_leg(phone, where).asks == "over"
    assert operators_leg(phone, urlparse(where).path).asks == "over"


def test_a_caller_who_left_while_it_rang_has_nobody_rung_for_them(phone: Phone) -> None:
    answer = phone.listen(phone.heard.action, DialCallStatus="no-answer", CallStatus="completed")
    assert answer.asks != "person"


def test_every_leg_is_to_be_erased_at_the_provider(phone: Phone) -> None:
    dialled(phone, "no-answer")
    dialled(phone, "no-answer")
    assert phone.waiting().count("erase") == 2


def test_the_end_of_a_leg_is_not_the_end_of_the_call(phone: Phone) -> None:
    fields = {"Direction": "outbound-dial", "ParentCallSid": phone.sid, "CallStatus": "completed"}
    assert phone.post("/ivr/status", **fields).status_code == 204
    assert "erase" not in phone.waiting()


def test_a_lost_state_after_ringing_leads_to_the_tone(phone: Phone) -> None:
    assert phone.listen("/ivr/dialled?s=lost", DialCallStatus="no-answer").asks == "voice"


def test_the_lines_own_phones_come_after_those_on_duty(site_on_duty: Site) -> None:
    line = site_on_duty.intake.lines.by_name["public"]
    lines = replace(site_on_duty.intake.lines, by_name={"public": replace(line, duty=("+14155550199", BO))})
    site_on_duty.intake = replace(site_on_duty.intake, lines=lines)
    phone = Phone(site_on_duty)
    phone.dial()
    phone.press("1", "0")
    rung = [phone.heard.verb("Number").text]
    while dialled(phone, "no-answer").asks == "person":
        rung.append(phone.heard.verb("Number").text)
    assert rung == [ANA, BO, "+14155550199"]
