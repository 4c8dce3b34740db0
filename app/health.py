"""Whether the house lives, whether it is ready to take a report, and counts for whoever has the token."""

from __future__ import annotations

import hmac

from flask import Blueprint, Response, request

from app.copies import lines as copies_lines
from app.house import House
from intake.copies import copies
from store import jobs, queries
from store.database import NotKept


def health(house: House) -> Blueprint:
    """Return the addresses of machines that watch: /healthz, /readyz, /metrics.

    They answer: this process lives; it can read its database and has room for more; counts, for a Bearer token.
    """
    routes = Blueprint("health", __name__)

    @routes.get("/healthz")
    def alive() -> Response:
        return Response("ok\n", mimetype="text/plain")

    @routes.get("/readyz")
    def ready() -> Response:
        try:
            with house.store.read() as connection:
                queries.counts(connection)
        except NotKept:
            return Response("the database is away\n", 503, mimetype="text/plain")
        if fault := house.room.fault():
            return Response(f"{fault}\n", 503, mimetype="text/plain")
        return Response("ready\n", mimetype="text/plain")

    @routes.get("/metrics")
    def metrics() -> Response:
        if not _allowed(house):
            return Response(status=404)
        return Response(_lines(house), mimetype="text/plain; version=0.0.4")

    return routes


def _allowed(house: House) -> bool:
    token = house.settings.metrics_token
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    return token is not None and hmac.compare_digest(given.encode(), token.reveal().encode())


def _lines(house: House) -> str:
    """Return counts in Prometheus' text format. None of them can tell one report from another."""
    with house.store.read() as connection:
        counts, waiting = queries.counts(connection), jobs.overview(connection)
    lines = [f"sotto_{name} {count}" for name, count in counts.items()]
    lines += [f'sotto_jobs_waiting{{kind="{row.kind}",fault="{row.fault or ""}"}} {row.count}' for row in waiting]
    lines += copies_lines(copies(house.intake))
    return "\n".join(lines) + "\n"
