"""The command line: `sotto COMMAND`."""

from __future__ import annotations

import click

from app.commands import desk, keeping, people, rehearsing, running, site


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name=None, version="0.1.0", prog_name="sotto")
def main() -> None:
    """Sotto, an anonymous reporting hotline."""


for command in (
    *running.COMMANDS,
    *site.COMMANDS,
    *people.COMMANDS,
    *desk.COMMANDS,
    *keeping.COMMANDS,
    *rehearsing.COMMANDS,
):
    main.add_command(command)
