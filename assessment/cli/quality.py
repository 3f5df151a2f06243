"""`assessment quality`: how far the numbers of many organisations can be trusted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import click
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from assessment.cli.commands import Translated, language_option
from assessment.cli.complaints import PROBLEMS, Refused
from assessment.cli.peers import gathered
from assessment.cli.tables import held, show, table
from assessment.cli.terminal import Terminal
from assessment.cli.terminal import marked as _
from assessment.reports.quality import QualityView, present_quality
from assessment.reports.quality_exports import quality_document
from assessment.services.quality import find_quality


@click.command(
    cls=Translated,
    help=_(
        "Tell how far the numbers of many organisations can be trusted: reliability, agreement, evidence, "
        "completeness.\n\n"
        "A path is an answers file, one for each organisation, or a folder of them."
    ),
)
@click.argument("paths", nargs=-1, required=True, type=click.Path(readable=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help=_("Print every number, unrounded, as JSON."))
@language_option
@click.pass_context
def command(context: click.Context, paths: tuple[Path, ...], as_json: bool) -> None:
    """Tell how far the numbers of many organisations can be trusted."""
    terminal: Terminal = context.obj
    gathering = gathered(paths, terminal)
    if not gathering.files:
        raise Refused(_("There is no answers file that can be used. Give the folder or the files of organisations."))
    quality = find_quality(gathering.files)
    if as_json:
        document = quality_document(quality.questionnaire, quality.panel)
        document["refused"] = [str(path) for path in gathering.refused]
        click.echo(json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False))
    else:
        show(terminal, _parts(present_quality(quality.questionnaire, quality.panel, terminal.language), terminal))
    context.exit(PROBLEMS if gathering.refused else 0)


def _parts(view: QualityView, terminal: Terminal) -> Iterator[RenderableType]:
    yield Text(view.title, "bold")
    yield held(f"{view.caveat}\n")
    yield _panels(view, terminal)
    yield _reliability(view, terminal)
    yield _agreement(view, terminal)
    yield _items(view, terminal)
    yield _looks(view, terminal)
    yield held(
        terminal.text(
            _(
                "n: organisations it concerns. Lowest, highest: share at levels 0 and 4. Item-rest: correlation with "
                "the other practices of its dimension. α without: alpha when it is left out."
            )
        )
    )


def _panels(view: QualityView, terminal: Terminal) -> Table:
    shown = table(terminal, terminal.text(_("What to make of it")), ("", _("Found"), _("Reading"), _("Look")))
    for item in view.panels:
        look = Text(terminal.text(_("yes")), "yellow") if item.alert else ""
        shown.add_row(held(item.title), held(item.value), held(item.reading), look)
    return shown


def _reliability(view: QualityView, terminal: Terminal) -> Table:
    columns = (_("Dimension"), "n", _("Alpha"), _("95 chances in 100"), _("Omega"), _("Error"), _("Real change"))
    title = terminal.text(_("Reliability, in points of the score"))
    shown = table(terminal, title, columns, numbers=range(1, 7))
    for row in view.reliability:
        numbers = (row.alpha, row.interval, row.omega, row.error, row.change)
        shown.add_row(held(row.title), row.organisations, *numbers)
    return shown


def _agreement(view: QualityView, terminal: Terminal) -> Table:
    columns = (_("Dimension"), "ICC(1)", "ICC(2)", "r*wg", _("Look"))
    title = terminal.text(_("Agreement of the people of one organisation"))
    shown = table(terminal, title, columns, numbers=(1, 2, 3))
    for row in view.agreement:
        shown.add_row(held(row.title), row.single, row.mean, row.r_wg, held(row.alert))
    return shown


def _items(view: QualityView, terminal: Terminal) -> Table:
    columns = (
        "",
        "n",
        _("Answered"),
        _("Unknown"),
        _("Lowest"),
        _("Highest"),
        _("Mean"),
        _("Spread"),
        _("Item-rest"),
        _("α without"),
    )
    title = terminal.text(_("Practices, over the organisations they concern"))
    shown = table(terminal, title, columns, numbers=range(10))
    for row in view.items:
        shares = (row.coverage, row.dont_know, row.floor, row.ceiling)
        statistics = (row.mean, row.sd, row.item_rest, row.alpha_without)
        shown.add_row(row.id, row.organisations, *shares, *statistics)
    return shown


def _looks(view: QualityView, terminal: Terminal) -> Table:
    shown = table(terminal, terminal.text(_("Practices worth a look")), ("", _("Practice"), _("Why")))
    for row in view.items:
        if row.look:
            shown.add_row(row.id, held(row.title), held(row.look))
    return shown
