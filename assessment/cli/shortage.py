"""`assessment shortage`: whether regions have too few digital project managers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import click
from rich.console import RenderableType

from assessment.cli.commands import Translated, language_option
from assessment.cli.complaints import PROBLEMS, Refused
from assessment.cli.peers import gathered
from assessment.cli.tables import held, show, table
from assessment.cli.terminal import Terminal
from assessment.cli.terminal import marked as _
from assessment.reports.shortage import present_shortage, shortage_document
from assessment.services.shortage import Shortages, find_shortages


@click.command(
    cls=Translated,
    help=_("Tell by region whether digital project managers are lacking, from a folder of answers files."),
)
@click.argument("folder", type=click.Path(readable=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help=_("Print every number, unrounded, as JSON."))
@language_option
@click.pass_context
def command(context: click.Context, folder: Path, as_json: bool) -> None:
    """Tell by region whether digital project managers are lacking."""
    terminal: Terminal = context.obj
    gathering = gathered((folder,), terminal)
    if not gathering.files:
        raise Refused(_("There is no answers file that can be used. Give the folder or the files of organisations."))
    found = find_shortages(gathering.files)
    if as_json:
        document = {
            "organisations": found.organisations,
            "left_out": found.left_out,
            "nights_stated": found.nights,
            "regions": [shortage_document(item.region, item.organisations, item.shortage) for item in found.regions],
            "refused": [str(path) for path in gathering.refused],
        }
        click.echo(json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False))
    else:
        show(terminal, _parts(found, terminal))
    context.exit(PROBLEMS if gathering.refused else 0)


def _parts(found: Shortages, terminal: Terminal) -> Iterator[RenderableType]:
    columns = (
        _("Region"),
        "n",
        _("Need"),
        _("Have"),
        _("Uncovered"),
        _("For 100 staff"),
        _("For 1M nights"),
        _("Against all"),
    )
    shown = table(terminal, terminal.text(_("Digital project managers, in FTE")), columns, numbers=range(1, 8))
    rows = [
        present_shortage(item.region, item.organisations, item.shortage, terminal.language) for item in found.regions
    ]
    for row in rows:
        numbers = (row.organisations, row.need, row.have, row.uncovered, row.per_100, row.per_million, row.quotient)
        shown.add_row(held(row.region), *numbers)
    yield shown
    yield from (held(f"{' '.join(row.sentences)}\n") for row in rows)
    yield held(
        terminal.text(
            _(
                "Organisations that count: %(counted)s; left out, as they did not say who does the digital work or how "
                "many projects there are: %(left_out)s."
            ),
            counted=found.organisations,
            left_out=found.left_out,
        )
    )
    if not found.nights:
        yield held(terminal.text(_("Nights are left out: not every organisation stated its own.")))
