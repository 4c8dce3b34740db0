"""Our signature check against the provider's published vectors and against the twilio package's own validator."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator
from werkzeug.datastructures import MultiDict

from provider.form import Field, parse
from provider.signature import is_signed, sign, signed_text, spellings

pytestmark = pytest.mark.threat(32)

CALL = {
    "CallSid": "CA1234567890ABCDE",
    "Caller": "+14158675309",
    "Digits": "1234",
    "From": "+14158675309",
    "To": "+18005551212",
}
TARGET = "/myapp.php?foo=1&bar=2"


def signed(token: str, origin: str, target: str, fields: list[Field], claim: str) -> bool:
    urls = [spelled + target.encode() for spelled in spellings(origin)]
    return is_signed(claim, (token.encode(),), urls, signed_text(fields))


@pytest.mark.parametrize(
    ("origin", "claim"),
    [
        ("https://mycompany.com", "RSOYDt4T1cUTdK1PDd93/VVr8B8="),
        ("http://mycompany.com:1234", "Zmvh+3yNM1Phv2jhDCwEM3q5ebU="),
        ("https://mycompany.com:1234", "CYn1h0gLBdNxDGkKJg6hYohgeD8="),
        ("https://mycompany.com:443", "kvajT1Ptam85bY51eRf/AJRuM3w="),
        ("http://mycompany.com:80", "0ZXoZLH/DfblKGATFgpif+LLRf4="),
        ("http://mycompany.com", "OyGYPqTF6ztdbRNCvuQO/oPvqQ4="),
    ],
)
def test_the_published_vectors_are_accepted_and_no_other_digit_is(origin: str, claim: str) -> None:
    fields = parse(urlencode(CALL).encode())
    other = [(name, value.replace(b"1234", b"1235")) for name, value in fields]
    assert signed("12345", origin, TARGET, fields, claim)
    assert not signed("12345", origin, TARGET, other, claim)
    assert RequestValidator("12345").validate(origin + TARGET, CALL, claim)


def test_a_repeated_field_is_signed_with_each_different_value_once() -> None:
    fields = parse(b"Digits=5678&Sid=CA123&Digits=1234&SidAccount=AC123&Digits=1234")
    claim = "IK+Dwps556ElfBT0I3Rgjkr1wJU="
    assert signed("12345", "https://mycompany.com", TARGET, fields, claim)
    params = MultiDict([(name.decode(), value.decode()) for name, value in fields])
    assert RequestValidator("12345").validate(f"https://mycompany.com{TARGET}", params, claim)


def test_blank_values_line_ends_and_chinese_are_signed_as_sent() -> None:
    params = {"CallSid": "CA" + "0" * 32, "From": "+266696687", "FromCity": "", "SpeechResult": "你好 world\r\n"}
    fields = parse(urlencode(params).encode())
    assert signed("12345", "https://hotline.example", "/voice/gather", fields, "2h2/hy8nm7mb/GMJUEMzNpqrnuA=")


def test_an_address_alone_is_signed_as_for_a_get_and_for_a_json_body() -> None:
    get = "/voice?CallSid=CA1&From=%2B15005550006"
    assert signed("12345", "https://hotline.example", get, [], "1X+m1i3RrU3duBCOc8SPUEp0mw8=")
    body_hash = "&bodySHA256=0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620"
    assert signed("12345", "https://mycompany.com", TARGET + body_hash, [], "a9nBmqA0ju/hNViExpshrM61xv4=")


NAMES = st.text(st.characters(codec="ascii", min_codepoint=33), min_size=1, max_size=12)
VALUES = st.text(st.characters(codec="utf-8"), max_size=30)
FIELDS = st.lists(st.tuples(NAMES, VALUES), max_size=12)
ORIGINS = st.builds(
    "{}://{}{}".format,
    st.sampled_from(["https", "http"]),
    st.sampled_from(["hotline.example", "a.b-c.example"]),
    st.sampled_from(["", ":443", ":80", ":8443", ":1"]),
)
TARGETS = st.sampled_from(["/", "/ivr/call", "/a%20b", "/ivr/step?s=%2F%27", "/x?a=1&b=%E4%BD%A0", "//double?q=a+b"])


@given(
    origin=ORIGINS,
    written=ORIGINS,
    target=TARGETS,
    fields=FIELDS,
    token=st.text(st.characters(codec="utf-8"), min_size=1, max_size=8),
)
def test_whatever_is_signed_we_and_the_library_agree(
    origin: str, written: str, target: str, fields: list[tuple[str, str]], token: str
) -> None:
    """The provider signs the address as it was `written` into its settings; we are configured with `origin`."""
    oracle = RequestValidator(token)
    params = MultiDict(fields)
    claim = oracle.compute_signature(written + target, params)
    parsed = parse(urlencode(fields).encode())
    assert signed(token, origin, target, parsed, claim) == oracle.validate(origin + target, params, claim)


@given(fields=FIELDS, token=st.text(st.characters(codec="utf-8"), min_size=1, max_size=8))
def test_what_we_sign_the_library_accepts(fields: list[tuple[str, str]], token: str) -> None:
    url = "https://hotline.example/ivr/call"
    claim = sign(token.encode(), url.encode(), signed_text(parse(urlencode(fields).encode())))
    assert RequestValidator(token).validate(url, MultiDict(fields), claim.decode())


def test_either_token_is_good_while_one_replaces_the_other() -> None:
    url = b"https://hotline.example/ivr/call"
    claim = sign(b"next", url, b"a1").decode()
    assert is_signed(claim, (b"current", b"next"), (url,), b"a1")
    assert not is_signed(claim, (b"current",), (url,), b"a1")


@pytest.mark.parametrize("claim", ["", "?", "é", "\udcff", "A" * 28, "a" * 5000])
def test_a_claim_that_is_no_signature_is_merely_wrong(claim: str) -> None:
    assert not is_signed(claim, (b"token",), (b"https://hotline.example/",), b"")


@pytest.mark.parametrize(
    "origin",
    [
        "hotline.example",
        "ftp://hotline.example",
        "https://",
        "https://user:word@hotline.example",
        "https://hotline.example?x=1",
        "https://hotline.example#x",
        "https://hotline.example:99999",
    ],
)
def test_an_origin_that_cannot_be_one_is_an_error_at_the_start(origin: str) -> None:
    with pytest.raises(ValueError, match=r"origin|[Pp]ort"):
        spellings(origin)


def test_a_path_prefix_of_the_public_address_is_part_of_what_is_signed() -> None:
    assert spellings("https://example.org/hotline/") == (
        b"https://example.org/hotline",
        b"https://example.org:443/hotline",
    )
