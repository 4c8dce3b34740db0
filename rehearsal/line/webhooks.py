"""Asks the line: one signed webhook with its retries, redirects and faults, written down as it happens."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urljoin

from rehearsal.board import Board
from rehearsal.errors import Problem
from rehearsal.line import overrides
from rehearsal.line.signing import sign, spoil
from rehearsal.line.wire import LARGEST_AUDIO, Letter, Reply, Wire
from rehearsal.records import Call, Message

MOST_REDIRECTS = 10
IN_LINE = ("late", "twice", "lost", "unsigned", "forged", "truncated", "fail")
KEPT_BODY = 64 * 1024


@dataclass(frozen=True, slots=True)
class Webhook:
    """A request to be made. `what` names its kind, as faults do."""

    what: str
    url: str
    method: str = "POST"
    fields: Mapping[str, str] = field(default_factory=dict)


class Line:
    """The line as the provider sees it: a place that webhooks go to."""

    def __init__(self, board: Board) -> None:
        self._board = board
        options = board.options
        self._wire = Wire({options.origin: options.reach or options.origin, board.base: board.base})

    def ask(self, owner: Call | Message, webhook: Webhook) -> Reply:
        """Send a webhook and hand back a 2xx answer. Raises Problem 11200, 11205, 11206, 11215 or 11750."""
        if not webhook.url:
            raise Problem(11200, f"no URL is set for {webhook.what}")
        bare, plan = overrides.read(webhook.url, self._board.options.patience)
        webhook, mark = replace(webhook, url=bare), self._board.options.random(16).hex()
        for left in range(plan.retries, -1, -1):
            try:
                return self._through_faults(owner, webhook, plan, mark)
            except Problem as problem:
                if not left or not plan.retries_after(_kind(problem)):
                    raise
        message = "a range ends"
        raise AssertionError(message)

    def _through_faults(self, owner: Call | Message, webhook: Webhook, plan: overrides.Overrides, mark: str) -> Reply:
        fault = self._board.faults.take(webhook.what, *IN_LINE)
        how = fault.how if fault else ""
        if fault and how == "late":
            time.sleep(fault.seconds)
        if fault and how == "fail":
            raise Problem(11200, f"on command: HTTP {fault.status}")
        reply = self._follow(owner, webhook, plan, mark, how)
        if how == "twice":
            reply = self._follow(owner, webhook, plan, mark, how)
        if how == "lost":
            raise Problem(11200, "on command: the answer was lost")
        return reply

    def _follow(
        self,
        owner: Call | Message,
        webhook: Webhook,
        plan: overrides.Overrides,
        mark: str,
        how: str,
    ) -> Reply:
        for _ in range(MOST_REDIRECTS):
            letter = spoil(sign(webhook.method, webhook.url, webhook.fields, self._board.options.token, mark), how)
            reply = self._once(owner, webhook, letter, plan)
            where = reply.headers.get("location")
            if reply.status not in {301, 302, 303, 307, 308} or not where:
                return _accepted(reply)
            target = urljoin(webhook.url, where)
            keep = reply.status in {307, 308}
            webhook = replace(webhook, url=target) if keep else Webhook(webhook.what, target, "GET")
        raise Problem(11215, f"more than {MOST_REDIRECTS} redirects")

    def _once(self, owner: Call | Message, webhook: Webhook, letter: Letter, plan: overrides.Overrides) -> Reply:
        event = self._board.tell(
            owner,
            "webhook",
            what=webhook.what,
            method=letter.method,
            url=letter.url,
            fields=dict(webhook.fields),
            status=None,
        )
        began = time.monotonic()
        limits = replace(plan.limits, size=LARGEST_AUDIO) if webhook.what == "play" else plan.limits
        try:
            reply = self._wire.send(letter, limits)
        except Problem as problem:
            self._board.amend(event, error=problem.code, seconds=round(time.monotonic() - began, 3))
            raise
        self._board.amend(
            event,
            status=reply.status,
            type=reply.type,
            seconds=round(time.monotonic() - began, 3),
            cookie="set-cookie" in reply.headers,
            body=_shown(reply),
        )
        return reply


def _accepted(reply: Reply) -> Reply:
    if not 200 <= reply.status < 300:
        raise Problem(11200, f"HTTP {reply.status}")
    return reply


def _kind(problem: Problem) -> str:
    if problem.code == 11205:
        return "ct"
    if "in time" in problem.detail:
        return "rt"
    return f"{problem.detail[5]}xx" if problem.detail.startswith("HTTP ") else ""


def _shown(reply: Reply) -> str:
    if reply.type.startswith("audio/"):
        return f"({len(reply.body)} bytes of sound)"
    return reply.body[:KEPT_BODY].decode("utf-8", "replace")
