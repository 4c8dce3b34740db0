"""Floods are limited by sender, by line and in total, and no first report is ever refused."""

from __future__ import annotations

import secrets

import pytest

from config.files import texts
from intake.limiter import Limiter, Pass
from privacy.tallies import MOST_SENDERS, Tallies
from triage.limits import Limits, parse_limits

NOON = 20_000 * 86_400 + 12 * 3600
ANA, BO = b"a" * 16, b"b" * 16


@pytest.fixture(scope="module")
def limits() -> Limits:
    return parse_limits(texts("rules")["limits"], "limits.toml")


@pytest.fixture
def limiter(limits: Limits) -> Limiter:
    return Limiter(limits)


def sent(limiter: Limiter, alias: bytes | None, count: int, now: int = NOON, line: str = "public") -> list[Pass]:
    return [limiter.text(line, alias, now) for _ in range(count)]


def called(limiter: Limiter, alias: bytes | None, now: int = NOON, line: str = "public") -> Pass:
    return limiter.call(line, alias, (secrets.token_bytes(16),), now)


@pytest.mark.threat(8, 36)
def test_a_sender_has_so_many_texts_an_hour_and_is_taken_again_in_the_next(limiter: Limiter, limits: Limits) -> None:
    most = limits.sender.texts_hour
    assert sent(limiter, ANA, most + 3) == [Pass.TAKEN] * most + [Pass.REFUSED] * 3
    assert sent(limiter, BO, 1) == [Pass.TAKEN]
    assert sent(limiter, ANA, most + 2, NOON + 3600) == [Pass.TAKEN] * most + [Pass.REFUSED] * 2


def test_a_sender_is_told_once_an_hour_and_the_same_message_always_the_same(limiter: Limiter) -> None:
    told = [limiter.tell(ANA, message, NOON) for message in (b"1", b"2", b"1", b"3")]
    assert told == [True, False, True, False]
    assert limiter.tell(ANA, b"4", NOON + 3600)
    assert limiter.tell(None, b"5", NOON)


@pytest.mark.threat(36)
def test_hour_after_hour_a_sender_comes_to_the_end_of_a_day(limiter: Limiter, limits: Limits) -> None:
    taken = sum(sent(limiter, ANA, 100, NOON + hour * 3600).count(Pass.TAKEN) for hour in range(12))
    assert taken <= limits.sender.texts_day


@pytest.mark.threat(36)
def test_in_a_flood_from_everywhere_first_texts_are_taken_and_later_ones_are_not(
    limiter: Limiter, limits: Limits
) -> None:
    for number in range(limits.line.texts_hour + 1):
        assert sent(limiter, number.to_bytes(16), 1) == [Pass.TAKEN]
    always = limits.sender.always
    assert sent(limiter, ANA, always + 1) == [Pass.TAKEN] * always + [Pass.REFUSED]
    assert sent(limiter, BO, always + 1, line="other")[-1] is Pass.TAKEN, "another line is not flooded"


def test_all_lines_together_have_a_limit_of_their_own(limiter: Limiter, limits: Limits) -> None:
    for number in range(limits.total.texts_hour):
        sent(limiter, number.to_bytes(16), 1, line=f"line{number % 4}")
    assert sent(limiter, ANA, limits.sender.always + 1, line="quiet")[-1] is Pass.REFUSED


def test_whoever_is_in_danger_is_always_let_through(limiter: Limiter, limits: Limits) -> None:
    limiter.in_danger(ANA, NOON)
    assert set(sent(limiter, ANA, limits.sender.texts_day + 50)) == {Pass.TAKEN}
    assert {called(limiter, ANA) for _ in range(limits.total.calls_at_once + 10)} == {Pass.TAKEN}


@pytest.mark.threat(12)
def test_the_withheld_share_one_limit_above_which_texts_are_kept_without_an_answer(
    limiter: Limiter, limits: Limits
) -> None:
    most = limits.withheld.answers_hour
    assert sent(limiter, None, most + 200) == [Pass.TAKEN] * most + [Pass.QUIET] * 200


@pytest.mark.threat(12)
def test_above_their_limit_withheld_callers_go_straight_to_the_tone(limiter: Limiter, limits: Limits) -> None:
    most = limits.withheld.calls_at_once
    assert [called(limiter, None) for _ in range(most + 2)] == [Pass.TAKEN] * most + [Pass.TONE] * 2
    assert called(limiter, ANA) is Pass.TAKEN


@pytest.mark.threat(36)
def test_when_all_lines_are_busy_first_callers_get_the_tone_and_others_are_told_to_wait(
    limiter: Limiter, limits: Limits
) -> None:
    for _ in range(limits.sender.always):
        assert called(limiter, ANA) is Pass.TAKEN
    for number in range(limits.line.calls_at_once):
        called(limiter, number.to_bytes(16))
    assert called(limiter, BO) is Pass.TONE
    assert called(limiter, ANA) is Pass.REFUSED


def test_a_call_that_is_over_makes_room_and_so_does_one_whose_end_was_never_told(
    limiter: Limiter, limits: Limits
) -> None:
    digests = [(bytes((number,)) * 16,) for number in range(limits.line.calls_at_once)]
    for each in digests:
        limiter.call("public", each[0], each, NOON)
    assert called(limiter, ANA) is Pass.TONE
    limiter.call_over(digests[0])
    limiter.call_over(digests[1])
    assert called(limiter, BO) is Pass.TAKEN
    later = NOON + (limits.call.longest + 10) * 60
    assert called(limiter, b"c" * 16, later) is Pass.TAKEN


@pytest.mark.threat(33)
def test_the_same_call_told_twice_is_one_call(limiter: Limiter, limits: Limits) -> None:
    for _ in range(limits.sender.calls_hour + 10):
        assert limiter.call("public", ANA, (b"d" * 16,), NOON) is Pass.TAKEN
    assert called(limiter, BO) is Pass.TAKEN


@pytest.mark.threat(8)
def test_a_restart_or_a_second_process_gives_a_sender_as_many_again_and_no_more(limits: Limits) -> None:
    most = limits.sender.texts_hour
    before, after, beside = Limiter(limits), Limiter(limits), Limiter(limits)
    taken = [sent(each, ANA, 10 * most).count(Pass.TAKEN) for each in (before, after, beside)]
    assert taken == [most] * 3


@pytest.mark.threat(6, 7)
def test_with_the_day_a_limiter_forgets_who_came_and_who_was_in_danger(limiter: Limiter, limits: Limits) -> None:
    limiter.in_danger(ANA, NOON)
    for number in range(100):
        sent(limiter, number.to_bytes(16), 1)
    assert sent(limiter, ANA, limits.sender.texts_hour + 1, NOON + 86_400)[-1] is Pass.REFUSED
    assert len(limiter._senders) == 1


@pytest.mark.threat(6, 7)
def test_with_the_day_everything_counted_is_gone() -> None:
    tallies = Tallies()
    tallies.of(ANA, NOON).in_danger = True
    tallies.of(BO, NOON + 86_400)
    assert len(tallies) == 1
    assert not tallies.of(ANA, NOON + 86_400).in_danger


def test_a_flood_of_numbers_does_not_fill_the_memory() -> None:
    tallies = Tallies()
    for number in range(MOST_SENDERS + 1000):
        tallies.of(number.to_bytes(16), NOON)
    assert len(tallies) == MOST_SENDERS
