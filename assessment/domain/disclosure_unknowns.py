"""What somebody who can add and subtract every shown number still cannot know.

Rules about two or three groups do not see everything: with two hidden cells in every row and column, one of them can
still be worked out by way of several rows and columns. So the shown sums are also taken as linear equations in the
values of the organisations, and a set is shown only if the equations stay without an answer about few of them.

Whether they have an answer is seen from values drawn at random and then changed so that every shown sum is zero: a
combination that follows from the shown sums is zero as well, in every draw, and one that does not is zero in none.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property
from itertools import takewhile
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve
from scipy.sparse import csr_array

from assessment.domain.disclosure_family import Hiding, alike
from assessment.domain.disclosure_rules import Reason

DRAWS = 8
"""So many that none comes near zero in all of them by chance."""
SEED = 2026
ZERO = 1e-7
"""Below it a squared length is rounding of the arithmetic: the values drawn are of the order of one."""
CLOSE = 1e-10
"""A sum this near zero is zero."""
NEAR = 1e-6
"""Radians: directions further apart than this, seen from one side, are not the same."""
RIDGE = 1e-12
"""Share of its trace that is added to a matrix which cannot be divided by, since sums depend on each other."""

Table = NDArray[np.float64]
Solvable = frozenset[tuple[str, int] | tuple[int, int]]
"""What can be worked out: guarded sets and atoms by their number, and pairs of atoms."""


def hide_solvable(hiding: Hiding, least: int) -> None:
    """Take the shown sets one by one, the largest first, and hide each that makes a hidden number solvable.

    Guarded are every hidden set, whatever the reason; the atoms (organisations that no shown set tells apart) of fewer
    than `least`; and the combinations of two atoms that have fewer together: one member, knowing its own value, must
    not learn another's. Not guarded is the sum of three or four organisations that stand in as many atoms: only all
    but one of them together can learn a value from it.
    """
    places = np.flatnonzero(hiding.open)
    if not len(places):
        return
    unknowns = Unknowns(hiding, least)

    def unsafe(last: int) -> bool:
        shown = hiding.visible
        shown[places[last + 1 :]] = hiding.published[places[last + 1 :]]
        return not unknowns.safe(shown)

    while not unknowns.safe(hiding.visible):
        hiding.hide(int(places[bisect_left(range(len(places)), x=True, key=unsafe)]), Reason.WOULD_REVEAL_OTHER)


class Unknowns:
    """What published sums leave open of what is guarded, and whether others leave as much."""

    def __init__(self, hiding: Hiding, least: int) -> None:
        family = hiding.family
        first, inverse, _ = alike(family.atoms[hiding.visible])
        weights = np.bincount(inverse, family.weights)
        self._sums = csr_array(family.atoms[:, first] * np.sqrt(weights))
        self._common = family.common
        self._guarded = csr_array(_guarded(hiding, inverse, weights) * np.sqrt(weights))
        self._weights, self._least = weights, least
        self._drawn = np.random.default_rng(SEED).standard_normal((len(weights), DRAWS))
        self._published = hiding.published.copy()

    def safe(self, places: NDArray[np.bool_]) -> bool:
        """Whether all these sets together make nothing solvable that was not before."""
        found = self._solvable(places)
        return not found or found <= self._before

    @cached_property
    def _before(self) -> Solvable:
        return self._solvable(self._published)

    def _solvable(self, places: NDArray[np.bool_]) -> Solvable:
        """Which guarded sets, small atoms and pairs of small atoms have a combination without unknowns."""
        values = self._with_zero(places)
        sets = np.flatnonzero(_squares(self._guarded @ values) < ZERO)
        zero, small = _squares(values) < ZERO, self._weights < self._least
        alone, together = np.flatnonzero(small & zero), np.flatnonzero(small & ~zero)
        pairs = ((int(together[a]), int(together[b])) for a, b in _parallel(values[together]))
        near = {pair for pair in pairs if self._weights[list(pair)].sum() < self._least}
        return frozenset({("set", int(one)) for one in sets} | {("atom", int(one)) for one in alone} | near)

    def _with_zero(self, places: NDArray[np.bool_]) -> Table:
        """The values drawn, less what makes these sums other than zero: the part of them that stays open.

        A projection by least squares, repeated because of the ridge until nothing is left to take away.
        """
        values, sums = self._drawn.copy(), self._sums[places]
        if not places.any():
            return values
        common = self._common[np.ix_(places, places)].astype(float)
        common[np.diag_indices_from(common)] += RIDGE * common.trace()
        factor = cho_factor(common)
        while np.abs(left := sums @ values).max() > CLOSE:
            values -= sums.T @ cho_solve(factor, left)
        return values


def _squares(vectors: Table) -> Table:
    found: Table = (vectors**2).sum(axis=1)
    return found


def _parallel(vectors: Table) -> Iterator[tuple[int, int]]:
    """Every two vectors of the same or opposite direction, the first one first; looked for in a plane before."""
    if len(vectors) < 2:
        return
    directions = vectors / np.sqrt(_squares(vectors))[:, None]
    slopes = np.arctan(directions[:, 0] / directions[:, 1])
    order = np.argsort(slopes)
    near = np.diff(slopes[order]) < NEAR
    for first in np.flatnonzero(near):
        for second in takewhile(lambda place: near[place - 1], range(first + 1, len(order))):
            one, other = sorted((int(order[first]), int(order[second])))
            if 1 - (directions[one] @ directions[other]) ** 2 < ZERO:
                yield one, other


def _guarded(hiding: Hiding, inverse: NDArray[np.int64], weights: NDArray[Any]) -> Table:
    """The hidden sets by the atoms that visible sets tell apart, 0 or 1.

    Only whole atoms can be worked out, so a set that halves one is out of danger and left out.
    """
    family, order = hiding.family, np.argsort(inverse, kind="stable")
    places = sorted(place for place in hiding.reasons if not hiding.published[place])
    members = family.atoms[places] * family.weights
    starts = np.searchsorted(inverse[order], np.arange(len(weights)))
    inside = np.add.reduceat(members[:, order], starts, axis=1)
    whole = inside == weights
    return np.asarray(whole[(whole | (inside == 0)).all(axis=1)], dtype=float)
