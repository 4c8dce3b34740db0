"""Reads a text message as an answer. Only a bare option or a word of yes or no is one; all else is somebody's words."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator

from talk.engine import options
from talk.steps import Ask, Script, Step
from talk.words import Words, label

_EDGES = " \t\r\n.,;:!?()[]\"'-…。，、；：！？（）「」“”‘’¡¿"
_DOOR = "sms"


def understood(
    words: Words, script: Script, step: Step, language: str, text: str, languages: Collection[str]
) -> str | None:
    """Return the option of a choice that a text answers with, or None if the text is no answer.

    An answer is the option's key, its label, or, where yes and no are asked, a word for one of them in any of the
    line's languages; nothing stands beside it but punctuation. Letter case and full width forms make no difference.
    """
    if step.ask is not Ask.CHOICE:
        return None
    said = _bare(text)
    offered = options(script, step, languages)
    for key, option in offered:
        if said in {key, _bare(label(words, language, step, _DOOR, option))}:
            return option
    named = {option for _, option in offered}
    return next((option for option in ("yes", "no") if option in named and said in _all(words, languages, option)), None)


def asks_for_new(words: Words, text: str, languages: Collection[str]) -> bool:
    """Tell whether a text says that another report begins ("NEW")."""
    return _bare(text) in set(_all(words, languages, "new"))


def language_named(words: Words, text: str, languages: Collection[str]) -> str | None:
    """Return the language, among the line's, that a text asks for by its name, or None."""
    said = _bare(text)
    return next((language for language in languages if said in _all(words, (language,), "language")), None)


def _all(words: Words, languages: Collection[str], kind: str) -> Iterator[str]:
    """Yield the words of one kind; the words file keeps them in one string, apart by spaces."""
    for language in languages:
        yield from map(_bare, words.need(language, f"answers.{kind}").split())


def _bare(text: str) -> str:
    """Fold a text for comparing. `#` and `*` stay, they are keys; emphasis and quotation at the edges go."""
    return unicodedata.normalize("NFKC", text).casefold().strip(_EDGES)
