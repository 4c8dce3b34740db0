"""Coming back to a report that is erased: like a code that never was, and nothing that is said then is lost."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from privacy.codes import new_code
from tests.plugins.site import Site
from tests.web.visitor import Visitor, at_story
from work.forgetting import erase

_SEALED = re.compile(r'value="[A-Za-z0-9_-]{40,}"')


def entered(client: FlaskClient, digits: str) -> Visitor:
    return Visitor(client).open("/follow-up?lang=en").send(digits=digits)


def erase_all(site: Site) -> None:
    erase(site.work().forgetting, [opened.row.id for opened in site.reports()])


@pytest.mark.threat(26, 46)
def test_an_erased_code_is_answered_like_one_that_never_was(client: FlaskClient, site: Site) -> None:
    code = at_story(client).tell("The old pier, every night").code
    site.work_off(("code",))
    erase_all(site)
    never = new_code(site.intake.random).reveal()
    erased, unknown = entered(client, code), entered(client, never)
    assert erased.response.status_code == unknown.response.status_code
    told = [_SEALED.sub("", each.response.text) for each in (erased, unknown)]
    assert told[0].replace(code, "") == told[1].replace(never, "")
    sizes = "Content-Length"  # of the digits as they were typed
    headers = [{name: value for name, value in each.response.headers if name != sizes} for each in (erased, unknown)]
    assert headers[0] == headers[1]


def test_what_is_added_while_the_report_is_erased_becomes_one_of_its_own(client: FlaskClient, site: Site) -> None:
    code = at_story(client).tell("The old pier, every night").code
    site.work_off(("code", "grade"))
    visitor = entered(client, code).press("add")
    erase_all(site)
    visitor.tell("And tonight too.")
    assert "The old pier" not in str([opened.pieces for opened in site.reports()])
    [opened] = site.reports()
    assert [piece.text for piece in opened.of_kind("story")] == ["And tonight too."]
    assert opened.row.reachable == "no"
    assert site.work_off() == 1


def test_no_new_code_is_handed_out_for_a_report_that_is_erased(client: FlaskClient, site: Site) -> None:
    code = at_story(client).tell("The old pier, every night").code
    site.work_off(("code", "grade"))
    visitor = entered(client, code)
    erase_all(site)
    visitor.press("replace")
    assert not re.search(r"\d{4} \d{4} \d{4} \d{4}", visitor.text)
    assert site.work_off() == 0


def test_a_page_that_was_filed_and_is_told_more_after_the_erasing_files_anew(client: FlaskClient, site: Site) -> None:
    visitor = at_story(client)
    page = visitor.seen
    visitor.tell("The old pier, every night")
    erase_all(site)
    visitor.seen = page  # the browser's back button
    assert visitor.tell("The old pier, by day as well").code
    [opened] = site.reports()
    assert [piece.text for piece in opened.of_kind("story")] == ["The old pier, by day as well"]
