"""The groups of a snapshot seen only as sets of organisations, and the state of hiding some of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assessment.domain.disclosure_rules import Reason

Members = frozenset[str]


@dataclass(frozen=True)
class Family:
    """Distinct sets, the largest first (then by their members' ids): the order in which they are kept when they clash.

    `atoms` says of which atoms each set is made: organisations that no set tells apart, `weights` of them in each.
    """

    sets: tuple[Members, ...]
    sizes: NDArray[np.int64]
    common: NDArray[np.int64]
    """Organisations that two sets have in common (sets x sets)."""
    atoms: NDArray[np.int64]
    """Sets x atoms, 0 or 1."""
    weights: NDArray[np.int64]

    @property
    def apart(self) -> NDArray[np.int64]:
        """Organisations in one of two sets and not in both (sets x sets)."""
        return self.sizes[:, None] + self.sizes[None, :] - 2 * self.common

    def index(self) -> dict[Members, int]:
        """Where each set stands."""
        return {one: place for place, one in enumerate(self.sets)}


def family_of(sets: Iterable[Members]) -> Family:
    """The family of some sets, without repeats and without the empty one: a group by two names is one set."""
    ordered = tuple(sorted({one for one in sets if one}, key=lambda one: (-len(one), sorted(one))))
    members = sorted(frozenset().union(*ordered))
    column = {member: place for place, member in enumerate(members)}
    table = np.zeros((len(ordered), len(members)), dtype=np.int64)
    for row, one in enumerate(ordered):
        table[row, [column[member] for member in one]] = 1
    atoms, weights = atoms_of(table)
    return Family(ordered, table.sum(axis=1), (atoms * weights) @ atoms.T, atoms, weights)


def atoms_of(table: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The different columns of a table, and how often each occurs."""
    if not table.size:
        return np.zeros((len(table), 0), dtype=np.int64), np.zeros(0, dtype=np.int64)
    atoms, weights = np.unique(table, axis=1, return_counts=True)
    return atoms, weights


class Hiding:
    """Which sets of a family are hidden, and why; sets that were published before cannot be hidden any more."""

    def __init__(self, family: Family, candidates: Collection[int]) -> None:
        self.family = family
        self.reasons: dict[int, Reason] = {}
        self.candidate = np.zeros(len(family.sets), dtype=bool)
        self.candidate[list(candidates)] = True
        self.published = np.zeros(len(family.sets), dtype=bool)

    @property
    def visible(self) -> NDArray[np.bool_]:
        """The sets that are shown or were published before."""
        shown = self.candidate.copy()
        shown[list(self.reasons)] = False
        return shown | self.published

    @property
    def open(self) -> NDArray[np.bool_]:
        """The sets that are shown and could still be hidden."""
        return self.visible & ~self.published

    def hide(self, place: int, reason: Reason) -> None:
        """Hide a set; the first reason stays."""
        self.reasons.setdefault(place, reason)
