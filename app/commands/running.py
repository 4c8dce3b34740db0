"""Commands that keep running: serve and work."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from types import FrameType

import click
from flask import Flask

from app.cores import share_a_core, use_any_core
from app.doors import create_app, create_desk
from app.entering import house_for, rehearse_option, settings_for, stop
from app.gate import Gate
from app.hardening import keep_files_private
from app.house import NotReady
from app.journal import keep_journal
from app.rehearsing import Rehearsal, begin_rehearsal
from app.rulebook import RulebookFaults
from app.serve import Housekeeper, Pipeline, listen
from config.values import Bind
from store.room import MEGABYTE
from work.speech.host import Host


@click.command()
@rehearse_option
def serve(*, rehearse: bool) -> None:
    """Open the doors; on SQLite this process works on what comes in, too."""
    keep_journal()
    keep_files_private()
    rehearsal = _rehearsal() if rehearse else None
    share_a_core()
    with house_for(rehearse=rehearse) as house:
        if not house.store.single:  # other processes serve beside this one
            use_any_core()
        bind = house.settings.bind
        apart = house.settings.desk_bind
        gate = Gate(house.rulebook.limits.room.uploads * MEGABYTE)
        serving = _listen(create_app(house, with_desk=apart is None), bind, gate)
        if apart is not None:
            at_desk = _listen(create_desk(house), apart, gate)
            threading.Thread(target=at_desk, name="desk", daemon=True).start()
        pipeline = Pipeline(house.work(Host(str(house.settings.speech))), house.bell) if house.store.single else None
        housekeeper = Housekeeper(house)
        for part in (housekeeper, pipeline, rehearsal):
            if part is not None:
                part.start()
        click.echo(rehearsal.tour(house) if rehearsal else f"Serving on http://{bind}")
        signal.signal(signal.SIGTERM, _interrupt)
        try:
            serving()
        except KeyboardInterrupt:
            click.echo("Stopping.")
        finally:
            for part in (rehearsal, pipeline, housekeeper):
                if part is not None:
                    part.stop()


def _rehearsal() -> Rehearsal:
    """Begin a rehearsal, or stop with what is in its way."""
    settings_for(rehearse=True)
    try:
        return begin_rehearsal()
    except (NotReady, RulebookFaults) as error:
        stop(f"{error}")


@click.command()
@rehearse_option
def work(*, rehearse: bool) -> None:
    """Work on what comes in, beside the doors; with PostgreSQL alone."""
    keep_journal()
    keep_files_private()
    with house_for(rehearse=rehearse) as house:
        if house.store.single:
            stop("With SQLite `sotto serve` does all the work; `sotto work` is for PostgreSQL.")
        pipeline, over = Pipeline(house.work(Host(str(house.settings.speech))), house.bell), threading.Event()
        for each in (signal.SIGTERM, signal.SIGINT):
            signal.signal(each, lambda *_: over.set())
        pipeline.start()
        click.echo("Working.")
        over.wait()
        pipeline.stop()


def _listen(app: Flask, bind: Bind, gate: Gate) -> Callable[[], None]:
    try:
        return listen(app, bind.host, bind.port, gate)
    except OSError:
        stop(f"Nobody can listen on {bind}: something else does, or the address is not this machine's.")


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


COMMANDS = (serve, work)
