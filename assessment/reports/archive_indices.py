"""The indices read back, one function for each one of `exports_indices`."""

from __future__ import annotations

from collections.abc import Mapping
from math import inf
from typing import Any

from assessment.domain.answers import Ambition
from assessment.domain.audiences import Alignment, AudienceFocus, Focus, IntentDrift, StageDrift
from assessment.domain.funnel import Funnel, Interval, Step
from assessment.domain.indices import Band, BudgetBalance, Indices, PurposeShare, Quadrant, Vocation
from assessment.domain.problems import Problem

Kept = Mapping[str, Any]


def indices(plain: Kept) -> Indices:
    """Every index whose facts were there."""
    return Indices(
        focus=_focus(plain["focus"]) if plain["focus"] else None,
        observed={stage: _focus(item) for stage, item in plain["observed"].items()},
        drift=_drift(plain["drift"]) if plain["drift"] else None,
        quadrant=_quadrant(plain["quadrant"]) if plain["quadrant"] else None,
        balance=_balance(plain["balance"]) if plain["balance"] else None,
        funnel=_funnel(plain["funnel"]) if plain["funnel"] else None,
        missing={index: tuple(codes) for index, codes in plain["missing"].items()},
        problems=tuple(Problem(item["code"], tuple(item["path"]), item["values"]) for item in plain["problems"]),
    )


def _focus(plain: Kept) -> AudienceFocus:
    return AudienceFocus(plain["shares"], plain["effective"], plain["focus"], plain["primary"], Focus(plain["reading"]))


def _drift(plain: Kept) -> IntentDrift:
    return IntentDrift(
        tuple(StageDrift(stage, item["shares"], item["distance"]) for stage, item in plain["stages"].items()),
        plain["lost_at"],
        plain["observed"],
        plain["drift"],
        plain["jensen_shannon"],
        Alignment(plain["reading"]),
    )


def _quadrant(plain: Kept) -> Quadrant:
    return Quadrant(
        plain["inspire"],
        plain["connect"],
        Ambition(**plain["ambition"]),
        Vocation(plain["vocation"]),
        Vocation(plain["wanted"]),
        plain["distance"],
    )


def _balance(plain: Kept) -> BudgetBalance:
    return BudgetBalance(
        tuple(
            PurposeShare(purpose, item["share"], Band(*item["band"]), item["excess"])
            for purpose, item in plain["purposes"].items()
        ),
        plain["balance"],
        plain["content_ratio"],
        plain["flagged"],
    )


def _funnel(plain: Kept) -> Funnel:
    steps = {stage: _step(stage, item) for stage, item in plain["steps"].items()}
    leak = steps[plain["leak"]] if plain["leak"] else None
    return Funnel(plain["counts"], tuple(steps.values()), leak, plain["index"], tuple(plain["grows"]))


def _step(stage: str, plain: Kept) -> Step:
    interval = plain["interval"]
    return Step(
        stage,
        plain["before"],
        plain["rate"],
        Interval(*interval) if interval else None,
        plain["peer"],
        inf if plain["rate"] == 0 and plain["peer"] else plain["leak"],
        plain["worth"],
    )
