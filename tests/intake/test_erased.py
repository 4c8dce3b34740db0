"""Texts and calls that lead to a report which is erased: nothing is lost, and nobody learns that there was one."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from intake.call import Call, Recorded
from intake.follow import look_up
from intake.recordings import keep_recording
from intake.texts import Medium
from intake.visit import Given, Visit
from privacy.codes import new_code
from privacy.secret import Secret
from store import jobs, reports
from store.schema import jobs as job_table
from talk.engine import Session
from tests.intake.test_texts import code_in, said, text
from tests.plugins.site import Site
from work.forgetting import erase

PICTURE = Medium(Secret("ME" + "0" * 32), b"m" * 16, "image/jpeg")


def erase_all(site: Site) -> None:
    erase(site.work().forgetting, [opened.row.id for opened in site.reports()])


def fetched_for(site: Site) -> list[bytes | None]:
    """Return the reports that something waits to be fetched for."""
    with site.store.read() as connection:
        return list(connection.execute(select(job_table.c.report).where(job_table.c.kind == "fetch")).scalars())


def test_a_sender_whose_report_is_erased_files_a_new_one(site: Site) -> None:
    first = code_in(text(site, "There is smoke at the pier"))
    site.work_off(("code", "grade"))
    erase_all(site)
    site.clock.go(hours=1)
    assert code_in(text(site, "And now a fire")) != first
    assert said(site) == [["And now a fire"]]


def test_a_text_that_joins_a_report_while_it_is_erased_files_a_new_one(site: Site) -> None:
    text(site, "There is smoke at the pier")
    site.work_off(("code", "grade"))
    site.clock.go(hours=1)
    once = iter((True,))
    reply = text(site, "And now a fire", meanwhile=lambda: erase_all(site) if next(once, False) else None)
    assert code_in(reply)
    assert said(site) == [["And now a fire"]]


def test_a_picture_that_joins_a_report_while_it_is_erased_is_fetched_for_a_new_one(site: Site) -> None:
    text(site, "There is smoke at the pier")
    site.work_off(("code", "grade"))
    site.clock.go(hours=1)
    once = iter((True,))
    assert code_in(text(site, "", media=(PICTURE,), meanwhile=lambda: erase_all(site) if next(once, False) else None))
    assert fetched_for(site) == [opened.row.id for opened in site.reports()]


@pytest.mark.parametrize("words", ["STOP", "Español"])
def test_a_picture_that_comes_with_a_command_before_anything_is_filed_is_a_report(site: Site, words: str) -> None:
    text(site, "There is smoke at the pier")
    site.clock.go(hours=1)
    text(site, "NEW")
    text(site, words, media=(PICTURE,))
    [owner] = fetched_for(site)
    assert owner in [opened.row.id for opened in site.reports()]
    assert len(site.reports()) == 2


@pytest.mark.threat(26, 46)
def test_an_erased_code_in_a_text_is_sixteen_digits_like_any_others(site: Site) -> None:
    code = code_in(text(site, "There is smoke at the pier", sender="+14155550177"))
    site.work_off(("code", "grade"))
    erase_all(site)
    never = new_code(site.intake.random).reveal()
    answers = [text(site, digits, sender=None) for digits in (code, never)]
    assert answers[0].replace(code_in(answers[0]), "") == answers[1].replace(code_in(answers[1]), "")
    assert sorted(said(site)) == sorted([[code], [never]])


@pytest.mark.threat(26, 46)
@pytest.mark.parametrize("door", ["voice", "web"])
def test_an_erased_code_is_looked_up_in_vain_like_any_other(site: Site, door: str) -> None:
    code = code_in(text(site, "There is smoke at the pier"))
    site.work_off(("code", "grade"))
    erase_all(site)
    line = site.intake.lines.by_name["public"]
    found = [
        look_up(site.intake, line, Visit(door, "public", b"v" * 16, Session("", "en")), Given(Secret("x"), digits))
        for digits in (code, new_code(site.intake.random).reveal())
    ]
    assert [each.name for each in found] == ["unknown", "unknown"]
    assert found[0].facts == found[1].facts


def test_what_was_spoken_to_a_report_that_is_erased_becomes_one_of_its_own(site: Site) -> None:
    text(site, "There is smoke at the pier")
    [report] = [opened.row.id for opened in site.reports()]
    step = next(name for name, step in site.intake.scripts["public"].steps.items() if step.save == "addition")
    visit = Visit("voice", "public", b"d" * 16, Session(step, "en"), thread=report)
    recorded = Recorded(Secret("RE" + "0" * 32), (b"r" * 16,), 12)
    line = site.intake.lines.by_name["public"]
    keep = keep_recording(site.intake, Call(line, Secret("CA" + "0" * 32), (b"c" * 16,)), line, visit, recorded)
    erase_all(site)
    site.store.write(keep)
    with site.store.read() as connection:
        assert reports.exists(connection, b"d" * 16)
        assert not reports.exists(connection, report)
        owners = connection.execute(job_table.select().where(job_table.c.kind == "fetch")).all()
        assert [row.report for row in owners] == [b"d" * 16]
        assert jobs.exists(connection, b"r" * 16)
