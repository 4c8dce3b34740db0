"""The state that travels in a call's URLs: sealed, bound to its call, and gone after two hours."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from intake.logged import logged
from store import days
from tests.ivr.phone import ORIGIN, Phone, new_sid
from tests.plugins.site import Site


def midnight(phone: Phone, **by: float) -> None:
    """Move the clock, and do what the sweep does when a new day begins."""
    phone.site.clock.go(**by)
    today, yesterday = phone.site.intake.days()
    phone.site.store.write(lambda connection: days.ready(connection, today, yesterday))


def test_it_shows_nothing_of_the_caller_or_the_way_taken(phone: Phone) -> None:
    phone.dial()
    xml = phone.press("1", "1").xml
    for secret in (phone.caller, phone.caller[1:], phone.sid, "category", "danger", "public"):
        assert secret not in "".join(xml.split("?s=")[1:]).replace("danger now", "")


@pytest.mark.parametrize("spoil", [lambda s: s[:-4], lambda s: s[:40] + s[41:], str.swapcase, lambda _: ""])
def test_a_spoilt_state_leads_to_the_tone(phone: Phone, spoil: Callable[[str], str]) -> None:
    phone.dial()
    action = phone.press("1").action
    head, _, token = action.partition("?s=")
    phone.listen(f"{head}?s={spoil(token)}", Digits="1")
    assert phone.heard.asks == "voice"


def test_a_state_of_another_call_is_refused(phone: Phone) -> None:
    phone.dial()
    theirs = phone.press("1", "1", "2").action
    phone.dial()
    phone.listen(theirs, Digits="5")
    assert phone.heard.asks == "voice"
    phone.speak()
    [report] = phone.site.reports()
    assert report.row.category is None


def test_a_request_without_a_state_leads_to_the_tone(phone: Phone) -> None:
    phone.hang_on()
    assert phone.listen("/ivr/step", Digits="1").asks == "voice"


def test_a_story_told_without_a_state_is_a_report_with_a_code(phone: Phone) -> None:
    phone.hang_on()
    phone.listen("/ivr/step")
    phone.speak()
    assert phone.heard.asks == "key"
    assert phone.press("5").plays
    assert len(phone.site.reports()) == 1


def test_a_recording_that_comes_with_a_lost_state_is_kept_on_the_calls_own_report(phone: Phone) -> None:
    phone.dial()
    phone.press("1", "1", "1", "#")
    sid = new_sid("RE")
    fields = {"RecordingSid": sid, "RecordingDuration": "9", "Digits": "#"}
    first = phone.listen("/ivr/step?s=lost", **fields)
    assert first.asks == "key"
    assert phone.listen("/ivr/step?s=lost", **fields).xml == first.xml
    [report] = phone.site.reports()
    assert report.row.danger is True


@pytest.mark.parametrize(("minutes", "asks"), [(0, "key"), (59, "key"), (89, "key"), (95, "voice"), (300, "voice")])
def test_it_lives_into_the_next_hour_and_no_longer(site: Site, minutes: int, asks: str) -> None:
    site.limit("call", longest=600)
    phone = Phone(site)
    phone.dial()  # at half past two
    phone.press("1")
    phone.site.clock.go(minutes=minutes)
    phone.site.intake.keyring.forget_old()
    assert phone.press("3").asks == asks


def test_a_long_call_goes_on_hour_after_hour_where_calls_may_be_long(site: Site) -> None:
    site.limit("call", minutes=600, longest=600)
    phone = Phone(site)
    phone.dial()
    phone.press("1", "1", "2", "5")
    for _ in range(40):
        phone.site.clock.go(minutes=5)
        phone.site.intake.keyring.forget_old()
        phone.speak(300, ended="")
    phone.speak(10)
    phone.press("1")
    assert len(phone.site.reports()) == 1


def test_a_call_over_midnight_is_one_call_and_one_report(phone: Phone) -> None:
    phone.site.clock.go(hours=9, minutes=25)
    phone.dial()
    phone.press("1", "1", "2", "5")
    where, sid = phone.heard.tells, new_sid("RE")
    midnight(phone, minutes=10)
    phone.speak(sid=sid)
    [sound] = phone.press("1", "5").plays
    assert phone.tell(where, sid) == 204
    assert phone.fetch(sound).status_code == 200
    assert phone.hang_up() == 204
    assert phone.fetch(sound).status_code == 404
    assert len(phone.site.reports()) == 1
    assert phone.waiting().count("fetch") == 1
    [call] = logged(phone.site.intake, phone.site.operator.keys)
    assert call["outcome"] == "reported"
    assert call["steps"][-1] == "code"


def test_a_call_that_was_noted_before_midnight_and_ends_after_it_is_one_call(phone: Phone) -> None:
    phone.site.clock.go(hours=9, minutes=25)
    phone.dial()
    phone.press("1")
    phone.log.flush(phone.site.intake)
    midnight(phone, minutes=10)
    phone.press("3")
    assert [phone.hang_up(), phone.hang_up()] == [204, 204]
    [call] = logged(phone.site.intake, phone.site.operator.keys)
    assert call["steps"] == ["language", "menu"]


def test_a_state_stands_in_no_address_of_a_sound(phone: Phone) -> None:
    phone.dial()
    phone.press("1", "1", "2", "5")
    phone.speak()
    [sound] = phone.press("1", "5").plays
    assert sound.startswith(f"{ORIGIN}/ivr/code/en/")
    assert "?" not in sound
