"""The groups of a snapshot seen only as sets of organisations, and the state of hiding some of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

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
    atoms: NDArray[np.bool_]
    """Sets x atoms."""
    weights: NDArray[np.int64]

    @cached_property
    def apart(self) -> NDArray[np.int64]:
        """Organisations in one of two sets and not in both (sets x sets)."""
        return self.sizes[:, None] + self.sizes[None, :] - 2 * self.common

    @cached_property
    def inside(self) -> NDArray[np.bool_]:
        """Whether a set (row) has another one (column) inside it, itself not counted."""
        found: NDArray[np.bool_] = self.common == self.sizes
        np.fill_diagonal(found, val=False)
        return found

    def index(self) -> dict[Members, int]:
        """Where each set stands."""
        return {one: place for place, one in enumerate(self.sets)}


def family_of(sets: Iterable[Members]) -> Family:
    """The family of some sets, without repeats and without the empty one: a group by two names is one set."""
    found = [one for one in dict.fromkeys(sets) if one]
    column = {member: place for place, member in enumerate(sorted(frozenset().union(*found)))}
    table = np.zeros((len(found), len(column)), dtype=bool)
    for row, one in enumerate(found):
        table[row, [column[member] for member in one]] = True
    without = np.packbits(~table, axis=1)
    order = sorted(range(len(found)), key=lambda row: (-len(found[row]), without[row].tobytes()))
    table = table[order]
    first, _, weights = alike(table)
    atoms = table[:, first]
    common = (csr_array(atoms * weights) @ csr_array(atoms).T).toarray()
    return Family(tuple(found[row] for row in order), table.sum(axis=1), common, atoms, weights)


def alike(table: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """The different columns of a table: where each is first, which one every column is, and how often each occurs."""
    columns = [column.tobytes() for column in np.ascontiguousarray(np.packbits(table, axis=0).T)]
    number = {column: place for place, column in enumerate(dict.fromkeys(columns))}
    inverse = np.array([number[column] for column in columns], dtype=np.int64)
    first = np.unique(inverse, return_index=True)[1]
    return first, inverse, np.bincount(inverse, minlength=len(first))


class Hiding:
    """Which sets of a family are hidden, and why; sets that were published before cannot be hidden any more."""

    def __init__(self, family: Family, candidates: Collection[int]) -> None:
        self.family = family
        self.reasons: dict[int, Reason] = {}
        self.published = np.zeros(len(family.sets), dtype=bool)
        self._shown = np.zeros(len(family.sets), dtype=bool)
        self._shown[list(candidates)] = True

    @property
    def visible(self) -> NDArray[np.bool_]:
        """The sets that are shown or were published before."""
        return self._shown | self.published

    @property
    def open(self) -> NDArray[np.bool_]:
        """The sets that are shown and could still be hidden."""
        return self._shown & ~self.published

    def hide(self, place: int, reason: Reason) -> None:
        """Hide a set; the first reason stays."""
        self.reasons.setdefault(place, reason)
        self._shown[place] = False
