"""A desk on a test's own site, its operators, and reports as they come in by every door."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from desk.door import Desk
from desk.doorman import Doorman
from desk.routes import desk
from intake.file import file_report
from intake.operators import change_password, sign_in
from intake.people import add_operator
from intake.putting import readers
from intake.visit import Given, Upload, Visit
from privacy.items import seal_item
from privacy.secret import Secret
from provider.profiles import TWILIO, Profile
from store import desks, reports, threads
from talk.engine import Session
from tests.plugins.site import CHEAP, PASSWORD, Site
from work.sweep import sweep

_TOKEN = re.compile(r'name="token" value="([^"]+)"')


@dataclass
class Operator:
    """A browser at the desk."""

    client: FlaskClient

    def get(self, path: str, **more: Any) -> TestResponse:
        """Open a page."""
        return self.client.get(path, buffered=True, **more)

    def token(self) -> str:
        """Return the token that the forms of this session carry."""
        found = _TOKEN.search(self.client.get("/desk/password?auto=1").text)
        assert found is not None
        return found[1]

    def post(self, path: str, **fields: str) -> TestResponse:
        """Send a form of a page of this session."""
        return self.client.post(path, data={"token": self.token(), **fields})

    def move(self, report: str, move: str, **fields: str) -> TestResponse:
        """Make a move and open the page that follows."""
        answer = self.post(f"/desk/reports/{report}/{move}", **fields)
        return self.get(answer.headers["Location"]) if answer.status_code == 303 else answer

    def sign_in(self, name: str = "ana", password: str = PASSWORD) -> TestResponse:
        """Send the form for signing in."""
        return self.client.post("/desk/login", data={"name": name, "password": password})

    @property
    def ticket(self) -> str:
        """Return what the cookie holds."""
        cookie = self.client.get_cookie("desk")
        return cookie.value if cookie else ""


@dataclass
class Office:
    """A desk that is open. `slept` are the seconds for which its doorman let people wait."""

    site: Site
    app: Flask
    slept: list[float] = field(default_factory=list)
    codes: dict[str, str] = field(default_factory=dict)

    def go(self, **by: float) -> None:
        """Move the clock, and let go what is over by then."""
        self.site.clock.go(**by)
        sweep(self.site.work())

    def browser(self) -> Operator:
        """Return a browser where nobody has signed in."""
        return Operator(self.app.test_client())

    def operator(self, name: str = "ana", password: str = PASSWORD) -> Operator:
        """Return a browser where an operator has signed in."""
        one = self.browser()
        assert one.sign_in(name, password).status_code == 303
        return one

    def hire(self, name: str, *roles: str) -> str:
        """Add an operator with a password of their own; return their name."""
        once = self.hire_today(name)
        who = sign_in(self.site.store, name, once, CHEAP)
        one = change_password(self.site.store, who, PASSWORD, secrets.token_bytes, CHEAP).operator
        fresh = desks.Operator(one.name, one.public, one.locked, roles)
        self.site.store.write(lambda connection: desks.save_operator(connection, fresh))
        return name

    def hire_today(self, name: str) -> str:
        """Add an operator; return the password that they were given."""
        return add_operator(self.site.store, self.site.operator, name, secrets.token_bytes, CHEAP)

    def report(
        self, words: str = "Somebody sells the keys of the depot.", *, door: str = "web", danger: str = "",
        category: str = "", files: tuple[Upload, ...] = (), language: str = "en", line: str = "public",
        graded: bool = True,
    ) -> str:  # fmt: skip
        """File a report; return its id in hex."""
        site = self.site
        saved = tuple((name, value) for name, value in (("danger", danger), ("category", category)) if value)
        visit = Visit(door, line, secrets.token_bytes(16), Session("", language, saved=saved))
        given = Given(Secret(secrets.token_hex(8)), words, files)
        outcome = file_report(site.intake, site.intake.lines.by_name[line], visit, given)
        site.store.write(lambda connection: [write(connection) for write in outcome.writes])
        self.codes[visit.draft.hex()] = outcome.facts["code"]
        if graded:
            site.work_off(("grade", "code"))
        return visit.draft.hex()

    def add(self, report: str, kind: str, plain: bytes, author: str = "pipeline", state: str = "kept") -> str:
        """Put an item on a report as the pipeline does; return its id in hex."""
        intake = self.site.intake
        known = readers(intake, intake.lines.by_name["public"])
        item = seal_item(plain, report=bytes.fromhex(report), kind=kind, readers=known, random=secrets.token_bytes)
        self.site.store.write(lambda connection: reports.add_item(connection, item, author, state=state))
        return item.id.hex()

    def call(self, *, outcome: str = "connected", digest: bytes = b"d" * 16) -> str:
        """Have a call under way that a person took; return its draft in hex."""
        intake, draft = self.site.intake, secrets.token_bytes(16)
        day, steps = intake.keyring.day(), ("language", "menu", "person")
        kept = threads.Draft(digest, draft, b"a" * 16, "public", "es", steps, outcome, intake.seconds())
        self.site.store.write(lambda connection: threads.save_draft(connection, day, kept))
        return draft.hex()

    def row(self, report: str) -> Any:
        """Return the row of a report."""
        with self.site.store.read() as connection:
            return reports.report_row(connection, bytes.fromhex(report))


def open_desk(site: Site, *, secure: bool = False, room: int = 6, profile: Profile = TWILIO) -> Office:
    """Open the desk of a site, reached by https or not; `room` is for how many its entrance has room."""
    office = Office(site, Flask("sotto", static_folder=None))
    door = Desk(
        site.intake, CHEAP, secure, Doorman(2, secrets.token_bytes, office.slept.append, room),
        tuple(site.rulebook.categories), site.rulebook.helplines, profile.title, profile.held,
    )  # fmt: skip
    office.app.register_blueprint(desk(door))
    return office
