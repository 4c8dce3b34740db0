"""Ways to look at bytes in which many spellings become one.

A view is a homomorphism: it changes or leaves out single bytes, whatever stands around them. So if a text holds a
spelling, the view of the text holds the view of the spelling, and pieces may be looked at one after the other.
"""

from __future__ import annotations

_BETWEEN = bytes(range(0x21)) + b"-()./,_:;%&#\\'\"+|[]{}<>="
_SPACES = b" \t\r\n\0"
_STANDARD = bytes.maketrans(b"-_", b"+/")


def as_is(text: bytes) -> bytes:
    """Return the bytes themselves."""
    return text


def squeezed(text: bytes) -> bytes:
    """Return small letters and no separators.

    (415) 555-0134, 415.555.0134, ["4","1","5" …], UTF-16 and words with or without spaces come out alike.
    """
    return text.lower().translate(None, _BETWEEN)


def unwrapped(text: bytes) -> bytes:
    """Return base64 as one line in its standard alphabet, whichever of its two alphabets it was written in."""
    return text.translate(_STANDARD, _SPACES)
