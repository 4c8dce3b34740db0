"""What a page sends back, read once and without trust."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from flask import request
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import RequestEntityTooLarge

from intake.visit import Upload
from privacy.secret import Secret
from talk.engine import Said
from talk.steps import Ask
from web.uploads import MOST_READ, attached, fault, uploads

MOST_WORDS = 100_000
"""Characters; a page says so before anything is sent."""

_FILES_ALONE = "-"  # a story told by files without a word


@dataclass(frozen=True, slots=True, repr=False)
class Typed:
    """What a visitor has written so far, to stand in the next page."""

    words: str = ""
    digits: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Form:
    """A posted page. `language` and `back` are wishes about the page itself; `fault` is a key of [web.error]."""

    state: str
    option: str
    digits: str
    words: str
    files: tuple[Upload, ...]
    language: str
    back: bool
    fault: str | None

    @property
    def typed(self) -> Typed:
        """Return what was written."""
        return Typed(self.words, self.digits)

    @property
    def nothing(self) -> bool:
        """Tell whether not one field arrived as one of ours: damaged on the way, or no page of ours sent it."""
        return not (self.state or self.words)

    def said(self, ask: Ask) -> Said:
        """Return what the page answers to a question of this kind."""
        told = self.words if self.words.strip() else _FILES_ALONE * bool(self.files)
        return Said({Ask.STORY: told, Ask.DIGITS: self.digits}.get(ask, self.option))

    def once(self) -> Secret:
        """Return what names this very sending: the page and all that was in it."""
        named = hashlib.blake2b(self.words.encode(errors="replace"))
        for upload in self.files:
            named.update(hashlib.blake2b(upload.content).digest())
        return Secret(f"{self.state} {self.option} {named.hexdigest()}")


def read_form() -> Form:
    """Read the form of this request. It has a fault rather than raise: the words in it must not be lost."""
    request.max_content_length = MOST_READ
    try:
        fields, files = request.form, attached(request.files.getlist("files"))
    except RequestEntityTooLarge:
        return Form("", "", "", "", (), "", back=False, fault="too_large")
    words = fields.get("words", "").replace("\r\n", "\n")
    wrong = "too_long" if len(words) > MOST_WORDS else fault(files)
    return Form(
        fields.get("state", ""), fields.get("option", ""), fields.get("digits", ""), words, _held(files, wrong),
        fields.get("language", ""), "back" in fields, wrong,
    )  # fmt: skip


def _held(files: list[FileStorage], wrong: str | None) -> tuple[Upload, ...]:
    return () if wrong else uploads(files)
