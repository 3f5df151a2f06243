"""PDFs as a reader, an archive and an attacker meet them, made by the real worker."""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import NoReturn, cast

import pytest
from page import ValidationProfile, validate_pdf_bytes
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from assessment.reports.exports import result_document
from assessment.reports.formatting import one_line
from assessment.reports.pdf import Document, PdfFailed, PdfUnavailable, PdfWorker
from assessment.reports.presenters import present
from assessment.services.reports import questionnaire_pdf, report_pdf
from assessment.templating import Templates
from tests.builders import an_instrument
from tests.results import a_result, sample_result
from tests.shipped import shipped_instrument

FOLDER = Path(__file__).parents[2] / "templates"
TEMPLATES = Templates(FOLDER)
MADE_AT = datetime(2026, 11, 22, 10, 30, tzinfo=UTC)
LANGUAGES = ("fr", "en")
FONTS = {"Source-Sans-3", "Source-Sans-3-Semi-Bold", "Source-Serif-4-Semi-Bold"}


@pytest.fixture(scope="module")
def worker(unavailable: Callable[[str], NoReturn]) -> Iterator[PdfWorker]:
    worker = PdfWorker(FOLDER)
    try:
        worker.start()
    except PdfUnavailable as missing:
        unavailable(str(missing))
    yield worker
    worker.close()


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def sample_report(worker: PdfWorker, language: str) -> bytes:
    """The report on the shipped sample, in one language."""
    return report_pdf(
        sample_result(), shipped_instrument(), language, templates=TEMPLATES, worker=worker, made_at=MADE_AT
    )


@pytest.fixture(scope="module")
def printed(worker: PdfWorker, language: str) -> bytes:
    """The shipped questionnaire to print, in one language."""
    return questionnaire_pdf(shipped_instrument(), language, templates=TEMPLATES, worker=worker, made_at=MADE_AT)


def faults(content: bytes, profile: ValidationProfile) -> list[str]:
    report = validate_pdf_bytes(content, profile=profile)
    return [f"{failure.rule_id}: {failure.message}" for failure in report.failures]


def text_of(content: bytes) -> str:
    pages = (page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    return re.sub(r"\s+", " ", " ".join(pages))


def fonts_of(content: bytes) -> set[str]:
    """Names of the embedded fonts, without the mark of the subset."""
    found: set[str] = set()
    for page in PdfReader(BytesIO(content)).pages:
        fonts = cast("DictionaryObject", cast("DictionaryObject", page["/Resources"])["/Font"])
        found |= {str(cast("DictionaryObject", font.get_object())["/BaseFont"]) for font in fonts.values()}
    return {name.partition("+")[2].rstrip(",") for name in found}


@pytest.mark.parametrize("profile", [ValidationProfile.PDF_UA_1, ValidationProfile.PDF_A_3A])
def test_one_file_is_both_accessible_and_archival(
    sample_report: bytes, printed: bytes, profile: ValidationProfile
) -> None:
    assert faults(sample_report, profile) == []
    assert faults(printed, profile) == []


def test_the_sample_report_has_ten_to_sixteen_pages_with_title_language_and_bookmarks(
    sample_report: bytes, language: str
) -> None:
    """Up to two pages more than the board’s fourteen carry the indices and how sure the numbers are."""
    reader = PdfReader(BytesIO(sample_report))
    assert 10 <= len(reader.pages) <= 16
    assert reader.metadata is not None
    assert "Val d’Aurance" in str(reader.metadata.title)
    assert str(reader.root_object["/Lang"]) == language
    assert len(reader.outline) >= 1


def test_the_attached_json_is_the_result_document(sample_report: bytes) -> None:
    attached = PdfReader(BytesIO(sample_report)).attachments
    assert set(attached) == {"result.json"}
    assert json.loads(attached["result.json"][0]) == result_document(sample_result())


def test_every_score_and_gap_of_the_presenter_can_be_read_in_the_text(sample_report: bytes, language: str) -> None:
    view, text = present(sample_result(), shipped_instrument(), language), text_of(sample_report)
    assert view.overall.score in text
    for dimension in view.dimensions:
        row = " ".join((dimension.title, dimension.score, dimension.minimum, dimension.required, dimension.gap))
        assert row in text
    for role in view.roles.proposed:
        assert role.short in text
    for action in view.actions.first:
        assert action.title in text


def test_only_the_bundled_fonts_are_embedded(sample_report: bytes, printed: bytes) -> None:
    assert fonts_of(sample_report) == FONTS
    assert fonts_of(printed) == FONTS


def test_the_same_result_gives_the_same_bytes(sample_report: bytes, worker: PdfWorker, language: str) -> None:
    again = report_pdf(
        sample_result(), shipped_instrument(), language, templates=TEMPLATES, worker=worker, made_at=MADE_AT
    )
    assert again == sample_report


@pytest.mark.parametrize(
    "name",
    ["<script>alert(1)</script><img src=file:///etc/passwd>{{ 7 * 7 }}", "\x00\x07\u202e" + "x" * 1_000_000],
    ids=["markup", "long and unprintable"],
)
def test_a_hostile_name_is_printed_as_text_and_the_report_stays_valid(worker: PdfWorker, name: str) -> None:
    content = report_pdf(
        a_result(name=name), an_instrument(), "en", templates=TEMPLATES, worker=worker, made_at=MADE_AT
    )
    metadata = PdfReader(BytesIO(content)).metadata
    assert faults(content, ValidationProfile.PDF_UA_1) == []
    assert metadata is not None
    assert metadata.title == f"Digital maturity report – {one_line(name)}"
    assert b"root:x:0" not in content


def a_page(body: str) -> Document:
    return Document(f"<html lang='en'><title>Probe</title><body>{body}</body></html>", MADE_AT)


@pytest.mark.parametrize(
    "probe",
    [
        "<img src='{address}' alt='probe'>",
        "<link rel=stylesheet href='{address}'>",
        "<style>@import url('{address}');</style>",
        "<p style=\"background: url('{address}')\">Text</p>",
        "<style>@font-face {{ font-family: X; src: url('{address}') }} p {{ font-family: X }}</style><p>Text</p>",
        "<object data='{address}'></object>",
        "<link rel=attachment href='{address}'>",
        "<svg xmlns='http://www.w3.org/2000/svg'><image href='{address}' width='9' height='9'/></svg>",
    ],
)
def test_nothing_is_fetched_whatever_a_page_asks_for(worker: PdfWorker, probe: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("a secret of the server", encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        port = listener.getsockname()[1]
        for address in (f"http://127.0.0.1:{port}/probe", secret.as_uri()):
            try:
                content = worker.render(a_page(probe.format(address=address)))
            except PdfFailed:
                continue
            assert b"a secret of the server" not in content
            assert PdfReader(BytesIO(content)).attachments == {}
        with pytest.raises(BlockingIOError):
            listener.accept()


@pytest.mark.parametrize(
    "bomb",
    [
        "<div style='display:flex'>" * 14 + "x" + "</div>" * 14,
        "<table><tr><td colspan=1000000>x</td></tr></table>" * 20,
        "<p>" + "word " * 2_000_000,
    ],
    ids=["nested", "spans", "long"],
)
def test_a_page_that_would_stop_the_service_fails_alone_and_the_next_one_is_made(
    bomb: str, unavailable: Callable[[str], NoReturn]
) -> None:
    limited = PdfWorker(FOLDER, seconds=4, memory_megabytes=700)
    try:
        limited.start()
        with pytest.raises(PdfFailed):
            limited.render(a_page(bomb))
        assert limited.render(a_page("<h1>Next</h1>")).startswith(b"%PDF-")
    except PdfUnavailable as missing:
        unavailable(str(missing))
    finally:
        limited.close()


def test_words_of_a_chart_can_be_copied_whole(worker: PdfWorker) -> None:
    """Laid out as one string; what asks for places by letter, or runs from right to left, is drawn all the same."""
    texts = ('x="5" y="20">Fictional chart', 'x="5" y="40" rotate="10">turned', 'x="5" y="60">\u05e9\u05dc\u05d5\u05dd')
    svg = "".join(f"<text {text}</text>" for text in texts)
    chart = f'<svg xmlns="http://www.w3.org/2000/svg" width="200" height="80" font-family="Source Sans 3">{svg}</svg>'
    page = "<html lang='en'><title>Chart</title><body><h1>Chart</h1><img src='chart:one' alt='A chart'></body></html>"
    text = PdfReader(BytesIO(worker.render(Document(page, MADE_AT, {"one": chart})))).pages[0].extract_text()
    assert "Fictional chart" in text
    assert {"t", "u", "r", "n", "e", "d"} <= set(text.replace("Fictional chart", ""))
