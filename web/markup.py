"""The one place where a sentence of ours becomes HTML."""

from __future__ import annotations

from markupsafe import Markup


def dial(text: str, number: str) -> Markup:
    """Return a sentence in which `number`, wherever it stands, can be tapped to call it; all else is escaped."""
    link = Markup('<a href="tel:{number}">{number}</a>').format(number=number)
    return link.join(text.split(number)) if number else Markup.escape(text)


def size(number: int) -> str:
    """Return a size in bytes as people read it, in whole megabytes."""
    return f"{number // (1024 * 1024)} MB"
