"""Where very many call, a first caller gets the tone at once; a call has an end; whoever is in danger is not cut."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.ivr.phone import CALLER, WITHHELD, Phone
from tests.plugins.site import Site


def busy(site: Site, **values: int) -> Phone:
    """Return a phone to a line on which one call at once is enough."""
    site.limit("line", calls_at_once=1, **values)
    other = Phone(site, caller="+14155550177")
    other.dial()
    return Phone(site)


@pytest.mark.threat(36)
def test_on_a_busy_line_a_first_caller_reports_at_the_tone_and_gets_a_code(site: Site) -> None:
    phone = busy(site)
    assert phone.dial().asks == "voice"
    assert "Very many people" in phone.heard.text
    assert "nine one one" in phone.heard.text
    phone.speak(20)
    phone.press("1")
    [report] = site.reports()
    assert report.row.channel == "voice"
    while phone.heard.asks == "key" and not phone.heard.plays:
        phone.press("1")
    assert phone.heard.plays


@pytest.mark.threat(36)
def test_at_a_busy_tone_a_full_recording_is_not_gone_on_with(site: Site) -> None:
    phone = busy(site)
    phone.dial()
    assert phone.speak(300, ended="").asks == "key"


@pytest.mark.threat(36)
def test_who_called_before_is_told_to_wait_and_hears_where_else_to_turn(site: Site) -> None:
    site.limit("sender", always=1, calls_hour=1, calls_day=1)
    phone = Phone(site)
    phone.dial()
    phone.hang_up()
    assert phone.dial().asks == "over"
    assert "page on the web" in phone.heard.text
    assert Phone(site, caller="+14155550188").dial().asks == "key"


def test_a_call_that_is_over_makes_room_for_the_next(site: Site) -> None:
    site.limit("line", calls_at_once=1)
    first, second = Phone(site), Phone(site, caller="+14155550188")
    assert first.dial().asks == "key"
    assert second.dial().asks == "voice"
    first.hang_up()
    second.hang_up()
    assert second.dial().asks == "key"


@pytest.mark.threat(12)
def test_the_withheld_are_never_turned_away(site: Site) -> None:
    site.limit("withheld", calls_at_once=1)
    phones = [Phone(site, caller=WITHHELD) for _ in range(3)]
    assert [phone.dial().asks for phone in phones] == ["key", "voice", "voice"]
    assert Phone(site).dial().asks == "key"


@pytest.mark.threat(36)
def test_after_some_minutes_a_recording_is_the_last_and_the_code_is_still_given(site: Site) -> None:
    site.limit("call", minutes=20, longest=30)
    phone = Phone(site)
    phone.dial()
    phone.press("1", "1", "2", "5")
    for _ in range(3):
        site.clock.go(minutes=5)
        assert phone.speak(300, ended="").asks == "voice"
    site.clock.go(minutes=5)
    assert phone.speak(300, ended="").asks == "key"


@pytest.mark.threat(36)
def test_at_its_longest_a_call_ends_and_what_was_recorded_is_kept(site: Site) -> None:
    phone = Phone(site)
    phone.dial()
    phone.press("1", "1", "2", "5")
    site.clock.go(minutes=site.intake.limiting.limits.call.longest)
    assert phone.speak(30).asks == "over"
    assert "is kept" in phone.heard.text
    assert len(site.reports()) == 1
    assert "fetch" in phone.waiting()


def test_a_caller_in_danger_is_never_cut_and_always_let_through(site: Site) -> None:
    site.limit("sender", always=1, calls_hour=1, calls_day=1)
    phone = Phone(site)
    phone.dial()
    phone.press("1", "1", "1", "#")
    site.clock.go(minutes=50)
    assert phone.speak(300, ended="").asks == "voice"
    phone.hang_up()
    assert phone.dial().asks == "key"


@pytest.mark.threat(36, 38)
def test_on_a_full_disk_a_caller_hears_the_truth(site: Site) -> None:

    site.intake = replace(site.intake, limiting=replace(site.intake.limiting, room=lambda: False))
    phone = Phone(site, caller=CALLER)
    phone.dial()
    phone.press("1", "1", "2", "5")
    heard = phone.speak(20)
    assert "could not be saved" in heard.text
    assert site.reports() == []
    assert phone.waiting() == []
