"""A survey as a table with a line for each visitor: its columns, and its rows as the tree of a survey file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from assessment.domain.parsing_survey import RATING_KEYS, Asked
from assessment.domain.problems import Path, Place, Position, Problem, ProblemsFound
from assessment.domain.reading import listed, shown, suggestion
from assessment.services.sheet_rules import Caps, Row
from assessment.storage.documents import Document

MOST_VISITORS = 5000
CAPS = Caps(rows=MOST_VISITORS + 1, columns=64)
MOMENT, FLAGS, OUTCOME, TOP = "moment", "flags", "outcome", "top3"
LISTS = (FLAGS, TOP)
BETWEEN = re.compile(r"[\s,;|+/]+")
"""What may stand between several codes in one cell."""
NUMBER = re.compile(r"[-+]?[0-9]{1,9}([.,][0-9]{1,9})?")
EXAMPLE = {MOMENT: "S2", FLAGS: "S5", OUTCOME: "0.5", TOP: "Q1 Q5 Q7", "E": "8", "P": "6", "adequate": "5"}
"""What a fictional visitor answered, by column or kind of mark."""


def columns_of(asked: Asked) -> tuple[str, ...]:
    """The columns of the table, in the order of the template; a file may leave out any and put them otherwise."""
    marks = (f"{attribute}_{kind}" for attribute in asked.attributes for kind in RATING_KEYS.optional)
    return (MOMENT, FLAGS, *marks, OUTCOME, TOP)


def example_of(asked: Asked) -> tuple[str, ...]:
    """A fictional visitor, as a line of the table; few are asked what would just do."""
    cells = []
    for column in columns_of(asked):
        attribute, _, kind = column.rpartition("_")
        left_out = kind == "adequate" and attribute not in asked.attributes[:2]
        cells.append("" if left_out else EXAMPLE[kind])
    return tuple(cells)


def table_document(rows: Sequence[Row], file: str, asked: Asked) -> Document:
    """The tree of a survey file with the place of each cell: its line, and which column it stands in.

    Raises ProblemsFound when the first line is not one of known columns.
    """
    header = _header(rows[0], file, columns_of(asked))
    table = _Table(file, header)
    for line, row in enumerate(rows[1:], start=2):
        if any(row):
            table.add(line, row)
    return Document(file, {"answers": table.answers}, table.positions, tuple(table.problems))


def _header(cells: Row, file: str, columns: Sequence[str]) -> list[str]:
    """The columns by the names of the template, whatever their case."""
    known = {column.lower(): column for column in columns}
    found = [known.get(cell.lower(), cell) for cell in cells]
    problems = [*_unknown(found, file, columns), *_repeated(found, file)]
    if problems:
        raise ProblemsFound(tuple(problems))
    return found


def _unknown(found: Sequence[str], file: str, columns: Sequence[str]) -> Iterable[Problem]:
    for number, name in enumerate(found, start=1):
        if name not in columns:
            values = {"key": shown(name), "known": listed(columns), **suggestion(name, columns)}
            yield Problem("unknown-column", (), values, Place(file, 1, number))


def _repeated(found: Sequence[str], file: str) -> Iterable[Problem]:
    for number, name in enumerate(found, start=1):
        if name and name in found[: number - 1]:
            yield Problem("repeated-column", (), {"key": shown(name)}, Place(file, 1, number))


@dataclass(slots=True)
class _Table:
    """Turns rows into visitors' answers, noting where each value stands."""

    file: str
    header: Sequence[str]
    answers: list[dict[str, Any]] = field(default_factory=list)
    positions: dict[Path, Position] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def add(self, line: int, row: Row) -> None:
        """One visitor."""
        here: Path = ("answers", len(self.answers))
        answer: dict[str, Any] = {}
        self.positions[here] = (line, 1)
        for number, (column, cell) in enumerate(zip(self.header, row, strict=False), start=1):
            if cell:
                self._put(answer, here, column, cell, (line, number))
        if len(row) > len(self.header):
            self.problems.append(Problem("extra-cell", (), {}, Place(self.file, line, len(self.header) + 1)))
        self.answers.append(answer)

    def _put(self, answer: dict[str, Any], here: Path, column: str, cell: str, place: Position) -> None:
        attribute, _, kind = column.rpartition("_")
        path: Path = (*here, "pairs", attribute, kind) if attribute else (*here, column)
        self.positions[path] = place
        if attribute:
            answer.setdefault("pairs", {}).setdefault(attribute, {})[kind] = _number(cell)
        elif column in LISTS:
            answer[column] = [part for part in BETWEEN.split(cell) if part]
        else:
            answer[column] = _number(cell) if column == OUTCOME else cell


def _number(cell: str) -> Decimal | str:
    """A number with a point or a comma; any other text stays, for the reader to say what is wrong with it."""
    return Decimal(cell.replace(",", ".")) if NUMBER.fullmatch(cell) else cell
