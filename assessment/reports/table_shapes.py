"""Tables of published numbers in the shape that paper or a sheet has room for: fewer columns, turned, in pieces."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from math import ceil

from assessment.reports.benchmark_tables import Column, Row, Table


def picked(table: Table, keys: Iterable[str]) -> Table:
    """The same rows with these columns only, in this order; those it does not have are left out."""
    places = {column.key: place for place, column in enumerate(table.columns)}
    chosen = [places[key] for key in keys if key in places]
    rows = tuple(replace(row, cells=tuple(row.cells[place] for place in chosen)) for row in table.rows)
    return replace(table, columns=tuple(table.columns[place] for place in chosen), rows=rows)


def keeping(table: Table, wanted: Callable[[Row], bool]) -> Table:
    """The same columns with those rows only that are wanted."""
    return replace(table, rows=tuple(row for row in table.rows if wanted(row)))


def turned(table: Table, head: str) -> Table:
    """Columns as rows and rows as columns; `head` names what the rows are then."""
    rows = tuple(
        Row(column.key, column.title, tuple(row.cells[place] for row in table.rows))
        for place, column in enumerate(table.columns)
    )
    return replace(table, head=head, columns=tuple(Column(row.key, row.title) for row in table.rows), rows=rows)


def pieces(table: Table, most: int) -> Iterator[Table]:
    """The table in parts of at most so many columns, all about as wide, each with every row."""
    keys = [column.key for column in table.columns]
    size = ceil(len(keys) / ceil(len(keys) / most)) if keys else 1
    for start in range(0, len(keys), size):
        yield picked(table, keys[start : start + size])
