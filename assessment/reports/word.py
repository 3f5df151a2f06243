"""A report as a text document to edit: the same page as the PDF, its headings, texts, tables and pictures.

The same document gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from itertools import count
from pathlib import Path

from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from assessment.reports.drawing import drawn
from assessment.reports.pdf import Document
from assessment.reports.word_styles import BRAND, begin_field, blank, content_of, describe, dress, end_field, frame
from assessment.reports.word_tables import write_table
from assessment.reports.word_tree import Element, Piece, pieces, text_in, tree

HEADINGS = {"h1": "Title", "h2": "Heading 1", "h3": "Heading 2"}
STYLES = {"big": "Large Figure", "who": "Subtitle", "small": "Small Print", "soft": "Small Print"}
STRONG = {"name", "level", "together"}
LISTS = {"ul": "List Bullet", "ol": "List Number", "contents": "toc 1", "inner": "toc 2"}
CONTENTS = 'TOC \\o "1-2" \\h \\z \\u'
"""The headings of the first two ranks, as links: so that the list can be made anew once the text is edited."""
NOT_HERE = "only-pdf"
"""The class of what is true of the PDF alone."""
UNIT = Mm(170) / 720
"""The size of a unit of a chart: the widest is as wide as the text."""
BELOW_TABLE = Pt(8)


def word_file(document: Document, fonts: Path) -> bytes:
    """A document as DOCX; `fonts` is the folder of the faces that its charts are drawn with."""
    page = tree(document.html)
    html = next(page.all("html"))
    about = {item.given["name"]: item.given["content"] for item in page.all("meta") if "name" in item.given}
    made = blank(html.given["lang"])
    describe(made, text_in(next(page.all("title"))), about["author"], about["description"], document.made_at)
    frame(made, next((item.given["data-running"] for item in page.all("section") if "data-running" in item.given), ""))
    _Writer(made, document.charts, fonts).block(next(page.all("body")))
    return content_of(made)


class _Writer:
    """Writes the blocks of a page one after the other."""

    def __init__(self, made: WordDocument, charts: Mapping[str, str], fonts: Path) -> None:
        self._made, self._charts, self._fonts = made, charts, fonts
        self._marks = count(1)
        self._waiting: list[str] = []
        self._rank = ""
        self._new_page = False
        self._below_table = False

    def block(self, element: Element) -> None:
        """Write what an element holds."""
        if NOT_HERE in element.kinds:
            return
        if "id" in element.given:
            self._waiting.append(element.given["id"])
        if "rank" in element.kinds:
            self._rank = text_in(element)
        elif element.tag in HEADINGS:
            self._heading(element)
        elif element.tag == "p" or element.says:
            self._paragraph(element)
        elif element.tag in ("ul", "ol"):
            self._list(element)
        elif element.tag == "table":
            self._table(element)
        else:
            self._new_page |= "page" in element.kinds
            for item in element.elements:
                self.block(item)

    def _heading(self, element: Element) -> None:
        self._below_table = False
        paragraph = dress(self._made.add_paragraph(), HEADINGS[element.tag])
        if self._new_page:
            paragraph.paragraph_format.page_break_before = True
            self._new_page = False
        self._bookmark(paragraph)
        if self._rank:
            paragraph.add_run(f"{self._rank}. ")
            self._rank = ""
        self._write(paragraph, pieces(element))

    def _paragraph(self, element: Element) -> None:
        style = next((STYLES[kind] for kind in STYLES if kind in element.kinds), "Normal")
        look = Piece("", bold=bool(element.kinds & STRONG))
        paragraph = self._begin(style)
        paragraph.paragraph_format.keep_with_next = look.bold or None
        self._write(paragraph, pieces(element, look))

    def _begin(self, style: str) -> Paragraph:
        """A new paragraph, at some distance from a table."""
        paragraph = dress(self._made.add_paragraph(), style)
        if self._below_table:
            paragraph.paragraph_format.space_before = BELOW_TABLE
        self._below_table = False
        return paragraph

    def _table(self, element: Element) -> None:
        caption = next(element.all("caption"))
        if "only-read" not in caption.kinds:
            self._write(dress(self._made.add_paragraph(), "Caption"), pieces(caption))
        elif self._below_table:
            dress(self._made.add_paragraph(), "Table Text")
        write_table(self._made, element, text_in(caption), self._write)
        self._below_table = True

    def _list(self, element: Element) -> None:
        if "contents" in element.kinds:
            self._contents(list(element.elements))
            return
        for item in element.elements:
            self._write(self._begin(LISTS[element.tag]), pieces(item))

    def _contents(self, items: list[Element]) -> None:
        """The list of headings, which whoever edits the text can have made anew."""
        for item in items:
            paragraph = self._begin(LISTS["inner" if "inner" in item.kinds else "contents"])
            if item is items[0]:
                begin_field(paragraph.add_run(), CONTENTS)
            self._write(paragraph, pieces(item))
            if item is items[-1]:
                end_field(paragraph.add_run())

    def _write(self, paragraph: Paragraph, found: list[Piece]) -> None:
        for piece in found:
            if piece.picture:
                self._picture(paragraph, piece)
            elif piece.target:
                self._link(paragraph, piece)
            else:
                _run(paragraph, piece)

    def _picture(self, paragraph: Paragraph, piece: Piece) -> None:
        made = drawn(self._charts[piece.picture], self._fonts)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        shape = paragraph.add_run().add_picture(BytesIO(made.content), round(made.width * UNIT))
        shape._inline.docPr.set("descr", piece.text)
        shape._inline.docPr.set("name", piece.picture)

    def _link(self, paragraph: Paragraph, piece: Piece) -> None:
        """Words that lead to a heading of the document or to a page elsewhere."""
        link = OxmlElement("w:hyperlink")
        if piece.target.startswith("#"):
            link.set(qn("w:anchor"), _mark(piece.target[1:]))
        else:
            link.set(qn("r:id"), self._made.part.relate_to(piece.target, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
        run = _run(paragraph, piece)
        run.font.color.rgb, run.font.underline = BRAND, True
        link.append(run._r)
        paragraph._p.append(link)

    def _bookmark(self, paragraph: Paragraph) -> None:
        """Give a heading the names of what it opens."""
        for name in self._waiting:
            number = str(next(self._marks))
            start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
            start.set(qn("w:id"), number)
            start.set(qn("w:name"), _mark(name))
            end.set(qn("w:id"), number)
            paragraph._p.extend((start, end))
        self._waiting.clear()


def _run(paragraph: Paragraph, piece: Piece) -> Run:
    run = paragraph.add_run(piece.text)
    run.bold, run.italic = piece.bold or None, piece.italic or None
    return run


def _mark(name: str) -> str:
    """The name of a place as such documents allow it."""
    return name.replace("-", "_")[:40]
