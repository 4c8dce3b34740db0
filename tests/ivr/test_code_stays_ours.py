"""The code is played from our own recordings: no address, no word that the provider speaks and no log line has it."""

from __future__ import annotations

import logging

import pytest

from privacy.codes import groups
from privacy.secret import Secret
from tests.ivr.phone import Phone
from tests.plugins.site import Site

CODE = Secret("8152835304586983")
FORMS = (CODE.reveal(), groups(CODE), "-".join(groups(CODE).split()), " ".join(CODE.reveal()))


@pytest.fixture
def known_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("intake.file.new_code", lambda _: CODE)


@pytest.mark.usefixtures("known_code")
@pytest.mark.threat(28)
def test_a_code_is_in_no_answer_no_address_and_no_log_and_dies_with_its_call(
    site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    phone = Phone(site)
    answers = [phone.dial().xml]
    answers += [phone.do(deed).xml for deed in ("1", "1", "2", "5", "speaks", "1")]
    while not any("/ivr/code/" in url for url in phone.heard.plays):
        answers.append(phone.press("1").xml)
    [url] = [each for each in phone.heard.plays if "/ivr/code/" in each]
    assert phone.fetch(url).status_code == 200
    phone.hang_up()
    assert phone.fetch(url).status_code == 404, "what was said in one call is not heard in another"
    phone.dial()
    assert phone.fetch(url).status_code == 404
    said = "\n".join([*answers, caplog.text])
    assert [form for form in FORMS if form in said] == []


@pytest.mark.threat(28)
def test_a_code_that_is_keyed_in_comes_back_in_no_answer_and_no_log(
    site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    phone = Phone(site)
    phone.dial()
    phone.press("1", "2")
    answer = phone.press(CODE.reveal()).xml
    said = answer + phone.heard.action + caplog.text
    assert [form for form in FORMS if form in said] == []
