"""Texts: the first one is the report; later ones answer a question, follow up with a code, or join the thread.

Of a flood, what goes beyond the limits is not taken; a first report, a code that opens one, an answer to a question and
whatever comes from somebody in danger always are.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

from intake import putting
from intake.converse import Exchange, converse
from intake.exchange import Render, answered
from intake.file import said, story_items
from intake.follow import Found, claimed, news
from intake.limiter import Pass
from intake.options import Intake
from intake.putting import Write
from intake.replies import Cost, Payment
from intake.talks import Known, remember, standing
from intake.visit import ID_BYTES, NOWHERE, Given, Visit
from privacy.secret import Secret
from store import jobs, reports
from store.database import Connection
from talk.answers import asks_for_new, language_named, understood
from talk.engine import Said, Say, Session, Turn, answer, begin
from triage.lines import Line

SMS = "sms"
QUIET_SECONDS = 20
# What the SMS network itself acts on and still forwards. Its senders are not to be written to again.
STOPS = frozenset({"stop", "stopall", "unsubscribe", "cancel", "end", "quit", "revoke", "optout", "arret"})


@dataclass(frozen=True, slots=True, repr=False)
class Medium:
    """An attachment that waits at the provider: its id there, its keyed digest, the type its sender claims.

    Where the provider's link held no id that we know, the attachment cannot be fetched, and must not be erased either.
    """

    sid: Secret | None
    digest: bytes
    type: str


@dataclass(frozen=True, slots=True, repr=False)
class Text:
    """A text as intake sees it. `aliases` is empty for a withheld sender; `language` is a guess from the words.

    `answerable` is false for a sender whom we must not write to, such as a premium number.
    """

    given: Given
    line: Line
    sid: Secret
    digest: bytes
    aliases: tuple[bytes, ...]
    language: str
    media: tuple[Medium, ...] = ()
    answerable: bool = True


def receive(intake: Intake, text: Text, render: Render, cost: Cost) -> tuple[str, bool]:
    """Take a text in; return (answer, whether all that was to be kept is). The answer is given only after the commit.

    `cost` tells how many segments the reply of an exchange has.
    """
    passed = _passed(intake, text)
    payment = Payment(intake, text.line, cost, answerable=text.answerable and passed is not Pass.QUIET)
    answer, kept = answered(intake, text.given, partial(_work_out, intake, text, passed, payment), render)
    if not kept:
        payment.give_back()
    return answer, kept


def _passed(intake: Intake, text: Text) -> Pass:
    if SMS not in text.line.doors:
        return Pass.REFUSED
    return intake.limiting.senders.text(text.line.name, text.given.alias, intake.seconds())


def _work_out(intake: Intake, text: Text, passed: Pass, payment: Payment, *, broken: bool) -> Exchange:
    sender, before = standing(intake, text.aliases)
    found = claimed(intake, text.given.words, SMS) if SMS in text.line.doors else None
    if found is not None:
        exchange = _follow_up(intake, text, sender, *found)
    elif (refusal := _refusal(intake, text, sender, passed)) is not None:
        return payment.afford(refusal)
    else:
        exchange = _go_on(intake, text, sender, broken=broken) if sender else _first(intake, text, broken=broken)
    if broken:
        return Exchange(exchange.turn, exchange.visit)
    exchange = payment.afford(exchange)
    saved = remember(intake, text.aliases, exchange.visit, before)
    return replace(exchange, writes=(*exchange.writes, *_provider(intake, text, exchange.visit), *saved))


def _refusal(intake: Intake, text: Text, sender: Known | None, passed: Pass) -> Exchange | None:
    """Return the answer to a text that is not taken; None for one that is. The provider's copy is erased all the same.

    On a full disk nothing is written at all, and the provider's copy is what is left to find later.
    """
    in_danger = sender is not None and said(sender.visit, "danger") == "yes"
    visit = sender.visit if sender else _nowhere(intake, text)
    if SMS in text.line.doors and (in_danger or _asks_for_little(intake, text, sender)):
        return None
    if not intake.limiting.room():
        return _note(visit, "sms.failed")
    if passed is not Pass.REFUSED:
        return None
    erase = putting.erase_job(intake, None, "message", text.sid, text.digest)
    refused = "sms.too_many" if SMS in text.line.doors else "sms.closed"

    def write(connection: Connection) -> None:
        jobs.add(connection, erase)

    told = intake.limiting.senders.tell(text.given.alias, text.digest, intake.seconds())
    return _note(visit, refused, write) if told else _silent(visit, write)


def _asks_for_little(intake: Intake, text: Text, sender: Known | None) -> bool:
    """Return whether a text wants nothing kept but an answer to our question, or no more texts."""
    if sender is None or text.media:
        return False
    return text.given.words.strip().casefold() in STOPS or _answered(intake, text, sender.visit) is not None


def _nowhere(intake: Intake, text: Text) -> Visit:
    return Visit(SMS, text.line.name, intake.random(ID_BYTES), Session(NOWHERE, text.language))


def _first(intake: Intake, text: Text, *, broken: bool) -> Exchange:
    visit = _nowhere(intake, text)
    if text.given.words.strip().casefold() in STOPS and not text.media:
        return _silent(visit)
    turn = begin(intake.script(text.line), SMS, text.language)
    return converse(intake, text.line, visit, turn, text.given, broken=broken)


def _go_on(intake: Intake, text: Text, sender: Known, *, broken: bool) -> Exchange:
    visit, words = sender.visit, text.given.words
    if words.strip().casefold() in STOPS and (visit.filed or not text.media):
        return _silent(visit, lambda connection: reports.doubted(connection, visit.report, "stopped"))
    languages = text.line.languages
    if asks_for_new(intake.words, words, languages):
        return _another(intake, text, visit, broken=broken)
    if not text.media and (language := language_named(intake.words, words, languages)):
        return _say_again(intake, text, visit.at(replace(visit.session, language=language)))
    option = None if text.media else _answered(intake, text, visit)
    if option is not None:
        turn = answer(intake.script(text.line), visit.session, Said(option))
        return converse(intake, text.line, visit, turn, replace(text.given, words=""), broken=broken)
    quiet = intake.seconds() - sender.at < QUIET_SECONDS
    return _join(intake, text, visit, quiet=quiet, broken=broken)


def _answered(intake: Intake, text: Text, visit: Visit) -> str | None:
    """Return the option that a text answers the open question with, if one is open and it does."""
    return understood(intake.words, intake.script(text.line), visit.session, text.given.words, text.line.languages)


def _another(intake: Intake, text: Text, visit: Visit, *, broken: bool) -> Exchange:
    """Begin another report, with the next text; what is attached to NEW itself is a report already."""
    if text.media:
        given = replace(text.given, words="")
        return _first(intake, replace(text, given=given, language=visit.session.language), broken=broken)
    blank = _nowhere(intake, replace(text, language=visit.session.language))
    return _note(blank, "sms.new_report")


def _join(intake: Intake, text: Text, visit: Visit, *, quiet: bool, broken: bool) -> Exchange:
    """Add a text to the sender's thread; soon after our last reply it is kept without an answer."""
    if (not visit.filed and visit.thread is None) or _erased(intake, visit.report):
        return _first(intake, replace(text, language=visit.session.language), broken=broken)
    if broken:
        return _note(visit, "sms.failed")
    items = story_items(intake, text.line, visit.report, text.given, "message")
    job = putting.grade_job(intake, visit.report, danger=False)

    def write(connection: Connection) -> None:
        for item in items:
            reports.add_item(connection, item, "reporter", state="unverified")
        jobs.add(connection, job)

    return _silent(visit, write) if quiet else _note(visit, "sms.added", write)


def _erased(intake: Intake, report: bytes) -> bool:
    """Return whether a sender's report is gone: what more they say is a report again."""
    with intake.store.read() as connection:
        return not reports.exists(connection, report)


def _follow_up(intake: Intake, text: Text, sender: Known | None, found: Found, rest: str) -> Exchange:
    """Open the report of a code in a text: its news is the answer, what else the text says joins its thread.

    Without the code, that is; whoever wrote more than it is told so.
    """
    language = sender.visit.session.language if sender else text.language
    visit = replace(_nowhere(intake, replace(text, language=language)), thread=found.report)
    items = story_items(intake, text.line, found.report, replace(text.given, words=rest), "message")
    job = putting.grade_job(intake, found.report, danger=False)

    def write(connection: Connection) -> None:
        for item in items:
            reports.add_item(connection, item, "reporter")
        if items:
            jobs.add(connection, job)

    removed = (Say("sms.code_removed", {}),) if rest else ()
    says = (*removed, Say("sms.news", news(intake, visit, found)))
    return Exchange(Turn(visit.session, says, None, None), visit, (write,))


def _say_again(intake: Intake, text: Text, visit: Visit) -> Exchange:
    """Say the open question in another language, or that the language is changed."""
    step = intake.script(text.line).steps.get(visit.session.step)
    said = Say(step.name, {}) if step else Say("sms.language", {})
    return Exchange(Turn(visit.session, (Say("sms.language", {}), said) if step else (said,), step, None), visit)


def _provider(intake: Intake, text: Text, visit: Visit) -> tuple[Write, ...]:
    """Fetch what is attached, then have the provider's copy of the message erased. Raises `Gone` as it is written.

    What is to be fetched for a report that was erased meanwhile would be fetched by nobody, and erased all the same.
    """
    fetches = [putting.fetch_job(intake, visit.report, medium.digest, _asked(text, medium), 0) for medium in text.media]
    erase = putting.erase_job(intake, visit.report, "message", text.sid, text.digest)

    def write(connection: Connection) -> None:
        if fetches:
            reports.must_exist(connection, visit.report)
        for job in (*fetches, erase):
            jobs.add(connection, job)

    return (write,)


def _asked(text: Text, medium: Medium) -> dict[str, Secret | str | int]:
    named = {"sid": medium.sid} if medium.sid else {}
    return {"kind": "media", "message": text.sid, "type": medium.type, **named}


def _note(visit: Visit, words: str, *writes: Write) -> Exchange:
    return Exchange(Turn(visit.session, (Say(words, {}),), None, None), visit, writes)


def _silent(visit: Visit, *writes: Write) -> Exchange:
    return Exchange(Turn(visit.session, (), None, None), visit, writes)
