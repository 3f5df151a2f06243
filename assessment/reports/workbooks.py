"""Tables as a spreadsheet: notes first, then a sheet a table. Texts are texts: nothing in it is ever reckoned.

The same tables give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from textwrap import wrap

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from assessment.reports.benchmark_tables import Cell, Table
from assessment.reports.formatting import Voice, one_line

NAME_LENGTH = 31
TEXT_LENGTH = 32_000
"""A little below what a cell can hold."""
NOT_IN_NAMES = str.maketrans("[]:*?/\\", "       ")
NARROWEST, WIDEST, HEAD_WIDEST = 9, 60, 16
NOTES_WIDTH = 100
SAMPLE = 200
"""Rows that are measured for the width of a column."""
LINE, LETTERS, MEASURED = 15, 1.2, 1000
"""Points of a line; letters to a unit of width; letters that are broken in lines to know how high a row is."""
BRAND, SOFT, PAPER, GREY = "#0A3E49", "#4A5A64", "#FFFFFF", "#C9D0D4"
STEPS = ("#F7FAFA", "#E6F1F2", "#CFE4E6", "#B0D2D6", "#8DBCC2")
HATCH = 14
"""The number of thin diagonal stripes among the patterns of a cell."""
HEAD = {"bold": True, "font_color": PAPER, "bg_color": BRAND}
PLAIN = {"font_name": "Calibri", "font_size": 11, "valign": "top"}
NEVER = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table under the name of its sheet; `note` is a sentence about it for the first sheet."""

    name: str
    table: Table
    note: str = ""


@dataclass(frozen=True, slots=True)
class Book:
    """A spreadsheet: its title, sentences to read first, its sheets, when it says it was made, its language."""

    title: str
    notes: Sequence[str]
    sheets: Sequence[Sheet]
    made_at: datetime
    voice: Voice


def workbook(book: Book) -> bytes:
    """The spreadsheet as an XLSX file."""
    target = BytesIO()
    made = Workbook(target, {"in_memory": True, **NEVER, "default_date_format": "yyyy-mm-dd"})
    made.set_properties({"title": book.title, "created": book.made_at.replace(tzinfo=None), "author": ""})
    written = _Writer(made, book.voice)
    names = sheet_names([book.voice.say("Read me"), *(sheet.name for sheet in book.sheets)])
    notes = made.add_worksheet(names[0])
    for name, sheet in zip(names[1:], book.sheets, strict=True):
        written.table(made.add_worksheet(name), sheet.table)
    written.notes(notes, book, names[1:])
    made.close()
    return target.getvalue()


def sheet_names(wanted: Iterable[str]) -> list[str]:
    """Names that a spreadsheet takes: short, without its signs, no two alike."""
    found: list[str] = []
    for name in wanted:
        clean = " ".join(name.translate(NOT_IN_NAMES).split()).strip("'")[:NAME_LENGTH].strip() or "-"
        number, taken = 1, {one.casefold() for one in found}
        unique = clean
        while unique.casefold() in taken:
            number += 1
            unique = f"{clean[: NAME_LENGTH - len(str(number)) - 1]} {number}"
        found.append(unique)
    return found


class _Writer:
    """Writes sheets, making each format once."""

    def __init__(self, made: Workbook, voice: Voice) -> None:
        self._made = made
        self._point = "," if voice.language == "fr" else "."
        self._formats: dict[tuple[int, int | None], Format] = {}
        head = {**HEAD, "text_wrap": True, "valign": "bottom", "bottom": 1}
        self._head, self._number_head = self._format(**head, indent=1), self._format(**head, align="right")
        self._text = self._format(text_wrap=True)
        self._inner = self._format(text_wrap=True, indent=1)
        self._aside = self._format(align="right")
        self._hidden = self._format(
            pattern=HATCH, fg_color=GREY, bg_color=PAPER, font_color=SOFT, italic=True, align="center"
        )

    def _format(self, **values: object) -> Format:
        return self._made.add_format({**PLAIN, **values})

    def notes(self, sheet: Worksheet, book: Book, names: Sequence[str]) -> None:
        """What to read first, then what each sheet holds, with the way there."""
        title = self._format(bold=True, font_size=18, font_color=BRAND)
        link = self._format(bold=True, font_color=BRAND, underline=1)
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, NAME_LENGTH + 4)
        sheet.set_column(1, 1, NOTES_WIDTH)
        sheet.write_string(0, 0, text_of(book.title), title)
        row = 2
        for note in book.notes:
            sheet.merge_range(row, 0, row, 1, "")
            sheet.write_string(row, 0, text_of(note), self._text)
            sheet.set_row(row, LINE * (1 + len(note) // (NAME_LENGTH + NOTES_WIDTH)))
            row += 1
        for name, one in zip(names, book.sheets, strict=True):
            row += 1
            place = name.replace("'", "''")
            sheet.write_url(row, 0, f"internal:'{place}'!A1", link, string=name)
            sheet.write_string(row, 1, text_of(one.note or one.table.title), self._text)
        _on_paper(sheet)

    def table(self, sheet: Worksheet, table: Table) -> None:
        """One table from the first cell on, with its filter; its head and its first column stay in sight."""
        heads = [table.head, *(column.title for column in table.columns)]
        for column, head in enumerate(heads):
            numbers = column > 0 and any(isinstance(row.cells[column - 1].value, int | float) for row in table.rows)
            sheet.write_string(0, column, text_of(head), self._number_head if numbers else self._head)
        widths = _widths(heads, table)
        sheet.set_row(0, _height(heads, widths))
        for number, row in enumerate(table.rows, 1):
            sheet.set_row(number, _height((row.title, *(cell.text for cell in row.cells)), widths))
            sheet.write_string(number, 0, text_of(row.title), self._inner if row.depth else self._text)
            for column, cell in enumerate(row.cells, 1):
                self._cell(sheet, number, column, cell)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, max(1, len(table.rows)), len(table.columns))
        sheet.repeat_rows(0)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        _on_paper(sheet)

    def _cell(self, sheet: Worksheet, row: int, column: int, cell: Cell) -> None:
        if cell.reason:
            sheet.write_string(row, column, text_of(cell.text), self._hidden)
        elif isinstance(cell.value, int | float):
            sheet.write_number(row, column, cell.value, self._number(cell))
        else:
            sheet.write_string(row, column, text_of(cell.text), self._inner if cell.value else self._aside)

    def _number(self, cell: Cell) -> Format:
        """As many decimals as people are shown, and the colour of its step."""
        places = len(cell.text.rpartition(self._point)[2]) if self._point in cell.text else 0
        if (places, cell.heat) not in self._formats:
            colour = {} if cell.heat is None else {"bg_color": STEPS[cell.heat]}
            shown = "#,##0" + (f".{'0' * places}" if places else "")
            self._formats[places, cell.heat] = self._format(num_format=shown, **colour)
        return self._formats[places, cell.heat]


def _on_paper(sheet: Worksheet) -> None:
    """Print it across, one page wide, with the number of the page."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L&A&R&P / &N")


def _widths(heads: Sequence[str], table: Table) -> list[float]:
    """The width of each column: what its texts need, within limits; heads may take two lines."""
    columns = [[row.title for row in table.rows[:SAMPLE]]]
    columns += [[row.cells[place].text for row in table.rows[:SAMPLE]] for place in range(len(table.columns))]
    return [
        min(WIDEST, max(NARROWEST, *(len(text) + 2 for text in (*texts, head[:HEAD_WIDEST]))))
        for head, texts in zip(heads, columns, strict=True)
    ]


def _height(texts: Iterable[str], widths: Sequence[float]) -> float:
    """The height of a row whose texts are broken in lines, which not every program works out by itself."""
    return LINE * max(_lines(text, int(width * LETTERS)) for text, width in zip(texts, widths, strict=True))


def _lines(text: str, width: int) -> int:
    return len(wrap(text[:MEASURED], width)) if len(text) > width else 1


def text_of(text: str) -> str:
    """A text as a cell can hold it."""
    return text if text.isprintable() and len(text) <= TEXT_LENGTH else one_line(text, TEXT_LENGTH)
