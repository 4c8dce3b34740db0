"""A script is read, or every one of its faults is named."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from talk.script import Ask, Script, ScriptFaults, parse_script

SOUND = """
give_up = "speak"
start = { voice = "menu", sms = "take" }
anywhere = { "0" = "person", "*" = "again" }
menu = { ask = "choice", then = { tell = "story", hours = "hours" } }
hours = {}
story = { ask = "story", save = "story", then = "take" }
speak = { ask = "story", then = "take", missed = "hours" }
take = { do = "file", then = "hours" }
person = { do = "person", then = "story" }
"""


def faults(text: str) -> tuple[str, ...]:
    with pytest.raises(ScriptFaults) as caught:
        parse_script(text, "mine")
    return caught.value.faults


def test_a_sound_script_is_read() -> None:
    script = parse_script(SOUND, "mine")
    assert script.steps["menu"].ask is Ask.CHOICE
    assert script.steps["menu"].then == (("tell", "story"), ("hours", "hours"))
    assert script.steps["story"].then == (("", "take"),)
    assert script.steps["hours"].then == ()


def test_the_digest_names_this_very_text() -> None:
    assert parse_script(SOUND, "a").digest == parse_script(SOUND, "b").digest
    assert parse_script(SOUND, "a").digest != parse_script(SOUND + "\n", "a").digest


@pytest.mark.parametrize(
    ("was", "put", "fault"),
    [
        pytest.param("hours = {}", "hours = [", "not TOML", id="no TOML"),
        pytest.param("hours = {}", "hours = 8", "hours: allowed at the top are", id="no step"),
        pytest.param("hours = {}", "hours = { ask = 'song' }", "step hours: unknown question song", id="question"),
        pytest.param("hours = {}", "hours = { say = 'hi' }", "step hours: unknown field say", id="field"),
        pytest.param("hours = {}", "hours = { then = 5 }", "step hours: then: allowed is a step", id="then"),
        pytest.param("hours = {}", "hours = { save = 'x' }", "step hours: save: allowed only where", id="save"),
        pytest.param("hours = {}", "hours = { keys = {} }", "step hours: keys: allowed only at a choice", id="keys"),
        pytest.param("hours = {}", "hours = { length = 4 }", "step hours: length: needed for digits", id="length"),
        pytest.param(
            "hours = {}", "hours = { length = true }", "step hours: length: allowed is a whole", id="no number"
        ),
        pytest.param("hours = {}", "hours = { ask = 'digits', length = 4 }", "then: missing", id="leads nowhere"),
        pytest.param("do = 'file'", "do = 3", "step take: do: allowed is one name in quotes", id="no name"),
        pytest.param("ask = 'story', save", "ask = 'story', do = 'file', save", "asks and acts", id="both"),
        pytest.param("'take' }\nspeak", "'tak' }\nspeak", "step story: leads to tak, which is no step", id="step"),
        pytest.param("give_up = 'speak'", "give_up = 'menu'", "give_up: menu takes no story", id="give up"),
        pytest.param("give_up = 'speak'", "", "give_up: missing", id="no give up"),
        pytest.param("voice = 'menu', sms = 'take'", "", "start: missing", id="no start"),
        pytest.param("sms = 'take'", "sms = 'menu'", "start.sms: menu does not act", id="texts are kept first"),
        pytest.param("'0' = 'person'", "'0' = 'nobody'", "[anywhere] 0: leads to nobody", id="anywhere"),
        pytest.param("'0' = 'person'", "'x' = 'person'", "[anywhere]: 'x' is no key", id="no key"),
        pytest.param("hours = {}", "hours = {}\nold = {}", "step old: no way leads to it", id="unreachable"),
        pytest.param("{ tell = 'story', hours = 'hours' }", "'story'", "step menu: a choice without", id="no options"),
        pytest.param(
            "then = 'take' }\nspeak", "then = { sung = 'take' } }\nspeak", "unknown outcome sung", id="outcome"
        ),
        pytest.param(
            "then = 'take' }\nspeak", "then = { spoken = 'take' } }\nspeak", "both must lead on", id="one way"
        ),
        pytest.param("hours = {}", "hours = { then = 'more' }\nmore = { then = 'hours' }", "never asks", id="loop"),
        pytest.param(
            "missed = 'hours'", "missed = 'speak'", "silence goes round for ever: speak > speak", id="silence"
        ),
    ],
)
def test_a_fault_is_named_with_its_step_and_what_is_allowed(was: str, put: str, fault: str) -> None:
    text = SOUND.replace('"', "'")
    assert was in text
    assert any(fault in found for found in faults(text.replace(was, put)))


@pytest.mark.parametrize(
    ("keys", "fault"),
    [
        pytest.param("{ tell = '2' }", "option hours has key 2, which belongs to option tell", id="two options"),
        pytest.param("{ tell = '0' }", "option tell has key 0, which belongs to [anywhere]", id="anywhere"),
        pytest.param("{ tell = 'A' }", "option tell has key 'A'", id="no key"),
        pytest.param("{ sing = '9' }", "a key for sing, which is no option", id="no option"),
    ],
)
def test_keys_must_exist_and_be_free(keys: str, fault: str) -> None:
    assert any(fault in found for found in faults(SOUND.replace('ask = "choice"', f'ask = "choice", keys = {keys}')))


def test_more_than_nine_choices_are_refused() -> None:
    many = ", ".join(f'o{number} = "story"' for number in range(9))
    assert any(
        "10 choices; allowed are at most 9" in found
        for found in faults(SOUND.replace('hours = "hours" }', f"{many} }}"))
    )


@pytest.mark.parametrize(
    ("was", "put"),
    [
        pytest.param('voice = "menu"', 'voice = "hours"', id="at once"),
        pytest.param('"hours" } }', '"hours" }, missed = "hours" }', id="who cannot press keys"),
        pytest.param('"hours" } }', '"hours" }, otherwise = "hours" }', id="a wrong key"),
        pytest.param('{ tell = "story", hours = "hours" }', '{ hours = "hours" }', id="no option tells"),
    ],
)
def test_no_way_may_end_before_a_story_was_offered(was: str, put: str) -> None:
    assert was in SOUND
    text = SOUND.replace(was, put, 1)
    assert any("step hours: from start.voice it ends here, no story offered" in found for found in faults(text))


def test_who_follows_up_may_leave_without_a_story() -> None:
    assert parse_script(SOUND.replace("start = {", 'start = { follow_up = "hours",'), "mine").steps


def test_all_faults_are_named_at_once() -> None:
    text = SOUND.replace("hours = {}", 'hours = { ask = "song" }').replace(
        '"take" }\nspeak', '"take", colour = "red" }\nspeak'
    )
    assert len(faults(text)) == 2


def test_shipped_scripts_are_sound(scripts: Mapping[str, Script]) -> None:
    assert {"default", "enterprise"} <= set(scripts)
