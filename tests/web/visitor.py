"""Somebody at the pages, as a browser without JavaScript is: it sees a page, fills in its form and sends it."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from html.parser import HTMLParser

from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import TestResponse, encode_multipart

File = tuple[bytes, str, str]  # content, name, type


class Seen(HTMLParser):
    """A page as it is seen: its form's fields, its buttons, its texts by tag."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self.buttons: list[tuple[str, str]] = []
        self.links: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.action = ""
        self._inside: list[str] = []
        self._texts: list[tuple[str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag and what it means for the form."""
        found = dict(attrs)
        self.tags.append((tag, found))
        if tag == "form":
            self.action = found["action"] or ""
        elif tag == "input" and found.get("type") != "file":
            self.fields[found["name"] or ""] = found.get("value") or ""
        elif tag == "button" and found.get("name"):
            self.buttons.append((found["name"] or "", found["value"] or ""))
        elif tag == "a":
            self.links.append(found["href"] or "")
        if tag not in ("input", "meta", "link"):
            self._inside.append(tag)
        if tag == "textarea":
            self.fields["words"] = ""

    def handle_endtag(self, tag: str) -> None:
        """Leave a tag."""
        if tag in self._inside:
            while self._inside.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        """Note a text."""
        if self._inside[-1:] == ["textarea"]:
            self.fields["words"] += data if self.fields["words"] else data.removeprefix("\n")
        self._texts += [(tag, data) for tag in set(self._inside)]

    def within(self, tag: str) -> str:
        """Return all text that stands within tags of a name, words apart by one blank."""
        return " ".join("".join(data for inside, data in self._texts if inside == tag).split())


@dataclass(slots=True)
class Visitor:
    """One browser at one page."""

    client: FlaskClient
    response: TestResponse = field(init=False)
    seen: Seen = field(init=False)

    def open(self, address: str) -> Visitor:
        """Follow a link."""
        return self._shown(self.client.get(address))

    def press(self, option: str) -> Visitor:
        """Pick an option of a choice."""
        assert ("option", option) in self.seen.buttons, self.seen.buttons
        return self.send(option=option)

    def tell(self, words: str, *files: File) -> Visitor:
        """Write into the text box, attach files, and send."""
        return self.send(*files, words=words)

    def send(self, *files: File, **fields: str) -> Visitor:
        """Send the form of the page with some of its fields changed."""
        data = {**self.seen.fields, **fields}
        if not files:
            return self._shown(self.client.post(self.seen.action, data=data))
        chosen = [FileStorage(io.BytesIO(content), name, content_type=type_) for content, name, type_ in files]
        boundary, body = encode_multipart(MultiDict([*data.items(), *(("files", file) for file in chosen)]))
        kind = f"multipart/form-data; boundary={boundary}"
        return self._shown(self.client.post(self.seen.action, data=body, content_type=kind))

    @property
    def heading(self) -> str:
        """Return what the page asks or says first."""
        return self.seen.within("h1")

    @property
    def text(self) -> str:
        """Return all that stands on the page."""
        return self.seen.within("main")

    @property
    def problem(self) -> str:
        """Return what the page says was wrong, "" if nothing was."""
        html = self.response.text
        return self.seen.within("div").partition("That did not work ")[2] if 'id="problem"' in html else ""

    @property
    def words(self) -> str:
        """Return what stands in the text box; "" where there is none."""
        return self.seen.fields.get("words", "")

    @property
    def code(self) -> str:
        """Return the code that the page shows."""
        assert 'class="groups"' in self.response.text, self.text
        section = self.seen.within("section")
        return section.removeprefix("Your code ")

    def _shown(self, response: TestResponse) -> Visitor:
        assert not response.headers.getlist("Set-Cookie")
        self.response, self.seen = response, Seen(response.text)
        return self


def at_story(client: FlaskClient, danger: str = "no", category: str = "skip") -> Visitor:
    """Return a visitor who has come to the last page of a report."""
    return Visitor(client).open("/report?lang=en").press(danger).press(category)
