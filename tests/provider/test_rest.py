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
from provider.profiles import SIGNALWIRE, SOMLENG
from provider.rest import Rest, RestOptions, open_rest
from provider.send import send_message
from tests.provider.fake import ACCOUNT, LIMITS, TOKEN, Fake, Reply, breaches, rest_at

CALL, RECORDING, MESSAGE, MEDIA = (Secret(kind + "a1" * 16) for kind in ("CA", "RE", "MM", "ME"))
NUMBER = Secret("+14155550134")
UUID = "0f8fad5b-d9cb-469f-a165-70867728950e"

ERASURES: dict[str, Callable[[Rest], Fault | None]] = {
    "recording": lambda rest: erase.delete_recording(rest, RECORDING),
    "call": lambda rest: erase.delete_call(rest, CALL),
    "message": lambda rest: erase.delete_message(rest, MESSAGE),
    "media": lambda rest: erase.delete_media(rest, MESSAGE, MEDIA),
}
erasures = pytest.mark.parametrize("erasure", ERASURES.values(), ids=ERASURES)


@erasures
def test_what_is_erased_is_deleted_as_the_provider_describes(
    fake: Fake, rest: Rest, erasure: Callable[[Rest], Fault | None]
) -> None:
    fake.will(Reply(204))
    assert erasure(rest) is None
    [asked] = fake.asked
    assert (asked.method, asked.password, breaches(asked)) == ("DELETE", TOKEN, [])


@erasures
def test_what_is_gone_already_is_done(fake: Fake, rest: Rest, erasure: Callable[[Rest], Fault | None]) -> None:
    fake.will(Reply.json({"code": 20404, "message": "not found", "status": 404}, 404))
    answer = erasure(rest)
    assert answer is not None
    assert answer.done


def test_a_text_is_blanked_by_an_empty_body_that_is_really_sent(fake: Fake, rest: Rest) -> None:
    fake.will(Reply.json({"sid": MESSAGE.reveal(), "body": ""}))
    assert erase.redact_message(rest, MESSAGE) is None
    assert fake.asked[0].form == {"Body": ""}
    assert breaches(fake.asked[0]) == []


@pytest.mark.parametrize("status", [400, 409])
def test_a_call_that_is_not_over_is_tried_again_later(fake: Fake, rest: Rest, status: int) -> None:
    fake.will(Reply.json({"code": 20009, "message": "not finished"}, status))
    assert erase.delete_call(rest, CALL) == faults.NOT_FINAL
    assert faults.NOT_FINAL.retry


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


def _hang(_: BaseHTTPRequestHandler) -> None:
    time.sleep(LIMITS.patience * 3)


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


@pytest.mark.parametrize(
    ("raw", "fault"),
    [
        (_hang, faults.TOO_SLOW),
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


def test_nobody_at_the_address_is_tried_again_later(fake: Fake, rest: Rest) -> None:
    fake.close()
    assert erase.delete_call(rest, CALL) == faults.UNREACHABLE


@pytest.mark.parametrize("body", [b"", b"not json", b"[]", b'"x"', b"\xff\xfe"])
def test_an_answer_that_cannot_be_read_is_a_fault_and_no_crash(fake: Fake, rest: Rest, body: bytes) -> None:
    fake.will(Reply(200, body))
    assert account.account(rest) == faults.UNREADABLE


@pytest.mark.parametrize(
    "sid",
    [
        "",
        "CA",
        "CA" + "a1" * 15,
        "CA" + "g" * 32,
        "../../Keys",
        "CA" + "a1" * 16 + "/x",
        "CA" + "a1" * 16 + "\n",
        "RE" + "a1" * 16,
    ],
)
def test_an_id_that_is_none_never_reaches_a_path(fake: Fake, rest: Rest, sid: str) -> None:
    assert erase.delete_call(rest, Secret(sid)) == faults.BAD_ID
    assert erase.recordings_of(rest, Secret(sid)) == faults.BAD_ID
    assert erase.delete_media(rest, MESSAGE, Secret(sid)) == faults.BAD_ID
    assert fake.asked == []


def test_what_a_provider_cannot_delete_is_said_and_not_taken_for_done(fake: Fake) -> None:
    rest = rest_at(fake.url, SOMLENG, UUID)
    answer = erase.delete_recording(rest, Secret(UUID))
    assert answer == faults.UNSUPPORTED
    assert not answer.done
    assert fake.asked == []


def test_a_path_prefix_of_the_address_is_kept(fake: Fake) -> None:
    fake.will(Reply(204))
    assert erase.delete_recording(rest_at(f"{fake.url}/api/laml", SIGNALWIRE, UUID), Secret(UUID)) is None
    assert fake.asked[0].path == f"/api/laml/2010-04-01/Accounts/{UUID}/Recordings/{UUID}.json"


def test_a_text_is_sent_and_its_id_kept_for_erasing(fake: Fake, rest: Rest) -> None:
    fake.will(Reply.json({"sid": "SM" + "b2" * 16}, 201))
    sent = send_message(rest, "+15005550006", NUMBER, "谢谢", "https://hotline.example/sms/status?s=x")
    assert sent == Secret("SM" + "b2" * 16)
    [asked] = fake.asked
    assert breaches(asked) == []
    assert asked.form == {
        "To": "+14155550134",
        "From": "+15005550006",
        "Body": "谢谢",
        "StatusCallback": "https://hotline.example/sms/status?s=x",
    }


@pytest.mark.parametrize(
    ("code", "fault"),
    [(21610, faults.OPTED_OUT), (21211, faults.BAD_NUMBER), (21608, faults.TRIAL), (20404, faults.REFUSED)],
)
def test_a_text_that_cannot_be_sent_says_why(fake: Fake, rest: Rest, code: int, fault: Fault) -> None:
    fake.will(Reply.json({"code": code, "message": f"to {NUMBER.reveal()}"}, 400))
    assert send_message(rest, "+15005550006", NUMBER, "x") == fault


def test_the_ids_of_a_call_and_of_a_text_are_listed(fake: Fake, rest: Rest) -> None:
    fake.will(
        Reply.json({"recordings": [{"sid": RECORDING.reveal()}, {"sid": "../x"}]}),
        Reply.json({"calls": [{"sid": CALL.reveal()}]}),
        Reply.json({"media_list": [{"sid": MEDIA.reveal()}]}),
    )
    assert erase.recordings_of(rest, CALL) == (RECORDING,)
    assert erase.legs_of(rest, CALL) == (CALL,)
    assert erase.media_of(rest, MESSAGE) == (MEDIA,)
    assert [breaches(asked) for asked in fake.asked] == [[], [], []]


def test_a_list_that_goes_on_at_another_host_is_not_followed(fake: Fake, rest: Rest) -> None:
    fake.will(Reply.json({"calls": [], "meta": {"next_page_url": "https://evil.example/2010-04-01/x", "key": "calls"}}))
    assert erase.legs_of(rest, CALL) == faults.FOREIGN_HOST
    assert len(fake.asked) == 1


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
