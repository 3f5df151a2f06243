"""Statistics of many groups at once from how often each score occurs, scores in tenths of a point (dossier 4.4).

Counts are arrays whose last axis is the grid: how many organisations have 0, 0.1 ... 100 points. Whatever stands before
it (groups, dimensions) is kept. Where a group is empty there is nothing to say: NaN in arrays.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite

import numpy as np
from numpy.typing import NDArray

TENTHS = 10
"""Steps of the grid in a point."""
GRID = 100 * TENTHS + 1
"""Places of the grid: from 0 to 100 points, both of them included."""
MISSING = GRID
"""Stands for a score that there is none of."""

Counts = NDArray[np.integer]
Figures = NDArray[np.float64]

VALUES = np.arange(GRID)
CENTRED = VALUES - GRID // 2
"""Sums of squares stay whole numbers, hence exact, up to six million organisations."""


def to_grid(score: float | None) -> int:
    """The place of a score (0 to 100 points) on the grid, halves up, `MISSING` for None.

    Raises ValueError for any other number.
    """
    if score is None:
        return MISSING
    if not isfinite(score) or not 0 <= score <= 100:
        raise ValueError(f"a score lies between 0 and 100, not at {score}")
    return int(score * TENTHS + 0.5)


def counts_of(scores: Sequence[float | None]) -> Counts:
    """How often each place of the grid occurs; missing scores are left out. Raises ValueError as `to_grid`."""
    return np.bincount([to_grid(score) for score in scores] or [MISSING], minlength=GRID + 1)[:GRID]


def sizes(counts: Counts) -> NDArray[np.int64]:
    """How many organisations have a score."""
    found: NDArray[np.int64] = counts.sum(axis=-1, dtype=np.int64)
    return found


def means(counts: Counts) -> Figures:
    """Mean score in points."""
    return _per(counts @ VALUES, sizes(counts)) / TENTHS


def deviations(counts: Counts) -> Figures:
    """Standard deviation of the scores in points (n - 1 below the line), NaN for fewer than two."""
    n, total, squares = sizes(counts), counts @ CENTRED, counts @ CENTRED**2
    return np.sqrt(_per(n * squares - total**2, n * (n - 1))) / TENTHS


def quantiles(counts: Counts, probabilities: Sequence[float]) -> Figures:
    """Quantiles of type 8 in points, one more axis for the probabilities (0-1) (dossier 4.4).

    Raises ValueError for a probability outside 0 to 1.
    """
    if not all(0 <= p <= 1 for p in probabilities):
        raise ValueError("a probability lies between 0 and 1")
    n = sizes(counts)[..., None]
    place = (n + 1 / 3) * np.array(probabilities) + 1 / 3
    below = np.floor(place)
    lower, upper = (_ordered(counts, np.clip(rank, 1, n).astype(np.int64)) for rank in (below, below + 1))
    return np.where(n > 0, lower + (place - below) * (upper - lower), np.nan) / TENTHS


def _ordered(counts: Counts, ranks: NDArray[np.int64]) -> NDArray[np.int64]:
    """The score at each rank (1 = lowest), for ranks within the size of their group.

    All groups are laid end to end, so that one search in one growing row finds every rank.
    """
    running = np.cumsum(counts, dtype=np.int64)
    rows = running.reshape(-1, GRID)
    before = np.concatenate([[0], rows[:-1, -1]])
    wanted = before[:, None] + ranks.reshape(len(rows), -1)
    found = np.searchsorted(running, wanted) - GRID * np.arange(len(rows))[:, None]
    return found.reshape(ranks.shape)


def _per(part: NDArray[np.int64], whole: NDArray[np.int64]) -> Figures:
    nothing = np.full(np.shape(part), np.nan)
    found: Figures = np.divide(part, whole, out=nothing, where=np.asarray(whole) > 0)
    return found
