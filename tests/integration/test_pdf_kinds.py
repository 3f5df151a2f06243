"""Every kind of document in both languages: for readers who do not see, for archives, the same every time."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any, cast

import pytest
from page import ValidationProfile, validate_pdf_bytes
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from assessment.reports.exports import result_document
from assessment.reports.pdf import Document, PdfWorker
from assessment.reports.presenters import ResultView, present
from tests.printed import FOLDER, KINDS, LANGUAGES, MADE_AT, panel_result
from tests.results import sample_result
from tests.shipped import shipped_instrument

EACH = pytest.mark.parametrize("language", LANGUAGES)
KIND = pytest.mark.parametrize("kind", KINDS)
REPORTS = {
    "report": sample_result,
    "report with every chapter": sample_result,
    "report on a panel": panel_result,
}
FONTS = {"Source-Sans-3", "Source-Sans-3-Semi-Bold", "Source-Serif-4-Semi-Bold"}
PROFILES = (ValidationProfile.PDF_UA_1, ValidationProfile.PDF_A_3A)


class Shelf:
    """The documents, each made once, when it is first asked for."""

    def __init__(self, worker: PdfWorker) -> None:
        self.worker = worker
        self.made: dict[tuple[str, str], tuple[Document, bytes]] = {}

    def document(self, kind: str, language: str) -> Document:
        return self._find(kind, language)[0]

    def pdf(self, kind: str, language: str) -> bytes:
        return self._find(kind, language)[1]

    def reader(self, kind: str, language: str) -> PdfReader:
        return PdfReader(BytesIO(self.pdf(kind, language)))

    def _find(self, kind: str, language: str) -> tuple[Document, bytes]:
        if (kind, language) not in self.made:
            document = KINDS[kind](language)
            self.made[kind, language] = document, self.worker.render(document)
        return self.made[kind, language]


@pytest.fixture(scope="module")
def shelf(worker: PdfWorker) -> Shelf:
    return Shelf(worker)


@pytest.fixture(scope="module")
def another(shelf: Shelf) -> Iterator[PdfWorker]:
    """A worker that has made nothing yet, in a process with other random numbers."""
    worker = PdfWorker(FOLDER)
    yield worker
    worker.close()


def closed_up(text: str) -> str:
    """A text without its spaces: lines are broken after hyphens as well."""
    return re.sub(r"\s+", "", text)


def fonts_of(reader: PdfReader) -> set[str]:
    """Names of the embedded fonts, without the mark of the subset."""
    found: set[str] = set()
    for page in reader.pages:
        fonts = cast("DictionaryObject", cast("DictionaryObject", page["/Resources"])["/Font"])
        found |= {str(cast("DictionaryObject", font.get_object())["/BaseFont"]) for font in fonts.values()}
    return {name.partition("+")[2].rstrip(",") for name in found}


def first_columns(reader: PdfReader) -> list[list[str]]:
    """Of each table the tags of the first cells of its rows."""
    found = []
    for table in elements(cast("DictionaryObject", reader.root_object["/StructTreeRoot"]), "/Table"):
        rows = [list(kids(row)) for row in elements(table, "/TR")]
        found.append([str(row[0]["/S"]) for row in rows])
    return found


def elements(element: DictionaryObject, tag: str) -> Iterator[DictionaryObject]:
    """The elements with a tag below another one."""
    for kid in kids(element):
        if kid.get("/S") == tag:
            yield kid
        else:
            yield from elements(kid, tag)


def kids(element: DictionaryObject) -> Iterator[DictionaryObject]:
    found: Any = element["/K"].get_object() if "/K" in element else []
    for kid in found if isinstance(found, list) else [found]:
        if isinstance(below := kid.get_object(), DictionaryObject) and "/S" in below:
            yield below


def scores_of(view: ResultView) -> Iterator[str]:
    """What must be read of a result: every score and gap beside its name, the picture of every practice, the rest."""
    yield view.overall.score
    yield view.overall.sentence
    for dimension in view.dimensions:
        numbers = (dimension.score, dimension.minimum, dimension.required, dimension.gap, dimension.weight)
        yield "".join((dimension.title, *numbers, dimension.state_word))
        yield dimension.reading
        yield dimension.why.score
        yield from (f"{practice.id} {practice.title}" for practice in dimension.indicators)
    for role in view.roles.proposed:
        yield from (role.title, role.short)
    for action in (*view.actions.first, *view.actions.later):
        yield action.title


@KIND
@EACH
def test_one_file_is_both_accessible_and_archival(shelf: Shelf, kind: str, language: str) -> None:
    reports = [validate_pdf_bytes(shelf.pdf(kind, language), profile=profile) for profile in PROFILES]
    assert [f"{failure.rule_id}: {failure.message}" for one in reports for failure in one.failures] == []
    assert all(one.is_compliant for one in reports)


@KIND
@EACH
def test_it_has_a_title_its_language_bookmarks_and_the_bundled_fonts_alone(
    shelf: Shelf, kind: str, language: str
) -> None:
    reader, html = shelf.reader(kind, language), shelf.document(kind, language).html
    assert reader.metadata is not None
    assert reader.metadata.title
    assert str(reader.metadata.title) in html
    assert str(reader.root_object["/Lang"]) == language
    assert len(reader.outline) >= 1
    assert fonts_of(reader) <= FONTS


@KIND
@EACH
def test_what_is_attached_is_what_the_document_was_given(shelf: Shelf, kind: str, language: str) -> None:
    given, attached = shelf.document(kind, language).attachment, shelf.reader(kind, language).attachments
    expected = {given.name: [given.content.encode()]} if given else {}
    assert dict(attached) == expected


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "summary for the board"])
def test_no_cell_is_read_out_as_the_head_of_the_heads_of_rows(shelf: Shelf, kind: str) -> None:
    """Above a column of heads there is a cell that heads nothing; all others in that column are heads."""
    columns = first_columns(shelf.reader(kind, "en"))
    assert any(column[0] == "/TD" and set(column[1:]) == {"/TH"} for column in columns)
    assert [column for column in columns if len(column) > 1 and set(column) == {"/TH"}] == []


@pytest.mark.parametrize("kind", REPORTS)
@EACH
def test_every_score_of_the_presenter_can_be_read_in_the_report(shelf: Shelf, kind: str, language: str) -> None:
    view = present(REPORTS[kind](), shipped_instrument(), language)
    text = closed_up("".join(page.extract_text() for page in shelf.reader(kind, language).pages))
    said = list(scores_of(view))
    assert len(said) > 100
    assert [one for one in said if closed_up(one) not in text] == []


@EACH
def test_the_report_of_the_sample_is_long_enough_and_no_longer_and_carries_its_result(
    shelf: Shelf, language: str
) -> None:
    """Up to two pages more than the board’s fourteen carry the indices and how sure the numbers are."""
    reader = shelf.reader("report", language)
    assert 10 <= len(reader.pages) <= 16
    assert json.loads(reader.attachments["result.json"][0]) == result_document(sample_result())


def test_words_of_a_chart_can_be_copied_whole(shelf: Shelf) -> None:
    """Laid out as one string; what asks for places by letter, or runs from right to left, is drawn all the same."""
    texts = ('x="5" y="20">Fictional chart', 'x="5" y="40" rotate="10">turned', 'x="5" y="60">\u05e9\u05dc\u05d5\u05dd')
    svg = "".join(f"<text {text}</text>" for text in texts)
    chart = f'<svg xmlns="http://www.w3.org/2000/svg" width="200" height="80" font-family="Source Sans 3">{svg}</svg>'
    page = "<html lang='en'><title>Chart</title><body><h1>Chart</h1><img src='chart:one' alt='A chart'></body></html>"
    content = shelf.worker.render(Document(page, MADE_AT, {"one": chart}))
    text = PdfReader(BytesIO(content)).pages[0].extract_text()
    assert "Fictional chart" in text
    assert {"t", "u", "r", "n", "e", "d"} <= set(text.replace("Fictional chart", ""))


@pytest.mark.parametrize(("kind", "language"), [(kind, LANGUAGES[n % 2]) for n, kind in enumerate(reversed(KINDS))])
def test_another_worker_makes_the_same_bytes_in_another_order(
    shelf: Shelf, another: PdfWorker, kind: str, language: str
) -> None:
    assert another.render(KINDS[kind](language)) == shelf.pdf(kind, language)
