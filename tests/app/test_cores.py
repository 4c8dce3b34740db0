"""The threads that answer share a core; what takes long runs on any."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable

import pytest

from app.cores import elsewhere, share_a_core, use_any_core

ALL = os.sched_getaffinity(0)


def in_a_thread(work: Callable[[], set[int]]) -> set[int]:
    """Run something in a thread of its own, so that this one stays where it is."""
    found: list[set[int]] = []
    thread = threading.Thread(target=lambda: found.append(work()))
    thread.start()
    thread.join()
    return found[0]


def started_by_one_that_shares() -> set[int]:
    share_a_core()
    return in_a_thread(lambda: os.sched_getaffinity(0))


@pytest.mark.skipif(len(ALL) == 1, reason="there is but one core here")
def test_what_a_sharing_thread_starts_shares_its_core() -> None:
    assert len(in_a_thread(started_by_one_that_shares)) == 1


def test_a_thread_may_go_back_to_every_core() -> None:
    def gone_back() -> set[int]:
        share_a_core()
        use_any_core()
        return os.sched_getaffinity(0)

    assert in_a_thread(gone_back) == ALL


def test_what_is_long_runs_elsewhere_and_comes_back() -> None:
    seen: list[set[int]] = []

    def long() -> set[int]:
        share_a_core()
        with elsewhere():
            seen.append(os.sched_getaffinity(0))
        return os.sched_getaffinity(0)

    assert len(in_a_thread(long)) == 1
    assert seen == [ALL]


def test_the_rest_of_the_process_stays_where_it_was() -> None:
    in_a_thread(started_by_one_that_shares)
    assert os.sched_getaffinity(0) == ALL
