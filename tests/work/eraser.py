"""Erases what is due in a database, and dies of a power cut at the step it is told: run as a program."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app.rulebook import read_rulebook
from store.database import open_store
from store.writer import Writer
from work.forgetting import daily
from work.options import Forgetting


def main(database: str, day: str, told: str, last: int) -> None:
    """Go through a day's erasing; `last` is the step (a commit, or the telling of an id) that is never reached."""
    steps = iter(range(last))

    def step() -> None:
        if next(steps, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)

    def tell(ids: Sequence[bytes]) -> None:
        step()
        with Path(told).open("a", encoding="ascii") as file:
            file.writelines(f"{each.hex()}\n" for each in ids)

    write = Writer.write

    def counted(self: Writer, work: Callable[..., Any]) -> Any:
        step()
        return write(self, work)

    Writer.write = counted  # type: ignore[method-assign]
    rules = read_rulebook().retention
    now = datetime.fromisoformat(day).replace(tzinfo=UTC)
    forgetting = Forgetting(open_store(f"sqlite:///{database}"), rules, lambda: now)
    for _ in range(2):
        daily(replace(forgetting, erased=tell))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]))
