"""How far a plan can be trusted: what another budget would buy, why steps were left out, what luck changes (6.1)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial

import numpy as np

from assessment.domain.arithmetic import SLACK
from assessment.domain.planner import Matrix, solve, solve_matrix
from assessment.domain.programme import Limits, Outcome, Programme, outcome

Draw = list[float]
"""A factor for the effects of each step."""
Watch = Callable[[Sequence[Draw]], Iterable[Draw]]
"""Passes the draws on one by one, and may say how far it is."""
WORKERS = 2
"""Draws tried at the same time: the solver leaves Python alone while it works. More would starve other requests."""


class Obstacle(StrEnum):
    """Why a step is not part of a plan."""

    NOTHING_TO_GAIN = "nothing_to_gain"
    DOMINATED = "dominated"
    PREREQUISITE = "prerequisite"
    TOO_EXPENSIVE = "too_expensive"
    NO_HOURS = "no_hours"


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """What a yearly budget (euros) is worth; `marginal` is value for each further 1,000 euros since the point before.

    `points` is the weighted gap closed; `value` also counts urgency and risk, and never falls as the budget grows.
    """

    budget: float
    points: float
    value: float
    marginal: float | None


def value_curve(
    programme: Programme, limits: Limits, budgets: Iterable[float], decided: frozenset[str] = frozenset()
) -> tuple[CurvePoint, ...]:
    """The best value at each yearly budget, in rising order; those that what is decided exceeds are left out.

    A budget is what `limits.run` becomes; the rest of the limits stays.
    """
    matrix, points = Matrix.of(programme), list[CurvePoint]()
    for budget in sorted(budgets):
        found = solve_matrix(programme, matrix, replace(limits, run=budget), decided)
        if found is not None:
            points.append(CurvePoint(budget, found.points, found.value, _marginal(points, budget, found.value)))
    return tuple(points)


def _marginal(points: list[CurvePoint], budget: float, value: float) -> float | None:
    if not points or budget <= points[-1].budget:
        return None
    return 1000 * (value - points[-1].value) / (budget - points[-1].budget)


def obstacle(programme: Programme, plan: Outcome, limits: Limits, code: str) -> Obstacle:
    """Why a step is not part of the best plan: what would happen if it were added to it."""
    item, chosen = programme.by_id[code], frozenset(plan.chosen)
    if not any(outcome(programme, (code,)).closes.values()):
        return Obstacle.NOTHING_TO_GAIN
    rivals = {other.id for other in programme.candidates if other.instead and other.instead == item.instead}
    added = outcome(programme, chosen | programme.closure((code,)))
    if chosen & rivals or added.value <= plan.value + SLACK:
        return Obstacle.DOMINATED
    if not set(item.requires) <= chosen and outcome(programme, chosen | {code}).fits(limits):
        return Obstacle.PREREQUISITE
    return Obstacle.DOMINATED if added.fits(limits) else _scarce(added, limits)


def _scarce(added: Outcome, limits: Limits) -> Obstacle:
    affordable = added.fits(replace(limits, hours=float("inf")))
    return Obstacle.NO_HOURS if affordable else Obstacle.TOO_EXPENSIVE


@dataclass(frozen=True, slots=True)
class Luck:
    """How often effects are drawn anew, by how much (0-1) they may be off either way, and where chance starts."""

    draws: int
    spread: float
    seed: int


def robustness(
    programme: Programme, limits: Limits, luck: Luck, decided: frozenset[str] = frozenset(), watch: Watch = iter
) -> Mapping[str, float]:
    """Share (0-1) of draws in which each step is chosen when every effect is off, each by its own luck (dossier 6.1).

    The same seed gives the same draws. Empty when what is decided does not fit.
    """
    width = (luck.draws, len(programme.candidates))
    draws = np.random.default_rng(luck.seed).uniform(1 - luck.spread, 1 + luck.spread, width).tolist()
    chosen = dict.fromkeys(programme.by_id, 0)
    with ThreadPoolExecutor(WORKERS) as pool:
        plans = pool.map(partial(_drawn, programme, limits, decided), draws)
        for _, found in zip(watch(draws), plans, strict=True):
            if found is None:
                return {}
            for code in found.chosen:
                chosen[code] += 1
    return {code: count / luck.draws for code, count in chosen.items()}


def _drawn(programme: Programme, limits: Limits, decided: frozenset[str], factors: Draw) -> Outcome | None:
    return solve(_scaled(programme, factors), limits, decided)


def _scaled(programme: Programme, factors: Draw) -> Programme:
    """The programme with the effects of each step times its factor."""
    return replace(
        programme,
        candidates=tuple(
            replace(item, effects={target: factor * points for target, points in item.effects.items()})
            for item, factor in zip(programme.candidates, factors, strict=True)
        ),
    )
