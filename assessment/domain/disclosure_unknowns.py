"""What somebody who can add and subtract every shown number still cannot know.

Rules about two or three groups do not see everything: with two hidden cells in every row and column, one of them can
still be worked out by way of several rows and columns. So the shown sums are also taken as linear equations in the
values of the organisations, and a set is shown only if the equations stay without an answer about few of them.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from assessment.domain.disclosure_family import Family, Hiding
from assessment.domain.disclosure_rules import Reason

ZERO = 1e-7
"""Below it a squared length is rounding of the arithmetic: those that are not zero are of the order of one over the
number of atoms."""


def hide_solvable(hiding: Hiding, least: int) -> None:
    """Take the shown sets one by one, the largest first, and hide each that makes a hidden number solvable.

    Guarded are every hidden set, whatever the reason; the atoms (organisations that no shown set tells apart) of fewer
    than `least`; and the combinations of two atoms that have fewer together: one member, knowing its own value, must
    not learn another's. Not guarded is the sum of three or four organisations that stand in as many atoms: only all
    but one of them together can learn a value from it.
    """
    unknowns = Unknowns(hiding, least)
    if unknowns.safe(hiding.visible):
        return
    for place in np.flatnonzero(hiding.open):
        if not unknowns.learn(int(place)):
            hiding.hide(int(place), Reason.WOULD_REVEAL_OTHER)


class Unknowns:
    """The projector on what published sums, and those learned since, leave open, in the space of sums over atoms."""

    def __init__(self, hiding: Hiding, least: int) -> None:
        family = hiding.family
        merged = _merged(family, hiding.visible)
        guarded = sorted(place for place in hiding.reasons if not hiding.published[place])
        inside = family.atoms[guarded] * family.weights @ merged
        weights = family.weights @ merged
        self._atoms = ((family.atoms @ merged) > 0).astype(float)
        self._guarded = (inside == weights).astype(float)[((inside == 0) | (inside == weights)).all(axis=1)]
        self._small = np.flatnonzero(weights < least)
        small = weights[self._small]
        self._pairs = np.triu(small[:, None] + small[None, :] < least, 1)
        self._projector, self._open = self._after(hiding.published)
        self._solved = self._solvable(self._projector, self._open)

    def safe(self, places: NDArray[np.bool_]) -> bool:
        """Whether all these sets together make nothing solvable that was not before."""
        return not (self._solvable(*self._after(places)) & ~self._solved).any()

    def learn(self, place: int) -> bool:
        """Add a set's sum, unless it makes anything guarded solvable; whether it was added."""
        row = self._atoms[place]
        news = self._projector @ row
        length = float(row @ news)
        if length < ZERO:
            return True
        news /= np.sqrt(length)
        projector = self._projector - np.outer(news, news)
        left = self._open - (self._guarded @ news) ** 2
        solved = self._solvable(projector, left)
        if (solved & ~self._solved).any():
            return False
        self._projector, self._open, self._solved = projector, left, solved
        return True

    def _after(self, places: NDArray[np.bool_]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """The projector once these sets are known, and the squared length that it leaves of each guarded set."""
        _, lengths, directions = np.linalg.svd(self._atoms[places], full_matrices=False)
        known = directions[lengths > ZERO]
        left = self._guarded.sum(axis=1) - ((self._guarded @ known.T) ** 2).sum(axis=1)
        return np.eye(self._atoms.shape[1]) - known.T @ known, left

    def _solvable(self, projector: NDArray[np.float64], left: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Which guarded sets, small atoms and pairs of small atoms have a combination without unknowns."""
        small = projector[np.ix_(self._small, self._small)]
        alone = np.diagonal(small)
        product = np.outer(alone, alone)
        pairs = self._pairs & (product - small**2 < ZERO * product)
        return np.concatenate([left < ZERO, alone < ZERO, pairs[self._pairs]])


def _merged(family: Family, visible: NDArray[np.bool_]) -> NDArray[np.int64]:
    """The atoms of the family (rows) by those that visible sets tell apart (columns).

    Only whole columns can be worked out, so a guarded set that halves one is out of danger.
    """
    patterns, inverse = np.unique(family.atoms[visible], axis=1, return_inverse=True)
    merged = np.zeros((family.atoms.shape[1], patterns.shape[1]), dtype=np.int64)
    merged[np.arange(len(merged)), inverse.reshape(-1)] = 1
    return merged
