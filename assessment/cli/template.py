"""`assessment template`: a blank answers file."""

from __future__ import annotations

from pathlib import Path

import click

from assessment.cli.commands import Translated, language_option
from assessment.cli.files import instrument_named, write
from assessment.cli.terminal import Terminal
from assessment.cli.terminal import marked as _
from assessment.services.blanks import blank_answers


@click.command(
    cls=Translated,
    help=_("Write a blank answers file, with every question and option as comments, to fill in with a text editor."),
)
@click.option(
    "-o",
    "output",
    type=click.Path(readable=False, path_type=Path),
    help=_("File to write; without it, standard output."),
)
@language_option
@click.pass_obj
def command(terminal: Terminal, output: Path | None) -> None:
    """Write a blank answers file."""
    text = blank_answers(instrument_named(), terminal.language)
    if output is None:
        click.echo(text, nl=False)
    else:
        write(output, text.encode())
        terminal.note(_("Written: %(file)s"), file=output)
