"""Whether a network or region has too few of a role, compared with a country (dossier 5.7)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import ceil, fsum

import numpy as np
from numpy.typing import NDArray

from assessment.domain.arithmetic import SLACK
from assessment.domain.funnel import Interval

POST = 0.5
"""The smallest post, in FTE, that is worth sharing."""
PRESENT = 0.1
"""From how many FTE an organisation has the role at all."""
LARGEST, REST = 0.85, 0.10
"""Most that one organisation may make up of a total, and least that those after the second may be of the first."""
FEWEST = 5
"""Below so many organisations nothing is said about a group, and draws are not kept inside a stratum."""
REST_OF = ""
"""Stands for all strata that are too small."""
LEVEL = 0.90
"""Of the intervals of a group."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One organisation: FTE it needs and has of the role, staff in FTE, nights in millions a year.

    `have` counts its own share only of a post it shares, so that the post counts once in the group. `weight` makes up
    for those that did not answer; bootstrap draws stay inside a `stratum`; posts are pooled inside a `cluster`.
    """

    need: float
    have: float
    staff: float
    nights: float
    weight: float = 1.0
    stratum: str = ""
    cluster: str = ""


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over a group: FTE needed and at hand, staff in FTE, nights in millions."""

    need: float
    have: float
    staff: float
    nights: float


@dataclass(frozen=True, slots=True)
class Measures:
    """A group in proportion; each None where it would divide by nothing.

    `index` is the share of the need that is not covered (negative = surplus); `per_100` FTE for 100 staff;
    `per_million` FTE for a million nights; `quotient` FTE for staff against the country (1 = as in the country);
    `missing` FTE.
    """

    index: float | None
    per_100: float | None
    per_million: float | None
    quotient: float | None
    missing: float


class Claim(StrEnum):
    """Whether "proportionally too few" holds for the three measures at once."""

    SUPPORTED = "supported"
    NOT_SHOWN = "not_shown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortage:
    """A group against its country.

    `intervals` are 90 % bootstrap intervals by measure, empty for too few organisations. `pooled` is the FTE missing
    when neighbours share posts of at least half an FTE; `equipped` the share (0-1) of organisations that have the role;
    `need` the 90 % interval of the FTE needed.
    """

    totals: Totals
    measures: Measures
    country: Measures
    intervals: dict[str, Interval]
    pooled: float
    equipped: float | None
    claim: Claim
    need: Interval | None


TESTS = {"per_100": -1, "per_million": -1, "index": 1}
"""The three ways to ask: for staff, for nights, for need; with the direction in which a shortage goes."""


def totals(members: Sequence[Member]) -> Totals:
    """Weighted sums over a group."""
    return Totals(
        fsum(item.weight * item.need for item in members),
        fsum(item.weight * item.have for item in members),
        fsum(item.weight * item.staff for item in members),
        fsum(item.weight * item.nights for item in members),
    )


def measures(group: Totals, country: Totals) -> Measures:
    """Shortage index, densities, location quotient and missing FTE (dossier 5.7)."""
    density, usual = _ratio(group.have, group.staff), _ratio(country.have, country.staff)
    uncovered = _ratio(group.need - group.have, group.need)
    return Measures(
        uncovered,
        None if density is None else 100 * density,
        _ratio(group.have, group.nights),
        None if density is None or not usual else density / usual,
        max(0.0, group.need - group.have),
    )


def _ratio(part: float, whole: float) -> float | None:
    return part / whole if whole else None


def missing_after_pooling(members: Sequence[Member]) -> float:
    """FTE missing once each cluster shares posts of half an FTE: its shortage rounded up to the next one."""
    clusters: dict[str, list[Member]] = {}
    for item in members:
        clusters.setdefault(item.cluster, []).append(item)
    short = (max(0.0, found.need - found.have) for found in map(totals, clusters.values()))
    return fsum(POST * ceil(fte / POST - SLACK) for fte in short)


def bootstrap(
    members: Sequence[Member], country: Totals, *, draws: int = 1000, seed: int = 20260101, level: float = LEVEL
) -> dict[str, Interval]:
    """Percentile interval of each measure when organisations are drawn again inside their strata.

    The same seed gives the same draws. A measure that some draw cannot have (nothing to divide by) has no interval.
    """
    return _intervals(_draws(members, draws, seed), country, level)


def _intervals(drawn: NDArray[np.float64], country: Totals, level: float) -> dict[str, Interval]:
    """As `measures`, for a thousand sums at once."""
    need, have, staff, nights = drawn.T
    usual = _ratio(country.have, country.staff)
    found = {"missing": np.maximum(0.0, need - have)}
    if need.all():
        found["index"] = (need - have) / need
    if staff.all():
        found["per_100"] = 100 * (have / staff)
        found |= {"quotient": have / staff / usual} if usual else {}
    if nights.all():
        found["per_million"] = have / nights
    return {name: _middle(values, level) for name, values in found.items()}


def _middle(values: NDArray[np.float64], level: float) -> Interval:
    tail = 100 * (1 - level) / 2
    low, high = np.percentile(values, [tail, 100 - tail]).tolist()
    return Interval(low, high)


def _draws(members: Sequence[Member], draws: int, seed: int) -> NDArray[np.float64]:
    """Sums over each draw: as many organisations from each stratum as it has, with replacement."""
    table = np.array([[item.need, item.have, item.staff, item.nights] for item in members])
    weighted = table * np.array([[item.weight] for item in members])
    strata = _strata(members)
    random, whole = np.random.default_rng(seed), np.zeros((draws, weighted.shape[1]))
    for stratum in sorted(set(strata)):
        inside = weighted[[name == stratum for name in strata]]
        drawn = random.integers(0, len(inside), (draws, len(inside))) + len(inside) * np.arange(draws)[:, None]
        times = np.bincount(drawn.ravel(), minlength=drawn.size).reshape(drawn.shape)
        whole += times.astype(float) @ inside
    return whole


def _strata(members: Sequence[Member]) -> list[str]:
    """The stratum that each is drawn in: small ones are put together, so that an interval is about five at least.

    One of two organisations would learn from it what the other one needs, since single ones always draw themselves.
    """
    sizes = Counter(item.stratum for item in members)
    small = {stratum for stratum, size in sizes.items() if size < FEWEST}
    for stratum in sorted(sizes.keys() - small, key=lambda one: (sizes[one], one)):
        if not 0 < sum(sizes[one] for one in small) < FEWEST:
            break
        small.add(stratum)
    return [REST_OF if item.stratum in small else item.stratum for item in members]


def find_shortage(members: Sequence[Member], country: Totals, *, draws: int = 1000, seed: int = 20260101) -> Shortage:
    """Measure a group against its country and test the claim three ways (dossier 5.7).

    The claim is supported when the group is worse off for staff, nights and need alike and each interval lies wholly
    beyond the country's value; fewer than five organisations show nothing.

    Raises ValueError without any organisation.
    """
    if not members:
        raise ValueError("a group needs at least one organisation to be measured")
    group = totals(members)
    found, usual = measures(group, country), measures(country, country)
    drawn = _draws(members, draws, seed) if len(members) >= FEWEST else None
    intervals = {} if drawn is None else _intervals(drawn, country, LEVEL)
    weight = fsum(item.weight for item in members)
    present = fsum(item.weight for item in members if item.have >= PRESENT - SLACK)
    return Shortage(
        totals=group,
        measures=found,
        country=usual,
        intervals=intervals,
        pooled=missing_after_pooling(members),
        equipped=_ratio(present, weight),
        claim=_claim(intervals, usual),
        need=None if drawn is None else _middle(drawn[:, 0], LEVEL),
    )


def dominated(values: Sequence[float]) -> bool:
    """Whether one or two organisations make up so much of a total that it would give them away (dossier 4.2)."""
    total, largest = fsum(values), sorted(values, reverse=True)[:2]
    if total <= 0:
        return False
    return largest[0] > LARGEST * total or total - fsum(largest) < REST * largest[0]


def _claim(intervals: dict[str, Interval], country: Measures) -> Claim:
    """An interval wholly on the worse side says both that the direction is right and that chance is no excuse."""
    worse = (_beyond(intervals.get(name), getattr(country, name), side) for name, side in TESTS.items())
    return Claim.SUPPORTED if all(worse) else Claim.NOT_SHOWN


def _beyond(interval: Interval | None, usual: float | None, side: int) -> bool:
    if interval is None or usual is None:
        return False
    return interval.low > usual if side > 0 else interval.high < usual
