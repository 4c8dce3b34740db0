"""Our parser against the standard library's."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provider.form import MAX_FIELDS, Form, parse
from provider.refusal import Reason, Refused

TEXT = st.text(st.characters(codec="utf-8"), max_size=40)


@given(st.lists(st.tuples(TEXT, TEXT), max_size=20))
def test_what_was_encoded_is_read_back(fields: list[tuple[str, str]]) -> None:
    named = [(name.encode(), value.encode()) for name, value in fields]
    assert parse(urlencode(fields).encode()) == named


@given(st.text("ab=&+%0f\xff", max_size=60))
def test_any_body_is_read_as_the_standard_library_reads_it(body: str) -> None:
    read = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in parse(body.encode("latin-1"))]
    assert read == parse_qsl(body, keep_blank_values=True, encoding="latin-1")


def test_more_fields_than_any_provider_sends_are_not_read() -> None:
    with pytest.raises(Refused) as refused:
        parse(b"a&" * MAX_FIELDS)
    assert refused.value.reason is Reason.TOO_LARGE


def test_an_absent_field_reads_as_nothing_and_a_needed_one_does_not() -> None:
    form = Form([(b"Body", b"")])
    assert (form.text(b"Digits"), form.word(b"Digits"), form.count(b"Digits"), form.needed(b"Body")) == ("", "", 0, "")
    with pytest.raises(Refused):
        form.needed(b"Digits")
