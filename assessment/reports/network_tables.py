"""The tables and pictures of the network report, each made of the tables that the pages show."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from assessment.domain.observed import PROJECT_MANAGER
from assessment.domain.peer_groups import Axis
from assessment.domain.published_roles import roles_in
from assessment.domain.publishing import DIMENSION, INDICATOR, OVERALL
from assessment.reports.benchmark_tables import Column, Table
from assessment.reports.benchmark_words import AXES, SHORT
from assessment.reports.benchmarks import Presenter
from assessment.reports.formatting import NONE, Voice
from assessment.reports.masked import WHOLE
from assessment.reports.network_charts import ChartRow, change_rows, spread_rows
from assessment.reports.network_summary import signed
from assessment.reports.published_roles import role_name
from assessment.reports.svg import Chart
from assessment.reports.table_shapes import keeping, picked, turned
from assessment.translation import later

AXES_SHOWN = (Axis.TYPE, Axis.SIZE, Axis.TERRITORY, Axis.REGION)
MAP_TITLES = {
    Axis.TYPE: later("By type of organisation"),
    Axis.SIZE: later("By size"),
    Axis.TERRITORY: later("By territory"),
    Axis.REGION: later("By region"),
}
SPREAD = ("n", "mean", "mean_low", "mean_high", "p25", "median", "p75")
PRACTICES = ("mean", "mean_low", "mean_high", "p25", "median", "p75")
OVERVIEW = ("n", "need", "have", "missing", "uncovered", "equipped")
CHANGES = ("change", "change_low", "change_high")


@dataclass(frozen=True, slots=True)
class MapSection:
    """All groups of one axis by dimension, under the codes of the dimensions; `lead` says where it is lowest."""

    id: str
    title: str
    table: Table
    lead: str


def groups_of(presenter: Presenter, axis: Axis) -> list[str]:
    """The keys of the groups of an axis."""
    return presenter.words.groups(presenter.document, (axis,))


def code_of(metric: str) -> str:
    """The code of a dimension or practice; an empty text for anything else."""
    return metric.partition(":")[2] if metric.startswith((DIMENSION, INDICATOR)) else ""


def dimensions_table(whole: Table) -> Table:
    """The overall score, the dimensions and the indices of a group."""
    return picked(keeping(whole, lambda row: not row.key.startswith(INDICATOR)), SPREAD)


def practices_table(whole: Table) -> Table:
    """Every practice below its dimension, each with its code."""
    table = picked(keeping(whole, lambda row: bool(code_of(row.key))), PRACTICES)
    rows = tuple(replace(row, title=f"{code_of(row.key)} {row.title}") for row in table.rows)
    return replace(table, rows=rows)


def map_section(presenter: Presenter, axis: Axis) -> MapSection:
    """The groups of an axis by dimension."""
    say = presenter.voice.say
    found = turned(presenter.skills_map((axis,)), say(AXES[axis]))
    columns = tuple(Column(one.key, code_of(one.key) or say("Overall")) for one in found.columns)
    table = replace(found, columns=columns)
    return MapSection(f"map-{axis.value}", say(MAP_TITLES[axis]), table, _ends(presenter, found))


def _ends(presenter: Presenter, table: Table) -> str:
    """Where the means by group and dimension are lowest and highest."""
    found = [
        (cell.value, {"of": column.title, "group": row.title, "mean": cell.text})
        for row in table.rows
        for column, cell in zip(table.columns, row.cells, strict=True)
        if isinstance(cell.value, int | float) and column.key != OVERALL
    ]
    if not found:
        return presenter.voice.say("Nothing can be shown of these groups.")
    ends = {"lowest": min(found, key=lambda one: one[0])[1], "highest": max(found, key=lambda one: one[0])[1]}
    said = {f"{end}_{name}": value for end, one in ends.items() for name, value in one.items()}
    return presenter.voice.say(
        "Lowest: %(lowest_mean)s points for “%(lowest_of)s” (%(lowest_group)s). Highest: %(highest_mean)s points for "
        "“%(highest_of)s” (%(highest_group)s).",
        **said,
    )


def one_metric(presenter: Presenter, axis: Axis, metric: str, columns: tuple[str, ...]) -> Table:
    """One metric in all groups of an axis."""
    tables = {key: presenter.group(key) for key in groups_of(presenter, axis)}
    head = presenter.voice.say(AXES[axis])
    rows = tuple(
        replace(row, key=key, title=presenter.words.group(key), depth=0)
        for key, table in tables.items()
        for row in picked(table, columns).rows
        if row.key == metric
    )
    shape = picked(presenter.group(""), columns)
    return Table(presenter.words.metric(metric), head, shape.columns, rows, ())


def all_hidden(table: Table, voice: Voice) -> str:
    """What is said instead of a table of which nothing is shown; an empty text where anything is."""
    cells = [cell for row in table.rows for cell in row.cells]
    if not cells or any(cell.value is not None or not cell.reason for cell in cells):
        return ""
    reasons = Counter(row.cells[0].text for row in table.rows)
    return voice.say(
        "Every line is hidden, to protect organisations: %(reasons)s.",
        reasons=voice.listing(f"{reason} ({count})" for reason, count in reasons.items()),
    )


def changes_tables(presenter: Presenter, whole: Table) -> tuple[Table, ...]:
    """What changed since the wave before: all organisations by dimension, then the overall score by group."""
    of_whole = picked(keeping(whole, lambda row: not row.key.startswith(INDICATOR)), ("n", *CHANGES))
    found = [replace(of_whole, title=presenter.voice.say("All organisations"))]
    found += [
        replace(one_metric(presenter, axis, OVERALL, CHANGES), title=presenter.voice.say(MAP_TITLES[axis]))
        for axis in AXES_SHOWN
        if groups_of(presenter, axis)
    ]
    return tuple(found)


def spread_chart_of(presenter: Presenter) -> Chart | None:
    """The overall score and the dimensions of the network, one under the other; None where all are hidden."""
    if not _shown(presenter, "mean"):
        return None
    rows = tuple(_chart_row(presenter, metric, "mean") for metric in _main_metrics(presenter))
    title = presenter.voice.say("How the scores of all organisations are spread, by dimension, from 0 to 100")
    said = "; ".join(f"{row.label} {row.value}" for row in rows)
    return spread_rows("chart-spread", f"{title}. {said}.", rows)


def change_chart_of(presenter: Presenter) -> Chart | None:
    """What changed in the overall score and the dimensions of the network; None where all is hidden."""
    if not _shown(presenter, "change"):
        return None
    rows = tuple(_chart_row(presenter, metric, "change") for metric in _main_metrics(presenter))
    title = presenter.voice.say("Change of the mean scores since the wave before, in points, by dimension")
    said = "; ".join(f"{row.label} {row.value}" for row in rows)
    return change_rows("chart-change", f"{title}. {said}.", rows)


def _main_metrics(presenter: Presenter) -> list[str]:
    return [one for one in presenter.document["metrics"] if one.startswith((OVERALL, DIMENSION))]


def _shown(presenter: Presenter, output: str) -> bool:
    """Whether there is this number of any of the main metrics."""
    whole = presenter.document["groups"][""]
    return any(output in whole.get(metric, {}) for metric in _main_metrics(presenter))


def _chart_row(presenter: Presenter, metric: str, output: str) -> ChartRow:
    cell, voice = presenter.document["groups"][""].get(metric, {"hidden": {}}), presenter.voice
    if output in cell:
        value = voice.number(cell["mean"], 0) if output == "mean" else signed(presenter, cell["change"]["points"])
    else:
        reason = cell["hidden"].get(output, "")
        value = voice.say(SHORT[reason]) if reason else NONE
    return ChartRow(presenter.words.metric(metric), cell, value)


def managers(presenter: Presenter) -> Table | None:
    """Digital project managers by region; None where no organisation said who does its digital work."""
    return presenter.roles() if PROJECT_MANAGER in roles_in(presenter.document) else None


def roles_overview(presenter: Presenter) -> Table | None:
    """Need and presence of every role in all organisations; None where no organisation said of any."""
    voice, found = presenter.voice, roles_in(presenter.document)
    if not found:
        return None
    rows = tuple(
        replace(row, key=role, title=role_name(role, presenter.words))
        for role in found
        for row in picked(presenter.roles(role), OVERVIEW).rows
        if row.key == WHOLE
    )
    shape = picked(presenter.roles(next(iter(found))), OVERVIEW)
    return Table(voice.say("Every role, all organisations"), voice.say("Role"), shape.columns, rows, ())
