"""The shipped scripts and words, which most of these tests read."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from intake.converse import OUTCOMES
from talk.script import Script, parse_script
from talk.words import Words, parse_words

CONFIG = Path(__file__).parents[2] / "config"
LANGUAGES = ("en", "zh-CN", "es")


@pytest.fixture(scope="session")
def actions() -> Mapping[str, frozenset[str]]:
    return OUTCOMES


@pytest.fixture(scope="session")
def words() -> Words:
    return parse_words({name: (CONFIG / f"words/{name}.toml").read_text() for name in LANGUAGES})


@pytest.fixture(scope="session")
def scripts() -> Mapping[str, Script]:
    return {path.stem: parse_script(path.read_text(), path.stem) for path in sorted(CONFIG.glob("scripts/*.toml"))}


@pytest.fixture(scope="session")
def script(scripts: Mapping[str, Script]) -> Script:
    return scripts["default"]
