"""The doorkeeper slows guessers down, lets the doors take turns, and always has a seat for who comes the first time."""

from __future__ import annotations

import random
import secrets
import threading
import time
from collections import deque
from concurrent.futures import ThreadPoolExecutor

import pytest

from intake.doorkeeper import CALM, PACE, SEATS, Crowded, Doorkeeper
from privacy.codes import new_code
from privacy.secret import Secret
from privacy.turns import Ticket, Turns


def test_the_same_code_waits_longer_each_time_and_another_does_not() -> None:
    slept: list[float] = []
    doorkeeper = Doorkeeper(1, secrets.token_bytes, slept.append)
    for code in ("1", "1", "1", "1", "2", "1"):
        with doorkeeper.admit(Secret(code), "voice"):
            pass
    assert slept[::2] == [0, 0, 0, 0.5, 0, 1]


def test_no_more_codes_are_looked_up_at_once_than_there_are_cores() -> None:
    doorkeeper = Doorkeeper(1, secrets.token_bytes, lambda _: None, {"voice": 100})
    core = threading.Lock()

    def look_up(number: int) -> bool:
        with doorkeeper.admit(Secret(str(number)), "voice"):
            alone = core.acquire(blocking=False)
            time.sleep(0)  # let the others run
            if alone:
                core.release()
            return alone

    with ThreadPoolExecutor(8) as callers:
        assert all(callers.map(look_up, range(100)))


def test_a_door_has_only_so_many_seats_and_the_others_have_their_own() -> None:
    doorkeeper = Doorkeeper(8, secrets.token_bytes, lambda _: None, {"voice": 2, "web": 2})
    with doorkeeper.admit(Secret("1"), "web"):
        with doorkeeper.admit(Secret("2"), "web"):
            with pytest.raises(Crowded), doorkeeper.admit(Secret("3"), "web"):
                pass
            with doorkeeper.admit(Secret("3"), "voice"):
                pass
        with doorkeeper.admit(Secret("3"), "web"):
            pass


def test_an_error_while_looking_up_gives_the_seat_back() -> None:
    doorkeeper = Doorkeeper(1, secrets.token_bytes, lambda _: None, {"web": 1})
    with pytest.raises(ZeroDivisionError), doorkeeper.admit(Secret("1"), "web"):
        raise ZeroDivisionError
    with doorkeeper.admit(Secret("1"), "web"):
        pass


def test_all_seats_together_leave_threads_for_new_reports() -> None:
    from app.serve import THREADS  # noqa: PLC0415 - the layers allow it to tests alone
    from desk.doorman import ROOM  # noqa: PLC0415

    assert sum(SEATS.values()) <= THREADS - 4
    assert sum(SEATS.values()) + ROOM < THREADS


@pytest.mark.threat(27)
def test_who_asks_for_the_same_code_over_and_over_never_takes_all_seats() -> None:
    gate, doorkeeper = threading.Event(), Doorkeeper(4, secrets.token_bytes, lambda _: None)
    for _ in range(3):
        with doorkeeper.admit(Secret("wrong"), "sms"):
            pass

    def hammer() -> bool:
        try:
            with doorkeeper.admit(Secret("wrong"), "sms"):
                gate.wait(10)
        except Crowded:
            return False
        return True

    with ThreadPoolExecutor(8) as strangers:
        hammering = [strangers.submit(hammer) for _ in range(8)]
        while sum(each.done() for each in hammering) < 6:
            time.sleep(0.01)
        with doorkeeper.admit(Secret("the owner's"), "sms"):
            pass
        gate.set()
        assert sum(each.result() for each in hammering) == 2


@pytest.mark.threat(27)
def test_once_somebody_must_be_guessing_every_look_up_takes_longer_and_an_hour_later_no_more() -> None:
    slept: list[float] = []
    moment = [1_000_000.0]
    doorkeeper = Doorkeeper(1, secrets.token_bytes, slept.append, clock=lambda: moment[0])
    for number in range(CALM + 1):
        with doorkeeper.admit(Secret(str(number)), "voice"):
            pass
        doorkeeper.wrong()
    assert set(slept) == {0}
    with doorkeeper.admit(Secret("the owner's"), "web"):
        pass
    assert slept[-1] == PACE
    moment[0] += 3600
    with doorkeeper.admit(Secret("the owner's"), "web"):
        pass
    assert slept[-1] == 0


@pytest.mark.threat(27)
def test_a_code_that_is_right_may_be_asked_for_all_day() -> None:
    slept: list[float] = []
    doorkeeper = Doorkeeper(1, secrets.token_bytes, slept.append)
    for _ in range(20):
        with doorkeeper.admit(Secret("1"), "voice"):
            pass
        doorkeeper.right(Secret("1"))
    assert set(slept) == {0}


TICK = 0.1  # what one look-up takes, in seconds
ATTACKERS = {"web": 50, "sms": 4, "voice": 1}  # that come in each tick: pages cost nothing, calls cost most


def flooded(owner: str, ticks: int, seed: int) -> float | None:
    """Return how long an owner waits who comes by one door while strangers flood all three, None if not let in."""
    chance, turns = random.Random(seed), Turns(2, SEATS)  # noqa: S311 - nobody's secret
    serving: deque[Ticket] = deque()
    waiting: list[Ticket] = []
    mine: Ticket | None = None
    for tick in range(ticks):
        while serving:
            turns.leave(serving.popleft())
        comers = [door for door, count in ATTACKERS.items() if door != owner for _ in range(count)]
        chance.shuffle(comers)
        if tick == ticks // 2:
            comers.insert(0, "me")
        for door in comers:
            ticket = turns.come(owner if door == "me" else door)
            if ticket is not None:
                turns.wait(ticket)
                waiting.append(ticket)
            if door == "me":
                mine = ticket
        serving.extend(ticket for ticket in waiting if ticket.called)
        waiting = [ticket for ticket in waiting if not ticket.called]
        if mine is not None and mine.called:
            return (tick - ticks // 2) * TICK
    return None


@pytest.mark.threat(27)
@pytest.mark.parametrize("owner", ["voice", "sms", "web"])
def test_floods_at_the_other_doors_never_keep_the_owner_waiting(owner: str) -> None:
    waits = [flooded(owner, 40, seed) for seed in range(200)]
    assert None not in waits
    assert max(wait for wait in waits if wait is not None) <= 2 * TICK


@pytest.mark.threat(27)
def test_within_a_door_it_is_first_come_first_served_and_nobody_waits_longer_than_for_its_seats() -> None:
    turns = Turns(1, {"web": 4, "sms": 4})
    tickets = [turns.come(door) for door in ("web",) * 4 + ("sms",) * 4]
    order: list[int] = []
    for ticket in tickets:
        assert ticket is not None
        turns.wait(ticket)
    while len(order) < 8:
        at = next(at for at, each in enumerate(tickets) if each is not None and each.called and at not in order)
        order.append(at)
        turns.leave(tickets[at])  # type: ignore[arg-type]
    assert order == [0, 4, 1, 5, 2, 6, 3, 7]


@pytest.mark.threat(27)
def test_ten_thousand_calls_from_as_many_numbers_find_nothing() -> None:
    """Three tries a call: the odds are counted, not hoped for, and tried on a space a thousand million smaller."""
    tries, live = 30_000, 30_000
    assert tries * live / 10**15 <= 1e-6
    codes = {new_code(secrets.token_bytes).reveal() for _ in range(tries)}
    guesses = {new_code(secrets.token_bytes).reveal() for _ in range(tries)}
    assert not codes & guesses
    assert {code[:6] for code in codes} & {guess[:6] for guess in guesses}, "among a million, guesses do hit"
