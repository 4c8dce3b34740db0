"""Pointing a number of ours at this server: what would change, and changing it. `provider.probe` tries it out."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from provider import account, faults
from provider.account import OwnNumber
from provider.address import is_loopback
from provider.faults import Fault
from provider.numbers import NumberType, origin
from provider.profiles import Profile, missing
from provider.rest import Rest

# Understood in the URL by Twilio: try three times more when we could not be reached or could not keep what came in.
_RETRIES = "#rc=3&rp=5xx,ct,rt"

_REGISTERED_REGIONS = frozenset({"US"})


@dataclass(frozen=True, slots=True)
class Change:
    """One setting of the number, before and after."""

    setting: str
    old: str
    new: str


@dataclass(frozen=True, slots=True, repr=False)
class Plan:
    """What connecting a number comes to. `findings` are sentences for whoever runs the line."""

    number: OwnNumber
    changes: tuple[Change, ...]
    findings: tuple[str, ...]


def plan(rest: Rest, number: str, public_url: str, fallback_url: str | None = None) -> Plan | Fault:
    """Return what would change for one of our numbers (E.164). Nothing is changed yet."""
    listed = account.numbers(rest)
    if isinstance(listed, Fault):
        return listed
    found = next((ours for ours in listed if ours.number == number), None)
    if found is None:
        return faults.NOT_OUR_NUMBER
    profile = rest.options.profile
    changes = _changes(found.settings, wanted(profile, public_url, fallback_url))
    return Plan(
        found,
        changes,
        (*_address(public_url, fallback_url), *standing(rest), *_registration(found), *missing(profile)),
    )


def apply(rest: Rest, plan: Plan) -> Fault | None:
    """Make the planned changes. None: made."""
    if not plan.changes:
        return None
    return account.update_number(rest, plan.number, {change.setting: change.new for change in plan.changes})


def wanted(profile: Profile, public_url: str, fallback_url: str | None) -> Mapping[str, str]:
    """Return the settings that our number should have.

    What is emptied would otherwise win over our addresses (applications, trunks) or hear what reporters send (a
    fallback address left by somebody else); the name look-up asks a third party who a caller is.
    """
    base = public_url.rstrip("/")
    retries = _RETRIES if profile.url_overrides else ""
    return {
        "voice_url": f"{base}/ivr/call{retries}",
        "voice_method": "POST",
        "voice_fallback_url": fallback_url or f"{base}/ivr/fallback",
        "voice_fallback_method": "POST",
        "voice_application_sid": "",
        "voice_caller_id_lookup": "false",
        "status_callback": f"{base}/ivr/status{retries}",
        "status_callback_method": "POST",
        "sms_url": f"{base}/sms/message{retries}",
        "sms_method": "POST",
        "sms_fallback_url": "",
        "sms_application_sid": "",
        "trunk_sid": "",
    }


def _changes(old: Mapping[str, str], new: Mapping[str, str]) -> tuple[Change, ...]:
    off = {"", "false"}
    return tuple(
        Change(name, old.get(name, ""), value)
        for name, value in new.items()
        if old.get(name, "") != value and not (value in off and old.get(name, "") in off)
    )


def _address(public_url: str, fallback_url: str | None) -> list[str]:
    """Return what is wrong with the address under which the provider shall find us."""
    parts = urlsplit(public_url)
    host = parts.hostname or ""
    findings = []
    if parts.scheme != "https":
        findings.append("The public address is not https: everything a reporter says would travel readable.")
    if _is_private(host):
        findings.append("The public address is a private one: no provider can reach it. A tunnel or a proxy is needed.")
    if "_" in host:
        findings.append("The public address has an underscore in its host name, which providers refuse.")
    if fallback_url is None:
        findings.append(
            "There is no fallback outside this server: while it is down, callers hear an error of the provider. "
            "Paste deploy/fallback.xml at the provider and pass its address with --fallback."
        )
    return findings


def _is_private(host: str) -> bool:
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return is_loopback(host) or "." not in host


def standing(rest: Rest) -> list[str]:
    """Return what the provider says about the account."""
    found = account.account(rest)
    if isinstance(found, Fault):
        return [f"The provider does not say how our account stands. {found.words}"]
    findings = []
    if found.active is False:
        findings.append("The account is suspended or closed: no call or text will arrive.")
    if found.trial:
        findings.append(
            "This is a trial account. Callers first hear a notice of the provider, and replies reach only numbers that "
            "were verified with the account, so reporters who text get no answer. Put money on it before going live."
        )
    return findings


def _registration(number: OwnNumber) -> list[str]:
    """Return what stands between this number and a delivered text, as far as its kind tells."""
    findings = []
    if not number.can_call:
        findings.append("This number takes no calls.")
    if not number.can_text:
        findings.append("This number takes no texts.")
        return findings
    where = origin(number.number)
    if where.type is NumberType.TOLL_FREE:
        findings.append(
            "Replies from a toll-free number are dropped until the number is verified, which takes days to weeks."
        )
    elif where.region in _REGISTERED_REGIONS:
        findings.append(
            "Replies from this number are dropped until it is registered for A2P 10DLC, which takes days to weeks. "
            "The API does not tell us whether it is; undelivered replies will show error 30034."
        )
    return findings
