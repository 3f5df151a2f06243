"""The first steps worth taking, each with the answer that calls for it (dossier 6.2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import fsum
from operator import attrgetter

from assessment.domain.gaps import DimensionGap, IndicatorGap, State, gaps_by_indicator
from assessment.domain.localised import Localised
from assessment.domain.questionnaire import Indicator, NonResponse, require
from assessment.domain.scoring import POINTS_PER_LEVEL

FIRST = 6
QUICK_EUROS, QUICK_DAYS = 1000, 8
SHORTEST_DAYS = 0.5
"""What takes no day at all is compared as half a day, the least anybody notices."""


@dataclass(frozen=True, slots=True)
class Action:
    """A step: euros `once` and a year (`run`, negative when it saves), staff `days`, levels gained by indicator.

    `role` is the role it obtains, so that a plan does not obtain it twice; `risk` 0-1 that it comes to nothing.
    """

    id: str
    title: Localised
    once: float
    run: float
    days: float
    lift: Mapping[str, float]
    requires: tuple[str, ...] = ()
    role: str | None = None
    risk: float = 0.0

    def __post_init__(self) -> None:
        require(bool(self.lift), f"action {self.id}: must lift at least one indicator")


@dataclass(frozen=True)
class ActionCatalogue:
    """Every action an organisation may take; prerequisites stand before what needs them."""

    actions: tuple[Action, ...]

    @cached_property
    def soonest_done(self) -> tuple[Action, ...]:
        """The actions that take the fewest days first, in their order where they take the same."""
        return tuple(sorted(self.actions, key=attrgetter("days")))

    @cached_property
    def overlapping(self) -> Mapping[str, frozenset[str]]:
        """For each action id, the ids of those that lift an indicator it lifts too, itself included."""
        return {
            action.id: frozenset(other.id for other in self.actions if other.lift.keys() & action.lift.keys())
            for action in self.actions
        }


@dataclass(frozen=True, slots=True)
class RankedAction:
    """An action with the points of weighted gap it closes, and the indicator whose answer calls for it most."""

    action: Action
    closes: float
    trigger: IndicatorGap

    @property
    def step(self) -> int:
        """The level (1-4) whose description is the next thing to reach on that indicator."""
        return int((self.trigger.score.score or 0.0) / POINTS_PER_LEVEL) + 1

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

    @property
    def quick_wins(self) -> tuple[RankedAction, ...]:
        """What costs little and is soon done."""
        return quick_wins((*self.first, *self.later))


def worth(gap: IndicatorGap, critical_factor: float) -> float:
    """Weighted points that one point on an indicator closes; more of them in a critical dimension."""
    per_point = gap.priority / gap.gap if gap.priority and gap.gap else 0.0
    return per_point * (critical_factor if gap.critical else 1)


def rank(
    action: Action, gaps: Mapping[str, IndicatorGap], left: Mapping[str, float], critical_factor: float
) -> RankedAction | None:
    """What an action closes where `left` points are still missing by indicator, or None when it closes nothing.

    Nothing counts beyond the required maturity (dossier 6.1).
    """
    gains = {
        indicator: worth(gaps[indicator], critical_factor) * min(left[indicator], POINTS_PER_LEVEL * lift)
        for indicator, lift in action.lift.items()
        if left.get(indicator)
    }
    if not gains:
        return None
    strongest = max(gains, key=gains.__getitem__)
    return RankedAction(action, fsum(gains.values()), gaps[strongest])


def plan_actions(catalogue: ActionCatalogue, dimensions: tuple[DimensionGap, ...], critical_factor: float) -> Actions:
    """Order the actions by what each adds to those before it; an action waits for its prerequisites (dossier 6.2).

    A prerequisite that would close nothing counts as done. Of actions that add the same, the soonest done goes first.
    """
    gaps = gaps_by_indicator(dimensions)
    left = {code: item.gap for code, item in gaps.items() if item.gap}
    every = ((action.id, rank(action, gaps, left, critical_factor)) for action in catalogue.soonest_done)
    useful = {key: ranked for key, ranked in every if ranked}
    ordered: list[RankedAction] = []
    while ready := [item for item in useful.values() if useful.keys().isdisjoint(item.action.requires)]:
        best = max(ready, key=attrgetter("closes"))
        ordered.append(useful.pop(best.action.id))
        for indicator, lift in best.action.lift.items():
            left[indicator] = max(0.0, left.get(indicator, 0.0) - POINTS_PER_LEVEL * lift)
        for key in catalogue.overlapping[best.action.id] & useful.keys():
            if again := rank(useful[key].action, gaps, left, critical_factor):
                useful[key] = again
            else:
                del useful[key]
    return Actions(tuple(ordered[:FIRST]), tuple(ordered[FIRST:]), find_out(dimensions))


def quick_wins(ranked: Iterable[RankedAction]) -> tuple[RankedAction, ...]:
    """Actions that cost little and are soon done, those that close most for a day of work first (dossier 6.2)."""
    quick = (
        item for item in ranked if item.action.once + item.action.run <= QUICK_EUROS and item.action.days <= QUICK_DAYS
    )
    return tuple(sorted(quick, key=lambda item: -item.closes / max(item.action.days, SHORTEST_DAYS)))


def find_out(dimensions: tuple[DimensionGap, ...]) -> tuple[FindOut, ...]:
    """What to ask around for, for every dimension that cannot be assessed (dossier 3.2).

    A dimension of which too little applies has nothing to find out.
    """

    def without_answer(dimension: DimensionGap, reason: NonResponse) -> tuple[Indicator, ...]:
        items = dimension.score.indicators
        return tuple(item.indicator for item in items if item.applicable and item.nonresponse is reason)

    advice = (
        FindOut(
            dimension,
            without_answer(dimension, NonResponse.DONT_KNOW),
            without_answer(dimension, NonResponse.UNANSWERED),
        )
        for dimension in dimensions
        if dimension.state is State.NOT_ASSESSABLE
    )
    return tuple(item for item in advice if item.unknown or item.unanswered)
