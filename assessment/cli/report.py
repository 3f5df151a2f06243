"""`assessment report`: the PDF report on an answers file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from assessment.cli.commands import Translated, language_option
from assessment.cli.files import answers_in, require_folder, settings, write
from assessment.cli.press import press
from assessment.cli.terminal import Terminal
from assessment.cli.terminal import marked as _
from assessment.domain.results import assess
from assessment.services.reports import report_pdf
from assessment.templating import Templates


@click.command(
    cls=Translated,
    help=_("Make the PDF report on an answers file (YAML or JSON; “-” reads standard input)."),
)
@click.argument("answers")
@click.option(
    "-o", "output", type=click.Path(readable=False, path_type=Path), required=True, help=_("PDF file to write.")
)
@language_option
@click.pass_obj
def command(terminal: Terminal, answers: str, output: Path) -> None:
    """Make the PDF report on an answers file."""
    require_folder(output)
    found = answers_in(answers, terminal)
    result = assess(found.instrument, found.assessment)
    templates = Templates(settings().templates)
    with press(settings(), terminal) as worker:
        content = report_pdf(
            result, found.instrument, terminal.language, templates=templates, worker=worker, made_at=datetime.now(UTC)
        )
    write(output, content)
    terminal.note(_("Written: %(file)s"), file=output)
