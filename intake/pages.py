"""The web's conversation: nothing is stored before the last page is sent, and that page sent twice is one report."""

from __future__ import annotations

from intake.converse import Exchange, converse
from intake.exchange import Render, answered
from intake.options import Intake
from intake.visit import ID_BYTES, Given, Visit
from privacy.secret import Secret
from talk.engine import Heard, answer, begin
from triage.lines import Line

WEB = "web"


def open_page(intake: Intake, line: Line, start: str, language: str) -> Exchange:
    """Begin at `start` (web or follow_up), in a language of the line."""
    turn = begin(intake.script(line), start, language)
    visit = Visit(WEB, line.name, intake.random(ID_BYTES), turn.session)
    return converse(intake, line, visit, turn, Given(Secret("")))


def hear_page(
    intake: Intake, line: Line, visit: Visit, heard: Heard, given: Given, render: Render
) -> tuple[str, bool]:
    """Go on with a visit; return (page, whether what had to be kept was kept)."""

    def work_out(broken: bool) -> Exchange:  # noqa: FBT001 - a callable's one flag
        turn = answer(intake.script(line), visit.session, heard)
        return converse(intake, line, visit, turn, given, broken=broken)

    return answered(intake, given, work_out, render)
