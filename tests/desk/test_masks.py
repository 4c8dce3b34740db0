"""What may tell who reported: masked wherever their words are shown, lifted by whoever may, with a ground on record."""

from __future__ import annotations

import json

import pytest

from store import history
from tests.desk.office import Office, Operator
from triage.grounds import Ground

OWN = "My name is Ana Kranich, call me at four one five five five five oh one three four."
CASE = " Victor Hale sells at 12 Dock Street, 415 555 0199."


def lifts(office: Office, report: str) -> list[tuple[str, str | None]]:
    """Return who lifted the masks of a report, and for what."""
    with office.site.store.read() as connection:
        made = history.of_report(connection, bytes.fromhex(report))
    return [(each.operator, each.detail) for each in made if each.move == "lift"]


@pytest.mark.threat(19)
@pytest.mark.parametrize("language", ["en", "es", "zh-CN"])
def test_a_story_is_masked_in_what_tells_of_its_reporter_and_in_nothing_else(
    ana: Operator, office: Office, language: str
) -> None:
    report = office.report(OWN + CASE, language=language)
    page = ana.get(f"/desk/reports/{report}").text
    assert "Kranich" not in page
    assert "oh one three four" not in page
    assert "Victor Hale sells at 12 Dock Street, 415 555 0199." in page
    assert "<q>My name is</q>" in page


@pytest.mark.threat(19)
def test_messages_and_drafts_are_masked_too_and_what_the_desk_wrote_is_not(ana: Operator, office: Office) -> None:
    report = office.report("He has a gun.", door="voice")
    office.add(report, "message", b"Soy Ana Kranich.", "reporter", "unverified")
    office.add(report, "message", b"I am Bo Zilpzalp, your operator.", "desk")
    for spoken in (True, False):
        recording = office.add(report, "recording", b"raw", "reporter")
        office.add(report, "sound", json.dumps({"of": recording, "seconds": 2.0, "peaks": []}).encode())
        words = "my name is joan kranich and he has a gun"
        segments = [[at, at + 1, word, 0.2] for at, word in enumerate(words.split())] if spoken else []
        draft = {"version": 1, "status": "ok", "text": words, "confidence": 0.5, "segments": segments}
        office.add(report, "transcript", json.dumps(draft).encode())
    page = ana.get(f"/desk/reports/{report}").text
    assert "ranich" not in page
    assert "joan" not in page
    assert "Bo Zilpzalp" in page
    assert page.count('<span class="mask"><span class="hidden">masked: </span>a name</span>') == 3
    page = ana.move(report, "lift", ground="case").text
    assert "Ana Kranich" in page
    assert '<mark class="own">joan</mark> <mark class="own">kranich</mark>' in page
    assert '<mark class="own">joan kranich</mark>' in page


@pytest.mark.threat(19)
def test_lifting_holds_for_one_report_in_one_session_and_is_written_down(ana: Operator, office: Office) -> None:
    report, other = office.report(OWN), office.report(OWN)
    page = ana.move(report, "lift", ground="danger").text
    assert "Ana Kranich" in page
    assert "The masks are lifted for this session." in page
    assert "lifted the masks: somebody must be reached or protected now" in page
    assert lifts(office, report) == [("ana", "danger")]
    assert "Kranich" not in ana.get(f"/desk/reports/{other}").text
    assert "Ana Kranich" in ana.get(f"/desk/reports/{report}?lang=es", follow_redirects=True).text
    again = office.operator()
    assert "Kranich" not in again.get(f"/desk/reports/{report}").text
    office.hire("bo", "operator")
    assert "Kranich" not in office.operator("bo").get(f"/desk/reports/{report}").text


@pytest.mark.parametrize("ground", ["", "curious", "My name is Ana Kranich"])
def test_masks_are_not_lifted_without_a_ground_from_the_list(ana: Operator, office: Office, ground: str) -> None:
    report = office.report(OWN)
    answer = ana.move(report, "lift", ground=ground)
    assert answer.status_code == 400
    assert "Kranich" not in answer.text
    assert lifts(office, report) == []
    assert "Kranich" not in ana.get(f"/desk/reports/{report}").text


def test_who_does_not_hold_a_report_lifts_nothing(ana: Operator, office: Office) -> None:
    report = office.report(OWN)
    ana.move(report, "claim")
    office.hire("bo", "operator")
    bo = office.operator("bo")
    assert 'name="ground"' not in bo.get(f"/desk/reports/{report}").text
    assert bo.move(report, "lift", ground="case").status_code == 409
    assert "Kranich" not in bo.get(f"/desk/reports/{report}").text


def test_a_role_without_reports_lifts_nothing(office: Office) -> None:
    report = office.report(OWN)
    office.hire("cy", "admin")
    assert office.operator("cy").move(report, "lift", ground="case").status_code == 403
    assert lifts(office, report) == []


def test_nothing_of_a_mask_is_stored_and_the_sealed_words_are_as_they_came(ana: Operator, office: Office) -> None:
    report = office.report(OWN)
    before = {piece.id: piece.plain for each in office.site.reports() for piece in each.pieces}
    ana.move(report, "lift", ground="wrong")
    assert {piece.id: piece.plain for each in office.site.reports() for piece in each.pieces} == before
    assert OWN.encode() in before.values()
    for file in office.site.folders.data.rglob("*"):
        assert not file.is_file() or b"Kranich" not in file.read_bytes()


def test_a_ground_holds_no_words_of_a_report_and_each_has_its_own_in_every_language(office: Office) -> None:
    words = office.site.intake.words
    for language in words.by_language:
        named = {words.need(language, f"desk.lift.{ground}") for ground in Ground}
        assert len(named) == len(Ground)


def test_a_report_that_tells_nothing_of_its_reporter_has_no_masks_to_lift(ana: Operator, office: Office) -> None:
    page = ana.get(f"/desk/reports/{office.report('Victor Hale has a gun.')}").text
    assert 'name="ground"' not in page
    assert 'class="mask"' not in page


@pytest.mark.threat(21, 43)
@pytest.mark.parametrize("lifted", [False, True])
def test_what_is_masked_is_inert_when_it_is_not(ana: Operator, office: Office, *, lifted: bool) -> None:
    nasty = "My name is Ana\u202eRuiz <script>alert(1)</script>. My email is <img src=x onerror=y>@a.example \x1b[2J"
    report = office.report(nasty)
    office.add(report, "message", b'call me at 415<b>5550134</b> "><svg onload=x>', "reporter")
    draft = {"status": "ok", "text": "", "confidence": 0.5, "segments": [[0, 1, "my name is <i>ana</i>\u202e", 0.9]]}
    recording = office.add(report, "recording", b"raw", "reporter")
    office.add(report, "sound", json.dumps({"of": recording, "seconds": 2.0, "peaks": []}).encode())
    office.add(report, "transcript", json.dumps(draft).encode())
    answer = ana.move(report, "lift", ground="case") if lifted else ana.get(f"/desk/reports/{report}")
    assert answer.status_code == 200
    for live in ("<script>alert", "<img", "<svg onload", "<b>", "<i>", "\u202e", "\x1b"):
        assert live not in answer.text
