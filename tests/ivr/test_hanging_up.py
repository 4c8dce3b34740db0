"""People hang up. Whatever was said or pressed before counts."""

from __future__ import annotations

import pytest

from intake.logged import logged
from tests.ivr.phone import Phone, new_sid
from tests.ivr.test_transcripts import REPORT

TOLD = 6  # rows of a report after which a story was told


@pytest.mark.parametrize("rows", range(1, len(REPORT) + 1))
def test_at_every_step_there_is_a_report_exactly_if_something_was_told(phone: Phone, rows: int) -> None:
    for does, _, _ in REPORT[:rows]:
        phone.do(does)
    assert phone.hang_up() == 204
    assert len(phone.site.reports()) == (1 if rows >= TOLD else 0)
    [call] = logged(phone.site.intake, phone.site.operator.keys)
    assert call["outcome"] == ("reported" if rows >= TOLD else "left")
    assert call["seconds"] == 60


def test_danger_is_a_report_at_once(phone: Phone) -> None:
    phone.dial()
    phone.press("1", "1", "1")
    [report] = phone.site.reports()
    assert report.row.danger is True
    assert report.row.reachable == "no"
    phone.hang_up()
    assert logged(phone.site.intake, phone.site.operator.keys)[0]["report"] == report.row.id.hex()


def test_a_story_told_after_that_is_the_same_report(phone: Phone) -> None:
    phone.dial()
    phone.press("1", "1", "1", "#")
    phone.speak()
    phone.press("1")
    assert len(phone.site.reports()) == 1


def test_a_hang_up_in_the_middle_of_the_story_keeps_it(phone: Phone) -> None:
    phone.dial()
    phone.press("1", "1", "2", "5")
    phone.speak(ended="hangup")
    phone.hang_up()
    [report] = phone.site.reports()
    assert report.row.reachable == "no"


def test_a_hang_up_before_a_single_document_is_logged(phone: Phone) -> None:
    phone.hang_on()
    assert phone.hang_up(0) == 204
    assert [call["outcome"] for call in logged(phone.site.intake, phone.site.operator.keys)] == ["left"]


@pytest.mark.threat(13)
def test_a_call_that_ends_twice_is_one_call(phone: Phone) -> None:
    phone.dial()
    phone.press("1")
    assert [phone.hang_up(), phone.hang_up()] == [204, 204]
    assert phone.waiting().count("erase") == 1
    assert len(logged(phone.site.intake, phone.site.operator.keys)) == 1


def test_requests_after_the_end_add_no_second_call(phone: Phone) -> None:
    phone.dial()
    action = phone.press("1").action
    phone.hang_up()
    phone.listen(action, Digits="3")
    phone.log.flush(phone.site.intake)
    phone.hang_up()
    assert len(logged(phone.site.intake, phone.site.operator.keys)) == 1


def test_a_status_that_is_not_the_last_one_ends_nothing(phone: Phone) -> None:
    phone.dial()
    assert phone.post("/ivr/status", CallStatus="in-progress").status_code == 204
    assert logged(phone.site.intake, phone.site.operator.keys) == []


def test_two_calls_of_one_caller_are_told_apart_and_known_by_the_same_two_words(phone: Phone) -> None:
    for _ in range(2):
        phone.dial()
        phone.hang_up()
    first, second = logged(phone.site.intake, phone.site.operator.keys)
    assert first["caller"] == second["caller"]
    assert first["caller"]


def test_the_call_itself_is_to_be_erased_at_the_provider(phone: Phone) -> None:
    phone.dial()
    phone.hang_up()
    assert "erase" in phone.waiting()


@pytest.mark.threat(13)
def test_a_recording_is_fetched_once_though_two_requests_tell_of_it(phone: Phone) -> None:
    phone.dial()
    phone.press("1", "1", "2", "5")
    where, sid = phone.heard.tells, new_sid("RE")
    phone.speak(sid=sid)
    phone.tell(where, sid)
    assert phone.waiting().count("fetch") == 1
