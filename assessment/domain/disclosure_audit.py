"""Whether anybody's value can be worked out from everything that is published (promises P1-P3).

Written apart from the rules that decide (it shares no code with them) and stricter than a real attacker: it takes every
group's members as known, and in `leaks` every number as exact. It answers two questions.

- `leaks`: linear algebra over a finite field, exact and without tolerance. Which organisations, which pairs (one of
  them with its own value in hand) and which small groups have a combination of published sums all to themselves?
- `ranges`: interval algebra (linear programmes). Within which bounds does a value lie, given that scores end at 0 and
  100 and that numbers are rounded? This finds what exact algebra calls unknown although it is as good as known.

Shares are means of zeros and ones, histograms a mean for each class over sets with a larger least number: audit each
output over the sets it is published for. Quantiles and positions are no linear equations and name nobody; they rest on
their least numbers (see `disclosure_rules`). A shrunken mean is a function of the shown means and adds no equation.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

K_DEFAULT = 5
PRIME = 2**31 - 1
"""The field: products of two residues fit into 64 bits. Elimination in it finds every leak that fractions find, unless
the prime happens to divide a determinant inside the table, which is a matter of one in billions."""

Table = NDArray[np.int64]


@dataclass(frozen=True)
class Disclosed:
    """A published sum over `members`, less one over `less` (the change of a panel: wave 2 less wave 1).

    `value` is the sum and `error` how far the true one can be from it; both stay out of `leaks`.
    """

    members: frozenset[str]
    less: frozenset[str] = frozenset()
    value: float | None = None
    error: float = 0.0


@dataclass(frozen=True)
class Leak:
    """A small set of organisations that some combination of the published sums is about, and about nobody else.

    One: its value can be worked out by anybody. Two: by the other one. More: by the others together.
    """

    members: frozenset[str]


def disclosed_mean(members: Collection[str], shown: float, rounding: float = 1.0) -> Disclosed:
    """What a mean rounded to `rounding` says of its members, their number being known."""
    return Disclosed(frozenset(members), value=shown * len(members), error=rounding / 2 * len(members))


def disclosed_total(members: Collection[str], shown: float, rounding: float = 1.0) -> Disclosed:
    """What a total rounded to `rounding` says of its members."""
    return Disclosed(frozenset(members), value=shown, error=rounding / 2)


def mean_of_others(n: int, mean: float, own: float) -> float:
    """What a member learns of the mean of the n - 1 others by taking its own value away (dossier 4.2)."""
    return (n * mean - own) / (n - 1)


def recoverable(published: Iterable[Disclosed], known: Collection[str] = ()) -> frozenset[str]:
    """The organisations whose value follows from the published sums, for somebody who knows the values of `known`."""
    own = [Disclosed(frozenset({one})) for one in known]
    alone = (leak.members for leak in leaks([*published, *own], 2))
    return frozenset().union(*alone) - frozenset(known)


def leaks(published: Iterable[Disclosed], k: int = K_DEFAULT) -> tuple[Leak, ...]:
    """Every set of fewer than `k` organisations that is given away, the smallest first; empty when nothing is.

    Found are all single organisations and all pairs, without exception; of sets of three to k - 1 those whose members
    no published group tells apart, two such sets together, and the differences of two published groups. Not searched
    for are sums of three or four organisations in as many atoms, which no single member can turn into a value.
    """
    sums = [one for one in published if one.members or one.less]
    members, atoms = _atoms(sums)
    found = _solved_atoms(members, atoms, k) | _similar(sums, k)
    return tuple(Leak(one) for one in sorted(found, key=lambda one: (len(one), sorted(one))))


def ranges(
    published: Iterable[Disclosed],
    *,
    known: Mapping[str, float] | None = None,
    low: float = 0.0,
    high: float | None = 100.0,
    only: Collection[str] | None = None,
) -> dict[str, tuple[float, float]]:
    """Between which bounds each value lies (those in `only`, or all), for somebody who knows the values in `known`.

    Values lie between `low` and `high` (None: no end, for amounts, where a bound can be infinite). Organisations that
    no group tells apart have the same bounds and are worked out once. ValueError when the numbers contradict each
    other.
    """
    exact = [Disclosed(frozenset({one}), value=value) for one, value in (known or {}).items()]
    sums = [one for one in [*published, *exact] if one.value is not None]
    members, atoms = _atoms(sums)
    wanted = [inside for inside in members if only is None or inside & set(only)]
    found = {}
    for place, inside in enumerate(members):
        if inside in wanted:
            bounds = tuple(_end(sums, members, atoms, place, sign, (low, high)) for sign in (1, -1))
            found.update(dict.fromkeys(inside, bounds))
    return {one: (ends[0], ends[1]) for one, ends in found.items() if only is None or one in only}


def narrow(found: Mapping[str, tuple[float, float]], tolerance: float) -> frozenset[str]:
    """The organisations whose bounds are less than `tolerance` apart."""
    return frozenset(one for one, (low, high) in found.items() if high - low < tolerance)


def _atoms(sums: Collection[Disclosed]) -> tuple[list[frozenset[str]], Table]:
    """Organisations that no sum tells apart, and the coefficient of each such atom in each sum."""
    columns: dict[str, dict[int, int]] = {}
    for row, one in enumerate(sums):
        for member in one.members - one.less:
            columns.setdefault(member, {})[row] = 1
        for member in one.less - one.members:
            columns.setdefault(member, {})[row] = -1
    together: dict[frozenset[tuple[int, int]], set[str]] = {}
    for member, column in columns.items():
        together.setdefault(frozenset(column.items()), set()).add(member)
    table = np.zeros((len(sums), len(together)), dtype=np.int64)
    for place, pattern in enumerate(together):
        for row, sign in pattern:
            table[row, place] = sign
    return [frozenset(inside) for inside in together.values()], table


def _solved_atoms(members: list[frozenset[str]], atoms: Table, k: int) -> set[frozenset[str]]:
    """Atoms, and pairs of atoms, of fewer than k organisations whose sum (for pairs: some combination) is given away.

    A combination touches nobody but some atoms when the rows of the null space's basis that belong to them depend on
    each other: one row of zeros, two rows that are multiples.
    """
    basis = _null_space(atoms)
    found, parallel = set(), dict[bytes, list[frozenset[str]]]()
    for inside, row in zip(members, basis, strict=True):
        filled = np.flatnonzero(row)
        if len(inside) < k and not len(filled):
            found.add(inside)
        elif len(inside) < k:
            scaled = row * pow(int(row[filled[0]]), -1, PRIME) % PRIME
            parallel.setdefault(scaled.tobytes(), []).append(inside)
    pairs = (first | second for same in parallel.values() for first, second in combinations(same, 2))
    return found | {pair for pair in pairs if len(pair) < k}


def _similar(sums: Collection[Disclosed], k: int) -> set[frozenset[str]]:
    """The differences of fewer than k organisations between two published groups."""
    sets = {one.members for one in sums if not one.less}
    apart = (first ^ second for first, second in combinations(sets, 2) if abs(len(first) - len(second)) < k)
    return {one for one in apart if len(one) < k}


def _null_space(table: Table) -> Table:
    """A basis of what the sums leave open, one column each, in the field of PRIME elements."""
    reduced, pivots = _reduced(table)
    free = sorted(set(range(table.shape[1])) - set(pivots))
    basis = np.zeros((table.shape[1], len(free)), dtype=np.int64)
    basis[free, range(len(free))] = 1
    basis[pivots, :] = -reduced[: len(pivots)][:, free] % PRIME
    return basis


def _reduced(table: Table) -> tuple[Table, list[int]]:
    """The reduced row echelon form in the field, and its pivot columns (Gauss-Jordan)."""
    rows, pivots = table % PRIME, list[int]()
    for column in range(rows.shape[1]):
        below = np.flatnonzero(rows[len(pivots) :, column])
        if not len(below):
            continue
        top = len(pivots)
        rows[[top, top + below[0]]] = rows[[top + below[0], top]]
        rows[top] = rows[top] * pow(int(rows[top, column]), -1, PRIME) % PRIME
        others = np.flatnonzero(rows[:, column])
        others = others[others != top]
        rows[others] = (rows[others] - rows[others, column][:, None] * rows[top] % PRIME) % PRIME
        pivots.append(column)
    return rows, pivots


def _end(
    sums: Collection[Disclosed],
    members: list[frozenset[str]],
    atoms: Table,
    place: int,
    sign: int,
    scale: tuple[float, float | None],
) -> float:
    """The least (sign 1) or greatest (sign -1) value of one of an atom; the others of the atom are one unknown."""
    low, high = scale
    coefficients = np.column_stack([atoms, atoms[:, place]])
    sizes = [len(inside) - (number == place) for number, inside in enumerate(members)] + [1]
    values = np.array([one.value for one in sums], dtype=float)
    errors = np.array([one.error for one in sums])
    result = linprog(
        np.array([0.0] * len(members) + [float(sign)]),
        A_ub=np.vstack([coefficients, -coefficients]),
        b_ub=np.concatenate([values + errors, errors - values]),
        bounds=[(size * low, None if high is None and size else size * (high or 0.0)) for size in sizes],
        method="highs",
    )
    if result.status == 2:
        raise ValueError("the published numbers contradict each other")
    return float(sign * result.fun) if result.status == 0 else float("inf") * -sign
