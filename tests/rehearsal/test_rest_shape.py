"""The shape of REST's records, held against the provider's official description."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import requests

from rehearsal.api import calls, messages, numbers
from tests.rehearsal.world import NUMBER, World, tone

SPEC = Path(__file__).parents[3] / "shared" / "data" / "twilio_api_v2010.json"
pytestmark = pytest.mark.skipif(not SPEC.exists(), reason="the provider's description is not here")
PREFIX = "/2010-04-01/Accounts/{AccountSid}"


@pytest.fixture(name="spec", scope="module")
def _spec() -> Any:
    return json.loads(SPEC.read_text())


@pytest.mark.parametrize(
    ("path", "key", "schema"),
    [
        ("/Calls.json", "calls", "call"),
        ("/Recordings.json", "recordings", "recording"),
        ("/Messages.json", "messages", "message"),
        ("/IncomingPhoneNumbers.json", "incoming_phone_numbers", "incoming_phone_number"),
        ("", "", ""),
        ("/Balance.json", "", "balance"),
    ],
)
def test_records_have_exactly_the_described_properties(
    stage: World,
    spec: Any,
    path: str,
    key: str,
    schema: str,
) -> None:
    stage.call('<Record action="/done"/>', wavs=[tone(1)])
    stage.text("Hello", "", media=[("image/png", b"x")])
    options = stage.provider.options
    root = f"{stage.provider.url}/2010-04-01/Accounts/{options.account}"
    got = requests.get(root + (path or ".json"), auth=(options.account, options.token), timeout=5).json()
    record = got[key][0] if key else got
    described = spec["components"]["schemas"]["api.v2010.account" + (f".{schema}" if schema else "")]["properties"]
    assert set(record) == set(described)


def test_media_have_exactly_the_described_properties(stage: World, spec: Any) -> None:
    stage.text("Hello", "", media=[("image/png", b"x")])
    options = stage.provider.options
    url = stage.to("/text")[0]["MediaUrl0"] + ".json"
    got = requests.get(url, auth=(options.account, options.token), timeout=5).json()
    assert set(got) == set(spec["components"]["schemas"]["api.v2010.account.message.media"]["properties"])


@pytest.mark.parametrize(
    ("path", "taken"),
    [
        ("/Calls.json", calls.CREATE),
        ("/Calls/{Sid}.json", calls.UPDATE),
        ("/Messages.json", messages.CREATE),
        ("/Messages/{Sid}.json", messages.UPDATE),
        ("/IncomingPhoneNumbers/{Sid}.json", (*numbers.HOOKS, *numbers.METHODS, *numbers.OTHERS)),
    ],
)
def test_no_parameter_is_taken_that_is_not_described(
    spec: Any,
    path: str,
    taken: tuple[str, ...],
) -> None:
    form = spec["paths"][PREFIX + path]["post"]["requestBody"]["content"]["application/x-www-form-urlencoded"]
    assert set(taken) <= set(form["schema"]["properties"])


def test_a_page_of_a_list_is_described_alike(stage: World, spec: Any) -> None:
    options = stage.provider.options
    got = requests.get(
        f"{stage.provider.url}/2010-04-01/Accounts/{options.account}/Calls.json?To={NUMBER}",
        auth=(options.account, options.token),
        timeout=5,
    ).json()
    listed = spec["paths"][f"{PREFIX}/Calls.json"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    assert set(got) == set(listed["properties"])
