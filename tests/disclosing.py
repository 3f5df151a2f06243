"""Fictional networks over two waves, drawn from a seed, and what a network would publish of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from random import Random

from assessment.domain.disclosure import Margin, decide, margins_by_axis

Name = frozenset[tuple[str, str]]
"""A group's (axis, value) pairs; none is the whole network."""
Groups = dict[Name, frozenset[str]]

AXES = {
    "type": (6, "skewed"),
    "region": (13, "even"),
    "size": (5, "skewed"),
    "territory": (5, "even"),
}


@dataclass(frozen=True)
class Organisation:
    """One fictional organisation: a value on each axis ("" when it has none) and whether it agreed to be counted."""

    id: str
    axes: Mapping[str, str]
    counts: bool


def a_network(seed: int) -> tuple[list[Organisation], list[Organisation]]:
    """The organisations of two waves: 12 to 300 of them on one to four axes, some private, some joining and leaving."""
    random = Random(seed)
    axes = random.sample(sorted(AXES), random.randint(1, 4))
    first = [_organisation(random, axes, number) for number in range(random.randint(12, 300))]
    stayers = [one for one in first if random.random() > random.choice((0.0, 0.01, 0.1))]
    joiners = [_organisation(random, axes, 1000 + number) for number in range(random.choice((0, 1, 3, 6, 20)))]
    return first, stayers + joiners


def _organisation(random: Random, axes: Iterable[str], number: int) -> Organisation:
    values = {}
    for axis in axes:
        count, shape = AXES[axis]
        place = random.randrange(count) if shape == "even" else min(int(random.expovariate(0.8)), count - 1)
        values[axis] = "" if random.random() < 0.02 else f"{axis}{place}"
    return Organisation(f"o{number:04}", values, random.random() > 0.05)


def groups_of(organisations: Collection[Organisation]) -> Groups:
    """Every group on at most two axes, by its pairs."""
    found: dict[Name, set[str]] = {}
    for one in organisations:
        pairs = [(axis, value) for axis, value in one.axes.items() if value]
        for count in range(3) if one.counts else ():
            for chosen in combinations(pairs, count):
                found.setdefault(frozenset(chosen), set()).add(one.id)
    return {name: frozenset(members) for name, members in found.items()}


def margins_of(groups: Mapping[Name, frozenset[str]]) -> tuple[Margin[Name], ...]:
    """The margins of all tables that these groups form."""
    return margins_by_axis(groups, lambda name: name)


def publish(groups: Groups, *history: Groups) -> Groups:
    """The groups that are shown, after those published before."""
    verdicts = decide(groups, margins=margins_of(groups), history=history)
    return {name: groups[name] for name, verdict in verdicts.items() if verdict.shown}
