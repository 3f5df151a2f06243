"""What a plan can choose from, what it serves, and what a choice of steps is worth (dossier 6.1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import fsum, inf

from assessment.domain.questionnaire import require

CENT = 1e-6
"""Tolerance of the solver on a constraint, far below a cent or an hour once sums are in thousands of euros."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A step a plan may take: euros `once` and a year (`run`, negative when it saves), staff `hours` in FTE.

    `effects` are points by target. `requires` names steps to take with it or before; of those with the same `instead`
    at most one is taken. `risk` is 0-1.
    """

    id: str
    once: float = 0.0
    run: float = 0.0
    hours: float = 0.0
    effects: Mapping[str, float]
    requires: tuple[str, ...] = ()
    instead: str | None = None
    risk: float = 0.0


@dataclass(frozen=True, slots=True)
class Target:
    """Something that steps raise by at most `cap` points; `share` (0-1) of it counts for the `goal` it is part of."""

    id: str
    goal: str
    share: float
    cap: float


@dataclass(frozen=True, slots=True)
class Goal:
    """A gap of `cap` points with its weight (0-100); the first `urgent` points lead out of what is critical."""

    id: str
    weight: float
    cap: float
    urgent: float = 0.0


@dataclass(frozen=True, slots=True)
class Limits:
    """What a plan may use: euros a year (`run`), euros once, and staff hours in FTE.

    With `once` None, what is spent once is paid out of the year's money too; `hours` may be infinite.
    """

    run: float
    once: float | None
    hours: float = inf

    @property
    def money(self) -> float:
        """All euros the first year may cost."""
        return self.run + (self.once or 0.0)


@dataclass(frozen=True, kw_only=True)
class Programme:
    """Everything to choose from and what it serves.

    `factor` (0-1) is how much of an effect shows in the period. `eta` is the points a step with risk 1 must add;
    `urgency` how much more a point out of what is critical counts (0.5: half as much again).

    Raises ValueError when something named does not exist.
    """

    candidates: tuple[Candidate, ...]
    targets: tuple[Target, ...]
    goals: tuple[Goal, ...]
    factor: float = 1.0
    eta: float = 0.0
    urgency: float = 0.0

    def __post_init__(self) -> None:
        known, goals = {target.id for target in self.targets}, {goal.id for goal in self.goals}
        for target in self.targets:
            require(target.goal in goals, f"target {target.id}: there is no goal {target.goal!r}")
        for item in self.candidates:
            require(item.effects.keys() <= known, f"step {item.id}: it has an effect on an unknown target")
            require(set(item.requires) <= self.by_id.keys(), f"step {item.id}: it requires an unknown step")

    @cached_property
    def by_id(self) -> Mapping[str, Candidate]:
        """Candidates by id."""
        return {item.id: item for item in self.candidates}

    @cached_property
    def goal_of(self) -> Mapping[str, str]:
        """The goal each target is part of."""
        return {target.id: target.goal for target in self.targets}

    def closure(self, chosen: Iterable[str]) -> frozenset[str]:
        """These steps with all that they require, directly or not."""
        found: set[str] = set()
        waiting = list(chosen)
        while waiting:
            code = waiting.pop()
            if code not in found:
                found.add(code)
                waiting.extend(self.by_id[code].requires)
        return frozenset(found)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a choice of steps brings and takes.

    `closes` are points by goal. `points` is the weighted gap closed; `value` also counts urgency and risk, and is what
    a plan maximises. `run` and `once` are euros, `hours` FTE.
    """

    chosen: tuple[str, ...]
    closes: Mapping[str, float]
    points: float
    value: float
    run: float
    once: float
    hours: float

    def fits(self, limits: Limits) -> bool:
        """Whether it stays within money and hours."""
        money = (
            (self.run + self.once <= limits.run + CENT)
            if limits.once is None
            else (self.run <= limits.run + CENT and self.once <= limits.once + CENT)
        )
        return money and self.hours <= limits.hours + CENT


def outcome(programme: Programme, chosen: Iterable[str]) -> Outcome:
    """What a choice of steps is worth, worked out exactly; the steps come out in the order of the programme."""
    wanted = frozenset(chosen)
    items = [item for item in programme.candidates if item.id in wanted]
    closes = _closes(programme, items)
    points = fsum(goal.weight * closes[goal.id] / 100 for goal in programme.goals)
    urgent = fsum(goal.weight * min(closes[goal.id], goal.urgent) / 100 for goal in programme.goals)
    risk = fsum(item.risk for item in items)
    return Outcome(
        tuple(item.id for item in items),
        closes,
        points,
        points + programme.urgency * urgent - programme.eta * risk,
        fsum(item.run for item in items),
        fsum(item.once for item in items),
        fsum(item.hours for item in items),
    )


def _closes(programme: Programme, items: list[Candidate]) -> Mapping[str, float]:
    """Points by goal: no target beyond its cap, no goal beyond its gap."""
    raised: dict[str, list[float]] = {}
    for item in items:
        for code, points in item.effects.items():
            raised.setdefault(code, []).append(points)
    parts: dict[str, list[float]] = {}
    for target in programme.targets:
        parts.setdefault(target.goal, []).append(target.share * min(target.cap, fsum(raised.get(target.id, ()))))
    return {goal.id: min(goal.cap, programme.factor * fsum(parts.get(goal.id, ()))) for goal in programme.goals}
