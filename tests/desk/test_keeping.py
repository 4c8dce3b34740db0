"""How long a report is kept, on its page: the day and why, the check of a recording's text, a hold and its lifting."""

from __future__ import annotations

import re

import pytest

from store import shredding
from tests.desk.office import Office, Operator
from triage.reading import NAME


def shown(page: str, part: str = "kept") -> str:
    """Return a section of a page as text."""
    section = page.split(f'<section aria-labelledby="h-{part}"')[1].split("</section>", maxsplit=1)[0]
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", section))


def texts(office: Office, report: str, kind: str) -> list[str]:
    """Return what is sealed on a report under a kind, opened."""
    opened = next(each for each in office.site.reports() if each.row.id.hex() == report)
    return [piece.text for piece in opened.of_kind(kind)]


def test_the_page_of_a_report_tells_its_day_and_why(ana: Operator, office: Office) -> None:
    report = office.report()
    assert "Erased on 2028-11-22 730 days after 2026-11-23" in shown(ana.get(f"/desk/reports/{report}").text)
    closed = ana.move(report, "close", outcome="unfounded").text
    assert "Erased on 2027-01-22 60 days after it was closed on 2026-11-23: unfounded" in shown(closed)


def test_sound_and_files_have_days_of_their_own_while_they_are_there(ana: Operator, office: Office) -> None:
    report = office.report(door="voice")
    office.add(report, "recording", b"raw", "reporter")
    office.add(report, "file", b"image/jpeg\0xxxx", "reporter")
    page = shown(ana.get(f"/desk/reports/{report}").text)
    assert "Its sound on 2027-02-21; the text stays" in page
    assert "Its files on 2027-05-22" in page


@pytest.mark.parametrize(
    ("language", "words"), [("es", "Se borra el 2028-11-22"), ("zh-CN", "2028-11-22 清除"), ("en", "Erased on")]
)
def test_it_is_told_in_the_operators_language(ana: Operator, office: Office, language: str, words: str) -> None:
    report = office.report()
    assert words in shown(ana.get(f"/desk/reports/{report}?lang={language}", follow_redirects=True).text)


def test_a_checked_text_stands_beside_the_draft_and_the_sound_gets_its_day(ana: Operator, office: Office) -> None:
    report = office.report(door="voice")
    office.add(report, "recording", b"raw", "reporter")
    office.add(report, "transcript", b'{"status": "ok", "text": "he has a gum", "confidence": 0.5, "segments": []}')
    page = ana.move(report, "claim").text
    assert ">he has a gum</textarea>" in page
    assert 'name="heard" value="1"' in page
    done = ana.move(report, "check_text", words="He has a gun.", heard="1").text
    assert "He has a gun." in done
    assert "Its sound on 2026-11-30; the text stays" in shown(done)
    assert "checked the text of the recordings" in shown(done, "history")
    assert 'action="/desk/reports/' + report + '/check_text"' not in done
    assert len(texts(office, report, "transcript")) == 1


@pytest.mark.parametrize("heard", ["", "-1", "x", "99999999", "²"])
def test_what_is_no_number_of_recordings_checks_none(ana: Operator, office: Office, heard: str) -> None:
    report = office.report(door="voice")
    office.add(report, "recording", b"raw", "reporter")
    ana.move(report, "claim")
    assert ana.move(report, "check_text", words="He has a gun.", heard=heard).status_code == 200
    assert "Its sound on 2027-02-21" in shown(ana.get(f"/desk/reports/{report}").text)


@pytest.mark.threat(46)
def test_a_hold_is_set_and_lifted_with_a_reason_and_stands_in_the_history(ana: Operator, office: Office) -> None:
    report = office.report()
    held = ana.move(report, "hold", reason="court", words="Case 12/26").text
    assert '<p class="held"><strong>Legal hold</strong></p>' in held
    assert "Legal hold: Asked for by a court" in shown(held)
    assert "ana put a legal hold on it: Asked for by a court 2026-11-23" in shown(held, "history")
    assert texts(office, report, "note") == ["Case 12/26"]
    assert office.row(report).hold == "court"
    lifted = ana.move(report, "lift_hold", reason="over").text
    assert "ana lifted the legal hold: The proceedings are over 2026-11-23" in shown(lifted, "history")
    assert office.row(report).hold is None
    assert texts(office, report, "note") == ["Case 12/26"]


@pytest.mark.parametrize(
    ("move", "fields", "status"),
    [
        ("hold", {}, 400), ("hold", {"reason": "because"}, 400), ("hold", {"reason": "over"}, 400),
        ("lift_hold", {"reason": "over"}, 409), ("lift_hold", {"reason": "court"}, 400),
    ],
)  # fmt: skip
def test_a_hold_without_a_reason_of_the_list_or_a_lifting_without_a_hold_is_refused(
    ana: Operator, office: Office, move: str, fields: dict[str, str], status: int
) -> None:
    report = office.report()
    answer = ana.move(report, move, **fields)
    assert answer.status_code == status
    assert office.row(report).hold is None
    assert ana.get(f"/desk/reports/{report}").text.count("Legal hold</strong>") == 0


def test_a_second_hold_does_not_take_the_place_of_the_first(ana: Operator, office: Office) -> None:
    report = office.report()
    ana.move(report, "hold", reason="court")
    assert ana.move(report, "hold", reason="complaint").status_code == 409
    assert office.row(report).hold == "court"


def test_an_operator_holds_what_another_has_and_only_a_supervisor_lifts(ana: Operator, office: Office) -> None:
    report = office.report()
    ana.move(report, "claim")
    bo = office.operator(office.hire("bo", "operator"))
    assert bo.move(report, "hold", reason="investigation").status_code == 200
    assert "lift_hold" not in bo.get(f"/desk/reports/{report}").text
    assert bo.post(f"/desk/reports/{report}/lift_hold", reason="over").status_code == 403
    assert office.row(report).hold == "investigation"
    assert office.row(report).claimed_by == "ana"


def test_what_comes_after_closing_is_told_until_it_was_read(ana: Operator, office: Office) -> None:
    report = office.report()
    ana.get(f"/desk/reports/{report}")
    ana.move(report, "close", outcome="unfounded")
    office.add(report, "message", b"One more thing.", "reporter")
    assert "Something came after it was closed" in shown(ana.get(f"/desk/reports/{report}").text)
    ana.move(report, "reopen")
    assert "Something came after" not in shown(ana.move(report, "close", outcome="unfounded").text)


def test_destroyed_sound_and_files_are_said_to_be_so(ana: Operator, office: Office) -> None:
    report = office.report(door="voice")
    office.add(report, "recording", b"raw", "reporter")
    office.add(report, "file", b"image/jpeg\0xxxx", "reporter")
    ana.get(f"/desk/reports/{report}")
    office.go(days=91)
    page = office.operator().get(f"/desk/reports/{report}").text
    assert "The sound was destroyed" in page
    office.go(days=91)
    page = office.operator().get(f"/desk/reports/{report}").text
    assert "The file was destroyed: its time was over." in page
    assert f"/desk/reports/{report}/attachment/" not in page


def test_a_report_that_is_being_erased_is_gone_for_the_desk(ana: Operator, office: Office) -> None:
    report = office.report()
    office.site.store.write(lambda connection: shredding.shred(connection, bytes.fromhex(report)))
    assert ana.get(f"/desk/reports/{report}").status_code == 404
    assert ana.post(f"/desk/reports/{report}/claim").status_code == 404
    assert report[:8] not in ana.get("/desk").text
    assert office.site.reports() == []


def test_reasons_have_names_that_fit_an_address(office: Office) -> None:
    rules = office.site.intake.retention
    assert all(NAME.fullmatch(name) for name in (*rules.hold, *rules.lift))
