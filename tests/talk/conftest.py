"""The shipped scripts and words, which most of these tests read."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from talk.script import Script, parse_script
from talk.words import Words, parse_words

CONFIG = Path(__file__).parents[2] / "config"
LANGUAGES = ("en", "zh-CN", "es")
ACTIONS = {
    "alarm": "noted",
    "again_reported": "noted",
    "amend": "noted",
    "append": "added failed",
    "file": "filed kept failed",
    "look_up": "found opened slip unknown wait enough",
    "person": "connected nobody",
    "read": "found opened gone",
    "replace_code": "replaced failed",
    "reveal": "ready gone",
}


@pytest.fixture(scope="session")
def actions() -> Mapping[str, frozenset[str]]:
    return {name: frozenset(outcomes.split()) for name, outcomes in ACTIONS.items()}


@pytest.fixture(scope="session")
def words() -> Words:
    return parse_words({name: (CONFIG / f"words/{name}.toml").read_text() for name in LANGUAGES})


@pytest.fixture(scope="session")
def scripts() -> Mapping[str, Script]:
    return {path.stem: parse_script(path.read_text(), path.stem) for path in sorted(CONFIG.glob("scripts/*.toml"))}


@pytest.fixture(scope="session")
def script(scripts: Mapping[str, Script]) -> Script:
    return scripts["default"]
