"""Reads an answer of the line: bytes in, checked elements out, or the numbered error."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from rehearsal.errors import Problem
from rehearsal.twiml.grammar import Grammar, Rule
from rehearsal.twiml.voices import fits

LONGEST_SPEECH = 4096


@dataclass(frozen=True, slots=True)
class Document:
    """A checked answer and the URL it came from, which its relative URLs stand on."""

    url: str
    verbs: tuple[ET.Element, ...]


def read(body: bytes, url: str, grammar: Grammar) -> Document:
    """Parse and check an answer. Raises Problem 12100, 12102, 12200 or the verb's own number."""
    root = _parse(body)
    if root.tag != "Response":
        raise Problem(12102, f"the root element is {root.tag}")
    _check(root, grammar, grammar["Response"])
    return Document(url, tuple(root))


def text_of(element: ET.Element) -> str:
    """All text of an element and its children, in order, with blanks at the ends and line breaks evened out."""
    return " ".join("".join(element.itertext()).split())


def _parse(body: bytes) -> ET.Element:
    if b"<!DOCTYPE" in body or b"<!ENTITY" in body:
        raise Problem(12100, "a document type is not allowed")
    try:
        return ET.fromstring(body)  # nosec B314  # noqa: S314 - entities were refused above, and the size before that
    except (ET.ParseError, ValueError) as error:
        raise Problem(12100, str(error)) from None


def _check(element: ET.Element, grammar: Grammar, rule: Rule) -> None:
    for name, value in element.attrib.items():
        _check_attribute(element.tag, name, value, rule)
    if not rule.text:
        _check_no_text(element)
    if element.tag == "Say":
        _check_speech(element)
    for child in element:
        if child.tag not in rule.children:
            raise Problem(rule.nested, f"<{child.tag}> is not allowed in <{element.tag}>")
        _check(child, grammar, grammar[child.tag])


def _check_attribute(tag: str, name: str, value: str, rule: Rule) -> None:
    check = rule.attributes.get(name)
    if check is None:
        raise Problem(12200, f"<{tag}> has no attribute {name}")
    if not check.allows(value):
        raise Problem(check.code, f"{tag} {name}={value!r}: it must be {check.wanted}")


def _check_no_text(element: ET.Element) -> None:
    if any(text.strip() for text in _own_text(element)):
        raise Problem(12200, f"<{element.tag}> takes no text")


def _own_text(element: ET.Element) -> Iterator[str]:
    yield element.text or ""
    yield from (child.tail or "" for child in element)


def _check_speech(element: ET.Element) -> None:
    words = text_of(element)
    if not words:
        raise Problem(13520, "nothing to say")
    if len(words) > LONGEST_SPEECH:
        raise Problem(13520, f"{len(words)} characters, {LONGEST_SPEECH} are allowed")
    voice, language = element.get("voice", ""), element.get("language", "")
    if not fits(voice, language):
        raise Problem(13511, f"the voice {voice} does not speak {language}")
