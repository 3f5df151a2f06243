"""`assessment report`: the PDF report on an answers file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from assessment.cli.amounts import AMOUNT
from assessment.cli.commands import Translated, language_option
from assessment.cli.files import answers_in, require_folder, settings, surroundings, survey_option, write
from assessment.cli.plan import planned
from assessment.cli.press import press
from assessment.cli.terminal import Terminal
from assessment.cli.terminal import marked as _
from assessment.domain.plan_candidates import PlanRules
from assessment.domain.plans import Request
from assessment.domain.results import assess
from assessment.services.reports import report_pdf
from assessment.templating import Templates

IN_REPORT = PlanRules(draws=0)
"""The report does not say how sure each step is: that takes as long as two hundred plans."""


@click.command(
    cls=Translated,
    help=_("Make the PDF report on an answers file (YAML or JSON; “-” reads standard input)."),
)
@click.argument("answers")
@click.option(
    "-o", "output", type=click.Path(readable=False, path_type=Path), required=True, help=_("PDF file to write.")
)
@click.option("--budget", type=AMOUNT, help=_("Euros a year announced: adds the plan to the report."))
@survey_option
@language_option
@click.pass_obj
def command(terminal: Terminal, answers: str, output: Path, survey: str | None, budget: float | None) -> None:
    """Make the PDF report on an answers file."""
    require_folder(output)
    found = answers_in(answers, terminal)
    result = assess(found.instrument, found.assessment, surroundings(survey, found.instrument, terminal))
    planning = (
        None if budget is None else planned(result, found.instrument, Request(budget=budget), terminal, IN_REPORT)
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
