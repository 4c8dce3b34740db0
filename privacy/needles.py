"""Every form in which a telephone number could be left behind, as bytes to look for.

The only module besides `provider` and `privacy.alias` that is given a number, and only by `sotto prove`. Which forms
there are follows the ways in which programs leave numbers: written, spoken, encoded, packed, hashed, keyed. The names
of the forms say nothing of the number.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from privacy.alias import alias
from privacy.packed import halves, packed
from privacy.secret import Secret
from privacy.spoken_digits import spoken
from privacy.views import squeezed, unwrapped

PREFIX = 8
"""Bytes of a digest that are looked for: chance has them once in 2^64 places, and shortened digests are found too."""

HEX_RUN, BASE64_RUN = 14, 8
"""The shortest runs of hexadecimal and of base64 characters that are looked into."""

_LAST = 7
_HASHES = ("md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sha3_256", "blake2b", "blake2s")
_KEYED = ("sha1", "sha256", "sha512")
_ESCAPES = {"decimal codes": "{}", "\\x": "x{:02x}", "0x": "0x{:02x}", "&#x": "x{:x}", "\\u": "u{:04x}"}


@dataclass(frozen=True, slots=True)
class Needle:
    """One form. `dies` is the UTC day on which a living key ends and the form with it; None for what stays."""

    name: str
    form: bytes = field(repr=False)
    dies: str | None = None


@dataclass(frozen=True, slots=True)
class Key:
    """A key that is alive. `dies` is set for the keys of days alone: what they name is meant to be there until then."""

    name: str
    value: bytes = field(repr=False)
    dies: str | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Needles:
    """What is looked for, by the view in which it is found (`privacy.views`).

    `raws` and `patterns` are looked for in bytes as they are, `texts` in what is squeezed, `hexes` in its runs of
    hexadecimal characters, `sixty_fours` in runs of base64.
    """

    raws: tuple[Needle, ...]
    texts: tuple[Needle, ...]
    hexes: tuple[Needle, ...]
    sixty_fours: tuple[Needle, ...]
    patterns: tuple[tuple[str, re.Pattern[bytes]], ...] = ()

    @property
    def count(self) -> int:
        """Return how many forms there are."""
        return sum(map(len, (self.raws, self.texts, self.hexes, self.sixty_fours, self.patterns)))


def number_needles(written: Mapping[str, Secret], keys: Iterable[Key] = ()) -> Needles:
    """Return the needles of a number by its spellings: `E.164`, `digits`, `national` and any others, by their names."""
    named = {name: spelling.reveal() for name, spelling in written.items()}
    digits, whole = named["national"], named["digits"]
    named |= _grouped(digits)
    codes = [each for name, spelling in named.items() for each in _hashed(name, spelling)]
    codes += [each for key in keys for name in ("E.164", "digits") for each in _keyed(key, name, named[name])]
    plain = [(name, code(text)) for name, text in named.items() for code in (_utf8, _utf16)]
    machine = [Needle(f"{name}, {form}", code) for name in ("digits", "national") for form, code in packed(named[name])]
    return Needles(
        raws=_unique((*machine, *_wide(digits), *codes)),
        texts=_unique((*_texts(digits), *_escaped(digits))),
        hexes=_unique((*_hex(digits), *_in_hex(codes))),
        sixty_fours=_unique(_sixty_fours(plain, codes)),
        patterns=(("the last seven digits", _seven(digits[-_LAST:])), *halves(digits), *halves(whole)),
    )


def text_needles(name: str, text: Secret) -> Needles:
    """Return the needles of any other text that must not be left behind, such as a provider's id or a code."""
    value = text.reveal()
    codes = _hashed(name, value)
    return Needles(
        raws=tuple(codes),
        texts=(Needle(name, squeezed(_utf8(value))), Needle(f"{name}, reversed", squeezed(_utf8(value[::-1])))),
        hexes=_unique((Needle(f"{name}, in hex", _utf8(value).hex().encode()), *_in_hex(codes))),
        sixty_fours=_unique(_sixty_fours([(name, _utf8(value)), (name, _utf16(value))], codes)),
    )


def _grouped(digits: str) -> dict[str, str]:
    """Return the usual groupings of a national number, for forms in which a separator does not vanish."""
    area, first, last = digits[:-7], digits[-7:-4], digits[-4:]
    marks = {"dashed": "-", "dotted": ".", "spaced": " "}
    joined = {name: mark.join(part for part in (area, first, last) if part) for name, mark in marks.items()}
    return joined | {"area in brackets": f"({area}) {first}-{last}"}


def _texts(digits: str) -> Iterator[Needle]:
    yield Needle("digits", digits.encode())
    yield Needle("digits, reversed", digits[::-1].encode())
    for how, words in spoken(digits):
        yield Needle(how, squeezed(words.encode()))
        if not words.isascii():
            yield Needle(f"{how}, escaped", squeezed(words.encode("unicode-escape")))
            yield Needle(f"{how}, in GB 18030", squeezed(words.encode("gb18030")))


def _wide(digits: str) -> Iterator[Needle]:
    """Return the words of other scripts in UTF-16: squeezed, half of their bytes would be taken for separators."""
    for how, words in spoken(digits):
        if not words.isascii():
            for text in (words, words.replace(" ", "")):
                yield from (Needle(f"{how}, in UTF-16", text.encode(order)) for order in ("utf-16-le", "utf-16-be"))


def _escaped(digits: str) -> Iterator[Needle]:
    r"""Return numeric escapes, as in HTML (&#52;), C (\x34, 0x34) and JSON (\u0034); %34 is hex without its sign."""
    for way, form in _ESCAPES.items():
        yield Needle(f"escaped by {way}", "".join(form.format(ord(digit)) for digit in digits).encode())


def _hashed(name: str, text: str) -> list[Needle]:
    raw = text.encode()
    plain = [Needle(f"{kind} of {name}", hashlib.new(kind, raw).digest()[:PREFIX]) for kind in _HASHES]
    return plain + [Needle(f"HMAC-{kind} of {name}, empty key", _mac(b"", raw, kind)) for kind in _KEYED]


def _keyed(key: Key, name: str, text: str) -> Iterator[Needle]:
    if key.dies:
        yield Needle(f"alias under {key.name}", alias(text, key.value)[:PREFIX], key.dies)
    raw = text.encode()
    for kind in _KEYED:
        yield Needle(f"HMAC-{kind} of {name} under {key.name}", _mac(key.value, raw, kind))
    yield Needle(f"BLAKE2b of {name} under {key.name}", hashlib.blake2b(raw, key=key.value[:64]).digest()[:PREFIX])
    for salted in (key.value + raw, raw + key.value):
        yield Needle(f"SHA-256 of {name} with {key.name}", hashlib.sha256(salted).digest()[:PREFIX])


def _mac(key: bytes, text: bytes, kind: str) -> bytes:
    return hmac.digest(key, text, kind)[:PREFIX]


def _hex(digits: str) -> Iterator[Needle]:
    yield Needle("digits, in hex", digits.encode().hex().encode())
    yield Needle("digits, in hex of UTF-16", _utf16(digits).hex().encode())


def _in_hex(codes: Iterable[Needle]) -> Iterator[Needle]:
    return (Needle(f"{each.name}, in hex", each.form.hex().encode(), each.dies) for each in codes)


def _sixty_fours(plain: Iterable[tuple[str, bytes]], codes: Iterable[Needle]) -> Iterator[Needle]:
    for each in (*(Needle(name, form) for name, form in plain), *codes):
        for name, form in _encoded(each.form):
            if len(form) >= BASE64_RUN:
                yield Needle(f"{each.name}, in {name}", form, each.dies)


def _encoded(raw: bytes) -> Iterator[tuple[str, bytes]]:
    """Return the characters that depend on these bytes alone, wherever among others they stand in what was encoded."""
    for name, encode, bits, group in (("base64", base64.b64encode, 6, 3), ("base32", base64.b32encode, 5, 5)):
        for before in range(group):
            coded = unwrapped(encode(bytes(before) + raw))
            yield name, coded[-(-before * 8 // bits) : (before + len(raw)) * 8 // bits]


def _seven(last: str) -> re.Pattern[bytes]:
    """Return a pattern for the last seven digits by themselves, as 5550134 or 555-0134, in UTF-16 too."""
    first, rest = (rb"\0?".join(digit.encode() for digit in part) for part in (last[:3], last[3:]))
    return re.compile(first + rb"\0?[ .\-/]?\0?" + rest)


def _utf8(text: str) -> bytes:
    return text.encode()


def _utf16(text: str) -> bytes:
    """Return what both byte orders of UTF-16 have in common."""
    return text.encode("utf-16-le")[:-1]


def _unique(needles: Iterable[Needle]) -> tuple[Needle, ...]:
    """Return the needles with different bytes, under the first name of each."""
    found: dict[bytes, Needle] = {}
    for each in needles:
        found.setdefault(each.form, each)
    return tuple(found.values())
