"""Scripts, words and rules as text: the built-in ones, under what an owner put over them."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

_BUILT_IN = Path(__file__).parent


def texts(kind: Literal["scripts", "words", "rules"], own: Path | None = None) -> dict[str, str]:
    """Return the text of every TOML file of a kind by its name without the ending.

    A file under `own` replaces the built-in one of the same name and stands beside the others. Raises OSError and
    UnicodeDecodeError for a file that is there and cannot be read: an owner's file is never passed over in silence.
    """
    return {file.stem: file.read_text(encoding="utf-8") for file in _files(kind, own, ".toml").values()}


def prompts(language: str, own: Path | None = None) -> dict[str, Path]:
    """Return the recorded prompts of a language by step: WAV files, played instead of spoken words."""
    return {file.stem: file for file in _files(f"words/{language}", own, ".wav").values()}


def _files(folder: str, own: Path | None, ending: str) -> dict[str, Path]:
    places = [_BUILT_IN / folder, *([own / folder] if own else [])]
    return {file.name: file for place in places for file in sorted(place.glob(f"*{ending}")) if file.is_file()}
