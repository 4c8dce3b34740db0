"""How many calls there may be and how long one may last. A caller in danger is never cut short."""

from __future__ import annotations

from dataclasses import replace

from intake.call import Call
from intake.file import said
from intake.limiter import Pass
from intake.options import Intake
from intake.visit import Visit

_MINUTE = 60


def call_begins(intake: Intake, call: Call) -> Pass:
    """Count a call that begins; return whether it is taken, goes straight to the tone, or is told to wait."""
    return intake.limiting.senders.call(call.line.name, call.alias, call.digests, intake.seconds())


def hurried(intake: Intake, call: Call) -> Call:
    """Return a call as one that has lasted for so long already that its recordings are not gone on with."""
    return replace(call, began=call.began - intake.limiting.limits.call.minutes * _MINUTE)


def long(intake: Intake, call: Call, visit: Visit) -> bool:
    """Return whether a call has lasted so long that a full recording is its last."""
    return _lasted(intake, call, visit, intake.limiting.limits.call.minutes)


def too_long(intake: Intake, call: Call, visit: Visit) -> bool:
    """Return whether a call has to end."""
    return _lasted(intake, call, visit, intake.limiting.limits.call.longest)


def _lasted(intake: Intake, call: Call, visit: Visit, minutes: int) -> bool:
    return intake.seconds() - call.began >= minutes * _MINUTE and said(visit, "danger") != "yes"
