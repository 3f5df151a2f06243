"""Differencing: shown groups that differ by a few organisations only (dossier 4.3)."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from assessment.domain.disclosure_family import Hiding, Members
from assessment.domain.disclosure_rules import Reason


def hide_similar(hiding: Hiding, least: int) -> None:
    """Of two nested or overlapping shown sets that differ by 1 to `least` - 1 organisations, hide the smaller.

    The larger group stays since more comparisons rest on it. Published sets count first: they cannot be taken back.
    """
    apart = hiding.family.apart
    close = (apart > 0) & (apart < least)
    kept = hiding.published.copy()
    for place in np.flatnonzero(hiding.open):
        if (close[place] & kept).any():
            hiding.hide(int(place), Reason.TOO_SIMILAR)
        else:
            kept[place] = True


def hide_near_unions(hiding: Hiding, least: int) -> None:
    """Hide the smallest of a set and two disjoint sets inside it that leave 1 to `least` - 1 of its organisations.

    The larger of the two has half of what they have together, so that few sets need a closer look.
    """
    family, visible = hiding.family, hiding.visible
    large = 2 * family.sizes > (family.sizes - least)[:, None]
    for whole, first in np.argwhere(family.inside & large & visible & visible[:, None]):
        left = family.sizes[whole] - family.sizes[first] - family.sizes
        near = (left > 0) & (left < least) & (family.common[first] == 0) & family.inside[whole] & visible
        near[: first + 1] = False
        for second in np.flatnonzero(near):
            _hide_smallest(hiding, (int(whole), int(first), int(second)))


def hide_revealing_rests(hiding: Hiding, revealing: Callable[[Members, Members], bool], reason: Reason) -> None:
    """Hide the smaller of two nested shown sets whose difference says too much of an organisation by its values."""
    family = hiding.family
    for place in np.flatnonzero(hiding.open):
        around = np.flatnonzero(hiding.visible & family.inside[:, place])
        if any(revealing(family.sets[outer], family.sets[place]) for outer in around):
            hiding.hide(int(place), reason)


def _hide_smallest(hiding: Hiding, places: tuple[int, ...]) -> None:
    """Hide the last of these sets that can be hidden, unless one of them is hidden already."""
    if hiding.visible[list(places)].all():
        can = [place for place in places if hiding.open[place]]
        if can:
            hiding.hide(max(can), Reason.TOO_SIMILAR)
