"""What every recogniser offers."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

from work.speech.transcript import Segment

Ear = Callable[[bytes, str], tuple[Segment, ...]]
"""A loaded recogniser: 8 kHz 16-bit mono samples and a language to what was heard, times counted from their start."""


class EngineUnavailable(Exception):
    """A recogniser cannot be used; its text says why, in words for the owner."""


class Transcriber(Protocol):
    """A recogniser that runs on this machine. Making one loads nothing, so that the web process stays small."""

    @property
    def name(self) -> str:
        """The word for it in the settings."""

    @property
    def model_id(self) -> str:
        """Which model it uses, to stand beside what it wrote."""

    @property
    def languages(self) -> frozenset[str]:
        """The languages it may be asked for."""

    @property
    def memory(self) -> int:
        """The most address space that it and its model may take, in bytes."""

    def check(self) -> list[str]:
        """Return what stands in its way, a sentence each, without loading it."""

    def load(self) -> Ear:
        """Load the model; everything it ever reads from disk is read now. Raises EngineUnavailable."""


def absent(*packages: str) -> list[str]:
    """Return a sentence for each package that is not installed."""
    return [f"The package {package} is not installed." for package in packages if find_spec(package) is None]


def missing(folder: Path, *names: str) -> list[str]:
    """Return a sentence for each file or folder of a model that is not in `folder`."""
    if not folder.is_dir():
        return [f"The speech model folder {folder} does not exist."]
    return [f"The speech model in {folder} lacks {name}." for name in names if not (folder / name).exists()]
