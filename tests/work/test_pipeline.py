"""One job at a time: in order of need, each kept once, and nothing left to open when all are done."""

from __future__ import annotations

import re
import secrets
from pathlib import Path

import pytest
from sqlalchemy import update

from intake.follow import find
from privacy.codes import checked
from store import jobs as table
from store import reports as rows
from store.schema import items
from tests.plugins.site import Site
from tests.work.town import Town
from work.grading import grade_report
from work.pipeline import _do, _finish, run_one
from work.reading import opened
from work.result import Done, Later

CLIP = Path(__file__).parents[1] / "clips" / "gun.wav"
CODE = re.compile(r"\d{4} \d{4} \d{4} \d{4}")


def test_a_code_opens_its_report_once_its_job_is_done_and_not_before(town: Town) -> None:
    [shown] = CODE.findall(town.peer.text("There is smoke").replies[0])
    code = checked(shown)
    assert code is not None
    assert find(town.site.intake, code) is None
    town.site.work_off(("code",))
    found = find(town.site.intake, code)
    assert found is not None
    assert found.report == town.site.reports()[0].row.id


def test_when_all_is_done_the_pipelines_key_opens_nothing(town: Town) -> None:
    town.record(CLIP)
    town.peer.text("There is smoke", sender="+14155550111")
    assert town.wrapped_for("pipeline:") > 0
    town.site.work_off()
    assert town.wrapped_for("pipeline:") == 0
    assert town.wrapped_for("desk:") > 0
    work = town.site.work()
    assert [opened(work, report.row.id) for report in town.site.reports()] == [[], []]


def test_danger_goes_first_and_short_before_long(town: Town) -> None:
    for sender, words in (("+14155550121", "A long queue at the bakery"), ("+14155550122", "He has a knife")):
        town.peer.text(words, sender=sender)
    town.peer.text("yes", sender="+14155550122")
    work = town.site.work()
    claim = work.store.write(lambda connection: table.take(connection, b"a" * 16, work.seconds(), {}, ("grade",)))
    assert claim is not None
    [urgent] = [report.row.id for report in town.site.reports() if report.row.danger]
    assert claim.job.report == urgent


def test_a_later_grade_raises_and_never_lowers(town: Town) -> None:
    town.peer.text("A man with a gun stands at the central station", sender="+14155550131")
    town.site.work_off()
    [report] = town.site.reports()
    assert report.row.grade == "high"
    town.site.clock.go(minutes=5)
    town.peer.text("It was only a toy, all is well", sender="+14155550131")
    town.site.work_off()
    assert town.site.reports()[0].row.grade == "high"


def test_a_second_text_can_raise_what_the_first_one_did_not(town: Town) -> None:
    town.peer.text("Somebody stands in front of the shop every day", sender="+14155550132")
    town.site.work_off()
    before = town.site.reports()[0].row.grade
    town.site.clock.go(minutes=5)
    town.peer.text("Now he has a gun and points it at people", sender="+14155550132")
    town.site.work_off()
    assert (before, town.site.reports()[0].row.grade) in {("none", "high"), ("low", "high"), ("look", "high")}


def test_a_text_with_a_picture_that_is_not_there_yet_is_graded_by_its_words_at_once(town: Town) -> None:
    town.peer.text("A man with a gun at the station", media=[("image/jpeg", b"\xff\xd8")])
    town.site.work_off(("grade",))
    assert town.site.reports()[0].row.grade == "high"


def test_a_call_waits_for_its_words_unless_somebody_is_in_danger(town: Town) -> None:
    town.record(CLIP)
    town.peer.call(keys=("1", "1", "1", "2"), wavs=[CLIP], number="+14155550134")
    town.site.work_off(("grade",))
    assert {report.row.danger: report.row.grade for report in town.site.reports()} == {False: None, True: "high"}


def test_a_persons_grade_is_not_overwritten_by_a_lower_one(town: Town) -> None:
    town.peer.text("A long queue at the bakery", sender="+14155550133")
    town.site.work_off()
    [report] = town.site.reports()
    town.site.store.write(lambda connection: rows.change(connection, report.row.id, grade="high", grade_by="ana"))
    town.site.clock.go(minutes=5)
    town.peer.text("It is still there", sender="+14155550133")
    town.site.work_off()
    assert (town.site.reports()[0].row.grade, town.site.reports()[0].row.grade_by) == ("high", "ana")


def test_a_worker_that_froze_does_no_harm_when_it_wakes(town: Town) -> None:
    town.peer.text("There is smoke")
    work = town.site.work()
    frozen = work.store.write(lambda connection: table.take(connection, b"a" * 16, work.seconds(), {}, ("grade",)))
    assert frozen is not None
    result = _do(work, frozen.job)
    assert not run_one(work, b"b" * 16, ("grade",))  # it is held
    town.site.clock.go(hours=1)
    assert run_one(work, b"b" * 16, ("grade",))
    _finish(work, frozen, result)
    [report] = town.site.reports()
    assert len(report.of_kind("reasons")) == 1


def test_a_frozen_worker_cannot_put_a_finished_job_back(town: Town) -> None:
    town.peer.text("There is smoke")
    work = town.site.work()
    frozen = work.store.write(lambda connection: table.take(connection, b"a" * 16, work.seconds(), {}, ("code",)))
    assert frozen is not None
    town.site.clock.go(hours=1)
    town.site.work_off()
    _finish(work, frozen, Later(5, "awake"))
    _finish(work, frozen, Done())
    assert town.jobs("code") == []


def test_a_job_that_raises_is_put_back_under_the_name_of_its_error_and_stops_no_other(
    town: Town, capfd: pytest.CaptureFixture[str]
) -> None:
    town.peer.text("A secret word: rutabaga", sender="+14155550141")
    _alter(town.site)
    town.peer.text("There is smoke", sender="+14155550142")
    town.site.work_off()
    [job] = town.jobs("grade")
    assert (job.fault, job.dead) == ("NotOpened", False)
    assert job.due > town.site.intake.seconds()
    assert any(report.row.grade is None for report in town.site.reports())
    assert sum(report.row.grade is not None for report in town.site.reports()) == 1
    assert "rutabaga" not in "".join(capfd.readouterr())


def test_an_item_that_was_altered_is_shown_so_and_the_rest_can_be_read(town: Town) -> None:
    town.peer.text("There is smoke")
    _alter(town.site)
    [report] = town.site.reports()
    assert [piece.state for piece in report.of_kind("story")] == ["altered"]


def test_grading_a_report_that_is_gone_is_nothing_to_do(site: Site) -> None:
    work = site.work()
    assert grade_report(work, table.Job(secrets.token_bytes(16), "grade", secrets.token_bytes(16), 0)) == Done()


def test_a_job_of_a_kind_nobody_knows_is_kept_for_people_to_see(town: Town) -> None:
    job = table.Job(secrets.token_bytes(16), "dance", None, town.site.intake.seconds())
    town.site.store.write(lambda connection: table.add(connection, job))
    town.site.work_off(())
    assert [(job.fault, job.dead) for job in town.jobs("dance")] == [("unknown_kind", True)]


def _alter(site: Site) -> None:
    """Change one bit of every story, as a thief who can write but not read."""
    with site.store.read() as connection:
        bodies = {row.id: row.body for row in connection.execute(items.select().where(items.c.kind == "story"))}
    for id_, body in bodies.items():
        changed = update(items).where(items.c.id == id_).values(body=body[:-1] + bytes((body[-1] ^ 1,)))
        site.store.write(lambda connection, changed=changed: connection.execute(changed))  # type: ignore[misc]
