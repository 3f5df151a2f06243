"""A table of published numbers: the one object that a page, a spreadsheet and a program are shown."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from typing import Any

from assessment.reports.formatting import Voice
from assessment.reports.svg import Chart

RISKY = tuple("=+-@\t\r\n＝＋－＠")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `key` for programs, `title` for people."""

    key: str
    title: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A number or word as a program has it and as a person reads it.

    What is hidden has neither, but the code of its `reason` and, as `text`, the reason in a word or two.
    """

    value: float | str | None
    text: str
    reason: str = ""
    heat: int | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table; `depth` is 1 for parts of the one above, `notes` are sentences about it."""

    key: str
    title: str
    cells: tuple[Cell, ...]
    depth: int = 0
    chart: Chart | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """Columns, rows, and what explains what is hidden in them."""

    title: str
    head: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    reasons: tuple[str, ...]


def table_document(table: Table, about: dict[str, Any]) -> dict[str, Any]:
    """The table for programs; a hidden number is null, and `hidden` says why."""
    rows = [
        {
            "key": row.key,
            "title": row.title,
            **{column.key: cell.value for column, cell in zip(table.columns, row.cells, strict=True)},
            "hidden": {
                column.key: cell.reason for column, cell in zip(table.columns, row.cells, strict=True) if cell.reason
            },
        }
        for row in table.rows
    ]
    return {**about, "title": table.title, "rows": rows}


def table_csv(table: Table, voice: Voice, *, for_people: bool) -> str:
    """The table as CSV: for spreadsheets (semicolons, the language's decimal sign, a mark of UTF-8) or for programs."""
    buffer = StringIO()
    writer = csv.writer(buffer, delimiter=";" if for_people else ",", lineterminator="\r\n")
    writer.writerows(_people_lines(table, voice) if for_people else _program_lines(table))
    return ("\ufeff" if for_people else "") + buffer.getvalue()


def _people_lines(table: Table, voice: Voice) -> Iterator[list[str]]:
    yield [safe(table.head), *(safe(column.title) for column in table.columns)]
    for row in table.rows:
        yield [safe(row.title), *(typed(cell, voice) for cell in row.cells)]


def _program_lines(table: Table) -> Iterator[list[str]]:
    yield ["key", *(safe(column.key) for column in table.columns), "hidden"]
    for row in table.rows:
        hidden = (
            f"{column.key}={cell.reason}" for column, cell in zip(table.columns, row.cells, strict=True) if cell.reason
        )
        values = ("" if cell.value is None else plain(cell.value) for cell in row.cells)
        yield [safe(row.key), *values, safe(" ".join(hidden))]


def typed(cell: Cell, voice: Voice) -> str:
    """A cell as a spreadsheet reads it: the decimal sign of the language, no thousands, a reason in brackets."""
    if cell.reason:
        return safe(f"({cell.text})")
    if isinstance(cell.value, str) or cell.value is None:
        return safe(cell.text)
    text = plain(cell.value)
    return text.replace(".", ",") if voice.language == "fr" else text


def plain(value: float | str) -> str:
    """A number or word as a program reads it."""
    return safe(value) if isinstance(value, str) else str(value)


def safe(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.lstrip(" ").startswith(RISKY) or text.startswith(RISKY) else text
