"""`assessment report`: the report on an answers file, as PDF or in another form, or those of a campaign."""

from __future__ import annotations

from pathlib import Path

import click

from assessment.cli.amounts import AMOUNT
from assessment.cli.commands import Translated, language_option
from assessment.cli.complaints import PROBLEMS, Refused
from assessment.cli.files import answers_in, require_folder, survey_option, write
from assessment.cli.peers import peers_option, surroundings_with_peers
from assessment.cli.plan import planned
from assessment.cli.report_campaign import write_reports
from assessment.cli.report_files import Found, made, require_ending
from assessment.cli.report_kinds import board_made, require_one_kind, waves_made
from assessment.cli.terminal import Terminal
from assessment.cli.terminal import marked as _
from assessment.domain.plans import Request
from assessment.domain.results import assess


@click.command(
    cls=Translated,
    help=_("Make the report on an answers file (YAML or JSON; “-” reads standard input)."),
)
@click.argument("answers", required=False)
@click.option(
    "-o",
    "output",
    type=click.Path(readable=False, path_type=Path),
    required=True,
    help=_(
        "File to write: .pdf, .docx to edit, .xlsx or .csv with every table. With --campaign: the folder to write into."
    ),
)
@click.option(
    "--campaign",
    metavar="ID",
    help=_(
        "Instead of an answers file: every report that was sent in this campaign of the database of the settings, "
        "whatever the organisations agreed to. Only whoever runs the service may do that."
    ),
)
@click.option("--budget", type=AMOUNT, help=_("Euros a year announced: adds the plan to the report."))
@click.option("--robust", is_flag=True, help=_("With a budget: also say how sure each step of the plan is."))
@click.option("--board", is_flag=True, help=_("Put the board’s summary on one page instead of the report."))
@click.option(
    "--since",
    metavar="FILE",
    help=_("Answers file of an earlier wave: compare with it instead of the report."),
)
@click.option("--programs", is_flag=True, help=_("CSV for programs: commas, decimal points and codes."))
@survey_option
@peers_option
@language_option
@click.pass_context
def command(
    context: click.Context,
    answers: str | None,
    output: Path,
    survey: str | None,
    peers: Path | None,
    campaign: str | None,
    budget: float | None,
    robust: bool,
    board: bool,
    since: str | None,
    programs: bool,
) -> None:
    """Make the report on an answers file, or those of a campaign."""
    terminal: Terminal = context.obj
    require_folder(output)
    if campaign is not None:
        _require_alone(answers, survey, peers, budget, since, robust or None, programs or None, board or None)
        context.exit(write_reports(campaign, output, terminal))
    if answers is None:
        raise click.MissingParameter(param=context.command.params[0])
    require_ending(output)
    require_one_kind(output, since, board=board)
    found = answers_in(answers, terminal)
    around, refused = surroundings_with_peers(found, survey, peers, terminal)
    result = assess(found.instrument, found.assessment, around)
    planning = (
        None if budget is None else planned(result, found.instrument, Request(budget=budget), terminal, robust=robust)
    )
    about = Found(result, found.instrument, planning)
    if board:
        content = board_made(about, terminal)
    elif since is not None:
        content = waves_made(since, about, terminal)
    else:
        content = made(output, about, terminal, programs=programs)
    write(output, content)
    terminal.note(_("Written: %(file)s"), file=output)
    context.exit(PROBLEMS if refused else 0)


def _require_alone(*others: object) -> None:
    """Refuse what says something about one answers file only."""
    if any(item is not None for item in others):
        raise Refused(_("With --campaign only -o and --lang are used. Leave the others out, or leave --campaign out."))
