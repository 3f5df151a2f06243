"""Time to print the sample report: our warm worker beside headless Chromium printing the same HTML, in the same run."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from playwright.sync_api import sync_playwright

from assessment.reports.documents import report
from assessment.reports.pdf import Document, PdfWorker
from assessment.templating import Templates
from tests.benchmarks import Row
from tests.results import sample_result
from tests.shipped import shipped_instrument

FOLDER = Path(__file__).parents[2] / "templates"
ROUNDS = 9
CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


def run() -> list[Row]:
    """Median milliseconds of each over several rounds, taking turns, both warm."""
    document = report(
        sample_result(),
        shipped_instrument(),
        "fr",
        templates=Templates(FOLDER),
        made_at=datetime(2026, 11, 22, tzinfo=UTC),
    )
    worker = PdfWorker(FOLDER)
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        file = Path(folder) / "report.html"
        file.write_text(for_chromium(document), encoding="utf-8")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = browser.new_page()

        def print_in_chromium() -> None:
            page.goto(file.as_uri())
            page.pdf(format="A4", tagged=True, prefer_css_page_size=True)

        ours, theirs = take_turns(lambda: worker.render(document), print_in_chromium)
        browser.close()
    worker.close()
    return [
        Row("report, PDF/UA-1 and PDF/A-3a with JSON, warm worker (median)", ours, "ms", ours / theirs),
        Row("the same HTML printed by headless Chromium, warm (median)", theirs, "ms"),
    ]


def take_turns(first: Callable[[], object], second: Callable[[], object]) -> tuple[float, float]:
    """Median milliseconds of two ways, one round of each unmeasured."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS + 1):
        for way, taken in zip((first, second), times, strict=True):
            started = perf_counter()
            way()
            taken.append(1000 * (perf_counter() - started))
    return median(times[0][1:]), median(times[1][1:])


def for_chromium(document: Document) -> str:
    """The same page with its style, fonts and charts where a browser finds them."""
    style = (FOLDER / "report" / "report.css").read_text(encoding="utf-8")
    style = style.replace('url("fonts/', f'url("{(FOLDER / "report" / "fonts").as_uri()}/')
    html = re.sub(r'<img src="chart:([\w-]+)"[^>]*>', lambda found: document.charts[found[1]], document.html)
    return html.replace("</head>", f"<style>{style}</style></head>")
