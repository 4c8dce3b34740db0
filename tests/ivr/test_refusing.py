"""What is not let in: strangers' requests, other methods, and callers from where a line takes none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.ivr.phone import ORIGIN, Phone
from tests.plugins.site import Site

ROUTES = ["call", "step", "recording", "status", "fallback", "dialled", "whisper", "accept"]


@pytest.mark.parametrize("route", ROUTES)
def test_an_unsigned_request_is_forbidden(phone: Phone, route: str) -> None:
    response = phone.app.test_client().post(f"/ivr/{route}", data=phone.form(), base_url=ORIGIN)
    assert (response.status_code, response.data) == (403, b"")


@pytest.mark.parametrize("route", ROUTES)
def test_another_method_is_refused(phone: Phone, route: str) -> None:
    assert phone.app.test_client().get(f"/ivr/{route}", base_url=ORIGIN).status_code == 405


@pytest.mark.parametrize("route", ROUTES)
def test_a_slash_too_many_is_no_redirect(phone: Phone, route: str) -> None:
    assert phone.post(f"/ivr/{route}/").status_code in {200, 204}


def test_a_signed_request_that_is_odd_is_a_bad_one(phone: Phone) -> None:
    assert phone.post("/ivr/call", Digits="1; DROP TABLE calls").status_code == 400


@pytest.mark.parametrize("route", ROUTES)
def test_no_answer_sets_a_cookie(phone: Phone, route: str) -> None:
    assert "Set-Cookie" not in phone.post(f"/ivr/{route}").headers


@pytest.mark.parametrize(
    "where",
    [
        "code/en/AAAA", "code/en/" + "A" * 64, "code/../../" + "A" * 64, "message/en/" + "A" * 64, "message/xx/AA",
        "prompt/en/welcome", "prompt/en/..%2f..%2fsecret",
    ],
)  # fmt: skip
def test_a_sound_that_is_not_there_is_not_found(phone: Phone, where: str) -> None:
    assert phone.fetch(f"{ORIGIN}/ivr/{where}.wav").status_code == 404


def changed(site: Site, **of_line: object) -> Phone:
    """Return a phone to a line with some settings changed."""
    line = replace(site.intake.lines.by_name["public"], **of_line)  # type: ignore[arg-type]
    site.intake = replace(site.intake, lines=replace(site.intake.lines, by_name={"public": line}))
    return Phone(site)


@pytest.mark.parametrize(
    ("country", "caller", "asks"),
    [("US", "+14155550134", "key"), ("FR", "+33612345678", "over"), ("", "+266696687", "key")],
    ids=["from a country of the line", "from another", "withheld"],
)
def test_a_line_may_take_calls_from_some_countries_alone(site: Site, country: str, caller: str, asks: str) -> None:
    phone = changed(site, countries=("US",))
    phone.caller = caller
    heard = phone.listen("/ivr/call", FromCountry=country)
    assert heard.asks == asks
    assert "nine one one" in heard.text


def test_a_line_without_a_phone_door_says_so(site: Site) -> None:
    assert changed(site, doors=("sms", "web")).dial().asks == "over"
