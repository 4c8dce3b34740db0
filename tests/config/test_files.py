"""An owner's files lie over the built-in ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from config import files


def test_every_kind_has_built_in_texts() -> None:
    assert "default" in files.texts("scripts")
    assert {"en", "es", "zh-CN"} <= set(files.texts("words"))
    assert {"categories", "lines"} <= set(files.texts("rules"))


def test_an_owners_file_replaces_the_one_of_its_name_and_stands_beside_the_others(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "lines.toml").write_text("# nuestra línea", encoding="utf-8")
    (tmp_path / "rules" / "extra.toml").write_text("# one more", encoding="utf-8")
    built_in, laid_over = files.texts("rules"), files.texts("rules", tmp_path)
    assert laid_over == built_in | {"lines": "# nuestra línea", "extra": "# one more"}


def test_an_owner_who_brings_nothing_of_a_kind_has_the_built_in(tmp_path: Path) -> None:
    assert files.texts("scripts", tmp_path) == files.texts("scripts")


def test_what_is_no_toml_file_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "rules" / "folder.toml").mkdir(parents=True)
    (tmp_path / "rules" / "lines.toml~").write_text("an editor's copy", encoding="utf-8")
    assert files.texts("rules", tmp_path) == files.texts("rules")


def test_an_owners_file_that_cannot_be_read_is_not_passed_over(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "lines.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(UnicodeDecodeError):
        files.texts("rules", tmp_path)


def test_recorded_prompts_are_found_by_language_and_step(tmp_path: Path) -> None:
    folder = tmp_path / "words" / "es"
    folder.mkdir(parents=True)
    (folder / "welcome.wav").write_bytes(b"RIFF")
    (folder / "notes.txt").write_text("not a prompt", encoding="utf-8")
    assert files.prompts("es", tmp_path)["welcome"] == folder / "welcome.wav"
    assert "notes" not in files.prompts("es", tmp_path)
    assert files.prompts("en", tmp_path) == files.prompts("en")
