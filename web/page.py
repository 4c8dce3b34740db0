"""An exchange as what a page shows: one question, what is said before it, and nothing else. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from intake.converse import Exchange
from talk.engine import Say, options
from talk.steps import Ask
from talk.words import Offer, Words, offer, phrase, remark, say
from triage.lines import Line

DOOR = "web"
_END = "end"
_APART = "\n\n"


@dataclass(frozen=True, slots=True)
class News:
    """What a reporter who came back is told: where the report stands, and the desk's messages, oldest first."""

    status: str
    messages: tuple[str, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Page:
    """A page. `kind` is what it asks for (choice, digits, story) or `end`; `code` is a new code in its groups.

    `heading` is the question itself; only under news the question stands in `question`. `notices` come before it.
    """

    kind: str
    language: str
    heading: str
    paragraphs: tuple[str, ...]
    question: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    problem: str = ""
    progress: str = ""
    offers: tuple[Offer, ...] = ()
    code: tuple[str, ...] = ()
    news: News | None = None
    back: bool = False


def page_of(words: Words, line: Line, exchange: Exchange, fault: str = "") -> Page:
    """Return the page of an exchange. `fault` says what was wrong with the page before, if the script does not.

    Raises NoWordsError.
    """
    turn, session = exchange.turn, exchange.turn.session
    said = [(each, _text(words, session.language, line, each)) for each in turn.says]
    told = next((at for at, (each, _) in enumerate(said) if "messages" in each.facts), len(said) - 1)
    main, text = said[told]
    heading, *paragraphs = text
    asks, news = turn.asks, _news(main)
    return Page(
        kind=asks.ask if asks else _END,
        language=session.language,
        heading=phrase(words, session.language, "web.follow_up.title") if news else heading,
        paragraphs=() if news else tuple(paragraphs),
        question=tuple(part for _, text in said[told + 1 :] for part in text),
        notices=tuple(part for _, text in said[:told] for part in text),
        problem=fault or _remark(words, session.language, turn.says),
        progress=_progress(words, exchange),
        offers=_offers(words, line, exchange),
        code=tuple(main.facts.get("code", "").split()),
        news=news,
        back=_can_go_back(exchange),
    )


def _text(words: Words, language: str, line: Line, said: Say) -> list[str]:
    """Return a step's words as paragraphs; the first is its heading."""
    facts = {"emergency": line.emergency, **said.facts}
    return say(words, language, said.step, DOOR, facts).split(_APART)


def _remark(words: Words, language: str, says: tuple[Say, ...]) -> str:
    keys = [each.remark for each in says if each.remark]
    return remark(words, language, keys[0], DOOR) if keys else ""


def _offers(words: Words, line: Line, exchange: Exchange) -> tuple[Offer, ...]:
    asks = exchange.turn.asks
    if asks is None or asks.ask is not Ask.CHOICE:
        return ()
    return offer(words, exchange.turn.session.language, asks, DOOR, options(asks, line.languages))


def _news(said: Say) -> News | None:
    """Return the news that a step tells: a page sets it out itself, where a call or text puts it into the words."""
    if "messages" not in said.facts:
        return None
    messages = said.facts["messages"].split(_APART) if said.facts.get("count") != "0" else ()
    return News(said.facts.get("status", ""), tuple(messages))


def _progress(words: Words, exchange: Exchange) -> str:
    """Return how far a report has come, in words; a follow-up is no row of questions."""
    session, asks, visit = exchange.turn.session, exchange.turn.asks, exchange.visit
    if asks is None or asks.ask is Ask.DIGITS or visit.thread is not None or not asks.save:
        return ""
    if asks.ask is Ask.STORY:
        return phrase(words, session.language, "web.report.last")
    done = len([name for name, _ in session.saved if name != asks.save])
    return phrase(words, session.language, "web.report.step", {"number": str(done + 1)})


def _can_go_back(exchange: Exchange) -> bool:
    """Tell whether there is a page before this one: an earlier choice, or the news that something is added to."""
    asks, visit = exchange.turn.asks, exchange.visit
    if asks is None:
        return False
    if visit.thread is not None:
        return asks.ask is Ask.STORY
    return bool(exchange.turn.session.saved)
