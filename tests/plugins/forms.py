"""The forms in which a number or an id could be left behind, by another hand than the searcher's: an oracle for it."""

from __future__ import annotations

import base64
import bz2
import gzip
import hashlib
import hmac
import io
import json
import lzma
import struct
import zipfile
import zlib
from collections.abc import Callable
from urllib.parse import quote

_ENGLISH = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_SPANISH = ("cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve")
_CHINESE = "零幺二三四五六七八九"
_HASHES = ("md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sha3_256", "blake2b", "blake2s")


def forms(number: str) -> dict[str, bytes]:
    """Return a number of North America in every form of the threat catalogue, by the name of the form."""
    digits, national = number[1:], number[2:]
    area, first, last = national[:3], national[3:6], national[6:]
    plain = {
        "E.164": number, "digits": digits, "national": national, "in brackets": f"({area}) {first}-{last}",
        "in brackets, close": f"({area}){first}-{last}", "dotted": f"{area}.{first}.{last}",
        "dashed": f"{area}-{first}-{last}", "spaced": f"{area} {first} {last}", "last seven": first + last,
        "last seven, dashed": f"{first}-{last}", "escaped": quote(number, safe=""),
        "escaped twice": quote(quote(number, safe="")), "every sign escaped": "".join(f"%{ord(d):02x}" for d in number),
        "reversed": national[::-1], "pressed": json.dumps(list(national)),
        "HTML": "".join(f"&#{ord(d)};" for d in national),
        "JSON": "".join(f"\\u{ord(d):04x}" for d in national), "C": "".join(f"\\x{ord(d):02x}" for d in national),
        "English": " ".join(_ENGLISH[int(d)] for d in national),
        "Spanish": " ".join(_SPANISH[int(d)] for d in national),
        "English, together": "".join(_ENGLISH[int(d)].upper() for d in national),
        "Chinese": "".join(_CHINESE[int(d)] for d in national),
        "Chinese in JSON": json.dumps(" ".join(_CHINESE[int(d)] for d in national)),
    }  # fmt: skip
    made = {name: text.encode() for name, text in plain.items()}
    made |= {f"UTF-16 {order}": national.encode(f"utf-16-{order}") for order in ("le", "be")}
    made |= {"UTF-32": national.encode("utf-32-le"), "Chinese, GB 18030": plain["Chinese"].encode("gb18030")}
    made |= {"Chinese, UTF-16": plain["Chinese"].encode("utf-16-be")}
    return made | _packed(digits) | encoded("whole", number) | encoded("digits", digits) | encoded("national", national)


def encoded(name: str, text: str) -> dict[str, bytes]:
    """Return a text in hex, in base64 at three offsets, and hashed in every way."""
    raw = text.encode()
    made = {f"{name} hex": raw.hex().encode(), f"{name} HEX": raw.hex().upper().encode()}
    made[f"{name} hex with colons"] = raw.hex(":").encode()
    for shift in range(3):
        coded = base64.b64encode(b"#" * shift + raw + b"###")
        made[f"{name} base64 {shift}"] = coded
        made[f"{name} base64url {shift}"] = base64.urlsafe_b64encode(b"\xff" * shift + raw)
    for hashed in _HASHES:
        for kind, digest in (("plain", hashlib.new(hashed, raw)), ("keyed with nothing", hmac.new(b"", raw, "sha256"))):
            made[f"{name} {hashed} {kind}"] = digest.digest()
            made[f"{name} {hashed} {kind} hex"] = digest.hexdigest().encode()
            made[f"{name} {hashed} {kind} base64"] = base64.b64encode(digest.digest())
    return made


def id_forms(sid: str) -> dict[str, bytes]:
    """Return an id of the provider's as it could be left behind."""
    return {f"{sid[:2]} as it is": sid.encode()} | encoded(sid[:2], sid)


def _packed(digits: str) -> dict[str, bytes]:
    national, filled = int(digits[1:]), digits + "f" * (len(digits) % 2)
    swapped = "".join(filled[at + 1] + filled[at] for at in range(0, len(filled), 2))
    return {
        "BCD": bytes.fromhex(filled), "BCD, one half later": bytes.fromhex("0" + digits),
        "BCD, swapped": bytes.fromhex(swapped), "SQLite's integer": national.to_bytes(6, "big"),
        "PostgreSQL's integer": struct.pack("<q", national), "float": struct.pack(">d", int(digits)),
    }  # fmt: skip


def zipped(content: bytes) -> bytes:
    """Return a zip with one file."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", content)
    return file.getvalue()


PACKS: dict[str, Callable[[bytes], bytes]] = {
    "plain": bytes,
    "gzip": gzip.compress,
    "zlib": zlib.compress,
    "bzip2": bz2.compress,
    "xz": lzma.compress,
    "zip": zipped,
    "gzip in zip": lambda content: zipped(gzip.compress(content)),
}
