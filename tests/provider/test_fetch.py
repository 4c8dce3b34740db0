"""Bringing in recordings and attachments: only from where they may come, only as much as fits, and without a trace."""

from __future__ import annotations

import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler

import pytest

from privacy.secret import Secret
from provider import faults
from provider.address import address, may_follow
from provider.faults import Fault
from provider.fetch import MAX_REDIRECTS, fetch_media, fetch_recording
from provider.profiles import PROFILES, TWILIO, Profile
from provider.rest import Rest
from tests.provider.fake import ACCOUNT, LIMITS, TOKEN, Fake, Reply, silent

RECORDING, MESSAGE, MEDIA = (Secret(kind + "a1" * 16) for kind in ("RE", "MM", "ME"))
BASE = f"/2010-04-01/Accounts/{ACCOUNT}"
FETCHES: dict[str, Callable[[Rest], bytes | Fault]] = {
    "recording": lambda rest: fetch_recording(rest, RECORDING),
    "media": lambda rest: fetch_media(rest, MESSAGE, MEDIA),
}
fetches = pytest.mark.parametrize("fetch", FETCHES.values(), ids=FETCHES)


@pytest.mark.threat(34)
def test_a_recording_is_asked_for_as_wav_at_an_address_built_from_its_id(fake: Fake, rest: Rest) -> None:
    fake.will(Reply(body=b"RIFF\x00\xff"))
    assert fetch_recording(rest, RECORDING) == b"RIFF\x00\xff"
    assert (fake.asked[0].path, fake.asked[0].password) == (f"{BASE}/Recordings/{RECORDING.reveal()}.wav", TOKEN)


@pytest.mark.threat(34)
def test_an_attachment_is_asked_for_under_its_text(fake: Fake, rest: Rest) -> None:
    fake.will(Reply(body=b"\xff\xd8"))
    assert fetch_media(rest, MESSAGE, MEDIA) == b"\xff\xd8"
    assert fake.asked[0].path == f"{BASE}/Messages/{MESSAGE.reveal()}/Media/{MEDIA.reveal()}"


@fetches
def test_what_is_not_there_yet_is_tried_again(fake: Fake, rest: Rest, fetch: Callable[[Rest], bytes | Fault]) -> None:
    fake.will(Reply.json({"code": 20404}, 404), Reply(body=b"audio"))
    assert fetch(rest) == faults.NOT_YET
    assert faults.NOT_YET.retry
    assert fetch(rest) == b"audio"


@pytest.mark.threat(34)
@fetches
def test_a_redirect_is_followed_without_our_credentials(
    fake: Fake, rest: Rest, fetch: Callable[[Rest], bytes | Fault]
) -> None:
    fake.will(Reply(307, headers={"Location": "/elsewhere?sig=1"}), Reply(body=b"audio"))
    assert fetch(rest) == b"audio"
    assert [asked.password for asked in fake.asked] == [TOKEN, None]


@pytest.mark.threat(34)
@pytest.mark.parametrize(
    "location",
    [
        "https://evil.example/x",
        "http://169.254.169.254/latest/meta-data",
        "http://10.0.0.1/",
        "//evil.example/x",
        "file:///etc/passwd",
        "https://user:word@mms.twiliocdn.com/",
        "",
    ],
)
def test_a_redirect_to_a_foreign_or_private_host_is_not_followed(fake: Fake, rest: Rest, location: str) -> None:
    fake.will(
        Reply(302, headers={"Location": location} if location else {}), Reply(302, headers={"Location": location})
    )
    assert fetch_recording(rest, RECORDING) == faults.FOREIGN_HOST
    assert {asked.path.startswith(BASE) for asked in fake.asked} == {True}


@pytest.mark.threat(34)
def test_a_ring_of_redirects_ends(fake: Fake, rest: Rest) -> None:
    fake.will(Reply(302, headers={"Location": "/round"}))
    assert fetch_recording(rest, RECORDING) == faults.FOREIGN_HOST
    assert len(fake.asked) == 1 + MAX_REDIRECTS


def _endless(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    for _ in range(100):
        handler.wfile.write(b"2000\r\n" + b"\x00" * 0x2000 + b"\r\n")


def _dripping(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    for _ in range(30):
        handler.wfile.write(b"1\r\nx\r\n")
        time.sleep(0.1)


@pytest.mark.threat(34)
@fetches
@pytest.mark.parametrize(
    ("reply", "fault"),
    [
        pytest.param(Reply(body=b"x" * (LIMITS.size + 1)), faults.TOO_LARGE, id="huge"),
        pytest.param(Reply(raw=_endless), faults.TOO_LARGE, id="endless"),
        pytest.param(Reply(raw=_dripping), faults.TOO_SLOW, id="dripping"),
        pytest.param(Reply(raw=silent), faults.TOO_SLOW, id="silent"),
        pytest.param(Reply(headers={"Content-Encoding": "gzip"}), faults.UNREADABLE, id="packed, perhaps a bomb"),
        pytest.param(Reply(500), faults.PROVIDER_DOWN, id="500"),
        pytest.param(Reply(401), faults.CREDENTIALS, id="401"),
    ],
)
def test_what_does_not_come_whole_and_in_bounds_is_a_fault(
    fake: Fake, rest: Rest, fetch: Callable[[Rest], bytes | Fault], reply: Reply, fault: Fault
) -> None:
    fake.will(reply)
    assert fetch(rest) == fault


def test_a_body_of_exactly_the_limit_is_taken(fake: Fake, rest: Rest) -> None:
    fake.will(Reply(body=b"x" * LIMITS.size))
    assert fetch_recording(rest, RECORDING) == b"x" * LIMITS.size


@pytest.mark.threat(34)
@pytest.mark.parametrize(
    "sid", ["", "RE", "http://127.0.0.1/", "../../x", "RE" + "a1" * 16 + "?x", "api.twilio.com@evil", "RE" + "٠" * 32]
)
def test_an_id_that_is_none_is_never_asked_for(fake: Fake, rest: Rest, sid: str) -> None:
    assert fetch_recording(rest, Secret(sid)) == faults.BAD_ID
    assert fetch_media(rest, MESSAGE, Secret(sid)) == faults.BAD_ID
    assert fetch_media(rest, Secret(sid), MEDIA) == faults.BAD_ID
    assert fake.asked == []


FOREIGN = [
    "http://127.0.0.1/",
    "https://127.0.0.1/",
    "https://[::1]/",
    "https://2130706433/",
    "https://0x7f.1/",
    "https://169.254.169.254/",
    "https://localhost/",
    "https://api.twilio.com@evil.example/",
    "https://api.twilio.com.evil.example/",
    "https://eviltwilio.com/",
    "https://evil.example\\.twiliocdn.com/",
    "https://evil.example%2f.twiliocdn.com/",
    "https://mms.twiliocdn.com:8443/",
    "http://mms.twiliocdn.com/",
    "ftp://mms.twiliocdn.com/",
    "file:///etc/passwd",
    "//mms.twiliocdn.com/",
    "https://",
    "",
]


@pytest.mark.threat(34)
@pytest.mark.parametrize("url", FOREIGN)
@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
def test_nothing_leads_away_from_a_real_provider(url: str, profile: Profile, monkeypatch: pytest.MonkeyPatch) -> None:
    """Even if every name resolved to a public address."""
    monkeypatch.setattr("provider.address._is_public", lambda _: True)
    assert not may_follow(url, address("https://api.twilio.com"), profile.media_hosts)


@pytest.mark.threat(34)
@pytest.mark.parametrize("private", ["127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "fd00::1", "100.64.0.1"])
def test_a_listed_name_that_resolves_to_a_private_address_is_not_followed(
    private: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def resolve(*_: object, **__: object) -> list[tuple[int, int, int, str, tuple[str, int]]]:
        return [(2, 1, 6, "", ("8.8.8.8", 443)), (2, 1, 6, "", (private, 443))]

    monkeypatch.setattr("socket.getaddrinfo", resolve)
    url = "https://mms.twiliocdn.com/x"
    assert not may_follow(url, address("https://api.twilio.com"), TWILIO.media_hosts)
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: resolve()[:1])
    assert may_follow(url, address("https://api.twilio.com"), TWILIO.media_hosts)


@pytest.mark.threat(34)
def test_this_machine_is_followed_only_where_the_provider_is_on_it() -> None:
    assert may_follow("http://127.0.0.1:9/x", address("http://127.0.0.1:8001"), ())
    assert may_follow("http://[::1]:9/x", address("http://localhost:8001"), ())
    assert not may_follow("http://127.0.0.1:9/x", address("https://api.twilio.com"), (".twilio.com",))
    assert not may_follow("http://10.0.0.1/x", address("http://127.0.0.1:8001"), ())
