"""Recordings and attachments, fetched into memory from addresses that we build ourselves out of checked ids."""

from __future__ import annotations

from urllib.parse import urljoin

from privacy.secret import Secret
from provider import faults
from provider.address import may_follow
from provider.faults import Fault
from provider.rest import Rest, attempt
from provider.transport import Answer, Failed, Request, send

MAX_REDIRECTS = 3


def fetch_recording(rest: Rest, sid: Secret) -> bytes | Fault:
    """Return a recording as a WAV file. Straight after its callback it may not be there: that fault says try again."""
    if not rest.options.profile.sids.recording.fullmatch(sid.reveal()):
        return faults.BAD_ID
    return _fetch(rest, f"Recordings/{sid.reveal()}.wav")


def fetch_media(rest: Rest, message: Secret, media: Secret) -> bytes | Fault:
    """Return one attachment of a text, whatever its sender says it is."""
    sids = rest.options.profile.sids
    if not sids.message.fullmatch(message.reveal()) or not sids.media.fullmatch(media.reveal()):
        return faults.BAD_ID
    return _fetch(rest, f"Messages/{message.reveal()}/Media/{media.reveal()}")


def _fetch(rest: Rest, path: str) -> bytes | Fault:
    url = f"{rest.address.url}/2010-04-01/Accounts/{rest.options.account}/{path}"
    body = attempt(lambda: _follow(rest, url))
    return faults.NOT_YET.after(body.wait) if isinstance(body, Fault) and body.done else body


def _follow(rest: Rest, url: str) -> bytes:
    """Get the first address with our credentials, and every further one only where allowed and without them."""
    answer = rest.ask(Request("GET", url), rest.options.media_limits)
    for _ in range(MAX_REDIRECTS):
        if answer.location is None:
            return answer.body
        url = urljoin(url, answer.location)
        answer = _next(rest, url)
    if answer.location is not None:
        raise Failed(faults.FOREIGN_HOST)
    return answer.body


def _next(rest: Rest, url: str) -> Answer:
    if not may_follow(url, rest.address, rest.options.profile.media_hosts):
        raise Failed(faults.FOREIGN_HOST)
    return send(rest.session, Request("GET", url), rest.options.media_limits)
