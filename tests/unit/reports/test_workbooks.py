"""Spreadsheets as a program reads them: texts are texts, numbers numbers, and nothing in them is reckoned."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest

from assessment.reports.benchmark_tables import Cell, Column, Row, Table
from assessment.reports.formatting import Voice
from assessment.reports.masked import masked_roles, masked_scores, masked_table
from assessment.reports.network_workbook import network_book
from assessment.reports.workbooks import Book, Sheet, sheet_names, workbook
from tests.network_reports import NAME, presented

SPACE = {"s": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
MADE_AT = datetime(2026, 3, 2, 12, tzinfo=UTC)
TABLE = Table(
    "Titre",
    "=HEAD()",
    (Column("a", "+A"), Column("b", "B")),
    (
        Row("r1", "=1+1", (Cell(1234.5, "1 234,5"), Cell(None, "trop peu", "too-few"))),
        Row("r2", "@SUM(A1)", (Cell("-2+3", "-2+3"), Cell(None, "–"))),
        Row("r3", "x" * 40_000, (Cell(7, "7", heat=4), Cell("http://example.org", "http://example.org"))),
    ),
    (),
)
BOOK = Book("=Titre", ("=note", "Note"), (Sheet("Un/deux", TABLE), Sheet("un deux", TABLE)), MADE_AT, Voice("fr"))


def parsed(part: str) -> ElementTree.Element:
    """A part of a file that we have just made."""
    return ElementTree.fromstring(part)  # noqa: S314 - our own


class Opened:
    """A spreadsheet opened again: the names of its sheets, and their cells as (kind, text) by place."""

    def __init__(self, content: bytes) -> None:
        with ZipFile(BytesIO(content)) as archive:
            self.parts = {name: archive.read(name).decode() for name in archive.namelist()}
        texts = parsed(self.parts["xl/sharedStrings.xml"]).iterfind("s:si", SPACE)
        self.texts = ["".join(part.text or "" for part in one.iter(f"{{{SPACE['s']}}}t")) for one in texts]
        book = parsed(self.parts["xl/workbook.xml"])
        self.names = [one.attrib["name"] for one in book.iterfind(".//s:sheet", SPACE)]

    def cells(self, number: int) -> dict[str, tuple[str, str]]:
        """The cells of a sheet, the first one 1."""
        found = {}
        for cell in parsed(self.parts[f"xl/worksheets/sheet{number}.xml"]).iterfind(".//s:c", SPACE):
            value = cell.findtext("s:v", "", SPACE)
            kind = cell.attrib.get("t", "n")
            found[cell.attrib["r"]] = (kind, self.texts[int(value)] if kind == "s" and value else value)
        return found

    def rows(self, number: int) -> int:
        """How many rows a sheet has."""
        return len(parsed(self.parts[f"xl/worksheets/sheet{number}.xml"]).findall(".//s:row", SPACE))


@pytest.fixture(scope="module")
def network() -> Opened:
    return Opened(workbook(network_book(presented(40, "en", before=True), NAME)))


def test_texts_that_look_like_formulas_are_texts_and_no_sheet_holds_a_formula(network: Opened) -> None:
    for opened in (Opened(workbook(BOOK)), network):
        assert not any("<f" + end in part for part in opened.parts.values() for end in (">", " "))
        assert "externalLink" not in " ".join(opened.parts)
        assert not any('TargetMode="External"' in part for part in opened.parts.values())
    cells = Opened(workbook(BOOK)).cells(2)
    assert cells["A1"] == ("s", "=HEAD()")
    assert cells["A2"] == ("s", "=1+1")
    assert cells["B3"] == ("s", "-2+3")
    assert cells["C4"] == ("s", "http://example.org")


def test_numbers_are_numbers_and_a_hidden_one_is_its_reason_on_hatching() -> None:
    opened = Opened(workbook(BOOK))
    cells = opened.cells(2)
    assert cells["B2"] == ("n", "1234.5")
    assert cells["B4"] == ("n", "7")
    assert cells["C2"] == ("s", "trop peu")
    assert 'patternType="lightUp"' in opened.parts["xl/styles.xml"]
    assert 'formatCode="#,##0.0"' in opened.parts["xl/styles.xml"]
    assert len(cells["A4"][1]) <= 32_000


def test_the_first_sheet_is_to_be_read_first_and_every_other_has_its_head_frozen_and_a_filter() -> None:
    opened = Opened(workbook(BOOK))
    assert opened.names == ["À lire", "Un deux", "un deux 2"]
    assert {"=Titre", "=note", "Note"} <= {text for _, text in opened.cells(1).values()}
    for number in (2, 3):
        sheet = opened.parts[f"xl/worksheets/sheet{number}.xml"]
        assert 'xSplit="1" ySplit="1"' in sheet
        assert '<autoFilter ref="A1:C4"' in sheet


def test_the_same_tables_give_the_same_bytes_whenever_they_are_written(monkeypatch: pytest.MonkeyPatch) -> None:
    first = workbook(BOOK)
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    monkeypatch.setattr("time.time", lambda: 4_000_000_000.0)
    assert workbook(BOOK) == first
    assert workbook(replace(BOOK, title="Autre")) != first


def test_names_of_sheets_are_short_clean_and_all_different() -> None:
    found = sheet_names(["a:b", "A b", "", "x" * 60, "x" * 70, "'quoted'"])
    assert found[:3] == ["a b", "A b 2", "-"]
    assert len({name.casefold() for name in found}) == len(found)
    assert max(map(len, found)) <= 31
    assert not re.search(r"[\[\]:*?/\\]", "".join(found))


def test_a_table_without_rows_makes_a_sheet_all_the_same() -> None:
    empty = replace(BOOK, sheets=(Sheet("Vide", replace(TABLE, rows=())),))
    assert Opened(workbook(empty)).rows(2) == 1


def test_the_network_s_spreadsheet_holds_every_table_and_last_every_hidden_number(network: Opened) -> None:
    presenter = presented(40, "en", before=True)
    book = network_book(presenter, NAME)
    assert network.names == sheet_names(["Read me", *(sheet.name for sheet in book.sheets)])
    for number, sheet in enumerate(book.sheets, 2):
        assert network.rows(number) == len(sheet.table.rows) + 1
    last = network.cells(len(network.names))
    counts = [float(text) for place, (kind, text) in last.items() if place.startswith("E") and kind == "n"]
    assert len(counts) == len(masked_table(presenter).rows)
    assert sum(counts) == sum(1 for _ in (*masked_scores(presenter), *masked_roles(presenter)))
