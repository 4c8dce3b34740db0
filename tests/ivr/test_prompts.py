"""An owner's own recordings take the place of spoken words."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.ivr.phone import Phone
from tests.plugins.site import Site

SOUND = b"RIFF....WAVEfmt "


@pytest.fixture
def recorded(tmp_path: Path) -> dict[tuple[str, str], Path]:
    """Return recordings of a greeting, a menu and the words before the code."""
    paths = {("en", step): tmp_path / f"{step}.wav" for step in ("welcome", "menu", "code", "news_read")}
    for path in paths.values():
        path.write_bytes(SOUND)
    return paths


@pytest.fixture
def phone(site: Site, recorded: dict[tuple[str, str], Path]) -> Phone:
    """Return somebody who calls a line with recordings."""
    return Phone(site, recorded=recorded)


def test_a_recording_replaces_the_words_of_its_step(phone: Phone) -> None:
    heard = phone.dial()
    [sound] = heard.plays
    assert "/ivr/prompt/en/welcome.wav" in sound
    assert "nine one one" not in heard.text
    assert "English" in heard.text
    assert phone.fetch(sound).data == SOUND


def test_a_recorded_menu_says_its_options_itself(phone: Phone) -> None:
    phone.dial()
    heard = phone.press("1")
    assert len(heard.plays) == 1
    assert heard.text == ""
    assert phone.press("1").text


def test_other_languages_are_still_spoken(phone: Phone) -> None:
    phone.dial()
    assert phone.press("3").plays == []


def test_what_only_the_moment_knows_follows_the_recording(phone: Phone) -> None:
    phone.dial()
    phone.press("1", "1", "2", "5")
    phone.speak()
    heard = phone.press("1", "5")
    assert ["/prompt/" in sound for sound in heard.plays] == [True, False]
    assert phone.fetch(heard.plays[1]).status_code == 200


def test_a_new_recording_has_a_new_address(site: Site, recorded: dict[tuple[str, str], Path]) -> None:
    first = Phone(site, recorded=recorded).dial().plays
    os.utime(recorded["en", "welcome"], (1, 1))
    assert Phone(site, recorded=recorded).dial().plays != first


def test_a_recording_may_be_kept_by_the_provider(phone: Phone) -> None:
    assert "max-age" in phone.fetch(phone.dial().plays[0]).headers["Cache-Control"]
