"""A flood of texts costs no more than the budget, and no report in it is lost."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from tests.plugins.site import Site
from tests.sms.texter import Texter

CODE = re.compile(r"\d{4} \d{4} \d{4} \d{4}")
WITHHELD = "+266696687"


def number(at: int) -> str:
    """Return one number of many, in use by nobody."""
    return f"+1415{2_000_000 + at}"


def words_of(site: Site) -> list[str]:
    return sorted(piece.text for report in site.reports() for piece in report.of_kind("story", "message"))


def jobs(site: Site, kind: str) -> int:
    with site.store.read() as connection:
        return len(connection.exec_driver_sql(f"SELECT id FROM jobs WHERE kind = '{kind}'").all())  # noqa: S608


@pytest.mark.threat(36)
def test_a_flood_from_everywhere_stays_in_the_budget_and_every_report_is_kept(site: Site) -> None:
    site.limit("replies", line_hour=20, line_day=40, total_hour=20, total_day=40)
    texter = Texter(site)
    replies = [texter.text(f"report {at}", number(at)) for at in range(60)]
    assert texter.spent <= 20
    assert len(words_of(site)) == len(site.reports()) == 60
    reached = {report.row.reachable for report in site.reports()}
    assert reached == {"perhaps", "no"}
    assert sum(bool(CODE.search(reply)) for reply in replies) == sum(
        report.row.reachable == "perhaps" for report in site.reports()
    )
    site.clock.go(hours=1)
    assert CODE.search(texter.text("one more", number(99)))
    assert texter.spent <= 40


@pytest.mark.threat(36)
def test_near_the_end_of_the_budget_the_reply_is_the_code_alone_in_one_segment(site: Site) -> None:
    site.limit("replies", line_hour=100, short_from=1)
    texter = Texter(site)
    site.intake.limiting.budget.take("public", 1, site.intake.seconds())
    reply = texter.text("They sell pills")
    assert CODE.search(reply)
    assert texter.spent == 1
    assert texter.text("yes") == "" or "911" in reply
    site.clock.go(minutes=1)
    assert texter.text("behind the station") == "", "what joins a thread needs no answer"
    assert words_of(site) == ["They sell pills", "behind the station", "yes"], "no question was asked"


def test_a_question_that_was_not_asked_is_not_answered_by_the_next_word(site: Site) -> None:
    site.limit("replies", line_hour=0, line_day=0, total_hour=0, total_day=0)
    texter = Texter(site)
    assert texter.text("They sell pills") == ""
    assert texter.text("2") == ""
    assert words_of(site) == ["2", "They sell pills"]
    assert [report.row.danger for report in site.reports()] == [None]


@pytest.mark.threat(36)
@pytest.mark.parametrize(
    ("sender", "answered"),
    [
        ("+14155550134", True), ("+447400123456", True), ("+19005550134", False), ("+449098790000", False),
        ("+447012345678", False), ("+15005550006", True),
        ("+33899123456", False), ("72727", False), ("whatsapp:+14155550134", True), ("whatsapp:+19005550134", False),
        ("messenger:100200", True), (WITHHELD, True),
    ],
)  # fmt: skip
def test_premium_numbers_and_short_codes_are_heard_and_never_written_to(
    site: Site, sender: str, answered: bool
) -> None:
    assert bool(Texter(site).text("They sell pills", sender)) is answered
    assert words_of(site) == ["They sell pills"]


@pytest.mark.threat(36)
@pytest.mark.parametrize(("of_line", "of_replies"), [(("US",), ()), ((), ("US", "CA")), (("US", "GB"), ("US",))])
def test_who_writes_from_elsewhere_is_heard_and_not_written_to(
    site: Site, of_line: tuple[str, ...], of_replies: tuple[str, ...]
) -> None:
    site.limit("replies", countries=frozenset(of_replies))
    public = replace(site.intake.lines.by_name["public"], countries=of_line)
    site.intake = replace(site.intake, lines=replace(site.intake.lines, by_name={"public": public}))
    texter = Texter(site)
    assert texter.text("from afar", "+447400123456") == ""
    assert texter.text("from here", "+14155550134")
    assert words_of(site) == ["from afar", "from here"]


def test_a_line_that_takes_no_texts_says_so_once_and_keeps_nothing_but_the_erasing(site: Site) -> None:
    public = replace(site.intake.lines.by_name["public"], doors=("voice", "web"))
    site.intake = replace(site.intake, lines=replace(site.intake.lines, by_name={"public": public}))
    texter = Texter(site)
    assert "takes no texts" in texter.text("They sell pills")
    assert texter.text("They sell pills") == ""
    assert site.reports() == []
    assert jobs(site, "erase") == 2


@pytest.mark.threat(8, 36)
def test_a_sender_who_floods_is_told_once_kindly_and_what_came_before_stays(site: Site) -> None:
    site.limit("sender", always=2, texts_hour=3, texts_day=10)
    texter = Texter(site)
    for each in ("one", "two", "three"):
        texter.text(each)
    refused = texter.text("four")
    assert "not kept" in refused
    assert "911" in refused
    assert texter.text("five") == ""
    assert words_of(site) == ["one", "three", "two"]
    assert jobs(site, "erase") == 5, "the provider's copy is erased all the same"
    assert texter.text("somebody else", "+14155550188")


def test_over_the_limit_danger_stop_answers_and_the_owners_code_still_count(site: Site) -> None:
    site.limit("sender", always=1, texts_hour=1, texts_day=1)
    texter = Texter(site)
    found = CODE.search(texter.text("They sell pills"))
    assert found
    site.work_off()
    assert site.intake.words.need("en", "news.new") in texter.text(found.group())
    assert texter.text("more") == site.intake.words.need("en", "sms.too_many").replace("{emergency}", "911")
    texter.text("another reporter", "+14155550188")
    assert "911" in texter.text("yes", "+14155550188")
    texter.text("he comes closer, with a gun in his hand", "+14155550188")
    assert "he comes closer, with a gun in his hand" in words_of(site)
    assert texter.text("STOP", "+14155550188") == ""
    assert {report.row.reach_note for report in site.reports()} == {None, "stopped"}


@pytest.mark.threat(12)
def test_the_withheld_are_never_refused_and_cost_no_more_than_their_share(site: Site) -> None:
    site.limit("withheld", answers_hour=2)
    texter = Texter(site)
    replies = [texter.text(f"withheld {at}", WITHHELD) for at in range(6)]
    assert [bool(reply) for reply in replies] == [True, True, False, False, False, False]
    assert len(site.reports()) == 6


@pytest.mark.threat(33)
def test_a_captured_text_sent_again_is_no_second_report_and_no_second_cost(site: Site) -> None:
    texter, sid = Texter(site), "SM" + "1" * 32
    first = texter.text("They sell pills", sid=sid)
    spent = site.intake.limiting.budget.counts(site.intake.seconds())["public"][0]
    for _ in range(3):
        assert texter.text("They sell pills", sid=sid) == first
    assert len(site.reports()) == 1
    assert spent == texter.spent // 4


@pytest.mark.threat(38)
def test_on_a_full_disk_the_truth_is_told_and_nothing_is_half_kept(site: Site) -> None:
    full = [True]
    site.intake = replace(site.intake, limiting=replace(site.intake.limiting, room=lambda: not full[0]))
    texter = Texter(site)
    assert "could not be saved" in texter.text("They sell pills")
    with site.store.read() as connection:
        tables = ("reports", "items", "jobs")
        assert [connection.exec_driver_sql(f"SELECT count(*) FROM {each}").scalar() for each in tables] == [0, 0, 0]  # noqa: S608
    full[0] = False
    assert CODE.search(texter.text("They sell pills"))


@pytest.mark.threat(38)
def test_on_a_full_disk_whoever_is_in_danger_is_still_heard(site: Site) -> None:
    full = [False]
    site.intake = replace(site.intake, limiting=replace(site.intake.limiting, room=lambda: not full[0]))
    texter = Texter(site)
    texter.text("He has a gun")
    texter.text("yes")
    full[0] = True
    texter.text("he is on the stairs now")
    assert "he is on the stairs now" in words_of(site)


@pytest.mark.threat(20)
def test_a_code_in_a_text_is_taken_out_and_its_reporter_told_so(site: Site) -> None:
    texter = Texter(site)
    found = CODE.search(texter.text("They sell pills"))
    assert found
    site.work_off()
    for at, grouping in enumerate((" ", "", "-", ". ")):
        code = found.group().replace(" ", grouping)
        reply = texter.text(f"card 4532 0151 1283 0366. I am {code} and {code}, they came back {at}")
        assert site.intake.words.need("en", "sms.code_removed") in reply
    assert found.group().replace(" ", "") not in re.sub(r"\D", "", "x".join(words_of(site)))
    assert sum("4532 0151 1283 0366" in each for each in words_of(site)) == 4, "the card may be what is reported"
