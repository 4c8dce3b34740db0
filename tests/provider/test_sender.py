"""Who is calling: every form that providers are known to put into the sender field."""

from __future__ import annotations

import pytest

from provider.refusal import Refused
from provider.sender import Channel, own_channel, read_sender

NUMBER = "+14155550134"
WITHHELD = ["266696687", "7378742833", "2562533", "8656696", "86282452253", "7748283"]


@pytest.mark.parametrize("digits", WITHHELD)
@pytest.mark.parametrize("lead", ["", "1", "+", "+1"])
@pytest.mark.parametrize("chat", ["", "whatsapp:"])
def test_a_word_spelled_on_the_keypad_is_nobodys_number(digits: str, lead: str, chat: str) -> None:
    sender = read_sender(chat + lead + digits, Channel.VOICE)
    assert (sender.known_as, sender.address) == (None, None)


@pytest.mark.parametrize(
    "text",
    [
        "anonymous",
        "Restricted",
        "UNKNOWN",
        "private",
        "unavailable",
        "blocked",
        "",
        " ",
        "+",
        "client:jane",
        "sip:j@x.org",
        "sips:j@x.org",
        "tel:+14155550134",
        "ACME Bank",
        "3M Alerts",
        "whatsapp:",
        "whatsapp:a b",
        "+0123",
        "+1",
        "12",
        "你好",
    ],
)
def test_whoever_has_no_number_is_served_without_a_name(text: str) -> None:
    sender = read_sender(text, Channel.SMS)
    assert (sender.channel, sender.known_as, sender.address) == (Channel.SMS, None, None)


def test_one_person_has_one_name_on_every_channel() -> None:
    texts = (NUMBER, f"whatsapp:{NUMBER}", f"rcs:{NUMBER}")
    assert {read_sender(text, Channel.SMS).known_as for text in texts} == {NUMBER}
    assert [read_sender(text, Channel.SMS).address for text in texts] == list(texts)


def test_a_number_without_its_plus_is_known_and_can_be_answered() -> None:
    sender = read_sender("85512345678", Channel.SMS)
    assert (sender.known_as, sender.address) == ("85512345678", "85512345678")


def test_a_short_code_can_be_answered_but_is_no_person() -> None:
    sender = read_sender("38383", Channel.SMS)
    assert (sender.known_as, sender.address) == (None, "38383")


def test_a_user_of_a_chat_without_a_number_is_known_by_the_address() -> None:
    sender = read_sender("whatsapp:US.13491208655302741918", Channel.SMS)
    assert sender.known_as == sender.address == "whatsapp:US.13491208655302741918"


@pytest.mark.parametrize("text", ["+1415FromCityX", "+1415 555", "a\x00b", "a\nb", "\x7f", "x" * 257, "+٣٣٣٣٣٣٣"])
def test_what_no_provider_writes_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        read_sender(text, Channel.SMS)


def test_a_sender_shows_nothing_of_itself() -> None:
    assert "1415" not in repr(read_sender(NUMBER, Channel.VOICE))


@pytest.mark.parametrize(
    ("ours", "channel"),
    [(NUMBER, Channel.SMS), ("whatsapp:+1", Channel.WHATSAPP), ("rcs:agent", Channel.RCS), ("sip:x", Channel.SMS)],
)
def test_our_own_address_tells_the_channel(ours: str, channel: Channel) -> None:
    assert own_channel(ours, Channel.SMS) is channel
