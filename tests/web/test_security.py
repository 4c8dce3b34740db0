"""What every answer carries, and what none does."""

from __future__ import annotations

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient

from tests.web.visitor import at_story
from web.security import CONTENT_POLICY, security_headers

PATHS = [
    "/",
    "/report",
    "/follow-up",
    "/static/web/page.css",
    "/static/web/icon.svg",
    "/no-such-page",
    "/static/web/no.css",
]


@pytest.mark.threat(42)
@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("method", ["GET", "POST", "PUT"])
def test_every_answer_is_strict_whatever_its_status(client: FlaskClient, path: str, method: str) -> None:
    with client.open(path, method=method) as response:
        headers = response.headers
    assert headers["Content-Security-Policy"] == CONTENT_POLICY
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("path", PATHS)
def test_no_answer_sets_or_invites_anything_a_browser_sends_back(client: FlaskClient, path: str) -> None:
    with client.get(path) as response:
        headers = response.headers
    for name in ("Set-Cookie", "ETag", "Last-Modified", "Accept-CH", "Strict-Transport-Security", "Alt-Svc"):
        assert name not in headers


@pytest.mark.threat(42)
def test_nothing_runs_and_nothing_foreign_loads() -> None:
    rules = dict(rule.split(" ", 1) for rule in CONTENT_POLICY.split("; "))
    assert rules["default-src"] == rules["frame-ancestors"] == rules["base-uri"] == "'none'"
    assert {rules[name] for name in ("style-src", "img-src", "form-action")} == {"'self'"}
    assert "unsafe" not in CONTENT_POLICY
    assert "script-src" not in rules


def test_a_door_may_widen_its_content_policy_and_nothing_else() -> None:
    app = Flask("other", static_folder=None)
    given = {"Content-Security-Policy": "media-src 'self'", "Cache-Control": "public", "Referrer-Policy": "unsafe-url"}
    app.add_url_rule("/", view_func=lambda: Response(headers=given))
    app.after_request(security_headers)
    headers = app.test_client().get("/").headers
    assert headers["Content-Security-Policy"] == "media-src 'self'"
    assert (headers["Cache-Control"], headers["Referrer-Policy"]) == ("no-store", "no-referrer")


def test_no_page_puts_the_visits_state_into_an_address(client: FlaskClient) -> None:
    visitor = at_story(client)
    state = visitor.seen.fields["state"]
    assert state not in visitor.seen.action
    assert not any(state in link for link in visitor.seen.links)


def test_the_way_out_leaves_without_saying_where_from(client: FlaskClient) -> None:
    links = [found for tag, found in at_story(client).seen.tags if tag == "a" and found.get("class") == "leave"]
    assert [link["href"] for link in links] == ["https://www.wikipedia.org/"]
    assert "noreferrer" in (links[0]["rel"] or "")
