"""`python -m config`: what is set, what is wrong with it, and what else may be set. Ends with 1 on a fault."""

from __future__ import annotations

import os
import sys

from config.table import as_manual, as_text, describe


def main(arguments: list[str]) -> int:
    """Write the table to standard output: `--manual` as docs/settings.md has it, otherwise as the environment is."""
    if arguments == ["--manual"]:
        sys.stdout.write(as_manual() + "\n")
        return 0
    rows = describe(os.environ)
    sys.stdout.write(as_text(rows) + "\n")
    return int(any(row.fault for row in rows))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
