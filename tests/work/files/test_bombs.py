"""Files that are made to burst what opens them, and files that are two things at once."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Self

import pytest

from tests.work.files import evil
from work.files.gate import Gate, Verdict

MIB = 1024
EXTRA = 64 * MIB  # KiB

BOMBS: dict[str, tuple[Callable[[], bytes], str]] = {
    "a PNG of 900 megapixels": (lambda: evil.claiming_png(30_000, 30_000), "too_large"),
    "a PNG of 169 megapixels": (lambda: evil.claiming_png(13_000, 13_000), "too_large"),
    "a PNG of four thousand million pixels a side": (lambda: evil.claiming_png(1, 2**31 - 1), "too_large"),
    "a PNG of a million pieces": (lambda: evil.many_chunks(1_000_000), "too_many_parts"),
    "a document in archives in archives": (evil.nested_zip, "archive"),
    "a document that unpacks to 500 MB": (evil.zip_bomb, "too_large"),
    "a document that laughs a billion times": (evil.laughs, "damaged"),
    "an archive of many members": (lambda: evil.many_members(50_000), "too_many_parts"),
}


@pytest.fixture(scope="module")
def gate() -> Iterator[Gate]:
    """Return the way to real children."""
    made = Gate()
    yield made
    made.stop()


class Watch:
    """Looks at the largest memory that a child of the gate ever held, in KiB."""

    def __init__(self, gate: Gate) -> None:
        self._gate, self._over, self.peak = gate, threading.Event(), 0
        self._thread = threading.Thread(target=self._look)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(0.002):
            for child in list(self._gate._children):
                self.peak = max(self.peak, _held(child._child.pid))


def _held(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM")), 0)


def usual(gate: Gate) -> int:
    """Return what a child holds for a text of three words."""
    with Watch(gate) as watch:
        gate.examine(b"Only three words")
    return watch.peak


@pytest.fixture(scope="module")
def base(gate: Gate) -> int:
    """Return what a child holds that has next to nothing to do."""
    return max(usual(gate) for _ in range(3))


@pytest.mark.threat(23)
@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_at_once_and_in_little_memory(gate: Gate, base: int, name: str) -> None:
    build, why = BOMBS[name]
    raw = build()
    before = os.times()
    with Watch(gate) as watch:
        examined = gate.examine(raw)
    after = os.times()
    assert (examined.verdict, examined.why) == (Verdict.KEPT, why)
    assert watch.peak - base < EXTRA + 2 * len(raw) // 1024
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    assert spent < 1, "seconds of a processor"
    assert gate.examine(evil.jpeg()).verdict is Verdict.CLEANED


@pytest.mark.threat(23)
def test_a_gif_of_very_many_frames_is_one_picture_and_kept(gate: Gate) -> None:
    begun = time.process_time()
    examined = gate.examine(evil.many_frames(500_000))
    assert (examined.verdict, len(examined.parts)) == (Verdict.SHOWN, 1)
    assert time.process_time() - begun < 1


@pytest.mark.threat(23)
def test_texts_in_a_picture_are_never_unpacked(gate: Gate, base: int) -> None:
    with Watch(gate) as watch:
        examined = gate.examine(evil.text_bomb())
    assert examined.verdict is Verdict.CLEANED
    assert watch.peak - base < EXTRA


@pytest.mark.threat(24)
@pytest.mark.parametrize(
    ("raw", "type_", "verdict"),
    [
        pytest.param(evil.SCRIPT, "text/html", Verdict.SHOWN, id="a page"),
        pytest.param(evil.DRAWING, "image/svg+xml", Verdict.SHOWN, id="a drawing that runs programs"),
        pytest.param(evil.pdf_zip(), "", Verdict.KEPT, id="a PDF and an archive"),
        pytest.param(b"MZ\x90\0" + bytes(range(256)) * 4, "", Verdict.KEPT, id="a program"),
        pytest.param(evil.EICAR, "text/plain", Verdict.SHOWN, id="a virus that is none"),
    ],
)
def test_only_decoding_says_what_a_file_is(gate: Gate, raw: bytes, type_: str, verdict: Verdict) -> None:
    examined = gate.examine(raw)
    assert (examined.type, examined.verdict) == (type_, verdict)
    assert not examined.parts


@pytest.mark.threat(24)
def test_of_a_picture_that_is_a_script_too_the_picture_alone_is_left(gate: Gate) -> None:
    examined = gate.examine(evil.gif_script())
    assert examined.verdict is Verdict.CLEANED
    assert not any(b"alert" in part.content or evil.NEEDLE in part.content for part in examined.parts)


@pytest.mark.threat(24)
def test_bytes_that_begin_as_a_picture_and_are_none_are_never_shown(gate: Gate) -> None:
    for begin in (b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"RIFF\0\0\0\0WEBP", b"\0\0\0\x18ftypheic"):
        examined = gate.examine(begin + evil.SCRIPT)
        assert (examined.verdict, examined.parts) == (Verdict.KEPT, ())


def test_an_empty_file_and_one_that_is_too_large_start_no_child() -> None:
    gate = Gate(("/nowhere/at/all",))
    assert gate.examine(b"").why == "empty"
    assert gate.examine(bytes((32 << 20) + 1)).why == "too_large"
