"""What is said of one group: its statistics, one's own place in it, its distribution (dossier 4.2, 4.4).

Everything comes from counts on the grid of scores. Nothing here decides what may be shown: see disclosure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assessment.domain import score_grid
from assessment.domain.arithmetic import clip
from assessment.domain.score_grid import GRID, TENTHS, Counts

PROBABILITIES = (0.10, 0.25, 0.50, 0.75, 0.90)
"""P10, lower quartile, median, upper quartile, P90."""
CLASS_WIDTH = 10
"""Width of a class of the histogram before classes are merged, in points."""
FEWEST_IN_CLASS = 3
"""A class of the histogram holds nobody or at least so many."""


@dataclass(frozen=True, slots=True)
class Statistics:
    """`n` scores: mean, standard deviation (None for one) and the five quantiles of `PROBABILITIES`, in points."""

    n: int
    mean: float
    deviation: float | None
    quantiles: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class ScoreClass:
    """How many scores lie from `low` to below `high` points; the last class includes its end."""

    low: float
    high: float
    count: int


def statistics_of(counts: Counts) -> Statistics | None:
    """The statistics of one group, None when nobody has a score."""
    n = int(score_grid.sizes(counts))
    if not n:
        return None
    deviation = float(score_grid.deviations(counts)) if n > 1 else None
    return Statistics(
        n, float(score_grid.means(counts)), deviation, tuple(score_grid.quantiles(counts, PROBABILITIES).tolist())
    )


def percentile_rank(counts: Counts, own: float, *, counted: bool = True) -> float:
    """Percentile rank (0-100) of one's own score among a group with oneself, ties half (dossier 4.4).

    `counted` says whether one's own score is already among the counts. Raises ValueError when it should be and is not,
    or when it is no score.
    """
    place = score_grid.to_grid(own)
    lower, equal = int(counts[:place].sum()), int(counts[place])
    if counted and not equal:
        raise ValueError("one's own score is not among the counts")
    others = 0 if counted else 1
    return 100 * (lower + 0.5 * (equal + others)) / (int(counts.sum()) + others)


def higher_than(rank: float) -> int:
    """Of ten organisations, about how many lie lower than one at this percentile rank: 0 to 9, never a rank list."""
    return int(clip(rank / 10 + 0.5, 0, 9))


def histogram(counts: Counts, width: int = CLASS_WIDTH, fewest: int = FEWEST_IN_CLASS) -> tuple[ScoreClass, ...]:
    """Classes of `width` points from 0 to 100, neighbours merged until each holds nobody or at least `fewest` (4.2).

    A group smaller than that comes out as one class. Raises ValueError for a width that does not divide 100.
    """
    if width < 1 or 100 % width:
        raise ValueError(f"classes of {width} points do not fill 100 points")
    ends = [*range(width, 100, width), 100]
    places = [*(TENTHS * end for end in ends[:-1]), GRID]
    classes: list[ScoreClass] = []
    for low, high, start, stop in zip([0, *ends], ends, [0, *places], places, strict=False):
        found = ScoreClass(low, high, int(counts[start:stop].sum()))
        classes.append(_merged(classes.pop(), found) if classes and _thin(classes[-1], fewest) else found)
    while len(classes) > 1 and _thin(classes[-1], fewest):
        last = classes.pop()
        classes.append(_merged(classes.pop(), last))
    return tuple(classes)


def _thin(item: ScoreClass, fewest: int) -> bool:
    return 0 < item.count < fewest


def _merged(left: ScoreClass, right: ScoreClass) -> ScoreClass:
    return ScoreClass(left.low, right.high, left.count + right.count)


def weighted_quantiles(pairs: Sequence[tuple[float, float]], probabilities: Sequence[float]) -> tuple[float, ...]:
    """Quantiles of (weight, value) pairs, between the middles of their weights (dossier 4.4); for weights only.

    Raises ValueError without any positive weight, or with a negative one.
    """
    if any(weight < 0 for weight, _ in pairs) or not any(weight for weight, _ in pairs):
        raise ValueError("weights are zero or more, and one of them is more")
    ordered = sorted((value, weight) for weight, value in pairs if weight)
    values, weights = np.array(ordered).T
    middles = (np.cumsum(weights) - 0.5 * weights) / weights.sum()
    return tuple(np.interp(probabilities, middles, values).tolist())
