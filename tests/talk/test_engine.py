"""The engine walks a script, whatever it hears."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as some

from talk.engine import (
    Heard,
    Pressed,
    Said,
    Session,
    Silence,
    Spoke,
    Turn,
    UnhandledOutcomeError,
    answer,
    begin,
    options,
    resume,
)
from talk.script import Script, parse_script
from talk.steps import Ask, Step
from talk.wire import from_wire, to_wire

LANGUAGES = ("en", "zh-CN", "es")


def at(script: Script, step: str, misses: int = 0) -> Session:
    assert step in script.steps
    return Session(step, "en", misses)


def picked(script: Script, step: Step, heard: Heard) -> bool:
    """Tell whether something was picked at a choice, rather than missed."""
    if isinstance(heard, Pressed):
        return heard.keys in {*script.anywhere, *(key for key, _ in step.options())}
    return isinstance(heard, Said) and heard.text in {name for pair in step.options() for name in pair}


def steps(turn: Turn) -> list[str]:
    return [say.step for say in turn.says]


def test_a_conversation_begins_at_its_door(script: Script) -> None:
    assert steps(begin(script, "voice", "en")) == ["welcome", "language"]
    assert begin(script, "sms", "en").do == "file"
    assert steps(begin(script, "web", "en")) == ["danger"]
    assert steps(begin(script, "follow_up", "en")) == ["code_entry"]


def test_a_key_picks_the_option_at_its_position(script: Script) -> None:
    turn = answer(script, at(script, "menu"), Pressed("2"))
    assert turn.asks is script.steps["code_entry"]


def test_an_option_may_be_said_by_name_or_key(script: Script) -> None:
    for said in ("weapons", "Weapons", " 2 "):
        assert answer(script, at(script, "category"), Said(said)).kept == ("category", "weapons")


def test_a_choice_is_kept_and_remembered(script: Script) -> None:
    turn = answer(script, at(script, "danger"), Pressed("2"))
    assert turn.kept == ("danger", "no")
    assert turn.session.saved == (("danger", "no"),)


def test_an_answer_changed_is_remembered_once(script: Script) -> None:
    session = Session("danger", "en", saved=(("danger", "yes"), ("category", "other")))
    assert answer(script, session, Pressed("2")).session.saved == (("category", "other"), ("danger", "no"))


def test_a_language_is_changed_to_and_not_remembered_twice(script: Script) -> None:
    turn = answer(script, at(script, "language"), Pressed("3"))
    assert turn.session.language == "es"
    assert turn.kept == ("language", "es")
    assert turn.session.saved == ()


def test_star_says_a_choice_again_and_is_no_miss(script: Script) -> None:
    turn = answer(script, at(script, "menu", misses=1), Pressed("*"))
    assert (turn.asks, turn.session.misses) == (script.steps["menu"], 1)
    assert turn.says[0].remark is None


def test_star_goes_to_the_step_that_says_it_again_where_there_is_one(script: Script) -> None:
    assert answer(script, at(script, "code"), Pressed("*")).do == "reveal"


def test_zero_is_a_person_at_every_choice_and_a_digit_in_a_code(script: Script) -> None:
    for step in script.steps.values():
        if step.ask is Ask.CHOICE:
            assert answer(script, at(script, step.name), Pressed("0")).do == "person"
    assert answer(script, at(script, "code_entry"), Pressed("0" * 16)).kept == ("code", "0" * 16)


def test_keys_of_a_telephone_mean_nothing_in_writing(script: Script) -> None:
    turn = answer(script, at(script, "danger"), Said("0"))
    assert turn.says[0].remark == "not_understood"


def test_any_key_will_do_where_the_script_says_so_but_silence_will_not(script: Script) -> None:
    assert answer(script, at(script, "pen"), Pressed("7")).do == "reveal"
    assert answer(script, at(script, "pen"), Silence()).asks is script.steps["pen"]


@pytest.mark.parametrize(
    ("heard", "remark"),
    [(Silence(), "nothing_heard"), (Pressed("8"), "not_understood"), (Pressed(""), "nothing_heard")],
)
def test_a_miss_asks_again_after_a_remark(script: Script, heard: Heard, remark: str) -> None:
    turn = answer(script, at(script, "menu"), heard)
    assert turn.asks is script.steps["menu"]
    assert turn.says[0].remark == remark
    assert turn.session.misses == 1


def test_two_misses_lead_to_the_recording(script: Script) -> None:
    turn = answer(script, at(script, "menu", misses=1), Silence())
    assert steps(turn) == ["just_speak"]
    assert turn.session.misses == 0


def test_two_misses_lead_where_the_step_says(script: Script) -> None:
    assert answer(script, at(script, "more", misses=1), Silence()).do == "file"


def test_an_answer_forgives_the_miss_before_it(script: Script) -> None:
    assert answer(script, at(script, "menu", misses=1), Pressed("1")).session.misses == 0


@pytest.mark.parametrize(
    ("keys", "kept"),
    [
        ("4929123456789014", "4929123456789014"),
        ("4929 1234 5678 9014", "4929123456789014"),
        ("4929-1234-5678-9014#", "4929123456789014"),
        ("492912*4929123456789014", "4929123456789014"),
        ("４９２９１２３４５６７８９０１４", "4929123456789014"),
    ],
)
def test_digits_come_in_many_ways(script: Script, keys: str, kept: str) -> None:
    turn = answer(script, at(script, "code_entry"), Said(keys))
    assert (turn.kept, turn.do, turn.session.tries) == (("code", kept), "look_up", 1)
    assert turn.session.saved == ()


def test_star_starts_digits_over_and_is_no_miss(script: Script) -> None:
    turn = answer(script, at(script, "code_entry"), Pressed("49291*"))
    assert (turn.asks, turn.session.misses) == (script.steps["code_entry"], 0)


@pytest.mark.parametrize(
    ("heard", "remark"),
    [
        (Pressed("123"), "wrong_length"),
        (Pressed("1" * 17), "wrong_length"),
        (Pressed("#"), "not_understood"),
        (Said("my code"), "not_understood"),
        (Silence(), "nothing_heard"),
        (Spoke(), "nothing_heard"),
    ],
)
def test_what_is_no_code_is_a_miss(script: Script, heard: Heard, remark: str) -> None:
    turn = answer(script, at(script, "code_entry"), heard)
    assert turn.says[0].remark == remark
    assert turn.session.tries == 0


def test_a_story_is_spoken_or_written(script: Script) -> None:
    spoken, written = (answer(script, at(script, "story"), heard) for heard in (Spoke(), Said("  I saw it. ")))
    assert (spoken.kept, spoken.asks) == (("story", ""), script.steps["more"])
    assert (written.kept, written.do) == (("story", "  I saw it. "), "file")


@pytest.mark.parametrize("heard", [Silence(), Said(" \n"), Pressed("1")])
def test_a_story_without_words_is_a_miss(script: Script, heard: Heard) -> None:
    assert answer(script, at(script, "story"), heard).says[0].remark == "nothing_heard"


def test_an_actions_facts_go_to_what_follows_it_and_what_was_said_stays_in_front(script: Script) -> None:
    turn = answer(script, at(script, "danger"), Pressed("1"))
    told = resume(script, turn, "noted", {"when": "now"})
    assert steps(told) == ["danger_now", "category"]
    assert [say.facts for say in told.says] == [{"when": "now"}] * 2
    assert told.kept is None


def test_an_outcome_that_leads_nowhere_is_an_error(script: Script) -> None:
    with pytest.raises(UnhandledOutcomeError, match="step take"):
        resume(script, begin(script, "sms", "en"), "lost")


def test_what_was_said_before_an_action_stays_in_front() -> None:
    script = parse_script(
        """
        give_up = "story"
        start = { voice = "hello" }
        hello = { then = "ring" }
        ring = { do = "ring", then = "story" }
        story = { ask = "story", then = "bye", missed = "bye" }
        bye = {}
        """,
        "mine",
    )
    assert steps(resume(script, begin(script, "voice", "en"), "rung")) == ["hello", "story"]


def test_a_call_whose_script_was_changed_under_it_is_offered_the_recording(script: Script) -> None:
    assert steps(answer(script, Session("gone", "en", misses=1), Pressed("1"))) == ["just_speak"]


def test_a_session_that_waits_for_an_action_comes_to_it_again(script: Script) -> None:
    assert answer(script, at(script, "file"), Silence()).do == "file"


def test_a_choice_of_language_offers_the_lines_alone_and_keys_stay(script: Script) -> None:
    assert options(script.steps["language"], ("en", "es")) == (("1", "en"), ("3", "es"))
    assert len(options(script.steps["language"], ())) == 3


def test_explicit_keys_take_nobodys_place(script: Script) -> None:
    offered = options(script.steps["category"], LANGUAGES)
    assert [key for key, _ in offered] == ["1", "2", "3", "4", "5", "6", "#"]


HEARD = some.one_of(
    some.just(Silence()),
    some.just(Spoke()),
    some.builds(Pressed, some.sampled_from([*"0123456789*#", "1234", "1" * 16, "12*" + "3" * 16])),
    some.builds(
        Said, some.sampled_from(["yes", "no", "other", "skip", "1", "add", "report", "", "I saw it", "9" * 16])
    ),
)


@given(some.data())
def test_whatever_is_heard_a_script_is_never_left_and_a_story_is_always_offered(
    scripts: Mapping[str, Script], actions: Mapping[str, frozenset[str]], data: some.DataObject
) -> None:
    """Nobody's way ends before a story was asked for, or something else was picked beside it."""
    script = scripts[data.draw(some.sampled_from(sorted(scripts)))]
    door = data.draw(some.sampled_from(sorted(script.start)))
    turn = begin(script, door, "en")
    offered = door in {"sms", "follow_up"}
    for _ in range(60):
        assert {say.step for say in turn.says} <= set(script.steps)
        assert turn.session.step in script.steps
        assert from_wire(to_wire(turn.session)) == turn.session
        if turn.do:
            turn = resume(script, turn, data.draw(some.sampled_from(sorted(actions[turn.do]))))
            continue
        if turn.asks is None:
            assert offered
            return
        heard = data.draw(HEARD)
        offered |= turn.asks.ask is Ask.STORY or picked(script, turn.asks, heard)
        turn = answer(script, turn.session, heard)


@pytest.mark.parametrize("outcome", [min, max])
def test_silence_comes_to_an_end_from_everywhere(
    scripts: Mapping[str, Script], actions: Mapping[str, frozenset[str]], outcome: Callable[[frozenset[str]], str]
) -> None:
    for script in scripts.values():
        for name in script.steps:
            turn = answer(script, Session(name, "en"), Silence())
            for _ in range(20):
                if turn.do:
                    turn = resume(script, turn, outcome(actions[turn.do]))
                elif turn.asks:
                    turn = answer(script, turn.session, Silence())
            assert (turn.asks, turn.do) == (None, None)
