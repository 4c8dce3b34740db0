"""The providers as data."""

from __future__ import annotations

import pytest

from provider.profiles import PROFILES, SIGNALWIRE, SOMLENG, TWILIO, Profile, api_secrets, held, missing, webhook_keys


def test_twilio_lacks_nothing() -> None:
    assert missing(TWILIO) == []


@pytest.mark.parametrize("profile", [SIGNALWIRE, SOMLENG], ids=["signalwire", "somleng"])
def test_what_another_provider_lacks_is_said_in_sentences(profile: Profile) -> None:
    sentences = missing(profile)
    assert len(sentences) == len(set(sentences)) > 2
    assert all(sentence.endswith(".") for sentence in sentences)


def test_somleng_says_that_recordings_stay() -> None:
    assert any("recording stays there" in sentence for sentence in missing(SOMLENG))


def test_every_flag_that_is_off_somewhere_has_its_sentence() -> None:
    for profile in PROFILES.values():
        off = [name for name in Profile.__slots__ if getattr(profile, name) is False]
        assert len(missing(profile)) >= len(off)


def test_what_a_provider_cannot_delete_is_on_the_list_of_what_it_holds_without_an_end() -> None:
    for profile in PROFILES.values():
        flags = {"recordings": profile.delete_recording, "calls": profile.delete_call, "texts": profile.delete_message}
        assert {name for name, able in flags.items() if not able} == set(flags) & set(profile.held)
        assert all(profile.held[name] is None for name in set(flags) & set(profile.held))
        assert len(held(profile)) == len(profile.held)


def test_a_token_signs_where_there_is_no_key_of_its_own() -> None:
    assert webhook_keys(TWILIO, ("old", "new")) == api_secrets(TWILIO, ("old", "new")) == ("old", "new")


def test_a_signing_key_is_told_from_the_token_by_its_beginning() -> None:
    tokens = ("PT0123", "PSK_0123")
    assert webhook_keys(SIGNALWIRE, tokens) == ("PSK_0123",)
    assert api_secrets(SIGNALWIRE, tokens) == ("PT0123",)
