"""What others notice while documents that would stop the service are rendered: how long a small page takes them."""

from __future__ import annotations

import asyncio
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import cycle
from os import sched_getaffinity
from pathlib import Path
from statistics import quantiles
from threading import Event
from time import perf_counter

from assessment.reports.pdf import PdfFailed, PdfWorker
from tests.benchmarks import Row
from tests.bombs import BOMBS
from tests.printed import FOLDER
from tests.serving import Client, running

REQUESTS = 1_000
PAUSE = 0.03
"""Seconds between the answer to a request and the next one: somebody who goes on clicking, fast."""


def run() -> list[Row]:
    """The same requests twice: with nothing else to do, and with every core busy with such documents."""
    cores = len(sched_getaffinity(0))
    with (
        tempfile.TemporaryDirectory() as folder,
        running(f"sqlite+pysqlite:///{folder}/server.sqlite", Path(folder) / "log") as server,
    ):
        quiet, worst_quiet = asyncio.run(_ask(server.port))
        stop, workers = Event(), PdfWorker(FOLDER, processes=cores)
        workers.start()
        with ThreadPoolExecutor(cores) as threads:
            busy = [threads.submit(_render, workers, stop, number * len(BOMBS) // cores) for number in range(cores)]
            beside, worst_beside = asyncio.run(_ask(server.port))
            stop.set()
        workers.close()
    tried = sum(each.result() for each in busy)
    return [
        Row("small page, nothing else going on, 95th percentile", quiet, "ms"),
        Row("slowest", worst_quiet, "ms"),
        Row(f"the same while {cores} workers render hostile documents, 95th percentile", beside, "ms", beside / quiet),
        Row("slowest", worst_beside, "ms"),
        Row("hostile documents tried meanwhile", tried, "documents"),
    ]


async def _ask(port: int) -> tuple[float, float]:
    """95th percentile and worst of the milliseconds that a page takes."""
    client, times = Client(port), list[float]()
    for _ in range(REQUESTS):
        started = perf_counter()
        answer = await client.get("/")
        times.append(1000 * (perf_counter() - started))
        assert answer.status == 200
        await asyncio.sleep(PAUSE)
    await client.close()
    return quantiles(times, n=20)[-1], max(times)


def _render(workers: PdfWorker, stop: Event, first: int) -> int:
    """Render one after the other until told to stop; returns how many were tried."""
    documents, tried = list(BOMBS.values()), 0
    for document in cycle(documents[first:] + documents[:first]):
        if stop.is_set():
            break
        with suppress(PdfFailed):
            workers.render(document)
        tried += 1
    return tried
