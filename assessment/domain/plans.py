"""Three plans under a budget, where their money comes from and what they change (dossier 6.1-6.3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from math import inf

from assessment.domain.actions import Action, ActionCatalogue
from assessment.domain.answers import Assessment
from assessment.domain.gaps import DimensionGap
from assessment.domain.indices import IndexRules
from assessment.domain.plan_candidates import Choice, PlanRules, Step, build_choice
from assessment.domain.plan_effects import Forecast, forecast
from assessment.domain.plan_money import Line, Move, find_moves, releasable
from assessment.domain.plan_values import CurvePoint, Luck, Obstacle, Watch, obstacle, robustness, value_curve
from assessment.domain.planner import solve
from assessment.domain.problems import Problem, ProblemsFound
from assessment.domain.programme import CENT, Limits, Outcome, outcome
from assessment.domain.results import AssessmentResult, Instrument
from assessment.domain.role_catalogue import RoleRules
from assessment.domain.roles import Roles

CURVE_STEPS = 15
CURVE_REACH = 1.5
"""How far beyond the announced budget the curve goes."""
THOUSAND = 1000.0
USUAL_SHARE, USUAL_BUDGET = 0.1, 20_000.0
"""What to propose as a budget: a tenth of what is spent on digital work, else an amount to start from; our defaults."""


class Scenario(StrEnum):
    """What money a plan starts from."""

    NO_NEW_MONEY = "no_new_money"
    ANNOUNCED = "announced"
    MORE = "more"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What the organisation announces: euros a year, euros once, staff hours in FTE, and steps already decided.

    With `once` None, the yearly budget also pays what is spent once; with `hours` None, staff time is not limited.
    """

    budget: float
    once: float | None = None
    hours: float | None = None
    decided: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The steps chosen in one scenario, in the order of the catalogue.

    `limits` include what lines may release; `moves` say which money pays for what, and `released` how many euros come
    from releasable lines. `alone` is the weighted points each step closes in the first year by itself, with what it
    requires already done; together they close less where they overlap.
    """

    scenario: Scenario
    limits: Limits
    outcome: Outcome
    steps: tuple[Step, ...]
    alone: Mapping[str, float]
    moves: tuple[Move, ...]
    released: float
    forecast: Forecast


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A step that the announced plan does without, and why."""

    step: Step | Action
    obstacle: Obstacle


@dataclass(frozen=True, slots=True, kw_only=True)
class Planning:
    """The plans by rising budget (the one without new money is absent when what is decided does not fit it).

    `curve` is the value of other yearly budgets and `next_thousand` that of 1,000 euros more than announced.
    `steps` is everything there was to choose from, by id, and `left_out` explains the announced plan; `chosen_in` is
    the share (0-1) of random draws in which each step is chosen, empty unless they were asked for.
    """

    request: Request
    lines: tuple[Line, ...]
    steps: Mapping[str, Step]
    plans: tuple[Plan, ...]
    left_out: tuple[LeftOut, ...]
    curve: tuple[CurvePoint, ...]
    next_thousand: float
    chosen_in: Mapping[str, float]

    @property
    def announced(self) -> Plan:
        """The plan under the announced budget."""
        return next(plan for plan in self.plans if plan.scenario is Scenario.ANNOUNCED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What a plan is made for."""

    assessment: Assessment
    gaps: tuple[DimensionGap, ...]
    roles: Roles
    actions: ActionCatalogue
    role_rules: RoleRules
    critical_factor: float
    rules: PlanRules
    index_rules: IndexRules

    def choice(self) -> Choice:
        """Everything that could be done."""
        return build_choice(
            self.actions,
            self.roles,
            self.gaps,
            self.assessment,
            role_rules=self.role_rules,
            critical_factor=self.critical_factor,
            rules=self.rules,
        )


def situation_of(instrument: Instrument, result: AssessmentResult) -> Situation:
    """What the result of an assessment leaves to be planned."""
    return Situation(
        assessment=result.assessment,
        gaps=result.dimensions,
        roles=result.roles,
        actions=instrument.actions,
        role_rules=instrument.roles.rules,
        critical_factor=instrument.questionnaire.rules.critical_factor,
        rules=instrument.plan_rules,
        index_rules=instrument.index_rules,
    )


def make_plans(situation: Situation, request: Request, *, robust: bool = False, watch: Watch = iter) -> Planning:
    """The three plans with all that explains them (dossier 6.1, 6.3).

    `robust` also tries the announced one with other effects, which takes as long as some hundred plans; `watch` passes
    on its draws.

    Raises ProblemsFound when the budget or hours are negative, or what is decided cannot be.
    """
    choice, rules = situation.choice(), situation.rules
    lines = releasable(situation.assessment)
    announced = limits_of(request, lines, situation.assessment)
    _refuse(request, choice, announced)
    every = (_plan(scenario, situation, request, choice) for scenario in Scenario)
    plans = tuple(plan for plan in every if plan is not None)
    found = next(plan for plan in plans if plan.scenario is Scenario.ANNOUNCED)
    released = announced.run - request.budget
    curve = value_curve(choice.programme, announced, _budgets(request, released), request.decided)
    here = (announced.run, announced.run + THOUSAND)
    luck = Luck(rules.draws, rules.spread, rules.seed)
    return Planning(
        request=request,
        lines=lines,
        steps=choice.steps,
        plans=plans,
        left_out=_left_out(choice, found, announced),
        curve=tuple(replace(point, budget=point.budget - released) for point in curve),
        next_thousand=value_curve(choice.programme, announced, here, request.decided)[-1].marginal or 0.0,
        chosen_in=robustness(choice.programme, announced, luck, request.decided, watch) if robust else {},
    )


def proposed_budget(assessment: Assessment) -> float:
    """Euros a year to start from where nobody announced a budget, in whole thousands."""
    spending = assessment.facts.get("F_DIGB")
    parts = spending if isinstance(spending, Mapping) else {}
    spent = sum(assessment.part("F_DIGB", part) or 0.0 for part in parts)
    return THOUSAND * round(USUAL_SHARE * spent / THOUSAND) or USUAL_BUDGET


def limits_of(request: Request, lines: tuple[Line, ...], assessment: Assessment) -> Limits:
    """Money with what the lines may release, hours with those that can be freed."""
    freed = assessment.number("F_FREED") or 0.0
    return Limits(
        request.budget + sum(line.amount for line in lines),
        request.once,
        inf if request.hours is None else request.hours + freed,
    )


def in_scenario(request: Request, scenario: Scenario, more: float) -> Request:
    """The announced request with the money of a scenario; hours stay, money does not buy them."""
    factor = {Scenario.NO_NEW_MONEY: 0.0, Scenario.ANNOUNCED: 1.0, Scenario.MORE: 1 + more}[scenario]
    once = None if request.once is None else request.once * factor
    return replace(request, budget=request.budget * factor, once=once)


def _plan(scenario: Scenario, situation: Situation, request: Request, choice: Choice) -> Plan | None:
    lines = releasable(situation.assessment)
    asked = in_scenario(request, scenario, situation.rules.more)
    limits = limits_of(asked, lines, situation.assessment)
    found = solve(choice.programme, limits, request.decided)
    if found is None:
        return None
    steps = tuple(choice.steps[code] for code in found.chosen)
    moves = find_moves(steps, asked.budget, asked.once, lines)
    return Plan(
        scenario=scenario,
        limits=limits,
        outcome=found,
        steps=steps,
        alone={step.id: outcome(choice.programme, (step.id,)).points for step in steps},
        moves=moves,
        released=sum(move.amount for move in moves if move.line),
        forecast=forecast(situation.assessment, choice.programme, steps, moves, situation.rules, situation.index_rules),
    )


def _budgets(request: Request, released: float) -> list[float]:
    """Evenly spaced yearly budgets, from no new money to beyond the announced one."""
    top = CURVE_REACH * request.budget or CURVE_STEPS * THOUSAND
    return [released + top * n / CURVE_STEPS for n in range(CURVE_STEPS + 1)]


def _left_out(choice: Choice, plan: Plan, limits: Limits) -> tuple[LeftOut, ...]:
    """Every step the plan does without; of a role it obtains, the other ways are not mentioned."""
    chosen = set(plan.outcome.chosen)
    obtained = {step.candidate.instead for step in plan.steps if step.candidate.instead}
    others = tuple(
        LeftOut(step, obstacle(choice.programme, plan.outcome, limits, code))
        for code, step in choice.steps.items()
        if code not in chosen and step.candidate.instead not in obtained
    )
    return others + tuple(LeftOut(action, Obstacle.NOTHING_TO_GAIN) for action in choice.gainless)


def _refuse(request: Request, choice: Choice, limits: Limits) -> None:
    problems = _amount_problems(request) or _decided_problems(request, choice, limits)
    if problems:
        raise ProblemsFound(problems)


def _amount_problems(request: Request) -> tuple[Problem, ...]:
    amounts = (
        ("budget-negative", request.budget),
        ("budget-negative", request.once),
        ("hours-negative", request.hours),
    )
    return tuple(
        Problem(code, values={"value": f"{amount:g}"})
        for code, amount in amounts
        if amount is not None and not 0 <= amount < inf
    )


def _decided_problems(request: Request, choice: Choice, limits: Limits) -> tuple[Problem, ...]:
    programme = choice.programme
    known = ", ".join(programme.by_id)
    unknown = sorted(request.decided - programme.by_id.keys())
    if unknown:
        return tuple(Problem("plan-unknown-action", values={"value": code, "known": known}) for code in unknown)
    decided = [item for item in programme.candidates if item.id in programme.closure(request.decided)]
    taken: dict[str, str] = {}
    for item in decided:
        if item.instead and taken.setdefault(item.instead, item.id) != item.id:
            return (Problem("plan-exclusive", values={"value": item.id, "other": taken[item.instead]}),)
    needed = outcome(programme, [item.id for item in decided])
    if needed.fits(limits) or solve(programme, limits, request.decided) is not None:
        return ()
    return tuple(_shortfalls(needed, limits))


def _shortfalls(needed: Outcome, limits: Limits) -> Iterator[Problem]:
    """What is scarce: hours, money, or both."""
    scarce = needed.hours > limits.hours + CENT
    if scarce:
        yield Problem("plan-beyond-hours", values={"needed": f"{needed.hours:.2f}", "available": f"{limits.hours:.2f}"})
    if not scarce or not needed.fits(replace(limits, hours=inf)):
        values = {"needed": f"{needed.run + needed.once:.0f}", "available": f"{limits.money:.0f}"}
        yield Problem("plan-beyond-money", values=values)
