"""Who answered of those there are, and weights that make up for those who did not (dossier 4.6)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from math import fsum

import numpy as np
from numpy.typing import NDArray

LEAST_COVERAGE = 0.30
"""Below, statistics speak of the respondents only, not of all organisations."""
NEGLIGIBLE = 0.10
"""Up to this coverage the finite population correction is left out."""
SMALLEST_CELL = 5
"""Cells with fewer respondents are collapsed."""
HEAVIEST = 3.0
"""Most that a respondent counts, in average respondents."""
PASSES = 200
"""Raking stops when weights stand still, or after so many rounds."""

Cell = tuple[str, ...]
"""Where an organisation belongs, from wide to narrow: region, type, size class."""


def coverage(answered: int, known: int) -> float | None:
    """Share (0-1) of the known organisations that answered, None when none are known; at most 1."""
    return min(1.0, answered / known) if known > 0 else None


def respondents_only(share: float | None) -> bool:
    """Whether a coverage (None = not known) is too small to speak of more than the respondents."""
    return share is None or share < LEAST_COVERAGE


def unsampled(n: int, population: int | None) -> float:
    """Finite population correction of a variance: share (0-1) that did not answer, 1 while few did or it is not known.

    Lists are never complete: a population below `n` counts as `n`.
    """
    share = coverage(n, population) if population else None
    return 1.0 if share is None or share <= NEGLIGIBLE else 1 - share


def effective(weights: Sequence[float]) -> float:
    """How many equally weighted organisations unequal weights are worth, 0 without weight."""
    squares = fsum(weight**2 for weight in weights)
    return fsum(weights) ** 2 / squares if squares else 0.0


def post_stratified(answered: Sequence[Cell], known: Mapping[Cell, int]) -> tuple[float, ...]:
    """A weight for each respondent, from its cell and how many organisations each cell has; their mean is 1.

    Cells with fewer than five respondents are collapsed into the next wider one: sizes of a type, types of a region,
    regions. No weight exceeds three. Raises ValueError when a respondent's cell is not known to have organisations.
    """
    if missing := {cell for cell in answered if known.get(cell, 0) < 1}:
        raise ValueError(f"respondents outside the known organisations: {sorted(missing)}")
    collapsed = collapse(answered, known)
    here, there = Counter(collapsed[cell] for cell in answered), Counter[Cell]()
    for cell, number in known.items():
        there[collapsed[cell]] += number
    return trimmed([there[collapsed[cell]] / here[collapsed[cell]] for cell in answered])


def collapse(answered: Sequence[Cell], known: Mapping[Cell, int]) -> dict[Cell, Cell]:
    """Into which cell each known one goes, so that cells hold five respondents; what is left over stays together."""
    goes = {cell: cell for cell in known}
    for length in range(max(map(len, known), default=0), 0, -1):
        found = Counter(goes[cell] for cell in answered)
        for cell, place in goes.items():
            if len(place) == length and found[place] < SMALLEST_CELL:
                goes[cell] = place[:-1]
    return goes


def raked(answered: Sequence[Cell], margins: Sequence[Mapping[str, float]]) -> tuple[float, ...]:
    """A weight for each respondent so that, on each axis, they add up to the known shares; mean 1, at most three.

    `margins` gives, axis by axis, how many organisations have each value; values that nobody answered for are left out.
    Raises ValueError when a respondent has a value that no organisation is known to have.
    """
    places = [_places([cell[axis] for cell in answered], margin) for axis, margin in enumerate(margins)]
    weights = np.ones(len(answered))
    for _ in range(PASSES):
        before = weights.copy()
        for inside, wanted in places:
            weights *= (wanted * len(answered) / np.bincount(inside, weights, len(wanted)))[inside]
        if np.allclose(before, weights, rtol=1e-10, atol=0):
            break
    return trimmed(weights.tolist())


def _places(values: Sequence[str], margin: Mapping[str, float]) -> tuple[NDArray[np.int_], NDArray[np.float64]]:
    found = sorted(set(values))
    if missing := [value for value in found if margin.get(value, 0) <= 0]:
        raise ValueError(f"respondents outside the known organisations: {missing}")
    wanted = np.array([margin[value] for value in found])
    return np.array([found.index(value) for value in values], dtype=np.int_), wanted / wanted.sum()


def trimmed(weights: Sequence[float], most: float = HEAVIEST) -> tuple[float, ...]:
    """Weights scaled to a mean of 1, none above `most`; what is cut off goes to the others."""
    if not weights:
        return ()
    scaled = np.array(weights) / fsum(weights) * len(weights)
    heavy = np.zeros(len(scaled), dtype=bool)
    while (scaled > most).any():
        heavy |= scaled >= most
        scaled[heavy] = most
        scaled[~heavy] *= (len(scaled) - most * heavy.sum()) / scaled[~heavy].sum()
    return tuple(scaled.tolist())
