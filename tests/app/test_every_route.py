"""Every route, broken inside while a number, words and a code come in by every way: nothing of them comes out.

The routes are the application's own table, so a new one is in here from its first day. What breaks it says all that it
was given in its error, as libraries do.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NoReturn
from urllib.parse import urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient
from twilio.request_validator import RequestValidator
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from app.doors import _application, create_app
from app.house import open_house
from app.journal import FIELDS, Fixed
from config.settings import Settings
from rehearsal.options import credentials
from tests.app.posting import FORM, call, message, sid
from tests.app.running import run
from tests.plugins.line import PASSWORD, environment

ORIGIN = "https://line.example"
NEEDLES = {
    "path": "+14155550161", "query": "+14155550162", "header": "+14155550163", "cookie": "14155550164",
    "form": "+14155550165 zebra umbrella 4929 1234 5678 9012", "error": "+14155550166 walrus teapot",
}  # fmt: skip
GIVEN_BACK = ("web.report", "web.follow_up", "desk.login")
"""Pages in which whoever typed them finds their own words again, whatever went wrong."""

INSIDE = (
    "store.database.Store.write", "store.database.Store.read", "store.database.Store.look",
    "store.keyring.Keyring.day_keys", "store.keyring.Keyring.hour_keys", "privacy.secret.Secret.reveal", "view",
)  # fmt: skip
STRICT = {
    "Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}  # fmt: skip
_FOREIGN = re.compile(r"""(src|srcset|action|@import|url\()\W{0,2}https?://(?!line\.example)|<link[^>]+http""")
pytestmark = [pytest.mark.threat(3), pytest.mark.slow]


@dataclass
class Broken:
    """An application whose routes can be broken, and somebody who has signed in to its desk."""

    app: Flask
    client: FlaskClient
    token: str
    form_token: str

    def addresses(self, rule: Rule) -> set[str]:
        """Return an address that fits the route, and one with a needle in every part that may vary."""
        odd = NEEDLES["path"]
        parts = {"language": "en", "ticket": "A" * 64, "step": "greeting", "rest": odd, "filename": "no.css"}
        fitting = {name: parts.get(name, "0" * 32) for name in rule.arguments}
        return {self._built(rule, each) for each in (fitting, dict.fromkeys(rule.arguments, odd))}

    def send(self, rule: Rule, method: str, address: str) -> TestResponse:
        """Ask a route, with needles everywhere: webhooks rightly signed, the desk's forms with their token."""
        target = f"{address}?{urlencode({'From': NEEDLES['query'], 's': NEEDLES['query']})}"
        headers = {"User-Agent": NEEDLES["header"], "X-Forwarded-For": NEEDLES["header"], "Referer": NEEDLES["header"]}
        form = self._form(rule)
        if rule.endpoint.partition(".")[0] in {"ivr", "sms"}:
            signed = RequestValidator(self.token).compute_signature(ORIGIN + target, form)
            headers["X-Twilio-Signature"] = signed
        return self.client.open(
            target, method=method, base_url=ORIGIN, headers=headers, data=urlencode(form), content_type=FORM,
            buffered=True,
        )  # fmt: skip

    def _form(self, rule: Rule) -> dict[str, str]:
        said = NEEDLES["form"]
        if rule.endpoint.startswith("sms"):
            return message(said, said.split(" ")[0], MessageStatus="failed", CallerName=said)
        if rule.endpoint.startswith("ivr"):
            return call(
                said.split(" ")[0], Digits=re.sub(r"\D", "", said), RecordingSid=sid("RE"), RecordingDuration="7",
                RecordingStatus="completed", CallDuration="9", CallerName=said,
            )  # fmt: skip
        names = ("words", "digits", "option", "state", "name", "password", "old", "new", "again", "grade", "outcome")
        return dict.fromkeys(names, said) | {"token": self.form_token}

    def _built(self, rule: Rule, parts: dict[str, str]) -> str:
        method = min((rule.methods or set()) - {"HEAD", "OPTIONS"})
        return str(self.app.url_map.bind("line.example").build(rule.endpoint, parts, method=method))


@pytest.fixture(scope="module")
def broken() -> Iterator[Broken]:
    account, token = credentials()
    with environment(SOTTO_SPEECH="off") as (_, env):
        env |= {"TWILIO_ACCOUNT_SID": account, "TWILIO_AUTH_TOKEN": token, "SOTTO_PUBLIC_URL": ORIGIN}
        assert run(env, "init", "--operator", "ana").exit_code == 0
        house = open_house(Settings.read(env))
        app = create_app(house)
        client = app.test_client()
        client.post("/desk/login", base_url=ORIGIN, data={"name": "ana", "password": PASSWORD})
        found = re.search(r'name="token" value="([^"]+)"', client.get("/desk/password", base_url=ORIGIN).text)
        assert found
        client.set_cookie("seen", NEEDLES["cookie"], domain="line.example")
        yield Broken(app, client, token, found[1])
        house.close()


@contextmanager
def breaking(broken: Broken, inside: str, rule: Rule, hits: list[str]) -> Iterator[None]:
    """Have one thing inside raise an error that quotes what it was given."""

    def fail(*given: object, **more: object) -> NoReturn:
        hits.append(inside)
        message = f"{NEEDLES['error']} {given} {more}"
        raise ValueError(message)

    with pytest.MonkeyPatch.context() as patch:
        if inside == "view":
            patch.setitem(broken.app.view_functions, rule.endpoint, fail)
        else:
            patch.setattr(inside, fail)
        yield


def leaks(answer: TestResponse, endpoint: str) -> list[str]:
    """Return which needles an answer holds."""
    whole = answer.get_data(as_text=True) + str(answer.headers)
    own = ("form",) if endpoint in GIVEN_BACK else ()
    return [place for place, needle in NEEDLES.items() if place not in own and any(n in whole for n in forms(needle))]


def forms(needle: str) -> list[str]:
    """Return a needle's parts as they could stand somewhere."""
    number, _, words = needle.partition(" ")
    return [number.lstrip("+"), *filter(None, [words, words[-19:]])]


def test_nothing_that_came_in_comes_out_of_a_route_that_breaks(
    broken: Broken, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    wrong, hits, failed = [], list[str](), 0
    for rule, method, inside in every(broken.app):
        for address in broken.addresses(rule):
            with breaking(broken, inside, rule, hits):
                answer = broken.send(rule, method, address)
            failed += answer.status_code >= 500
            wrong += [(rule.endpoint, method, inside, place) for place in leaks(answer, rule.endpoint)]
    assert set(wrong) == set()
    assert set(hits) == set(INSIDE), "each of them broke something"
    assert failed > len(INSIDE)
    said = "".join(capfd.readouterr())
    ours = [record for record in caplog.records if record.name.split(".")[0] in {"app", "desk", "ivr", "sms", "web"}]
    assert len(ours) > len(INSIDE)
    kept = said + "".join(str(vars(record) | {"exc_info": ""}) for record in ours)
    assert not [place for place, needle in NEEDLES.items() if any(form in kept for form in forms(needle))]
    assert all(set(json.loads(Fixed().format(record))) <= {"at", "level", "who", "what", *FIELDS} for record in ours)


@pytest.mark.threat(42)
def test_every_answer_is_strict_and_no_page_allows_what_stands_in_it(broken: Broken) -> None:
    """TwiML is for the provider's machine; everything else may be opened in a browser, errors most of all."""
    weak = []
    for rule, method, inside in every(broken.app, ("", "view", "store.database.Store.read")):
        for address in broken.addresses(rule):
            with breaking(broken, inside, rule, []) if inside else nothing():
                answer = broken.send(rule, method, address)
            weak += [(rule.endpoint, method, answer.status_code, fault) for fault in weaknesses(answer)]
    for path in ("/nowhere", "/report/", "/static/web/none.css"):
        for method in ("GET", "POST", "PUT", "DELETE", "OPTIONS", "BREW"):
            answer = broken.client.open(path, method=method, base_url=ORIGIN)
            weak += [(path, method, answer.status_code, fault) for fault in weaknesses(answer)]
    assert set(weak) == set()


def weaknesses(answer: TestResponse) -> list[str]:
    if answer.mimetype == "text/xml":
        return []
    policy = answer.headers.get("Content-Security-Policy", "")
    wrong = [name for name, value in STRICT.items() if answer.headers.get(name) != value]
    if "default-src 'none'" not in policy or "frame-ancestors 'none'" not in policy or "unsafe" in policy:
        wrong.append("Content-Security-Policy")
    return wrong + (["another origin"] if _FOREIGN.search(answer.text) else [])


def every(app: Flask, insides: tuple[str, ...] = INSIDE) -> Iterator[tuple[Rule, str, str]]:
    """Return every route with every method that it takes, and everything that can break."""
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            for inside in insides:
                if (rule.endpoint, method) != ("desk.sign_out", "POST"):
                    yield rule, method, inside


@contextmanager
def nothing() -> Iterator[None]:
    yield


@pytest.mark.parametrize("flag", ["1", "0"])
def test_flasks_own_switch_for_debugging_changes_nothing(monkeypatch: pytest.MonkeyPatch, flag: str) -> None:
    monkeypatch.setenv("FLASK_DEBUG", flag)
    app = _application()
    assert (app.debug, app.testing) == (False, False)
