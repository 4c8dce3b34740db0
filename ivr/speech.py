"""What the phone says: the script's words for the provider to speak, and sounds for what it must not know."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ivr import verbs
from ivr.addresses import code_url, messages_url, prompt_url
from privacy.vault import Ticket
from talk import words as wording
from talk.engine import Say, Turn, options
from talk.steps import Step
from talk.words import VOICE, Words
from triage.lines import Line

CODE, MESSAGES = "code", "messages"
_FACT = re.compile(r"\{([a-z_]+)\}")
_SOUND = re.compile(rf"\{{({CODE}|{MESSAGES})\}}")


@dataclass(frozen=True, slots=True)
class Speech:
    """How the lines speak. `recorded` has the owner's own recordings by language and step.

    `able(text, language)` tells whether a text can be spoken here instead of by the provider. What is the same for
    every caller is rendered once.
    """

    words: Words
    origin: str
    recorded: Mapping[tuple[str, str], Path]
    able: Callable[[str, str], bool]
    _ready: dict[tuple[str, ...], str] = field(default_factory=dict, repr=False)

    def said(self, line: Line, turn: Turn, ticket: Ticket | None) -> str:
        """Return all that a turn says, without its options. `ticket` is that of the vault box with the secret."""
        language = turn.session.language
        return "".join(self._remark(language, part) + self._step(line, language, part, ticket) for part in turn.says)

    def offered(self, line: Line, language: str, step: Step) -> str:
        """Return the options of a choice; a recording of the step has them in it."""
        key = ("offer", line.name, language, step.name)
        ready = self._ready.get(key)
        if ready is None:
            ready = "" if (language, step.name) in self.recorded else self._offers(line, language, step)
            self._ready[key] = ready
        return ready

    def phrase(self, line: Line, language: str, key: str) -> str:
        """Return words that are no step of the script."""
        facts = {"emergency": self._emergency(line, language), "line": line.title.get(language, line.name)}
        return verbs.say(wording.phrase(self.words, language, key, facts), language)

    def remark(self, language: str, key: str) -> str:
        """Return what is said before a question is asked again."""
        return verbs.say(wording.remark(self.words, language, key, VOICE), language)

    def _remark(self, language: str, part: Say) -> str:
        return self.remark(language, part.remark) if part.remark else ""

    def _step(self, line: Line, language: str, part: Say, ticket: Ticket | None) -> str:
        key = ("step", line.name, language, part.step)
        ready = self._ready.get(key)
        if ready is not None:
            return ready
        text = self._text(line, language, part.step, {})
        facts = _FACT.findall(text)
        if facts:
            return self._telling(line, language, part, ticket, facts)
        ready = self._ready[key] = self._recording(language, part.step) or verbs.say(text, language)
        return ready

    def _telling(self, line: Line, language: str, part: Say, ticket: Ticket | None, facts: list[str]) -> str:
        """Return a step with facts of the moment; after an owner's recording of it come the facts alone."""
        own = self._recording(language, part.step)
        if own:
            return own + "".join(self._fact(language, name, part.facts, ticket) for name in facts)
        plain = {name: fact for name, fact in part.facts.items() if name not in (CODE, MESSAGES)}
        pieces = _SOUND.split(self._text(line, language, part.step, plain))  # every other one names a sound
        return "".join(
            self._fact(language, piece, part.facts, ticket) if place % 2 else verbs.say(piece, language)
            for place, piece in enumerate(pieces)
        )

    def _text(self, line: Line, language: str, step: str, facts: Mapping[str, str]) -> str:
        return wording.say(self.words, language, step, VOICE, {"emergency": line.emergency, **facts})

    def _fact(self, language: str, name: str, facts: Mapping[str, str], ticket: Ticket | None) -> str:
        """Return one fact: a sound for the code and for messages. The code is never in words, not even here."""
        if name == CODE:
            return verbs.play(code_url(self.origin, language, ticket)) if ticket else ""
        told = facts.get(name, "")
        if name == MESSAGES and ticket and facts.get("count", "0") != "0" and self.able(told, language):
            return verbs.play(messages_url(self.origin, language, ticket))
        return verbs.say(told, language)

    def _recording(self, language: str, step: str) -> str:
        path = self.recorded.get((language, step))
        if path is None:
            return ""
        version = path.stat().st_mtime_ns // 1_000_000
        return verbs.play(prompt_url(self.origin, language, step, version))

    def _offers(self, line: Line, language: str, step: Step) -> str:
        """Return the options, neighbours of one language in one breath, and what is said after them."""
        offers = wording.offer(self.words, language, step, VOICE, options(step, line.languages))
        hint = wording.hint(self.words, language, step, VOICE, {"emergency": line.emergency})
        runs: list[tuple[str, str]] = []
        for tongue, text in (*((each.language, each.text) for each in offers), (language, hint)):
            if runs and runs[-1][0] == tongue:
                runs[-1] = (tongue, f"{runs[-1][1]} {text}".strip())
            else:
                runs.append((tongue, text))
        return "".join(verbs.say(text, tongue) for tongue, text in runs)

    def _emergency(self, line: Line, language: str) -> str:
        return wording.spelled(self.words, language, line.emergency)
