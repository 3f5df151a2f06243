"""Who can help whom: value of help, reciprocal pairs, one-way help (dossier 6.4). Only for those who asked for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from math import fsum, inf, log1p, sqrt

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import LinearConstraint, milp
from scipy.sparse import coo_array

from assessment.domain.peer_groups import Consent, Member
from assessment.domain.shrinkage import NORMAL_95

STRONG = 60.0
"""From which score on an organisation can help others with a dimension, in points."""
HELPERS = 2
"""Most helpers one organisation gets."""
AVAILABLE = (0.0, 0.5, 1.0)
"""What an organisation may declare: not, somewhat, fully."""
SECONDS = 20.0
"""How long one pairing may take."""
OPTIONS = {"mip_rel_gap": 0.0, "presolve": False, "time_limit": SECONDS}
"""Exact, and without the presolver, which writes to standard output."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """An organisation in a round of peer help; scores, required maturity and weights of its type by dimension.

    It helps with `offers` only, and only when its member's consent goes as far as helper; it is helped or put in a
    cohort only when it `seeks`. `capacity` is how many it helps at once, `errors` standard errors of its scores,
    `place` its département, `alumnus` whether it has been in a cohort. Raises ValueError for another availability.
    """

    member: Member
    scores: Mapping[str, float]
    required: Mapping[str, float]
    weights: Mapping[str, float]
    seeks: bool = False
    offers: frozenset[str] = frozenset()
    availability: float = 1.0
    capacity: int = 1
    errors: Mapping[str, float] = field(default_factory=dict)
    tools: frozenset[str] = frozenset()
    place: str = ""
    alumnus: bool = False

    def __post_init__(self) -> None:
        if self.availability not in AVAILABLE:
            raise ValueError(f"availability is 0, 0.5 or 1, not {self.availability}")
        if self.capacity < 0:
            raise ValueError("an organisation helps none or more at once")

    @property
    def id(self) -> str:
        """The organisation's id."""
        return self.member.id

    def helps_with(self, dimension: str) -> bool:
        """Whether it offers help with a dimension, consented to be seen as a helper, and is strong in it."""
        consents = self.member.consent.allows(Consent.HELPER)
        return consents and dimension in self.offers and self.scores.get(dimension, 0.0) >= STRONG

    def gaps(self) -> dict[str, float]:
        """Points missing to what is required, by dimension with a score."""
        return {code: max(0.0, self.required.get(code, 0.0) - score) for code, score in self.scores.items()}

    def top_gaps(self, number: int) -> tuple[str, ...]:
        """The dimensions with the largest gaps, none without a gap."""
        found = [(-gap, code) for code, gap in self.gaps().items() if gap > 0]
        return tuple(code for _, code in sorted(found)[:number])


@dataclass(frozen=True, slots=True)
class Help:
    """`helper` for `receiver` (ids): its value in points, mainly through one dimension.

    `unsure` when their scores on it differ by no more than chance: "try, not sure".
    """

    helper: str
    receiver: str
    value: float
    dimension: str
    unsure: bool


@dataclass(frozen=True, slots=True)
class Pair:
    """Two `members` (ids) for each other; `value` rewards that both gain. A side without help to give is None."""

    members: tuple[str, str]
    value: float
    forward: Help | None
    back: Help | None


class TooLong(Exception):
    """Pairing took longer than `SECONDS`; what was found so far would depend on the machine, so there is nothing."""


def proximity(one: Member, two: Member, tools: tuple[frozenset[str], frozenset[str]], span: float) -> float:
    """1 for organisations alike, 0.5 for wholly unlike ones: 1 less half their Gower distance (dossier 6.4).

    Type, territory, region, size (log of staff, over the `span` among all) and tools in common, as far as both have
    them.
    """
    named = ((one.type, two.type), (one.territory, two.territory), (one.region, two.region))
    distances = [float(first != second) for first, second in named if first and second]
    distances.append(min(1.0, abs(log1p(one.staff) - log1p(two.staff)) / span) if span else 0.0)
    if tools[0] and tools[1]:
        distances.append(1 - len(tools[0] & tools[1]) / len(tools[0] | tools[1]))
    return 1 - 0.5 * fsum(distances) / len(distances)


def contributions(helper: Participant, receiver: Participant) -> dict[str, float]:
    """Points of help by dimension, before proximity and availability; a dimension without a score needs no help."""
    weights = {code: receiver.weights.get(code, 0.0) for code in receiver.scores}
    total = fsum(weights.values())
    if not total or not receiver.seeks:
        return {}
    found = {
        code: weight * (min(helper.scores[code], receiver.required.get(code, 0.0)) - receiver.scores[code]) / total
        for code, weight in weights.items()
        if helper.helps_with(code)
    }
    return {code: points for code, points in found.items() if points > 0}


def help_table(participants: Sequence[Participant]) -> NDArray[np.float64]:
    """Value of help in points from each (row) to each (column), 0 to oneself (dossier 6.4)."""
    logs = [log1p(item.member.staff) for item in participants]
    span = max(logs, default=0.0) - min(logs, default=0.0)
    table = np.zeros((len(participants), len(participants)))
    for row, helper in enumerate(participants):
        for column, receiver in enumerate(participants):
            found = contributions(helper, receiver) if row != column and helper.availability else {}
            if found:
                close = proximity(helper.member, receiver.member, (helper.tools, receiver.tools), span)
                table[row, column] = fsum(found.values()) * close * helper.availability
    return table


def mutual(table: NDArray[np.float64]) -> NDArray[np.float64]:
    """Interest of each two in each other: help both ways, less half of what one has more from it than the other."""
    both: NDArray[np.float64] = table + table.T - 0.5 * abs(table - table.T)
    return both


def best_pairs(participants: Sequence[Participant]) -> tuple[Pair, ...]:
    """Each organisation in one pair at most, so that interest in each other adds up to the most (dossier 6.4).

    An exact maximum-weight matching; the same participants in any order give the same pairs. Raises TooLong.
    """
    people = sorted(participants, key=lambda item: item.id)
    table = help_table(people)
    interest = mutual(table)
    edges = [pair for pair in combinations(range(len(people)), 2) if interest[pair] > 0]
    rows = [(end, number) for number, pair in enumerate(edges) for end in pair]
    chosen = _best([float(interest[pair]) for pair in edges], rows, [1] * len(people))
    return tuple(
        Pair(
            (people[one].id, people[two].id),
            float(interest[one, two]),
            _help(people, table, one, two),
            _help(people, table, two, one),
        )
        for one, two in (edges[n] for n in chosen)
    )


def one_way(participants: Sequence[Participant]) -> tuple[Help, ...]:
    """Who helps whom so that help adds up to the most: two helpers each, each within its capacity (dossier 6.4).

    Exact; the same participants in any order give the same help. Raises TooLong.
    """
    people = sorted(participants, key=lambda item: item.id)
    table = help_table(people)
    edges = [(int(row), int(column)) for row, column in np.argwhere(table > 0)]
    rows = [(end, number) for number, (row, column) in enumerate(edges) for end in (row, len(people) + column)]
    most = [item.capacity for item in people] + [HELPERS] * len(people)
    chosen = _best([float(table[pair]) for pair in edges], rows, most)
    return tuple(item for n in chosen if (item := _help(people, table, *edges[n])))


def _best(values: Sequence[float], rows: Sequence[tuple[int, int]], most: Sequence[int]) -> list[int]:
    """Which columns to take so that their values add up to the most, at most so many on each row."""
    if not values:
        return []
    places = tuple(np.array(rows).T)
    rules = coo_array((np.ones(len(rows)), places), shape=(len(most), len(values)))
    found = milp(
        -np.array(values),
        integrality=np.ones(len(values)),
        bounds=(0, 1),
        constraints=LinearConstraint(rules, -inf, np.array(most, dtype=float)),
        options=OPTIONS,
    )
    if found.x is None or not found.success:
        raise TooLong
    return [int(n) for n in np.flatnonzero(found.x > 0.5)]


def _help(people: Sequence[Participant], table: NDArray[np.float64], row: int, column: int) -> Help | None:
    helper, receiver = people[row], people[column]
    if table[row, column] <= 0:
        return None
    found = contributions(helper, receiver)
    main = min(found, key=lambda code: (-found[code], code))
    error = sqrt(helper.errors.get(main, 0.0) ** 2 + receiver.errors.get(main, 0.0) ** 2)
    unsure = abs(helper.scores[main] - receiver.scores[main]) < NORMAL_95 * error
    return Help(helper.id, receiver.id, float(table[row, column]), main, unsure)
