"""The floor: the same two webhooks as anybody would write them with the usual libraries, and nothing more.

Flask, twilio's RequestValidator and TwiML classes, SQLAlchemy's ORM with one commit a request, on SQLite with the same
durability as ours (WAL, synchronous=FULL), on the same server with the same settings. It keeps numbers and words in
the clear, has no state, no codes, no queue: it is what the privacy and the pipeline of a line are to cost nothing over.

    python -m bench.floor FILE PORT
"""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Callable
from datetime import UTC, datetime

import waitress
from flask import Flask, Response, request
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from twilio.request_validator import RequestValidator
from twilio.twiml.messaging_response import MessagingResponse
from twilio.twiml.voice_response import Gather, VoiceResponse

from bench.traffic import ORIGIN, TOKEN

_THREADS = 16
_BUSY_SECONDS = 30
_MENU = "To report something, press 1. For news on an earlier report, press 2. How this line protects you, press 3."


class _Base(DeclarativeBase):
    pass


class Message(_Base):
    """A text as it came in."""

    __tablename__ = "messages"

    sid: Mapped[str] = mapped_column(primary_key=True)
    sender: Mapped[str]
    body: Mapped[str]
    received: Mapped[datetime]


def create_floor(file: str) -> Flask:
    """Return the application, on a SQLite file that is made if it is missing."""
    engine, validator, app = _engine(file), RequestValidator(TOKEN), Flask("floor", static_folder=None)

    def refused() -> bool:
        target = request.full_path if request.query_string else request.path
        signature = request.headers.get("X-Twilio-Signature", "")
        return not validator.validate(ORIGIN + target, request.form, signature)

    @app.post("/sms/message")
    def message() -> Response:
        if refused():
            return Response(status=403)
        form = request.form
        with Session(engine) as session:
            session.add(Message(sid=form["MessageSid"], sender=form["From"], body=form["Body"], received=_now()))
            session.commit()
        answer = MessagingResponse()
        answer.message("We have your report. Thank you. Is anybody in danger now? Answer YES or NO.")
        return Response(str(answer), mimetype="text/xml")

    @app.post("/ivr/step")
    def step() -> Response:
        if refused():
            return Response(status=403)
        answer = VoiceResponse()
        gather = Gather(num_digits=1, timeout=6, action="/ivr/step?s=danger", action_on_empty_result=True)
        gather.say(_MENU if request.form.get("Digits") else "Sorry, nothing was heard.", voice="Polly.Joanna")
        answer.append(gather)
        answer.redirect("/ivr/step?s=danger")
        return Response(str(answer), mimetype="text/xml")

    return app


def _engine(file: str) -> Engine:
    engine = create_engine(f"sqlite:///{file}", pool_size=_THREADS, connect_args={"timeout": _BUSY_SECONDS})
    event.listen(engine, "connect", _durable)
    _Base.metadata.create_all(engine)
    return engine


def _durable(connection: sqlite3.Connection, _record: object) -> None:
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")


def _now() -> datetime:
    return datetime.now(UTC)


def main() -> None:
    """Serve the floor as we serve ourselves."""
    file, port = sys.argv[1:]
    run: Callable[[], None] = waitress.create_server(
        create_floor(file), host="127.0.0.1", port=int(port), threads=_THREADS, ident=None, backlog=1024
    ).run
    run()


if __name__ == "__main__":
    main()
