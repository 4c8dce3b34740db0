"""Reads a text message as an answer. Only a bare option or a word of yes or no is one; all else is somebody's words."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator

from talk.engine import Session, options
from talk.steps import Ask, Script
from talk.words import Words, label

_DOOR = "sms"
_YES_NO = ("yes", "no")
_KEYS = "#*"


def understood(words: Words, script: Script, session: Session, text: str, languages: Collection[str]) -> str | None:
    """Return the option that a text answers the open question with, or None if the text is no answer.

    An answer is the option's key, its label, or, where yes and no are asked, a word for one of them in any of the
    line's languages; nothing stands beside it but punctuation. Letter case and full width forms make no difference.
    """
    step = script.steps.get(session.step)
    said = _bare(text)
    if step is None or step.ask is not Ask.CHOICE or not said:
        return None
    offered = options(step, languages)
    for key, option in offered:
        if said in {key, _bare(label(words, session.language, step, _DOOR, option))}:
            return option
    asked = {option for _, option in offered}.intersection(_YES_NO)
    return next((option for option in _YES_NO if option in asked and said in _all(words, languages, option)), None)


def asks_for_new(words: Words, text: str, languages: Collection[str]) -> bool:
    """Tell whether a text says that another report begins ("NEW")."""
    return _bare(text) in set(_all(words, languages, "new"))


def language_named(words: Words, text: str, languages: Collection[str]) -> str | None:
    """Return the language, among the line's, that a text asks for by its name, or None."""
    said = _bare(text)
    return next((language for language in languages if said in _all(words, (language,), "language")), None)


def _all(words: Words, languages: Collection[str], kind: str) -> Iterator[str]:
    """Yield the words of one kind; a words file keeps them in one string, apart by spaces."""
    for language in languages:
        yield from map(_bare, words.need(language, f"answers.{kind}").split())


def _bare(text: str) -> str:
    """Fold a text for comparing: without letter case, width, and what punctuation and spaces stand at its edges."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    kept = [at for at, sign in enumerate(folded) if sign in _KEYS or unicodedata.category(sign)[0] not in "PZC"]
    return folded[kept[0] : kept[-1] + 1] if kept else ""
