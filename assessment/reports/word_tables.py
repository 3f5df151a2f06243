"""Tables of a text document: their head repeated on every page and marked as such, their widths fixed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Length, Mm, RGBColor
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

from assessment.reports.word_styles import dress
from assessment.reports.word_tree import Element, Piece, pieces, text_in

WIDTH = Mm(170)
SHARES = {"wide": 3.4, "text": 4.0, "name": 2.6, "paid": 3.0, "word": 1.7, "amount": 1.7, "run": 1.9, "rank": 0.7}
"""How wide a column of a class is beside the others, which are 1."""
HEAD, ADVISED, RULE = "0F5563", "E6F1F2", "C9D0D4"
WHITE = RGBColor(0xFF, 0xFF, 0xFF)
NAMES = nsdecls("w")
LONG = 60
"""Letters from which on a column holds text, whether its class says so or not."""
LETTER, LONGEST, PADDING = Mm(1.8), 22, Mm(3)
"""The width of a letter, the letters of a word that is never broken, and the space beside it in a cell."""
EDGES = ("top", "bottom", "insideH")

Writing = Callable[[Paragraph, list[Piece]], None]


def write_table(made: Document, element: Element, caption: str, write: Writing) -> None:
    """Write a table; `caption` describes it to whoever listens, `write` puts words into a paragraph."""
    heads = [row for part in element.all("thead") for row in part.all("tr")]
    rows = [row for part in element.all("tbody") for row in part.all("tr")]
    widths = _widths(element, (*heads, *rows))
    table = made.add_table(len(heads) + len(rows), len(widths))
    _shape(table, caption, widths)
    for place, (row, source) in enumerate(zip(table.rows, (*heads, *rows), strict=True)):
        _row(row, source, widths, write, head=place < len(heads))
        if place <= len(heads) < len(heads) + len(rows) - 1:
            _stay(row)


def _widths(element: Element, rows: Sequence[Element]) -> list[Length]:
    """The width of each column, from the class it has on paper, but never less than its longest word where it can be.

    What a column lacks is taken from those that have to spare.
    """
    columns = list(zip(*(row.elements for row in rows), strict=True))
    shares = [_share(column, cells) for column, cells in zip(element.all("col"), columns, strict=True)]
    given = [WIDTH * share / sum(shares) for share in shares]
    needs = [_need(cells) for cells in columns]
    lack = sum(max(0.0, need - width) for need, width in zip(needs, given, strict=True))
    spare = sum(max(0.0, width - need) for need, width in zip(needs, given, strict=True))
    if lack > spare:
        return [Length(round(WIDTH * need / sum(needs))) for need in needs]
    rest = 1 - lack / spare if spare else 1.0
    return [Length(round(need + max(0.0, width - need) * rest)) for need, width in zip(needs, given, strict=True)]


def _share(column: Element, cells: Iterable[Element]) -> float:
    """How wide a column is beside the others."""
    known = [SHARES[kind] for kind in column.kinds if kind in SHARES]
    return max(known or [SHARES["text"] if any(len(text_in(cell)) > LONG for cell in cells) else 1.0])


def _need(cells: Iterable[Element]) -> float:
    """How wide the longest word of a column is, as far as that can be told from the number of its letters."""
    return LETTER * min(LONGEST, max(len(word) for cell in cells for word in text_in(cell).split(" "))) + PADDING


def _stay(row: _Row) -> None:
    """Keep a row on the page of the next one: no head stands alone at the foot of a page."""
    for cell in row.cells:
        cell.paragraphs[0].paragraph_format.keep_with_next = True


def _shape(table: Table, caption: str, widths: list[Length]) -> None:
    """Say how the table as a whole looks; the order of these elements is laid down."""
    about = table._tbl.tblPr
    about.clear()
    edges = "".join(f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="{RULE}"/>' for edge in EDGES)
    sides = "".join(f'<w:{side} w:w="{PADDING.twips // 2}" w:type="dxa"/>' for side in ("left", "right"))
    for part in (
        f'<w:tblW {NAMES} w:type="dxa" w:w="{WIDTH.twips}"/>',
        f"<w:tblBorders {NAMES}>{edges}</w:tblBorders>",
        f'<w:tblLayout {NAMES} w:type="fixed"/>',
        f"<w:tblCellMar {NAMES}>{sides}</w:tblCellMar>",
        f'<w:tblLook {NAMES} w:val="00A0" w:firstRow="1" w:firstColumn="1" w:noVBand="1"/>',
    ):
        about.append(parse_xml(part))
    described = OxmlElement("w:tblCaption")
    described.set(qn("w:val"), caption)
    about.append(described)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width


def _row(row: _Row, source: Element, widths: list[Length], write: Writing, *, head: bool) -> None:
    about = row._tr.get_or_add_trPr()
    about.append(OxmlElement("w:cantSplit"))
    if head:
        about.append(OxmlElement("w:tblHeader"))
    shade = HEAD if head else ADVISED if "advised" in source.kinds else ""
    for cell, given, width in zip(row.cells, source.elements, widths, strict=True):
        cell.width = width
        _cell(cell, given, write, head=head)
        if shade:
            cell._tc.get_or_add_tcPr().append(
                parse_xml(f'<w:shd {NAMES} w:val="clear" w:color="auto" w:fill="{shade}"/>')
            )


def _cell(cell: _Cell, given: Element, write: Writing, *, head: bool) -> None:
    paragraph = dress(cell.paragraphs[0], "Table Text")
    if "number" in given.kinds:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    write(paragraph, pieces(given, Piece("", bold=head or "strong" in given.kinds)))
    if head:
        for run in paragraph.runs:
            run.font.color.rgb = WHITE
