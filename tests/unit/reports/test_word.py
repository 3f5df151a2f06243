"""The report as a text document: what a word processor finds in it."""

from __future__ import annotations

import re
from contextlib import closing
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from time import sleep
from xml.etree import ElementTree
from zipfile import ZipFile

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from PIL import Image

from assessment.domain.plans import Request, make_plans, situation_of
from assessment.domain.results import AssessmentResult, Instrument, Surroundings, assess
from assessment.reports.documents import report
from assessment.reports.drawing import drawn, outlines
from assessment.reports.formatting import one_line
from assessment.reports.pdf import Document as Page
from assessment.reports.pdf import PdfFailed
from assessment.reports.presenters import present
from assessment.reports.word import word_file
from assessment.reports.word_press import WordWorker
from assessment.reports.word_tree import fit, pieces, text_in, tree
from assessment.services.organisation_files import report_docx
from assessment.storage.answers import read_answers
from assessment.storage.catalogue import load_catalogue
from assessment.storage.documents import read_file
from assessment.storage.surveys import read_survey_file
from assessment.templating import Templates
from tests.builders import an_instrument
from tests.results import a_result, sample_result
from tests.shipped import QUESTIONNAIRES, shipped_instrument, with_draws

TEMPLATES = Templates(Path(__file__).parents[3] / "templates")
FONTS = TEMPLATES.folder / "report/fonts"
MADE_AT = datetime(2026, 11, 22, 10, 30, tzinfo=UTC)
FOLDER = QUESTIONNAIRES / "digital-maturity"
LANGUAGES = ("fr", "en")
HOSTILE = {
    "formula": '=cmd|"/c calc"!A1',
    "markup": "<w:p/><script>alert(1)</script> & \"quotes\" 'here'",
    "right to left": "משרד התיירות مكتب السياحة",
    "emoji": "Office 🏔️👩‍💻 du lac",
    "controls": "a\x00b\x08c\x0bd\x1b[31me\ufffef\ud800g",
    "long": "Val " * 5000,
}


def made(result: AssessmentResult, instrument: Instrument, language: str) -> bytes:
    return word_file(report(result, instrument, language, templates=TEMPLATES, made_at=MADE_AT), FONTS)


@cache
def sample(language: str) -> bytes:
    return made(sample_result(), shipped_instrument(), language)


def opened(content: bytes) -> Document:
    return docx.Document(BytesIO(content))


def text_of(document: Document) -> str:
    """All texts, a cell or paragraph a line."""
    return "\n".join(
        "".join(part.text or "" for part in paragraph.iter(qn("w:t"))) for paragraph in document.element.iter(qn("w:p"))
    )


def rows_of(document: Document) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_of_the_presenter_is_in_a_table_or_a_text(language: str) -> None:
    view, document = present(sample_result(), shipped_instrument(), language), opened(sample(language))
    rows, text = rows_of(document), text_of(document)
    assert view.overall.score in text.split("\n")
    assert view.overall.sentence in text
    for dimension in view.dimensions:
        numbers = (dimension.score, dimension.minimum, dimension.required, dimension.gap, dimension.weight)
        assert [dimension.title, *numbers, dimension.state_word] in rows
        for practice in dimension.indicators:
            assert any(row[0] == f"{practice.id} {practice.title}" and row[-1] == practice.gap for row in rows)
    for role in view.roles.proposed:
        assert role.need in text
        assert role.short in text
    for action in (*view.actions.first, *view.actions.later):
        assert action.title in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_of_the_page_is_in_the_document_but_what_is_true_of_the_pdf_alone(language: str) -> None:
    text = text_of(opened(sample(language)))
    assert "result.json" not in text
    for sentence in (one.why.score for one in present(sample_result(), shipped_instrument(), language).dimensions):
        assert sentence in text


@pytest.mark.parametrize(("language", "place"), [("fr", "fr-FR"), ("en", "en-GB")])
def test_the_file_says_its_title_its_author_its_language_and_its_date(language: str, place: str) -> None:
    document = opened(sample(language))
    about = document.core_properties
    assert "Val d’Aurance" in about.title
    assert about.author
    assert (about.language, about.created, about.modified) == (place, MADE_AT, MADE_AT)
    languages = {one.get(qn("w:val")) for one in document.styles.element.iter(qn("w:lang"))}
    assert languages == {place}


def test_headings_have_styles_and_the_contents_lead_to_them() -> None:
    document = opened(sample("fr"))
    styles = [paragraph.style.name for paragraph in document.paragraphs if paragraph.style]
    assert styles.count("Title") == 1
    assert styles.count("Heading 1") > 8
    assert styles.count("Heading 2") > 15
    asked = {link.get(qn("w:anchor")) for link in document.element.iter(qn("w:hyperlink"))}
    there = {mark.get(qn("w:name")) for mark in document.element.iter(qn("w:bookmarkStart"))}
    assert len(asked) > 15
    assert asked <= there


def test_every_table_has_a_described_head_that_is_repeated_and_marked() -> None:
    for table in opened(sample("fr")).tables:
        head, *body = table.rows
        assert head._tr.trPr is not None
        assert head._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr is None or row._tr.trPr.find(qn("w:tblHeader")) is None for row in body)
        caption = table._tbl.tblPr.find(qn("w:tblCaption"))
        assert caption is not None
        assert caption.get(qn("w:val"))
        assert all(text.strip() for text in (cell.text for cell in head.cells))


def test_every_picture_is_described_by_the_title_of_its_chart() -> None:
    view = present(sample_result(), shipped_instrument(), "fr")
    shapes = opened(sample("fr")).inline_shapes
    described = {shape._inline.docPr.get("descr") for shape in shapes}
    assert described == {chart.title for chart in view.charts}


def test_the_same_result_gives_the_same_bytes_at_another_time() -> None:
    first = made(a_result(), an_instrument(), "fr")
    sleep(2.1)
    assert made(a_result(), an_instrument(), "fr") == first


@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_name_is_a_text_in_a_file_that_opens(name: str) -> None:
    content = made(a_result(name=name), an_instrument(), "en")
    with ZipFile(BytesIO(content)) as archive:
        assert archive.testzip() is None
        for part in archive.namelist():
            if part.endswith((".xml", ".rels")):
                ElementTree.fromstring(archive.read(part))  # noqa: S314 - our own
    document = opened(content)
    assert document.core_properties.title == f"Digital maturity report – {one_line(name)}"[:255]
    assert one_line(name) in text_of(document).split("\n")


def test_a_process_of_its_own_makes_the_same_document_and_outlives_one_that_fails() -> None:
    with closing(WordWorker(TEMPLATES.folder)) as worker:
        with pytest.raises(PdfFailed, match="StopIteration"):
            worker.render(Page("<p>No page</p>", MADE_AT))
        found = report_docx(a_result(), an_instrument(), "fr", templates=TEMPLATES, worker=worker, made_at=MADE_AT)
    assert found == made(a_result(), an_instrument(), "fr")


def test_words_that_no_xml_can_hold_are_replaced_in_one_place() -> None:
    assert fit("a\x00b\x0bc\ud800d\ufffee\tf\n🏔") == "a\ufffdb\ufffdc\ufffdd\ufffde\tf\n🏔"
    page = '<html lang="fr"><head><title>\x01T</title></head><body><p>\x02</p></body></html>'
    document = Page(page.replace("</title>", '</title><meta name="author" content="\x03"><meta name="description" '
                                 'content="D">'), MADE_AT)  # fmt: skip
    assert "\ufffd" in text_of(opened(word_file(document, FONTS)))


def test_words_that_stand_in_no_paragraph_are_not_lost() -> None:
    about = '<meta name="author" content="A"><meta name="description" content="D">'
    html = f'<html lang="fr"><head><title>T</title>{about}</head><body><div>Un <em>deux</em></div></body></html>'
    assert "Un deux" in text_of(opened(word_file(Page(html, MADE_AT), FONTS)))


def test_a_report_with_every_chapter_has_the_words_of_every_element() -> None:
    """Several respondents, visitors and a plan: nothing that the page says is left out but what only the PDF has."""
    found = read_answers(read_file(FOLDER / "sample-panel.yaml"), load_catalogue(QUESTIONNAIRES))
    survey = read_survey_file(read_file(FOLDER / "sample-survey.yaml"), found.instrument.expectations).survey
    result = assess(found.instrument, found.assessment, Surroundings(survey=survey))
    planning = make_plans(situation_of(with_draws(1), result), Request(budget=5_000))
    page = report(result, found.instrument, "fr", templates=TEMPLATES, made_at=MADE_AT, planning=planning)
    text = set(text_of(opened(word_file(page, FONTS))).split("\n"))
    body = next(tree(page.html).all("body"))
    said = {text_in(item) for item in body.all("p", "li", "td", "th") if "only-pdf" not in item.kinds}
    ranks = {action.rank for action in present(result, found.instrument, "fr").actions.first}
    assert len(said) > 500
    assert said <= text | ranks


def test_spaces_run_together_but_those_that_do_not_break() -> None:
    found = pieces(next(tree("<p>\n  Un <strong> deux\u00a0: </strong>\n trois </p>").all("p")))
    assert "".join(piece.text for piece in found) == "Un deux\u00a0: trois"
    assert [piece.bold for piece in found] == [False, True, False]


def test_a_page_in_which_something_is_not_closed_is_refused() -> None:
    with pytest.raises(ValueError, match="<p> is not closed"):
        tree("<div><p>Un</div>")


def test_a_path_is_followed_step_by_step() -> None:
    assert outlines("M1 2h3v4H0Z") == [[(1, 2), (4, 2), (4, 6), (0, 6), (1, 2)]]
    assert outlines("M0 0l8 8l-8 8M5 5V1") == [[(0, 0), (8, 8), (0, 16)], [(5, 5), (5, 1)]]
    assert outlines("M0 0c0 5 5 5 5 0")[0][-1] == (5, 0)


def test_every_chart_becomes_a_picture_of_its_size_with_its_marks_and_words() -> None:
    for chart in present(sample_result(), shipped_instrument(), "fr").charts:
        picture = drawn(str(chart.svg), FONTS)
        image = Image.open(BytesIO(picture.content))
        assert image.size == (round(picture.width * 2), round(picture.height * 2))
        colours = set(re.findall(r'fill="(#[0-9a-f]{6})"', str(chart.svg)))
        there = {colour for _, colour in image.getcolors(maxcolors=1 << 24) or ()}
        wanted = {tuple(bytes.fromhex(colour[1:])) for colour in colours}
        assert wanted <= there, chart.name
