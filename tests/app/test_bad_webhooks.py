"""Requests that nobody should send: each has its own answer, none of them a report, a traceback or a 500."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import socket
from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.app.posting import Post, call, message, post, sid, signed_bytes
from tests.plugins.line import Line, new_number

Case = Callable[[Line, str, dict[str, str]], Post]
DOORS: dict[str, tuple[str, Callable[[], dict[str, str]]]] = {
    "sms": ("/sms/message", message),
    "ivr": ("/ivr/call", call),
}
STORY = "A crate of rifles stands in the yard"


def _joined(line: Line, target: str, form: dict[str, str]) -> Post:
    """Move a field's name and value into its neighbour: the signed text stays the same."""
    whole = post(line, target, form)
    glued = {name: value for name, value in form.items() if name not in {"FromCountry", "From"}}
    glued["FromFromCountry"] = form["FromCountry"]
    fields = {"From" + form["From"] + "FromCountry": form["FromCountry"], **glued}
    return replace(whole, body=post(line, target, fields).body)


def _raw(line: Line, target: str, form: dict[str, str], body: bytes, text: str) -> Post:
    """Return a form with a last field of odd bytes, rightly signed."""
    rest = "".join(name + form[name] for name in sorted(form))
    return signed_bytes(line, target, post(line, target, form).body + body, rest + text)


def _bad_words(line: Line, target: str, form: dict[str, str]) -> Post:
    """Sign bytes that are no text: the signature is the provider's own, over bytes."""
    fields = {name.encode(): value.encode() for name, value in form.items()} | {b"Body": b"\xff\xfe smoke"}
    text = (line.url + target).encode() + b"".join(name + fields[name] for name in sorted(fields))
    mac = hmac.new(line.env["TWILIO_AUTH_TOKEN"].encode(), text, hashlib.sha1).digest()
    whole = post(line, target, form)
    body = whole.body.replace(b"Body=" + form["Body"].replace(" ", "+").encode(), b"Body=%FF%FE+smoke")
    return replace(whole, body=body).with_headers(X_Twilio_Signature=base64.b64encode(mac).decode())


UNPROVEN: dict[str, Case] = {
    "unsigned": lambda line, target, form: post(line, target, form).with_headers(X_Twilio_Signature=None),
    "an empty signature": lambda line, target, form: post(line, target, form).with_headers(X_Twilio_Signature=""),
    "a signature that is none": lambda line, target, form: post(line, target, form).with_headers(
        X_Twilio_Signature="\xe9" * 28
    ),
    "signed with another token": lambda line, target, form: post(line, target, form, token="0" * 32),
    "signed for another address": lambda line, target, form: post(line, target, form, url=f"{line.url}/elsewhere"),
    "signed for https": lambda line, target, form: post(
        line, target, form, url=f"https{line.url.removeprefix('http')}{target}"
    ),
    "signed for another host": lambda line, target, form: post(line, target, form, url=f"http://evil.example{target}"),
    "signed without the query it has": lambda line, target, form: replace(
        post(line, target, form), target=f"{target}?s=1"
    ),
    "signed with another body": lambda line, target, form: replace(
        post(line, target, form), body=post(line, target, form | {"From": "+14155550100"}).body
    ),
    "cut in half": lambda line, target, form: replace(
        whole := post(line, target, form), body=whole.body[: len(whole.body) // 2]
    ),
    "a field more than was signed": lambda line, target, form: replace(
        whole := post(line, target, form), body=whole.body + b"&Extra=1"
    ),
    "fields cut elsewhere than they were signed": _joined,
    "JSON": lambda line, target, form: post(line, target, form).with_headers(Content_Type="application/json"),
    "a form in parts": lambda line, target, form: post(line, target, form).with_headers(
        Content_Type="multipart/form-data; boundary=x"
    ),
    "larger than any webhook": lambda line, target, form: post(line, target, form | {"Extra": "x" * 70_000}),
    "more fields than any webhook": lambda line, target, form: post(
        line, target, form | {f"Extra{number}": "" for number in range(600)}
    ),
    "empty": lambda line, target, form: replace(post(line, target, form), body=b""),
}
ODD: dict[str, Case] = {
    "a field twice": lambda line, target, form: _raw(line, target, form, b"&Zone=1&Zone=2", "Zone1Zone2"),
    "a field without a name": lambda line, target, form: signed_bytes(
        line, target, post(line, target, form).body + b"&=x", "x" + "".join(n + form[n] for n in sorted(form))
    ),
    "a field with an odd name": lambda line, target, form: post(line, target, form | {"Zone<1>": "x"}),
    "no sender": lambda line, target, form: post(line, target, {n: v for n, v in form.items() if n != "From"}),
    "no receiver": lambda line, target, form: post(line, target, {n: v for n, v in form.items() if n != "To"}),
    "no id": lambda line, target, form: post(line, target, {n: v for n, v in form.items() if not n.endswith("Sid")}),
    "an id that is a path": lambda line, target, form: post(
        line, target, form | {n: "../Accounts" for n in form if n.endswith("Sid")}
    ),
    "a country that is a sentence": lambda line, target, form: post(line, target, form | {"FromCountry": "not one"}),
}
ODD_BY_DOOR: dict[tuple[str, str], Case] = {
    ("sms", "words that are no UTF-8"): _bad_words,
    ("sms", "no words"): lambda line, target, form: post(line, target, {n: v for n, v in form.items() if n != "Body"}),
    ("sms", "a count that is none"): lambda line, target, form: post(line, target, form | {"NumMedia": "-1"}),
    ("ivr", "keys that no phone has"): lambda line, target, form: post(line, target, form | {"Digits": "1;DROP"}),
    ("ivr", "a length that is none"): lambda line, target, form: post(line, target, form | {"CallDuration": "1e9"}),
    ("ivr", "a recording that is a path"): lambda line, target, form: post(
        line, target, form | {"RecordingSid": "RE../../Calls"}
    ),
}


def _refused(line: Line, request: Post, status: int) -> None:
    before = line.count("reports"), line.count("jobs"), line.count("items")
    assert request.send() == (status, "")
    assert (line.count("reports"), line.count("jobs"), line.count("items")) == before


@pytest.mark.threat(32)
@pytest.mark.parametrize("case", UNPROVEN)
@pytest.mark.parametrize("door", DOORS)
def test_what_nobody_vouches_for_is_forbidden(line: Line, door: str, case: str) -> None:
    target, form = DOORS[door]
    line.settle("grade", "code")
    _refused(line, UNPROVEN[case](line, target, form()), 403)


@pytest.mark.threat(32)
@pytest.mark.parametrize("case", ODD)
@pytest.mark.parametrize("door", DOORS)
def test_what_is_signed_but_odd_is_a_bad_request(line: Line, door: str, case: str) -> None:
    target, form = DOORS[door]
    _refused(line, ODD[case](line, target, form()), 400)


@pytest.mark.threat(32)
@pytest.mark.parametrize(("door", "case"), ODD_BY_DOOR)
def test_what_one_door_alone_can_be_sent_is_a_bad_request(line: Line, door: str, case: str) -> None:
    target, form = DOORS[door]
    _refused(line, ODD_BY_DOOR[door, case](line, target, form()), 400)


STEPS = ("call", "step", "fallback", "dialled", "whisper", "accept", "recording", "status")
WEBHOOKS = ("/sms/message", "/sms/status", *(f"/ivr/{name}" for name in STEPS))


@pytest.mark.threat(2)
@pytest.mark.parametrize("target", WEBHOOKS)
@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_webhooks_are_posted_and_nothing_else(line: Line, target: str, method: str) -> None:
    status, body = replace(post(line, target, call()), method=method).send()
    assert (status, body) == (405, "")


def test_a_body_larger_than_memory_allows_is_refused_unread(line: Line) -> None:
    host, port = line.env["SOTTO_BIND"].split(":")
    with socket.create_connection((host, int(port)), timeout=30) as connection:
        connection.sendall(b"POST /sms/message HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\n")
        assert b" 413 " in connection.recv(1000).partition(b"\r\n")[0]


def test_a_request_that_breaks_off_hurts_nobody(line: Line) -> None:
    host, port = line.env["SOTTO_BIND"].split(":")
    with socket.create_connection((host, int(port)), timeout=30) as connection:
        connection.sendall(b"POST /sms/message HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\nMessageSid=SM")
    assert post(line, "/sms/message", message()).send()[0] == 200


def test_bytes_that_are_no_http_are_a_bad_request(line: Line) -> None:
    host, port = line.env["SOTTO_BIND"].split(":")
    with socket.create_connection((host, int(port)), timeout=30) as connection:
        connection.sendall(b"\x16\x03\x01\x02\x00\x01\r\n\r\n")
        assert b" 400 " in connection.recv(1000).partition(b"\r\n")[0]


def test_fields_that_come_tomorrow_are_let_pass(line: Line) -> None:
    status, answer = post(line, "/sms/message", message(sender=new_number(), Tomorrow="x", AddOns='{"a": 1}')).send()
    assert (status, "<Message" in answer) == (200, True)


@pytest.mark.threat(33)
def test_a_replayed_text_is_one_report_and_gets_the_same_answer(line: Line) -> None:
    request = post(line, "/sms/message", message("Replayed: a fire at the mill", sender="+14155550777"))
    answers = {request.send() for _ in range(3)}
    assert len(answers) == 1
    assert [row["text"] for row in line.reports()].count("Replayed: a fire at the mill") == 1


ODD_WORDS = (
    "\0 and \x07",
    "%zz %",
    "&amp;<Dial>",
    "a\r\nb\n\n",
    " blanks ",
    "🔥 不 ñ",
    "=&+;",
    "\u202egnp.exe",
    "\ufeff",
)


@pytest.mark.threat(35)
def test_odd_words_are_kept_to_the_byte_and_repeated_in_no_answer(line: Line) -> None:
    sent = [f"{sid('odd')}{words}" for words in ODD_WORDS]
    for words in sent:
        status, answer = post(line, "/sms/message", message(words, sender="withheld")).send()
        assert (status, "odd" in answer, "Dial" in answer) == (200, False, False)
    kept = [row["text"] for row in line.reports()]
    assert [kept.count(words) for words in sent] == [1] * len(sent)


ODD_SENDERS = (
    "", "anonymous", "+266696687", "Restricted", "client:ana", "sip:a@b.example", "12345", "+",
    "whatsapp:+14155550155", "rcs:brand", "\u202e+1415",
)  # fmt: skip


@pytest.mark.threat(12)
@pytest.mark.parametrize("sender", ODD_SENDERS)
def test_odd_and_withheld_senders_are_served(line: Line, sender: str) -> None:
    assert post(line, "/sms/message", message(sender=sender)).send()[0] == 200
    status, answer = post(line, "/ivr/call", call(sender=sender)).send()
    assert (status, "<Gather" in answer or "<Record" in answer) == (200, True), "the menu, or the tone where many call"


@pytest.mark.parametrize("state", ["", "?s=", "?s=x", "?s=%00", "?s=" + "A" * 400, "?x=1", "?s=../../etc"])
def test_a_call_whose_state_is_lost_or_forged_is_offered_the_tone(line: Line, state: str) -> None:
    status, answer = post(line, f"/ivr/step{state}", call(Digits="1")).send()
    assert status == 200
    assert "<Record " in answer


def test_the_state_of_another_call_opens_nothing(line: Line) -> None:
    first = post(line, "/ivr/call", call()).send()[1]
    step = re.search(r'action="[^"]*(/ivr/step[^"]+)"', first)
    assert step
    assert "<Record " in post(line, step[1], call(Digits="1")).send()[1]


@pytest.mark.parametrize("status", ["completed", "absent", "failed", "in-progress"])
def test_a_recording_of_an_unknown_call_is_a_report_of_its_own_if_there_is_sound(line: Line, status: str) -> None:
    before = line.count("reports")
    form = {"CallSid": sid("CA"), "RecordingSid": sid("RE"), "RecordingStatus": status, "RecordingDuration": "7"}
    assert post(line, "/ivr/recording", form).send() == (204, "")
    assert post(line, "/ivr/recording", form).send() == (204, "")
    assert line.count("reports") - before == (status == "completed")


@pytest.mark.threat(3)
def test_the_journal_has_the_reasons_and_nothing_of_what_was_sent(line: Line) -> None:
    for words in (STORY, "+14155550142"):
        post(line, "/sms/message", message(words, sender="+14155550142"), token="0" * 32).send()
    said = line.output()
    assert '"reason": "bad_signature"' in said
    assert "4155550142" not in said
    assert "rifles" not in said
    assert "Traceback" not in said


STRANGE = (
    "/", "/nowhere", "/ivr/", "/metrics", "/%00", "/ivr/code/en/x.wav", "/ivr/code/../../x", "/ivr/prompt/en/..wav",
    "/ivr/code/en/%2e%2e.wav", f"/ivr/message/xx/{'A' * 64}.wav",
)  # fmt: skip


@pytest.mark.parametrize("path", STRANGE)
def test_strange_addresses_are_not_found_and_break_nothing(line: Line, path: str) -> None:
    status, body = Post(line, path, b"", {}, "GET").send()
    assert status in {200, 404}
    assert "Traceback" not in body
