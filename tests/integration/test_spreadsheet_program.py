"""Hostile texts in our files, opened by a real spreadsheet program: none becomes a formula, none is changed."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import NoReturn
from xml.etree import ElementTree

import pytest

from assessment.reports.benchmark_tables import Cell, Column, Row, Table, safe, table_csv
from assessment.reports.formatting import Voice

pytestmark = pytest.mark.soak

PLAIN_STARTS = ("=", "+", "-", "@", "\t=", "\r=", "\n=", "＝", "＋", "－", "＠")
STARTS = (*PLAIN_STARTS, " =", "  +", "=+", "'=", "-=", "@@", "=-", " @", "+ ")
BODIES = (
    "1+1",
    '1+cmd|"/c calc"!A1',
    'HYPERLINK("http://127.0.0.1/?"&A1;"x")',
    "SUM(1,1)",
    "SOMME(1;1)",
    "A2",
    "2e3",
    '"a;b"',
    "DDE(1;2;3)",
    "WEBSERVICE(A1)",
)
HOSTILE = [start + body for start, body in product(STARTS, BODIES)]
SECONDS = 120
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
TABLE, TEXT = OFFICE % "table", OFFICE % "text"
SEPARATORS = {True: 59, False: 44}


@pytest.fixture(scope="module")
def program(unavailable: Callable[[str], NoReturn]) -> str:
    """LibreOffice, where it is installed."""
    found = shutil.which("soffice")
    return found or unavailable("LibreOffice is missing: apt-get install -y --no-install-recommends libreoffice-calc")


def opened(program: str, content: str, separator: int, folder: Path) -> list[ElementTree.Element]:
    """The cells that the program makes of a CSV file, in the order of the file."""
    source = folder / "hostile.csv"
    source.write_bytes(content.encode())
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    filtered = f"--infilter=CSV:{separator},34,76,1"
    command = [program, profile, "--headless", filtered, "--convert-to", "fods", "--outdir", str(folder), str(source)]
    subprocess.run(command, check=True, timeout=SECONDS, capture_output=True)
    root = ElementTree.parse(source.with_suffix(".fods")).getroot()  # noqa: S314 - just made here
    return [cell for row in root.iter(f"{TABLE}table-row") for cell in row.iter(f"{TABLE}table-cell")]


def words(cell: ElementTree.Element) -> str:
    """What stands in a cell."""
    return "\n".join("".join(_pieces(paragraph)) for paragraph in cell.findall(f"{TEXT}p"))


def _pieces(element: ElementTree.Element) -> list[str]:
    found = [element.text or ""]
    for inner in element:
        if inner.tag == f"{TEXT}s":
            found.append(" " * int(inner.get(f"{TEXT}c", "1")))
        elif inner.tag == f"{TEXT}tab":
            found.append("\t")
        else:
            found += _pieces(inner)
        found.append(inner.tail or "")
    return found


def formulas(cells: list[ElementTree.Element]) -> list[str]:
    return [words(cell) for cell in cells if f"{TABLE}formula" in cell.attrib]


def lines_alike(text: str) -> str:
    """A text with its ends of lines all of one kind."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


@pytest.mark.parametrize("for_people", [True, False], ids=["people", "programs"])
def test_none_of_two_hundred_hostile_cells_becomes_a_formula_or_is_changed(
    program: str, tmp_path: Path, *, for_people: bool
) -> None:
    rows = tuple(Row(text, text, (Cell(text, text), Cell(-1.5, "-1,5"))) for text in HOSTILE)
    table = Table("=1+1", "=2+2", (Column("=3+3", "=4+4"), Column("number", "Number")), rows, ())
    content = table_csv(table, Voice("en"), for_people=for_people)
    cells = opened(program, content, SEPARATORS[for_people], tmp_path)
    assert formulas(cells) == []
    shown = {words(cell) for cell in cells}
    expected = {lines_alike(safe(text)) for text in HOSTILE}
    assert len(HOSTILE) == 200
    assert expected - shown == set()


def test_the_same_cells_written_without_care_do_become_formulas(program: str, tmp_path: Path) -> None:
    """The test above would see one."""
    cells = opened(program, "=1+1;x\r\n-2+3;y\r\n", 59, tmp_path)
    assert formulas(cells)
