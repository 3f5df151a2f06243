"""`assessment score`: an answers file against what visitors expect."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence

import click
from rich import box
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from assessment.cli.commands import Translated, language_option
from assessment.cli.files import answers_in
from assessment.cli.terminal import Terminal
from assessment.cli.terminal import marked as _
from assessment.domain.results import assess
from assessment.reports.exports import result_document
from assessment.reports.formatting import NO_BREAK
from assessment.reports.presenters import ResultView, present

STYLES = {"critical": "red", "tolerated": "yellow", "met": "green", "not_assessable": "dim"}
HELD = "\ue000"
"""Stands for a no-break space while tables are laid out."""


@click.command(
    cls=Translated,
    help=_("Score an answers file (YAML or JSON; “-” reads standard input) against what visitors expect."),
)
@click.argument("answers")
@click.option("--json", "as_json", is_flag=True, help=_("Print every number, unrounded, as JSON."))
@language_option
@click.pass_obj
def command(terminal: Terminal, answers: str, as_json: bool) -> None:
    """Score an answers file."""
    found = answers_in(answers, terminal)
    result = assess(found.instrument, found.assessment)
    if as_json:
        click.echo(json.dumps(result_document(result), ensure_ascii=False, indent=2, allow_nan=False))
    else:
        Summary(present(result, found.instrument, terminal.language), terminal).show()


class Summary:
    """A result as tables on a terminal."""

    def __init__(self, view: ResultView, terminal: Terminal) -> None:
        self.view = view
        self.terminal = terminal

    def show(self) -> None:
        """Print the whole result: overall, dimensions, roles, first actions, what to find out."""
        console = self.terminal.out
        with console.capture() as printed:
            for part in self._parts():
                console.print(part, markup=False)
        console.file.write(printed.get().replace(HELD, NO_BREAK))

    def _parts(self) -> Iterator[RenderableType]:
        yield from self._overall()
        yield self._dimensions()
        yield from self._roles()
        if self.view.actions.first:
            yield self._actions()
        if self.view.actions.find_out:
            yield self._find_out()

    def _table(self, title: str, columns: Sequence[str], numbers: Collection[int] = ()) -> Table:
        """A table; the columns at the positions `numbers` hold numbers, on the right and in one piece."""
        heading = Text(self.terminal.text(title), "bold")
        table = Table(title=heading, title_justify="left", box=box.SIMPLE_HEAD)
        for position, column in enumerate(columns):
            right = position in numbers
            text = self.terminal.text(column) if column else ""
            table.add_column(text, justify="right" if right else "left", no_wrap=right)
        return table

    def _overall(self) -> Iterator[RenderableType]:
        view, overall = self.view, self.view.overall
        yield Text(view.organisation.name, "bold")
        yield f"{view.questionnaire.title} {view.questionnaire.version} · {view.questionnaire.form}\n"
        sentences = (overall.sentence, overall.completeness_sentence, overall.index_sentence)
        yield from (_held(sentence) for sentence in sentences if sentence)
        yield ""

    def _dimensions(self) -> Table:
        columns = ("", _("Dimension"), _("Score"), _("Level"), _("Required"), _("Minimum"), _("Gap"), _("State"))
        table = self._table(_("Dimensions"), columns, numbers=(2, 4, 5, 6))
        for item in self.view.dimensions:
            numbers = (item.required, item.minimum, item.gap)
            state = Text(item.state_word, STYLES[item.state])
            table.add_row(item.id, _held(item.title), item.score, item.level_name, *numbers, state)
        return table

    def _roles(self) -> Iterator[RenderableType]:
        roles = self.view.roles
        columns = ("", _("Role"), _("Need"), _("Have"), _("Short"), _("How"), _("Why"))
        table = self._table(_("Recommended roles"), columns, numbers=(2, 3, 4))
        for item in roles.proposed:
            numbers = (item.need, item.have, item.short)
            table.add_row(item.id, _held(item.title), *numbers, item.mode_word, _held(item.reason))
        if roles.proposed:
            yield table
        yield from (_held(sentence) for sentence in (roles.staffing, roles.caveat) if sentence)
        yield ""

    def _actions(self) -> Table:
        table = self._table(_("First actions"), ("", _("Action"), _("Because of"), _("Next step")))
        for item in self.view.actions.first:
            table.add_row(item.rank, _held(f"{item.title} ({item.id})"), _held(item.practice), _held(item.step))
        return table

    def _find_out(self) -> Table:
        table = self._table(_("Find out first"), (_("Dimension"), _("Nobody knows"), _("No answer")))
        for item in self.view.actions.find_out:
            table.add_row(_held(item.dimension), _held(", ".join(item.unknown)), _held(", ".join(item.unanswered)))
        return table


def _held(text: str) -> Text:
    """A text whose no-break spaces survive the wrapping of tables, which takes them for ordinary ones."""
    return Text(text.replace(NO_BREAK, HELD))
