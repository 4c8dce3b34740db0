"""The web's conversation: nothing is stored before the last page is sent, and that page sent twice is one report."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

from intake.converse import Exchange, converse
from intake.exchange import Render, answered
from intake.options import Intake
from intake.visit import ID_BYTES, NOWHERE, Given, Visit
from privacy.secret import Secret
from store.database import NotKept
from talk.engine import Heard, Said, Say, Session, Silence, Turn, answer, begin
from talk.steps import Ask, Step
from triage.lines import Line

WEB = "web"
_NOTHING = Given(Secret(""))


def open_page(intake: Intake, line: Line, start: str, language: str) -> Exchange:
    """Begin at `start` (web or follow_up), in a language of the line."""
    turn = begin(intake.script(line), start, language)
    visit = Visit(WEB, line.name, intake.random(ID_BYTES), turn.session)
    return converse(intake, line, visit, turn, _NOTHING)


def ask_again_for_story(intake: Intake, line: Line, language: str) -> Exchange:
    """Begin a fresh visit at the story itself, for words whose page is too old: they are written already."""
    visit = Visit(WEB, line.name, intake.random(ID_BYTES), Session(NOWHERE, language))
    turn = answer(intake.script(line), visit.session, Silence())
    return Exchange(turn, visit.at(turn.session))


def hear_page(intake: Intake, visit: Visit, heard: Heard, given: Given, render: Render) -> tuple[str, bool]:
    """Go on with a visit; return (page, whether what had to be kept was kept). Raises `NotKept` when nobody can tell.

    Misses are not counted: nobody waits on the line, so nobody is led on before they are ready.
    """
    line, patient = _line(intake, visit), replace(visit.session, misses=0)

    def work_out(*, broken: bool) -> Exchange:
        turn = answer(intake.script(line), patient, heard)
        return converse(intake, line, visit, turn, given, broken=broken)

    return answered(intake, given, work_out, render)


def same_page(intake: Intake, visit: Visit) -> Exchange:
    """Show the page of a visit once more: in another language, or with a remark. The news of a thread is read anew."""
    line = _line(intake, visit)
    step = intake.script(line).steps.get(visit.session.step)
    if step is None:
        return ask_again_for_story(intake, line, visit.session.language)
    if step.ask is Ask.CHOICE:
        with suppress(NotKept):
            return _news(intake, line, visit) or _asked(step, visit)
    return _asked(step, visit)


def page_before(intake: Intake, visit: Visit) -> Exchange:
    """Go one page back: to the news where a thread is open, else to the last choice that was made.

    The choices are walked again from the start, for a visit does not remember its way.
    """
    line = _line(intake, visit)
    script = intake.script(line)
    if (news := _news(intake, line, visit)) is not None:
        return news
    exchange = converse(intake, line, visit, begin(script, WEB, visit.session.language), _NOTHING)
    for _, option in visit.session.saved[:-1]:
        turn = answer(script, exchange.visit.session, Said(option))
        exchange = converse(intake, line, exchange.visit, turn, _NOTHING)
    return exchange


def _line(intake: Intake, visit: Visit) -> Line:
    return intake.lines.by_name[visit.line]


def _asked(step: Step, visit: Visit) -> Exchange:
    return Exchange(Turn(visit.session, (Say(step.name, {}),), step, None), visit)


def _news(intake: Intake, line: Line, visit: Visit) -> Exchange | None:
    """Read the news of an open thread anew; None where none is open, or the script does not read it."""
    reading = next((step for step in intake.script(line).steps.values() if step.do == "read"), None)
    if reading is None or visit.thread is None:
        return None
    turn = Turn(replace(visit.session, step=reading.name), (), None, reading.do)
    return converse(intake, line, visit, turn, _NOTHING)
