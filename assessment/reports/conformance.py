"""What the layout engine leaves out for PDF/UA-1 and PDF/A-3a to hold in one file.

`finish` is called with the whole document just before its bytes are written.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from io import BytesIO
from typing import Any, BinaryIO

import pydyf

ARCHIVE_VARIANT = "pdf/a-3a"
PRINT = 4
"""The annotation flag that lets links be printed."""

OPENING, CLOSING = b"\nstream\n", b"\nendstream"
CLOSED = CLOSING + b"\nendobj\n"
LINE_BREAKS = (b"\r", b"\n")

CELL = re.compile(r"-(\d+)-\d+$")
"""The end of a header cell's identifier: its row, its column."""

ROW_GROUPS = ("/THead", "/TBody", "/TFoot")

UA_PART = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
"""

UA_SCHEMA = b"""<rdf:Description rdf:about=""
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the file follows</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""
"""PDF/A wants every property of its metadata described, that of PDF/UA too."""


def finish(document: object, pdf: pydyf.PDF) -> None:
    """Mend the tags, the links and the metadata of a PDF."""
    del document
    scope_headers(pdf)
    free_corners(pdf)
    print_links(pdf)
    set_footers_apart(pdf)
    declare_accessibility(pdf)
    compress_streams(pdf)
    write_once(pdf)
    pdf.write = partial(write_cleanly, pdf, pdf.write)


class Written(pydyf.Object):  # type: ignore[misc]
    """An object whose bytes are ready: the library would work them out for the file, and again for its identifier."""

    data = b""
    compressible = True


def write_once(pdf: pydyf.PDF) -> None:
    """Work the bytes of every object out, for nothing is changed any more."""
    for number, found in enumerate(pdf.objects):
        if found.free != "f":
            written = Written()
            written.data, written.number, written.generation = found.data, found.number, found.generation
            written.compressible = found.compressible
            pdf.objects[number] = written


def write_cleanly(pdf: pydyf.PDF, write: Callable[..., None], output: BinaryIO, *how: object) -> None:
    """Write the file; the library's own two streams, of objects and of their places, end in no line break either.

    How they end follows from all that is in the file: one space more after an object that is packed, and it is another.
    """
    count = len(pdf.objects)
    last = next(found for found in reversed(pdf.objects) if found.compressible)
    while True:
        file = BytesIO()
        write(file, *how)
        content = file.getvalue()
        ends = content.rindex(CLOSED, 0, pdf.objects[-1].offset), content.rindex(CLOSED)
        if not any(content[end - 1 : end] in LINE_BREAKS for end in ends):
            break
        last.data += b" "
        del pdf.objects[count:]
        pdf.current_position = 0
    output.write(content)


def scope_headers(pdf: pydyf.PDF) -> None:
    """Say of every header cell whether it heads its column (first row) or its row."""
    for element in _elements(pdf).values():
        if element["S"] == "/TH":
            cell = CELL.search(element["ID"].string) if "ID" in element else None
            of_column = cell is not None and cell[1] == "0"
            element.setdefault("A", pydyf.Dictionary({"O": "/Table"}))["Scope"] = "/Column" if of_column else "/Row"


def free_corners(pdf: pydyf.PDF) -> None:
    """Where rows have heads, let the cell above these be none: it would be read out as the head of every one of them.

    It names what the rows are, and heads no number.
    """
    elements = _elements(pdf)
    for table in [element for element in elements.values() if element["S"] == "/Table"]:
        first = [cells[0] for row in _rows(table, elements) if (cells := _kids(row, elements))]
        if len(first) > 1 and all(cell["S"] == "/TH" for cell in first):
            first[0]["S"] = "/TD"
            del first[0]["A"]["Scope"]


def print_links(pdf: pydyf.PDF) -> None:
    """Let annotations appear on paper."""
    for found in _dictionaries(pdf):
        if found.get("Type") == "/Annot":
            found["F"] = PRINT


def set_footers_apart(pdf: pydyf.PDF) -> None:
    """Mark running footers as artifacts: their elements hang on nothing, so a reader must not meet their content."""
    reachable = _reachable(pdf)
    parents = pdf.objects[_number(_root(pdf)["ParentTree"])]["Nums"]
    for position, page in enumerate(pdf.page_references):
        owners = parents[2 * position + 1]
        loose = {mark for mark, owner in enumerate(owners) if _number(owner) not in reachable}
        if loose:
            content = pdf.objects[_number(pdf.objects[_number(page)]["Contents"])]
            _make_artifacts(content.stream, loose)
            for mark in loose:
                owners[mark] = "null"


def declare_accessibility(pdf: pydyf.PDF) -> None:
    """Name PDF/UA-1 in the metadata, uncompressed, beside PDF/A."""
    metadata = pdf.objects[_number(pdf.catalog["Metadata"])]
    metadata.compress = False
    metadata.stream[0] = metadata.stream[0].replace(b"</rdf:RDF>", UA_PART + UA_SCHEMA + b"</rdf:RDF>")


def compress_streams(pdf: pydyf.PDF) -> None:
    """Compress every stream, but for those that would then end in the bytes of a line break.

    A reader that finds the end of a stream by the line break before `endstream` would take such bytes for part of it,
    and the stream for shorter than it says. What is drawn may end in one space more, which makes it end otherwise.
    """
    for found in pdf.objects:
        if isinstance(found, pydyf.Stream) and found.compress:
            found.compress = False
            content = found.data.partition(OPENING)[2].removesuffix(CLOSING)
            packed = zlib.compress(content)
            if packed.endswith(LINE_BREAKS) and not found.extra:
                packed = zlib.compress(content + b" ")
            if not packed.endswith(LINE_BREAKS):
                found.stream, found.extra["Filter"] = [packed], "/FlateDecode"


def _make_artifacts(stream: list[Any], marks: set[int]) -> None:
    for position, operand in enumerate(stream):
        if isinstance(operand, dict) and operand.get("MCID") in marks:
            stream[position - 1] = "/Artifact"
            stream[position] = pydyf.Dictionary({"Type": "/Pagination", "Subtype": "/Footer"})


def _reachable(pdf: pydyf.PDF) -> set[int]:
    """Numbers of the structure elements that hang on the root."""
    elements, found = _elements(pdf), set[int]()
    waiting = [_number(_root(pdf)["K"][0])]
    while waiting:
        number = waiting.pop()
        if number in elements and number not in found:
            found.add(number)
            waiting += [_number(kid) for kid in elements[number]["K"] if isinstance(kid, str | bytes)]
    return found


def _rows(element: Any, elements: dict[int, Any]) -> list[Any]:
    """The rows of a table or of a part of it."""
    found: list[Any] = []
    for kid in _kids(element, elements):
        found += [kid] if kid["S"] == "/TR" else _rows(kid, elements) if kid["S"] in ROW_GROUPS else []
    return found


def _kids(element: Any, elements: dict[int, Any]) -> list[Any]:
    numbers = (_number(kid) for kid in element["K"] if isinstance(kid, str | bytes))
    return [elements[number] for number in numbers if number in elements]


def _elements(pdf: pydyf.PDF) -> dict[int, Any]:
    return {found.number: found for found in _dictionaries(pdf) if found.get("Type") == "/StructElem"}


def _dictionaries(pdf: pydyf.PDF) -> Iterator[Any]:
    return (found for found in pdf.objects if isinstance(found, dict))


def _root(pdf: pydyf.PDF) -> Any:
    return pdf.objects[_number(pdf.catalog["StructTreeRoot"])]


def _number(reference: str | bytes) -> int:
    """Object number of a reference such as `12 0 R`."""
    return int(reference.split()[0])
