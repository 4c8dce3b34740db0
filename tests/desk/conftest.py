"""A desk on a test's own site, its operators, and reports as they come in by every door."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from desk.door import Desk
from desk.doorman import Doorman
from desk.routes import desk
from intake.file import file_report
from intake.operators import add_operator, change_password, sign_in
from intake.putting import readers
from intake.visit import Given, Upload, Visit
from privacy.items import seal_item
from privacy.secret import Secret
from store import desks, reports
from talk.engine import Session
from tests.plugins.site import CHEAP, PASSWORD, Site

_TOKEN = re.compile(r'name="token" value="([^"]+)"')


@dataclass
class Operator:
    """A browser at the desk."""

    client: FlaskClient

    def get(self, path: str, **more: object) -> TestResponse:
        """Open a page."""
        return self.client.get(path, **more)  # type: ignore[arg-type]

    def token(self) -> str:
        """Return the token that the forms of this session carry."""
        found = _TOKEN.search(self.client.get("/desk/calls?auto=1").text)
        assert found is not None
        return found[1]

    def post(self, path: str, **fields: str) -> TestResponse:
        """Send a form of a page of this session."""
        return self.client.post(path, data={"token": self.token(), **fields})

    def sign_in(self, name: str = "ana", password: str = PASSWORD) -> TestResponse:
        """Send the form for signing in."""
        return self.client.post("/desk/login", data={"name": name, "password": password})


@dataclass
class Desks:
    """A desk that is open."""

    site: Site
    app: Flask
    slept: list[float] = field(default_factory=list)

    def browser(self) -> Operator:
        """Return a browser where nobody has signed in."""
        return Operator(self.app.test_client())

    def operator(self, name: str = "ana", password: str = PASSWORD) -> Operator:
        """Return a browser where an operator has signed in."""
        one = self.browser()
        assert one.sign_in(name, password).status_code == 303
        return one

    def hire(self, name: str, roles: tuple[str, ...] = ("operator",)) -> str:
        """Add an operator with a password of their own; return their name."""
        once = add_operator(self.site.store, self.site.operator, name, secrets.token_bytes, CHEAP)
        who = sign_in(self.site.store, name, once, CHEAP)
        one = change_password(self.site.store, who, PASSWORD, secrets.token_bytes, CHEAP).operator
        fresh = desks.Operator(one.name, one.public, one.locked, roles)
        self.site.store.write(lambda connection: desks.save_operator(connection, fresh))
        return name

    def report(  # noqa: PLR0913 - what a report can have
        self, words: str = "Somebody sells the keys of the depot.", *, door: str = "web", danger: str = "",
        category: str = "", files: tuple[Upload, ...] = (), language: str = "en", graded: bool = True,
    ) -> str:  # fmt: skip
        """File a report; return its id in hex."""
        site = self.site
        line = site.intake.lines.by_name["public"]
        saved = tuple((name, value) for name, value in (("danger", danger), ("category", category)) if value)
        visit = Visit(door, "public", secrets.token_bytes(16), Session("", language, saved=saved))
        outcome = file_report(site.intake, line, visit, Given(Secret(secrets.token_hex(8)), words, files))
        site.store.write(lambda connection: [write(connection) for write in outcome.writes])
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


@pytest.fixture
def make_desk(site: Site) -> Callable[..., Desks]:
    """Return what opens the desk of a site, by https or not."""

    def made(*, secure: bool = False) -> Desks:
        slept: list[float] = []
        app = Flask("sotto", static_folder=None)
        door = Desk(
            site.intake, CHEAP, secure, Doorman(2, secrets.token_bytes, slept.append),
            tuple(site.rulebook.categories), site.rulebook.helplines,
        )  # fmt: skip
        app.register_blueprint(desk(door))
        return Desks(site, app, slept)

    return made


@pytest.fixture
def office(make_desk: Callable[..., Desks]) -> Desks:
    """Return a desk that is open."""
    return make_desk()


@pytest.fixture
def ana(office: Desks) -> Operator:
    """Return a browser where ana has signed in, who may do everything."""
    return office.operator()
