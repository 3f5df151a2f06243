"""Files that people send: read in a child process, hostile ones refused in words."""

from __future__ import annotations

import time

import pytest

from assessment.services.sheet_files import REASONS, SheetRefused, read_sheet
from tests.sheets import (
    HEADER,
    LINE,
    SHEET,
    csv_of,
    encrypted,
    laughs,
    lying,
    shared_strings,
    sheet_of,
    twice,
    with_entity,
    xlsx_of,
)

MEGABYTE = 1024 * 1024
GOOD = sheet_of(HEADER, LINE)
SPARSE = '<worksheet><sheetData><row r="3"><c r="B3"><v>12.5</v></c></row></sheetData></worksheet>'
SHARED = '<worksheet><row><c t="s"><v>1</v></c><c t="str"><f>1+1</f><v>two</v></c></row></worksheet>'


def far(place: str) -> str:
    """A sheet with one cell at a place."""
    return f'<worksheet><row><c r="{place}"><v>1</v></c></row></worksheet>'


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        (csv_of(HEADER, LINE), [HEADER, LINE]),
        (csv_of(HEADER, LINE, sign=","), [HEADER, LINE]),
        (csv_of(HEADER, LINE, sign="\t"), [HEADER, LINE]),
        ("\ufeffname\r\nÉté\r\n\r\n".encode(), [["name"], ["Été"]]),
        ("name\nÉté".encode("cp1252"), [["name"], ["Été"]]),
        ("name\tb\nÉté\tc".encode("utf-16"), [["name", "b"], ["Été", "c"]]),
        (b'name;b\n"two\nlines";c', [["name", "b"], ["two lines", "c"]]),
        (b"name\n=cmd|' /C calc'!A0", [["name"], ["=cmd|' /C calc'!A0"]]),
        (xlsx_of(GOOD), [HEADER, LINE]),
        (xlsx_of(GOOD, packed=False), [HEADER, LINE]),
        (xlsx_of(SPARSE), [[], [], ["", "12.5"]]),
        (xlsx_of(SHARED, {"xl/sharedStrings.xml": shared_strings("one", "Été &amp; fils")}), [["Été & fils", "two"]]),
    ],
)
def test_a_table_is_read_however_it_was_saved(content: bytes, rows: list[list[str]]) -> None:
    assert read_sheet(content) == rows


HOSTILE = {
    "nothing": (b"", "empty"),
    "blank lines": (b"\r\n;;;\r\n", "empty"),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "not-a-table"),
    "an old spreadsheet": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, "not-a-table"),
    "a PDF": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\x00", "not-a-table"),
    "a NUL": (b"name;type\na\0b;OT", "not-a-table"),
    "an escape sequence": (b"name\n\x1b[31mred", "not-a-table"),
    "half of UTF-16": (b"\xff\xfea\0b", "not-a-table"),
    "an open quotation mark": (b'name;type\n"never closed;OT', "unreadable"),
    "too many bytes": (b"name\n" + b"x\n" * MEGABYTE, "too-large"),
    "too many lines": (b"name\n" + b"x\n" * 600, "too-many-rows"),
    "too many columns": (b";".join([b"a"] * 40), "too-many-columns"),
    "a long cell": (b"name\n" + b"x" * 400, "long-cell"),
    "a very long cell": (b"name\n" + b"x" * 900_000, "unreadable"),
    "an archive of something else": (xlsx_of("", {"xl/workbook.xml": "", "a.txt": "a"}), "not-a-table"),
    "half an archive": (xlsx_of(GOOD)[:300], "unreadable"),
    "an archive in name only": (b"PK\x03\x04" + b"x" * 300, "unreadable"),
    "broken XML": (xlsx_of("<worksheet><row>"), "unreadable"),
    "an entity of its own": (xlsx_of(with_entity(external=False)), "unsafe"),
    "an entity of a file": (xlsx_of(with_entity(external=True)), "unsafe"),
    "a billion laughs": (xlsx_of(laughs()), "unsafe"),
    "laughs among the texts": (xlsx_of(GOOD, {"xl/sharedStrings.xml": laughs()}), "unsafe"),
    "a document type": (xlsx_of(f'<!DOCTYPE html SYSTEM "http://fictif.example/x.dtd">{GOOD}'), "unsafe"),
    "a bomb": (xlsx_of("<worksheet>" + " " * 15 * MEGABYTE + "</worksheet>"), "unsafe"),
    "a bomb beside the sheet": (xlsx_of(GOOD, {"xl/media/a.bin": b"\0" * 30 * MEGABYTE}), "unsafe"),
    "many parts": (xlsx_of(GOOD, {f"xl/a{number}.xml": "<a/>" for number in range(300)}), "unsafe"),
    "two parts of one name": (twice(), "unsafe"),
    "a part that asks for a password": (encrypted(), "unsafe"),
    "a directory that lies": (lying(), "unreadable"),
    "deeply nested": (xlsx_of("<a>" * 5000 + "</a>" * 5000), "unsafe"),
    "a cell far to the right": (xlsx_of(far("XFD1")), "too-many-columns"),
    "a cell far below": (xlsx_of(far("A1048576")), "too-many-rows"),
    "a cell nowhere": (xlsx_of(far("../../etc")), "unreadable"),
    "a text that is not there": (xlsx_of('<a><c t="s"><v>7</v></c></a>'), "unreadable"),
    "a number too long": (xlsx_of(f'<a><c t="s"><v>{"9" * 5000}</v></c></a>'), "unreadable"),
    "a way out": (
        xlsx_of(GOOD, {"xl/_rels/workbook.xml.rels": '<R><Relationship Id="rId1" Target="../../etc/passwd"/></R>'}),
        "unreadable",
    ),
    "no sheet": (xlsx_of("", {SHEET: ""}), "unreadable"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_a_sentence_and_soon(name: str) -> None:
    content, reason = HOSTILE[name]
    before = time.monotonic()
    with pytest.raises(SheetRefused) as refused:
        read_sheet(content)
    assert refused.value.reason == reason
    assert refused.value.text("fr") != refused.value.text("en")
    assert "%" not in refused.value.text("fr")
    assert time.monotonic() - before < 10


def test_a_file_that_takes_too_long_is_given_up() -> None:
    with pytest.raises(SheetRefused) as refused:
        read_sheet(csv_of(HEADER, LINE), seconds=0.0001)
    assert refused.value.text("fr").startswith("Le fichier est trop long")
    assert set(REASONS) >= {reason for _, reason in HOSTILE.values()}
