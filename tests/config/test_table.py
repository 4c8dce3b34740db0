"""The table of settings: in the terminal with what is set, in the manual with what may be."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from config.setting import declared
from config.settings import ELSEWHERE, Settings
from config.table import Row, as_manual, describe

ROOT = Path(__file__).parents[2]


def rows(**env: str) -> dict[str, Row]:
    return {row.name: row for row in describe(env)}


def test_the_manual_has_every_setting_with_its_default_and_its_help() -> None:
    manual = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    missing = [line for line in as_manual().splitlines() if line not in manual.splitlines()]
    assert not missing, "write what `python -m config --manual` prints into docs/settings.md"


def test_the_manual_has_no_setting_that_is_gone() -> None:
    manual = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    named = {line.split("`")[1] for line in manual.splitlines() if line.startswith("| `")}
    assert named == {one.name for one in declared(Settings).values()} | set(ELSEWHERE)


def test_a_row_shows_what_is_set_and_masks_what_is_secret() -> None:
    shown = rows(TWILIO_AUTH_TOKEN="hunter2", SOTTO_BIND="[::1]:80", SOTTO_ALLOW_SWAP="1")
    assert shown["TWILIO_AUTH_TOKEN"].value == "•••"
    assert shown["SOTTO_BIND"].value == "[::1]:80"
    assert shown["SOTTO_ALLOW_SWAP"].value == "yes"
    assert shown["SOTTO_METRICS_TOKEN"].value == ""


def test_a_row_says_what_is_wrong_and_what_is_allowed() -> None:
    shown = rows(SOTTO_BIND="8000", SOTTO_BNID="x")
    assert shown["SOTTO_BIND"].fault == "is no place to listen; allowed: ADDRESS:PORT, as 127.0.0.1:8000 or [::1]:8000"
    assert shown["SOTTO_BNID"].fault == "is no setting; allowed: SOTTO_BIND"
    assert shown["TWILIO_ACCOUNT_SID"].fault.startswith("is missing")


def test_the_program_prints_the_table_and_ends_with_1_on_a_fault() -> None:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("SOTTO_", "TWILIO_"))}
    needed = {
        "TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
        "TWILIO_AUTH_TOKEN": "hunter2",
        "SOTTO_PUBLIC_URL": "https://line.example",
    }
    command = [sys.executable, "-m", "config"]
    faulty = subprocess.run(command, check=False, capture_output=True, text=True, cwd=ROOT, env=clean)
    right = subprocess.run(command, check=False, capture_output=True, text=True, cwd=ROOT, env=clean | needed)
    assert (faulty.returncode, right.returncode) == (1, 0)
    assert "SOTTO_PUBLIC_URL        https://line.example" in right.stdout
    assert "hunter2" not in right.stdout + right.stderr
