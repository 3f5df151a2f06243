"""Whether maturity keeps up with what visitors expect, as it was published: a table, or why there is none (4.7)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from assessment.domain.published_pace import NOT_COMPARABLE
from assessment.domain.publishing import DIMENSION
from assessment.domain.waves import Pace
from assessment.reports.benchmark_tables import Cell, Column, Row, Table
from assessment.reports.benchmark_words import SHORT, Words
from assessment.translation import later

Document = Mapping[str, Any]
COLUMNS = {
    "verdict": later("Maturity beside expectations"),
    "maturity": later("Change of maturity"),
    "maturity_low": later("Change of maturity, from"),
    "maturity_high": later("Change of maturity, to"),
    "required": later("Change of what visitors require"),
    "required_low": later("Change of what visitors require, from"),
    "required_high": later("Change of what visitors require, to"),
}
CHANGES = ("maturity", "required")
PARTS = {"": "points", "low": "low", "high": "high"}
VERDICTS = {
    Pace.CATCHING_UP: later("catching up"),
    Pace.KEEPING_PACE: later("keeping pace"),
    Pace.FALLING_BEHIND: later("falling behind"),
}
TOO_FEW = later("This is not told: in fewer than five organisations, visitors were asked enough in both waves.")
WHY_NOT = {
    NOT_COMPARABLE: later("This is not told: the two waves cannot be compared."),
    "too-few": TOO_FEW,
}
OTHERWISE = later(
    "This is not told: the organisations whose visitors were asked in both waves are almost those of other numbers "
    "shown here."
)
READING = later(
    "Points of the organisations whose visitors were asked in both waves: %(count)s. They lie between “from” and “to” "
    "nineteen times in twenty. Maturity catches up or falls behind where the two changes differ by more than chance."
)


@dataclass(frozen=True, slots=True)
class PaceView:
    """How maturity keeps up, by dimension, and what to know about it; without a table, why there is none."""

    title: str
    lines: tuple[str, ...]
    table: Table | None


def present_pace(document: Document, words: Words) -> PaceView | None:
    """The pace of a publication; None in a first wave and for a publication that says nothing of it."""
    found, voice = document.get("pace"), words.voice
    if not found:
        return None
    title = voice.say("Does maturity keep up with what visitors expect?")
    if "hidden" in found:
        sentence = WHY_NOT.get(found["hidden"], OTHERWISE)
        return PaceView(title, (voice.say(sentence),), None)
    lines = [voice.say(READING, count=words.count(found["n"]))]
    if "of" in found:
        day = voice.date(datetime.fromisoformat(found["of"]).date())
        lines.append(voice.say("As first published on %(day)s.", day=day))
    rows = tuple(_row(code, cell, words) for code, cell in found["dimensions"].items())
    columns = tuple(Column(name, voice.say(label)) for name, label in COLUMNS.items())
    reasons = words.reasons({cell.reason for row in rows for cell in row.cells})
    return PaceView(title, tuple(lines), Table(title, voice.say("Dimension"), columns, rows, reasons))


def on_paper(view: PaceView, words: Words) -> Table | None:
    """The table in three columns: each change in one cell with its interval."""
    if view.table is None:
        return None
    columns = tuple(column for column in view.table.columns if column.key in ("verdict", *CHANGES))
    rows = tuple(replace(row, cells=(row.cells[0], *_in_one(row, words))) for row in view.table.rows)
    return replace(view.table, columns=columns, rows=rows)


def _in_one(row: Row, words: Words) -> Iterator[Cell]:
    named = dict(zip(COLUMNS, row.cells, strict=True))
    for change in CHANGES:
        points, low, high = named[change], named[f"{change}_low"], named[f"{change}_high"]
        said = words.voice.say("%(points)s (%(low)s to %(high)s)", points=points.text, low=low.text, high=high.text)
        yield points if points.reason else replace(points, text=said)


def _row(code: str, found: Document, words: Words) -> Row:
    metric = DIMENSION + code
    if "hidden" in found:
        reason = found["hidden"]
        cells = (Cell(None, words.voice.say(SHORT[reason]), reason),) * len(COLUMNS)
        return Row(metric, words.metric(metric), cells)
    verdict = Cell(found["verdict"], words.voice.say(VERDICTS[Pace(found["verdict"])]))
    return Row(metric, words.metric(metric), (verdict, *(_cell(name, found, words) for name in list(COLUMNS)[1:])))


def _cell(name: str, found: Document, words: Words) -> Cell:
    change, _, end = name.partition("_")
    value = found[change][PARTS[end]]
    return Cell(value, words.voice.number(value, 0))
