"""The summary for the board and the comparison of two waves as PDFs, made by the real worker."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import pytest
from page import ValidationProfile, validate_pdf_bytes
from pypdf import PdfReader

from assessment.domain.answers import AnswerSheet
from assessment.domain.questionnaire import RespondentRole
from assessment.domain.results import AssessmentResult, Instrument, assess
from assessment.domain.wave_comparison import compare_waves
from assessment.reports import board as boards
from assessment.reports.board import BoardLine, BoardPoint, BoardView, present_board, shortened
from assessment.reports.exports import result_document
from assessment.reports.pdf import Document, PdfWorker
from assessment.reports.presenters import present
from assessment.reports.wave_comparison import present_waves
from assessment.reports.wave_exports import comparison_document
from assessment.services.reports import board_pdf, waves_pdf
from assessment.templating import Templates
from tests.builders import an_instrument
from tests.results import a_result, earlier_result, sample_result
from tests.shipped import shipped_instrument

FOLDER = Path(__file__).parents[2] / "templates"
TEMPLATES = Templates(FOLDER)
MADE_AT = datetime(2026, 11, 22, 10, 30, tzinfo=UTC)
DAYS = date(2025, 11, 3), date(2026, 11, 22)
SMALLEST = 8.5
"""Points below which no type on the board's page may go."""


@pytest.fixture(scope="module", params=["fr", "en"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def board_of(worker: PdfWorker, language: str, result: AssessmentResult, instrument: Instrument) -> bytes:
    return board_pdf(result, instrument, language, templates=TEMPLATES, worker=worker, made_at=MADE_AT)


def waves_of(worker: PdfWorker, language: str, then: AssessmentResult, now: AssessmentResult) -> bytes:
    comparison = compare_waves(then, now)
    shifts = {"overall": 3, "dimension:CAP": -1}
    return waves_pdf(
        comparison, language, templates=TEMPLATES, worker=worker, made_at=MADE_AT, days=DAYS, shifts=shifts
    )


def many(count: int) -> AssessmentResult:
    """The sample answered by so many people."""
    now = sample_result().assessment
    sheets = tuple(AnswerSheet(RespondentRole.STAFF, now.sheets[0].answers) for _ in range(count))
    return assess(shipped_instrument(), replace(now, sheets=sheets))


def pages_of(content: bytes) -> int:
    return len(PdfReader(BytesIO(content)).pages)


def text_of(content: bytes) -> str:
    words = " ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split()
    return " ".join(words)


def faults(content: bytes) -> list[str]:
    profiles = (ValidationProfile.PDF_UA_1, ValidationProfile.PDF_A_3A)
    reports = [validate_pdf_bytes(content, profile=profile) for profile in profiles]
    return [f"{failure.rule_id}: {failure.message}" for report in reports for failure in report.failures]


def filled(view: BoardView, language: str) -> BoardView:
    """The page with every place filled to the last character that its rule lets through."""
    words = "Mise en relation des offices de pôle, communes et sites de la vallée ; " * 9

    def full(most: int) -> str:
        return shortened(words, most)

    gap = "100,0 points sous les 100,0 requis. Le plus faible : " + full(boards.PRACTICE)
    action = "120 jours, 100 000 € une fois, puis économise 100 000 € par an"
    return replace(
        view,
        name=full(boards.NAME),
        about=full(boards.ABOUT),
        level=full(boards.HEADING),
        meaning=full(boards.MEANING),
        sentence=full(boards.MEANING),
        certainty=full(boards.CERTAINTY),
        strengths=(BoardPoint(full(boards.HEADING), "100,0", "met", full(boards.PRACTICE)),) * 3,
        gaps=(BoardPoint(full(boards.HEADING), "100,0", "critical", gap),) * 3,
        roles=(BoardLine(full(boards.TITLE), "365 jours par an – Externaliser"),) * boards.ROLES,
        more_roles="Et 1 autre, dans le rapport complet.",
        actions=(BoardLine(full(boards.TITLE), action),) * boards.ACTIONS,
        place=full(boards.SENTENCE),
        plan=full(boards.SENTENCE),
        questionnaire=full(boards.TITLE),
    )


def fullest(worker: PdfWorker, language: str) -> bytes:
    result = sample_result()
    view = filled(present_board(result, present(result, shipped_instrument(), language)), language)
    html = TEMPLATES.render(
        "report/board.html",
        language,
        board=view,
        version="10.10.10",
        date="22 septembre 2026",
        made_at=MADE_AT.isoformat(),
    )
    return worker.render(Document(html, MADE_AT, {view.chart.name: str(view.chart.svg)}))


def test_the_summary_is_one_page_whatever_is_known_of_an_organisation(worker: PdfWorker, language: str) -> None:
    """With nothing answered, with dimensions missing, with fifteen respondents, with a name of any length."""
    made = [
        board_of(worker, language, a_result({}), an_instrument()),
        board_of(worker, language, a_result(), an_instrument()),
        board_of(worker, language, a_result(4), an_instrument()),
        board_of(worker, language, a_result(name="Communauté " * 60), an_instrument()),
        board_of(worker, language, a_result(name="x" * 5000), an_instrument()),
        board_of(worker, language, many(15), shipped_instrument()),
    ]
    assert [pages_of(content) for content in made] == [1] * len(made)


def test_the_summary_is_one_page_with_every_place_filled(worker: PdfWorker, language: str) -> None:
    content = fullest(worker, language)
    assert pages_of(content) == 1
    assert "10.10.10" in text_of(content)


def test_no_type_on_the_summary_is_smaller_than_said(worker: PdfWorker, language: str) -> None:
    sizes: set[float] = set()

    def look(_text: str, matrix: list[float], text_matrix: list[float], _font: object, size: float) -> None:
        if _text.strip():
            sizes.add(round(abs(matrix[3] * text_matrix[3]) * size, 2))

    PdfReader(BytesIO(fullest(worker, language))).pages[0].extract_text(visitor_text=look)
    assert sizes
    assert min(sizes) >= SMALLEST - 0.01


def test_the_summary_holds_the_numbers_of_the_report_and_its_result(worker: PdfWorker, language: str) -> None:
    result = sample_result()
    content, view = (
        board_of(worker, language, result, shipped_instrument()),
        present(result, shipped_instrument(), language),
    )
    text = text_of(content)
    assert view.overall.score in text
    assert view.overall.sentence.replace("\u00a0", " ") in text.replace("\u00a0", " ")
    for dimension in view.dimensions:
        assert f"{dimension.score} · {dimension.state_word}" in text
    for action in view.actions.first[: boards.ACTIONS]:
        assert action.title in text
    attached = PdfReader(BytesIO(content)).attachments
    assert json.loads(attached["result.json"][0]) == result_document(result)


def test_the_comparison_holds_the_numbers_of_the_page(worker: PdfWorker, language: str) -> None:
    comparison = compare_waves(earlier_result(), sample_result())
    view = present_waves(comparison, language, days=DAYS, shifts={"overall": 3, "dimension:CAP": -1})
    content = waves_of(worker, language, earlier_result(), sample_result())
    text = text_of(content)
    for row in view.rows:
        assert " ".join((row.title, row.then, row.now, row.change, row.network)) in text
    for role in view.roles:
        assert role.title in text
    attached = PdfReader(BytesIO(content)).attachments
    assert json.loads(attached["comparison.json"][0]) == json.loads(json.dumps(comparison_document(comparison)))


def test_both_are_accessible_and_archival_when_little_is_known(worker: PdfWorker, language: str) -> None:
    assert faults(board_of(worker, language, a_result({}), an_instrument())) == []
    assert faults(waves_of(worker, language, a_result({}), a_result())) == []
