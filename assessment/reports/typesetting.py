"""HTML to PDF, inside the worker process only: nothing else imports the layout engine.

Nothing is fetched but the bundled fonts and the charts handed over with the document, so no name or text in a report
can make it read a file or open a connection.
"""

from __future__ import annotations

import gc
import re
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

from weasyprint import CSS, Attachment
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from assessment.reports import file_writing, kept_lines, kept_styles, shortcuts, svg_text
from assessment.reports.conformance import ARCHIVE_VARIANT, finish
from assessment.reports.page_source import Page, defaults
from assessment.reports.pdf import Document
from assessment.reports.signs import Signs

STYLESHEET = "report.css"
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
"""No font has a sign for these, and an accessible document may hold none without."""


FRAMES = 100_000
"""More values than the calls of a rendering ever keep at once: some thousands, deep as boxes lie in each other."""


class NotServed(FatalURLFetchingError):  # type: ignore[misc]
    """An address that is not served was asked for. No Exception, so that the layout engine does not go on without."""


class BundledFetcher(URLFetcher):  # type: ignore[misc]
    """Serves the addresses it was given and ends the rendering at any other."""

    def __init__(self, served: Mapping[str, bytes]) -> None:
        super().__init__(allowed_protocols=())
        self._served = served

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """Return what is served at `url`."""
        del headers
        if url not in self._served:
            raise NotServed(f"not part of the report: {url[:200]}")
        kind = "font/ttf" if url.endswith(".ttf") else "image/svg+xml"
        return URLFetcherResponse(url, BytesIO(self._served[url]), {"Content-Type": kind})


class Typesetter:
    """Fonts and style sheet, read once, and what turns a document into a PDF with them."""

    def __init__(self, folder: Path) -> None:
        svg_text.install()
        shortcuts.install()
        kept_lines.install()
        kept_styles.install()
        file_writing.install()
        fonts = {path.as_uri(): path.read_bytes() for path in sorted((folder / "fonts").glob("*.ttf"))}
        self._fonts = kept_lines.Fonts()
        self._style = CSS(
            string=(folder / STYLESHEET).read_text(encoding="utf-8"),
            base_url=(folder / STYLESHEET).as_uri(),
            url_fetcher=BundledFetcher(fonts),
            font_config=self._fonts,
        )
        self._defaults = defaults(folder)
        self._signs = Signs(self._fonts)

    def render(self, document: Document) -> bytes:
        """The PDF of a document: tagged and archival, with its attachment; the same bytes for the same document."""
        return _with_room(lambda: self._write(document))

    def _write(self, document: Document) -> bytes:
        charts = {f"chart:{name}": self._drawn(svg).encode() for name, svg in document.charts.items()}
        page = Page(self._drawn(document.html), self._defaults, BundledFetcher(charts))
        return bytes(
            page.write_pdf(
                stylesheets=[self._style],
                font_config=self._fonts,
                pdf_variant=ARCHIVE_VARIANT,
                attachments=_attachments(document),
                finisher=finish,
            )
        )

    def _drawn(self, page: str) -> str:
        """A page with the signs that can be drawn; its title, which is not drawn, keeps all that may be in a file."""
        head, end, body = UNPRINTABLE.sub("", page).rpartition("</head>")
        return head + end + self._signs.drawn(body)


def _with_room(work: Callable[[], bytes]) -> bytes:
    return work()


# The interpreter keeps the values of calls in blocks of 16 KB, and takes and gives one back at each call that crosses
# the end of a block: fourteen thousand times a report, a tenth of its time. A call that claims to need much gets a
# block as large, and all that it calls have their place in what is left of that.
_with_room.__code__ = _with_room.__code__.replace(co_stacksize=FRAMES)


def settle() -> None:
    """Keep what the first rendering made out of every later collection, and leave the time of these to the worker."""
    gc.collect()
    gc.freeze()
    gc.disable()


def tidy() -> None:
    """Collect what a rendering left behind, once its answer is sent."""
    gc.collect()


def _attachments(document: Document) -> list[Any]:
    found = document.attachment
    if found is None:
        return []
    attachment = Attachment(
        string=found.content,
        base_url=".",
        name=found.name,
        description=found.description,
        relationship="Data",
        created=document.made_at,
        modified=document.made_at,
        url_fetcher=BundledFetcher({}),
    )
    return [attachment]
