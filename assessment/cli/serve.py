"""`assessment serve`: the web service."""

from __future__ import annotations

import click

from assessment.cli.commands import Translated, language_option
from assessment.cli.files import settings
from assessment.cli.service import listen, reached_at, run
from assessment.cli.terminal import Terminal
from assessment.cli.terminal import marked as _


@click.command(
    cls=Translated,
    help=_(
        "Run the web service until Ctrl+C. The database and the public address come from the environment: "
        "ASSESSMENT_DATABASE, ASSESSMENT_BASE_ADDRESS."
    ),
)
@click.option("--host", default="127.0.0.1", help=_("Address to listen on; without it, 127.0.0.1 (this machine only)."))
@click.option(
    "--port", default=8000, type=click.IntRange(0, 65535), help=_("Port; without it, 8000. 0 takes a free one.")
)
@language_option
@click.pass_obj
def command(terminal: Terminal, host: str, port: int) -> None:
    """Run the web service."""
    chosen = settings()
    with listen(host, port) as listening:
        chosen = reached_at(chosen, listening)
        run(
            chosen,
            listening,
            lambda: terminal.say(
                _("The service answers at %(address)s. Ctrl+C stops it."), address=chosen.base_address
            ),
        )
