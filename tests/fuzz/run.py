"""Fuzzing for as long as you like: `make fuzz FUZZ_SECONDS=600`. The time is shared out evenly among the targets.

Hypothesis chooses the examples, and shrinks one that fails to the smallest that does; it is printed whole. Ends with 1
if anything failed.
"""

from __future__ import annotations

import sys
import time
import traceback
from collections.abc import Callable, Mapping

import click
from hypothesis import HealthCheck, Phase, settings

from tests.fuzz.targets import TARGETS, Test

_ROUND = 500
_PHASES = (Phase.generate, Phase.target, Phase.shrink)


def fuzz(targets: Mapping[str, Callable[[], Test]], seconds: float) -> int:
    """Run each target for its share of the time; return how many failed."""
    failed = 0
    for name, target in targets.items():
        rounds, fault, began = 0, "", time.monotonic()
        bounded = settings(
            max_examples=_ROUND, deadline=None, database=None, phases=_PHASES, suppress_health_check=list(HealthCheck)
        )(target())
        while not fault and time.monotonic() - began < seconds / len(targets):
            try:
                bounded()
            except Exception:  # noqa: BLE001 - whatever it is, it is what was looked for
                fault = traceback.format_exc()
            rounds += 1
        took = time.monotonic() - began
        click.echo(
            f"{name:22} {rounds * _ROUND:>9} examples in {took:.0f} s : {'FAILED' if fault else 'nothing found'}"
        )
        failed += bool(fault)
        if fault:
            click.echo(fault)
    return failed


@click.command()
@click.option("--seconds", default=60.0, show_default=True, help="For how long, all targets together.")
def main(seconds: float) -> None:
    """Fuzz signatures, numbers, sound files and TwiML."""
    sys.exit(min(fuzz(TARGETS, seconds), 1))


if __name__ == "__main__":
    main()
