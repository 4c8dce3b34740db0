"""The limits of a house: how much is taken from whom, how much is answered, and what may be spent on it."""

from __future__ import annotations

from dataclasses import dataclass

from triage.lines import REGION
from triage.reading import Table, reading

TYPES = ("fixed", "mobile", "fixed_or_mobile", "voip", "toll_free", "shared_cost", "other", "unknown")
"""What a number may be to be written to. `premium` is missing: whoever owns one earns by every message."""

_MOST = 1_000_000
_LARGEST_BODY = 64


@dataclass(frozen=True, slots=True)
class SenderLimits:
    """Of one telephone. `always` is how many contacts a day go through whatever else is going on."""

    always: int
    texts_hour: int
    texts_day: int
    calls_hour: int
    calls_day: int


@dataclass(frozen=True, slots=True)
class SharedLimits:
    """Of one line, or of all together."""

    texts_hour: int
    calls_hour: int
    calls_at_once: int


@dataclass(frozen=True, slots=True)
class WithheldLimits:
    """Of all together who show no number."""

    answers_hour: int
    calls_hour: int
    calls_at_once: int


@dataclass(frozen=True, slots=True)
class CallLimits:
    """Of one call, in minutes: `minutes` until recordings are no longer gone on with, `longest` until it ends."""

    minutes: int
    longest: int


@dataclass(frozen=True, slots=True)
class ReplyLimits:
    """What may be spent on texts, in segments. From `short_from` per cent on, replies are short.

    `types` and `countries` are those of numbers that are written to; no country means all of them.
    """

    line_hour: int
    line_day: int
    total_hour: int
    total_day: int
    short_from: int
    types: frozenset[str]
    countries: frozenset[str]


@dataclass(frozen=True, slots=True)
class RoomLimits:
    """In megabytes: bodies read at once, what must stay free on the disk, the most a database takes up (0: any)."""

    uploads: int
    free: int
    database: int


@dataclass(frozen=True, slots=True)
class Limits:
    """All limits of a house."""

    sender: SenderLimits
    line: SharedLimits
    total: SharedLimits
    withheld: WithheldLimits
    call: CallLimits
    replies: ReplyLimits
    room: RoomLimits


def parse_limits(text: str, name: str) -> Limits:
    """Read the table of limits. Raises RuleFaults."""
    with reading(text, name) as top:
        limits = Limits(
            sender=_sender(top.table("sender")),
            line=_shared(top.table("line")),
            total=_shared(top.table("total")),
            withheld=_withheld(top.table("withheld")),
            call=_call(top.table("call")),
            replies=_replies(top.table("replies")),
            room=_room(top.table("room")),
        )
        _agree(top, limits)
    return limits


def _sender(table: Table) -> SenderLimits:
    return SenderLimits(
        always=table.number("always", 1, 100),  # none would refuse a first report
        texts_hour=_count(table, "texts_hour"),
        texts_day=_count(table, "texts_day"),
        calls_hour=_count(table, "calls_hour"),
        calls_day=_count(table, "calls_day"),
    )


def _shared(table: Table) -> SharedLimits:
    return SharedLimits(_count(table, "texts_hour"), _count(table, "calls_hour"), _count(table, "calls_at_once"))


def _withheld(table: Table) -> WithheldLimits:
    return WithheldLimits(_count(table, "answers_hour"), _count(table, "calls_hour"), _count(table, "calls_at_once"))


def _call(table: Table) -> CallLimits:
    return CallLimits(table.number("minutes", 3, 240), table.number("longest", 5, 240))


def _replies(table: Table) -> ReplyLimits:
    return ReplyLimits(
        line_hour=table.number("line_hour", 0, _MOST),
        line_day=table.number("line_day", 0, _MOST),
        total_hour=table.number("total_hour", 0, _MOST),
        total_day=table.number("total_day", 0, _MOST),
        short_from=table.number("short_from", 1, 100),
        types=frozenset(table.choices("types", TYPES)),
        countries=frozenset(table.matching_all("countries", REGION, "two capital letters, as in ISO 3166", ())),
    )


def _room(table: Table) -> RoomLimits:
    return RoomLimits(
        uploads=table.number("uploads", _LARGEST_BODY, _MOST),  # less would never let the largest body in
        free=table.number("free", 0, _MOST),
        database=table.number("database", 0, _MOST),
    )


def _count(table: Table, key: str) -> int:
    return table.number(key, 1, _MOST)


def _agree(top: Table, limits: Limits) -> None:
    """Note limits of which one can never be reached because another one stands in its way."""
    sender, replies = limits.sender, limits.replies
    for low, high, key, other in (
        (sender.texts_hour, sender.texts_day, "sender.texts_hour", "sender.texts_day"),
        (sender.calls_hour, sender.calls_day, "sender.calls_hour", "sender.calls_day"),
        (limits.line.texts_hour, limits.total.texts_hour, "line.texts_hour", "total.texts_hour"),
        (limits.line.calls_hour, limits.total.calls_hour, "line.calls_hour", "total.calls_hour"),
        (limits.line.calls_at_once, limits.total.calls_at_once, "line.calls_at_once", "total.calls_at_once"),
        (limits.call.minutes, limits.call.longest, "call.minutes", "call.longest"),
        (replies.line_hour, replies.line_day, "replies.line_hour", "replies.line_day"),
        (replies.total_hour, replies.total_day, "replies.total_hour", "replies.total_day"),
        (replies.line_hour, replies.total_hour, "replies.line_hour", "replies.total_hour"),
        (replies.line_day, replies.total_day, "replies.line_day", "replies.total_day"),
    ):
        if low > high:
            top.fault(key, f"{low} is more than {other}", f"up to {high}")
