"""How a text document of ours looks, who made it and when: its styles, its frame and its properties."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph
from docx.text.run import Run

FONT = "Calibri"
BRAND, SOFT = RGBColor(0x0F, 0x55, 0x63), RGBColor(0x4A, 0x5A, 0x64)
PAGE, MARGIN = (Mm(210), Mm(297)), Mm(20)
CONTENTS_INDENT = Mm(6)
PLACES = {"fr": "fr-FR", "en": "en-GB"}
FONTS = ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia")
LOOKS: dict[str, tuple[float, bool, RGBColor | None, float, float]] = {
    "Normal": (10.5, False, None, 0, 6),
    "Title": (28, True, BRAND, 120, 12),
    "Heading 1": (19, True, BRAND, 18, 8),
    "Heading 2": (13.5, True, BRAND, 14, 4),
    "Caption": (9.5, True, SOFT, 10, 4),
    "Subtitle": (15, False, SOFT, 0, 4),
    "Large Figure": (34, True, BRAND, 0, 0),
    "Small Print": (9, False, SOFT, 0, 6),
    "Table Text": (9, False, None, 1, 1),
    "toc 1": (10.5, False, None, 2, 2),
    "toc 2": (10.5, False, None, 0, 0),
}
"""Size in points, whether bold, colour, and the space above and below, of each style."""
EPOCH = (1980, 1, 1, 0, 0, 0)


def blank(language: str) -> Document:
    """An empty document in a language with our styles."""
    made = docx.Document()
    for name in LOOKS:
        _style(made, name)
    page = made.sections[0]
    page.page_width, page.page_height = PAGE
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = MARGIN
    page.different_first_page_header_footer = True
    _speak(made, PLACES.get(language, language))
    return made


def dress(paragraph: Paragraph, style: str) -> Paragraph:
    """Give a paragraph a style by its name; looking it up among all others would take longer than all the rest."""
    paragraph._p.style = style.replace(" ", "")
    return paragraph


def describe(made: Document, title: str, author: str, subject: str, made_at: datetime) -> None:
    """Write the properties that a reader of the file is shown first."""
    about, moment = made.core_properties, made_at.replace(tzinfo=None, microsecond=0)
    about.title, about.subject = title[:255], subject[:255]
    about.author = about.last_modified_by = author
    about.created = about.modified = moment
    about.comments, about.revision = "", 1


def frame(made: Document, running: str) -> None:
    """What stands above and below every page but the first."""
    page = made.sections[0]
    above, below = page.header.paragraphs[0], page.footer.paragraphs[0]
    dress(above, "Small Print").add_run(running)
    _reckoned(dress(below, "Small Print"), "PAGE")
    below.add_run(" / ")
    _reckoned(below, "NUMPAGES")


def content_of(made: Document) -> bytes:
    """The document as a file: the same bytes for the same document, whatever the time."""
    package = made.part.package
    thumbnails = [key for key, one in package.rels.items() if one.reltype == RELATIONSHIP_TYPE.THUMBNAIL]
    for key in thumbnails:
        del package.rels[key]
    loose, target = BytesIO(), BytesIO()
    made.save(loose)
    with ZipFile(loose) as source, ZipFile(target, "w") as packed:
        for name in source.namelist():
            entry = ZipInfo(name, EPOCH)
            entry.compress_type = ZIP_DEFLATED
            packed.writestr(entry, source.read(name))
    return target.getvalue()


def _style(made: Document, name: str) -> None:
    size, bold, colour, above, below = LOOKS[name]
    known = any(style.name == name for style in made.styles)
    builtin = name.startswith("toc")
    style = made.styles[name] if known else made.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin)
    if not isinstance(style, ParagraphStyle):
        raise TypeError(name)
    style.font.name, style.font.size, style.font.bold, style.font.italic = FONT, Pt(size), bold, False
    style.font.color.rgb = colour
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(above), Pt(below)
    style.paragraph_format.keep_with_next = name.startswith("Heading") or name == "Caption" or None
    style.paragraph_format.left_indent = CONTENTS_INDENT if name == "toc 2" else None
    about = style.element.get_or_add_rPr()
    for spread in about.findall(qn("w:spacing")):
        about.remove(spread)
    fonts = about.get_or_add_rFonts()
    for key in list(fonts.attrib):
        del fonts.attrib[key]
    for key in FONTS:
        fonts.set(qn(key), FONT)


def _speak(made: Document, place: str) -> None:
    """Say which language the document is in, for voices, spelling and hyphens."""
    made.core_properties.language = place
    for language in made.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), place)
        language.set(qn("w:eastAsia"), place)


def begin_field(run: Run, field: str) -> None:
    """Begin what the reader's program works out; what it shows until then follows."""
    _mark(run, "begin")
    asked = OxmlElement("w:instrText")
    asked.set(qn("xml:space"), "preserve")
    asked.text = field
    run._r.append(asked)
    _mark(run, "separate")


def end_field(run: Run) -> None:
    """End what the reader's program works out."""
    _mark(run, "end")


def _reckoned(paragraph: Paragraph, field: str) -> None:
    """A number that the reader's program works out."""
    run = paragraph.add_run()
    begin_field(run, field)
    run.add_text("1")
    end_field(run)


def _mark(run: Run, kind: str) -> None:
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    run._r.append(mark)
