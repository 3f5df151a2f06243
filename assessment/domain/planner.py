"""Which steps close most of the weighted gap within a budget: a mixed-integer programme (dossier 6.1)."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from assessment.domain.problems import Problem, ProblemsFound
from assessment.domain.programme import CENT, Limits, Outcome, Programme, outcome

SECONDS = 20.0
"""How long one plan may be worked out, over a hundred times what one usually takes: slow machines exist."""

OPTIONS = {"mip_rel_gap": 0.0, "presolve": False, "time_limit": SECONDS}
"""Exact; and without the presolver, which writes to standard output here and gains no time."""

OUT_OF_TIME = 1
"""What the solver says when it had to stop: its best plan so far would depend on the machine, so there is none."""


def solve(programme: Programme, limits: Limits, decided: frozenset[str] = frozenset()) -> Outcome | None:
    """The choice worth most within the limits, `decided` steps among it; None when even those do not fit.

    Exact, by branch and bound (HiGHS); the same input gives the same choice. Steps that add nothing are left out.
    Raises ProblemsFound when it takes longer than `SECONDS`.
    """
    return solve_matrix(programme, Matrix.of(programme), limits, decided)


def solve_matrix(
    programme: Programme, matrix: Matrix, limits: Limits, decided: frozenset[str] = frozenset()
) -> Outcome | None:
    """`solve` with the matrix built beforehand, for many budgets over the same programme."""
    if not programme.candidates:
        return outcome(programme, ())
    lower = np.array([float(item.id in decided) for item in programme.candidates] + [0.0] * matrix.continuous)
    found = milp(
        matrix.objective,
        integrality=matrix.integrality,
        bounds=Bounds(lower, matrix.upper),
        constraints=[LinearConstraint(matrix.rules, -inf, matrix.most), matrix.budget(limits)],
        options=OPTIONS,
    )
    if found.status == OUT_OF_TIME:
        raise ProblemsFound((Problem("plan-too-long", values={"seconds": f"{SECONDS:g}"}),))
    if found.x is None:
        return None
    chosen = {item.id for item, taken in zip(programme.candidates, found.x, strict=False) if taken > 0.5}
    return _without_idle(programme, chosen, decided, limits)


def _without_idle(programme: Programme, chosen: set[str], decided: frozenset[str], limits: Limits) -> Outcome:
    """Drop, last first, each step that adds nothing, that no other one requires and whose savings are not needed."""
    best = outcome(programme, chosen)
    for item in reversed(programme.candidates):
        needed = {code for other in chosen for code in programme.by_id[other].requires}
        if item.id in chosen and item.id not in needed | decided:
            without = outcome(programme, chosen - {item.id})
            if without.value >= best.value - CENT / 100 and without.fits(limits):
                chosen, best = chosen - {item.id}, without
    return best


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """A programme in numbers. Columns: steps (0 or 1), points of each target, of each goal, urgent points of each."""

    objective: NDArray[np.float64]
    integrality: NDArray[np.int_]
    upper: NDArray[np.float64]
    rules: coo_array
    most: NDArray[np.float64]
    costs: NDArray[np.float64]
    continuous: int

    @classmethod
    def of(cls, programme: Programme) -> Matrix:
        """Write down the objective, to be minimised, and every rule as: a row times the columns is at most a number."""
        items, targets, goals = programme.candidates, programme.targets, programme.goals
        continuous = len(targets) + 2 * len(goals)
        weights = np.array([goal.weight / 100 for goal in goals])
        rules, most = _rules(programme)
        return cls(
            objective=-np.concatenate(
                [
                    [-programme.eta * item.risk for item in items],
                    np.zeros(len(targets)),
                    weights,
                    programme.urgency * weights,
                ]
            ),
            integrality=np.array([1] * len(items) + [0] * continuous),
            upper=np.array(
                [1.0] * len(items)
                + [target.cap for target in targets]
                + [goal.cap for goal in goals]
                + [goal.urgent for goal in goals]
            ),
            rules=rules,
            most=most,
            costs=np.array(
                [[getattr(item, name) for item in items] + [0.0] * continuous for name in ("run", "once", "hours")]
            ),
            continuous=continuous,
        )

    def budget(self, limits: Limits) -> LinearConstraint:
        """Money (in thousands, so that a cent weighs what an hour does) and hours of a choice are within the limits."""
        run, once, hours = self.costs
        if limits.once is None:
            return LinearConstraint(np.array([(run + once) / 1000, hours]), -inf, [limits.run / 1000, limits.hours])
        most = [limits.run / 1000, limits.once / 1000, limits.hours]
        return LinearConstraint(np.array([run / 1000, once / 1000, hours]), -inf, most)


def _rules(programme: Programme) -> tuple[coo_array, NDArray[np.float64]]:
    """Rows of the matrix with the most that each may come to."""
    rows = [
        *((row, 0.0) for row in _effect_rows(programme)),
        *((row, 0.0) for row in _prerequisite_rows(programme)),
        *((row, 1.0) for row in _exclusive_rows(programme)),
    ]
    cells = [(at, column, value) for at, (row, _) in enumerate(rows) for column, value in row.items()]
    lines, columns, values = zip(*cells, strict=True)
    width = len(programme.candidates) + len(programme.targets) + 2 * len(programme.goals)
    return coo_array((values, (lines, columns)), shape=(len(rows), width)), np.array([most for _, most in rows])


def _effect_rows(programme: Programme) -> list[dict[int, float]]:
    """A target rises by no more than its steps, a goal by no more than its targets, urgent points are points."""
    steps, targets = len(programme.candidates), len(programme.targets)
    raise_target = [{steps + n: 1.0} for n in range(targets)]
    place = {target.id: n for n, target in enumerate(programme.targets)}
    for column, item in enumerate(programme.candidates):
        for code, points in item.effects.items():
            raise_target[place[code]][column] = -points
    first = steps + targets
    raise_goal = [{first + n: 1.0} for n in range(len(programme.goals))]
    order = {goal.id: n for n, goal in enumerate(programme.goals)}
    for n, target in enumerate(programme.targets):
        raise_goal[order[target.goal]][steps + n] = -programme.factor * target.share
    urgent = [{first + len(programme.goals) + n: 1.0, first + n: -1.0} for n in range(len(programme.goals))]
    return raise_target + raise_goal + urgent


def _prerequisite_rows(programme: Programme) -> list[dict[int, float]]:
    column = {item.id: n for n, item in enumerate(programme.candidates)}
    return [{column[item.id]: 1.0, column[code]: -1.0} for item in programme.candidates for code in item.requires]


def _exclusive_rows(programme: Programme) -> list[dict[int, float]]:
    groups: dict[str, dict[int, float]] = {}
    for column, item in enumerate(programme.candidates):
        if item.instead is not None:
            groups.setdefault(item.instead, {})[column] = 1.0
    return list(groups.values())
