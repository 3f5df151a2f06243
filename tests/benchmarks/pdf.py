"""Time, memory and size of what is printed, beside headless Chromium printing the same pages in the same run.

A worker keeps what reports have in common, so no report is timed twice: each is of another fictional organisation.
Chromium's file holds neither the metadata nor the tags that PDF/UA-1 and PDF/A-3a ask for; what the validator says of
both is in the table.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from itertools import islice
from os import sched_getaffinity
from pathlib import Path
from shutil import which
from statistics import median
from tempfile import TemporaryDirectory
from threading import get_native_id
from time import perf_counter

from page import ValidationProfile, validate_pdf_bytes
from playwright.sync_api import Page, sync_playwright

from assessment.domain.fictional_network import draw_network
from assessment.domain.results import assess
from assessment.reports.documents import report
from assessment.reports.pdf import Document, PdfWorker
from tests.benchmarks import Row
from tests.printed import FOLDER, KINDS, LANGUAGES, MADE_AT, TEMPLATES
from tests.shipped import shipped_instrument

ROUNDS = 9
BEFORE = 3
"""Reports of others made before the first one is timed: a worker is warm when it has met some."""
CHROMIUM = which("chromium-headless-shell") or which("chromium")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
PROFILES = (ValidationProfile.PDF_UA_1, ValidationProfile.PDF_A_3A)
OF_A_CAMPAIGN = 30
"""Reports made one after the other by all workers, to tell how many they make in a minute."""

Works = Sequence[Callable[[], object]]


def run() -> list[Row]:
    """Medians over several rounds, taking turns; then what is measured once: start, memory, a campaign, validity."""
    documents = of_organisations(BEFORE + ROUNDS)
    worker = PdfWorker(FOLDER)
    with TemporaryDirectory() as folder:
        files = [Path(folder) / f"{number}.html" for number in range(len(documents))]
        for file, document in zip(files, documents, strict=True):
            file.write_text(for_chromium(document), encoding="utf-8")
        cold, cold_theirs = (
            milliseconds(lambda: start_and_print(documents[0])),
            milliseconds(lambda: launch_and_print(files[0])),
        )
        with chromium() as page:
            for file, document in zip(files[:BEFORE], documents[:BEFORE], strict=True):
                pdf, printed = worker.render(document), print_in_chromium(page, file)
            ours, theirs = take_turns(
                [partial(worker.render, document) for document in documents[BEFORE:]],
                [partial(print_in_chromium, page, file) for file in files[BEFORE:]],
            )
    rows = [
        Row("report, PDF/UA-1 and PDF/A-3a with JSON, warm worker (median)", ours, "ms", ours / theirs),
        Row("the same HTML printed by headless Chromium, warm (median)", theirs, "ms"),
        Row("from nothing to the first report", cold, "ms", cold / cold_theirs),
        Row("from nothing to the same page printed by Chromium", cold_theirs, "ms"),
        Row("size of the report, its data attached", len(pdf) / 1024, "KB", len(pdf) / len(printed)),
        Row("size of Chromium’s", len(printed) / 1024, "KB"),
        Row("faults the validator finds in Chromium’s", faults(printed), "rules"),
    ]
    rows += [row for kind in KINDS for row in rows_of(worker, kind)]
    rows.append(Row("memory of the worker at its highest, after all of these", peak_of_worker(), "MB"))
    worker.close()
    return [*rows, a_campaign(of_organisations(OF_A_CAMPAIGN))]


def rows_of(worker: PdfWorker, kind: str) -> Iterator[Row]:
    """How long a kind of document takes, and what the validator finds in it, by language."""
    for language in LANGUAGES:
        document = KINDS[kind](language)
        times = [milliseconds(lambda document=document: worker.render(document)) for _ in range(3)]  # type: ignore[misc]
        yield Row(f"{kind}, {language}, warm worker (median of 3)", median(times), "ms")
        yield Row(f"{kind}, {language}: faults against PDF/UA-1 and PDF/A-3a", faults(worker.render(document)), "rules")


def of_organisations(count: int) -> list[Document]:
    """The reports of so many fictional organisations, each of which answered for itself."""
    instrument = shipped_instrument()
    waves = (organisation.waves[0] for organisation in draw_network(instrument.questionnaire))
    sent = islice((wave for wave in waves if wave is not None), count)
    results = (assess(instrument, assessment) for assessment in sent)
    return [report(result, instrument, "fr", templates=TEMPLATES, made_at=MADE_AT) for result in results]


def a_campaign(documents: list[Document]) -> Row:
    """Reports in a minute when a worker on every core makes one after the other."""
    cores = len(sched_getaffinity(0))
    workers = PdfWorker(FOLDER, processes=cores)
    workers.start()
    with ThreadPoolExecutor(cores) as threads:
        taken = milliseconds(lambda: list(threads.map(workers.render, documents)))
    workers.close()
    made = len(documents)
    return Row(f"reports in a minute, {cores} workers, {made} organisations", made * 60_000 / taken, "reports")


def peak_of_worker() -> float:
    """Megabytes the worker process took at its highest."""
    children = Path(f"/proc/self/task/{get_native_id()}/children").read_text().split()
    own = next(pid for pid in children if "assessment.reports.worker" in Path(f"/proc/{pid}/cmdline").read_text())
    line = next(line for line in Path(f"/proc/{own}/status").read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def faults(pdf: bytes) -> int:
    """Rules of the two standards that a file breaks."""
    reports = [validate_pdf_bytes(pdf, profile=profile) for profile in PROFILES]
    return len({(report.profile, failure.rule_id) for report in reports for failure in report.failures})


def start_and_print(document: Document) -> None:
    worker = PdfWorker(FOLDER)
    worker.render(document)
    worker.close()


def launch_and_print(file: Path) -> None:
    with chromium() as page:
        print_in_chromium(page, file)


@contextmanager
def chromium() -> Iterator[Page]:
    """A page of a browser of its own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser.new_page()
        browser.close()


def print_in_chromium(page: Page, file: Path) -> bytes:
    page.goto(file.as_uri())
    return page.pdf(format="A4", tagged=True, prefer_css_page_size=True)


def take_turns(first: Works, second: Works) -> tuple[float, float]:
    """Median milliseconds of two ways to do the same works."""
    times = [(milliseconds(ours), milliseconds(theirs)) for ours, theirs in zip(first, second, strict=True)]
    return median(ours for ours, _ in times), median(theirs for _, theirs in times)


def milliseconds(work: Callable[[], object]) -> float:
    """How long something takes."""
    started = perf_counter()
    work()
    return 1000 * (perf_counter() - started)


def for_chromium(document: Document) -> str:
    """The same page with its style, fonts and charts where a browser finds them."""
    style = (FOLDER / "report" / "report.css").read_text(encoding="utf-8")
    style = style.replace('url("fonts/', f'url("{(FOLDER / "report" / "fonts").as_uri()}/')
    html = re.sub(r'<img src="chart:([\w-]+)"[^>]*>', lambda found: document.charts[found[1]], document.html)
    return html.replace("</head>", f"<style>{style}</style></head>")
