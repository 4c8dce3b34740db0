"""What hides in a file is let go of, once what stands for the file has been read back; whatever is killed meanwhile."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select, update

from intake.attached import attached
from intake.described import described
from intake.file import file_report
from intake.visit import Given, Upload, Visit
from privacy.secret import Secret
from store import jobs as table
from store import reports
from store.schema import items, jobs, wraps
from talk.engine import Session
from tests.plugins.site import Site
from tests.work.files import evil
from tests.work.town import Town
from work.files.gate import Examined, Gate
from work.pipeline import _do, _finish, run_one


@pytest.fixture(autouse=True)
def closed(any_site: Site) -> Iterator[None]:
    """End the children of a test."""
    yield
    any_site.gate.stop()


def file_it(site: Site, *files: bytes, danger: str = "no", claimed: str = "image/jpeg") -> bytes:
    """File a report with files by the web; return its id."""
    visit = Visit("web", "public", secrets.token_bytes(16), Session("", "en", saved=(("danger", danger),)))
    given = Given(Secret(secrets.token_hex(8)), "Look at this.", tuple(Upload(file, claimed) for file in files))
    outcome = file_report(site.intake, site.intake.lines.by_name["public"], visit, given)
    site.store.write(lambda connection: [write(connection) for write in outcome.writes])
    return visit.draft


def everything(site: Site) -> bytes:
    """Return all that an operator can open, in one."""
    return b"\n".join(piece.plain for report in site.reports() for piece in report.pieces)


def waiting(site: Site, *kinds: str) -> list[Any]:
    """Return the jobs of some kinds."""
    with site.store.read() as connection:
        return list(connection.execute(select(jobs).where(jobs.c.kind.in_(kinds))))


def held(site: Site) -> list[tuple[str, str, bool, bool]]:
    """Return (kind, state, whether its bytes are there, wraps) of every item that is about a file."""
    with site.store.read() as connection:
        rows = connection.execute(select(items).where(items.c.kind.in_(("file", "clean", "shown")))).all()
        counted = [len(connection.execute(select(wraps).where(wraps.c.item == row.id)).all()) for row in rows]
    return sorted(
        (row.kind, row.state, row.body is not None, count > 0) for row, count in zip(rows, counted, strict=True)
    )


@pytest.mark.threat(22)
@pytest.mark.parametrize("kind", ["jpeg", "png", "heic", "pdf", "film"])
def test_of_what_a_reporter_sent_nothing_hidden_is_left_anywhere(any_site: Site, kind: str) -> None:
    raw = {**evil.PICTURES, "pdf": evil.pdf, "film": evil.film}[kind]()
    file_it(any_site, raw)
    assert evil.NEEDLE in everything(any_site)
    any_site.work_off()
    assert not any(needle in everything(any_site) for needle in evil.spellings())
    assert [row for row in held(any_site) if row[0] == "file"] == [("file", "cleaned", False, False)]
    assert all(row[1:] == ("kept", True, True) for row in held(any_site) if row[0] != "file")
    assert waiting(any_site, "clean", "settle") == []


def test_the_contract_tells_what_is_there_now(any_site: Site) -> None:
    file_it(any_site, evil.jpeg(), b"Only words", claimed="image/png")
    [report] = any_site.reports()
    before = described(any_site.intake, report)["attachments"]
    assert before == [{"type": "image/png", "bytes": len(evil.jpeg())}, {"type": "image/png", "bytes": 10}]
    any_site.work_off()
    [report] = any_site.reports()
    first, second = described(any_site.intake, report)["attachments"]
    assert first == {"type": "image/jpeg", "bytes": attached(report)[0].size}
    assert 0 < first["bytes"] < len(evil.jpeg())
    assert second == {"type": "text/plain", "bytes": 10}
    assert [file.claimed for file in attached(report)] == ["image/png", "image/png"]


def test_what_cannot_be_cleaned_is_kept_to_the_byte(any_site: Site) -> None:
    raw = evil.claiming_png(30_000, 30_000)
    file_it(any_site, raw)
    any_site.work_off()
    [file] = attached(any_site.reports()[0])
    assert (file.content, file.facts["verdict"], file.facts["why"]) == (raw, "kept", "too_large")


def test_the_file_is_there_until_what_stands_for_it_was_read_back(any_site: Site) -> None:
    file_it(any_site, evil.jpeg())
    any_site.work_off(("grade", "code", "clean"))
    assert [row[0] for row in held(any_site) if row[2]] == ["clean", "file"]
    assert len(waiting(any_site, "settle")) == 1
    any_site.work_off()
    assert [row[0] for row in held(any_site) if row[2]] == ["clean"]


@pytest.mark.parametrize("damage", ["altered", "gone"])
def test_a_file_whose_clean_copy_cannot_be_read_back_is_kept(any_site: Site, damage: str) -> None:
    file_it(any_site, evil.jpeg())
    any_site.work_off(("grade", "code", "clean"))
    clean = items.c.kind == "clean"
    spoil = (
        update(items).where(clean).values(body=b"\1" + bytes(500))
        if damage == "altered"
        else items.delete().where(clean)
    )
    any_site.store.write(lambda connection: connection.execute(spoil))
    any_site.work_off()
    assert [row[0] for row in held(any_site) if row[2] and row[0] == "file"] == ["file"]
    assert [(job.kind, job.dead) for job in waiting(any_site, "settle")] == [("settle", True)]


def test_a_worker_that_wakes_late_makes_no_second_copy(any_site: Site) -> None:
    file_it(any_site, evil.jpeg())
    work = any_site.work()
    frozen = work.store.write(lambda connection: table.take(connection, b"a" * 16, work.seconds(), {}, ("clean",)))
    assert frozen is not None
    result = _do(work, frozen.job)
    any_site.clock.go(hours=1)
    any_site.work_off()
    _finish(work, frozen, result)
    assert [row[0] for row in held(any_site)] == ["clean", "file"]
    assert not waiting(any_site, "clean", "settle")


class Breaking(Gate):
    """A gate that breaks off so many times."""

    def __init__(self, times: int) -> None:
        super().__init__()
        self.left = times

    def examine(self, raw: bytes) -> Examined:
        """Break off, or look."""
        self.left -= 1
        return super().examine(raw) if self.left < 0 else Gate(("/nowhere/at/all",)).examine(raw)


@pytest.mark.parametrize(("times", "verdict"), [(1, "cleaned"), (2, "kept")])
def test_a_file_that_breaks_its_child_gets_one_more(any_site: Site, times: int, verdict: str) -> None:
    any_site.gate = Breaking(times)
    file_it(any_site, evil.jpeg())
    any_site.work_off()
    assert [job.fault for job in waiting(any_site, "clean")] == ["file_failed"]
    any_site.clock.go(minutes=1)
    any_site.work_off()
    [file] = attached(any_site.reports()[0])
    assert (file.facts["verdict"], file.facts["why"]) == (verdict, "" if verdict == "cleaned" else "failed")


def test_a_line_that_stops_looks_again_after_its_start(any_site: Site) -> None:
    file_it(any_site, evil.jpeg())
    any_site.gate.stop()
    run_one(any_site.work(), b"w" * 16, ("clean",))
    [job] = waiting(any_site, "clean")
    assert (job.fault, job.attempts, job.dead) == (None, 0, False)
    any_site.gate = Gate()
    any_site.clock.go(minutes=1)
    any_site.work_off()
    assert attached(any_site.reports()[0])[0].facts["verdict"] == "cleaned"


def test_danger_is_looked_at_first_and_short_before_long(any_site: Site) -> None:
    long = file_it(any_site, bytes(3 << 20))
    short = file_it(any_site, b"words")
    alarm = file_it(any_site, bytes(3 << 20), danger="yes")
    order = []
    work = any_site.work()
    while claim := work.store.write(
        lambda connection: table.take(connection, b"a" * 16, work.seconds(), {}, ("clean",))
    ):
        order.append(claim.job.report)
    assert order == [alarm, short, long]


def test_grading_waits_for_no_file(any_site: Site) -> None:
    report = file_it(any_site, evil.jpeg())
    any_site.work_off(("grade",))
    with any_site.store.read() as connection:
        row = reports.report_row(connection, report)
    assert row is not None
    assert row.grade
    assert len(waiting(any_site, "clean")) == 1


def test_the_pipeline_keeps_no_key_to_what_it_is_done_with(any_site: Site) -> None:
    file_it(any_site, evil.jpeg(), evil.docx(), evil.film())
    any_site.work_off()
    with any_site.store.read() as connection:
        left = connection.execute(select(wraps.c.item).where(wraps.c.reader.startswith("pipeline:"))).all()
    assert left == []


def test_what_is_known_of_a_file_says_nothing_that_was_hidden_in_it(any_site: Site) -> None:
    file_it(any_site, evil.jpeg())
    any_site.work_off()
    [found] = any_site.reports()[0].of_kind("found")
    assert json.loads(found.plain).keys() == {"of", "claimed", "type", "verdict", "why", "more", "parts"}


@pytest.mark.threat(22)
def test_a_picture_that_comes_by_text_is_cleaned_and_erased_at_the_provider(town: Town) -> None:
    town.peer.text("Look at this", media=[("image/jpeg", evil.jpeg()), ("application/pdf", evil.SCRIPT)])
    town.site.work_off()
    first, second = attached(town.site.reports()[0])
    assert {file.facts["verdict"] for file in (first, second)} == {"cleaned", "shown"}
    assert evil.NEEDLE not in everything(town.site)
    town.erase()
    assert not any(town.peer.kept().values())
    town.site.gate.stop()
