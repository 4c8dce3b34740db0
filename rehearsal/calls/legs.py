"""A dialled leg: a call of its own to an operator's phone, which may hear a whisper before it is connected."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urljoin
from xml.etree import ElementTree as ET

from rehearsal.calls.operators import Operator
from rehearsal.calls.phone import HungUp
from rehearsal.calls.run import End, Run, Target, follow
from rehearsal.calls.scripted import Plan, ScriptedPhone
from rehearsal.errors import Problem
from rehearsal.line import fields
from rehearsal.line.webhooks import Webhook
from rehearsal.records import Call
from rehearsal.twiml.document import text_of

GREETING = 45.0  # seconds a voicemail listens before it gives up


@dataclass(frozen=True, slots=True)
class Leg:
    """One number that is dialled. `base`: the URL of the document that says so."""

    noun: ET.Element
    base: str
    call: Call
    operator: Operator


def open_leg(run: Run, noun: ET.Element, base: str, caller_id: str) -> Leg:
    """Open a new leg, ringing."""
    board, number = run.board, text_of(noun)
    sid, now = board.new_sid("CA"), board.options.now()
    call = Call(sid, caller_id, number, "outbound-dial", now, run.call.sid)
    board.calls.put(sid, call)
    leg = Leg(noun, base, call, board.operators.of(number))
    _progress(run, leg, "initiated", "ringing")
    return leg


def whisper(run: Run, leg: Leg) -> tuple[bool, float]:
    """Pick the phone up and let it hear the whisper: whether it may be connected then, and the seconds it took."""
    leg.call.status = "in-progress"
    _progress(run, leg, "answered")
    url = leg.noun.get("url", "")
    if not url:
        return True, 0.0
    keys = leg.operator.keys if leg.operator.does == "answer" else ()
    phone = ScriptedPhone(Plan(keys, hang_up_after=GREETING))
    child = Run(run.board, run.line, run.courier, leg.call, run.story, phone, run.verbs)
    bridged = True
    try:
        follow(child, Target(urljoin(leg.base, url), leg.noun.get("method", "POST"), what="whisper"))
    except (End, HungUp, Problem):
        bridged = False
    return bridged, phone.elapsed()


def close(run: Run, leg: Leg, status: str, seconds: float = 0.0) -> None:
    """End a leg."""
    leg.call.status, leg.call.seconds, leg.call.ended = status, seconds, run.board.options.now()
    _progress(run, leg, "completed")


def _progress(run: Run, leg: Leg, *events: str) -> None:
    url = leg.noun.get("statusCallback", "")
    wanted = leg.noun.get("statusCallbackEvent", "completed").split(" ")
    order = ["initiated", "ringing", "answered", "completed"]
    run.courier.later(
        run.story,
        [
            Webhook(
                "leg",
                urljoin(leg.base, url),
                leg.noun.get("statusCallbackMethod", "POST"),
                fields.of_leg_event(run.board, leg.call, order.index(event)),
            )
            for event in events
            if url and event in wanted
        ],
    )
