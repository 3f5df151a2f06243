"""Cohorts: six to eight organisations that work on one theme together, and what it brought them (dossier 6.4)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import sqrt
from statistics import fmean, variance

import numpy as np
from numpy.typing import NDArray

from assessment.domain.arithmetic import SLACK
from assessment.domain.funnel import Interval
from assessment.domain.peer_help import Participant, help_table
from assessment.domain.shrinkage import NORMAL_95

SMALLEST, LARGEST = 6, 8
CONCERNED, GUIDES, TOP = 4, 2, 3
"""Members with the theme among their top gaps, members that help with it, and how many gaps are top ones."""
SAME_PLACE = 2
"""Most members from one département in a regional cohort."""
NEWCOMERS = 4
"""For so many newcomers there is one alumnus, once there are alumni."""
DIVERSITY = 0.2
"""What one more kind of territory adds, in points of help."""
SIMILAR = 10.0
"""Who stayed outside is compared when its first score lies within so many points of a member's."""
FEWEST = 5
"""On each side of a comparison."""
ROUNDS = 50
"""Swapping stops when nothing is gained, or after so many rounds."""


@dataclass(frozen=True, slots=True)
class Cohort:
    """Ids of the members, in order, around one dimension; `value` is the objective (help in points, diversity).

    `guides` are the members strong in it that offered to help with it.
    """

    theme: str
    members: tuple[str, ...]
    value: float
    guides: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Effect:
    """Points members changed beyond similar non-members, with its 95 % interval, and how many were on each side."""

    points: float
    interval: Interval
    members: int
    others: int


@dataclass(frozen=True, slots=True)
class _Pool:
    """Everybody who takes part, with help between each two; members are places in `people`."""

    people: tuple[Participant, ...]
    help: NDArray[np.float64]
    tops: tuple[frozenset[str], ...]
    regional: bool
    alumni: bool

    def value(self, members: Sequence[int]) -> float:
        """Help inside, and a bonus for each kind of territory."""
        kinds = {self.people[n].member.territory for n in members} - {""}
        inside = sorted(members)
        return float(self.help[np.ix_(inside, inside)].sum()) + DIVERSITY * len(kinds)

    def cohort(self, theme: str, members: Sequence[int]) -> Cohort:
        """These members as a cohort."""
        guides = tuple(self.people[n].id for n in members if self.people[n].helps_with(theme))
        return Cohort(theme, tuple(self.people[n].id for n in members), self.value(members), guides)

    def concerned(self, theme: str, members: Sequence[int]) -> list[int]:
        """Who has the theme among its top gaps."""
        return [n for n in members if theme in self.tops[n]]

    def guides(self, theme: str, members: Sequence[int]) -> list[int]:
        """Who is strong in the theme and offers to help with it, the strongest first: a guide is named as strong."""
        strong = [n for n in members if self.people[n].helps_with(theme)]
        return sorted(strong, key=lambda n: (-self.people[n].scores[theme], n))

    def crowded(self, members: Sequence[int]) -> bool:
        """Whether too many come from one place."""
        places = Counter(self.people[n].place for n in members if self.people[n].place)
        return self.regional and max(places.values(), default=0) > SAME_PLACE

    def allowed(self, theme: str, members: Sequence[int]) -> bool:
        """Whether these may be a cohort."""
        alumni = sum(self.people[n].alumnus for n in members)
        return (
            SMALLEST <= len(members) <= LARGEST
            and len(self.concerned(theme, members)) >= CONCERNED
            and len(self.guides(theme, members)) >= GUIDES
            and not self.crowded(members)
            and (not self.alumni or alumni >= (len(members) - alumni) // NEWCOMERS)
        )


def propose_cohorts(participants: Sequence[Participant], *, seed: int, regional: bool = False) -> tuple[Cohort, ...]:
    """Cohorts of those who asked to take part, each organisation in one at most (dossier 6.4); those left over wait.

    A heuristic: themes by demand, then who stands closest to the most typical gap profile, then swaps while the
    objective grows. The same participants (in any order) and seed give the same cohorts.
    """
    people = tuple(sorted((item for item in participants if item.seeks), key=lambda item: item.id))
    tops = tuple(frozenset(item.top_gaps(TOP)) for item in people)
    pool = _Pool(people, help_table(people), tops, regional, any(item.alumnus for item in people))
    groups = _improved(pool, _seeded(pool), seed)
    return tuple(pool.cohort(theme, sorted(members)) for theme, members in groups)


def _seeded(pool: _Pool) -> list[tuple[str, list[int]]]:
    free, groups = list(range(len(pool.people))), list[tuple[str, list[int]]]()
    while found := next(_candidates(pool, free), None):
        groups.append(found)
        free = [n for n in free if n not in found[1]]
    return groups


def _candidates(pool: _Pool, free: Sequence[int]) -> Iterator[tuple[str, list[int]]]:
    """A cohort for each theme that can have one, the most wanted theme first, the largest cohort first."""
    themes = sorted({theme for n in free for theme in pool.people[n].scores})
    for theme in sorted(themes, key=lambda name: (-len(pool.concerned(name, free)), name)):
        for size in range(LARGEST, SMALLEST - 1, -1):
            members = _around(pool, theme, free, size)
            if pool.allowed(theme, members):
                yield theme, members


def _around(pool: _Pool, theme: str, free: Sequence[int], size: int) -> list[int]:
    """Two guides, an alumnus where there must be one, then who is nearest to the medoid of those concerned."""
    quotas = {"guide": GUIDES, "alumnus": size // (NEWCOMERS + 1), "concerned": size}
    wanted = [("guide", n) for n in pool.guides(theme, free)]
    wanted += [("alumnus", n) for n in free if pool.people[n].alumnus]
    wanted += [("concerned", n) for n in _nearest(pool, pool.concerned(theme, free))]
    members: list[int] = []
    for kind, n in wanted:
        if quotas[kind] and len(members) < size and n not in members and not pool.crowded([*members, n]):
            members.append(n)
            quotas[kind] -= 1
    return members


def _nearest(pool: _Pool, places: Sequence[int]) -> list[int]:
    """Places by how far their gaps are from those of the medoid, the one with the least distance to all."""
    if not places:
        return []
    dimensions = sorted({code for n in places for code in pool.people[n].scores})
    gaps = np.array([[pool.people[n].gaps().get(code, 0.0) for code in dimensions] for n in places])
    distances = np.linalg.norm(gaps[:, None] - gaps[None], axis=2)
    order = np.argsort(distances[int(distances.sum(axis=1).argmin())], kind="stable")
    return [places[n] for n in order]


def _improved(pool: _Pool, groups: list[tuple[str, list[int]]], seed: int) -> list[tuple[str, list[int]]]:
    """Swap members of two cohorts, or of one and those left over, while that is worth more."""
    random = np.random.default_rng(seed)
    left = [n for n in range(len(pool.people)) if not any(n in members for _, members in groups)]
    sides = [*groups, ("", left)]
    for _ in range(ROUNDS):
        pairs = list(combinations(range(len(sides)), 2))
        gained = [_swap(pool, sides[pairs[n][0]], sides[pairs[n][1]]) for n in random.permutation(len(pairs))]
        if not any(gained):
            break
    return groups


def _swap(pool: _Pool, one: tuple[str, list[int]], two: tuple[str, list[int]]) -> bool:
    """Make the first swap that is allowed and gains, those that gain most help before; whether there was one."""
    before = _worth(pool, one) + _worth(pool, two)
    gains = _gains(pool, one, two)
    order = np.argsort(-gains, axis=None, kind="stable")
    for place in order[gains.ravel()[order] > -2 * DIVERSITY].tolist():
        first, second = divmod(place, len(two[1]))
        one[1][first], two[1][second] = two[1][second], one[1][first]
        gained = _worth(pool, one) + _worth(pool, two) > before + SLACK
        if gained and all(not theme or pool.allowed(theme, members) for theme, members in (one, two)):
            return True
        one[1][first], two[1][second] = two[1][second], one[1][first]
    return False


def _gains(pool: _Pool, one: tuple[str, list[int]], two: tuple[str, list[int]]) -> NDArray[np.float64]:
    """Help gained by swapping each member of one side with each of the other, diversity apart."""
    both = pool.help + pool.help.T
    first, second = one[1], two[1]
    across = both[np.ix_(first, second)]
    gains = np.zeros(across.shape)
    if one[0]:
        gains += both[np.ix_(second, first)].sum(axis=1) - both[np.ix_(first, first)].sum(axis=1)[:, None] - across
    if two[0]:
        gains += (both[np.ix_(first, second)].sum(axis=1)[:, None] - both[np.ix_(second, second)].sum(axis=1)) - across
    return gains


def _worth(pool: _Pool, side: tuple[str, list[int]]) -> float:
    return pool.value(side[1]) if side[0] else 0.0


def effect(members: Mapping[str, tuple[float, float]], others: Mapping[str, tuple[float, float]]) -> Effect | None:
    """Change of members (scores before and after, by id) less that of similar others: difference in differences.

    Similar is a first score within ten points of some member's. None with fewer than five on a side (dossier 6.4).
    """
    starts = [before for before, _ in members.values()]
    inside = sorted(after - before for before, after in members.values())
    outside = sorted(
        after - before for before, after in others.values() if any(abs(before - start) <= SIMILAR for start in starts)
    )
    if min(len(inside), len(outside)) < FEWEST:
        return None
    points = fmean(inside) - fmean(outside)
    half = NORMAL_95 * sqrt(variance(inside) / len(inside) + variance(outside) / len(outside))
    return Effect(points, Interval(points - half, points + half), len(inside), len(outside))
