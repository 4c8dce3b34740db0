"""Which function performs which verb."""

from __future__ import annotations

from rehearsal.calls.dial import dial
from rehearsal.calls.flow import enqueue, hangup, leave, redirect, reject
from rehearsal.calls.gather import gather
from rehearsal.calls.record import record
from rehearsal.calls.run import Verb
from rehearsal.calls.speak import aloud

VERBS: dict[str, Verb] = {
    "Say": aloud,
    "Play": aloud,
    "Pause": aloud,
    "Gather": gather,
    "Record": record,
    "Dial": dial,
    "Redirect": redirect,
    "Hangup": hangup,
    "Reject": reject,
    "Enqueue": enqueue,
    "Leave": leave,
}
