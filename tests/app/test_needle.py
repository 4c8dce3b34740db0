"""After calls, texts, faults, a kill and a restart, the reporter's number and the provider's ids are in no file."""

from __future__ import annotations

import base64
import gzip
import hashlib
import hmac
import re
import secrets
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pytest

from rehearsal.calls.scripted import Speech
from tests.app.posting import call, message, post
from tests.plugins.line import Line, new_number, open_line

CLIP = Path(__file__).parents[1] / "clips" / "gun.wav"
KEYS = ("1", "1", "2", "2", "1", "1", "1")
PLACES = ("City", "State", "Zip")
DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")

pytestmark = pytest.mark.slow


@dataclass(frozen=True, slots=True)
class Traces:
    """Where a line that has been through everything left its files, and what must not be in them."""

    line: Line
    numbers: tuple[str, ...]
    ids: tuple[str, ...]

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Return every file of data, secrets and runtime folder and all output, with the name of each."""
        for folder in (self.line.place, Path(self.line.env["SOTTO_RUNTIME_DIR"])):
            for file in folder.rglob("*"):
                if file.is_file():
                    yield str(file), file.read_bytes()

    def found(self, needles: dict[str, bytes]) -> list[str]:
        """Return which needles are where, by their names."""
        return [
            f"{name} in {Path(place).name}"
            for place, content in self.files()
            for text in _readings(content)
            for name, needle in needles.items()
            if needle in text
        ]


def _readings(content: bytes) -> Iterator[bytes]:
    yield content
    for start in (match.start() for match in re.finditer(rb"\x1f\x8b\x08|\x78[\x01\x9c\xda]", content)):
        try:
            yield zlib.decompressobj(47).decompress(content[start:], 2**20)
        except zlib.error:
            continue


def forms(number: str) -> dict[str, bytes]:
    """Return a number as it could be left behind, by the name of the form."""
    digits, national = number[1:], number[2:]
    area, first, last = national[:3], national[3:6], national[6:]
    plain = {
        "E.164": number, "digits": digits, "national": national, "(415) 555-0134": f"({area}) {first}-{last}",
        "dotted": f"{area}.{first}.{last}", "dashed": f"{area}-{first}-{last}", "spaced": f"{area} {first} {last}",
        "last seven": first + last, "escaped": quote(number, safe=""), "escaped twice": quote(quote(number, safe="")),
        "reversed": national[::-1], "spoken": " ".join(DIGITS[int(digit)] for digit in national),
    }  # fmt: skip
    made = {name: text.encode() for name, text in plain.items()}
    made |= {f"UTF-16 {order}": national.encode(f"utf-16-{order}") for order in ("le", "be")}
    made |= {f"BCD {at}": bytes.fromhex((digits + "f")[at : at + 10]) for at in (0, 1)}
    return made | _encoded(number) | _encoded(digits) | _encoded(national)


def _encoded(text: str) -> dict[str, bytes]:
    raw = text.encode()
    made = {f"{text} hex": raw.hex().encode(), f"{text} HEX": raw.hex().upper().encode()}
    for shift in range(3):
        coded = base64.b64encode(bytes(shift) + raw + bytes(3))
        made[f"{text} base64 {shift}"] = coded[4 if shift else 0 : 4 + len(raw) // 3 * 4 - 4]
    for name in ("md5", "sha1", "sha256", "sha512"):
        for kind, digest in (("plain", hashlib.new(name, raw)), ("keyed with nothing", hmac.new(b"", raw, name))):
            made |= {f"{text} {name} {kind}": digest.digest(), f"{text} {name} {kind} hex": digest.hexdigest().encode()}
    return made


def id_forms(sid: str) -> dict[str, bytes]:
    """Return an id as it could be left behind."""
    return {f"{sid[:2]} as it is": sid.encode(), f"{sid[:2]} packed": bytes.fromhex(sid[2:])} | {
        f"{sid[:2]} {name}": needle for name, needle in _encoded(sid).items()
    }


@pytest.fixture(scope="module")
def traces() -> Iterator[Traces]:
    """Put a line through everything: all doors, bad requests, faults, a kill in the middle, a restart, an operator."""
    caller, texter = new_number(), new_number()
    with open_line(SOTTO_SPEECH="off") as line:
        peer = line.peer
        assert peer is not None
        peer.fault("recording", "twice")
        first = peer.call(keys=KEYS, wavs=[CLIP], number=caller)
        ids = [first.sid, *(str(event["recording"]) for event in first.of("recorded"))]
        ids.append(peer.text("A man with a gun", sender=texter, media=[("image/jpeg", b"\xff\xd8")]).sid)
        bad = message(sender=texter, FromCity="Nowhere", CallerName="SMITH JOHN")
        post(line, "/sms/message", bad, token="0" * 32).send()
        post(line, "/sms/message", bad | {"NumMedia": "x"}).send()
        post(line, f"/ivr/step?From={quote(caller)}", call(sender=caller, Digits="9")).send()
        post(line, f"/nowhere?From={quote(caller)}", call(sender=caller)).send()
        peer.fault("rest.audio", "fail", status=500, times=2)
        second = peer.call(keys=KEYS[:4], wavs=[Speech(CLIP.read_bytes(), "hangup")], number=caller)
        ids += [second.sid, *(str(event["recording"]) for event in second.of("recorded")), bad["MessageSid"]]
        line.kill()
        line.start()
        ids.append(peer.text("He is gone now", sender=texter).sid)
        line.json("reports")
        line.settle("fetch", "transcribe", "check", "grade", "code", seconds=120)
        yield Traces(line, (caller, texter), tuple(ids))


def test_no_form_of_a_reporters_number_is_anywhere(traces: Traces) -> None:
    for number in traces.numbers:
        assert traces.found(forms(number)) == []


def test_no_id_of_the_provider_is_anywhere(traces: Traces) -> None:
    assert len(traces.ids) == len(set(traces.ids)) == 7
    for sid in traces.ids:
        assert traces.found(id_forms(sid)) == []


def test_nothing_that_came_beside_the_number_is_anywhere(traces: Traces) -> None:
    assert traces.found({"city": b"Nowhere", "caller name": b"SMITH", "words": b"man with a gun"}) == []


def test_a_reporters_code_is_nowhere(traces: Traces) -> None:
    assert traces.line.peer is not None
    reply = traces.line.peer.text("Another one", sender=new_number()).replies[0]
    found = re.search(r"\d{4} \d{4} \d{4} \d{4}", reply)
    assert found
    assert traces.found({"code": found[0].encode(), "its digits": found[0].replace(" ", "").encode()}) == []


def test_the_search_finds_what_is_there(traces: Traces) -> None:
    """Every form is planted, plain and compressed, in both folders: a search must be able to find."""
    needles = forms(new_number()) | id_forms(f"CA{secrets.token_hex(16)}")
    folders = traces.line.data, Path(traces.line.env["SOTTO_RUNTIME_DIR"])
    packs: dict[str, Callable[[bytes], bytes]] = {"plain": bytes, "gzip": gzip.compress, "zlib": zlib.compress}
    planted = {
        folder / f"{number}-{name}": b"junk" + pack(b"|".join(needles.values())) + b"junk"
        for number, folder in enumerate(folders)
        for name, pack in packs.items()
    }
    for file, content in planted.items():
        file.write_bytes(content)
    seen = set(traces.found(needles))
    for file in planted:
        file.unlink()
    assert seen == {f"{name} in {file.name}" for name in needles for file in planted}
