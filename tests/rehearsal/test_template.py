"""Documents that the provider hosts may be templates."""

from __future__ import annotations

import pytest

from rehearsal.twiml.template import filled


@pytest.mark.parametrize(
    ("given", "expected"),
    [({}, "<a/>none"), ({"RecordingUrl": ""}, "<a/>none"), ({"RecordingUrl": "x"}, "<a/>some")],
)
def test_a_section_stays_where_its_field_has_a_value_or_where_it_has_none(given: dict[str, str], expected: str) -> None:
    markup = "<a/>{{^RecordingUrl}}none{{/RecordingUrl}}{{#RecordingUrl}}some{{/RecordingUrl}}"
    assert filled(markup, given) == expected


def test_a_value_is_put_in_escaped_and_a_missing_one_is_nothing() -> None:
    assert filled("<Say>{{Body}}{{Else}}</Say>", {"Body": "a < b {{Else}}"}) == "<Say>a &lt; b {{Else}}</Say>"
