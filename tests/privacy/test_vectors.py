"""Known answers: from fixed keys and nonces come fixed bytes, and they open again.

If one of these fails, what was sealed before does not open any more: the code is to be changed back, not the vector.
`vectors.json` was written once, by the first version of each format.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from nacl.bindings import crypto_box, crypto_generichash_blake2b_salt_personal, crypto_scalarmult_base

from privacy import codes
from privacy.alias import alias, digests
from privacy.arguments import open_argument, seal_argument
from privacy.items import SealedItem, open_item
from privacy.passwords import Cost, lock, unlock
from privacy.recovery import pair_of, read_recovery, recovery_text
from privacy.repeats import open_reply, seal_reply
from privacy.seal import Place, open_sealed, open_under, own_key, seal, seal_under, unwrap, wrap_for_day
from privacy.secret import Secret
from privacy.state import put, take
from privacy.stream import open_stream
from privacy.vault import Ticket, close_box, open_box, read_ticket

_FILE = Path(__file__).parent / "vectors.json"
VECTORS: dict[str, str] = json.loads(_FILE.read_text(encoding="utf-8"))
KEY, OTHER = bytes(range(32)), bytes(range(32, 64))
READER = pair_of(bytes(range(64, 96)))
DAY = replace(READER, own=own_key(READER.private))
PLACE = Place(b"r" * 16, b"i" * 16, "story", 3)
CODE = Secret("8152835304586983")
SALT, PEPPER = b"s" * 16, b"p" * 32
SID = Secret("SM" + "0" * 32)


def counting() -> Callable[[int], bytes]:
    """Return a source of "randomness" that counts: 0, 1, 2, and on from 255 to 0."""
    at = 0

    def give(count: int) -> bytes:
        nonlocal at
        at += count
        return bytes(number % 256 for number in range(at - count, at))

    return give


def expect(name: str, made: bytes) -> bytes:
    assert made.hex() == VECTORS[name]
    return made


def sealed_box(secret: bytes, public: bytes, ephemeral: bytes) -> bytes:
    """Make a sealed box with a given ephemeral key, as libsodium's documentation describes it."""
    theirs = crypto_scalarmult_base(ephemeral)
    nonce = crypto_generichash_blake2b_salt_personal(theirs + public, digest_size=24)
    return theirs + crypto_box(secret, nonce, public, ephemeral)


def test_the_cipher_is_the_published_one() -> None:
    """The example of draft-irtf-cfrg-xchacha-03, appendix A.3.1."""
    nonce, key, bound = bytes(range(0x40, 0x58)), bytes(range(0x80, 0xA0)), bytes.fromhex("50515253c0c1c2c3c4c5c6c7")
    plain = (
        b"Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, "
        b"sunscreen would be it."
    )
    assert open_under(b"\x01" + nonce + bytes.fromhex(VECTORS["xchacha_a31"]), bound, key) == plain


@pytest.mark.threat(45)
def test_an_envelope() -> None:
    expect("bound", PLACE.bound())
    sealed = expect("envelope", seal(b"a man with a gun", PLACE, KEY, counting()))
    assert open_sealed(sealed, PLACE, KEY) == b"a man with a gun"
    long = seal(b"x" * 20_000, PLACE, KEY, counting())
    expect("long_envelope_sha256", hashlib.sha256(long).digest())
    assert open_sealed(long, PLACE, KEY) == b"x" * 20_000
    short = expect("under", seal_under(b"short", b"bound", KEY, counting()))
    assert open_under(short, b"bound", KEY) == b"short"


def test_a_wrap_and_an_item_with_it() -> None:
    wrapped = expect("wrap", sealed_box(KEY, READER.public, OTHER))
    assert unwrap(wrapped, READER.private) == KEY
    body = bytes.fromhex(VECTORS["envelope"])
    item = SealedItem(PLACE.item, PLACE.report, PLACE.kind, PLACE.version, body, {"desk:desk": wrapped})
    assert open_item(item, "desk:desk", READER.private) == b"a man with a gun"


def test_a_jobs_argument() -> None:
    boxed = sealed_box(b'{"sid": "RE1", "seconds": 3}', READER.public, OTHER)
    expect("argument", boxed)
    argument: dict[str, Secret | str | int] = {"sid": "RE1", "seconds": 3}
    own = expect("argument_own", seal_argument(argument, DAY, counting()))
    for sealed in (b"\x01" + boxed, own):
        assert open_argument(sealed, READER) == {"sid": Secret("RE1"), "seconds": Secret("3")}


def test_a_wrap_for_a_day() -> None:
    wrapped = expect("day_wrap", wrap_for_day(KEY, DAY, counting()))
    body = bytes.fromhex(VECTORS["envelope"])
    item = SealedItem(PLACE.item, PLACE.report, PLACE.kind, PLACE.version, body, {"pipeline:2026-11-25": wrapped})
    assert open_item(item, "pipeline:2026-11-25", READER) == b"a man with a gun"


def test_what_a_code_is_stretched_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(codes, "MEMORY_KIB", 65_536)
    monkeypatch.setattr(codes, "PASSES", 2)
    keys = codes.derive(CODE, SALT, PEPPER)
    expect("code_lookup", keys.lookup)
    locked = expect("code_locked", seal_under(READER.private, b"sotto.reporter.1", keys.key, counting()))
    assert open_under(locked, b"sotto.reporter.1", keys.key) == READER.private
    assert codes.new_code(counting()).reveal() == VECTORS["code_drawn"]


def test_a_password() -> None:
    locked = expect("password", lock(KEY, "correct horse battery", counting(), Cost()))
    assert unlock(locked, "correct horse battery", Cost()) == KEY


def test_a_box_of_the_vault() -> None:
    ticket, box = close_box(b"the code", counting())
    assert ticket.text() == VECTORS["vault_ticket"]
    assert open_box(expect("vault_box", box), read_ticket(VECTORS["vault_ticket"])) == b"the code"
    assert ticket == Ticket(bytes(range(16)), bytes(range(16, 48)))


def test_the_state_of_a_call() -> None:
    token = put(b"where it stands", b"this call", KEY, counting())
    assert token == VECTORS["state"]
    assert take(token, b"this call", (OTHER, KEY)) == b"where it stands"


def test_a_reply_that_is_kept() -> None:
    sealed = expect("reply", seal_reply("Your code: 8152", SID, KEY, counting()))
    assert open_reply(sealed, SID, KEY) == "Your code: 8152"


def test_a_keyed_name_and_a_keyed_id() -> None:
    expect("alias", alias("+14155550134", KEY))
    expect("digest", digests("message", SID, (KEY,))[0])


def test_a_printed_key() -> None:
    assert recovery_text(READER) == VECTORS["recovery"]
    assert read_recovery(VECTORS["recovery"]) == READER


def test_a_backups_stream_still_opens() -> None:
    """One way alone: libsodium draws the stream's header itself."""
    sealed = io.BytesIO(bytes.fromhex(VECTORS["stream"]))
    assert b"".join(open_stream(sealed.read, READER.private, b"sotto backup 1\n")) == b'["sotto", {}]\n'
