"""Pictures come out as nothing but what can be seen in them, the right side up."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from PIL import Image

from tests.work.files import evil
from work.files.gate import Examined, Gate, Verdict

ALLOWED = {"JPEG": {"jfif", "jfif_version", "jfif_unit", "jfif_density"}, "PNG": set()}


@pytest.fixture(scope="module")
def gate() -> Iterator[Gate]:
    """Return the way to real children."""
    made = Gate()
    yield made
    made.stop()


def seen(examined: Examined) -> Image.Image:
    """Return the one picture that came out."""
    [part] = examined.parts
    return Image.open(io.BytesIO(part.content))


def clean(content: bytes) -> bool:
    """Tell whether a needle stands nowhere in it."""
    return not any(needle in content for needle in evil.spellings())


@pytest.mark.threat(22)
@pytest.mark.parametrize("kind", evil.PICTURES)
def test_nothing_that_was_hidden_in_a_picture_comes_through(gate: Gate, kind: str) -> None:
    raw = evil.PICTURES[kind]()
    assert not clean(raw)
    examined = gate.examine(raw)
    assert (examined.verdict, examined.why) == (Verdict.CLEANED, "")
    picture = seen(examined)
    assert all(clean(part.content) for part in examined.parts)
    assert picture.info.keys() <= ALLOWED[picture.format or ""]
    assert not picture.getexif()
    assert getattr(picture, "n_frames", 1) == 1


@pytest.mark.threat(22)
def test_what_comes_out_ends_where_the_picture_ends(gate: Gate) -> None:
    [part] = gate.examine(evil.jpeg()).parts
    assert part.content.count(b"\xff\xd8\xff") == 1
    assert part.content.endswith(b"\xff\xd9")
    assert b"MPF\0" not in part.content
    [part] = gate.examine(evil.png()).parts
    assert part.content.endswith(evil.chunk(b"IEND", b""))


@pytest.mark.threat(22)
@pytest.mark.parametrize("kind", evil.TURNABLE)
def test_a_picture_is_turned_as_it_was_meant(gate: Gate, kind: str) -> None:
    raw = evil.TURNABLE[kind](evil.TURNED)
    if kind != "tiff":  # which the library turns as it opens it
        assert Image.open(io.BytesIO(raw)).size == (200, 320)
    picture = seen(gate.examine(raw)).convert("RGB")
    assert picture.size == (320, 200)
    left, right, top = (picture.getpixel(place) for place in ((20, 150), (300, 150), (160, 5)))
    assert isinstance(left, tuple)
    assert isinstance(right, tuple)
    assert isinstance(top, tuple)
    assert left[0] > 150 > left[2]
    assert right[2] > 150 > right[0]
    assert min(top) > 200


@pytest.mark.parametrize("mode", ["L", "P", "RGBA", "LA", "1", "CMYK", "I;16", "F"])
def test_every_kind_of_colour_can_be_seen(gate: Gate, mode: str) -> None:
    image = evil.scene().convert("L").convert("I").point(lambda value: value * 256).convert("I;16")
    image = image if mode == "I;16" else evil.scene().convert(mode, dither=Image.Dither.NONE)
    made = io.BytesIO()
    image.save(made, "TIFF" if mode in {"CMYK", "F"} else "PNG")
    examined = gate.examine(made.getvalue())
    assert examined.verdict is Verdict.CLEANED
    grey = seen(examined).convert("L")
    dark, light = grey.getpixel((20, 150)), grey.getpixel((160, 5))
    assert isinstance(dark, int | float)
    assert isinstance(light, int | float)
    assert light - dark > 80


def test_what_is_transparent_is_shown_on_white(gate: Gate) -> None:
    made = io.BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(made, "PNG")
    assert seen(gate.examine(made.getvalue())).getpixel((5, 5)) == (255, 255, 255)


def test_a_photograph_keeps_the_size_at_which_a_plate_can_be_read(gate: Gate) -> None:
    made = io.BytesIO()
    evil.scene(4032, 3024).save(made, "JPEG")
    assert seen(gate.examine(made.getvalue())).size == (4032, 3024)
    made = io.BytesIO()
    evil.scene(8160, 6120).save(made, "JPEG")
    assert seen(gate.examine(made.getvalue())).size == (4096, 3072)


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG", "TIFF"])
def test_a_picture_that_moves_is_shown_still_and_kept(gate: Gate, kind: str) -> None:
    made = io.BytesIO()
    evil.scene().save(made, kind, save_all=True, append_images=[evil.scene().rotate(180)])
    examined = gate.examine(made.getvalue())
    assert (examined.verdict, len(examined.parts)) == (Verdict.SHOWN, 1)


@pytest.mark.parametrize("keep", [30, 200, 2000])
def test_a_picture_that_was_cut_off_is_kept_as_it_came(gate: Gate, keep: int) -> None:
    made = io.BytesIO()
    Image.effect_noise((300, 300), 80).convert("RGB").save(made, "JPEG")
    examined = gate.examine(made.getvalue()[:keep])
    assert (examined.verdict, examined.parts) == (Verdict.KEPT, ())
    assert examined.why in {"damaged", "unknown"}
