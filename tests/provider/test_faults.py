"""The table of faults and the table of delivery words."""

from __future__ import annotations

import json
from itertools import permutations
from pathlib import Path

import pytest

from provider import faults
from provider.faults import Delivery, Fault, delivery, fault, progress

ALL = [value for value in vars(faults).values() if isinstance(value, Fault)]


def test_every_fault_has_a_name_of_its_own_and_a_sentence() -> None:
    assert len({each.code for each in ALL}) == len(ALL)
    for each in ALL:
        assert each.words.endswith(".")
        assert each.code.isidentifier()
        assert not (each.retry and each.done)


@pytest.mark.parametrize(
    ("status", "code", "expected"),
    [
        (401, None, faults.CREDENTIALS),
        (403, 20003, faults.CREDENTIALS),
        (404, None, faults.GONE),
        (409, None, faults.NOT_FINAL),
        (400, 20009, faults.NOT_FINAL),
        (400, None, faults.REFUSED),
        (422, 1, faults.REFUSED),
        (429, None, faults.THROTTLED),
        (500, None, faults.PROVIDER_DOWN),
        (599, 1, faults.PROVIDER_DOWN),
        (304, None, faults.UNREADABLE),
        (400, 30034, faults.UNREGISTERED),
    ],
)
def test_a_code_says_more_than_a_status_and_both_are_understood(status: int, code: int | None, expected: Fault) -> None:
    assert fault(status, code) == expected


def test_only_what_is_gone_is_done() -> None:
    assert [each.code for each in ALL if each.done] == ["gone"]


def test_every_word_that_the_provider_documents_for_a_sent_text_is_in_the_table() -> None:
    words = json.loads((Path(__file__).parent / "openapi.json").read_text())["message_statuses"]
    incoming = {"receiving", "received"}
    assert set(faults.DELIVERY) == set(words) - incoming


def test_an_unknown_word_is_no_guess() -> None:
    assert delivery("teleported") is Delivery.UNKNOWN
    assert progress(Delivery.SENT, Delivery.UNKNOWN) is Delivery.SENT


@pytest.mark.parametrize("final", [Delivery.DELIVERED, Delivery.FAILED])
def test_whatever_the_order_of_the_callbacks_the_final_word_stays(final: Delivery) -> None:
    for order in permutations([Delivery.WAITING, Delivery.SENT, final, final]):
        state = Delivery.WAITING
        for word in order:
            state = progress(state, word)
        assert state is final
