"""The documents before they are printed: what goes to the press, and the rules that keep it quick and accessible."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest

from assessment.reports.documents import printed_questionnaire, report
from assessment.reports.exports import result_document
from assessment.reports.pdf import Document
from assessment.templating import Templates
from tests.builders import an_instrument
from tests.results import a_result

FOLDER = Path(__file__).parents[3] / "templates"
TEMPLATES = Templates(FOLDER)
MADE_AT = datetime(2026, 11, 22, 10, 30, tzinfo=UTC)
HOSTILE = "<script>alert(1)</script><img src=file:///etc/passwd>"


class Outline(HTMLParser):
    """Headings in order, tables without column widths, header cells without a scope."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.levels: list[int] = []
        self.tags: list[str] = []
        self.faults: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        self.tags.append(tag)
        if re.fullmatch(r"h[1-6]", tag):
            self.levels.append(int(tag[1]))
        if tag == "th" and "scope" not in given:
            self.faults.append("a header cell without scope")
        if tag == "img" and not given.get("alt"):
            self.faults.append("a picture without words")
        if "style" in given:
            self.faults.append("a style in the page")


def a_report(language: str = "fr", name: str = "Office fictif") -> Document:
    return report(a_result(name=name), an_instrument(), language, templates=TEMPLATES, made_at=MADE_AT)


def a_sheet(language: str = "fr") -> Document:
    return printed_questionnaire(an_instrument(), language, templates=TEMPLATES, made_at=MADE_AT)


DOCUMENTS = [a_report("fr"), a_report("en"), a_sheet("fr"), a_sheet("en")]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_headings_descend_step_by_step_and_tables_and_pictures_say_what_they_are(document: Document) -> None:
    outline = Outline(document.html)
    assert outline.levels.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(outline.levels, outline.levels[1:], strict=False))
    assert outline.tags.count("table") == outline.tags.count("colgroup") == outline.tags.count("caption")
    assert outline.faults == []
    assert "svg" not in outline.tags


def test_every_chart_the_report_shows_travels_with_it() -> None:
    document = a_report()
    assert set(re.findall(r'src="chart:([\w-]+)"', document.html)) == set(document.charts)


def test_the_report_carries_the_result_as_json() -> None:
    attachment = a_report().attachment
    assert attachment is not None
    assert json.loads(attachment.content) == result_document(a_result())


def test_a_hostile_name_is_text_and_nothing_else() -> None:
    document = a_report(name=HOSTILE)
    assert "<script" not in document.html
    assert "<img src=file" not in document.html
    assert "&lt;script&gt;" in document.html


def test_a_name_of_a_million_letters_makes_no_longer_document() -> None:
    assert len(a_report(name="x" * 1_000_000).html) < len(a_report().html) + 2_000


def test_a_document_comes_back_whole_from_its_bytes() -> None:
    assert Document.from_bytes(DOCUMENTS[0].to_bytes()) == DOCUMENTS[0]
    assert Document.from_bytes(DOCUMENTS[2].to_bytes()) == DOCUMENTS[2]


@pytest.mark.parametrize(
    "costly",
    [
        r"\bcolumns\b",
        r"\bdotted\b",
        r"\bdashed\b",
        r"leader\(",
        r"tabular-nums",
        r"@import",
        r"https?:",
        r"\dp?v[whim]",
    ],
)
def test_the_style_sheet_avoids_what_is_slow_to_lay_out_or_fetched(costly: str) -> None:
    rules = re.sub(r"/\*.*?\*/", "", (FOLDER / "report" / "report.css").read_text(encoding="utf-8"), flags=re.DOTALL)
    assert not re.search(costly, rules)
    assert "table-layout: fixed" in rules
