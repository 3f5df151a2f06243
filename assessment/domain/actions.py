"""The first steps worth taking, each with the answer that calls for it (dossier 6.2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import fsum

from assessment.domain.gaps import DimensionGap, IndicatorGap, State, gaps_by_indicator
from assessment.domain.localised import Localised
from assessment.domain.questionnaire import Indicator, NonResponse, require
from assessment.domain.scoring import POINTS_PER_LEVEL

FIRST = 6


@dataclass(frozen=True, slots=True)
class Action:
    """A step: euros `once` and a year (`run`, negative when it saves), staff `days`, levels gained by indicator."""

    id: str
    title: Localised
    once: float
    run: float
    days: float
    lift: Mapping[str, float]
    requires: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        require(bool(self.lift), f"action {self.id}: must lift at least one indicator")


@dataclass(frozen=True, slots=True)
class ActionCatalogue:
    """Every action an organisation may take; prerequisites stand before what needs them."""

    actions: tuple[Action, ...]


@dataclass(frozen=True, slots=True)
class RankedAction:
    """An action with the points of weighted gap it closes, and the indicator whose answer calls for it most.

    `step` is the level whose description is the next thing to reach on that indicator.
    """

    action: Action
    closes: float
    trigger: IndicatorGap
    step: int

    @property
    def indicator(self) -> Indicator:
        """The indicator that calls for the action."""
        return self.trigger.score.indicator


@dataclass(frozen=True, slots=True)
class FindOut:
    """Advice for a dimension that cannot be assessed: the indicators without an answer, unknown ones first."""

    dimension: DimensionGap
    unknown: tuple[Indicator, ...]
    unanswered: tuple[Indicator, ...]


@dataclass(frozen=True, slots=True)
class Actions:
    """`first` to start with, in order; `later` the rest that would still help; `find_out` what nobody knows yet."""

    first: tuple[RankedAction, ...]
    later: tuple[RankedAction, ...]
    find_out: tuple[FindOut, ...]


def gain(gap: IndicatorGap, lift: float, reached: float, critical_factor: float) -> float:
    """Weighted points an extra `lift` (levels) closes on an indicator already raised by `reached` points.

    Nothing counts beyond the required maturity or level 4 (dossier 6.1).
    """
    if not gap.gap or gap.priority is None or gap.score.score is None:
        return 0.0
    start = gap.score.score + reached
    rise = max(0.0, min(POINTS_PER_LEVEL * lift, 100 - start, gap.score.score + gap.gap - start))
    return gap.priority / gap.gap * rise * (critical_factor if gap.critical else 1)


def rank(
    action: Action, gaps: Mapping[str, IndicatorGap], reached: Mapping[str, float], critical_factor: float
) -> RankedAction | None:
    """What an action still closes after others, or None when it closes nothing."""
    gains = {
        indicator: gain(gaps[indicator], lift, reached.get(indicator, 0.0), critical_factor)
        for indicator, lift in action.lift.items()
        if indicator in gaps
    }
    total = fsum(gains.values())
    if not total:
        return None
    strongest = max(gains, key=lambda indicator: gains[indicator])
    now = (gaps[strongest].score.score or 0.0) + reached.get(strongest, 0.0)
    return RankedAction(action, total, gaps[strongest], min(4, int(now / POINTS_PER_LEVEL) + 1))


def plan_actions(catalogue: ActionCatalogue, dimensions: tuple[DimensionGap, ...], critical_factor: float) -> Actions:
    """Order the actions by what each adds to those before it; an action waits for its prerequisites (dossier 6.2).

    A prerequisite that would close nothing counts as done.
    """
    gaps, reached = gaps_by_indicator(dimensions), dict[str, float]()
    waiting = {action.id: action for action in catalogue.actions}
    ordered: list[RankedAction] = []
    while True:
        ranked = {key: rank(action, gaps, reached, critical_factor) for key, action in waiting.items()}
        useful = {key: found for key, found in ranked.items() if found is not None}
        ready = [item for item in useful.values() if not useful.keys() & set(item.action.requires)]
        if not ready:
            break
        best = max(ready, key=lambda item: (item.closes, -item.action.days))
        ordered.append(best)
        del waiting[best.action.id]
        for indicator, lift in best.action.lift.items():
            reached[indicator] = reached.get(indicator, 0.0) + POINTS_PER_LEVEL * lift
    return Actions(tuple(ordered[:FIRST]), tuple(ordered[FIRST:]), find_out(dimensions))


def find_out(dimensions: tuple[DimensionGap, ...]) -> tuple[FindOut, ...]:
    """What to ask around for, for every dimension that cannot be assessed (dossier 3.2)."""

    def without_answer(dimension: DimensionGap, reason: NonResponse) -> tuple[Indicator, ...]:
        items = dimension.score.indicators
        return tuple(item.indicator for item in items if item.applicable and item.nonresponse is reason)

    return tuple(
        FindOut(
            dimension,
            without_answer(dimension, NonResponse.DONT_KNOW),
            without_answer(dimension, NonResponse.UNANSWERED),
        )
        for dimension in dimensions
        if dimension.state is State.NOT_ASSESSABLE
    )
