"""The spreadsheet of what was published of a network: every number in a table, every hidden one in a list."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from assessment.domain.peer_groups import CROSSINGS, Axis
from assessment.domain.published_roles import roles_in
from assessment.domain.publishing import OVERALL
from assessment.reports.benchmark_tables import Cell, Column, Row, Table
from assessment.reports.benchmarks import GROUP_COLUMNS, Presenter
from assessment.reports.coverage import coverage_table
from assessment.reports.formatting import one_line
from assessment.reports.masked import masked_lead, masked_numbers, masked_table, quality_tables, reason_sentences
from assessment.reports.network_tables import groups_of, one_metric
from assessment.reports.published_roles import role_name
from assessment.reports.table_shapes import turned
from assessment.reports.workbooks import Book, Sheet
from assessment.translation import later

NOTES = (
    later("Numbers are frozen: they are those of the pages and of the report of the same publication."),
    later(
        "Scores are in points from 0 to 100. “From” and “to” say where a mean lies nine times in ten, and a change 95 "
        "times in 100."
    ),
    later("Hatched cells hold no number but the reason why it is hidden. The last sheet lists every hidden number."),
)


def network_book(presenter: Presenter, network: str) -> Book:
    """The spreadsheet on a publication of the network of that name."""
    voice, about = presenter.voice, presenter.document["campaign"]
    title = voice.say(
        "Network report – %(name)s – %(campaign)s", name=one_line(network), campaign=one_line(about["name"])
    )
    reasons = reason_sentences(presenter, masked_numbers(presenter))
    notes = [*presenter.about(), *(voice.say(note) for note in NOTES), *reasons]
    return Book(
        title=title,
        notes=[*([voice.say("A test: these numbers are about nobody.")] if about["test"] else []), *notes],
        sheets=tuple(network_sheets(presenter)),
        made_at=datetime.fromisoformat(presenter.document["published_at"]),
        voice=voice,
    )


def network_sheets(presenter: Presenter) -> Iterator[Sheet]:
    """Every table of a publication, the list of what is hidden last."""
    voice, words = presenter.voice, presenter.words
    whole = presenter.group("")
    yield Sheet(whole.title, whole, voice.say("All organisations, in everything that is measured"))
    for axes in CROSSINGS:
        if axes and words.groups(presenter.document, axes):
            found = turned(presenter.skills_map(axes), voice.say("Group"))
            yield Sheet(
                words.axes(axes), found, voice.say("Means by group and dimension: %(axes)s", axes=words.axes(axes))
            )
    if groups_of(presenter, Axis.REGION):
        regions = one_metric(presenter, Axis.REGION, OVERALL, tuple(GROUP_COLUMNS))
        yield Sheet(voice.say("Overall by region"), regions, voice.say("Overall score by region, in points"))
    if roles_in(presenter.document):
        roles = _roles(presenter)
        yield Sheet(roles.title, roles, voice.say("Need and presence of every role, by region"))
    answered = coverage_table(presenter.document, words)
    if answered is not None:
        yield Sheet(answered.title, answered)
    yield from (Sheet(table.title, table) for table in quality_tables(presenter).values())
    yield Sheet(
        voice.say("Every number"),
        _everything(presenter),
        voice.say("Everything that is shown of any group, one a line"),
    )
    yield Sheet(voice.say("Hidden numbers"), masked_table(presenter), masked_lead(presenter))


def _roles(presenter: Presenter) -> Table:
    """The tables of all roles under each other."""
    say, words = presenter.voice.say, presenter.words
    rows, columns = list[Row](), tuple[Column, ...]()
    for role in roles_in(presenter.document):
        table = presenter.roles(role)
        columns = table.columns
        name = role_name(role, words)
        rows += [Row(role, name, (Cell(row.title, row.title), *row.cells)) for row in table.rows]
    return Table(say("Roles by region"), say("Role"), (Column("region", say("Region")), *columns), tuple(rows), ())


def _everything(presenter: Presenter) -> Table:
    """The tables of all groups under each other, without the rows that are all hidden."""
    say, rows, columns = presenter.voice.say, list[Row](), tuple[Column, ...]()
    for axes in CROSSINGS:
        for key in presenter.words.groups(presenter.document, axes):
            table = presenter.group(key)
            columns = table.columns
            rows += [
                Row(key, table.title, (Cell(row.title, row.title), *row.cells))
                for row in table.rows
                if any(cell.value is not None for cell in row.cells)
            ]
    measured = Column("metric", say("What is measured"))
    return Table(say("Every number"), say("Group"), (measured, *columns), tuple(rows), ())
