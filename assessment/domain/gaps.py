"""Scores against expectations: gaps, states and priorities (dossier 3.5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import fsum

from assessment.domain.arithmetic import reaches
from assessment.domain.expectations import Expectation
from assessment.domain.scoring import DimensionScore, IndicatorScore


class State(StrEnum):
    """Where a dimension stands between what visitors accept and what they wish."""

    CRITICAL = "critical"
    TOLERATED = "tolerated"
    MET = "met"
    NOT_ASSESSABLE = "not_assessable"


@dataclass(frozen=True, slots=True)
class IndicatorGap:
    """Points missing on one indicator (0-100) and its pull on the whole; None where nothing was scored."""

    score: IndicatorScore
    gap: float | None
    priority: float | None
    critical: bool


@dataclass(frozen=True, slots=True)
class DimensionGap:
    """Gap and surplus in points (never negative, never netted), state and priority of one dimension."""

    score: DimensionScore
    expectation: Expectation
    weight: float
    gap: float | None
    surplus: float | None
    state: State
    priority: float | None
    indicators: tuple[IndicatorGap, ...]


def state_of(score: float | None, expectation: Expectation) -> State:
    """Where the maturity of a dimension stands between the minimum and what is required."""
    return state_between(score, expectation.minimum, expectation.required)


def state_between(value: float | None, least: float, wished: float) -> State:
    """Critical below the `least` that is accepted, tolerated up to what is `wished`, met from there on."""
    if value is None:
        return State.NOT_ASSESSABLE
    if not reaches(value, least):
        return State.CRITICAL
    return State.MET if reaches(value, wished) else State.TOLERATED


def dimension_gap(
    score: DimensionScore, expectation: Expectation, weight: float, critical_factor: float
) -> DimensionGap:
    """Compare one dimension with its expectation (dossier 3.5)."""
    state = state_of(score.score, expectation)
    critical = state is State.CRITICAL
    total = fsum(item.weight for item in score.indicators if item.applicable)
    indicators = tuple(
        indicator_gap(item, expectation.required, weight * item.weight / total if total else 0.0, critical)
        for item in score.indicators
    )
    if score.score is None:
        return DimensionGap(score, expectation, weight, None, None, state, None, indicators)
    gap = max(0.0, expectation.required - score.score)
    priority = weight * gap / 100 * (critical_factor if critical else 1)
    surplus = max(0.0, score.score - expectation.required)
    return DimensionGap(score, expectation, weight, gap, surplus, state, priority, indicators)


def indicator_gap(score: IndicatorScore, required: float, weight: float, critical: bool) -> IndicatorGap:
    """Compare one indicator with the maturity its dimension requires; `weight` is its share of the whole, 0-100."""
    if score.score is None:
        return IndicatorGap(score, None, None, critical)
    gap = max(0.0, required - score.score)
    return IndicatorGap(score, gap, weight * gap / 100, critical)


def weighted_gap_index(gaps: tuple[DimensionGap, ...]) -> float | None:
    """Mean gap of the scored dimensions, by weight; 0 when every expectation is met, None without any score."""
    scored = [item for item in gaps if item.gap is not None]
    total = fsum(item.weight for item in scored)
    return fsum(item.weight * (item.gap or 0.0) for item in scored) / total if total else None


def gaps_by_indicator(gaps: tuple[DimensionGap, ...]) -> Mapping[str, IndicatorGap]:
    """Every indicator asked, by id."""
    return {item.score.indicator.id: item for dimension in gaps for item in dimension.indicators}
