"""What the provider says about our account and our numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from privacy.secret import Secret
from provider import faults
from provider.faults import Fault
from provider.rest import PAGE, Rest, attempt, refusal

# As the API names them, without case or underscores: the fields of a number that decide who hears of a call or text.
SETTINGS = (
    "voice_url",
    "voice_method",
    "voice_fallback_url",
    "voice_fallback_method",
    "voice_application_sid",
    "voice_caller_id_lookup",
    "status_callback",
    "status_callback_method",
    "sms_url",
    "sms_method",
    "sms_fallback_url",
    "sms_fallback_method",
    "sms_application_sid",
    "trunk_sid",
)


@dataclass(frozen=True, slots=True, repr=False)
class OwnNumber:
    """One of our numbers at the provider. `settings` hold what the provider answered, "" for nothing."""

    sid: Secret
    number: str
    settings: Mapping[str, str]
    can_call: bool
    can_text: bool


@dataclass(frozen=True, slots=True)
class Account:
    """Our account: `trial` and `active` are None where the provider does not say."""

    trial: bool | None
    active: bool | None


def numbers(rest: Rest) -> tuple[OwnNumber, ...] | Fault:
    """Return the numbers of our account."""
    found = attempt(lambda: tuple(map(_number, rest.client.incoming_phone_numbers.list(page_size=PAGE))))
    return refusal(found) if isinstance(found, Fault) else found


def update_number(rest: Rest, number: OwnNumber, settings: Mapping[str, str]) -> Fault | None:
    """Change settings of one of our numbers, by their names in `SETTINGS`. None: changed."""
    if not rest.options.profile.sids.number.fullmatch(number.sid.reveal()):
        return faults.BAD_ID
    fields: dict[str, object] = {name: _flag(value) for name, value in settings.items()}
    answer = attempt(lambda: rest.client.incoming_phone_numbers(number.sid.reveal()).update(**fields))
    return refusal(answer) if isinstance(answer, Fault) else None


def account(rest: Rest) -> Account | Fault:
    """Return what kind of account this is and whether it works. The answer also holds its token: only this is kept."""
    found = attempt(lambda: rest.client.api.accounts(rest.options.account).fetch())
    if isinstance(found, Fault):
        return refusal(found)
    trial = None if found.type is None else str(found.type).lower() == "trial"
    return Account(trial, None if found.status is None else str(found.status).lower() == "active")


def _number(found: Any) -> OwnNumber:
    able: Mapping[str, bool] = found.capabilities if isinstance(found.capabilities, dict) else {}
    settings = {name: _text(getattr(found, name)) for name in SETTINGS}
    can = {name.lower(): value for name, value in able.items()}
    return OwnNumber(
        Secret(str(found.sid)), str(found.phone_number), settings, can.get("voice", True), can.get("sms", True)
    )


def _text(value: object) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _flag(value: str) -> str | bool:
    return {"true": True, "false": False}.get(value, value)
