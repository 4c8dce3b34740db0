"""Files: held in memory, within limits, nameless; and never at the cost of the words beside them."""

from __future__ import annotations

import tempfile

import pytest
from flask.testing import FlaskClient

from tests.plugins.site import Site
from tests.web.visitor import File, at_story
from web.uploads import MOST_EACH, MOST_FILES, MOST_TOGETHER

MB = 1024 * 1024
PICTURE: File = (b"\xff\xd8\xff" + b"picture" * 1000, "IMG_ana_home.jpg", "image/jpeg")


def test_several_files_are_kept_with_their_bytes_and_without_their_names(client: FlaskClient, site: Site) -> None:
    big = (b"sound" * (MB // 2), "call.wav", "audio/wav")
    assert at_story(client).tell("See the files", PICTURE, big).code
    (report,) = site.reports()
    kept = [piece.plain for piece in report.of_kind("file")]
    assert kept == [b"image/jpeg\0" + PICTURE[0], b"audio/wav\0" + big[0]]
    assert not any(b"IMG_ana_home" in plain for plain in kept)


def test_no_upload_touches_the_disk(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", "/nowhere/at/all")
    assert at_story(client).tell("See the film", (b"f" * (9 * MB), "film.mp4", "video/mp4")).code


@pytest.mark.parametrize(
    ("files", "remark", "status"),
    [
        pytest.param([(b"x" * (MOST_EACH + 1), "a.mp4", "video/mp4")], "larger than 10 MB", 413, id="one too large"),
        pytest.param(
            [(b"x" * (9 * MB), f"{n}.mp4", "video/mp4") for n in range(3)], "larger than 25 MB", 413, id="together"
        ),
        pytest.param([PICTURE] * (MOST_FILES + 1), "more than 10 files", 413, id="too many"),
        pytest.param([(b"x" * (40 * MB), "a.mov", "video/quicktime")], "larger than", 413, id="far too large"),
        pytest.param([(b"", "empty.pdf", "application/pdf")], "files is empty", 400, id="empty"),
        pytest.param([PICTURE, (b"", "empty.pdf", "application/pdf")], "files is empty", 400, id="one of them empty"),
    ],
)
def test_a_refused_file_never_costs_the_words(
    client: FlaskClient, site: Site, files: list[File], remark: str, status: int
) -> None:
    visitor = at_story(client).tell("These words stay", *files)
    assert (visitor.words, visitor.response.status_code) == ("These words stay", status)
    assert remark in visitor.problem
    assert not site.reports()
    assert visitor.send().code


def test_as_much_as_is_allowed_is_taken(client: FlaskClient, site: Site) -> None:
    fits = [(b"x" * (MOST_TOGETHER // MOST_FILES), f"{n}.bin", "image/png") for n in range(MOST_FILES)]
    assert at_story(client).tell("all of it", *fits).code
    assert len(site.reports()[0].of_kind("file")) == MOST_FILES


@pytest.mark.parametrize("claimed", ["", "image/png\0evil", "text/html; charset=x", "IMAGE/PNG", "no type", "a" * 300])
def test_a_claimed_type_is_a_type_or_nothing(client: FlaskClient, site: Site, claimed: str) -> None:
    at_story(client).tell("x", (b"content", "f", claimed.replace("\0", "%00")))
    (piece,) = site.reports()[0].of_kind("file")
    type_, _, content = piece.plain.partition(b"\0")
    assert content == b"content"
    assert type_ in {b"application/octet-stream", b"text/html", b"image/png"}


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>.png", "../../etc/passwd", "a\u202egpj.exe", '"><img src=x>']
)
def test_a_name_goes_nowhere(client: FlaskClient, site: Site, name: str) -> None:
    visitor = at_story(client).tell("x", (b"content", name, "image/png"))
    assert visitor.code
    assert name not in visitor.response.text
    assert not any(name.encode() in piece.plain for piece in site.reports()[0].pieces)


def test_the_same_words_with_other_files_are_not_the_same_page_again(client: FlaskClient, site: Site) -> None:
    visitor = at_story(client)
    page = visitor.seen
    visitor.tell("x", PICTURE)
    visitor.seen = page
    visitor.tell("x", (b"another", "b.png", "image/png"))
    assert "added to your report" in visitor.text
    assert len(site.reports()[0].of_kind("file")) == 2


def test_turning_the_page_with_files_says_that_they_must_be_chosen_again(client: FlaskClient) -> None:
    visitor = at_story(client).send(PICTURE, words="stay", language="en")
    assert visitor.words == "stay"
    assert "choose your files once more" in visitor.problem
