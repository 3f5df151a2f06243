"""What is done the short way around the layout engine gives the same PDF as the engine's own way, byte for byte."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NoReturn

import pytest

from assessment.reports.pdf import Document
from tests.printed import FOLDER, KINDS, LANGUAGES, MADE_AT

# The plain report is wholly part of the one with every chapter.
EACH = [(kind, LANGUAGES[n % 2]) for n, kind in enumerate(KINDS) if kind != "report"]
EVERYDAY = ("report with every chapter", "questionnaire", "comparison of waves")
"""Between them these have every element and nearly every rule of the style sheet."""
MADE_TWICE = [
    pytest.param(kind, language, marks=[] if kind in EVERYDAY else [pytest.mark.soak]) for kind, language in EACH
]

# The engine leaves its own colour profile open, which only shows where it runs beside the tests.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed file.*sRGB2014:ResourceWarning")

UNUSUAL = {
    "words spread over the line": "<p style='text-align: justify; width: 6cm'>"
    + "Des mots de toutes longueurs. " * 9
    + "</p>",
    "what is cut short": "<p style='width: 1cm; overflow: hidden; white-space: nowrap; text-overflow: ellipsis'>"
    "Trop long</p><p>Trop long</p><p style='width: 3cm; line-clamp: 1'>Trop long pour une ligne, deux fois trop</p>",
    "signs without a glyph": "<p>Un sourire \U0001f600, un idéogramme 語</p><p>語</p>",
    "letters from right to left": "<p>Avant שלום après</p><p dir='rtl'>שלום</p>",
    "spaced letters": "<p style='letter-spacing: 2pt; word-spacing: 3pt'>Un mot\tet un autre</p>",
    "parted words": "<p lang='fr' style='width: 2cm; hyphens: auto'>Anticonstitutionnellement extraordinairement</p>",
    "a page with its own styles": "<style>p { color: #123456 } p::before { content: 'Avant ' }</style><p>Texte</p>",
    "lengths by the letters of the page": "<style>html { font-size: 21px } p { font-size: 2rem }</style><p>Ici</p>",
    "targets of its own": "<p><a name='la'>Ici</a> <a href='#la' style='text-decoration: underline'>là</a></p>",
}

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
    """The same done the engine's own way; `parsed` by its parser and with its defaults as well."""
    import pydyf
    from weasyprint import HTML, css
    from weasyprint.css import ComputedStyle
    from weasyprint.draw import text
    from weasyprint.formatting_structure.boxes import Box
    from weasyprint.layout import block, inline, preferred, table
    from weasyprint.text.line_break import Layout

    from assessment.reports import file_writing, kept_lines, kept_styles, shortcuts, svg_text, typesetting

    class Plain(HTML):  # type: ignore[misc]
        def __init__(self, content: str, defaults: object, url_fetcher: object) -> None:
            del defaults
            super().__init__(string=content, url_fetcher=url_fetcher)

    def render(document: Document, parsed: bool = True) -> bytes:
        with monkeypatch.context() as patch:
            if parsed:
                patch.setattr(typesetting, "Page", Plain)
            patch.setattr(css, "StyleFor", kept_styles.KeptStyles.__base__)
            for room in (block, inline, table):
                patch.setattr(room, "resolve_percentages", shortcuts.RESOLVE)
            patch.setattr(inline, "strut", shortcuts.STRUT)
            patch.setattr(Box, "is_in_normal_flow", shortcuts.IN_FLOW)
            patch.setattr(pydyf, "_to_bytes", file_writing.WRITE)
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


@pytest.mark.parametrize("name", UNUSUAL)
def test_the_same_bytes_for_what_our_pages_never_hold(ours: Any, theirs: Any, name: str) -> None:
    page = f"<html lang='fr'><title>Une page</title><body><h1>Une page</h1>{UNUSUAL[name]}{UNUSUAL[name]}</body></html>"
    document = Document(page, MADE_AT)
    first, again = ours.render(document), ours.render(document)
    assert first == again == theirs(document, parsed=False)


def test_what_was_printed_before_leaves_no_trace(ours: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """In whatever order documents come, and however little is kept, each has the bytes it has alone."""
    from assessment.reports import kept_lines, kept_styles
    from assessment.reports.typesetting import Typesetter

    documents = [
        KINDS[kind](language) for kind in ("summary for the board", "comparison of waves") for language in LANGUAGES
    ]
    alone = [Typesetter(FOLDER / "report").render(document) for document in documents]
    monkeypatch.setattr(kept_lines, "MOST", 40)
    monkeypatch.setattr(kept_styles, "MOST", 40)
    for order in ((3, 1, 0, 2), (2, 2, 0, 3, 1)):
        assert all(ours.render(documents[n]) == alone[n] for n in order)


def test_a_long_text_takes_no_place_among_what_is_kept(ours: Any, theirs: Any) -> None:
    page = f"<html lang='fr'><title>Une page</title><body><p>{'Un texte très long, ' * 1_000}</p></body></html>"
    document = Document(page, MADE_AT)
    assert ours.render(document) == theirs(document, parsed=False)
    fonts = ours._fonts
    assert max(len(text) for _, text, _ in {**fonts._lines, **fonts._older}) <= 1_000


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
