"""The provider's REST API through the twilio package, on whatever address the settings name."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

import requests
from requests.auth import HTTPBasicAuth
from twilio.base.exceptions import TwilioException
from twilio.http import HttpClient
from twilio.http.response import Response
from twilio.rest import Client

from provider import faults
from provider.address import Address, address
from provider.faults import Fault
from provider.profiles import Profile
from provider.transport import Answer, Failed, Limits, Request, open_session, send

# The library takes an empty environment for none at all and reads the process's own, whose TWILIO_REGION would
# rewrite the host of every request.
_NO_ENVIRONMENT = {"_": "1"}

_LOG = logging.getLogger(__name__)

_T = TypeVar("_T")

PAGE = 1000
JSON_LIMITS = Limits(patience=10.0, seconds=30.0, size=4 * 2**20)
MEDIA_LIMITS = Limits(patience=10.0, seconds=180.0, size=32 * 2**20)


@dataclass(frozen=True, slots=True, repr=False)
class RestOptions:
    """How to reach the account. `secrets` are tried in order, so that a token can be rotated without a restart."""

    account: str
    secrets: tuple[str, ...]
    url: str
    profile: Profile
    limits: Limits = JSON_LIMITS
    media_limits: Limits = MEDIA_LIMITS


@dataclass(frozen=True, slots=True, repr=False)
class Rest:
    """An opened account. `client` is the twilio package's; every request of both goes through `ask`."""

    options: RestOptions
    address: Address
    session: requests.Session
    client: Client = field(init=False)

    def ask(self, request: Request, limits: Limits) -> Answer:
        """Send one request with our credentials. Raises `Failed`, also for a URL that is not on the API's own host."""
        if not self.address.owns(request.url):
            raise Failed(faults.FOREIGN_HOST)
        *others, last = self.options.secrets
        for secret in others:
            try:
                return send(self.session, request, limits, self._auth(secret))
            except Failed as failed:
                if failed.fault.code != faults.CREDENTIALS.code:
                    raise
        return send(self.session, request, limits, self._auth(last))

    def _auth(self, secret: str) -> HTTPBasicAuth:
        return HTTPBasicAuth(self.options.account, secret)


class _Transport(HttpClient):  # type: ignore[misc]  # the package ships no types
    """What the twilio package sends its requests by. Unlike the package's own, it logs and remembers nothing."""

    def __init__(self, rest: Rest) -> None:
        super().__init__(_LOG, is_async=False, timeout=rest.options.limits.patience)
        self._rest = rest

    def request(
        self,
        method: str,
        uri: str,
        params: dict[str, object] | None = None,
        data: dict[str, object] | None = None,
        headers: dict[str, str] | None = None,  # noqa: ARG002 - these four are the library's own
        auth: tuple[str, str] | None = None,  # noqa: ARG002
        timeout: float | None = None,  # noqa: ARG002
        allow_redirects: bool = False,  # noqa: ARG002, FBT001, FBT002
    ) -> Response:
        answer = self._rest.ask(Request(method, uri, params, data), self._rest.options.limits)
        if answer.location is not None:
            raise Failed(faults.FOREIGN_HOST)
        return Response(answer.status, answer.body.decode(errors="replace"))


def open_rest(options: RestOptions) -> Rest:
    """Open the account. Nothing is sent yet. Raises `ValueError` for settings that cannot be right."""
    if not options.profile.sids.account.fullmatch(options.account):
        message = "the account id is not written as this provider writes them"
        raise ValueError(message)
    if not options.secrets:
        message = "the account cannot be opened without a token"
        raise ValueError(message)
    rest = Rest(options, address(options.url), open_session())
    client = Client(options.account, "unused", environment=_NO_ENVIRONMENT, http_client=_Transport(rest))
    client.region = client.edge = None
    client.api.base_url = rest.address.url
    object.__setattr__(rest, "client", client)
    return rest


def attempt(request: Callable[[], _T]) -> _T | Fault:
    """Run one request and return what it gave, or its fault. No exception of the library gets any further."""
    try:
        return request()
    except Failed as failed:
        return failed.fault
    except (TwilioException, LookupError, TypeError, ValueError, AttributeError):
        return faults.UNREADABLE


def refusal(fault: Fault) -> Fault:
    """Return a fault for a request where "not found" cannot mean that there is nothing left to do."""
    return faults.REFUSED if fault.done else fault
