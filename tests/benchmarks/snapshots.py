"""A snapshot of a wave: all statistics of 18 regions x 6 types x 5 territories with margins, nine dimensions.

Beside it, in the same run: a plain NumPy sort of every group (the same quantiles, which must agree) and PostgreSQL's
`percentile_cont` over CUBE, reading a table of the same scores (n and means must agree; it interpolates differently).
PostgreSQL takes up to 100,000 organisations; with ASSESSMENT_BENCHMARK_LARGE=1 in the environment a million too.
"""

from __future__ import annotations

import os
import sys
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import combinations
from statistics import median
from time import perf_counter
from typing import Any, TypeVar

import numpy as np
import psycopg
from numpy.typing import NDArray

from assessment.domain.benchmarks import PROBABILITIES
from assessment.domain.peer_groups import Axis, Crossing
from assessment.domain.score_grid import GRID, TENTHS
from assessment.domain.snapshots import Frame, Snapshot, Table, count
from tests.benchmarks import Row
from tests.postgresql import Server, find_programs, running_server

SIZES = (10_000, 100_000, 1_000_000)
LARGEST_IN_POSTGRESQL = 100_000
LARGE = "ASSESSMENT_BENCHMARK_LARGE"
ROUNDS = 3
SEED = 20260101
METRICS = ("CAP", "CLI", "INS", "REL", "DON", "PRO", "EQU", "COL", "RES")
FRAME = Frame(
    {
        Axis.TYPE: tuple(f"T{n}" for n in range(6)),
        Axis.REGION: tuple(f"R{n:02}" for n in range(18)),
        Axis.TERRITORY: tuple(f"L{n}" for n in range(5)),
    }
)
CROSSINGS: tuple[Crossing, ...] = tuple(
    axes for number in range(len(FRAME.axes) + 1) for axes in combinations(FRAME.axes, number)
)
"""With the cells themselves, more than is ever published: what PostgreSQL's CUBE makes."""

Scores = NDArray[np.int16]
Cells = NDArray[np.int64]
Found = TypeVar("Found")


def run() -> list[Row]:
    """Ours in time and memory at each size, then the sort, then PostgreSQL."""
    rows: list[Row] = []
    with ExitStack() as stack:
        programs = find_programs()
        server = stack.enter_context(running_server(programs)) if programs else None
        if server is None:
            print("PostgreSQL is left out: its server programs are not installed", file=sys.stderr)
        for n in SIZES:
            rows += measured(n, server)
    return rows


def measured(n: int, server: Server | None) -> Iterator[Row]:
    """One size beside its peers."""
    scores, cells = drawn(n)
    ours, tables = timed(lambda: snapshot(scores, cells), ROUNDS)
    tracemalloc.start()
    snapshot(scores, cells)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    sort, others = timed(lambda: sorted_groups(scores, cells), 1)
    agree(tables, others)
    yield Row(f"{n:,} organisations: snapshot by counting", 1000 * ours, "ms", ours / sort)
    yield Row(f"{n:,} organisations: its peak memory beyond the scores", peak / 1e6, "MB")
    yield Row(f"{n:,} organisations: NumPy sort of each group", 1000 * sort, "ms")
    if server and (n <= LARGEST_IN_POSTGRESQL or os.environ.get(LARGE)):
        theirs = in_postgresql(server, scores, cells, tables)
        yield Row(f"{n:,} organisations: PostgreSQL percentile_cont, CUBE", 1000 * theirs, "ms")
        yield Row(f"{n:,} organisations: snapshot beside PostgreSQL", 1000 * ours, "ms", ours / theirs)


def drawn(n: int) -> tuple[Scores, Cells]:
    """Made-up scores around 48 points, and cells of unequal size."""
    random = np.random.default_rng(SEED)
    share = random.dirichlet(np.ones(FRAME.cells))
    scores = np.clip(random.normal(480, 150, (len(METRICS), n)), 0, GRID - 1).astype(np.int16)
    return scores, random.choice(FRAME.cells, n, p=share)


def snapshot(scores: Scores, cells: Cells) -> list[Table]:
    """Counting and every statistic of every group."""
    return list(Snapshot("wave", FRAME, METRICS, count(scores, cells, FRAME.cells)).tables(CROSSINGS))


def sorted_groups(scores: Scores, cells: Cells) -> list[tuple[NDArray[np.int64], NDArray[np.float64]]]:
    """The peer: n and quantiles of type 8 of each crossing, by sorting (group, score) as one number."""
    found = []
    places = np.unravel_index(cells, FRAME.shape)
    for axes in CROSSINGS:
        kept = [n for n, axis in enumerate(FRAME.axes) if axis in axes]
        shape = tuple(FRAME.shape[n] for n in kept)
        groups = np.ravel_multi_index([places[n] for n in kept], shape) if kept else np.zeros(len(cells), dtype=int)
        n = np.bincount(groups, minlength=int(np.prod(shape)))
        found.append((n, np.stack([sorted_quantiles(groups, row, n) for row in scores], axis=1)))
    return found


def sorted_quantiles(groups: NDArray[np.int64], row: Scores, n: NDArray[np.int64]) -> NDArray[np.float64]:
    """Quantiles of one metric in each group, NaN in empty ones."""
    ordered = np.sort(groups.astype(np.int32) * np.int32(GRID) + row) % GRID
    starts = np.concatenate([[0], np.cumsum(n)[:-1]])[:, None]
    place = (n[:, None] + 1 / 3) * np.array(PROBABILITIES) + 1 / 3
    below, last = np.floor(place).astype(int), np.maximum(n, 1)[:, None]
    low, high = (
        ordered[np.minimum(starts + np.clip(rank, 1, last) - 1, len(ordered) - 1)] for rank in (below, below + 1)
    )
    return np.where(n[:, None] > 0, low + (place - below) * (high - low), np.nan) / TENTHS


def agree(tables: list[Table], others: list[tuple[NDArray[np.int64], NDArray[np.float64]]]) -> None:
    """Stop when the sort found anything else."""
    for table, (n, quantiles) in zip(tables, others, strict=True):
        np.testing.assert_array_equal(table.n[..., 0].ravel(), n)
        np.testing.assert_allclose(table.quantiles.reshape(quantiles.shape), quantiles, atol=1e-9)


def in_postgresql(server: Server, scores: Scores, cells: Cells, tables: list[Table]) -> float:
    """Seconds for the same groups in SQL; loading the table is not counted."""
    names = [axis.value for axis in FRAME.axes]
    columns = [*names, *METRICS]
    asked = ", ".join(
        f"avg({name}), percentile_cont(array{list(PROBABILITIES)}) WITHIN GROUP (ORDER BY {name})" for name in METRICS
    )
    query = f"SELECT {', '.join(names)}, count(*), {asked} FROM scores GROUP BY CUBE({', '.join(names)})"  # noqa: S608 - all names are constants of this file
    with psycopg.connect(host=str(server.folder), user="postgres", dbname="postgres") as connection:
        connection.execute(f"CREATE TEMP TABLE scores ({', '.join(f'{name} smallint' for name in columns)})".encode())
        with connection.cursor().copy(f"COPY scores ({', '.join(columns)}) FROM STDIN".encode()) as copy:
            for row in zip(*(part.tolist() for part in (*np.unravel_index(cells, FRAME.shape), *scores)), strict=True):
                copy.write_row(row)
        connection.execute(b"ANALYZE scores")
        seconds, rows = timed(lambda: connection.execute(query.encode()).fetchall(), 1)
    same_in_sql(rows, tables)
    return seconds


def same_in_sql(rows: list[tuple[Any, ...]], tables: list[Table]) -> None:
    """Stop when PostgreSQL counted or averaged anything else."""
    by_axes = {table.axes: table for table in tables}
    for row in rows:
        places = row[: len(FRAME.axes)]
        table = by_axes[tuple(axis for axis, place in zip(FRAME.axes, places, strict=True) if place is not None)]
        cell = tuple(place for place in places if place is not None)
        n, figures = row[len(FRAME.axes)], row[len(FRAME.axes) + 1 :]
        np.testing.assert_array_equal(table.n[cell], n)
        np.testing.assert_allclose(table.means[cell], [float(value) / TENTHS for value in figures[::2]])


def timed(work: Callable[[], Found], rounds: int) -> tuple[float, Found]:
    """Median seconds, and what came out."""
    seconds = []
    for _ in range(rounds):
        start = perf_counter()
        found = work()
        seconds.append(perf_counter() - start)
    return median(seconds), found
