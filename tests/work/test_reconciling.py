"""What nobody told us of is found at the provider: filed first, once, and then erased; and nothing else is touched."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from intake.copies import try_again
from intake.texts import Text, receive
from intake.visit import Given
from privacy.alias import digests
from privacy.secret import Secret
from provider import faults
from provider.profiles import SOMLENG
from rehearsal.calls.scripted import Speech
from store import rounds
from store.rounds import Round
from tests.plugins.line import NUMBER
from tests.provider.fake import Asked, Fake, Reply, breaches, rest_at
from tests.work.town import KEYS, Town
from work.reconciling import look, look_soon, plan_look
from work.sweep import sweep

ROOT = Path(__file__).parents[2]
CLIP = ROOT / "tests" / "clips" / "gun.wav"
NOTHING: dict[str, list[str]] = {"calls": [], "recordings": [], "messages": []}
UUID = "0f8fad5b-d9cb-469f-a165-70867728950e"

pytestmark = pytest.mark.threat(14)


def unheard(town: Town, words: str = "There is smoke", **more: Any) -> None:
    """Have a text come in while the line is down."""
    town.peer.fault("message", "fail")
    town.peer.text(words, **more)


def out_of_order(town: Town) -> None:
    """Have a caller speak to the script at the provider while the line is down."""
    script = (ROOT / "deploy" / "fallback.xml").read_text(encoding="utf-8")
    town.peer.point(voice_fallback_url=town.peer.host("fallback", script))
    for what in ("call", "call_status"):
        town.peer.fault(what, "fail")
    told = town.peer.call(wavs=[Speech(CLIP.read_bytes(), "hangup")])
    assert town.jobs() == []
    assert told.of("recorded")


def looked(town: Town, **by: float) -> Round:
    """Look, after a while."""
    town.site.clock.go(**(by or {"minutes": 20}))
    sweep(town.site.work())
    return look(town.site.work())


def over(town: Town) -> None:
    """Do all that follows."""
    town.site.work_off()
    town.erase()
    town.site.clock.go(minutes=3)
    town.site.work_off(("erase",))


def count(town: Town) -> int:
    return len(town.site.reports())


def test_what_the_fallback_recorded_is_filed_and_only_then_erased(any_town: Town) -> None:
    town = any_town
    out_of_order(town)
    found = looked(town)
    assert (found.filed, found.fault) == (1, None)
    assert len(town.peer.kept()["recordings"]) == len(town.peer.kept()["calls"]) == 1
    over(town)
    [report] = town.site.reports()
    assert len(report.of_kind("recording")) == 1
    assert (report.row.channel, report.row.reachable, report.row.copies) == ("voice", "no", "erased")
    assert town.peer.kept() == NOTHING
    assert looked(town).filed == 0


def test_a_text_that_never_reached_us_is_a_report_with_its_attachments(any_town: Town) -> None:
    town = any_town
    unheard(town, "There is smoke", media=[("text/plain", b"where it is")])
    assert looked(town).filed == 1
    over(town)
    [report] = town.site.reports()
    assert [piece.text for piece in report.of_kind("story")] == ["There is smoke"]
    assert [piece.plain.partition(b"\0")[2] for piece in report.of_kind("file")] == [b"where it is"]
    assert (report.row.grade is not None, report.row.reachable, report.row.copies) == (True, "no", "erased")
    assert town.peer.kept() == NOTHING


def test_however_often_it_is_looked_nothing_is_filed_twice(any_town: Town) -> None:
    town = any_town
    unheard(town)
    out_of_order(town)
    town.peer.text("Somebody told us of this one")
    assert [looked(town).filed, looked(town).filed, looked(town, days=3).filed] == [2, 0, 0]
    town.site.work_off()
    assert (looked(town, days=1).filed, count(town)) == (0, 3)
    over(town)
    assert town.peer.kept() == NOTHING


def test_what_is_not_erased_yet_is_known_after_every_digest_of_it_is_dead(town: Town) -> None:
    """Its report exists, its erasing was refused for good: it must not become a second report."""
    town.peer.text("There is smoke")
    town.record(CLIP)
    town.site.work_off()
    for what in ("rest.messages", "rest.recordings", "rest.calls"):
        town.peer.fault(what, "fail", status=400, times=60)
    for _ in range(3):
        town.erase()
    assert {job.dead for job in town.jobs("erase")} == {True}
    town.peer.calm()
    assert sum(map(len, town.peer.kept().values())) >= 3
    found = looked(town, days=5)
    assert (found.filed, found.unsure, count(town)) == (0, 0, 2)


def test_something_of_days_ago_that_has_no_job_is_filed(town: Town) -> None:
    unheard(town)
    out_of_order(town)
    assert looked(town, days=13).filed == 2
    over(town)
    assert (count(town), town.peer.kept()) == (2, NOTHING)


def test_what_is_older_than_a_fortnight_is_counted_and_left_alone(town: Town) -> None:
    unheard(town)
    out_of_order(town)
    found = looked(town, days=15)
    assert (found.filed, found.erased, found.old) == (0, 0, 2)
    over(town)
    kept = town.peer.kept()
    assert len(kept["messages"]) == len(kept["recordings"]) == len(kept["calls"]) == 1


def test_where_the_key_that_would_tell_is_lost_nothing_is_filed_or_erased(town: Town) -> None:
    town.peer.text("Told")
    town.site.work_off()
    unheard(town, "Untold, on the same day")
    town.site.clock.go(days=1)
    for key in town.site.folders.secrets.glob("erase-*"):
        key.unlink()
    town.site.intake.keyring._pairs.clear()
    unheard(town, "Untold, a day later")
    found = looked(town, days=2)
    assert (found.filed, found.unsure) == (1, 2)
    assert [report.of_kind("story")[0].text for report in town.site.reports()].count("Told") == 1


def test_trying_again_does_not_forget_what_was_filed_though_its_key_is_lost(town: Town) -> None:
    town.peer.text("Told")
    town.site.work_off()
    town.site.clock.go(days=1)
    for key in town.site.folders.secrets.glob("erase-*"):
        key.unlink()
    town.site.intake.keyring._pairs.clear()
    town.site.clock.go(days=2)
    town.site.work_off(("erase",))
    assert try_again(town.site.intake) == (0, 0)
    found = looked(town)
    assert (found.filed, found.unsure) == (0, 1)
    town.site.clock.go(days=31)
    assert try_again(town.site.intake)[1] >= 1


def test_what_is_younger_than_a_webhook_may_take_is_left_to_the_webhook(town: Town) -> None:
    unheard(town)
    assert looked(town, minutes=10).filed == 0
    assert looked(town, minutes=10).filed == 1


@pytest.mark.threat(33)
def test_a_webhook_that_comes_after_all_is_answered_with_silence_and_files_nothing(town: Town) -> None:
    unheard(town)
    [kept] = town.peer.kept()["messages"]
    assert looked(town).filed == 1
    assert "<Message" not in told_late(town, kept)
    assert count(town) == 1


def told_late(town: Town, sid: str) -> str:
    """Hand in a text that the provider could not get rid of hours ago; return our answer."""
    site = town.site
    line, message = site.intake.lines.by_name["public"], Secret(sid)
    digest = digests("message", message, site.intake.keyring.day_keys())[0]
    text = Text(Given(message, "There is smoke"), line, message, digest, (), "en")
    answer, kept = receive(
        site.intake, text, lambda _: "<Response><Message>your code</Message></Response>", lambda _: 1
    )
    assert kept
    return answer


def test_a_recording_that_nobody_told_of_is_filed_before_its_call_is_erased(town: Town) -> None:
    for what in ("action", "recording"):
        town.peer.fault(what, "fail", times=9)
    town.peer.call(keys=KEYS, wavs=[Speech(CLIP.read_bytes(), "hangup")])
    town.peer.calm()
    if not town.peer.kept()["recordings"]:
        pytest.fail("nothing was recorded")
    town.site.clock.go(minutes=20)
    town.site.work_off(("erase",))
    assert len(town.peer.kept()["recordings"]) == len(town.peer.kept()["calls"]) == 1
    for _ in range(2):
        over(town)
    [report] = town.site.reports()
    assert len(report.of_kind("recording")) == 1
    assert (report.row.copies, town.peer.kept()) == ("erased", NOTHING)


def test_what_went_out_is_only_erased(town: Town) -> None:
    town.peer.rest().client.messages.create(to="+14155550134", from_=NUMBER, body="Nobody tells of this one")
    found = looked(town)
    assert (found.filed, found.erased) == (0, 1)
    over(town)
    assert (count(town), town.peer.kept()) == (0, NOTHING)


def test_numbers_that_are_not_ours_are_not_touched(town: Town) -> None:
    unheard(town)
    out_of_order(town)
    elsewhere = "https://another.example/hook"
    town.peer.point(voice_url=elsewhere, sms_url=elsewhere, status_callback=elsewhere, voice_fallback_url=elsewhere)
    assert looked(town) == Round(town.site.intake.keyring.day())
    assert len(town.peer.kept()["messages"]) == 1


def test_what_is_from_before_the_site_was_made_is_not_touched(town: Town) -> None:
    unheard(town)
    town.site.clock.go(minutes=1)
    town.site.store.write(lambda connection: rounds.begin(connection, town.site.intake.seconds()))
    assert looked(town, days=1) == Round(town.site.intake.keyring.day())


@pytest.mark.parametrize(("status", "fault"), [(429, "throttled"), (503, "provider_down"), (401, "credentials")])
def test_a_provider_that_does_not_answer_is_asked_again(town: Town, status: int, fault: str) -> None:
    unheard(town)
    town.peer.fault("rest.messages", "fail", status=status)
    town.site.clock.go(hours=25)
    for _ in range(2):
        plan_look(town.site.work())
        town.site.clock.go(hours=25)
    plan_look(town.site.work())
    town.site.work_off(("reconcile",))
    assert {job.fault for job in town.jobs("reconcile")} == {fault}
    town.site.clock.go(minutes=30)
    town.site.work_off(("reconcile",))
    assert (town.jobs("reconcile"), count(town)) == ([], 1)
    with town.site.store.read() as connection:
        assert rounds.last(connection) == Round(town.site.intake.keyring.day(), filed=1)


def test_a_list_that_is_refused_keeps_nobody_from_the_others(town: Town) -> None:
    unheard(town)
    town.peer.fault("rest.recordings", "fail", status=400)
    out_of_order(town)
    found = looked(town)
    assert (found.filed, found.fault) == (1, "refused")


def test_a_look_is_taken_once_a_night_however_many_ask_for_it(any_town: Town) -> None:
    town = any_town
    jobs = []
    for _ in range(3):
        for _ in range(24 * 4):
            town.site.clock.go(minutes=15)
            plan_look(town.site.work())
            plan_look(town.site.work())
        jobs.append(len(town.jobs("reconcile")))
    assert [later - before for before, later in pairwise(jobs)] == [1, 1]


def test_after_a_start_it_is_soon(town: Town) -> None:
    plan_look(town.site.work())
    town.site.clock.go(hours=1)
    plan_look(town.site.work())
    before = len(town.jobs("reconcile"))
    look_soon(town.site.work())
    town.site.clock.go(minutes=21)
    plan_look(town.site.work())
    assert len(town.jobs("reconcile")) == before + 1


def test_a_provider_that_cannot_erase_has_what_is_nobodys_filed_once_and_the_rest_counted(
    town: Town, fake: Fake
) -> None:
    at = town.site.clock.moment.strftime("%a, %d %b %Y %H:%M:%S +0000")
    text = {"sid": UUID, "direction": "inbound", "date_created": at, "body": "There is smoke", "num_media": "0"}
    call = {"sid": UUID.replace("0f", "1f"), "direction": "inbound", "start_time": at, "date_created": at}
    ours = {"phone_number": NUMBER, "sms_url": f"{town.site.origin}/sms/message"}
    no_texts: dict[str, object] = {"messages": []}
    no_calls: dict[str, object] = {"calls": []}
    of_a_named_number: list[dict[str, object]] = [no_texts, no_texts, no_calls, no_calls]
    of_ours: list[dict[str, object]] = [{"messages": [text]}, no_texts, dict(text), {"calls": [call]}, no_calls]
    lists = [{"incoming_phone_numbers": [ours]}, *of_a_named_number, *of_ours, {"recordings": []}]
    fake.will(*map(Reply.json, lists))
    town.site.rest = rest_at(fake.url, SOMLENG, UUID)
    found = looked(town)
    assert (found.filed, found.erased, found.kept, found.fault) == (1, 0, 1, None)
    town.site.work_off()
    fake.will(Reply.json(text))
    town.erase()
    [row] = town.jobs("erase")
    assert (row.dead, row.fault) == (True, faults.UNSUPPORTED.code)
    assert fake.asked[-1].form == {"Body": ""}
    town.site.clock.go(days=31)
    sweep(town.site.work())
    assert town.jobs("erase") == []


def test_every_request_of_a_whole_life_is_one_that_the_provider_describes(town: Town) -> None:
    asked: list[Asked] = []
    assert town.site.rest is not None
    town.site.rest.session.hooks["response"].append(lambda answer, **_: asked.append(_as_asked(answer)))
    unheard(town, media=[("text/plain", b"where it is")])
    out_of_order(town)
    town.peer.text("There is smoke")
    assert looked(town).filed == 2
    over(town)
    assert town.peer.kept() == NOTHING
    described = [one for one in asked if one.path.endswith(".json")]
    assert len(described) > 15
    assert [(one.method, one.path, wrong) for one in described if (wrong := breaches(one))] == []


def _as_asked(answer: Any) -> Asked:
    parts = urlsplit(answer.request.url)
    form = dict(parse_qsl(answer.request.body or "", keep_blank_values=True))
    return Asked(answer.request.method, parts.path, dict(parse_qsl(parts.query)), form, None, {})
