"""The network report as a reader and an archive meet it, made by the real worker."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from page import ValidationProfile, validate_pdf_bytes
from pypdf import PdfReader

from assessment.reports.benchmark_tables import Row, Table
from assessment.reports.network_report import NetworkView, present_network
from assessment.reports.pdf import PdfWorker
from assessment.services.reports import network_pdf
from assessment.templating import Templates
from tests.network_reports import NAME, presented

FOLDER = Path(__file__).parents[2] / "templates"
TEMPLATES = Templates(FOLDER)
PROFILES = (ValidationProfile.PDF_UA_1, ValidationProfile.PDF_A_3A)
ORGANISATIONS, TOO_FEW = 40, 4


@pytest.fixture(scope="module", params=("fr", "en"))
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def made(worker: PdfWorker, language: str) -> bytes:
    presenter = presented(ORGANISATIONS, language, before=True)
    return network_pdf(presenter, NAME, templates=TEMPLATES, worker=worker)


@pytest.fixture(scope="module")
def view(language: str) -> NetworkView:
    return present_network(presented(ORGANISATIONS, language, before=True), NAME)


def faults(content: bytes) -> list[str]:
    reports = [validate_pdf_bytes(content, profile=profile) for profile in PROFILES]
    return [f"{failure.rule_id}: {failure.message}" for report in reports for failure in report.failures]


def text_of(content: bytes) -> str:
    return closed_up("".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages))


def closed_up(text: str) -> str:
    """A text without its spaces: lines are broken after hyphens as well."""
    return re.sub(r"\s+", "", text)


def tables_of(view: NetworkView) -> list[Table]:
    assert view.all_roles is not None
    maps = (section.table for section in view.sections)
    return [view.dimensions, view.practices, view.regions, view.all_roles, *maps, *view.roles, *view.changes, *view.who]


def line_of(row: Row) -> str:
    """A row as it is read: its name, then its numbers and reasons; the one reason of a row that is all hidden once."""
    texts = [cell.text for cell in row.cells]
    if len({cell.reason for cell in row.cells}) == 1 and row.cells[0].reason:
        texts = texts[:1]
    return closed_up("".join((row.title, *texts)))


def test_every_number_and_every_reason_of_its_tables_can_be_read_and_no_other_in_their_place(
    made: bytes, view: NetworkView
) -> None:
    """A row is read whole, so where a reason stands there is no number, and the other way round."""
    text = text_of(made)
    lines = [line_of(row) for table in tables_of(view) for row in table.rows]
    assert len(lines) > 100
    assert [line for line in lines if line not in text] == []


def test_every_hidden_number_is_listed_in_the_annex(made: bytes, view: NetworkView) -> None:
    text = text_of(made)
    rows = [row for table in view.masked for row in table.rows]
    assert len(rows) > 30
    assert [row.title for row in rows if closed_up(row.title) not in text] == []


def test_it_has_a_title_its_language_bookmarks_and_links_and_carries_the_publication(
    made: bytes, language: str
) -> None:
    reader = PdfReader(BytesIO(made))
    assert reader.metadata is not None
    assert NAME in str(reader.metadata.title)
    assert str(reader.root_object["/Lang"]) == language
    assert len(reader.outline) > 1
    links = [one.get_object() for one in reader.pages[1]["/Annots"]]  # type: ignore[attr-defined]
    assert len(links) > 10
    attached = reader.attachments
    assert set(attached) == {"publication.json"}
    document = presented(ORGANISATIONS, language, before=True).document
    assert json.loads(attached["publication.json"][0]) == json.loads(json.dumps(document))


def test_a_publication_in_which_everything_is_hidden_makes_a_report_that_says_so(worker: PdfWorker) -> None:
    found = presented(TOO_FEW, "fr")
    hidden = {"R01": {"": {"hidden": "too-few"}, "region=84": {"hidden": "too-few"}}}
    presenter = replace(found, document={**found.document, "roles": hidden})
    content = network_pdf(presenter, "<b>" + "Très long nom " * 40, templates=TEMPLATES, worker=worker)
    text = text_of(content)
    assert faults(content) == []
    assert closed_up("La moyenne globale n’est pas montrée.") in text
    assert closed_up("<b>Très long nom") in text
