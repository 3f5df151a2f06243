"""Working out the benchmarks of a national network: two waves with all indicators, the second after the first.

Each is measured in a process of its own, so that the peak of memory is its own. There is no peer: the raw limit beside
it is one pass over the same rows, reading them from the database.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from assessment.domain.published_scores import OUTPUTS
from assessment.services.benchmarks import keep, prepare
from assessment.storage.campaigns import contributions_of
from assessment.storage.database import Database
from tests.benchmarks import Row
from tests.benchmarks.national import national

SIZES = (300, 3_000)
KILOBYTES = 1_000


@dataclass(frozen=True, slots=True)
class Published:
    """What publishing a campaign took: seconds of it and of reading its rows, megabytes, numbers shown and hidden."""

    seconds: float
    reading: float
    megabytes: float
    shown: int
    hidden: int


def run() -> list[Row]:
    """Both waves at each size."""
    return [row for size in SIZES for row in measured(size)]


def measured(organisations: int) -> Iterator[Row]:
    """Both waves of a network of this size."""
    with TemporaryDirectory() as folder, national(Path(folder), organisations) as network:
        for wave, campaign_id in enumerate(network.campaigns, start=1):
            yield from rows(f"{organisations:,} organisations, wave {wave}", published(network.url, campaign_id))


def rows(what: str, found: Published) -> Iterator[Row]:
    """The figures of one publication."""
    yield Row(f"{what}: publishing", found.seconds, "s", found.seconds / found.reading)
    yield Row(f"{what}: only reading what was contributed", found.reading, "s")
    yield Row(f"{what}: peak memory of publishing", found.megabytes, "MB")
    yield Row(f"{what}: numbers shown", found.shown, "numbers")
    yield Row(f"{what}: numbers suppressed", found.hidden, "numbers", found.hidden / found.shown)


def published(url: str, campaign_id: str) -> Published:
    """Publish a campaign in a new process."""
    with get_context("spawn").Pool(1) as pool:
        return pool.apply(publish, (url, campaign_id))


def publish(url: str, campaign_id: str) -> Published:
    """Publish a campaign in this process, which must be a new one: its greatest memory so far counts."""
    with closing(Database(url)) as database:
        start = perf_counter()
        with database.readings.begin() as session:
            contributions_of(session.connection(), campaign_id)
        reading, before = perf_counter() - start, peak()
        start = perf_counter()
        with database.readings.begin() as session:
            prepared = prepare(session, campaign_id, datetime.now(UTC))
        seconds, after = perf_counter() - start, peak()
        assert prepared is not None
        with database.sessions.begin() as session:
            assert keep(session, prepared)
    hidden, offered = numbers(prepared["document"])
    return Published(seconds, reading, after - before, offered - hidden, hidden)


def peak() -> float:
    """Megabytes that this process has used at most, as Linux says; what the process that started it used is not in."""
    found = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    return int(found.split()[1]) / KILOBYTES


def numbers(document: Mapping[str, Any]) -> tuple[int, int]:
    """How many numbers of groups are hidden, and how many there are: an output of a metric of a group is one."""
    cells = [cell for metrics in document["groups"].values() for cell in metrics.values()]
    return sum(len(cell["hidden"]) for cell in cells), len(cells) * len(OUTPUTS)
