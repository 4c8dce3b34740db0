"""Whom we write to: nobody whose number earns by it, nobody in a country that the owner left out."""

from __future__ import annotations

from provider.inbound import Inbound
from provider.numbers import NumberType
from triage.limits import ReplyLimits
from triage.lines import Line


def answerable(limits: ReplyLimits, line: Line, inbound: Inbound) -> bool:
    """Return whether the sender of a text may be answered.

    A number by its type and country; a short code never, as it may be a premium one. Who has neither (withheld, or
    known by another name in a chat) costs what a text at home costs.
    """
    if inbound.number_type is None:
        return inbound.reply_to is None or bool(inbound.aliases)
    if inbound.number_type is NumberType.PREMIUM or inbound.number_type not in limits.types:
        return False
    return all(inbound.country in some for some in (limits.countries, line.countries) if some)
