"""One presenter: whichever way an organisation reads its results, it reads the same scores."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape
from io import BytesIO
from typing import Any, NoReturn

import docx
import pytest
from litestar.testing import TestClient
from pypdf import PdfReader

from assessment.domain.questionnaire import NonResponse
from assessment.reports.formatting import NONE, Voice
from assessment.reports.presenters import ResultView, present
from assessment.services.assessments import load
from assessment.services.submissions import kept_result
from tests.results import sample_result
from tests.shipped import shipped_instrument
from tests.unit.reports.test_workbooks import Opened
from tests.visitors import Visitor

LANGUAGES = ("fr", "en")
UNAVAILABLE = 503


@dataclass(frozen=True, slots=True)
class Sent:
    """The sample's answers, sent through the pages."""

    client: TestClient[Any]
    visitor: Visitor
    cookies: dict[str, str]

    def view(self, language: str) -> ResultView:
        """What the presenter says of the result that was kept."""
        with self.client.app.state["site"].database.readings.begin() as session:
            draft = load(session, self.visitor.home.rpartition("/")[2])
        return present(kept_result(draft, shipped_instrument()), shipped_instrument(), language)

    def read(self, what: str, language: str) -> bytes:
        self.client.cookies.update(self.cookies)
        self.visitor.get(f"/language/{language}?back=/")
        answer = self.visitor.get(f"{self.visitor.home}/{what}")
        assert answer.status_code in (200, UNAVAILABLE), answer.text[:300]
        return answer.content if answer.status_code != UNAVAILABLE else b""


@pytest.fixture(scope="module")
def sent(on_sqlite: TestClient[Any]) -> Sent:
    on_sqlite.cookies.clear()
    visitor, sheet = Visitor(on_sqlite), sample_result().assessment.sheets[0]
    visitor.start()
    for dimension in shipped_instrument().questionnaire.dimensions:
        given = {item.id: sheet.answers[item.id] for item in dimension.indicators if item.id in sheet.answers}
        form = {code: one.value if isinstance(one, NonResponse) else str(one) for code, one in given.items()}
        assert visitor.post(f"{visitor.home}/dimensions/{dimension.id}", form).status_code == 303
    assert visitor.submit().status_code == 303
    return Sent(on_sqlite, visitor, dict(on_sqlite.cookies))


def closed_up(text: str) -> str:
    return re.sub(r"\s+", "", text)


def rows_of(view: ResultView) -> list[str]:
    """The rows of the tables without spaces: each dimension with its numbers, each practice with what it lacks."""
    found = []
    for one in view.dimensions:
        found.append("".join((one.title, one.score, one.minimum, one.required, one.gap, one.weight, one.state_word)))
        for practice in one.indicators:
            if practice.next_step and practice.next_level:
                answer = practice.answered_level + practice.answered + practice.next_level + practice.next_step
                found.append(practice.id + practice.title + answer + practice.gap)
    return [closed_up(row) for row in found]


def numbers_of(view: ResultView, voice: Voice, document: dict[str, Any]) -> dict[str, tuple[str, str]]:
    """What is shown of the whole, each dimension and each practice, beside what the JSON has, rounded."""
    found = {"overall": (view.overall.score, voice.number(document["overall"]["score"]))}
    for dimension in view.dimensions:
        plain = document["dimensions"][dimension.id]
        for name in ("score", "minimum", "required", "gap", "surplus", "weight", "expected", "adequate"):
            found[f"{dimension.id} {name}"] = (getattr(dimension, name), voice.number(plain[name]))
        for practice in dimension.indicators:
            kept = plain["indicators"][practice.id]
            found[f"{practice.id} score"] = (practice.score, voice.number(kept["score"]))
            found[f"{practice.id} gap"] = (practice.gap, voice.number(kept["gap"]))
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_shows_every_score_of_the_presenter(sent: Sent, language: str) -> None:
    view, page = sent.view(language), sent.read("results", language).decode()
    text = closed_up(unescape(re.sub(r"<[^>]+>", " ", page)))
    assert closed_up(view.overall.sentence) in text
    assert [row for row in rows_of(view) if row not in text] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_shows_every_score_of_the_presenter_and_carries_the_same_as_json(
    sent: Sent, language: str, unavailable: Callable[[str], NoReturn]
) -> None:
    content, view, voice = sent.read("report.pdf", language), sent.view(language), Voice(language)
    if not content:
        unavailable("no report can be made without the text library")
    reader = PdfReader(BytesIO(content))
    text = closed_up("".join(page.extract_text() for page in reader.pages))
    assert closed_up(view.overall.sentence) in text
    assert [row for row in rows_of(view) if row not in text] == []
    numbers = numbers_of(view, voice, json.loads(reader.attachments["result.json"][0]))
    assert len(numbers) > 150
    assert {name: pair for name, pair in numbers.items() if pair[0] != pair[1]} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_text_document_shows_every_score_of_the_presenter(sent: Sent, language: str) -> None:
    view, document = sent.view(language), docx.Document(BytesIO(sent.read("report.docx", language)))
    rows = {closed_up("".join(cell.text for cell in row.cells)) for table in document.tables for row in table.rows}
    assert [row for row in rows_of(view) if row not in rows] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_spreadsheet_holds_every_score_of_the_presenter(sent: Sent, language: str) -> None:
    view, book = sent.view(language), Opened(sent.read("report.xlsx", language))
    said = {"overall": view.overall.score} | {one.id: one.score for one in view.dimensions}
    said |= {one.id: one.score for dimension in view.dimensions for one in dimension.indicators}
    found = dict[str, set[str]]()
    for number in (2, 3):
        cells = {place: text for place, (_, text) in book.cells(number).items()}
        codes = {text: place[1:] for place, text in cells.items() if place[0] == "B"}
        found |= {code: {cells.get(f"{column}{row}", "") for column in "CD"} for code, row in codes.items()}
    wrong = {code: found[code] for code, score in said.items() if score.replace(",", ".") not in plain(found[code])}
    assert len(said) > 50
    assert wrong == {}


def plain(cells: set[str]) -> set[str]:
    """Cells as texts with one decimal, as scores are shown; what is no number as it stands."""
    return {f"{float(cell):.1f}" if re.fullmatch(r"-?\d+(\.\d+)?", cell) else cell or NONE for cell in cells}
