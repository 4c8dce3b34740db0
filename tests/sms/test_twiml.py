"""What stands in a reply is text: it never becomes a verb, and never spoils the answer it stands in."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sms.twiml import SILENT, render
from tests.fuzz.targets import HOSTILE
from tests.plugins.site import Site
from tests.sms.test_neutral import answered, code_of
from tests.sms.texter import Texter

STATUS = "https://line.example/sms/status?s=abc"
HARM = '</Message><Redirect>https://evil.example</Redirect><Message> & "<Dial>+19005550100</Dial>" ]]> &lt;'


def messages(document: str) -> list[ET.Element]:
    root = ET.fromstring(document.encode())
    assert root.tag == "Response"
    assert {each.tag for each in root.iter()} <= {"Response", "Message"}
    return list(root)


@pytest.mark.threat(35)
@given(HOSTILE | st.text())
def test_any_words_are_messages_and_nothing_else(words: str) -> None:
    for message in messages(render([words], STATUS)):
        assert message.get("statusCallback") == STATUS
        assert len(message) == 0


@pytest.mark.threat(35)
def test_markup_arrives_as_it_was_written_and_control_signs_do_not_arrive() -> None:
    assert "".join(message.text or "" for message in messages(render([HARM], STATUS))) == HARM
    assert [message.text for message in messages(render(["a\x00b\x1bc\ufffed\ud800e\nf"], STATUS))] == ["abcde\nf"]
    assert render([], STATUS) == SILENT


@pytest.mark.threat(35)
def test_what_the_desk_wrote_cannot_have_the_provider_dial(site: Site) -> None:
    texter = Texter(site)
    code = code_of(texter.text("They sell pills"))
    answered(site, HARM)
    site.clock.go(minutes=1)
    assert HARM in texter.text(code).replace("\n", "")
