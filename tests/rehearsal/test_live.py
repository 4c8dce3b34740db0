"""A phone that a person holds: real time, keys, speech and hanging up as they come."""

from __future__ import annotations

from typing import Any

import pytest
import requests

from tests.rehearsal.test_rest import place_live
from tests.rehearsal.world import CONTROL, World, tone, until

BEARER = {"Authorization": f"Bearer {CONTROL}"}


class Held:
    """A call in somebody's hand."""

    def __init__(self, stage: World, markup: str) -> None:
        stage.answers["/call"] = markup
        self._sid = place_live(stage)
        self._url = f"{stage.provider.url}/control/calls/{self._sid}"

    def do(self, what: str, data: bytes = b"", **wish: Any) -> int:
        """Do something with the phone; the status of the answer."""
        if data:
            return requests.post(f"{self._url}/{what}", data, headers=BEARER, timeout=5).status_code
        return requests.post(f"{self._url}/{what}", json=wish, headers=BEARER, timeout=5).status_code

    def story(self) -> Any:
        """Return the call so far."""
        return requests.get(self._url, headers=BEARER, timeout=5).json()

    def wait_for(self, kind: str, times: int = 1) -> dict[str, Any]:
        """Wait until this has happened so often; return the event."""

        def found() -> list[dict[str, Any]]:
            return [event for event in self.story()["events"] if event["kind"] == kind]

        until(lambda: len(found()) >= times)
        return found()[times - 1]


def test_a_prompt_lasts_until_the_page_has_spoken_it(stage: World) -> None:
    held = Held(stage, "<Say>Good morning to everybody</Say><Say>And now</Say>")
    first = held.wait_for("said")
    assert len([event for event in held.story()["events"] if event["kind"] == "said"]) == 1
    held.do("heard", count=first["count"])
    held.do("heard", count=held.wait_for("said", 2)["count"])
    assert held.wait_for("ended")["by"] == "line"


def test_a_key_cuts_a_question_short(stage: World) -> None:
    held = Held(stage, '<Gather numDigits="1" action="/menu"><Say>A very long question</Say></Gather>')
    held.wait_for("said")
    held.do("keys", keys="5")
    held.wait_for("ended")
    assert stage.to("/menu")[0]["Digits"] == "5"


def test_keys_outside_a_question_do_not_count(stage: World) -> None:
    held = Held(stage, '<Say>Listen</Say><Gather numDigits="1" timeout="1" action="/menu"/>')
    said = held.wait_for("said")
    held.do("keys", keys="5")
    held.do("heard", count=said["count"])
    held.wait_for("ended")
    assert stage.to("/menu") == []


def test_what_is_said_after_the_tone_is_recorded(stage: World) -> None:
    held = Held(stage, '<Record action="/done"/>')
    held.wait_for("tone")
    held.do("talking")
    held.do("audio?then=%23", tone(2))
    held.wait_for("ended")
    assert (stage.to("/done")[0]["RecordingDuration"], stage.to("/done")[0]["Digits"]) == ("2", "#")


def test_hanging_up_hands_over_what_was_said(stage: World) -> None:
    held = Held(stage, '<Record action="/done"/>')
    held.wait_for("tone")
    held.do("audio?then=hangup", tone(2))
    assert held.wait_for("ended")["by"] == "caller"
    assert stage.to("/done")[0]["Digits"] == "hangup"


def test_hanging_up_ends_whatever_goes_on(stage: World) -> None:
    held = Held(stage, "<Say>Good morning</Say>")
    held.wait_for("said")
    held.do("hang-up")
    assert held.wait_for("ended")["by"] == "caller"
    until(lambda: len(stage.to("/status")) == 1)
    until(lambda: held.do("keys", keys="1") == 409)


@pytest.mark.parametrize("wish", [{"keys": "x"}, {"keys": [1]}, {}])
def test_only_keys_can_be_pressed(stage: World, wish: dict[str, Any]) -> None:
    held = Held(stage, "<Say>Good morning</Say>")
    held.wait_for("said")
    assert held.do("keys", **wish) == (400 if wish else 200)
    held.do("hang-up")
