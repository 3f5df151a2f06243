"""The report of a network: its page, its files, and what is said when there is none."""

from __future__ import annotations

import csv
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from litestar.testing import TestClient

from assessment.domain.membership import MembershipRole
from assessment.reports.pdf import Document, PdfFailed, PdfUnavailable
from assessment.services.benchmarks import publish
from tests.campaigns import TAKEN, Campaigns, rows_for
from tests.houses import Houses, as_person
from tests.visitors import Visitor

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def analyst(on_sqlite: TestClient[Any]) -> Visitor:
    """The analyst of a network with a published campaign; `home` is the address of its report."""
    database = on_sqlite.app.state["site"].database
    houses, campaigns = Houses(database), Campaigns(database)
    network = houses.network()
    campaign = campaigns.campaign(network)
    campaigns.contribute(campaign, rows_for(campaigns.organisations(network, 30)))
    with database.sessions.begin() as session:
        assert publish(session, campaign, TAKEN + timedelta(days=1)) is not None
    visitor = as_person(on_sqlite, houses.person(MembershipRole.ANALYST, network))
    visitor.home = f"/networks/{network}/campaigns/{campaign}/benchmarks/report"
    return visitor


def test_the_page_leads_to_the_documents_and_lists_every_hidden_number_as_its_files_do(analyst: Visitor) -> None:
    page = analyst.get(analyst.home).text
    for ending in (".pdf", ".xlsx", "/hidden.csv?readers=people", "/hidden.json?readers=programs"):
        assert f'href="{analyst.home}{ending}"' in page
    plain = analyst.get(f"{analyst.home}/hidden.json").json()
    assert plain["number"] == 1
    sheet = analyst.get(f"{analyst.home}/hidden.csv").content.decode("utf-8-sig")
    machine = analyst.get(f"{analyst.home}/hidden.csv?readers=programs").content.decode()
    lines, read = list(csv.reader(StringIO(sheet), delimiter=";"))[1:], list(csv.DictReader(StringIO(machine)))
    assert len(plain["rows"]) == len(lines) == len(read) > 100
    assert sum(int(row["count"]) for row in plain["rows"]) == sum(int(row["count"]) for row in read)
    assert {row["reason"] for row in read} <= {"too-few", "too-similar", "would-reveal-other", "dominance"}


def test_the_pdf_is_a_file_to_keep(
    analyst: Visitor, on_sqlite: TestClient[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Document] = []

    def render(document: Document) -> bytes:
        made.append(document)
        return b"%PDF-1.7"

    monkeypatch.setattr(on_sqlite.app.state["site"].reports, "render", render)
    answer = analyst.get(f"{analyst.home}.pdf")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"] == 'attachment; filename="network-2026-03-02-fr.pdf"'
    assert "Rapport de réseau" in made[0].html


def test_the_spreadsheet_is_a_file_to_keep(analyst: Visitor) -> None:
    answer = analyst.get(f"{analyst.home}.xlsx")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == XLSX
    assert answer.headers["content-disposition"] == 'attachment; filename="network-2026-03-02-fr.xlsx"'
    assert answer.content.startswith(b"PK")
    assert analyst.get(f"{analyst.home}.xlsx").content == answer.content


@pytest.mark.parametrize("failure", [PdfFailed("too slow"), PdfUnavailable()])
def test_a_report_that_cannot_be_made_is_explained_on_a_page(
    analyst: Visitor, on_sqlite: TestClient[Any], monkeypatch: pytest.MonkeyPatch, failure: Exception
) -> None:
    def fail(_document: Document) -> bytes:
        raise failure

    monkeypatch.setattr(on_sqlite.app.state["site"].reports, "render", fail)
    answer = analyst.get(f"{analyst.home}.pdf")
    assert answer.status_code == 503
    assert "Traceback" not in answer.text
    assert "<h1" in answer.text


def test_before_anything_is_published_there_is_no_report(analyst: Visitor, on_sqlite: TestClient[Any]) -> None:
    database = on_sqlite.app.state["site"].database
    network = analyst.home.split("/")[2]
    draft = Campaigns(database).campaign(network, 2)
    home = f"/networks/{network}/campaigns/{draft}/benchmarks/report"
    assert "Rien n’est encore publié" in analyst.get(home).text
    for ending in (".pdf", ".xlsx", "/hidden.csv", "/hidden.json"):
        assert analyst.get(home + ending).status_code == 409
