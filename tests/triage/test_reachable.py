"""Whether an answer can reach the reporter."""

from __future__ import annotations

import pytest

from triage.reachable import MEANS, Reachable, Receipt, reachable


@pytest.mark.parametrize(
    ("receipts", "expected"),
    [
        pytest.param([], "no", id="no code was handed out"),
        pytest.param([Receipt.SHOWN], "yes", id="shown on a page"),
        pytest.param([Receipt.PLAYED], "yes", id="played to its end"),
        pytest.param([Receipt.READ_OUT], "yes", id="read out by an operator"),
        pytest.param([Receipt.SENT], "perhaps", id="sent, unconfirmed"),
        pytest.param([Receipt.SENT, Receipt.DELIVERED], "yes", id="delivered"),
        pytest.param([Receipt.SENT, Receipt.UNDELIVERED], "perhaps", id="undelivered"),
        pytest.param([Receipt.DELIVERED, Receipt.STOPPED], "perhaps", id="STOP after delivery"),
        pytest.param([Receipt.STOPPED], "no", id="STOP and nothing else"),
        pytest.param([Receipt.CUT_SHORT], "perhaps", id="hung up while it was read"),
        pytest.param([Receipt.CUT_SHORT, Receipt.PLAYED], "yes", id="heard again to its end"),
    ],
)
def test_the_best_of_all_receipts_counts(receipts: list[Receipt], expected: str) -> None:
    assert reachable(receipts) == reachable(reversed(receipts)) == Reachable(expected)


def test_every_receipt_but_stop_means_something() -> None:
    assert set(MEANS) == set(Receipt) - {Receipt.STOPPED}
