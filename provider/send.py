"""Sending a text. Most replies need none of this: they are the answer to the webhook."""

from __future__ import annotations

from privacy.secret import Secret
from provider import faults
from provider.faults import Fault
from provider.rest import Rest, attempt, refusal


def send_message(rest: Rest, sender: str, to: Secret, body: str, status_callback: str | None = None) -> Secret | Fault:
    """Send a text from one of our numbers; return its id, which leads to the provider's copy and must be erased."""
    sent = attempt(
        lambda: (
            rest.client.messages.create(
                to=to.reveal(),
                from_=sender,
                body=body,
                **({"status_callback": status_callback} if status_callback else {}),
            ).sid
        )
    )
    if isinstance(sent, Fault):
        return refusal(sent)
    return Secret(sent) if rest.options.profile.sids.message.fullmatch(str(sent)) else faults.UNREADABLE
