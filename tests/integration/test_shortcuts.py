"""What is done the short way around the layout engine gives the same PDF as the engine's own way, byte for byte."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NoReturn

import pytest

from assessment.reports.pdf import Document
from tests.printed import FOLDER, KINDS, LANGUAGES

# The plain report is wholly part of the one with every chapter.
EACH = [(kind, LANGUAGES[n % 2]) for n, kind in enumerate(KINDS) if kind != "report"]
EVERYDAY = ("report with every chapter", "questionnaire", "comparison of waves")
"""Between them these have every element and nearly every rule of the style sheet."""
MADE_TWICE = [
    pytest.param(kind, language, marks=[] if kind in EVERYDAY else [pytest.mark.soak]) for kind, language in EACH
]

# The engine leaves its own colour profile open, which only shows where it runs beside the tests.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed file.*sRGB2014:ResourceWarning")

BROKEN = "<!DOCTYPE html><html lang='fr'><title>Une page</title><body><p>Ouvert <strong>gras & <br>sans fin"


@pytest.fixture(scope="module")
def ours(unavailable: Callable[[str], NoReturn]) -> Any:
    """How the worker makes a PDF."""
    try:
        from assessment.reports.typesetting import Typesetter
    except OSError as missing:
        unavailable(str(missing))
    return Typesetter(FOLDER / "report")


@pytest.fixture
def theirs(ours: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The same with the engine's own parser, defaults and computation of styles."""
    from weasyprint import HTML
    from weasyprint.css import ComputedStyle
    from weasyprint.draw import text
    from weasyprint.layout import inline, preferred
    from weasyprint.text.line_break import Layout

    from assessment.reports import kept_lines, shortcuts, svg_text, typesetting

    class Plain(HTML):  # type: ignore[misc]
        def __init__(self, content: str, defaults: object, url_fetcher: object) -> None:
            del defaults
            super().__init__(string=content, url_fetcher=url_fetcher)

    def render(document: Document) -> bytes:
        with monkeypatch.context() as patch:
            patch.setattr(typesetting, "Page", Plain)
            patch.setattr(ComputedStyle, "__missing__", shortcuts.COMPUTE)
            for room in (inline, preferred):
                patch.setattr(room, "split_first_line", kept_lines.SPLIT)
            patch.setattr(text, "draw_first_line", kept_lines.DRAW)
            patch.setattr(svg_text, "split", kept_lines.SPLIT)
            patch.setattr(svg_text, "draw", kept_lines.DRAW)
            patch.setattr(Layout, "deactivate", kept_lines.FORGET)
            patch.setattr(Layout, "reactivate", kept_lines.LAY_OUT_AGAIN)
            return bytes(ours.render(document))

    return render


@pytest.mark.parametrize(("kind", "language"), MADE_TWICE)
def test_the_same_bytes(ours: Any, theirs: Any, kind: str, language: str) -> None:
    document = KINDS[kind](language)
    assert ours.render(document) == theirs(document)


@pytest.mark.parametrize(("kind", "language"), EACH)
def test_our_pages_are_read_by_the_quick_parser(
    ours: Any, monkeypatch: pytest.MonkeyPatch, kind: str, language: str
) -> None:
    def refused(*given: object, **named: object) -> NoReturn:
        raise AssertionError("the page is not well-formed")

    monkeypatch.setattr("tinyhtml5.parse", refused)
    from assessment.reports.page_source import Page

    page = Page(KINDS[kind](language).html, None, None)
    assert page.etree_element.tag == "html"


def test_a_page_that_is_not_well_formed_is_read_as_a_browser_would(ours: Any) -> None:
    from assessment.reports.page_source import Page
    from assessment.reports.typesetting import BundledFetcher

    page = Page(BROKEN, None, BundledFetcher({}))
    assert "".join(page.etree_element.itertext()).endswith("Ouvert gras & sans fin")
