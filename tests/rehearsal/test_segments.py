"""In how many parts a text travels."""

from __future__ import annotations

import pytest

from rehearsal.texts.segments import segments


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("ñ" * 160, 1),
        ("á" * 70, 1),
        ("á" * 71, 2),
        ("你" * 70, 1),
        ("你" * 71, 2),
        ("你" * 134, 2),
        ("🙂" * 35, 1),
        ("🙂" * 36, 2),
    ],
)
def test_parts_are_counted_as_the_network_counts(text: str, parts: int) -> None:
    assert segments(text) == parts
