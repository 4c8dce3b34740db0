"""Retention at work: everything goes on its day and for good, unless something stands in the way."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from privacy.codes import checked
from store import days, history, jobs, remnants, reports, shredding
from store.database import Connection
from store.schema import calls, codes, marks, moves
from store.schema import jobs as job_table
from tests.plugins.site import Site
from tests.work.archive import Archive, archive_of, left_in
from triage.counting import FEW
from triage.states import Move
from work.forgetting import BATCH, daily, erase, finish, forget, schedule

OUTCOMES = {"spam": 14, "not_ours": 30, "unfounded": 60, "duplicate": 90, "too_little": 180, "acted": 365}


@pytest.fixture
def archive(site: Site) -> Archive:
    return archive_of(site)


@pytest.fixture
def any_archive(any_site: Site) -> Archive:
    return archive_of(any_site)


@pytest.mark.threat(46, 47)
def test_through_a_year_every_report_goes_on_its_day(archive: Archive) -> None:
    filed = {outcome: archive.report(outcome) for outcome in OUTCOMES}
    unread = bytes.fromhex(archive.office.report())
    gone: dict[str, int] = {}
    for day in range(1, 367):
        archive.day()
        gone |= {name: day for name, report in filed.items() if name not in gone and not archive.there(report)}
    assert gone == OUTCOMES
    assert archive.told == list(filed.values())
    assert archive.there(unread)


def test_the_leap_day_is_a_day(archive: Archive) -> None:
    archive.site.clock.moment = datetime(2028, 2, 20, 23, 59, tzinfo=UTC)
    archive.site.store.write(lambda connection: days.ready(connection, "2028-02-20"))
    report = archive.report("spam")
    archive.day(13)
    assert archive.site.clock().date().isoformat() == "2028-03-04"
    assert archive.there(report)
    archive.site.clock.go(minutes=2)
    archive.day(0)
    assert not archive.there(report)


def test_rules_that_change_under_way_count_from_the_next_run(archive: Archive) -> None:
    report = archive.report("acted")
    archive.day(20)
    assert archive.there(report)
    rules = archive.site.intake.retention
    shorter = replace(rules, closed=tuple(replace(rule, days=10) for rule in rules.closed))
    archive.site.intake = replace(archive.site.intake, retention=shorter)
    archive.day()
    assert not archive.there(report)


@pytest.mark.threat(46)
def test_a_hold_stops_erasing_and_is_written_down_and_lifting_it_lets_it_go(any_archive: Archive) -> None:
    archive = any_archive
    report = archive.report("unfounded", sound=1, files=1)
    archive.move(report, Move.HOLD, reason="court")
    archive.day(900)
    assert archive.there(report)
    assert archive.item_states(report)["recording"] == {("kept", True)}
    archive.move(report, Move.LIFT_HOLD, reason="over")
    with archive.site.store.read() as connection:
        made = [(each.operator, each.move, each.detail) for each in history.of_report(connection, report)]
    assert made[-2:] == [("ana", "hold", "court"), ("ana", "lift_hold", "over")]
    archive.day()
    assert not archive.there(report)


def test_what_a_reporter_adds_while_erasing_is_decided_is_not_lost(
    any_archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive, there = any_archive, reports.must_exist
    report = archive.report("spam")
    archive.site.clock.go(days=20)
    looked = threading.Event()

    def and_lingers(connection: Connection, one: bytes) -> None:
        there(connection, one)
        looked.set()
        time.sleep(0.5)

    monkeypatch.setattr(reports, "must_exist", and_lingers)
    told = (report.hex(), "message", b"And he has a gun", "reporter")
    adding = threading.Thread(target=archive.office.add, args=told)
    adding.start()
    assert looked.wait(10)
    forget(archive.forgetting())
    adding.join()
    assert archive.there(report)
    assert ("kept", True) in archive.item_states(report)["message"]


def test_a_hold_that_comes_while_erasing_is_decided_wins(archive: Archive) -> None:
    report = archive.report("spam")
    archive.site.clock.go(days=20)
    written = archive.site.store.write

    def first_the_hold(work: object) -> object:
        object.__setattr__(store, "writer", writer)
        archive.move(report, Move.HOLD, reason="court")
        return written(work)  # type: ignore[arg-type]

    store, writer = archive.site.store, archive.site.store.writer
    assert writer is not None

    class Between:
        def write(self, work: object) -> object:
            return first_the_hold(work)

    object.__setattr__(store, "writer", Between())
    forget(archive.forgetting())
    assert archive.there(report)


def test_nothing_is_erased_that_nobody_has_read(archive: Archive) -> None:
    report = archive.report("spam")
    archive.office.add(report.hex(), "message", b"One more thing.", author="reporter")
    archive.day(400)
    archive.read(report)  # opening a closed report does not count: it was closed without this
    archive.day()
    assert archive.there(report)
    archive.move(report, Move.REOPEN)
    archive.read(report)
    archive.move(report, Move.CLOSE, outcome="spam")
    archive.day(13)
    assert archive.there(report)
    archive.day()
    assert not archive.there(report)


def test_what_is_still_being_worked_on_stays(archive: Archive) -> None:
    report = archive.report("spam")
    job = jobs.Job(b"j" * 16, "fetch", report, archive.site.intake.seconds() + 10**9)
    archive.site.store.write(lambda connection: jobs.add(connection, job))
    archive.day(20)
    assert archive.there(report)
    archive.site.store.write(lambda connection: jobs.cancel(connection, report, "fetch"))
    archive.day()
    assert not archive.there(report)


def test_the_sound_goes_a_week_after_its_text_was_checked_and_the_text_stays(any_archive: Archive) -> None:
    archive = any_archive
    report = archive.report(sound=2, files=1)
    archive.office.add(report.hex(), "audio", b"playable")
    archive.move(report, Move.CLAIM)
    archive.move(report, Move.CHECK_TEXT, text="He has a gun.", heard=2)
    archive.day(6)
    assert archive.item_states(report)["recording"] == {("checked", True)}
    archive.day()
    states = archive.item_states(report)
    assert states["recording"] == states["audio"] == {("erased", False)}
    assert states["checked"] == states["file"] == {("kept", True)}
    [opened] = archive.site.reports()
    assert [piece.text for piece in opened.of_kind("checked")] == ["He has a gun."]
    assert [piece.plain for piece in opened.of_kind("recording")] == [b"", b""]
    archive.day(90 - 7)
    assert archive.there(report)


def test_a_recording_that_came_after_the_check_keeps_all_of_them(archive: Archive) -> None:
    report = archive.report(sound=1)
    archive.move(report, Move.CLAIM)
    archive.office.add(report.hex(), "recording", b"later", author="reporter")
    archive.move(report, Move.CHECK_TEXT, text="He has a gun.", heard=1)
    archive.read(report)
    archive.day(10)
    assert archive.item_states(report)["recording"] == {("checked", True), ("kept", True)}


def test_unchecked_sound_and_files_go_on_deadlines_of_their_own(archive: Archive) -> None:
    report = archive.report("acted", sound=1, files=2)
    archive.day(90)
    assert archive.item_states(report)["recording"] == {("erased", False)}
    assert archive.item_states(report)["file"] == {("kept", True)}
    archive.day(90)
    assert archive.item_states(report)["file"] == {("erased", False)}
    assert archive.item_states(report)["story"] == {("kept", True)}


def test_lines_of_the_call_log_go(archive: Archive) -> None:
    today = archive.site.clock().date()
    rows = [
        {
            "id": bytes([age]) * 16, "line": "public", "language": "en", "steps": "", "outcome": "left", "seconds": 30,
            "day": (today - timedelta(days=age)).isoformat(),
        }
        for age in (0, 89, 90, 200)
    ]  # fmt: skip

    def write(connection: Connection) -> None:
        connection.execute(calls.insert(), rows)

    archive.site.store.write(write)
    archive.day(0)
    with archive.site.store.read() as connection:
        assert set(connection.execute(select(calls.c.id)).scalars()) == {bytes([age]) * 16 for age in (0, 89)}


def test_everything_of_a_report_goes_and_what_is_still_to_be_erased_at_the_provider_does_not(
    any_archive: Archive,
) -> None:
    archive = any_archive
    report, other = archive.report("spam", sound=1), archive.report()
    archive.erasing_at_the_provider(report)
    archive.day(20)
    assert not archive.there(report)
    assert archive.there(other)
    with archive.site.store.read() as connection:
        for table in (codes, moves, marks):
            assert set(connection.execute(select(table.c.report)).scalars()) <= {other}
        waiting = connection.execute(select(job_table.c.kind, job_table.c.report)).all()
    assert [tuple(row) for row in waiting] == [("erase", None)]
    assert archive.sealed(report) == {"wraps": [], "bodies": [], "codes": []}
    assert archive.sealed(other)["codes"]


def test_the_call_that_made_it_no_longer_leads_to_it(archive: Archive) -> None:
    day = archive.site.intake.keyring.day()
    report = archive.report("spam")
    links = days.tables(day).links

    def write(connection: Connection) -> None:
        connection.execute(links.insert().values(call=b"c" * 16, alias=b"a" * 16, report=report))

    archive.site.store.write(write)
    erase(archive.forgetting(), [report])
    with archive.site.store.read() as connection:
        assert connection.execute(select(links.c.report)).scalars().all() == [None]


def found_by_a_thief(archive: Archive, erased: Sequence[bytes]) -> dict[str, int]:
    """Erase reports among many others as the days go by; return what is left of their ciphertexts in the files."""
    sealed = [archive.sealed(report) for report in erased]
    needles = {name: [each for one in sealed for each in one[name]] for name in ("wraps", "bodies", "codes")}
    assert all(needles.values())
    before = {name: left_in(archive.site.folders.data, some) for name, some in needles.items()}
    assert before == {name: len(some) for name, some in needles.items()}
    archive.day(20)
    assert not any(map(archive.there, erased))
    return {name: left_in(archive.site.folders.data, some) for name, some in needles.items()}


def fill(archive: Archive, count: int = 60) -> list[bytes]:
    """File reports, and close every other one as spam."""
    return [report for at in range(count) if (report := archive.report("spam" if at % 2 else None)) and at % 2]


@pytest.mark.threat(46)
def test_a_thief_with_the_whole_disk_finds_nothing_of_what_was_erased(archive: Archive) -> None:
    assert found_by_a_thief(archive, fill(archive)) == {"wraps": 0, "bodies": 0, "codes": 0}
    assert len(archive.site.reports()) == 30


@pytest.mark.threat(46)
def test_in_a_large_database_no_key_is_left(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remnants, "SMALL", 0)
    left = found_by_a_thief(archive, fill(archive))
    assert (left["wraps"], left["codes"]) == (0, 0)
    assert len(archive.site.reports()) == 30


def test_readers_in_the_way_put_the_wash_off_to_the_next_sweep(archive: Archive) -> None:
    archive.report("spam")
    with archive.site.store.read() as connection:
        connection.execute(select(codes)).all()
        archive.day(20)
        with archive.site.store.read() as other:
            assert shredding.remnants(other)
    daily(archive.forgetting())
    with archive.site.store.read() as connection:
        assert not shredding.remnants(connection)


def test_a_report_whose_erasure_cannot_be_told_is_told_again_before_its_row_goes(archive: Archive) -> None:
    first, second = archive.report("spam"), archive.report("spam")
    told: list[bytes] = []

    def full_disk(ids: Sequence[bytes]) -> None:
        told.extend(ids)
        raise BlockingIOError

    archive.site.clock.go(days=20)
    with pytest.raises(BlockingIOError):
        forget(replace(archive.forgetting(), erased=full_disk))
    [begun] = told
    assert not archive.there(begun)
    assert archive.sealed(begun)["wraps"] == archive.sealed(begun)["codes"] == []
    with archive.site.store.read() as connection:
        assert shredding.begun(connection) == [begun]
    archive.day(0)
    assert archive.told == [begun, *({first, second} - {begun})]
    assert not archive.there(first)
    assert not archive.there(second)


def test_the_port_is_told_after_the_keys_are_gone_and_before_the_row_is(archive: Archive) -> None:
    report = archive.report("spam", sound=1)
    seen: list[tuple[int, int]] = []

    def look_on(ids: Sequence[bytes]) -> None:
        with archive.site.store.read() as connection:
            seen.append((len(archive.sealed(ids[0])["wraps"]), len(shredding.begun(connection))))

    archive.site.clock.go(days=20)
    forget(replace(archive.forgetting(), erased=look_on))
    assert seen == [(0, 1)]
    assert not archive.there(report)


def test_it_goes_in_portions_and_whoever_writes_meanwhile_does_not_wait(archive: Archive) -> None:
    reports_ = [archive.report("spam", graded=False) for _ in range(BATCH + 3)]
    archive.run("DELETE FROM jobs")
    archive.site.clock.go(days=20)
    waits, over = [], threading.Event()

    def write_on() -> None:
        while not over.is_set():
            begun = datetime.now(UTC)
            archive.site.store.write(shredding.last_day)
            waits.append(datetime.now(UTC) - begun)

    writer = threading.Thread(target=write_on)
    writer.start()
    done = forget(archive.forgetting())
    over.set()
    writer.join()
    assert (done.reports, done.more) == (BATCH, True)
    assert max(waits) < timedelta(seconds=1)
    assert sum(map(archive.there, reports_)) == 3
    assert forget(archive.forgetting()).more is False
    assert not any(map(archive.there, reports_))


def test_a_day_is_done_once(archive: Archive) -> None:
    archive.day(0)
    late = archive.report("spam")
    archive.run("UPDATE moves SET day = '2026-01-01'")
    archive.day(0)
    assert archive.there(late)
    archive.day()
    assert not archive.there(late)


def test_a_busy_month_is_counted_by_itself_and_each_report_once(any_archive: Archive) -> None:
    archive = any_archive
    filed = [archive.report("spam" if at < 3 else "not_ours", category="safety") for at in range(FEW)]
    archive.day(15)
    assert archive.counted()["2026-11", "reports", ""] == 3
    erase(archive.forgetting(), filed)
    erase(archive.forgetting(), filed)
    finish(archive.forgetting())
    archive.day(20)
    found = archive.counted()
    assert found["2026-11", "reports", ""] == FEW
    assert found["2026-11", "category", "safety"] == found["2026-11", "channel", "web"] == FEW
    assert (found["2026-11", "outcome", "spam"], found["2026-11", "outcome", "not_ours"]) == (3, FEW - 3)


def test_a_quiet_line_is_counted_as_a_number(archive: Archive) -> None:
    erase(archive.forgetting(), [archive.report("spam", category="harassment"), archive.report("acted")])
    assert archive.counted() == {("2026", "reports", ""): 2}


def test_two_workers_at_once_count_a_report_once(any_archive: Archive) -> None:
    archive = any_archive
    filed = [archive.report("spam") for _ in range(12)]
    threads = [threading.Thread(target=erase, args=(archive.forgetting(), filed)) for _ in range(3)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert archive.counted()["2026-11", "reports", ""] == 12
    assert not any(map(archive.there, filed))


def test_a_code_that_was_still_being_made_dies_with_its_report(archive: Archive) -> None:
    report = archive.office.report(graded=False)
    archive.site.work_off(("grade",))
    erase(archive.forgetting(), [bytes.fromhex(report)])
    assert archive.site.work_off() == 0
    assert checked(archive.office.codes[report]) is not None
    with archive.site.store.read() as connection:
        assert connection.execute(select(codes)).all() == []
        assert reports.report_row(connection, bytes.fromhex(report)) is None


def test_the_schedule_tells_parts_only_where_they_go_before_their_report(archive: Archive) -> None:
    spam, acted = archive.report("spam", sound=1, files=1), archive.report("acted", sound=1, files=1)
    found = [(each.report, each.what, each.due.days) for each in schedule(archive.forgetting())]
    assert found == [
        (spam, "report", 14), (acted, "recordings", 90), (acted, "attachments", 180), (acted, "report", 365),
    ]  # fmt: skip
