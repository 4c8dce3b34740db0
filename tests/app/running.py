"""Running commands: in this process where that will do, in their own where they stay."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from click.testing import CliRunner

from app.cli import main
from tests.plugins.line import SOTTO


@dataclass(frozen=True, slots=True)
class Done:
    """How a command ended; `output` is all that it said, `stdout` what a program would read."""

    exit_code: int
    stdout: str
    output: str


def run(env: Mapping[str, str], *arguments: str, typed: str = "", **more: Any) -> Done:
    """Run a command in this process, where an error that nobody caught fails the test; one that stays, in its own."""
    if arguments[0] in {"serve", "work"}:
        done = subprocess.run(
            [SOTTO, *arguments], env=env, capture_output=True, text=True, timeout=60, check=False,
            stdin=subprocess.DEVNULL,
        )  # fmt: skip
        assert "Traceback" not in done.stderr, done.stderr
        return Done(done.returncode, done.stdout, done.stdout + done.stderr)
    result = CliRunner().invoke(main, arguments, input=typed, env={**env, **more}, catch_exceptions=False)
    return Done(result.exit_code, result.stdout, result.output)
