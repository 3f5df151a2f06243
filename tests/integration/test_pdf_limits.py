"""Documents that would stop the service: each ends soon, alone, and the next one is made as if nothing had been."""

from __future__ import annotations

import os
import resource
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Timer
from typing import NoReturn

import pytest

from assessment.reports.archive_manifest import FAILURES, MANIFEST
from assessment.reports.pdf import MEMORY_MEGABYTES, Document, PdfFailed, PdfUnavailable, PdfWorker
from assessment.storage.database import Database
from tests.bombs import BOMBS, ENDLESS, NEXT
from tests.printed import FOLDER
from tests.report_archives import Batch

Unavailable = Callable[[str], NoReturn]
SECONDS, MEGABYTES = 20, 1024
"""What a document may take at most, whatever is in it."""


def a_worker(unavailable: Unavailable, seconds: float) -> Iterator[PdfWorker]:
    worker = PdfWorker(FOLDER, seconds=seconds)
    try:
        worker.start()
    except PdfUnavailable as missing:
        unavailable(str(missing))
    yield worker
    worker.close()


@pytest.fixture(scope="module")
def worker(unavailable: Unavailable) -> Iterator[PdfWorker]:
    """A worker that gives up early, for what takes far longer."""
    yield from a_worker(unavailable, 2)


@pytest.fixture(scope="module")
def patient(unavailable: Unavailable) -> Iterator[PdfWorker]:
    """A worker with the limits that are promised."""
    yield from a_worker(unavailable, SECONDS)


def outcome(worker: PdfWorker, document: Document) -> str:
    """What became of a document: its size, or why there is none."""
    try:
        content = worker.render(document)
    except PdfFailed as failure:
        return str(failure)[:100]
    assert content.startswith(b"%PDF-")
    return f"{len(content)} bytes"


def process_id(worker: PdfWorker) -> int:
    return worker._workers[0].start().process.pid


def end(worker: PdfWorker) -> None:
    """Kill its process, which is at rest, and see it gone."""
    process = worker._workers[0].start().process
    process.kill()
    process.wait()


def zombies() -> list[str]:
    """Our own children that ended and that nobody waited for."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            words = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if words[0] == "Z" and int(words[1]) == os.getpid():
            found.append(path.parent.name)
    return found


@pytest.mark.parametrize("name", ENDLESS)
def test_a_page_that_would_stop_the_service_fails_alone_and_the_next_one_is_made(worker: PdfWorker, name: str) -> None:
    with pytest.raises(PdfFailed):
        worker.render(ENDLESS[name])
    assert worker.render(NEXT).startswith(b"%PDF-")
    assert zombies() == []


def test_a_worker_has_a_limit_on_memory_and_on_the_processor_that_moves_on(worker: PdfWorker) -> None:
    worker.render(NEXT)
    process = process_id(worker)
    assert resource.prlimit(process, resource.RLIMIT_AS)[0] == MEMORY_MEGABYTES * 1024**2 <= MEGABYTES * 1024**2
    first = resource.prlimit(process, resource.RLIMIT_CPU)[0]
    used = sum(map(int, Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[11:13]))
    assert first <= used / os.sysconf("SC_CLK_TCK") + SECONDS + 1


def test_a_worker_that_is_killed_at_work_loses_one_document(worker: PdfWorker) -> None:
    killer = Timer(0.3, os.kill, (process_id(worker), signal.SIGKILL))
    killer.start()
    with pytest.raises(PdfFailed, match="the worker ended with code -9"):
        worker.render(BOMBS["nested boxes that bend"])
    assert worker.render(NEXT).startswith(b"%PDF-")
    assert zombies() == []


def test_a_worker_that_was_killed_at_rest_is_replaced_unnoticed(worker: PdfWorker) -> None:
    end(worker)
    assert worker.render(NEXT).startswith(b"%PDF-")


def test_an_organisation_whose_report_cannot_be_made_does_not_hold_up_the_others(
    tmp_path: Path, worker: PdfWorker
) -> None:
    """The real worker is asked twice for the one that would stop it, and is killed once while it makes another."""
    database, asked = Database(f"sqlite+pysqlite:///{tmp_path}/archive.sqlite"), list[str]()
    database.upgrade()
    batch = Batch(database, tmp_path / "kept")
    for name in ("Office un", "Office sans fin", "Office tué", "Office deux"):
        batch.add(name)
    archive_id = batch.order("en")

    def render(document: Document) -> bytes:
        name = document.html.partition(">")[2].partition("<")[0]
        asked.append(name)
        if name == "Office tué" and asked.count(name) == 1:
            end(worker)
            raise PdfFailed("the worker ended with code -9")
        return worker.render(BOMBS["nested boxes that bend"] if name == "Office sans fin" else document)

    batch.worker(render).work_off()
    found, listed = batch.archive(archive_id), batch.content(archive_id)[MANIFEST].decode("utf-8-sig")
    assert (found["state"], found["reports"], found["problems"]) == ("done", 3, 1)
    assert [asked.count(name) for name in ("Office un", "Office sans fin", "Office tué", "Office deux")] == [1, 2, 2, 1]
    assert [line for line in listed.splitlines() if FAILURES["too-much"] in line and "Office sans fin" in line]
    assert zombies() == []
    database.close()


@pytest.mark.soak
@pytest.mark.parametrize("name", BOMBS)
def test_every_bomb_ends_in_twenty_seconds_and_a_gigabyte(
    patient: PdfWorker, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    patient.start()
    before = time.monotonic()
    became = outcome(patient, BOMBS[name])
    took = time.monotonic() - before
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    with capsys.disabled():
        print(f"\n{name}: {took:.1f} s, children so far at most {most:.0f} MB: {became}", end="")
    assert took < SECONDS + 1
    assert most < MEGABYTES
    assert patient.render(NEXT).startswith(b"%PDF-")
    assert zombies() == []


@pytest.mark.soak
def test_a_hundred_documents_among_which_every_fifth_ends_badly_leave_no_process_behind(worker: PdfWorker) -> None:
    made = 0
    for number in range(100):
        if number % 5:
            made += worker.render(NEXT).startswith(b"%PDF-")
        else:
            end(worker)
    assert made == 80
    assert zombies() == []
