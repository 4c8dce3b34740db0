"""Whether a reporter can be reached with an answer: a rule table over what became of each code handed out."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Reachable(StrEnum):
    """Whether the reporter holds a code, as far as anybody can know."""

    YES = "yes"
    PERHAPS = "perhaps"
    NO = "no"


class Receipt(StrEnum):
    """What is known of one way the code went; a report may have several, in any order."""

    SHOWN = "shown"  # on a page the reporter opened
    PLAYED = "played"  # on the phone, to its end
    CUT_SHORT = "cut_short"  # on the phone, and the call ended before its end
    READ_OUT = "read_out"  # by an operator, in a call
    SENT = "sent"  # in a text, no word of its delivery yet
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"
    STOPPED = "stopped"  # the sender texted STOP


MEANS = {
    Receipt.SHOWN: Reachable.YES,
    Receipt.PLAYED: Reachable.YES,
    Receipt.READ_OUT: Reachable.YES,
    Receipt.DELIVERED: Reachable.YES,
    Receipt.CUT_SHORT: Reachable.PERHAPS,
    Receipt.SENT: Reachable.PERHAPS,
    Receipt.UNDELIVERED: Reachable.PERHAPS,
}


def reachable(receipts: Iterable[Receipt]) -> Reachable:
    """Return the best that any receipt promises; after STOP never more than perhaps; without receipts no."""
    known = set(receipts)
    meant = {MEANS[receipt] for receipt in known - {Receipt.STOPPED}}
    if Reachable.YES in meant and Receipt.STOPPED not in known:
        return Reachable.YES
    return Reachable.PERHAPS if meant else Reachable.NO
