"""Whoever holds a telephone that is not theirs, or a number that was somebody else's, learns nothing of a report."""

from __future__ import annotations

import re

import pytest

from intake.moves import Wanted, make
from tests.plugins.site import Site
from tests.sms.texter import Texter
from triage.states import Move

CODE = re.compile(r"\d{4} \d{4} \d{4} \d{4}")
STORY = "Victor Hale sells pills behind the station"
ANSWER = "Please tell us which door he used."


def code_of(reply: str) -> str:
    found = CODE.search(reply)
    assert found, reply
    return found.group()


def answered(site: Site, words: str = ANSWER) -> None:
    """Have the pipeline finish and the desk write to the reporter."""
    site.work_off()
    [report] = site.reports()
    for wanted in (Wanted(Move.CLAIM), Wanted(Move.REPLY, text=words)):
        make(site.intake, site.operator, report.row.id, wanted)


def words_of(text: str) -> set[str]:
    return {word for word in re.findall(r"\w{4,}", text.lower()) if word not in {"call", "report", "what"}}


@pytest.mark.threat(31)
def test_no_reply_repeats_the_story_or_says_what_kind_of_report_it_is(site: Site) -> None:
    texter = Texter(site)
    replies = [texter.text(STORY)]
    for later in ("No", "He comes every night", "NEW", "hello?"):
        site.clock.go(minutes=1)
        replies.append(texter.text(later))
    spoken = " ".join(replies)
    assert not words_of(STORY) & words_of(spoken)
    for language in ("en", "zh-CN", "es"):
        kinds = [site.intake.words.get(language, f"category.{name}") for name in site.rulebook.categories]
        assert len(kinds) > 3
        assert [kind for kind in kinds if kind and kind.lower() in spoken.lower()] == []


@pytest.mark.threat(31)
def test_every_text_with_something_in_it_asks_to_be_deleted(site: Site) -> None:
    texter = Texter(site)
    replies = [texter.text(STORY)]
    answered(site)
    for later in ("He comes every night", code_of(replies[0])):
        site.clock.go(minutes=1)
        replies.append(texter.text(later))
    for reply in replies:
        assert re.search("delete this( message)?[.]$", reply, re.IGNORECASE), reply


@pytest.mark.threat(31)
def test_who_has_the_number_but_not_the_code_hears_nothing_of_what_the_desk_wrote(site: Site) -> None:
    texter = Texter(site)
    code = code_of(texter.text(STORY))
    answered(site)
    for asked in ("Any news?", "NEW", "code", "0000 0000 0000 0000"):
        site.clock.go(minutes=1)
        reply = texter.text(asked)
        assert ANSWER not in reply
        assert code not in reply
    site.clock.go(minutes=1)
    assert ANSWER in texter.text(code, "+14155550199"), "who has the code hears it, from whatever number"
