"""The provider's REST API through the twilio package, on whatever address the settings name."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import requests
from requests.auth import HTTPBasicAuth
from twilio.base.exceptions import TwilioException
from twilio.http import HttpClient
from twilio.http.response import Response
from twilio.rest import Client

from privacy.secret import Secret
from provider import faults
from provider.address import Address, address
from provider.faults import Fault
from provider.profiles import Profile
from provider.transport import Answer, Failed, Limits, open_session, send

# The library takes an empty environment for none at all and reads the process's own, whose TWILIO_REGION would
# rewrite the host of every request.
_NO_ENVIRONMENT = {"_": "1"}

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, repr=False)
class ApiOptions:
    """How to reach the account. `secrets` are tried in order, so that a token can be rotated without a restart."""

    account: str
    secrets: tuple[str, ...]
    url: str
    profile: Profile
    limits: Limits = Limits(patience=10.0, seconds=30.0, size=4 * 2**20)
    media_limits: Limits = Limits(patience=10.0, seconds=180.0, size=32 * 2**20)


@dataclass(frozen=True, slots=True, repr=False)
class Api:
    """An opened account. `client` is the twilio package's; every request of both goes through `ask`."""

    options: ApiOptions
    address: Address
    session: requests.Session
    client: Client = field(init=False)

    def ask(self, method: str, url: str, limits: Limits, **form: Mapping[str, object] | None) -> Answer:
        """Send one request with our credentials. Raises `Failed`, also if the URL is not on the API's own host."""
        if not self.address.owns(url):
            raise Failed(faults.FOREIGN_HOST)
        *others, last = self.options.secrets
        for secret in others:
            try:
                return send(self.session, method, url, limits, self._auth(secret), **form)
            except Failed as failed:
                if failed.fault.code != faults.CREDENTIALS.code:
                    raise
        return send(self.session, method, url, limits, self._auth(last), **form)

    def _auth(self, secret: str) -> HTTPBasicAuth:
        return HTTPBasicAuth(self.options.account, secret)


class _Transport(HttpClient):
    """What the twilio package sends its requests by. Unlike the package's own, it logs and remembers nothing."""

    def __init__(self, api: Api) -> None:
        super().__init__(_LOG, is_async=False, timeout=api.options.limits.patience)
        self._api = api

    def request(  # noqa: PLR0913  (the library's interface)
        self,
        method: str,
        uri: str,
        params: dict[str, object] | None = None,
        data: dict[str, object] | None = None,
        headers: dict[str, str] | None = None,  # noqa: ARG002
        auth: tuple[str, str] | None = None,  # noqa: ARG002
        timeout: float | None = None,  # noqa: ARG002
        allow_redirects: bool = False,  # noqa: ARG002, FBT001, FBT002
    ) -> Response:
        answer = self._api.ask(method, uri, self._api.options.limits, params=params, data=data)
        if answer.location is not None:
            raise Failed(faults.FOREIGN_HOST)
        return Response(answer.status, answer.body.decode(errors="replace"))


def open_api(options: ApiOptions) -> Api:
    """Open the account. Nothing is sent yet. Raises `ValueError` for settings that cannot be right."""
    if not options.profile.sids.account.fullmatch(options.account):
        message = "the account id is not written as this provider writes them"
        raise ValueError(message)
    if not options.secrets:
        message = "the account cannot be opened without a token"
        raise ValueError(message)
    api = Api(options, address(options.url), open_session())
    client = Client(options.account, "unused", environment=_NO_ENVIRONMENT, http_client=_Transport(api))
    client.region = client.edge = None
    client.api.base_url = api.address.url
    object.__setattr__(api, "client", client)
    return api


def attempt[T](request: Callable[[], T]) -> T | Fault:
    """Run one request; return what it gave or its fault. No exception of the library or its text gets any further."""
