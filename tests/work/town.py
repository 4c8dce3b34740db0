"""A site whose doors are open on loopback and a provider that calls it; its pipeline works when the test says so."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from flask import Flask, Response
from sqlalchemy import Row, select
from werkzeug.serving import make_server

from intake.call_log import CallLog
from ivr.door import Calls
from ivr.routes import calls
from privacy.alias import alias, digests
from provider.inbound import InboundOptions, Refused
from provider.profiles import TWILIO
from rehearsal.options import credentials
from sms.routes import Texts, texts
from store.schema import jobs, wraps
from tests.plugins.line import Peer, peer_of
from tests.plugins.site import Site

KEYS = ("1", "1", "2", "2")


@dataclass(frozen=True, slots=True)
class Town:
    """Everybody together."""

    site: Site
    peer: Peer

    def record(self, audio: Any, **how: Any) -> None:
        """Have a caller say something after the tone and leave."""
        self.peer.call(keys=KEYS, wavs=[audio], **how)

    def jobs(self, *kinds: str) -> list[Row[Any]]:
        """Return the jobs of some kinds, or all."""
        query = select(jobs).where(jobs.c.kind.in_(kinds)) if kinds else select(jobs)
        with self.site.store.read() as connection:
            return list(connection.execute(query.order_by(jobs.c.kind)))

    def wrapped_for(self, prefix: str) -> int:
        """Return how many things are wrapped for readers whose names begin so."""
        with self.site.store.read() as connection:
            return len(connection.execute(select(wraps.c.item).where(wraps.c.reader.startswith(prefix))).all())

    def erase(self) -> None:
        """Do all erasing that is due once everything has been read back."""
        self.site.clock.go(minutes=1)
        self.site.work_off(("erase",))


@contextmanager
def town_of(site: Site) -> Iterator[Town]:
    """Open a site's doors."""
    app, (account, token) = Flask("town"), credentials()
    server = make_server("127.0.0.1", 0, app, threaded=True)
    origin = f"http://127.0.0.1:{server.server_port}"
    keyring, log = site.intake.keyring, CallLog()
    inbound = InboundOptions(
        (token,), origin, TWILIO,
        lambda number: tuple(alias(number, key) for key in keyring.day_keys()),
        lambda kind, sid: digests(kind, sid, keyring.day_keys()),
    )  # fmt: skip
    app.register_blueprint(calls(Calls(site.intake, log, inbound)))
    app.register_blueprint(texts(Texts(site.intake, inbound, lambda _text, _allowed, default: default)))
    app.register_error_handler(Refused, lambda refused: Response(status=refused.status))
    serving = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    serving.start()
    with peer_of(origin, account, token, now=site.clock) as peer:
        site.rest, site.origin = peer.rest(), origin
        yield Town(site, peer)
    server.shutdown()
    serving.join()
    server.server_close()
    site.speech.stop()
