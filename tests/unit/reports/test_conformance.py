"""How the file of a report is written, without the layout engine."""

from __future__ import annotations

import re
from io import BytesIO

import pydyf

from assessment.reports.conformance import write_cleanly, write_once

STREAM = re.compile(rb"/Length (\d+)>>\nstream\n")
FILES = range(400)
"""The end of a packed stream is as good as drawn: one file in sixty-four has one that ends in a line break."""


def a_file(number: int) -> pydyf.PDF:
    """What is written when a report has been drawn, but smaller."""
    pdf = pydyf.PDF()
    for n in range(9):
        pdf.add_object(pydyf.Dictionary({"Type": "/StructElem", "Name": pydyf.String(f"File {number}, element {n}")}))
    write_once(pdf)
    return pdf


def ends_in_a_line_break(file: bytes) -> bool:
    found = [file[start.end() : start.end() + int(start[1])] for start in STREAM.finditer(file)]
    assert len(found) == 2
    return any(stream.endswith((b"\n", b"\r")) for stream in found)


def written(number: int, *, cleanly: bool) -> bytes:
    pdf, file = a_file(number), BytesIO()
    how = (file, b"1.7", b"name", True)
    write_cleanly(pdf, pdf.write, *how) if cleanly else pdf.write(*how)
    return file.getvalue()


def test_no_stream_of_a_file_ends_in_a_line_break() -> None:
    by_the_library = [n for n in FILES if ends_in_a_line_break(written(n, cleanly=False))]
    assert by_the_library, "the files do not show what is to be mended"
    assert not [n for n in FILES if ends_in_a_line_break(written(n, cleanly=True))]


def test_a_file_that_needs_no_mending_is_the_librarys() -> None:
    number = next(n for n in FILES if not ends_in_a_line_break(written(n, cleanly=False)))
    assert written(number, cleanly=True) == written(number, cleanly=False)


def test_a_mended_file_holds_every_object_where_it_says() -> None:
    number = next(n for n in FILES if ends_in_a_line_break(written(n, cleanly=False)))
    file = written(number, cleanly=True)
    assert file.startswith(b"%PDF-1.7")
    place = int(file.split(b"startxref\n")[1].split()[0])
    assert file[place:].partition(b"\n")[0].endswith(b"0 obj")
    assert b"/Type /XRef" in file[place : place + 80]
