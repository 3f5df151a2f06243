"""`assessment plan`: what to do with a budget."""

from __future__ import annotations

import json
from collections.abc import Iterator

import click
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from assessment.cli.amounts import AMOUNT
from assessment.cli.commands import Translated, language_option
from assessment.cli.files import answers_in, surroundings, survey_option
from assessment.cli.silence import silent_libraries
from assessment.cli.tables import held, show, table
from assessment.cli.terminal import Terminal
from assessment.cli.terminal import marked as _
from assessment.domain.plans import Planning, Request, make_plans, situation_of
from assessment.domain.results import AssessmentResult, Instrument, assess
from assessment.domain.source_lines import find_source_lines
from assessment.reports.plan_exports import planning_document
from assessment.reports.plan_views import PlanningView, PlanView
from assessment.reports.plans import present_planning


@click.command(
    cls=Translated,
    help=_("Plan what to do with a budget, from an answers file (YAML or JSON; “-” reads standard input)."),
)
@click.argument("answers")
@click.option("--budget", type=AMOUNT, required=True, help=_("Euros a year announced; 0 for no new money."))
@click.option("--once", type=AMOUNT, help=_("Euros to spend once; without it, the yearly budget pays for that too."))
@click.option("--hours", type=AMOUNT, help=_("Staff time in FTE; without it, staff time is not limited."))
@click.option("--json", "as_json", is_flag=True, help=_("Print every number, unrounded, as JSON."))
@survey_option
@language_option
@click.pass_obj
def command(
    terminal: Terminal,
    answers: str,
    budget: float,
    once: float | None,
    hours: float | None,
    as_json: bool,
    survey: str | None,
) -> None:
    """Plan what to do with a budget."""
    found = answers_in(answers, terminal)
    result = assess(found.instrument, found.assessment, surroundings(survey, found.instrument, terminal))
    asked = Request(budget=budget, once=once, hours=hours)
    planning = planned(result, found.instrument, asked, terminal, robust=True)
    if as_json:
        document = planning_document(planning, find_source_lines(result))
        click.echo(json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False))
    else:
        view = present_planning(planning, result, found.instrument, terminal.language)
        show(terminal, _parts(view, result.assessment.organisation.name, terminal))


def planned(
    result: AssessmentResult,
    instrument: Instrument,
    request: Request,
    terminal: Terminal,
    *,
    robust: bool,
) -> Planning:
    """The plans, with a bar while luck is tried where that is wanted; raises ProblemsFound."""
    with silent_libraries():
        return make_plans(
            situation_of(instrument, result),
            request,
            robust=robust,
            watch=lambda draws: terminal.progress(draws, _("Trying the plan with other effects")),
        )


def _parts(view: PlanningView, name: str, terminal: Terminal) -> Iterator[RenderableType]:
    yield Text(name, "bold")
    yield held(f"{view.request}\n")
    if view.refused:
        yield held(f"{view.refused}\n")
    for plan in view.plans:
        yield from _plan(plan, terminal)
    yield _gaps(view.announced, terminal)
    yield from (held(sentence) for sentence in view.announced.changes)
    yield ""
    yield _curve(view, terminal)
    yield held(f"{view.next_thousand}\n")
    if view.left_out:
        yield _left_out(view, terminal)
    if view.sources:
        yield _sources(view, terminal)
        yield held(
            terminal.text(
                _(
                    "Only what you declared pays for a plan; the other lines are to be looked at with those concerned. "
                    "Legal duties (accessibility, data protection, welcome and information) are never a source, not "
                    "even inside these lines."
                )
            )
            + "\n"
        )
    if view.luck:
        yield _sure(view, terminal)
        yield held(f"{view.luck}\n")
    yield held(
        terminal.text(
            _(
                "Costs, staff time and effects of actions are defaults of ours, editable, to be corrected after the "
                "first wave of answers."
            )
        )
    )


def _plan(plan: PlanView, terminal: Terminal) -> Iterator[RenderableType]:
    columns = (_("Step"), _("A year"), _("Once"), _("Days"), _("Points"), _("Paid with"))
    shown = table(terminal, plan.title, columns, numbers=(1, 2, 3, 4))
    for step in plan.steps:
        shown.add_row(
            held(step.title), *(held(text) for text in (step.run, step.once, step.days, step.points, step.paid))
        )
    if plan.steps:
        yield shown
    else:
        yield Text(plan.title, "bold")
    yield held(f"{plan.takes}\n")


def _gaps(plan: PlanView, terminal: Terminal) -> Table:
    columns = (_("Dimension"), _("Now"), _("After a year"), _("In the end"))
    title = terminal.text(_("Points missing, before and after: %(plan)s"), plan=plan.title)
    shown = table(terminal, title, columns, numbers=(1, 2, 3))
    for row in plan.gaps:
        shown.add_row(held(row.title), row.before, row.first_year, row.later)
    return shown


def _curve(view: PlanningView, terminal: Terminal) -> Table:
    columns = (_("Budget a year"), _("Points closed"), _("For each further 1,000 euros"))
    shown = table(terminal, terminal.text(_("What another budget would close")), columns, numbers=(0, 1, 2))
    for row in view.curve:
        shown.add_row(held(row.budget), row.points, row.marginal)
    return shown


def _left_out(view: PlanningView, terminal: Terminal) -> Table:
    title = terminal.text(_("What the announced budget leaves out, and why"))
    shown = table(terminal, title, (_("Step"), _("Why")))
    for item in view.left_out:
        shown.add_row(held(item.title), held(item.why))
    return shown


def _sources(view: PlanningView, terminal: Terminal) -> Table:
    title = terminal.text(_("Where money might come from"))
    shown = table(terminal, title, (_("Line"), _("Why"), _("A year")), numbers=(2,))
    for row in view.sources:
        shown.add_row(held(row.title), held(row.why), row.amount)
    return shown


def _sure(view: PlanningView, terminal: Terminal) -> Table:
    title = terminal.text(_("How sure each step is"))
    shown = table(terminal, title, (_("Step"), _("Chosen in"), _("In the plan")), numbers=(1,))
    for row in view.sure:
        shown.add_row(held(row.title), held(row.share), terminal.text(_("yes")) if row.planned else "")
    return shown
