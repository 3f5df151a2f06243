"""`assessment questionnaire`: the blank questionnaire on paper."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from assessment.cli.commands import Translated, language_option
from assessment.cli.files import instrument_named, require_folder, settings, write
from assessment.cli.press import press
from assessment.cli.terminal import Terminal
from assessment.cli.terminal import marked as _
from assessment.services.reports import questionnaire_pdf
from assessment.templating import Templates


@click.command(
    cls=Translated,
    help=_("Make the blank questionnaire as a PDF, to print and to gather answers and facts on paper."),
)
@click.option(
    "--pdf", "output", type=click.Path(readable=False, path_type=Path), required=True, help=_("PDF file to write.")
)
@language_option
@click.pass_obj
def command(terminal: Terminal, output: Path) -> None:
    """Make the blank questionnaire as a PDF."""
    require_folder(output)
    instrument = instrument_named()
    templates = Templates(settings().templates)
    with press(settings(), terminal) as worker:
        content = questionnaire_pdf(
            instrument, terminal.language, templates=templates, worker=worker, made_at=datetime.now(UTC)
        )
    write(output, content)
    terminal.note(_("Written: %(file)s"), file=output)
