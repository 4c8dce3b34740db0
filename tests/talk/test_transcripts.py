"""Every conversation in tests/transcripts goes as it is written there.

`@` opens one: door, script, the line's languages (the first one opens), its emergency number. `>` is the reporter:
keys, words, [speaks] or [silence]. `=` is what an action came to, with its facts. `<` is what we say; nothing, to a
text that is no answer. To write one, leave out the `<` lines and run this file as a program with the top folder on the
path: it fills them in, for you to read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from talk.answers import understood
from talk.engine import Said, Turn, answer, begin, resume
from talk.line import speaking
from talk.script import Script, parse_script
from talk.terminal import heard, lines, outcome
from talk.words import Words, parse_words

HERE = Path(__file__).parents[1] / "transcripts"
TRANSCRIPTS = sorted(HERE.glob("*.txt"))


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
def test_a_conversation_goes_as_it_is_written(path: Path, scripts: Mapping[str, Script], words: Words) -> None:
    text = path.read_text()
    assert text == "".join(f"{line}\n" for line in replayed(text, scripts, words))


def test_there_are_conversations_for_every_door_and_language() -> None:
    openings = [line.split() for path in TRANSCRIPTS for line in path.read_text().splitlines() if line[0] == "@"]
    assert {(door, tongues.split(",")[0]) for _, door, _, tongues, _ in openings} >= {
        (door, language) for door in ("voice", "sms", "web") for language in ("en", "zh-CN", "es")
    }


def replayed(text: str, scripts: Mapping[str, Script], words: Words) -> Iterator[str]:
    """Yield a transcript's lines, with ours as the engine says them now."""
    for line in text.splitlines():
        mark, _, rest = line.partition(" ")
        if mark == "<":
            continue
        yield line
        if mark == "@":
            start, name, tongues, emergency = rest.split()
            languages, door = tongues.split(","), "web" if start == "follow_up" else start
            script = speaking(scripts[name], languages)
            turn = begin(script, start, languages[0])
        elif mark == ">" and door == "sms":
            option = understood(words, script, turn.session, rest, languages)
            if option is None:
                continue
            turn = answer(script, turn.session, Said(option))
        elif mark == ">":
            turn = answer(script, turn.session, heard(rest, door))
        elif mark == "=":
            turn = _acted(script, turn, rest)
        if mark in {"@", ">", "="} and not turn.do:
            yield from (f"< {said}" for said in lines(words, turn, door, {"emergency": emergency}))


def _acted(script: Script, turn: Turn, rest: str) -> Turn:
    action, _, result = rest.partition(" ")
    assert turn.do == action
    return resume(script, turn, *outcome(result))


if __name__ == "__main__":
    config = Path(__file__).parents[2] / "config"
    shipped = {path.stem: parse_script(path.read_text(), path.stem) for path in config.glob("scripts/*.toml")}
    wordings = parse_words({path.stem: path.read_text() for path in config.glob("words/*.toml")})
    for path in TRANSCRIPTS:
        path.write_text("".join(f"{line}\n" for line in replayed(path.read_text(), shipped, wordings)))
