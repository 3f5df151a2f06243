"""Plans as one plain document: what `plan --json` prints."""

from __future__ import annotations

from dataclasses import asdict
from math import isinf
from typing import Any

from assessment.domain.indices import BudgetBalance
from assessment.domain.plan_candidates import RoleStep, Step
from assessment.domain.plan_effects import Forecast
from assessment.domain.plans import Plan, Planning
from assessment.domain.programme import Limits
from assessment.domain.source_lines import SourceLine

Document = dict[str, Any]


def planning_document(planning: Planning, sources: tuple[SourceLine, ...] = ()) -> Document:
    """Everything said about plans, unrounded, by id, ready for JSON; `sources` are where money might come from.

    Money is euros, `hours` FTE, `points` and `closes` points (those of a plan or step weighted), `value` points with
    urgency and risk counted, `chosen_in` shares 0-1. Null means no limit among limits, and no value elsewhere.
    """
    request = planning.request
    return {
        "request": {
            "budget": request.budget,
            "once": request.once,
            "hours": request.hours,
            "decided": sorted(request.decided),
        },
        "releasable": {line.id: line.amount for line in planning.lines},
        "sources": [{**asdict(line), "source": line.source.value} for line in sources],
        "plans": {plan.scenario.value: _plan(plan) for plan in planning.plans},
        "left_out": [{"id": item.step.id, "reason": item.obstacle.value} for item in planning.left_out],
        "curve": [asdict(point) for point in planning.curve],
        "next_thousand": planning.next_thousand,
        "chosen_in": dict(planning.chosen_in),
    }


def _plan(plan: Plan) -> Document:
    found = plan.outcome
    return {
        "limits": _limits(plan.limits),
        "points": found.points,
        "value": found.value,
        "run": found.run,
        "once": found.once,
        "hours": found.hours,
        "released": plan.released,
        "closes": dict(found.closes),
        "steps": [_step(step, plan) for step in plan.steps],
        "moves": [asdict(move) for move in plan.moves],
        "forecast": _forecast(plan.forecast),
    }


def _limits(limits: Limits) -> Document:
    return {"run": limits.run, "once": limits.once, "hours": None if isinf(limits.hours) else limits.hours}


def _step(step: Step, plan: Plan) -> Document:
    item, stands_for = step.candidate, step.stands_for
    role = stands_for if isinstance(stands_for, RoleStep) else None
    return {
        "id": step.id,
        "role": role.role.id if role else None,
        "mode": role.mode.value if role else None,
        "fte": role.fte if role else None,
        "run": item.run,
        "once": item.once,
        "hours": item.hours,
        "points": plan.alone[step.id],
        "requires": list(item.requires),
    }


def _forecast(forecast: Forecast) -> Document:
    return {
        "gaps": {code: asdict(gap) for code, gap in forecast.gaps.items()},
        "weighted_gap_index": asdict(forecast.index),
        "balance": _balance(forecast.balance),
        "balance_after": _balance(forecast.balance_after),
    }


def _balance(balance: BudgetBalance | None) -> Document | None:
    if balance is None:
        return None
    return {"balance": balance.balance, "content_ratio": balance.content_ratio}
