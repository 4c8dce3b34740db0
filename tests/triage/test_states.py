"""The life of a report: what may be done to it, and what it is afterwards."""

from __future__ import annotations

import pytest

from triage.states import AFTER, Move, NotPossible, Status, after, moves


def test_a_report_can_go_its_whole_way() -> None:
    status = Status.NEW
    for move in (Move.CLAIM, Move.REPLY, Move.TRANSFER, Move.CONFIRM_TRANSFER, Move.CLOSE, Move.REOPEN, Move.CLAIM):
        status = after(status, move)
    assert status is Status.CLAIMED


def test_a_report_handed_back_is_new_again() -> None:
    assert after(after(Status.NEW, Move.CLAIM), Move.HAND_BACK) is Status.NEW


def test_nobody_claims_what_another_holds() -> None:
    with pytest.raises(NotPossible) as raised:
        after(Status.CLAIMED, Move.CLAIM)
    assert (raised.value.status, raised.value.move) == (Status.CLAIMED, Move.CLAIM)
    assert str(raised.value) == "a report that is claimed allows no claim"


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("move", Move)
def test_what_is_offered_is_what_is_possible(status: Status, move: Move) -> None:
    if move in moves(status):
        assert isinstance(after(status, move), Status)
    else:
        with pytest.raises(NotPossible):
            after(status, move)


def test_every_status_can_be_reached_and_left_and_every_move_is_of_use() -> None:
    assert {reached for (left, _), reached in AFTER.items() if left != reached} == set(Status)
    assert {left for (left, _), reached in AFTER.items() if left != reached} == set(Status)
    assert {move for _, move in AFTER} == set(Move)


def test_a_note_can_always_be_left() -> None:
    assert all(after(status, Move.NOTE) is status for status in Status)
