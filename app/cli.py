"""The command line: `sotto COMMAND`."""

from __future__ import annotations

import click

from app.commands import backups, desk, keeping, people, proving, rehearsing, running, site
from app.hardening import harden
from app.journal import hush


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name=None, version="0.1.0", prog_name="sotto")
def main() -> None:
    """Sotto, an anonymous reporting hotline."""
    harden()
    hush()


_EVERY = (running, site, people, desk, keeping, backups, proving, rehearsing)

for command in (each for module in _EVERY for each in module.COMMANDS):
    main.add_command(command)
