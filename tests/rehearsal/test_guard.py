"""Who may come in."""

from __future__ import annotations

import re

import pytest
import requests

from rehearsal.options import Options, Refused, are_rehearsed, credentials
from rehearsal.provider import create
from tests.rehearsal.world import CONTROL, NUMBER, ORIGIN, World

BEARER = {"Authorization": f"Bearer {CONTROL}"}


@pytest.mark.parametrize("path", ["/phone", "/texts", "/control/numbers", "/control/calls", "/control/faults"])
def test_nothing_is_shown_without_the_token(stage: World, path: str) -> None:
    url = stage.provider.url + path
    assert requests.get(url, timeout=5).status_code == 401
    assert requests.get(url, headers={"Authorization": "Bearer wrong"}, timeout=5).status_code == 401
    assert requests.get(url, headers=BEARER, timeout=5).status_code == 200


def test_the_token_of_an_address_becomes_a_cookie(stage: World) -> None:
    got = requests.get(stage.provider.page("phone"), allow_redirects=False, timeout=5)
    assert (got.status_code, got.headers["Location"]) == (303, "/phone")
    cookie = got.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert requests.get(f"{stage.provider.url}/phone?token=wrong", timeout=5).status_code == 401


def test_a_name_bound_to_this_address_is_turned_away(stage: World) -> None:
    for path in ("/phone", "/control/numbers", "/2010-04-01/Accounts/AC1.json"):
        got = requests.get(stage.provider.url + path, headers=BEARER | {"Host": "evil.example"}, timeout=5)
        assert got.status_code == 421


def test_another_page_cannot_send_anything(stage: World) -> None:
    url = f"{stage.provider.url}/control/calls"
    wish = {"from": "+15005550006", "to": NUMBER}
    for header in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        assert requests.post(url, json=wish, headers=BEARER | header, timeout=5).status_code == 403
    assert requests.post(url, json=wish, headers=BEARER | {"Origin": stage.provider.url}, timeout=5).status_code == 202


def test_pages_load_nothing_from_elsewhere(stage: World) -> None:
    for path in ("/phone", "/texts"):
        got = requests.get(stage.provider.url + path, headers=BEARER, timeout=5)
        assert got.headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self'")
        assert not re.findall(r"(?:src|href)=\"(?:https?:)?//", got.text)
        assert not re.findall(r"<script>| on[a-z]+=|style=", got.text)


def options(**changes: object) -> Options:
    account, token = credentials()
    given: dict[str, object] = {
        "account": account,
        "token": token,
        "control_token": CONTROL,
        "origin": ORIGIN,
        "numbers": ((NUMBER, "Line"),),
        "reach": "http://127.0.0.1:1",
        "bind": "127.0.0.1:0",
    }
    return Options(**(given | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "changes",
    [
        {"account": "AC" + "a" * 32},
        {"token": "b" * 32},
        {"control_token": "short"},
        {"bind": "0.0.0.0:8001"},
        {"bind": "192.168.1.5:8001"},
        {"bind": "hotline.example:8001"},
        {"reach": "http://192.168.1.5:8000"},
        {"reach": "https://127.0.0.1:8000"},
        {"reach": ""},
    ],
)
def test_a_rehearsal_refuses_what_could_be_real(changes: dict[str, str]) -> None:
    with pytest.raises(Refused):
        create(options(**changes))


def test_its_own_credentials_are_told_from_real_ones() -> None:
    assert are_rehearsed(*credentials())
    assert not are_rehearsed("AC" + "0" * 32, "0" * 32)


def test_options_do_not_show_secrets() -> None:
    given = options()
    assert given.token not in repr(given)
    assert given.control_token not in repr(given)
