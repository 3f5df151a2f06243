"""An organisation's numbers as files: a spreadsheet with notes and a sheet a table, and one CSV of everything."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from io import StringIO

from assessment.reports.benchmark_tables import Cell, Column, Table, plain, safe, typed
from assessment.reports.formatting import Voice
from assessment.reports.organisation_tables import Organisation, organisation_tables
from assessment.reports.workbooks import Book, Sheet
from assessment.translation import later

NOTES = (
    later(
        "These numbers are those of the page and of the report, rounded alike. Where there is a dash, there is none."
    ),
    later("Scores and what is missing are in points from 0 to 100. What is missing is never below zero."),
    later(
        "A self-assessment of how digital work is organised. It proves no performance, certifies no conformity with a "
        "norm or label, and says nothing about any one person."
    ),
)
PROGRAM_HEADS = ("table", "key", "name", "measure", "value")
PEOPLE_HEADS = (later("Table"), later("Code"), later("Name"), later("What is measured"), later("Value"))


def organisation_book(found: Organisation, made_at: datetime) -> Book:
    """The spreadsheet on one organisation; it says it was made at `made_at`."""
    view, voice = found.view, found.voice
    who, what = view.organisation, view.questionnaire
    notes = (
        f"{who.type} · {who.region} · {who.territory}",
        view.overall.sentence,
        view.overall.completeness_sentence,
        *(voice.say(note) for note in NOTES),
        f"{what.title} · {what.version} · {what.form} · SHA-256 {what.hash}",
    )
    return Book(
        title=voice.say("Digital maturity report – %(name)s", name=who.name),
        notes=notes,
        sheets=tuple(Sheet(table.title, _with_codes(table, voice)) for table in organisation_tables(found).values()),
        made_at=made_at,
        voice=voice,
    )


def _with_codes(table: Table, voice: Voice) -> Table:
    """The table with the code of each row beside its name."""
    rows = tuple(replace(row, cells=(Cell(row.key, row.key), *row.cells)) for row in table.rows)
    return replace(table, columns=(Column("code", voice.say("Code")), *table.columns), rows=rows)


def organisation_csv(found: Organisation, *, for_people: bool) -> str:
    """Every number and word of every table, one a line: for spreadsheets or, by RFC 4180, for programs.

    For spreadsheets with semicolons, the language's decimal sign and a mark of UTF-8. A program finds codes where a
    person finds names, and nothing where there is no value.
    """
    buffer = StringIO()
    writer = csv.writer(buffer, delimiter=";" if for_people else ",", lineterminator="\r\n")
    writer.writerows(_people_lines(found) if for_people else _program_lines(found))
    return ("\ufeff" if for_people else "") + buffer.getvalue()


def _people_lines(found: Organisation) -> Iterator[list[str]]:
    yield [safe(found.voice.say(head)) for head in PEOPLE_HEADS]
    for table in organisation_tables(found).values():
        for row in table.rows:
            for column, cell in zip(table.columns, row.cells, strict=True):
                words = (safe(text) for text in (table.title, row.key, row.title, column.title))
                yield [*words, typed(cell, found.voice)]


def _program_lines(found: Organisation) -> Iterator[list[str]]:
    yield list(PROGRAM_HEADS)
    for name, table in organisation_tables(found).items():
        for row in table.rows:
            for column, cell in zip(table.columns, row.cells, strict=True):
                yield [name, safe(row.key), safe(row.title), column.key, _value(cell)]


def _value(cell: Cell) -> str:
    return "" if cell.value is None else plain(cell.value)
