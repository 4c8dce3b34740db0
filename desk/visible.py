"""What strangers wrote, made safe to look at: signs that hide or turn the writing round are shown as what they are."""

from __future__ import annotations

import re

_HIDING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u202a-\u202e\u2066-\u2069\ufff9-\ufffb]")


def visible(text: str) -> str:
    """Return text with control signs and overrides of direction written out, such as ⟨202E⟩. Line breaks stay."""
    return _HIDING.sub(lambda found: f"⟨{ord(found[0]):04X}⟩", text.replace("\r\n", "\n"))


def escaped(json: str) -> str:
    """Return JSON with the same signs as escapes of its own: what it holds stays as it is."""
    return _HIDING.sub(lambda found: f"\\u{ord(found[0]):04x}", json)
