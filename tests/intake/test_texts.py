"""Texts as conversations: the first one is the report, whatever else happens."""

from __future__ import annotations

import re
import secrets
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Connection

from intake.converse import Exchange
from intake.texts import Medium, Text, receive
from intake.visit import Given
from privacy.alias import alias, digests
from privacy.secret import Secret
from sms.twiml import reply_text
from store import reports
from store.database import NotKept, Store
from talk.segments import count
from tests.plugins.site import Site
from triage.lines import line_for

NUMBER = "+14155550134"
LINE = "+15005550001"
CODE = re.compile(r"\d{4} \d{4} \d{4} \d{4}")


def text(
    site: Site, words: str, *, sender: str | None = NUMBER, sid: str | None = None, language: str = "en",
    meanwhile: Callable[[], object] = lambda: None, media: tuple[Medium, ...] = (),
) -> str:  # fmt: skip
    """Send a text; return the reply as the reporter reads it, or "-" where it could not be kept.

    `meanwhile` happens between its being worked out and its commit.
    """
    message = Secret(sid or "SM" + secrets.token_hex(16))
    keys = site.intake.keyring.day_keys()
    aliases = tuple(alias(sender, key) for key in keys) if sender else ()
    line = line_for(site.intake.lines, LINE)
    facts = {"emergency": line.emergency}

    def render(exchange: Exchange) -> str:
        meanwhile()
        return reply_text(site.intake.words, exchange.turn, line.languages, facts)

    named = digests("message", message, keys)[0]
    told = Text(Given(message, words), line, message, named, aliases, language, media)

    def cost(exchange: Exchange) -> int:
        said = reply_text(site.intake.words, exchange.turn, line.languages, facts)
        return count(said).segments if said else 0

    answer, kept = receive(site.intake, told, render, cost)
    return answer if kept else "-"


def code_in(reply: str) -> str:
    found = CODE.search(reply)
    assert found, reply
    return found.group()


def said(site: Site) -> list[list[str]]:
    """Return the reporter's words of every report, oldest first within one."""
    return [[piece.text for piece in report.of_kind("story", "message")] for report in site.reports()]


@pytest.mark.threat(31)
def test_the_first_text_is_the_report_and_is_answered_with_a_code(any_site: Site) -> None:
    reply = text(any_site, "There is a fire at the old mill")
    assert code_in(reply)
    assert said(any_site) == [["There is a fire at the old mill"]]
    assert "fire" not in reply
    assert "mill" not in reply


def test_yes_to_the_question_marks_danger_and_no_second_report(site: Site) -> None:
    text(site, "He has a gun")
    site.clock.go(seconds=5)
    reply = text(site, "Yes")
    assert "911" in reply
    [report] = site.reports()
    assert report.row.danger


@pytest.mark.parametrize("answer", ["no", "NO.", "2", "n"])
def test_a_bare_answer_is_an_answer(site: Site, answer: str) -> None:
    text(site, "They sell pills")
    text(site, answer)
    [report] = site.reports()
    assert report.row.danger is False
    assert said(site) == [["They sell pills"]]


def test_everything_that_is_no_bare_answer_joins_the_thread(site: Site) -> None:
    text(site, "They sell pills")
    text(site, "yes and they have a gun too")
    [report] = site.reports()
    assert report.row.danger is None
    assert said(site) == [["They sell pills", "yes and they have a gun too"]]
    assert [piece.state for piece in report.of_kind("message")] == ["unverified"]


def test_a_text_soon_after_our_reply_is_kept_without_an_answer_and_later_ones_are_answered(site: Site) -> None:
    text(site, "They sell pills")
    site.clock.go(seconds=19)
    assert text(site, "behind the station") == ""
    site.clock.go(seconds=20)
    assert text(site, "every night")
    assert said(site) == [["They sell pills", "behind the station", "every night"]]


def test_after_a_day_the_same_sender_begins_anew(site: Site) -> None:
    first = text(site, "They sell pills")
    site.clock.go(hours=24)
    site.store.write(lambda connection: _new_day(site, connection))
    second = text(site, "They are back")
    assert code_in(first) != code_in(second)
    assert len(site.reports()) == 2


def _new_day(site: Site, connection: Connection) -> None:
    from store import days  # noqa: PLC0415 - this test alone moves the day

    days.ready(connection, site.intake.keyring.day(), site.intake.keyring.yesterday())


def test_withheld_senders_never_join_each_other(site: Site) -> None:
    text(site, "One thing", sender=None)
    text(site, "Another thing", sender=None)
    assert sorted(said(site)) == [["Another thing"], ["One thing"]]


@pytest.mark.threat(33)
def test_a_repeated_message_gets_the_same_reply_and_is_one_report(any_site: Site) -> None:
    first = text(any_site, "They sell pills", sid="SM" + "1" * 32)
    again = text(any_site, "They sell pills", sid="SM" + "1" * 32)
    assert first == again
    assert said(any_site) == [["They sell pills"]]


def test_new_begins_another_report(site: Site) -> None:
    first = code_in(text(site, "They sell pills"))
    assert text(site, "NEW")
    second = code_in(text(site, "Somebody broke a window"))
    assert first != second
    assert len(site.reports()) == 2


@pytest.mark.parametrize("word", ["STOP", "stop", "End", "QUIT"])
def test_stop_gets_no_answer_and_makes_the_reporter_perhaps_reachable(site: Site, word: str) -> None:
    text(site, "They sell pills")
    assert text(site, word) == ""
    [report] = site.reports()
    assert report.row.reachable == "perhaps"
    assert report.row.reach_note == "stopped"


def test_a_lone_help_from_somebody_new_is_a_report(site: Site) -> None:
    assert code_in(text(site, "HELP"))
    assert said(site) == [["HELP"]]


def test_a_language_word_changes_the_language(site: Site) -> None:
    text(site, "They sell pills")
    assert "español" in text(site, "Español").casefold()
    assert len(site.reports()) == 1


def test_a_code_in_a_text_opens_the_report_and_the_rest_joins_it_as_verified(site: Site) -> None:
    code = code_in(text(site, "They sell pills"))
    site.work_off()
    reply = text(site, f"{code} now they moved to the harbour", sender="+14155550199")
    assert site.intake.words.need("en", "news.new") in reply
    [report] = site.reports()
    assert [piece.text for piece in report.of_kind("message")] == ["now they moved to the harbour"]
    assert [piece.state for piece in report.of_kind("message")] == ["kept"]
    assert code.replace(" ", "") not in str(said(site)).replace(" ", "")


def test_digits_that_are_no_code_of_ours_stay_in_the_words(site: Site) -> None:
    text(site, "the card was 4532 0151 1283 0366")
    assert said(site) == [["the card was 4532 0151 1283 0366"]]


@pytest.mark.threat(52)
@pytest.mark.parametrize("failures", [1, 2])
def test_what_could_not_be_kept_is_not_acknowledged(site: Site, monkeypatch: pytest.MonkeyPatch, failures: int) -> None:
    kept = Store.write
    left = [failures]

    def write(store: Store, work: Callable[[Connection], object]) -> object:
        if left[0]:
            left[0] -= 1
            raise NotKept
        return kept(store, work)

    monkeypatch.setattr(Store, "write", write)
    assert text(site, "They sell pills") == "-"
    left[0] = 0
    assert said(site) == []
    assert code_in(text(site, "They sell pills"))


@pytest.mark.parametrize(
    "words",
    ["", " ", "🙂", "\u202eabc", "a" * 1600, "line\r\nline\x00", "ñÑ 中文 \ufffd"],
    ids=["empty", "blank", "emoji", "turned round", "longest", "control signs", "mixed"],
)
def test_odd_words_are_kept_to_the_letter(site: Site, words: str) -> None:
    text(site, words)
    assert said(site) == ([[words]] if words else [[]])


def test_what_follows_a_code_is_graded_and_then_closed_to_the_pipeline(site: Site) -> None:
    code = code_in(text(site, "They sell pills in the yard behind the shop"))
    site.work_off()
    text(site, f"{code} there is a bomb in the school and people will die now")
    site.work_off()
    [report] = site.reports()
    assert report.row.grade == "high"
    with site.store.read() as connection:
        assert not reports.has_reader(connection, f"pipeline:{site.intake.keyring.day()}")


@pytest.mark.threat(33)
def test_a_message_repeated_after_midnight_gets_the_same_reply(site: Site) -> None:
    site.clock.moment = site.clock.moment.replace(hour=23, minute=59, second=50)
    first = text(site, "They sell pills", sid="SM" + "2" * 32)
    site.clock.go(seconds=20)
    site.store.write(lambda connection: _new_day(site, connection))
    assert text(site, "They sell pills", sid="SM" + "2" * 32) == first
    assert len(site.reports()) == 1


def once(happens: Callable[[], object]) -> Callable[[], object]:
    """Return what happens the first time only."""
    left = [happens]
    return lambda: left.pop()() if left else None


def test_a_story_cut_into_two_texts_that_come_at_once_is_one_report(any_site: Site) -> None:
    replies: list[str] = []
    second = text(any_site, "and it is burning", meanwhile=once(lambda: replies.append(text(any_site, "The mill"))))
    assert code_in(replies[0])
    assert not CODE.search(second)
    assert said(any_site) == [["The mill", "and it is burning"]]


def test_a_text_beside_a_yes_does_not_open_the_question_of_danger_again(any_site: Site) -> None:
    text(any_site, "He has a gun")
    any_site.clock.go(seconds=5)
    text(any_site, "They are coming in now", meanwhile=once(lambda: text(any_site, "yes")))
    text(any_site, "2")  # of the question about what it is, which stands open now: not "no, in no danger"
    [report] = any_site.reports()
    assert report.row.danger is True
    assert report.row.category is not None


def test_of_many_texts_at_once_every_word_is_kept_in_one_report(site: Site) -> None:
    gate = threading.Barrier(12)

    def send(number: int) -> str:
        gate.wait()
        return text(site, f"words {number}")

    with ThreadPoolExecutor(12) as pool:
        replies = list(pool.map(send, range(12)))
    assert sum(bool(CODE.search(reply)) for reply in replies) == 1
    assert sorted(word for words in said(site) for word in words) == sorted(f"words {number}" for number in range(12))
    assert len(site.reports()) == 1
