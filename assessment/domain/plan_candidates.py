"""What one organisation's plan can choose from: actions, and the ways to obtain the roles it lacks (dossier 6.1)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import ceil, fsum

from assessment.domain.actions import Action, ActionCatalogue
from assessment.domain.answers import Assessment
from assessment.domain.arithmetic import SLACK
from assessment.domain.gaps import DimensionGap, State
from assessment.domain.programme import Candidate, Goal, Programme, Target
from assessment.domain.role_catalogue import Range, Role, RoleRules
from assessment.domain.roles import RoleFinding, Roles
from assessment.domain.scoring import POINTS_PER_LEVEL
from assessment.domain.sourcing import Mode, circumstances, costs, possible_modes, training_days


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRules:
    """Editable numbers of section 6; shares are 0-1.

    `first_year` is how much of an effect shows in the first year, `eta` the points a step with risk 1 must add, `more`
    the addition of the third plan. Shared posts come in steps of `share_step` FTE. Obtaining a role in full lifts its
    first trigger by `main_lift` levels and the others by `other_lift`; hiring and sharing take `arranging_days`,
    buying days takes `supervision` of them. Robustness makes `draws` with effects
    off by up to `spread`. `purposes` of digital spending are those that a step serves, by the dimension it helps most,
    `savings` the one that steps save on, and `lines` those that releasable lines belong to; the other lines are no
    digital spending.
    """

    first_year: float
    eta: float
    more: float
    share_step: float
    main_lift: float
    other_lift: float
    arranging_days: float
    supervision: float
    draws: int
    spread: float
    seed: int
    purposes: Mapping[str, str]
    savings: str
    lines: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RoleStep:
    """`fte` of a role obtained in one mode, for `cost` k€ a year."""

    role: Role
    mode: Mode
    fte: float
    cost: Range


@dataclass(frozen=True, slots=True)
class Step:
    """A candidate with what it stands for: an action of the catalogue or a way to obtain a role."""

    candidate: Candidate
    stands_for: Action | RoleStep

    @property
    def id(self) -> str:
        """The id of the action, or role, mode and share of post: `R01-share-0.4`."""
        return self.candidate.id


@dataclass(frozen=True, slots=True)
class Choice:
    """All steps with the programme over them; `gainless` actions would add nothing here and count as done."""

    programme: Programme
    steps: Mapping[str, Step]
    gainless: tuple[Action, ...]


def build_choice(
    catalogue: ActionCatalogue,
    roles: Roles,
    gaps: tuple[DimensionGap, ...],
    assessment: Assessment,
    *,
    role_rules: RoleRules,
    critical_factor: float,
    rules: PlanRules,
) -> Choice:
    """Everything this organisation could do about its gaps (dossier 6.1).

    Points count on each indicator up to level 4, and on each dimension up to its gap.
    """
    targets = tuple(target for gap in gaps for target in _targets(gap))
    caps = {target.id: target.cap for target in targets}
    gainless = tuple(action for action in catalogue.actions if _gainless(action, caps, gaps))
    done = {action.id for action in gainless}
    steps = [_action_step(item, caps, done, role_rules) for item in catalogue.actions if item.id not in done]
    for finding in roles.recommended:
        steps.extend(_role_steps(finding, caps, assessment, role_rules, rules))
    programme = Programme(
        candidates=tuple(step.candidate for step in steps),
        targets=targets,
        goals=tuple(_goal(gap) for gap in gaps if gap.gap is not None),
        factor=rules.first_year,
        eta=rules.eta,
        urgency=critical_factor - 1,
    )
    return Choice(programme, {step.id: step for step in steps}, gainless)


def _targets(gap: DimensionGap) -> Iterator[Target]:
    """The indicators that can still rise and whose dimension lacks something."""
    whole = fsum(item.weight for item in gap.score.indicators if item.score is not None)
    for item in gap.score.indicators:
        if gap.gap and item.score is not None and item.score < 4 * POINTS_PER_LEVEL:
            yield Target(
                item.indicator.id, gap.score.dimension.id, item.weight / whole, 4 * POINTS_PER_LEVEL - item.score
            )


def _goal(gap: DimensionGap) -> Goal:
    score, critical = gap.score.score or 0.0, gap.state is State.CRITICAL
    urgent = max(0.0, gap.expectation.minimum - score) if critical else 0.0
    return Goal(gap.score.dimension.id, gap.weight, gap.gap or 0.0, urgent)


def _gainless(action: Action, caps: Mapping[str, float], gaps: tuple[DimensionGap, ...]) -> bool:
    """Whether an action can lift nothing that counts, and nothing about it is unknown."""
    unknown = {
        item.indicator.id for gap in gaps for item in gap.score.indicators if item.applicable and item.score is None
    }
    return action.lift.keys().isdisjoint(caps) and action.lift.keys().isdisjoint(unknown)


def _effects(lift: Mapping[str, float], caps: Mapping[str, float]) -> Mapping[str, float]:
    """Points by indicator, on those that can rise."""
    return {code: min(caps[code], POINTS_PER_LEVEL * levels) for code, levels in lift.items() if code in caps}


def _action_step(action: Action, caps: Mapping[str, float], done: set[str], role_rules: RoleRules) -> Step:
    candidate = Candidate(
        id=action.id,
        once=action.once,
        run=action.run,
        hours=action.days / role_rules.days_per_fte,
        effects=_effects(action.lift, caps),
        requires=tuple(code for code in action.requires if code not in done),
        instead=action.role,
        risk=action.risk,
    )
    return Step(candidate, action)


def _role_steps(
    finding: RoleFinding, caps: Mapping[str, float], assessment: Assessment, role_rules: RoleRules, rules: PlanRules
) -> Iterator[Step]:
    """Each way the rules allow to obtain a role, a shared post in several sizes; at most one of them is taken."""
    role, short = finding.role, finding.short
    now = circumstances(role.id, short, assessment.number("F_FREED") or 0.0, assessment)
    lifts = dict.fromkeys(role.triggers, rules.other_lift) | {role.triggers[0]: rules.main_lift}
    for mode in possible_modes(role, now, role_rules):
        for fte in _sizes(short, rules.share_step) if mode is Mode.SHARE else (short,):
            covered = min(1.0, fte / short)
            cost = _cost(mode, fte, role, role_rules)
            candidate = Candidate(
                id=f"{role.id}-{mode}-{fte:g}" if mode is Mode.SHARE else f"{role.id}-{mode}",
                run=1000 * cost.middle,
                hours=_hours(mode, fte, role, role_rules, rules),
                effects=_effects({code: covered * levels for code, levels in lifts.items()}, caps),
                instead=role.id,
            )
            yield Step(candidate, RoleStep(role, mode, fte, cost))


def _sizes(short: float, step: float) -> tuple[float, ...]:
    """Shared posts of one, two, three ... steps, up to the first that covers the shortage."""
    return tuple(round(n * step, 6) for n in range(1, ceil(short / step - SLACK) + 1))


def _cost(mode: Mode, fte: float, role: Role, role_rules: RoleRules) -> Range:
    found = costs(fte, role, role_rules)
    return {
        Mode.HIRE: found.own,
        Mode.SHARE: found.shared,
        Mode.TRAIN: found.trained,
        Mode.OUTSOURCE: found.outsourced,
    }[mode]


def _hours(mode: Mode, fte: float, role: Role, role_rules: RoleRules, rules: PlanRules) -> float:
    """FTE of the staff's own time: arranging a post, supervising a supplier, or learning and then doing the work.

    Of the work itself, the part that is replaced is paid for (5.6); the rest is the staff's.
    """
    if mode is Mode.OUTSOURCE:
        return rules.supervision * fte
    if mode is Mode.TRAIN:
        return training_days(role, role_rules) / role_rules.days_per_fte + fte * (1 - role_rules.train_replaced)
    return rules.arranging_days / role_rules.days_per_fte
