"""The template for an import of organisations as a workbook: one sheet to fill in, one that explains, one of lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from assessment.translation import translate

LINES = 500
"""How many organisations the lists are offered for."""
WIDTHS = {"name": 34, "type": 30, "region": 26, "territory": 24, "email": 34}
USUAL_WIDTH, WIDE = 12, 90


@dataclass(frozen=True, slots=True)
class TemplateColumn:
    """A column: its name, what it means, the values offered in a list, and what the example line holds."""

    name: str
    meaning: str
    values: tuple[str, ...]
    example: str | float


def template_workbook(columns: Sequence[TemplateColumn], language: str) -> bytes:
    """The workbook. The sheet to fill in stands first: the import reads no other."""
    content = BytesIO()
    with Workbook(content, {"in_memory": True}) as book:
        filled = book.add_worksheet(translate("Organisations", language)[:31])
        explained = book.add_worksheet(translate("How to fill it in", language)[:31])
        lists = book.add_worksheet(translate("Lists", language)[:31])
        bold = book.add_format({"bold": True, "bottom": 1})
        for place, column in enumerate(columns):
            filled.write_string(0, place, column.name, bold)
            filled.set_column(place, place, WIDTHS.get(column.name, USUAL_WIDTH))
            _example(filled, place, column.example)
            _offer(filled, lists, place, column)
        filled.freeze_panes(1, 0)
        _explain(explained, columns, language)
    return content.getvalue()


def _example(sheet: Worksheet, place: int, example: str | float) -> None:
    """The second line; texts are never taken for formulas."""
    if isinstance(example, str):
        sheet.write_string(1, place, example)
    else:
        sheet.write_number(1, place, example)


def _offer(filled: Worksheet, lists: Worksheet, place: int, column: TemplateColumn) -> None:
    """Offer the values of a column in each of its cells; another value is warned of and may stay."""
    if not column.values:
        return
    lists.set_column(place, place, USUAL_WIDTH * 3)
    for line, value in enumerate((column.name, *column.values)):
        lists.write_string(line, place, value)
    letter = chr(ord("A") + place)
    source = f"='{lists.get_name()}'!${letter}$2:${letter}${len(column.values) + 1}"
    rule = {"validate": "list", "source": source, "error_type": "warning"}
    filled.data_validation(1, place, LINES, place, rule)


def _explain(sheet: Worksheet, columns: Sequence[TemplateColumn], language: str) -> None:
    sentences = (
        translate("Fill in the first sheet with one organisation a line. Only that sheet is read.", language),
        translate("The second line is a fictional example: write over it.", language),
        translate("Keep the names of the columns as they are. Lists offer the values that are taken.", language),
    )
    sheet.set_column(0, 0, USUAL_WIDTH)
    sheet.set_column(1, 1, WIDE)
    for line, sentence in enumerate(sentences):
        sheet.write_string(line, 0, sentence)
    for line, column in enumerate(columns, start=len(sentences) + 1):
        sheet.write_string(line, 0, column.name)
        sheet.write_string(line, 1, column.meaning)
