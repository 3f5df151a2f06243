"""Tables as people send them, well made and hostile: CSV and XLSX files, built byte by byte."""

from __future__ import annotations

import io
import warnings
from collections.abc import Mapping, Sequence
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

HEADER = ["name", "type", "staff", "region", "territory", "email", "language"]
LINE = ["Office fictif", "OT", "12.5", "84", "mountain", "lead@fictif.example", "fr"]
WORKBOOK = (
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
RELATIONS = '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>'
SHEET = "xl/worksheets/sheet1.xml"


def csv_of(*rows: Sequence[str], sign: str = ";") -> bytes:
    """A CSV file; cells are not quoted."""
    return "\r\n".join(sign.join(row) for row in rows).encode()


def sheet_of(*rows: Sequence[str]) -> str:
    """The XML of a sheet with its texts in the cells themselves."""
    cells = "".join(
        f'<row r="{number}">' + "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in row) + "</row>"
        for number, row in enumerate(rows, start=1)
    )
    return f"<worksheet><sheetData>{cells}</sheetData></worksheet>"


def xlsx_of(sheet: str, parts: Mapping[str, str | bytes] | None = None, *, packed: bool = True) -> bytes:
    """An XLSX file with this sheet; `parts` are added or replace others, an empty one takes it out."""
    inside = {"xl/workbook.xml": WORKBOOK, "xl/_rels/workbook.xml.rels": RELATIONS, SHEET: sheet} | dict(parts or {})
    content = io.BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED if packed else ZIP_STORED) as package:
        for name, part in inside.items():
            if part:
                package.writestr(name, part)
    return content.getvalue()


def shared_strings(*texts: str) -> str:
    """The XML of texts that cells share."""
    return "<sst>" + "".join(f"<si><t>{text}</t></si>" for text in texts) + "</sst>"


def with_entity(external: bool) -> str:
    """A sheet whose cell is an entity, of its own or of a file."""
    value = 'SYSTEM "file:///etc/passwd"' if external else '"aaaaaaaaaa"'
    sheet = "<worksheet><sheetData><row><c><v>&e;</v></c></row></sheetData></worksheet>"
    return f"<?xml version='1.0'?><!DOCTYPE worksheet [<!ENTITY e {value}>]>{sheet}"


def laughs() -> str:
    """Entities made of entities, a billion letters in the end."""
    nested = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    sheet = "<worksheet><sheetData><row><c><v>&e9;</v></c></row></sheetData></worksheet>"
    return f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY e0 "ha">{nested}]>{sheet}'


def encrypted() -> bytes:
    """A package that says its parts ask for a password."""
    content = bytearray(xlsx_of(sheet_of(HEADER, LINE)))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(mark)
        while at >= 0:
            content[at + offset] |= 1
            at = content.find(mark, at + 4)
    return bytes(content)


def lying() -> bytes:
    """A package whose directory says that a large part is small."""
    content = bytearray(xlsx_of(sheet_of(HEADER, *[LINE] * 200)))
    at = content.find(SHEET.encode(), content.find(b"PK\x01\x02"))
    content[at - 22 : at - 18] = (10).to_bytes(4, "little")
    return bytes(content)


def twice() -> bytes:
    """A package with two parts of one name."""
    content = io.BytesIO(xlsx_of(sheet_of(HEADER, LINE)))
    with warnings.catch_warnings(), ZipFile(content, "a") as package:
        warnings.simplefilter("ignore")
        package.writestr(SHEET, sheet_of(HEADER))
    return content.getvalue()
