"""Answers saved through the real server beside the storage engine alone, on the same disk in the same run.

The engine alone is SQLite without a server, a framework or checks: the same upsert with the same durability, committed
one by one (what a server does that commits for each request) and 128 at a time (the most that group commit can win).
"""

from __future__ import annotations

import asyncio
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from statistics import median, quantiles

from assessment.storage.database import PRAGMAS
from tests.benchmarks import Row
from tests.serving import Client, running

ROUNDS = 3
CLIENTS = 32
SECONDS = 4.0
COMMITS = 1500
BATCH = 128
TABLE = "CREATE TABLE answers (id TEXT, code TEXT, value TEXT, version INT, saved_at TEXT, PRIMARY KEY (id, code))"
UPSERT = """
INSERT INTO answers VALUES (?, ?, ?, 1, '2026-01-01 12:00:00')
ON CONFLICT (id, code) DO UPDATE SET value = excluded.value, version = version + 1, saved_at = excluded.saved_at
"""


def run() -> list[Row]:
    """Measure everything `ROUNDS` times, in turn, and give the medians."""
    with tempfile.TemporaryDirectory() as folder:
        measured = [_measure(Path(folder) / str(number)) for number in range(ROUNDS)]
    one_by_one, batched, requests, p99 = (median(column) for column in zip(*measured, strict=True))
    return [
        Row("SQLite alone, one commit per answer", one_by_one, "answers/s"),
        Row(f"SQLite alone, {BATCH} answers per commit", batched, "answers/s"),
        Row(f"server, {CLIENTS} connections", requests, "answers/s", requests / one_by_one),
        Row(f"server, {CLIENTS} connections, 99th percentile", p99, "ms"),
    ]


def _measure(folder: Path) -> tuple[float, float, float, float]:
    folder.mkdir()
    with _engine(folder / "bare.sqlite") as connection:
        one_by_one = _commit_rate(connection, batch=1)
        batched = _commit_rate(connection, batch=BATCH)
    with running(f"sqlite+pysqlite:///{folder}/server.sqlite", folder / "log") as server:
        requests, p99 = asyncio.run(_load(server.port))
    return one_by_one, batched, requests, p99


@contextmanager
def _engine(file: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        for name, value in PRAGMAS.items():
            connection.execute(f"PRAGMA {name} = {value}")
        connection.execute(TABLE)
        yield connection


def _commit_rate(connection: sqlite3.Connection, batch: int) -> float:
    rounds = COMMITS if batch == 1 else COMMITS // 10
    began = time.perf_counter()
    for number in range(rounds):
        connection.execute("BEGIN IMMEDIATE")
        for item in range(batch):
            connection.execute(UPSERT, (f"{(number * batch + item) % 500}", f"CAP{item % 7}", "2"))
        connection.execute("COMMIT")
    return rounds * batch / (time.perf_counter() - began)


async def _load(port: int) -> tuple[float, float]:
    """Requests per second and the 99th percentile of their times in milliseconds, after a warm-up."""
    clients = [Client(port) for _ in range(CLIENTS)]
    homes = [await client.begin() for client in clients]
    pairs = list(zip(clients, homes, strict=True))
    await asyncio.gather(*(_save(client, home, SECONDS / 4) for client, home in pairs))
    began = time.perf_counter()
    times = [item for found in await asyncio.gather(*(_save(*pair, SECONDS) for pair in pairs)) for item in found]
    elapsed = time.perf_counter() - began
    for client in clients:
        await client.close()
    return len(times) / elapsed, quantiles(times, n=100)[98] * 1000


async def _save(client: Client, home: str, seconds: float) -> list[float]:
    """Answer one question after the other until the time is over; how long each took, in seconds."""
    times: list[float] = []
    end = time.perf_counter() + seconds
    while (began := time.perf_counter()) < end:
        code = f"CLI{len(times) % 5 + 1}"
        reply = await client.post(f"{home}/answers/{code}", {code: str(len(times) % 5)}, HX_Request="true")
        assert reply.status == 200, reply.body[:300]
        times.append(time.perf_counter() - began)
    return times
