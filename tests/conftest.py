"""What every test has: folders of its own, no network beyond this machine, and real servers where it asks for them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

pytest_plugins = [
    "tests.plugins.browser",
    "tests.plugins.line",
    "tests.plugins.loopback",
    "tests.plugins.postgres",
    "tests.plugins.site",
    "tests.plugins.skips",
    "tests.plugins.threats",
]


@dataclass(frozen=True, slots=True)
class Folders:
    """The three folders of an installation, apart from one another as in earnest."""

    data: Path
    secrets: Path
    runtime: Path


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    """Return empty folders for data, secrets and runtime keys, readable by their owner alone."""
    made = Folders(tmp_path / "data", tmp_path / "secrets", tmp_path / "runtime")
    for folder in (made.data, made.secrets, made.runtime):
        folder.mkdir(mode=0o700)
    return made
