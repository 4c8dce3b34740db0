"""What the start page tells before somebody decides: what is kept and how long, and what no line can do."""

from __future__ import annotations

from web.door import Pages
from work.files.answers import MOST_PARTS

TOLD = (
    ("what", ("what",), ()),
    ("keeps", ("keeps",), ()),
    ("cannot", ("cannot",), ()),
    ("calling", ("calling", "own_phone"), ()),
    (
        "safer",
        (),
        ("safer_page", "safer_work", "safer_voice", "safer_words", "safer_traces", "safer_code"),
    ),
    ("files", ("files",), ()),
    ("long", (), ("long_closed", "long_open", "long_sound", "long_files", "long_calls", "long_stays")),
    ("code", ("code",), ()),
    ("rights", ("rights",), ()),
    ("deaf", ("deaf",), ()),
)
"""The parts of the page in their order: (name of the title, paragraphs, points), all of them words of [web.home]."""


def spans(door: Pages) -> dict[str, str]:
    """Return what the words speak of, by this owner's rules: spans in days, and the most pages of a PDF drawn anew."""
    rules = door.intake.retention
    closed = [rule.days for rule in rules.closed]
    found = {
        "least": min(closed),
        "most": max(closed),
        "open": rules.open,
        "recordings": rules.recordings,
        "checked": rules.checked,
        "attachments": rules.attachments,
        "calls": rules.calls,
        "pages": MOST_PARTS,
    }
    return {name: str(number) for name, number in found.items()}
