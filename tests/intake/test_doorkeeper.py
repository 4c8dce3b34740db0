"""The doorkeeper makes the same claimed code wait, and looks up no more codes at once than there are cores."""

from __future__ import annotations

import secrets
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from intake.doorkeeper import Crowded, Doorkeeper
from privacy.secret import Secret


def test_the_same_code_waits_longer_each_time_and_another_does_not() -> None:
    slept: list[float] = []
    doorkeeper = Doorkeeper(1, secrets.token_bytes, slept.append)
    for code in ("1", "1", "1", "1", "2", "1"):
        with doorkeeper.admit(Secret(code)):
            pass
    assert slept == [0, 0, 0, 0.5, 0, 1]


def test_no_more_codes_are_looked_up_at_once_than_there_are_cores() -> None:
    doorkeeper = Doorkeeper(1, secrets.token_bytes, lambda _: None)
    core = threading.Lock()

    def look_up(number: int) -> bool:
        with doorkeeper.admit(Secret(str(number))):
            alone = core.acquire(blocking=False)
            time.sleep(0)  # let the others run
            if alone:
                core.release()
            return alone

    with ThreadPoolExecutor(8) as callers:
        assert all(callers.map(look_up, range(100)))


def test_only_a_few_pages_wait_at_once_and_a_caller_is_never_turned_away() -> None:
    doorkeeper = Doorkeeper(8, secrets.token_bytes, lambda _: None, room=2)
    with doorkeeper.admit_page(Secret("1")):
        with doorkeeper.admit_page(Secret("2")):
            with pytest.raises(Crowded), doorkeeper.admit_page(Secret("3")):
                pass
            with doorkeeper.admit(Secret("3")):
                pass
        with doorkeeper.admit_page(Secret("3")):
            pass
