"""A number is found in every form, in whatever it is packed and wherever the pieces of a stream are cut."""

from __future__ import annotations

import gzip
import hashlib
import hmac
import io
import secrets
import tracemalloc
import zipfile
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from privacy.alias import alias
from privacy.needles import Key, Needles, number_needles, text_needles
from privacy.search import Hit, search
from privacy.secret import Secret
from provider.numbers import written
from tests.plugins.forms import PACKS, forms, id_forms

NUMBER = "+14155550134"
KEYS = (Key("day-2026-11-23", secrets.token_bytes(32), "2026-11-25"), Key("pepper", secrets.token_bytes(32)))
MIB = 1024 * 1024


def needles(number: str = NUMBER) -> Needles:
    return number_needles(written(number), KEYS)


def hits(content: bytes, number: str = NUMBER) -> list[Hit]:
    return search(needles(number), [content]).hits


def around(content: bytes) -> bytes:
    return secrets.token_bytes(40) + content + secrets.token_bytes(40)


@pytest.mark.threat(1)
@pytest.mark.parametrize("number", [NUMBER, "+12025550199", "+16505551100"])
def test_every_form_is_found_by_itself(number: str) -> None:
    sought = needles(number)
    assert [name for name, form in forms(number).items() if not search(sought, [around(form)]).hits] == []


@pytest.mark.threat(1)
@pytest.mark.parametrize("pack", PACKS)
def test_every_form_is_found_in_what_is_packed(pack: str) -> None:
    sought = needles()
    missed = [
        name
        for name, form in forms(NUMBER).items()
        if not search(sought, [around(PACKS[pack](b"|" + form + b"|"))]).hits
    ]
    assert missed == []


@pytest.mark.threat(1)
@pytest.mark.parametrize(
    ("number", "spelling"),
    [
        ("+447911123456", "07911 123456"), ("+34612345678", "612 34 56 78"), ("+8613812345678", "138 1234 5678"),
        ("+525512345678", "55 1234 5678"), ("+85251234567", "5123 4567"), ("+390612345678", "06 1234 5678"),
    ],
)  # fmt: skip
def test_a_number_is_found_as_its_own_country_writes_it(number: str, spelling: str) -> None:
    digest = hashlib.sha256(spelling.encode()).hexdigest()
    assert hits(f"call me: {spelling}.".encode(), number)
    assert hits(number.encode(), number)
    assert number in {"+390612345678", "+8613812345678"} or hits(digest.encode(), number)


@given(st.integers(1, 60), st.sampled_from(["E.164", "English", "UTF-16 le", "whole base64 1", "national sha1 plain"]))
@settings(max_examples=60, deadline=None)
def test_a_form_is_found_wherever_the_pieces_are_cut(size: int, name: str) -> None:
    content = around(gzip.compress(forms(NUMBER)[name])) + around(forms(NUMBER)[name])
    pieces = [content[at : at + size] for at in range(0, len(content), size)]
    assert {hit.packed for hit in search(needles(), pieces).hits} == {(), ("gzip",)}


@pytest.mark.threat(5)
def test_an_alias_is_told_from_the_number_and_by_the_day_on_which_it_dies() -> None:
    found = hits(around(alias(NUMBER, KEYS[0].value)))
    assert [(hit.form, hit.dies) for hit in found] == [("alias under day-2026-11-23", "2026-11-25")]
    assert hits(around(alias(NUMBER, secrets.token_bytes(32)))) == []


@pytest.mark.threat(1)
@pytest.mark.parametrize("kind", ["sha1", "sha256", "sha512"])
def test_a_digest_under_any_living_key_is_no_alias_but_a_find(kind: str) -> None:
    for key in KEYS:
        (found,) = hits(around(hmac.digest(key.value, NUMBER.encode(), kind)[:10]))
        assert found.dies is None
        assert key.name in found.form


def test_what_is_not_there_is_not_found() -> None:
    others = [form for number in ("+14155550143", "+12125550100") for form in forms(number).values()]
    noise = [secrets.token_bytes(2 * MIB), b"2026-11-23 14:30:12.345 UTC [4711] LOG: 8812 4155 5501 7702\n" * 9_000]
    dull = [bytes([value]) * 400 for value in range(256)]
    assert search(needles("+19165550188"), [*others, *noise, *dull]).hits == []


@pytest.mark.threat(1)
def test_an_id_is_found_as_it_is_and_encoded_and_hashed() -> None:
    sid = f"CA{secrets.token_hex(16)}"
    sought = text_needles("call", Secret(sid))
    assert [name for name, form in id_forms(sid).items() if not search(sought, [around(form)]).hits] == []
    assert search(sought, [around(secrets.token_hex(500).encode())]).hits == []


def test_no_name_of_a_form_tells_the_number() -> None:
    sought = needles()
    names = [each.name for part in (sought.raws, sought.texts, sought.hexes, sought.sixty_fours) for each in part]
    assert not search(sought, ["|".join(names).encode(), repr(sought.raws).encode(), repr(sought).encode()]).hits


def test_memory_stays_small_whatever_the_length_and_whatever_it_unpacks_to() -> None:
    bomb = gzip.compress(bytes(64 * MIB))

    def stream() -> Iterator[bytes]:
        yield bomb
        yield from (bytes(MIB) for _ in range(32))

    sought = needles()
    tracemalloc.start()
    search(sought, stream())
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 24 * MIB


def test_a_form_is_found_between_long_stretches_of_nothing() -> None:
    nothing = bytes(3 * MIB)
    for form in (b"14155550134", (14155550134).to_bytes(8, "little"), gzip.compress(b"14155550134")):
        assert search(needles(), [nothing + form, nothing, nothing]).hits


def test_what_cannot_be_opened_is_told() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("a.txt", b"words")
    assert search(needles(), [file.getvalue()]).notes == [
        "a zip that is locked, or packed in a way that we cannot open"
    ]
    deep = b"words"
    for _ in range(6):
        deep = gzip.compress(deep)
    assert search(needles(), [deep]).notes == ["something packed too deep in other packed things"]
    assert search(needles(), [gzip.compress(b"words")]).notes == []
