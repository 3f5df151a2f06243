"""PDFs as an attacker meets them: nothing that somebody wrote is fetched, opened or run; it is printed as text."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote

import pytest
from page import ValidationProfile, validate_pdf_bytes
from pypdf import PdfReader
from pypdf.generic import StreamObject

from assessment.domain.wave_comparison import compare_waves
from assessment.reports.documents import board_summary, network_report, report, wave_report
from assessment.reports.formatting import one_line
from assessment.reports.pdf import DONE, FAILED, Document, PdfFailed, PdfWorker
from assessment.reports.peer_help import OwnPeers, Suggestion
from tests.builders import an_instrument
from tests.network_reports import presented
from tests.printed import MADE_AT, TEMPLATES, place
from tests.results import a_result

COMMON: dict[str, Any] = {"templates": TEMPLATES, "made_at": MADE_AT}
SECRET = "a marked secret of the server"
SVG = "xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' width='9' height='9'"
DECLARATION = "<!DOCTYPE html [<!ENTITY x SYSTEM '{address}'>]>"

VECTORS = {
    "img": "<img src='{address}' alt='a'>",
    "img srcset": "<img srcset='{address} 1x, {address} 2x' alt='a'>",
    "picture source": "<picture><source srcset='{address}'><img src='{address}' alt='a'></picture>",
    "style sheet": "<link rel=stylesheet href='{address}'>",
    "alternate style sheet": "<link rel='alternate stylesheet' href='{address}'>",
    "icon and preload": "<link rel=icon href='{address}'><link rel=preload as=style href='{address}'>",
    "attachment": "<link rel=attachment href='{address}'>",
    "attached link": "<a rel=attachment href='{address}'>a</a>",
    "link": "<a href='{address}'>a</a>",
    "@import url": "<style>@import url('{address}');</style>",
    "@import text": "<style>@import '{address}';</style>",
    "@font-face": "<style>@font-face {{ font-family: X; src: url('{address}') }} p {{ font-family: X }}</style><p>a",
    "@font-face local": "<style>@font-face {{ font-family: X; src: local('{address}'), url({address}) }}</style>",
    "@color-profile": "<style>@color-profile --x {{ src: url('{address}') }}</style><p>a</p>",
    "background": "<p style=\"background: url('{address}')\">a</p>",
    "background-image": "<p style=\"background-image: linear-gradient(red, red), url('{address}')\">a</p>",
    "background attribute": "<body background='{address}'><table background='{address}'><tr><td>a</table>",
    "border-image": "<p style=\"border: 1px solid; border-image: url('{address}') 3\">a</p>",
    "mask-border": "<p style=\"mask-border-source: url('{address}')\">a</p>",
    "list-style-image": "<ul style=\"list-style-image: url('{address}')\"><li>a</ul>",
    "content": "<style>p::before {{ content: url('{address}') }}</style><p>a</p>",
    "content of the page's margin": "<style>@page {{ @top-left {{ content: url('{address}') }} }}</style><p>a</p>",
    "background of the page": "<style>@page {{ background: url('{address}') }}</style><p>a</p>",
    "cursor and filter": "<p style=\"cursor: url('{address}'), auto; filter: url('{address}#x')\">a</p>",
    "target-text": "<style>a::after {{ content: target-text(url('{address}#x')) }}</style><a href='#a'>a</a>",
    "object": "<object data='{address}'>a</object>",
    "embed": "<embed src='{address}'>",
    "iframe": "<iframe src='{address}'></iframe>",
    "iframe srcdoc": "<iframe srcdoc=\"<img src='{address}'>\"></iframe>",
    "video and audio": "<video src='{address}' poster='{address}'></video><audio src='{address}'></audio>",
    "script": "<script src='{address}'></script><script>fetch('{address}')</script>",
    "input image": "<input type=image src='{address}'>",
    "form": "<form action='{address}'><input name=a value=a></form>",
    "refresh": "<meta http-equiv=refresh content='0; url={address}'>",
    "base and a relative image": "<base href='{address}/'><img src='x' alt='a'><link rel=stylesheet href='y'>",
    "relative image": "<img src='{relative}' alt='a'>",
    "svg image": f"<svg {SVG}><image href='{{address}}' width='9' height='9'/></svg>",
    "svg image xlink": f"<svg {SVG}><image xlink:href='{{address}}' width='9' height='9'/></svg>",
    "svg use": f"<svg {SVG}><use href='{{address}}#x'/></svg>",
    "svg use xlink": f"<svg {SVG}><use xlink:href='{{address}}#x'/></svg>",
    "svg pattern": f"<svg {SVG}><pattern id='p' href='{{address}}#x'/></svg>",
    "svg fill": f"<svg {SVG}><path fill='url({{address}}#x)' d='M0 0h9v9z'/></svg>",
    "svg style": f"<svg {SVG}><style>@import url('{{address}}'); path {{{{ fill: url('{{address}}') }}}}</style></svg>",
    "svg foreign object": f"<svg {SVG}><foreignObject><img src='{{address}}'/></foreignObject></svg>",
    "svg in data": "<img alt='a' src=\"data:image/svg+xml,{image}\">",
    "page in data": '<iframe src="data:text/html,{page}"></iframe><object data="data:text/html,{page}"></object>',
    "style sheet in data": '<link rel=stylesheet href="data:text/css,{style}">',
    "entity": "<p>&x;</p>",
}

IN_A_CHART = {
    "image": "<image href='{address}' width='9' height='9'/>",
    "image xlink": "<image xlink:href='{address}' width='9' height='9'/>",
    "use": "<use href='{address}#x'/>",
    "import": "<style>@import url('{address}');</style>",
    "font": "<style>@font-face {{ font-family: X; src: url('{address}') }}</style><text font-family='X'>a</text>",
    "style": "<path style=\"fill: url('{address}')\" d='M0 0h9v9z'/>",
    "foreign object": "<foreignObject><img src='{address}'/></foreignObject>",
}
XML_HEADS = (
    "",
    "<?xml-stylesheet href='{address}'?>",
    "<!DOCTYPE svg SYSTEM '{address}'>",
    "<!DOCTYPE svg [<!ENTITY x SYSTEM '{address}'>]>",
    "<!DOCTYPE svg [<!ENTITY % x SYSTEM '{address}'> %x;]>",
)


def a_page(body: str, charts: dict[str, str] | None = None) -> Document:
    html = body if body.startswith("<!") else f"<html lang='en'><title>Probe</title><body>{body}</body></html>"
    return Document(html, MADE_AT, charts or {})


def text_of(content: bytes) -> str:
    return re.sub(r"\s+", "", "".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages))


class Trap:
    """An address where nobody may knock and a file that nobody may read, and all the ways to write them."""

    def __init__(self, listener: socket.socket, folder: Path) -> None:
        self.listener, self.secret = listener, folder / "secret.txt"
        self.secret.write_text(SECRET, encoding="utf-8")
        listener.setblocking(False)
        port = listener.getsockname()[1]
        remote = (f"{scheme}//127.0.0.1:{port}/probe" for scheme in ("http:", "https:", "ftp:", ""))
        self.addresses = (*remote, self.secret.as_uri(), str(self.secret), f"file://localhost{self.secret}")

    def written(self, vector: str) -> Iterator[str]:
        """The vector with each of the addresses in it."""
        for address in self.addresses:
            inside = {
                "image": quote(f"<svg {SVG}><image href='{address}' width='9' height='9'/></svg>"),
                "page": quote(f"<img src='{address}'><link rel=attachment href='{address}'>"),
                "style": quote(f"@import url('{address}'); p {{ background: url('{address}') }}"),
                "relative": "../" * 20 + str(self.secret),
            }
            yield vector.format(address=address, **inside)

    def is_untouched_by(self, worker: PdfWorker, document: Document) -> bool:
        """Let the warm process answer, which goes on after it; nothing of the file is in what it made, if it did."""
        answer = worker._workers[0].start().ask(document.to_bytes(), 20)
        if answer[:1] == FAILED:
            return False
        reader = PdfReader(BytesIO(answer.removeprefix(DONE)))
        found = (reader.get_object(number) for number in range(1, cast("int", reader.trailer["/Size"])))
        streams = [one.get_data() for one in found if isinstance(one, StreamObject)]
        assert [one for one in (answer, *streams) if SECRET.encode() in one] == []
        assert dict(reader.attachments) == {}
        assert SECRET.replace(" ", "") not in text_of(answer[1:])
        return True

    def nobody_came(self) -> None:
        with pytest.raises(BlockingIOError):
            self.listener.accept()


@pytest.fixture
def trap(tmp_path: Path) -> Iterator[Trap]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        trap = Trap(listener, tmp_path)
        yield trap
        trap.nobody_came()


@pytest.mark.parametrize("name", VECTORS)
def test_nothing_is_fetched_whatever_a_page_asks_for(worker: PdfWorker, trap: Trap, name: str) -> None:
    head = DECLARATION if name == "entity" else ""
    for body in trap.written(head + VECTORS[name]):
        trap.is_untouched_by(worker, a_page(body))


@pytest.mark.parametrize("name", IN_A_CHART)
def test_nothing_is_fetched_whatever_a_chart_asks_for(worker: PdfWorker, trap: Trap, name: str) -> None:
    for head in XML_HEADS:
        body = "&x;" if "ENTITY x" in head else ""
        for svg in trap.written(f"{head}<svg {SVG}>{body}{IN_A_CHART[name]}</svg>"):
            trap.is_untouched_by(worker, a_page("<img src='chart:one' alt='a'>", {"one": svg}))


def test_these_are_ways_that_the_layout_engine_follows(worker: PdfWorker, trap: Trap) -> None:
    """At least twenty-four of them ask for what is not served, and so end the document; the others ask for nothing."""
    bodies = [next(trap.written(vector)) for vector in VECTORS.values()]
    ended = [body for body in bodies if not trap.is_untouched_by(worker, a_page(body))]
    assert len(ended) >= 24


def test_why_a_document_was_ended_is_said_for_the_log(worker: PdfWorker) -> None:
    with pytest.raises(PdfFailed, match="NotServed: not part of the report: file:///etc/passwd"):
        worker.render(a_page("<img src='file:///etc/passwd' alt='a'>"))


TYPED = {
    "markup": "<script>alert(1)</script><img src=file:///etc/passwd>{{ 7 * 7 }}",
    "quotes": "L’Office \"du\" 'Lac' & <b>Cie</b>",
    "out of an attribute": "\"><img src='http://127.0.0.1:9/' onerror=\"alert(1)\"> x='",
    "style": "</style><style>@import url(http://127.0.0.1:9/);",
    "control characters": "Of\x00fi\x07ce\u202e du lac",
    "emoji": "Office 🏔️👩‍💻 du lac",
    "right to left": "משרד התיירות مكتب السياحة",
    "long": "Val " * 5000,
    "one word": "x" * 20_000,
}
EVERYTHING = "".join(TYPED[name] for name in ("quotes", "out of an attribute", "style", "control characters"))


def is_read(content: bytes, name: str) -> None:
    """The name is whole in the title, and the document stays valid."""
    faults = validate_pdf_bytes(content, profile=ValidationProfile.PDF_UA_1).failures
    assert [fault.rule_id for fault in faults] == []
    metadata = PdfReader(BytesIO(content)).metadata
    assert metadata is not None
    assert one_line(name)[:40] in str(metadata.title)


@pytest.mark.parametrize("name", TYPED.values(), ids=TYPED)
def test_the_name_of_an_organisation_is_printed_as_text(worker: PdfWorker, name: str) -> None:
    content = worker.render(board_summary(a_result(name=name), an_instrument(), "en", **COMMON))
    is_read(content, name)
    shown = re.sub(r"\s+", "", one_line(name))[:40]
    assert shown in text_of(content) or not shown.isascii()


def test_whatever_people_type_is_printed_as_text_in_every_document(worker: PdfWorker) -> None:
    """The names of organisations, of a network and its campaign, of peers and of what was asked of them."""
    name, result, instrument = EVERYTHING, a_result(name=EVERYTHING), an_instrument()
    suggestion = (Suggestion(name, name, name),)
    peers = (OwnPeers((name,), name, suggestion, suggestion, suggestion),)
    beside = replace(place("en"), group=name)
    publication = presented(40, "en", before=True)
    campaign = {**publication.document, "campaign": {**publication.document["campaign"], "name": name}}
    documents = {
        12: report(result, instrument, "en", place=beside, peers=peers, **COMMON),
        1: board_summary(result, instrument, "en", place=beside, **COMMON),
        2: wave_report(compare_waves(result, a_result(name=name)), "en", **COMMON),
        3: network_report(replace(publication, document=campaign), name, templates=TEMPLATES),
    }
    for times, document in documents.items():
        content = worker.render(document)
        is_read(content, name)
        assert text_of(content).count("<style>@importurl(http://127.0.0.1:9/);") >= times
