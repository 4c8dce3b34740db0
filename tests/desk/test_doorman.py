"""The doorman makes guessers wait, and keeps the crowd small."""

from __future__ import annotations

import secrets
import threading

import pytest

from desk.doorman import Crowded, Doorman


def test_no_more_passwords_are_tried_at_once_than_there_are_cores() -> None:
    doorman = Doorman(2, secrets.token_bytes, lambda _: None, room=20)
    inside, most, lock = 0, 0, threading.Lock()
    together = threading.Barrier(2)

    def try_one(name: str) -> None:
        nonlocal inside, most
        with doorman.admit(name):
            with lock:
                inside += 1
                most = max(most, inside)
            together.wait(10)  # passes only when two are inside
            with lock:
                inside -= 1

    threads = [threading.Thread(target=try_one, args=(f"name{at}",)) for at in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert (inside, most) == (0, 2)


def test_who_comes_when_the_room_is_full_is_sent_away_and_may_come_again() -> None:
    doorman = Doorman(2, secrets.token_bytes, lambda _: None, room=1)
    with doorman.admit("ana"), pytest.raises(Crowded), doorman.admit("bo"):
        pass
    with doorman.admit("bo"):
        pass


def test_a_try_that_fails_leaves_its_place_in_the_room() -> None:
    doorman = Doorman(1, secrets.token_bytes, lambda _: None, room=1)
    for _ in range(3):
        with pytest.raises(ZeroDivisionError), doorman.admit("ana"):
            raise ZeroDivisionError
    with doorman.admit("ana"):
        pass


def test_the_same_name_waits_longer_until_its_password_was_right() -> None:
    slept: list[float] = []
    doorman = Doorman(1, secrets.token_bytes, slept.append)
    for name in ("ana", "ana", "ana", "ana", "bo", "ana"):
        with doorman.admit(name):
            pass
    doorman.welcome("ana")
    with doorman.admit("ana"):
        pass
    assert slept == [0, 0, 0, 0.5, 0, 1, 0]
