"""Who tries again and again waits, up to a few seconds, and the counting never fills the memory."""

from __future__ import annotations

from privacy.tries import Tries

KEY = bytes(32)


def test_waiting_grows_up_to_four_seconds_and_no_further() -> None:
    tries = Tries(KEY)
    assert [tries.wait("ana") for _ in range(9)] == [0, 0, 0, 0.5, 1, 2, 4, 4, 4]
    assert {tries.wait("ana") for _ in range(2000)} == {4}


def test_each_name_waits_for_itself_alone() -> None:
    tries = Tries(KEY)
    assert [tries.wait(name) for name in ("ana", "ana", "ana", "ana", "bo")] == [0, 0, 0, 0.5, 0]


def test_a_name_that_was_right_is_forgotten() -> None:
    tries = Tries(KEY)
    assert [tries.wait("ana") for _ in range(5)][-1] == 1
    tries.forget("ana")
    tries.forget("nobody")
    assert tries.wait("ana") == 0


def test_a_flood_of_names_does_not_fill_the_memory() -> None:
    tries = Tries(KEY)
    for at in range(10_000):
        tries.wait(f"name{at}")
    assert len(tries._counts) <= 4096


def test_a_name_stands_nowhere_in_what_is_remembered() -> None:
    tries = Tries(KEY)
    tries.wait("4929 1234 5678 9014")
    assert all(b"4929" not in digest and len(digest) == 32 for digest in tries._counts)
