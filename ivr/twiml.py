"""A turn as TwiML for the phone. Every answer either asks, rings somebody, or hangs up: no call is left hanging."""

from __future__ import annotations

from ivr import verbs
from ivr.addresses import Addresses
from ivr.speech import Speech
from talk.engine import Turn
from talk.steps import Ask
from triage.lines import Line


def render(speech: Speech, line: Line, turn: Turn, said: str, to: Addresses) -> str:
    """Return TwiML that says `said` and then what the turn asks: keys, digits, or a recording."""
    if turn.asks is None:
        return verbs.document(said, verbs.HANGUP)
    if turn.asks.ask is Ask.STORY:
        return verbs.document(said, verbs.record(to.step, line.timeouts, to.reports), verbs.redirect(to.step))
    if turn.asks.ask is Ask.DIGITS:
        return verbs.document(verbs.digits(said, to.step, line.timeouts))
    offered = speech.offered(line, turn.session.language, turn.asks)
    return verbs.document(verbs.choice(said + offered, to.step, line.timeouts))
