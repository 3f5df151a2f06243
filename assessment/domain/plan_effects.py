"""What a plan changes: gaps, weighted gap index, budget balance and content ratio, before and after (dossier 6.3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import fsum

from assessment.domain.answers import Assessment
from assessment.domain.index_facts import Amounts, read_index_facts
from assessment.domain.indices import BudgetBalance, IndexRules, budget_balance
from assessment.domain.plan_candidates import PlanRules, Step
from assessment.domain.plan_money import Move
from assessment.domain.programme import Programme, outcome


@dataclass(frozen=True, slots=True)
class GapForecast:
    """Points missing in a dimension now, after the first year, and once every effect has come."""

    before: float
    first_year: float
    later: float


@dataclass(frozen=True, slots=True)
class Forecast:
    """Before and after. `index` is the weighted gap index, in points.

    `balance` is digital spending by purpose now and `balance_after` with the plan; both None without F_DIGB.
    """

    gaps: Mapping[str, GapForecast]
    index: GapForecast
    balance: BudgetBalance | None
    balance_after: BudgetBalance | None


def forecast(
    assessment: Assessment,
    programme: Programme,
    steps: tuple[Step, ...],
    moves: tuple[Move, ...],
    rules: PlanRules,
    index_rules: IndexRules,
) -> Forecast:
    """What becomes of gaps and spending when the steps are taken."""
    chosen = [step.id for step in steps]
    first = outcome(programme, chosen).closes
    later = outcome(replace(programme, factor=1.0), chosen).closes
    by_goal = {
        goal.id: GapForecast(goal.cap, goal.cap - first[goal.id], goal.cap - later[goal.id]) for goal in programme.goals
    }
    weights = {goal.id: goal.weight for goal in programme.goals}
    spending = read_index_facts(assessment).spending
    after = spending_after(spending, programme, steps, moves, rules) if spending else None
    return Forecast(
        by_goal,
        _index(weights, by_goal),
        budget_balance(spending, index_rules) if spending else None,
        budget_balance(after, index_rules) if after and any(after.values()) else None,
    )


def _index(weights: Mapping[str, float], gaps: Mapping[str, GapForecast]) -> GapForecast:
    whole = fsum(weights.values()) or 1.0
    now, first, later = (
        fsum(weights[code] * getattr(gap, name) for code, gap in gaps.items()) / whole
        for name in ("before", "first_year", "later")
    )
    return GapForecast(now, first, later)


def spending_after(
    spending: Amounts, programme: Programme, steps: tuple[Step, ...], moves: tuple[Move, ...], rules: PlanRules
) -> Amounts:
    """Yearly spending by purpose once the plan runs: what steps cost added, what is saved or released taken off.

    A step counts for the purpose of the dimension it helps most; money spent once does not count.
    """
    changed = dict(spending)
    for step in steps:
        run = step.candidate.run
        purpose = rules.purposes.get(_helped(programme, step)) if run > 0 else rules.savings
        if purpose in changed:
            changed[purpose] += run
    for move in moves:
        purpose = rules.lines.get(move.line or "")
        if purpose in changed:
            changed[purpose] -= move.amount
    return {purpose: max(0.0, amount) for purpose, amount in changed.items()}


def _helped(programme: Programme, step: Step) -> str:
    """The dimension that a step alone closes most of."""
    closes, weights = outcome(programme, (step.id,)).closes, {goal.id: goal.weight for goal in programme.goals}
    return max(closes, key=lambda goal: weights[goal] * closes[goal])
