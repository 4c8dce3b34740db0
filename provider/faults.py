"""What can go wrong at the provider, in one table, and what its words for a sent text mean."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Fault:
    """An answer that was not the one asked for. It says what to do, so that nothing else has to decide.

    `retry`: trying again later may help. `done`: nothing is left to be done. `ours`: somebody must look at our settings
    or account. `words` are for operators; `code` is the fixed name under which it is kept, counted and translated.
    """

    code: str
    retry: bool
    done: bool
    ours: bool
    words: str
    wait: float | None = None
    """Seconds the provider asked us to wait, where it did."""

    def after(self, seconds: float | None) -> Fault:
        """Return the same fault with the wait that the provider asked for."""
        return replace(self, wait=seconds)


def _later(code: str, words: str, *, ours: bool = False) -> Fault:
    return Fault(code, retry=True, done=False, ours=ours, words=words)


def _never(code: str, words: str, *, ours: bool = False) -> Fault:
    return Fault(code, retry=False, done=False, ours=ours, words=words)


UNREACHABLE = _later("unreachable", "The provider could not be reached.")
TOO_SLOW = _later("too_slow", "The provider did not finish its answer in time.")
NOT_YET = _later("not_yet", "The recording or attachment is not there yet.")
PROVIDER_DOWN = _later("provider_down", "The provider has a fault of its own.")
THROTTLED = _later("throttled", "The provider asks us to slow down.")
NOT_FINAL = _later("not_final", "The call or text is not finished at the provider, so it cannot be erased yet.")
CREDENTIALS = _later("credentials", "The provider does not accept our account and token.", ours=True)
SUSPENDED = _later("suspended", "Our account at the provider is suspended.", ours=True)

GONE = Fault("gone", retry=False, done=True, ours=False, words="It is no longer at the provider.")

TOO_LARGE = _never("too_large", "The recording or attachment is larger than we take.")
FOREIGN_HOST = _never("foreign_host", "The provider sent us on to a place that is not on its list.", ours=True)
UNREADABLE = _later("unreadable", "The provider's answer could not be read.")
UNSUPPORTED = _never("unsupported", "This provider cannot do that by API: it has to be done by hand.", ours=True)
BAD_ID = _never("bad_id", "This is not an id of the provider's.")
REFUSED = _never("refused", "The provider refuses the request.", ours=True)

BAD_NUMBER = _never("bad_number", "The number cannot receive texts.")
OPTED_OUT = _never("opted_out", "The reporter's number has told the network to stop our texts.")
NO_ROUTE = _never("no_route", "The provider has no way to that number.")
COUNTRY_OFF = _never("country_off", "Our account may not send to that country.", ours=True)
NOT_OUR_NUMBER = _never("not_our_number", "The sending number is not one of our account, or cannot send.", ours=True)
TRIAL = _never("trial", "A trial account sends only to numbers that were verified with it.", ours=True)
UNREGISTERED = _never("unregistered", "Our number is not registered for texts, so networks refuse them.", ours=True)
PHONE_OFF = _later("phone_off", "The phone is off or out of reach.")
BLOCKED = _never("blocked", "The number does not take our texts.")
LANDLINE = _never("landline", "The number is a landline or cannot be reached by text.")
FILTERED = _never("filtered", "A network took our text for unwanted and dropped it.", ours=True)
LOST = _later("lost", "A network lost our text and does not say why.")

# https://www.twilio.com/docs/api/errors; the compatible providers use the same numbers where they have any.
CODES = {
    20003: CREDENTIALS,
    20005: SUSPENDED,
    20009: NOT_FINAL,
    20404: GONE,
    20429: THROTTLED,
    21211: BAD_NUMBER,
    21217: BAD_NUMBER,
    21408: COUNTRY_OFF,
    21606: NOT_OUR_NUMBER,
    21608: TRIAL,
    21610: OPTED_OUT,
    21612: NO_ROUTE,
    21614: BAD_NUMBER,
    21659: NOT_OUR_NUMBER,
    30001: THROTTLED,
    30002: SUSPENDED,
    30003: PHONE_OFF,
    30004: BLOCKED,
    30005: NO_ROUTE,
    30006: LANDLINE,
    30007: FILTERED,
    30008: LOST,
    30032: UNREGISTERED,
    30034: UNREGISTERED,
    63018: THROTTLED,
}

STATUSES = {
    401: CREDENTIALS,
    403: CREDENTIALS,
    404: GONE,
    408: TOO_SLOW,
    409: NOT_FINAL,
    410: GONE,
    413: TOO_LARGE,
    429: THROTTLED,
}

_SERVER_ERROR = 500
_REFUSAL = 400


def fault(status: int, code: int | None = None) -> Fault:
    """Return what an HTTP status and, where there is one, the provider's code mean. The code says more, so it wins."""
    if code in CODES:
        return CODES[code]
    if status in STATUSES:
        return STATUSES[status]
    if status >= _SERVER_ERROR:
        return PROVIDER_DOWN
    return REFUSED if status >= _REFUSAL else UNREADABLE


class Delivery(StrEnum):
    """How a text of ours fared."""

    WAITING = "waiting"
    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"
    UNKNOWN = "unknown"
    """The provider used a word that is not in the table: to be counted and looked at, not guessed."""


DELIVERY = {
    "accepted": Delivery.WAITING,
    "scheduled": Delivery.WAITING,
    "queued": Delivery.WAITING,
    "sending": Delivery.WAITING,
    "sent": Delivery.SENT,
    "partially_delivered": Delivery.SENT,
    "delivered": Delivery.DELIVERED,
    "read": Delivery.DELIVERED,
    "undelivered": Delivery.FAILED,
    "failed": Delivery.FAILED,
    "canceled": Delivery.FAILED,
}

_FINAL = frozenset({Delivery.DELIVERED, Delivery.FAILED})


def delivery(word: str) -> Delivery:
    """Return what the provider's word for a sent text means."""
    return DELIVERY.get(word, Delivery.UNKNOWN)


def progress(before: Delivery, now: Delivery) -> Delivery:
    """Return how a text stands after another word about it, since callbacks come twice, late and out of order."""
    if before in _FINAL or now is Delivery.UNKNOWN or (before is Delivery.SENT and now is Delivery.WAITING):
        return before
    return now
