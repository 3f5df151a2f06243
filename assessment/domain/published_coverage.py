"""Who answered, as it is frozen into a publication, and what follows from published numbers alone (dossier 4.6).

What is worked out here from a document takes nothing but the numbers in it: whoever reads the document could work it
out too, so it adds nothing to what can be known of an organisation.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum
from typing import Any

from assessment.domain.coverage import SMALLEST_CELL, effective, post_stratified, respondents_only
from assessment.domain.peer_groups import CROSSINGS, Axis, Member, SizeClass
from assessment.domain.publishing import Name, names_of

SHOWN_AXES = (Axis.TYPE, Axis.REGION, Axis.SIZE)
OTHERS = ""
"""Stands for the values of an axis with too few answers, and for organisations without a place on it."""
PERCENT = 100

Line = Sequence[Any]
"""A value of an axis (or the others), how many organisations answered, and how many there are: as documents hold it."""


@dataclass(frozen=True, slots=True)
class Corrected:
    """A mean corrected for who answered; `effective` is how many equally weighted organisations the weights leave."""

    mean: float
    effective: float


def population(known: Iterable[Member]) -> dict[Name, int]:
    """How many organisations each group has, whether they answered or not."""
    return dict(Counter(name for one in known for name in names_of(one, CROSSINGS)))


def who_answered(answered: Iterable[Member], known: Iterable[Member]) -> dict[str, list[Line]]:
    """By axis: how many of the known organisations answered.

    Values with fewer than five answers are merged into the others; so are the smallest ones above as long as the
    others have fewer than five together. `known` holds those that answered too.
    """
    here, there = list(answered), list(known)
    return {
        axis.value: _lines(Counter(one.value(axis) for one in here), Counter(one.value(axis) for one in there))
        for axis in SHOWN_AXES
    }


def _lines(answered: Counter[str], known: Counter[str]) -> list[Line]:
    kept = {value for value in known if value and answered[value] >= SMALLEST_CELL}
    order = {size.value: place for place, size in enumerate(SizeClass)}
    merged = set(known) - kept
    for value in sorted(kept, key=lambda one: (answered[one], one)):
        if not merged or sum(answered[one] for one in merged) >= SMALLEST_CELL:
            break
        merged.add(value)
    lines: list[Line] = [
        [value, answered[value], known[value]]
        for value in sorted(kept - merged, key=lambda one: (order.get(one, 0), one))
    ]
    others = [OTHERS, sum(answered[one] for one in merged), sum(known[one] for one in merged)]
    return [*lines, others] if merged else lines


def corrected_mean(means: Mapping[str, float], lines: Sequence[Line]) -> Corrected | None:
    """The mean of a network if its types had answered alike: published means, weighted by what there is of each type.

    `lines` are those of the types (`who_answered`). Each respondent's weight makes up for those of its type that did
    not answer and is at most three. None unless the mean of every type is published.
    """
    if not lines or any(value == OTHERS or value not in means for value, _, _ in lines):
        return None
    cells = [(value,) for value, answered, _ in lines for _ in range(answered)]
    weights = post_stratified(cells, {(value,): known for value, _, known in lines})
    weighted = fsum(weight * means[value] for weight, (value,) in zip(weights, cells, strict=True))
    return Corrected(weighted / fsum(weights), effective(weights))


def projected(amount: float, percent: int | None) -> float | None:
    """A published amount for all organisations, as if those that did not answer were like the others.

    `percent` is the published coverage; None where it is too small to speak of more than the respondents.
    """
    if percent is None or respondents_only(percent / PERCENT):
        return None
    return amount * PERCENT / percent
