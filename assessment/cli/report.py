"""`assessment report`: the PDF report on an answers file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from assessment.cli.amounts import AMOUNT
from assessment.cli.commands import Translated, language_option
from assessment.cli.complaints import PROBLEMS
from assessment.cli.files import answers_in, require_folder, settings, survey_option, write
from assessment.cli.peers import peers_option, surroundings_with_peers
from assessment.cli.plan import planned
from assessment.cli.press import press
from assessment.cli.terminal import Terminal
from assessment.cli.terminal import marked as _
from assessment.domain.plans import Request
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
@click.option("--budget", type=AMOUNT, help=_("Euros a year announced: adds the plan to the report."))
@click.option("--robust", is_flag=True, help=_("With a budget: also say how sure each step of the plan is."))
@survey_option
@peers_option
@language_option
@click.pass_context
def command(
    context: click.Context,
    answers: str,
    output: Path,
    survey: str | None,
    peers: Path | None,
    budget: float | None,
    robust: bool,
) -> None:
    """Make the PDF report on an answers file."""
    terminal: Terminal = context.obj
    require_folder(output)
    found = answers_in(answers, terminal)
    around, refused = surroundings_with_peers(found, survey, peers, terminal)
    result = assess(found.instrument, found.assessment, around)
    planning = (
        None if budget is None else planned(result, found.instrument, Request(budget=budget), terminal, robust=robust)
    )
    templates = Templates(settings().templates)
    with press(settings(), terminal) as worker:
        content = report_pdf(
            result,
            found.instrument,
            terminal.language,
            templates=templates,
            worker=worker,
            made_at=datetime.now(UTC),
            planning=planning,
        )
    write(output, content)
    terminal.note(_("Written: %(file)s"), file=output)
    context.exit(PROBLEMS if refused else 0)
