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
    """Hide the smallest of a set and two disjoint sets inside it that leave 1 to `least` - 1 of its organisations."""
    family, places = hiding.family, np.arange(len(hiding.family.sets))
    for whole in np.flatnonzero(hiding.visible):
        inside = np.flatnonzero(hiding.visible & (family.common[whole] == family.sizes) & (places != whole))
        left = family.sizes[whole] - family.sizes[inside][:, None] - family.sizes[inside][None, :]
        disjoint = family.common[np.ix_(inside, inside)] == 0
        for first, second in np.argwhere(np.triu(disjoint & (left > 0) & (left < least), 1)):
            _hide_smallest(hiding, (int(whole), int(inside[first]), int(inside[second])))


def hide_revealing_rests(hiding: Hiding, sensitive: Callable[[Members], bool], reason: Reason) -> None:
    """Hide the smaller of two nested shown sets whose difference says too much of an organisation by its values."""
    family = hiding.family
    for place in np.flatnonzero(hiding.open):
        around = hiding.visible & (family.common[place] == family.sizes[place]) & (family.sizes > family.sizes[place])
        inner = family.sets[place]
        if any(sensitive(family.sets[outer] - inner) for outer in np.flatnonzero(around)):
            hiding.hide(int(place), reason)


def _hide_smallest(hiding: Hiding, places: tuple[int, ...]) -> None:
    """Hide the last of these sets that can be hidden, unless one of them is hidden already."""
    if hiding.visible[list(places)].all():
        can = [place for place in places if hiding.open[place]]
        if can:
            hiding.hide(max(can), Reason.TOO_SIMILAR)
