"""When something of ours fails, the caller hears so, with the emergency number, and the provider keeps its copy."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from intake.logged import logged
from ivr.steps import apology
from store.database import Connection
from tests.ivr.phone import CALLER, ORIGIN, Phone, new_sid, read
from tests.plugins.site import Site

pytestmark = pytest.mark.threat(52)

EMERGENCY = {"en": "nine one one", "zh-CN": "九 一 一", "es": "nueve uno uno"}


@contextmanager
def gone(site: Site, *tables: str) -> Iterator[None]:
    """Take tables away from the database for a while."""
    _rename(site, tables, "", "_away")
    try:
        yield
    finally:
        _rename(site, tables, "_away", "")


def _rename(site: Site, tables: tuple[str, ...], old: str, new: str) -> None:
    def rename(connection: Connection) -> None:
        for table in tables:
            connection.exec_driver_sql(f"ALTER TABLE {table}{old} RENAME TO {table}{new}")

    site.store.write(rename)


@pytest.mark.parametrize("tables", [("jobs",), ("reports",), ("jobs", "reports", "vault", "operators")])
def test_a_story_that_cannot_be_kept_is_not_said_to_be(phone: Phone, tables: tuple[str, ...]) -> None:
    phone.dial()
    phone.press("1", "1", "2", "5")
    where, sid = phone.heard.tells, new_sid("RE")
    with gone(phone.site, *tables):
        heard = phone.speak(sid=sid)
        assert phone.site.intake.words.need("en", "step.sorry.voice").partition("{")[0] in heard.text
        assert EMERGENCY["en"] in heard.text
        assert heard.asks == "over"
        assert phone.tell(where, sid) == 503
    assert phone.tell(where, sid) == 204
    assert len(phone.site.reports()) == 1


def test_a_cut_story_that_cannot_be_kept_is_not_said_to_be(phone: Phone) -> None:
    phone.dial()
    phone.press("1", "1", "2", "5")
    with gone(phone.site, "jobs"):
        heard = phone.speak(300, ended="")
    assert heard.asks == "over"
    assert "so far" not in heard.text


def test_a_report_that_cannot_be_finished_is_said_to_be_so(phone: Phone) -> None:
    phone.dial()
    phone.press("1", "1", "2", "5")
    phone.speak()
    with gone(phone.site, "jobs"):
        assert EMERGENCY["en"] in phone.press("1").text
    assert phone.heard.asks == "over"


def test_a_code_that_cannot_be_moved_is_read_all_the_same(phone: Phone) -> None:
    phone.dial()
    phone.press("1", "1", "2", "5")
    phone.speak()
    phone.press("1")
    with gone(phone.site, "reports"):
        [sound] = phone.press("5").plays
        assert phone.fetch(sound).status_code == 200


def test_danger_that_cannot_be_kept_still_hears_the_emergency_number(phone: Phone) -> None:
    phone.dial()
    phone.press("1", "1")
    with gone(phone.site, "reports"):
        assert EMERGENCY["en"] in phone.press("1").text


def test_a_question_that_the_database_cannot_answer_leads_to_the_tone(phone: Phone) -> None:
    phone.dial()
    phone.press("1")
    with gone(phone.site, "operators"):
        heard = phone.press("0")
        assert EMERGENCY["en"] in heard.text
        assert heard.asks == "voice"
    phone.speak()
    assert len(phone.site.reports()) == 1


def test_whoever_spoke_in_vain_is_not_asked_to_do_so_again(phone: Phone) -> None:
    phone.hang_on()
    fields = {"RecordingSid": new_sid("RE"), "RecordingDuration": "9", "CallStatus": "completed", "Digits": "hangup"}
    with gone(phone.site, "jobs"):
        assert phone.listen("/ivr/step", **fields).asks == "over"


def test_an_end_that_cannot_be_noted_is_told_again(phone: Phone) -> None:
    phone.dial()
    with gone(phone.site, "calls"):
        assert phone.hang_up() == 503
    assert phone.hang_up() == 204
    assert len(logged(phone.site.intake, phone.site.operator.keys)) == 1


def test_a_sound_that_cannot_be_read_now_is_unavailable(phone: Phone) -> None:
    with gone(phone.site, "vault"):
        assert phone.fetch(f"{ORIGIN}/ivr/code/en/{'A' * 64}.wav").status_code == 503


def test_the_fallback_offers_the_tone_and_keeps_the_call_together(phone: Phone) -> None:
    phone.dial()
    phone.press("1", "1", "1")
    heard = phone.listen("/ivr/fallback", ErrorCode="11200", ErrorUrl="https://hotline.example/ivr/step")
    assert EMERGENCY["en"] in heard.text
    assert heard.asks == "voice"
    phone.speak()
    assert phone.press("5").plays
    [report] = phone.site.reports()
    assert report.row.danger is True


def test_the_fallback_keeps_a_recording_that_came_with_it(phone: Phone) -> None:
    phone.dial()
    phone.listen("/ivr/fallback", ErrorCode="11200", RecordingSid=new_sid("RE"), RecordingDuration="5", Digits="#")
    assert phone.waiting().count("fetch") == 1
    assert len(phone.site.reports()) == 1


def test_the_fallback_works_without_a_database(phone: Phone) -> None:
    phone.dial()
    with gone(phone.site, "reports", "jobs", "vault", "calls", "operators"):
        assert phone.listen("/ivr/fallback", ErrorCode="11200").asks == "voice"


@pytest.mark.parametrize("language", EMERGENCY)
def test_an_apology_needs_nothing_and_still_takes_a_report(phone: Phone, language: str) -> None:
    line = phone.site.intake.lines.by_name["public"]
    phone.heard = read(apology(phone.door, line, language))
    assert EMERGENCY[language].replace(" ", "") in phone.heard.text.replace(" ", "")
    assert phone.heard.asks == "voice"
    assert CALLER not in phone.heard.xml
    phone.speak()
    assert phone.press("5").plays
    assert len(phone.site.reports()) == 1
