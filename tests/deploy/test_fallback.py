"""The script that answers at the provider while we are down."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

SCRIPT = (Path(__file__).parents[2] / "deploy" / "fallback.xml").read_text("utf-8")
ALLOWED = {
    "Response": set(),
    "Say": {"language"},
    "Record": {"maxLength", "timeout", "finishOnKey", "playBeep", "trim"},
    "Hangup": set(),
}
SECTION = re.compile(r"\{\{([#^])(\w+)\}\}(.*?)\{\{/\2\}\}", re.DOTALL)


def rendered(**given: str) -> ET.Element:
    """Return the script as the provider's templates leave it: `#` is kept where there is a value, `^` where not."""

    def kept(section: re.Match[str]) -> str:
        return section[3] if (section[1] == "#") == bool(given.get(section[2])) else ""

    return ET.fromstring(SECTION.sub(kept, SCRIPT).encode())


def test_the_first_time_it_speaks_three_languages_records_and_hangs_up() -> None:
    assert [verb.tag for verb in rendered()] == ["Say", "Say", "Say", "Record", "Hangup"]
    assert [verb.get("language") for verb in rendered().iter("Say")] == ["en-US", "zh-CN", "es-MX"]


def test_the_second_time_it_only_hangs_up() -> None:
    """Without an action of its own, a recording leads to the same script again."""
    assert [verb.tag for verb in rendered(RecordingUrl="https://provider.example/x")] == ["Hangup"]


@pytest.mark.parametrize("recording", ["", "https://provider.example/x"])
def test_it_holds_nothing_but_verbs_and_attributes_that_every_provider_knows(recording: str) -> None:
    for element in rendered(RecordingUrl=recording).iter():
        assert set(element.attrib) <= ALLOWED[element.tag]
        assert not (element.tail or "").strip()


def test_the_emergency_number_comes_in_every_language_and_the_recording_goes_on_for_five_minutes() -> None:
    assert all("9 1 1" in (say.text or "") for say in rendered().iter("Say"))
    [record] = rendered().iter("Record")
    assert (record.get("maxLength"), record.get("playBeep")) == ("300", "true")


def test_nothing_leads_back_to_the_server_that_is_down() -> None:
    assert "{{" not in ET.tostring(rendered(), "unicode")
    assert not re.search(r"https?://", SCRIPT)
