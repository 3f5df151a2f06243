"""`assessment score`: an answers file against what visitors expect."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

import click
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from assessment.cli.commands import Translated, language_option
from assessment.cli.complaints import PROBLEMS
from assessment.cli.files import answers_in, survey_option
from assessment.cli.peers import peers_option, surroundings_with_peers
from assessment.cli.tables import held, show, table
from assessment.cli.terminal import Terminal
from assessment.cli.terminal import marked as _
from assessment.domain.results import assess
from assessment.reports.exports import result_document
from assessment.reports.presenters import ResultView, present

STYLES = {"critical": "red", "tolerated": "yellow", "met": "green", "not_assessable": "dim"}


@click.command(
    cls=Translated,
    help=_("Score an answers file (YAML or JSON; “-” reads standard input) against what visitors expect."),
)
@click.argument("answers")
@click.option("--json", "as_json", is_flag=True, help=_("Print every number, unrounded, as JSON."))
@survey_option
@peers_option
@language_option
@click.pass_context
def command(context: click.Context, answers: str, as_json: bool, survey: str | None, peers: Path | None) -> None:
    """Score an answers file."""
    terminal: Terminal = context.obj
    found = answers_in(answers, terminal)
    around, refused = surroundings_with_peers(found, survey, peers, terminal)
    result = assess(found.instrument, found.assessment, around)
    if as_json:
        click.echo(json.dumps(result_document(result), ensure_ascii=False, indent=2, allow_nan=False))
    else:
        Summary(present(result, found.instrument, terminal.language), terminal).show()
    context.exit(PROBLEMS if refused else 0)


class Summary:
    """A result as tables on a terminal."""

    def __init__(self, view: ResultView, terminal: Terminal) -> None:
        self.view = view
        self.terminal = terminal

    def show(self) -> None:
        """Print the whole result: overall, dimensions, peers, roles, first actions, what to find out."""
        show(self.terminal, self._parts())

    def _parts(self) -> Iterator[RenderableType]:
        yield from self._overall()
        yield self._dimensions()
        yield from self._funnel()
        yield from self._map()
        yield from self._roles()
        if self.view.actions.first:
            yield self._actions()
        if self.view.actions.find_out:
            yield self._find_out()

    def _table(self, title: str, columns: Sequence[str], numbers: Collection[int] = ()) -> Table:
        return table(self.terminal, self.terminal.text(title), columns, numbers)

    def _overall(self) -> Iterator[RenderableType]:
        view, overall = self.view, self.view.overall
        yield Text(view.organisation.name, "bold")
        yield f"{view.questionnaire.title} {view.questionnaire.version} · {view.questionnaire.form}\n"
        sentences = (overall.sentence, overall.completeness_sentence, overall.index_sentence)
        yield from (held(sentence) for sentence in sentences if sentence)
        yield ""

    def _dimensions(self) -> Table:
        columns = ("", _("Dimension"), _("Score"), _("Level"), _("Required"), _("Minimum"), _("Gap"), _("State"))
        table = self._table(_("Dimensions"), columns, numbers=(2, 4, 5, 6))
        for item in self.view.dimensions:
            numbers = (item.required, item.minimum, item.gap)
            state = Text(item.state_word, STYLES[item.state])
            table.add_row(item.id, held(item.title), item.score, item.level_name, *numbers, state)
        return table

    def _funnel(self) -> Iterator[RenderableType]:
        """The way to a booking beside that of peers; without these it says nothing on a terminal."""
        funnel = self.view.indices.funnel
        if funnel is None or not funnel.with_peers:
            return
        columns = (_("Step"), _("Visits"), _("In 100"), _("Likely between"), _("Peers"), _("Worth"))
        table = self._table(_("From visits to bookings"), columns, numbers=(1, 2, 3, 4, 5))
        for step in funnel.steps:
            table.add_row(held(step.title), step.count, step.rate, step.interval, step.peer, step.worth)
        yield table
        yield held(f"{funnel.reading}\n")

    def _map(self) -> Iterator[RenderableType]:
        """What visitors find important and well done."""
        visitors = self.view.visitors
        if visitors is None or not visitors.placed:
            return
        columns = ("", _("What visitors judge"), _("Important"), _("Found"), _("Where"), _("Expectation rests on"))
        table = self._table(_("Importance and what visitors find"), columns, numbers=(2, 3))
        rests = {row.title: row.measured for row in visitors.rows}
        for point in visitors.placed:
            numbers = (point.importance, point.performance)
            table.add_row(point.number, held(point.title), *numbers, held(point.quadrant), held(rests[point.title]))
        yield table
        yield held(f"{visitors.map_note}\n")

    def _roles(self) -> Iterator[RenderableType]:
        roles = self.view.roles
        columns = ("", _("Role"), _("Need"), _("Have"), _("Short"), _("How"), _("Why"))
        table = self._table(_("Recommended roles"), columns, numbers=(2, 3, 4))
        for item in roles.proposed:
            numbers = (item.need, item.have, item.short)
            table.add_row(item.id, held(item.title), *numbers, item.mode_word, held(item.reason))
        if roles.proposed:
            yield table
        yield from (held(sentence) for sentence in (roles.staffing, roles.caveat) if sentence)
        yield ""

    def _actions(self) -> Table:
        table = self._table(_("First actions"), ("", _("Action"), _("Because of"), _("Next step")))
        for item in self.view.actions.first:
            table.add_row(item.rank, held(f"{item.title} ({item.id})"), held(item.practice), held(item.step))
        return table

    def _find_out(self) -> Table:
        table = self._table(_("Find out first"), (_("Dimension"), _("Nobody knows"), _("No answer")))
        for item in self.view.actions.find_out:
            table.add_row(held(item.dimension), held(", ".join(item.unknown)), held(", ".join(item.unanswered)))
        return table
