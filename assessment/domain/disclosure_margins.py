"""Complementary suppression in tables with margins, of any number of levels (dossier 4.3)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assessment.domain.disclosure_family import Hiding, Members
from assessment.domain.disclosure_rules import Reason


@dataclass(frozen=True)
class PlacedMargin:
    """A set and the disjoint sets it is divided into, by their places in the family.

    What the parts leave of it (organisations without a region, cells that are no group) is never published.
    """

    total: int
    parts: tuple[int, ...]


def complete(
    hiding: Hiding, margins: Sequence[PlacedMargin], least: int, sensitive: Callable[[Members], bool] | None
) -> None:
    """Hide parts until every shown margin has no hidden part, or two and more that together reveal nothing.

    They reveal something when they are fewer than `least` or have sensitive values. Next to go is the smallest shown
    part (ties: the one whose other margin has a hidden part already, then by members). A margin that has no part left
    to hide is hidden itself. A part with all the organisations of its margin is the same set, not a part of it: both
    have one verdict.
    """
    table = _Table(hiding, margins, least, sensitive)
    changed = True
    while changed:
        changed = False
        for margin in margins:
            while table.gives_away(margin):
                hiding.hide(table.next_of(margin), Reason.WOULD_REVEAL_OTHER)
                changed = True


class _Table:
    """The margins with what is hidden in them."""

    def __init__(
        self,
        hiding: Hiding,
        margins: Iterable[PlacedMargin],
        least: int,
        sensitive: Callable[[Members], bool] | None,
    ) -> None:
        self._hiding, self._least, self._sensitive = hiding, least, sensitive
        self._of = dict[int, list[PlacedMargin]]()
        for margin in margins:
            for part in margin.parts:
                self._of.setdefault(part, []).append(margin)

    def gives_away(self, margin: PlacedMargin) -> bool:
        """Whether what is hidden inside a shown margin can be worked out, and something can still be done about it."""
        hiding, parts = self._hiding, list(margin.parts)
        visible, atoms = hiding.visible, hiding.family.atoms
        if not visible[margin.total] or not hiding.open[[margin.total, *parts]].any():
            return False
        shown = visible[parts]
        rest = atoms[margin.total] & ~atoms[parts][shown].any(axis=0)
        hidden = [part for part in parts if not visible[part]]
        alone = len(hidden) == 1 and np.array_equal(rest, atoms[hidden[0]])
        return bool(rest.any()) and (alone or self._revealing(margin, rest))

    def _revealing(self, margin: PlacedMargin, rest: NDArray[np.bool_]) -> bool:
        """Whether the rest of a margin, given by its atoms, is too small or has sensitive values."""
        family, visible = self._hiding.family, self._hiding.visible
        if family.weights[rest].sum() < self._least:
            return True
        if self._sensitive is None:
            return False
        shown = (family.sets[part] for part in margin.parts if visible[part])
        return self._sensitive(family.sets[margin.total].difference(*shown))

    def next_of(self, margin: PlacedMargin) -> int:
        """What is hidden next of a margin that gives something away."""
        hiding = self._hiding
        shown = [part for part in margin.parts if hiding.open[part]]
        if not shown:
            return margin.total
        return min(shown, key=lambda part: (hiding.family.sizes[part], not self._also_hidden(part, margin), part))

    def _also_hidden(self, part: int, margin: PlacedMargin) -> bool:
        """Whether another shown margin of this part has a hidden part already."""
        visible = self._hiding.visible
        others = (other for other in self._of[part] if other is not margin and visible[other.total])
        return any(not visible[list(other.parts)].all() for other in others)
