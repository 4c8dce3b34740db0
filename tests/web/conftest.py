"""The pages of a real line, as one Flask application."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from tests.plugins.site import Site
from web.routes import Pages, pages, request_class, security_headers

Outage = Callable[[str], object]


def application(site: Site) -> Flask:
    """Return the pages of a site."""
    app = Flask("sotto", static_folder=None)
    app.request_class = request_class
    app.register_blueprint(pages(Pages(site.intake, "https://sotto.example", site.rulebook.helplines)))
    app.after_request(security_headers)
    return app


@pytest.fixture
def client(site: Site) -> FlaskClient:
    return application(site).test_client()


@pytest.fixture
def without(site: Site) -> Callable[[str], object]:
    """Return a way to take a table away from the database for as long as a `with` lasts."""

    @contextmanager
    def gone(table: str) -> Iterator[None]:
        site.store.write(lambda connection: connection.execute(text(f"ALTER TABLE {table} RENAME TO away")))
        yield
        site.store.write(lambda connection: connection.execute(text(f"ALTER TABLE away RENAME TO {table}")))

    return gone
