"""A code that never was, one that was replaced and one whose report is erased cannot be told apart, by no door."""

from __future__ import annotations

import math
import random
import time
from collections.abc import Callable, Mapping
from statistics import NormalDist

import pytest
from sqlalchemy import text as sql

from intake.doorkeeper import Doorkeeper
from intake.follow import find
from privacy.codes import checked, groups, new_code
from privacy.secret import Secret
from tests.ivr.phone import Phone
from tests.plugins.site import Site
from tests.sms.texter import Texter
from tests.web.conftest import application
from tests.web.visitor import Visitor

TRIALS = 1000
ROUNDS = 4


def filed(site: Site) -> str:
    """Return the code of a new report, ready to be used."""
    from tests.sms.test_limits import CODE  # noqa: PLC0415 - the shape of a code, as it stands there

    found = CODE.search(Texter(site).text("They sell pills", f"+1415{random.randrange(2_000_000, 9_999_999)}"))  # noqa: S311
    assert found
    site.work_off()
    return found.group()


def visitor(site: Site) -> Visitor:
    return Visitor(application(site).test_client())


def replaced(site: Site) -> str:
    """Return a code that its owner has replaced on the page."""
    old = filed(site)
    page = visitor(site).open("/follow-up?lang=en").send(digits=old)
    page.press("replace")
    site.work_off()
    return old


def erased(site: Site) -> str:
    """Return the code of a report that is no more."""
    old = filed(site)
    found = find(site.intake, Secret(old.replace(" ", "")))
    assert found
    site.store.write(lambda connection: _erase(connection, found.report))
    return old


def _erase(connection: object, report: bytes) -> None:
    for statement in (
        "DELETE FROM jobs WHERE report = :report", "DELETE FROM codes WHERE report = :report",
        "DELETE FROM wraps WHERE item IN (SELECT id FROM items WHERE report = :report)",
        "DELETE FROM items WHERE report = :report", "DELETE FROM reports WHERE id = :report",
    ):  # fmt: skip
        connection.execute(sql(statement), {"report": report})  # type: ignore[attr-defined]


def unknown(site: Site) -> str:
    return groups(new_code(site.intake.random))


KINDS: Mapping[str, Callable[[Site], str]] = {"unknown": unknown, "replaced": replaced, "erased": erased}


@pytest.mark.threat(26)
def test_the_page_says_the_same_of_each(site: Site) -> None:
    answers = set()
    for kind in KINDS.values():
        page = visitor(site).open("/follow-up?lang=en")
        before = page.seen.fields.get("state", "")
        page.send(digits=kind(site))
        answers.add((page.response.status_code, page.heading, page.problem, page.text, len(before)))
    assert len(answers) == 1


@pytest.mark.threat(26)
def test_a_text_of_each_is_an_ordinary_text(site: Site) -> None:
    """It is kept as a report of its own, with a code of its own: the words around that code are the same."""
    from tests.sms.test_limits import CODE  # noqa: PLC0415

    codes = [kind(site) for kind in KINDS.values()]
    answers = {CODE.sub("", Texter(site).text(code, f"+1415666{at:04}")) for at, code in enumerate(codes)}
    assert len(answers) == 1


@pytest.mark.threat(26)
def test_a_caller_hears_the_same_of_each(site: Site) -> None:
    answers = set()
    for at, kind in enumerate(KINDS.values()):
        code = kind(site).replace(" ", "")
        phone = Phone(site, caller=f"+1415777{at:04}")
        phone.dial()
        phone.press("1", "2")
        assert phone.heard.asks == "digits"
        phone.press(code)
        answers.add((phone.heard.text, phone.heard.asks, tuple(verb.tag for verb in phone.heard.verbs)))
    assert len(answers) == 1


@pytest.mark.threat(26)
def test_a_replaced_code_is_dead_at_once_even_before_the_new_one_works(site: Site) -> None:
    old = filed(site)
    page = visitor(site).open("/follow-up?lang=en").send(digits=old)
    page.press("replace")
    new = checked(page.code)
    assert new is not None
    assert find(site.intake, Secret(old.replace(" ", ""))) is None
    site.work_off()
    assert find(site.intake, Secret(old.replace(" ", ""))) is None
    assert find(site.intake, new) is not None


def p_of(one: list[float], other: list[float]) -> float:
    """Return how likely two samples of one distribution lie so far apart (Mann and Whitney's U, normal, two-sided)."""
    ranked = sorted([(value, 0) for value in one] + [(value, 1) for value in other])
    ranks = sum(rank for rank, (_, side) in enumerate(ranked, 1) if side == 0)
    n, m = len(one), len(other)
    u = ranks - n * (n + 1) / 2
    z = (u - n * m / 2) / math.sqrt(n * m * (n + m + 1) / 12)
    return 2 * (1 - NormalDist().cdf(abs(z)))


def times(site: Site, codes: Mapping[str, list[Secret]]) -> dict[str, list[float]]:
    """Look each kind of code up, in an order that is shuffled anew each time; return seconds by kind."""
    taken: dict[str, list[float]] = {kind: [] for kind in codes}
    kinds = list(codes)
    for trial in range(TRIALS):
        random.shuffle(kinds)
        for kind in kinds:
            code = codes[kind][trial % len(codes[kind])]
            began = time.perf_counter()
            assert find(site.intake, code, "voice") is None
            taken[kind].append(time.perf_counter() - began)
    return taken


@pytest.mark.slow
@pytest.mark.threat(26)
def test_the_time_of_a_look_up_does_not_tell_them_apart(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A thousand of each: alike with p above 0.01, in one of a few rounds: one in a hundred fails by chance alone."""
    monkeypatch.setattr("intake.doorkeeper.CALM", 10**9)
    codes = {name: [Secret(kind(site).replace(" ", "")) for _ in range(5)] for name, kind in KINDS.items()}
    for _ in range(ROUNDS):
        found = times(site, codes)
        worst = min(p_of(found["unknown"], found[kind]) for kind in ("replaced", "erased"))
        if worst > 0.01:
            return
    pytest.fail(f"the times tell them apart: p = {worst}")


def test_the_statistic_sees_a_difference_of_a_twentieth_and_none_where_there_is_none() -> None:
    chance = random.Random(1)  # noqa: S311 - nobody's secret
    one, same, later = ([chance.gauss(1 + shift, 0.1) for _ in range(TRIALS)] for shift in (0, 0, 0.05))
    assert p_of(one, same) > 0.01
    assert p_of(one, later) < 1e-6


def test_the_doorkeeper_knows_nothing_of_what_exists(site: Site) -> None:
    slept: dict[str, list[float]] = {}
    for kind, code in {"unknown": unknown(site), "erased": erased(site)}.items():
        waits: list[float] = []
        doorkeeper = Doorkeeper(1, site.intake.random, waits.append)
        for _ in range(6):
            with doorkeeper.admit(Secret(code), "web"):
                pass
        slept[kind] = waits
    assert slept["unknown"] == slept["erased"]
