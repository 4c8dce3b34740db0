"""A form-encoded body: parsed once as bytes, signed as received, and decoded only where a field is asked for."""

from __future__ import annotations

import re
import string
from urllib.parse import unquote_to_bytes

from provider.refusal import Reason, Refused

MAX_FIELDS = 400

Field = tuple[bytes, bytes]

_NAME_BYTES = (string.ascii_letters + string.digits + "_-.").encode()
_WORD = re.compile(rb"[a-zA-Z_-]{0,32}")
_COUNT = re.compile(rb"[0-9]{0,7}")


def parse(body: bytes) -> list[Field]:
    """Return names and values in the order received, escapes resolved, blank values kept.

    Nothing is decoded yet: the signature covers bytes, so that a badly encoded body, too, is rightly or wrongly signed.
    Raises `Refused` for more fields than any provider sends.
    """
    if body.count(b"&") >= MAX_FIELDS:
        raise Refused(Reason.TOO_LARGE)
    # Most escapes are the plus of a number; resolving these at one go halves the cost of a call's webhook.
    plain = body.replace(b"+", b" ").replace(b"%2B", b"+")
    fields = []
    for pair in plain.split(b"&"):
        name, _, value = pair.partition(b"=")
        if b"%" in pair:
            fields.append((unquote_to_bytes(name), unquote_to_bytes(value)))
        elif pair:
            fields.append((name, value))
    return fields


class Form:
    """The fields of a verified request, each name once. A field is read by its shape or not at all."""

    __slots__ = ("_fields",)

    def __init__(self, fields: list[Field]) -> None:
        """Take the parsed fields. Raises `Refused` for a repeated name and for one that no provider would choose.

        The signature has no separators: `Body=a` and `To=b` are signed like `Body=aTob`. Refusing what is odd, twice
        or missing leaves no other way to cut the signed text.
        """
        self._fields = dict(fields)
        if len(self._fields) != len(fields):
            raise Refused(Reason.REPEATED_FIELD)
        if b"" in self._fields or b"".join(self._fields).translate(None, _NAME_BYTES):
            raise Refused(Reason.ODD_FIELD)

    def __contains__(self, name: bytes) -> bool:
        return name in self._fields

    def text(self, name: bytes) -> str:
        """Return a field as it was sent, blanks and line ends included; "" if absent. Raises `Refused` if not UTF-8."""
        try:
            return self._fields.get(name, b"").decode()
        except UnicodeDecodeError:
            raise Refused(Reason.MALFORMED_FIELD) from None

    def needed(self, name: bytes) -> str:
        """Return a field that must have been sent, if only blank. Raises `Refused`."""
        if name not in self._fields:
            raise Refused(Reason.MISSING_FIELD)
        return self.text(name)

    def word(self, name: bytes) -> str:
        """Return one of the provider's own words, such as a status; "" if absent. Raises `Refused`."""
        return self.shaped(name, _WORD)

    def count(self, name: bytes) -> int:
        """Return a whole number; 0 if absent or blank. Raises `Refused`."""
        return int(self.shaped(name, _COUNT) or 0)

    def sid(self, name: bytes, pattern: re.Pattern[str]) -> str:
        """Return an id of the provider's that must have been sent and fits its pattern. Raises `Refused`."""
        value = self.needed(name)
        if not pattern.fullmatch(value):
            raise Refused(Reason.MALFORMED_FIELD)
        return value

    def loose(self, name: bytes) -> str:
        """Return a field of which nothing is expected, unreadable bytes replaced; "" if absent."""
        return self._fields.get(name, b"").decode(errors="replace")

    def shaped(self, name: bytes, shape: re.Pattern[bytes]) -> str:
        """Return an ASCII field that has the given shape; "" if absent. Raises `Refused`."""
        value = self._fields.get(name, b"")
        if value and not shape.fullmatch(value):
            raise Refused(Reason.MALFORMED_FIELD)
        return value.decode("ascii")
