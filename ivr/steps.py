"""The steps of a call: each request worked out and answered, whatever state it comes in."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

from intake.call import Answer
from intake.call_limits import call_begins, hurried, long, too_long
from intake.calls import dialled, hear, keep_listening, pick_up, start_over
from intake.converse import PERSON, Exchange
from intake.exchange import Render
from intake.limiter import Pass
from intake.recordings import recording_ready
from intake.visit import Given, Visit
from ivr import verbs
from ivr.addresses import Addresses
from ivr.door import Calls, Request
from ivr.people import forget_leg, ring, ring_next, somebody_took
from ivr.twiml import render
from privacy.secret import Secret
from provider.inbound import Inbound
from store.database import NotKept
from talk.engine import Heard, Pressed, Silence, Spoke
from talk.steps import Ask, Step
from triage.lines import Line

SILENT = verbs.document()
"""For a caller who has left."""


def new_call(door: Calls, request: Request) -> str:
    """Answer a call, if its line takes calls from where it comes; where very many call, with the tone at once."""
    if not _admitted(request.line, request.inbound):
        return _farewell(door, request, "call.refused")
    passed = call_begins(door.intake, request.call)
    if passed is Pass.REFUSED:
        return _farewell(door, request, "call.too_many")
    if passed is Pass.TONE:
        return at_the_tone(door, replace(request, call=hurried(door.intake, request.call)), "call.busy")
    return rendering(door, request)(pick_up(door.intake, door.log, request.call))


def next_step(door: Calls, request: Request) -> str:
    """Go on with a call: with keys, with silence, or with a recording. Raises `NotKept`."""
    recorded = request.recorded
    if recorded and request.inbound.hung_up:
        visit = request.state.visit if request.state else None
        recording_ready(door.intake, door.log, request.call, visit, recorded)
        return SILENT
    if request.state is None:
        return _lost(door, request)
    visit = request.state.visit
    if too_long(door.intake, request.call, visit):
        return _over(door, request, visit)
    step = door.intake.script(request.line).steps.get(visit.session.step)
    given = _given(request.inbound, Secret(request.token), step)
    reply = Answer(request.call, visit, given, _heard(request), recorded)
    if recorded and _cut(request.line, request.inbound, step) and not long(door.intake, request.call, visit):
        first = door.speech.remark(visit.session.language, "recording_limit")
        return keep_listening(door.intake, reply, recorded, rendering(door, request, first))[0]
    return hear(door.intake, door.log, reply, rendering(door, request))[0]


def after_ringing(door: Calls, request: Request) -> str:
    """Go on after somebody was rung: the talk is over, the next one is rung, or nobody is there. Raises `NotKept`."""
    forget_leg(door, request)
    if request.state is None:
        return _lost(door, request)
    taken = somebody_took(door, request)
    another = None if taken or request.inbound.hung_up else ring_next(door, request, request.state)
    if another is not None:
        return another
    reply = Answer(request.call, request.state.visit, _given(request.inbound, Secret(request.token), None))
    outcome = "connected" if taken else "nobody"
    return dialled(door.intake, door.log, reply, outcome, rendering(door, request))[0]


def after_failure(door: Calls, request: Request) -> str:
    """Answer for an answer of ours that failed: say so, give the emergency number, and offer the tone."""
    if request.recorded:
        with suppress(NotKept):
            recording_ready(door.intake, door.log, request.call, None, request.recorded)
    return at_the_tone(door, request, "call.fallback")


def at_the_tone(door: Calls, request: Request, why: str) -> str:
    """Offer the tone at once, and say why."""
    exchange = start_over(door.intake, door.log, request.call)
    first = door.speech.phrase(request.line, exchange.turn.session.language, why)
    return rendering(door, request, first)(replace(exchange, turn=replace(exchange.turn, says=())))


def apology(door: Calls, line: Line, language: str) -> str:
    """Return an answer for when we have none: what is wrong, the emergency number, and the tone all the same.

    It needs neither state nor database, so it can be given for any error.
    """
    to = Addresses(door.origin, door.profile)
    first = door.speech.phrase(line, language, "call.fallback")
    return verbs.document(first, verbs.record(to.step, line.timeouts, to.reports), verbs.HANGUP)


def not_kept(door: Calls, request: Request) -> str:
    """Return the truth when nothing could be kept. Whoever has just spoken is not asked to do so in vain again."""
    if request.inbound.recording is None:
        return apology(door, request.line, request.language)
    return verbs.document(door.speech.phrase(request.line, request.language, "call.failed"), verbs.HANGUP)


def rendering(door: Calls, request: Request, first: str = "") -> Render:
    """Return how an exchange of this call becomes TwiML; `first` is said before all else, if the call goes on."""

    def rendered(exchange: Exchange) -> str:
        call, turn, visit = request.call, exchange.turn, exchange.visit
        said = door.speech.said(call.line, turn, visit.ticket)
        if turn.do == PERSON:
            return ring(door, call, visit, request.inbound.to, said)
        lead = first if turn.asks else ""
        return render(door.speech, call.line, turn, lead + said, door.addresses(call, visit))

    return rendered


def _farewell(door: Calls, request: Request, why: str) -> str:
    return verbs.document(door.speech.phrase(request.line, request.language, why), verbs.HANGUP)


def _over(door: Calls, request: Request, visit: Visit) -> str:
    """End a call that has lasted as long as a call can; what was just recorded is kept. Raises `NotKept`."""
    if request.recorded:
        recording_ready(door.intake, door.log, request.call, visit, request.recorded)
    return _farewell(door, request, "call.time_over")


def _lost(door: Calls, request: Request) -> str:
    """Go on without a state: what was recorded is a report, and whoever said nothing yet is offered the tone."""
    exchange = start_over(door.intake, door.log, request.call)
    if request.recorded is None:
        return rendering(door, request)(exchange)
    given = _given(request.inbound, request.recorded.sid, None)
    reply = Answer(request.call, exchange.visit, given, Spoke(), request.recorded)
    return hear(door.intake, door.log, reply, rendering(door, request))[0]


def _given(inbound: Inbound, once: Secret, step: Step | None) -> Given:
    """Return what came with a request. Keys are words only where digits were asked for; `*` began them anew."""
    words = inbound.digits.rpartition("*")[2].removesuffix("#") if step and step.ask is Ask.DIGITS else ""
    return Given(once, words, alias=inbound.aliases[0] if inbound.aliases else None, digest=inbound.digests[0])


def _heard(request: Request) -> Heard:
    if request.recorded:
        return Spoke()
    return Pressed(request.inbound.digits) if request.inbound.digits else Silence()


def _cut(line: Line, inbound: Inbound, step: Step | None) -> bool:
    """Return whether a recording ended because it was full: the length is told in whole seconds, rounded or cut."""
    seconds = inbound.recording.seconds if inbound.recording else 0
    return step is not None and step.ask is Ask.STORY and not inbound.digits and seconds >= line.timeouts.recording - 1


def _admitted(line: Line, inbound: Inbound) -> bool:
    """Return whether a line takes this call: a line may be closed to calls, or to those from other countries."""
    return "voice" in line.doors and (not line.countries or inbound.country in (None, *line.countries))
