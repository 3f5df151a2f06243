"""Complementary suppression in tables with margins, of any number of levels (dossier 4.3)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assessment.domain.disclosure_family import Hiding, Members
from assessment.domain.disclosure_rules import Reason


@dataclass(frozen=True)
class PlacedMargin:
    """A set and the disjoint sets it is divided into, by their places in the family.

    What the parts leave of it (organisations without a region, cells that are no group) is never published.
    """

    total: int
    parts: tuple[int, ...]


def complete(hiding: Hiding, margins: Sequence[PlacedMargin], revealing: Callable[[Members], bool]) -> None:
    """Hide parts until every shown margin has no hidden part, or two and more that together reveal nothing.

    Next to go is the smallest shown part (ties: the one whose other margin has a hidden part already, then by members).
    A margin that has no part left to hide is hidden itself. A part with all the organisations of its margin is the same
    set, not a part of it: both have one verdict.
    """
    changed = True
    while changed:
        changed = False
        for margin in margins:
            while _gives_away(hiding, margin, revealing):
                hiding.hide(_next(hiding, margin, margins), Reason.WOULD_REVEAL_OTHER)
                changed = True


def _gives_away(hiding: Hiding, margin: PlacedMargin, revealing: Callable[[Members], bool]) -> bool:
    """Whether what is hidden inside a shown margin can be worked out, and something can still be done about it."""
    visible, sets = hiding.visible, hiding.family.sets
    if not visible[margin.total]:
        return False
    rest = sets[margin.total].difference(*(sets[part] for part in margin.parts if visible[part]))
    hidden = [part for part in margin.parts if not visible[part]]
    alone = len(hidden) == 1 and rest == sets[hidden[0]]
    return bool(rest) and (alone or revealing(rest)) and bool(hiding.open[[margin.total, *margin.parts]].any())


def _next(hiding: Hiding, margin: PlacedMargin, margins: Sequence[PlacedMargin]) -> int:
    shown = [part for part in margin.parts if hiding.open[part]]
    if not shown:
        return margin.total
    return min(
        shown, key=lambda part: (hiding.family.sizes[part], not _also_hidden(hiding, part, margin, margins), part)
    )


def _also_hidden(hiding: Hiding, part: int, margin: PlacedMargin, margins: Sequence[PlacedMargin]) -> bool:
    """Whether another shown margin of this part has a hidden part already."""
    visible = hiding.visible
    others = (other for other in margins if other is not margin and part in other.parts and visible[other.total])
    return any(not visible[list(other.parts)].all() for other in others)
