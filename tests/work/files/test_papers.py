"""Documents are shown as pictures of their pages, or as their words; films and sounds lose what lies beside them."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Any

import av
import pytest
from PIL import Image

from tests.work.files import evil
from work.files.answers import MOST_PARTS
from work.files.gate import Examined, Gate, Verdict


@pytest.fixture(scope="module")
def gate() -> Iterator[Gate]:
    """Return the way to real children."""
    made = Gate()
    yield made
    made.stop()


def told(examined: Examined) -> bytes:
    """Return everything that came out, as bytes."""
    return b"\n".join([*(part.content for part in examined.parts), examined.words.encode(), examined.type.encode()])


def played(examined: Examined) -> int:
    """Return how many frames of what came out can be played."""
    opened: Any
    with av.open(io.BytesIO(examined.parts[0].content)) as opened:
        return sum(1 for _ in opened.decode(opened.streams[0]))


@pytest.mark.threat(22)
def test_of_a_pdf_nothing_is_left_but_what_is_on_its_pages(gate: Gate) -> None:
    raw = evil.pdf()
    assert raw.count(evil.NEEDLE) > 6
    examined = gate.examine(raw)
    assert (examined.verdict, examined.type, len(examined.parts)) == (Verdict.CLEANED, "application/pdf", 2)
    assert examined.words == "Page 1 of the ledger\n\nPage 2 of the ledger"
    assert not any(needle in told(examined) for needle in evil.spellings())
    page = Image.open(io.BytesIO(examined.parts[0].content)).convert("L")
    assert page.size == (1400, 1982)
    assert page.getextrema() == (0, 255)


def test_a_pdf_that_holds_more_than_its_pages_show_is_kept(gate: Gate) -> None:
    inside = gate.examine(evil.pdf(inside=True))
    assert (inside.verdict, len(inside.parts)) == (Verdict.SHOWN, 2)
    long = gate.examine(evil.pdf(MOST_PARTS + 3))
    assert (long.verdict, len(long.parts), long.more) == (Verdict.SHOWN, MOST_PARTS, 3)


def test_a_pdf_whose_letters_cannot_be_drawn_here_is_kept_and_its_words_are_shown(gate: Gate) -> None:
    examined = gate.examine(evil.pdf(1, font=evil.CHINESE))
    assert examined.verdict is Verdict.SHOWN
    assert any(letter > "\u4e00" for letter in examined.words)


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        pytest.param(evil.pdf(locked=True), "locked", id="locked"),
        pytest.param(evil.pdf()[:200], "damaged", id="cut off"),
        pytest.param(b"%PDF-1.7\n" + bytes(500), "damaged", id="only its first line"),
        pytest.param(b"PK\x03\x04" + bytes(500), "damaged", id="only the beginning of an archive"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "unknown", id="an old Word document"),
        pytest.param(b"   \n ", "empty", id="nothing but spaces"),
    ],
)
def test_what_cannot_be_read_is_kept_and_says_why(gate: Gate, raw: bytes, why: str) -> None:
    examined = gate.examine(raw)
    assert (examined.verdict, examined.why, examined.parts) == (Verdict.KEPT, why, ())


@pytest.mark.parametrize(
    ("build", "words"),
    [
        (evil.docx, "The keys of the depot\nare sold."),
        (evil.xlsx, "keys\n4711\t12"),
        (evil.odt, "The keys of the depot"),
        ("Die Schlüssel, 钥匙".encode, "Die Schlüssel, 钥匙"),
        (lambda: "钥匙".encode("gb18030"), "钥匙"),
        (lambda: "llaves, señor".encode("cp1252"), "llaves, señor"),
        (lambda: "keys".encode("utf-16"), "keys"),
        ("sold \u202eyek".encode, "sold yek"),
    ],
)
def test_documents_are_shown_as_their_words_and_kept(gate: Gate, build: Callable[[], bytes], words: str) -> None:
    examined = gate.examine(build())
    assert (examined.verdict, examined.words, examined.parts) == (Verdict.SHOWN, words, ())


def test_a_very_long_text_shows_its_beginning(gate: Gate) -> None:
    examined = gate.examine(b"word " * 100_000)
    assert len(examined.words) == 199_999
    assert examined.more == 1


@pytest.mark.threat(22)
def test_a_film_loses_its_titles_its_place_and_its_encoders_note(gate: Gate) -> None:
    raw = evil.film()
    assert raw.count(evil.NEEDLE) >= 3
    assert b"x264" in raw
    examined = gate.examine(raw)
    assert (examined.verdict, examined.type) == (Verdict.STRIPPED, "video/mp4")
    for hidden in (evil.NEEDLE, evil.PLACE[:8].encode(), b"x264", b"Lavf"):
        assert hidden not in told(examined)
    assert played(examined) == 10


@pytest.mark.threat(22)
@pytest.mark.parametrize(("container", "codec", "rate"), evil.SOUNDS)
def test_a_sound_loses_its_titles_and_its_place(gate: Gate, container: str, codec: str, rate: int) -> None:
    raw = evil.sound(container, codec, rate)
    assert evil.NEEDLE in raw
    examined = gate.examine(raw)
    assert examined.verdict is Verdict.STRIPPED
    assert evil.NEEDLE not in told(examined)
    assert evil.PLACE[:8].encode() not in told(examined)
    assert played(examined) > 2


def test_a_film_that_we_cannot_clear_is_kept(gate: Gate) -> None:
    made = io.BytesIO()
    with av.open(made, "w", format="avi") as target:
        stream = target.add_stream("mjpeg", rate=5)
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuvj420p"
        target.mux(stream.encode(evil.frame(evil.scene(64, 64))))
        target.mux(stream.encode(None))
    examined = gate.examine(made.getvalue())
    assert (examined.verdict, examined.why) == (Verdict.KEPT, "unsupported")
