"""What we ask of the provider, and what we make of its answers."""

from __future__ import annotations

import io
import logging
import time
from collections.abc import Callable
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler

import pytest

from privacy.secret import Secret
from provider import account, erase, faults
from provider.faults import Fault
from provider.profiles import SIGNALWIRE
from provider.rest import Rest, RestOptions, open_rest
from provider.send import send_message
from tests.provider.fake import ACCOUNT, TOKEN, Fake, Reply, rest_at, silent

CALL, MESSAGE = Secret("CA" + "a1" * 16), Secret("MM" + "a1" * 16)
NUMBER = Secret("+14155550134")
UUID = "0f8fad5b-d9cb-469f-a165-70867728950e"


@pytest.mark.parametrize(
    ("reply", "fault"),
    [
        pytest.param(Reply.json({"code": 20003}, 401), faults.CREDENTIALS, id="wrong token"),
        pytest.param(Reply(403, b"<html>"), faults.CREDENTIALS, id="forbidden, no JSON"),
        pytest.param(Reply(500, b"oops"), faults.PROVIDER_DOWN, id="500"),
        pytest.param(Reply(503, b"x" * 500_000), faults.PROVIDER_DOWN, id="503 with a huge page"),
        pytest.param(Reply.json({"code": "20429"}, 429), faults.THROTTLED, id="429"),
        pytest.param(
            Reply.json({"type": "t", "title": "t", "status": 429, "code": 20429}, 429), faults.THROTTLED, id="9457"
        ),
        pytest.param(Reply.json({"code": 99999}, 422), faults.REFUSED, id="unknown code"),
        pytest.param(Reply.json([1], 418), faults.REFUSED, id="JSON that is no object"),
        pytest.param(Reply(302, headers={"Location": "https://evil.example/"}), faults.FOREIGN_HOST, id="redirect"),
    ],
)
def test_every_answer_has_its_fault(fake: Fake, rest: Rest, reply: Reply, fault: Fault) -> None:
    fake.will(reply)
    assert erase.delete_message(rest, MESSAGE) == fault


@pytest.mark.parametrize(
    ("header", "wait"), [("7", 7.0), ("0", 0.0), ("999999999", 86400.0), ("soon", None), ("", None), ("-3", None)]
)
def test_the_wait_that_the_provider_asks_for_is_handed_on(
    fake: Fake, rest: Rest, header: str, wait: float | None
) -> None:
    fake.will(Reply(429, headers={"Retry-After": header}))
    assert erase.delete_call(rest, CALL) == faults.THROTTLED.after(wait)


def test_a_wait_may_be_written_as_a_date(fake: Fake, rest: Rest) -> None:
    fake.will(Reply(503, headers={"Retry-After": formatdate(time.time() + 60, usegmt=True)}))
    answer = erase.delete_call(rest, CALL)
    assert answer is not None
    assert answer.wait is not None
    assert 50 < answer.wait <= 60


def _drip(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
    for _ in range(30):
        handler.wfile.write(b" ")
        time.sleep(0.1)


def _break_off(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b'HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{"sid":')


def _shut(handler: BaseHTTPRequestHandler) -> None:
    handler.connection.close()
    handler.wfile = io.BytesIO()


@pytest.mark.threat(52)
@pytest.mark.parametrize(
    ("raw", "fault"),
    [
        (silent, faults.TOO_SLOW),
        (_drip, faults.TOO_SLOW),
        (_break_off, faults.UNREACHABLE),
        (_shut, faults.UNREACHABLE),
    ],
)
def test_a_provider_that_hangs_drips_or_breaks_off_is_tried_again_later(
    fake: Fake, rest: Rest, raw: Callable[[BaseHTTPRequestHandler], None], fault: Fault
) -> None:
    fake.will(Reply(raw=raw))
    assert erase.redact_message(rest, MESSAGE) == fault
    assert fault.retry


@pytest.mark.threat(52)
def test_nobody_at_the_address_is_tried_again_later(fake: Fake, rest: Rest) -> None:
    fake.close()
    assert erase.delete_call(rest, CALL) == faults.UNREACHABLE


@pytest.mark.parametrize("body", [b"", b"not json", b"[]", b'"x"', b"\xff\xfe"])
def test_an_answer_that_cannot_be_read_is_a_fault_and_no_crash(fake: Fake, rest: Rest, body: bytes) -> None:
    fake.will(Reply(200, body))
    assert account.account(rest) == faults.UNREADABLE


def test_a_path_prefix_of_the_address_is_kept(fake: Fake) -> None:
    fake.will(Reply(204))
    assert erase.delete_recording(rest_at(f"{fake.url}/api/laml", SIGNALWIRE, UUID), Secret(UUID)) is None
    assert fake.asked[0].path == f"/api/laml/2010-04-01/Accounts/{UUID}/Recordings/{UUID}.json"


def test_the_next_token_is_tried_when_the_first_is_refused(fake: Fake) -> None:
    fake.will(Reply.json({"code": 20003}, 401), Reply(204))
    assert erase.delete_call(rest_at(fake.url, secrets=("old", "new")), CALL) is None
    assert [asked.password for asked in fake.asked] == ["old", "new"]


def test_the_environment_changes_no_address_and_adds_no_password(
    fake: Fake, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    netrc = tmp_path_factory.mktemp("home") / "netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password else\n")
    for name, value in {
        "NETRC": str(netrc),
        "TWILIO_REGION": "ie1",
        "TWILIO_EDGE": "dublin",
        "HTTP_PROXY": "http://127.0.0.1:9",
    }.items():
        monkeypatch.setenv(name, value)
    fake.will(Reply(204))
    assert erase.delete_call(rest_at(fake.url), CALL) is None
    assert fake.asked[0].password == TOKEN


def test_cookies_of_the_provider_are_not_kept(fake: Fake, rest: Rest) -> None:
    fake.will(Reply(204, headers={"Set-Cookie": "track=1; Path=/"}))
    erase.delete_call(rest, CALL)
    erase.delete_call(rest, CALL)
    assert "Cookie" not in fake.asked[1].headers


@pytest.mark.threat(4)
def test_no_number_or_id_is_logged_or_kept(fake: Fake, rest: Rest, caplog: pytest.LogCaptureFixture) -> None:
    fake.will(Reply.json({"code": 21211, "message": f"The number {NUMBER.reveal()} is wrong"}, 400))
    with caplog.at_level(logging.DEBUG):
        logging.getLogger("twilio.http_client").setLevel(logging.NOTSET)
        send_message(rest, "+15005550006", NUMBER, "x")
        erase.delete_call(rest, CALL)
    written = "".join(record.getMessage() for record in caplog.records)
    transport = rest.client.http_client
    assert NUMBER.reveal() not in written
    assert CALL.reveal() not in written
    assert transport._test_only_last_request is transport._test_only_last_response is None
    assert ACCOUNT not in repr(rest) + repr(rest.options)


@pytest.mark.threat(34)
@pytest.mark.parametrize(
    "url",
    [
        "http://api.twilio.com",
        "https://",
        "api.twilio.com",
        "https://user:word@api.twilio.com",
        "https://api.twilio.com?x=1",
        "ftp://127.0.0.1",
        "http://10.0.0.1",
        "https://api.twilio.com:99999",
    ],
)
def test_an_address_to_which_credentials_must_not_go_is_refused_at_the_start(url: str) -> None:
    with pytest.raises(ValueError, match="API address"):
        rest_at(url)


def test_settings_that_cannot_be_right_are_refused_without_repeating_them() -> None:
    with pytest.raises(ValueError, match="account id") as wrong:
        rest_at("https://api.twilio.com", account="AC/../x")
    assert "AC/" not in str(wrong.value)
    with pytest.raises(ValueError, match="token"):
        open_rest(RestOptions(ACCOUNT, (), "https://api.twilio.com", rest_at("http://127.0.0.1").options.profile))
