"""Commands against a rehearsal, and the script in a terminal: call, text, play."""

from __future__ import annotations

import mimetypes
import os
from pathlib import Path

import click

from app.entering import stop
from app.rehearsal_home import folder, read_home
from app.rulebook import RulebookFaults, read_rulebook
from rehearsal.client import Refused, place_call, send_text
from talk.engine import Turn, UnhandledOutcomeError, begin, resume
from talk.engine import answer as hear
from talk.steps import Script
from talk.terminal import heard, lines, outcome

CALLER = "+14155550142"
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_NOBODY = "No rehearsal answered; is `sotto serve --rehearse` running?"
_OURS = "If another line has its port: stop that one, and start `sotto serve --rehearse` with this data folder."


@click.command()
@click.option("--keys", default="", help="What to press, one entry for each question: 1,1,2; an empty one is silence.")
@click.option("--wav", "wavs", type=_FILE, multiple=True, help="What to say at a tone, the first at the first; then #.")
@click.option("--hang-up-after", type=float, help="Hang up after so many seconds of the call.")
@click.option("--from", "caller", default=CALLER, help="Who calls; `withheld` for nobody.")
@click.option("--to", help="Which number of ours; the first one otherwise.")
@click.option("--rehearse", is_flag=True, help="Understood for symmetry: calls are placed in a rehearsal alone.")
def call(
    keys: str, wavs: tuple[Path, ...], hang_up_after: float | None, caller: str, to: str | None, *, rehearse: bool
) -> None:
    """Place a call to a running rehearsal and print what was said."""
    _ = rehearse
    home = read_home(folder(os.environ))
    try:
        transcript = place_call(
            home.api,
            home.control,
            keys=keys.split(",") if keys else [],
            wavs=[wav.read_bytes() for wav in wavs],
            hang_up_after=hang_up_after,
            number=caller,
            to=to or "",
        )
    except Refused as error:
        stop(f"The rehearsal refused: {error}. {_OURS}")
    except OSError:
        stop(_NOBODY)
    for line in transcript.lines():
        click.echo(line)
    if transcript.problems:
        stop("The provider found faults:\n" + "\n".join(transcript.problems))


@click.command()
@click.argument("body")
@click.option("--from", "sender", default=CALLER, help="Who texts.")
@click.option("--attach", "files", type=_FILE, multiple=True, help="A file to attach.")
@click.option("--to", help="Which number of ours; the first one otherwise.")
@click.option("--rehearse", is_flag=True, help="Understood for symmetry: texts are sent in a rehearsal alone.")
def text(body: str, sender: str, files: tuple[Path, ...], to: str | None, *, rehearse: bool) -> None:
    """Send a text to a running rehearsal and print the reply."""
    _ = rehearse
    home = read_home(folder(os.environ))
    try:
        answer = send_text(home.api, home.control, body, sender=sender, to=to or "", media=_attached(files))
    except Refused as error:
        stop(f"The rehearsal refused: {error}. {_OURS}")
    except OSError:
        stop(_NOBODY)
    for reply in answer.replies:
        click.echo(reply)
    if answer.problems:
        stop("The provider found faults:\n" + "\n".join(answer.problems))


def _attached(files: tuple[Path, ...]) -> list[tuple[str, bytes]]:
    return [(mimetypes.guess_type(file.name)[0] or "application/octet-stream", file.read_bytes()) for file in files]


@click.command()
@click.option("--door", type=click.Choice(["voice", "sms", "web", "follow_up"]), default="voice", help="How they come.")
@click.option("--language", default="en", show_default=True, help="One of the line's languages.")
@click.option("--line", "line_name", help="Which line's script; the default line's otherwise.")
def play(door: str, language: str, line_name: str | None) -> None:
    """Play a line's script in the terminal: type keys, [silence], [speaks], or what an action comes to."""
    own = os.environ.get("SOTTO_CONFIG_DIR")
    try:
        book = read_rulebook(Path(own) if own else None)
    except RulebookFaults as faults:
        stop(f"The scripts, words or rules are not in order.\n{faults}")
    line = book.lines.by_name.get(line_name or book.lines.default)
    if line is None or language not in line.languages:
        stop("There is no such line, or it does not speak this language.")
    script = book.scripts[line.name]
    facts = {"emergency": line.emergency}
    spoken_as = "web" if door == "follow_up" else door
    turn = begin(script, door, language)
    while True:
        for said in lines(book.words, turn, spoken_as, facts):
            click.echo(f"  {said}")
        if turn.do:
            turn = _done(script, turn)
        elif turn.asks:
            typed = click.prompt("", prompt_suffix="> ", default="", show_default=False)
            turn = hear(script, turn.session, heard(typed, spoken_as))
        else:
            return


def _done(script: Script, turn: Turn) -> Turn:
    """Ask what an action comes to until the script knows a way on from it."""
    while True:
        try:
            return resume(script, turn, *outcome(click.prompt(f"{turn.do} comes to")))
        except (ValueError, UnhandledOutcomeError) as error:
            click.echo(f"  ({error})")


COMMANDS = (call, text, play)
