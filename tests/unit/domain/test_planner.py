"""Plans under a budget: what is chosen, why, and where its money comes from (dossier 6.1-6.3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cache

import pytest

from assessment.domain.actions import Action, ActionCatalogue
from assessment.domain.answers import Answer
from assessment.domain.plan_candidates import Choice, RoleStep
from assessment.domain.plan_money import Line, releasable
from assessment.domain.plan_values import Luck, Obstacle, obstacle, robustness, value_curve
from assessment.domain.planner import solve
from assessment.domain.plans import Planning, Request, Scenario, Situation, make_plans, situation_of
from assessment.domain.problems import Problem, ProblemsFound
from assessment.domain.programme import Candidate, Goal, Limits, Programme, Target, outcome
from assessment.domain.results import assess
from assessment.domain.sourcing import Mode
from tests.builders import an_assessment, both
from tests.shipped import shipped_instrument, with_draws

MONEY: dict[str, Answer] = {
    "F_FREE": {"fairs": Decimal(8000), "print": Decimal(0), "duplicates": Decimal(2000)},
    "F_DIGB": {
        "content": Decimal(8000),
        "reach": Decimal(30000),
        "directory": Decimal(22000),
        "connection": Decimal(6000),
        "run": Decimal(18000),
        "skills": Decimal(12000),
        "listening": Decimal(4000),
    },
}
TEAM: dict[str, Answer] = {
    "F_PROJ": {"small": Decimal(3), "medium": Decimal(3), "large": Decimal(0)},
    "F_PROV": Decimal(450),
    "F_AUTO": Decimal(0),
}


def a_step(
    code: str, points: float = 10, *requires: str, run: float = 0, once: float = 0, hours: float = 0, **more: object
) -> Candidate:
    target = more.pop("target", "T1")
    return replace(
        Candidate(id=code, run=run, once=once, hours=hours, effects={str(target): points}, requires=requires),
        **more,  # type: ignore[arg-type]
    )


def a_programme(*steps: Candidate, cap: float = 100, urgent: float = 0, **more: float) -> Programme:
    """Two targets, each the whole of a goal; the weights make a point of G1 a point of the whole, of G2 half."""
    return Programme(
        candidates=steps,
        targets=(Target("T1", "G1", 1, cap), Target("T2", "G2", 1, cap)),
        goals=(Goal("G1", 100, 100), Goal("G2", 50, 100, urgent)),
        **more,
    )


def chosen(programme: Programme, limits: Limits, *decided: str) -> tuple[str, ...] | None:
    found = solve(programme, limits, frozenset(decided))
    return found.chosen if found else None


def test_money_and_hours_are_both_limits() -> None:
    programme = a_programme(a_step("a", 10, run=100, hours=0.1), a_step("b", 9, run=50, hours=0.3))
    assert chosen(programme, Limits(150, 0, 0.4)) == ("a", "b")
    assert chosen(programme, Limits(149, 0, 0.4)) == ("a",)
    assert chosen(programme, Limits(150, 0, 0.39)) == ("a",)
    assert chosen(programme, Limits(99, 0, 0.4)) == ("b",)


def test_money_spent_once_has_its_own_limit_or_comes_out_of_the_year() -> None:
    programme = a_programme(a_step("a", run=60, once=50))
    assert chosen(programme, Limits(60, 50)) == ("a",)
    assert chosen(programme, Limits(100, 49)) == ()
    assert chosen(programme, Limits(110, None)) == ("a",)
    assert chosen(programme, Limits(109, None)) == ()


def test_a_step_comes_with_what_it_requires_or_not_at_all() -> None:
    programme = a_programme(a_step("a", 1, run=50, target="T2"), a_step("b", 30, "a", run=50), a_step("c", 5, run=60))
    assert chosen(programme, Limits(100, 0)) == ("a", "b")
    assert chosen(programme, Limits(99, 0)) == ("c",)


def test_of_two_ways_to_the_same_end_one_is_taken() -> None:
    programme = a_programme(
        a_step("hire", 20, run=100, instead="R01"), a_step("share", 15, run=40, target="T2", instead="R01")
    )
    assert chosen(programme, Limits(200, 0)) == ("hire",)
    assert chosen(programme, Limits(99, 0)) == ("share",)


def test_what_one_step_saves_pays_for_another() -> None:
    programme = a_programme(a_step("close", 0.0, run=-40), a_step("a", 5, run=40))
    assert chosen(programme, Limits(0, 0)) == ("close", "a")
    assert chosen(programme, Limits(40, 0)) == ("a",)


def test_two_steps_never_count_beyond_the_cap_of_what_they_lift() -> None:
    programme = a_programme(a_step("a", 30), a_step("b", 30), cap=40)
    assert outcome(programme, ("a", "b")).points == 40


def test_a_step_that_adds_nothing_is_left_out() -> None:
    assert chosen(a_programme(a_step("a", 40), a_step("b", 30), cap=40), Limits(0, 0)) == ("a",)


def test_no_goal_counts_beyond_its_gap() -> None:
    programme = replace(a_programme(a_step("a", 80)), goals=(Goal("G1", 100, 30), Goal("G2", 50, 100)))
    assert outcome(programme, ("a",)).closes["G1"] == 30


def test_only_part_of_an_effect_shows_in_the_first_year() -> None:
    assert outcome(a_programme(a_step("a", 40), factor=0.7), ("a",)).points == pytest.approx(28)


def test_a_risky_step_must_bring_more() -> None:
    steps = (a_step("safe", 10, run=1), a_step("risky", 10.5, run=1, risk=1.0))
    assert chosen(a_programme(*steps, eta=1.0), Limits(1, 0)) == ("safe",)
    assert chosen(a_programme(*steps), Limits(1, 0)) == ("risky",)


def test_what_is_critical_comes_first_until_it_no_longer_is() -> None:
    steps = (a_step("a", 10, run=1), a_step("b", 15, run=1, target="T2"))
    assert chosen(a_programme(*steps, urgency=0.5), Limits(1, 0)) == ("a",)
    assert chosen(a_programme(*steps, urgent=15, urgency=0.5), Limits(1, 0)) == ("b",)
    assert chosen(a_programme(*steps, urgent=1, urgency=0.5), Limits(1, 0)) == ("a",)


def test_what_is_decided_is_taken_even_if_it_brings_little() -> None:
    programme = a_programme(a_step("a", 1, run=50), a_step("b", 30, run=60))
    assert chosen(programme, Limits(60, 0), "a") == ("a",)
    assert chosen(programme, Limits(40, 0), "a") is None


def test_nothing_to_choose_from_is_an_empty_plan() -> None:
    assert chosen(a_programme(), Limits(10, 0)) == ()


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"candidates": (a_step("a", 1, "z"),)}, "step a: it requires an unknown step"),
        ({"candidates": (a_step("a", 1, target="T9"),)}, "step a: it has an effect on an unknown target"),
        ({"targets": (Target("T1", "G9", 1, 1),)}, "target T1: there is no goal 'G9'"),
    ],
)
def test_a_programme_names_only_what_exists(changed: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        replace(a_programme(), **changed)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("dear", Obstacle.TOO_EXPENSIVE),
        ("slow", Obstacle.NO_HOURS),
        ("idle", Obstacle.NOTHING_TO_GAIN),
        ("lesser", Obstacle.DOMINATED),
        ("later", Obstacle.PREREQUISITE),
        ("rival", Obstacle.DOMINATED),
    ],
)
def test_a_step_left_out_says_why(code: str, reason: Obstacle) -> None:
    programme = a_programme(
        a_step("best", 100, run=10, hours=0.1, instead="R01"),
        a_step("dear", 20, run=1000, target="T2"),
        a_step("slow", 20, hours=9, target="T2"),
        a_step("idle", 0),
        a_step("lesser", 30),
        a_step("later", 20, "dear", target="T2"),
        a_step("rival", 20, target="T2", instead="R01"),
    )
    limits = Limits(15, 0, 0.15)
    plan = solve(programme, limits)
    assert plan is not None
    assert plan.chosen == ("best",)
    assert obstacle(programme, plan, limits, code) is reason


def test_the_curve_says_what_the_next_thousand_euros_buy() -> None:
    programme = a_programme(a_step("a", 10, run=1000), a_step("b", 6, run=2000))
    curve = value_curve(programme, Limits(0, 0), (3000, 0, 1000))
    assert [(point.budget, point.points) for point in curve] == [(0, 0), (1000, 10), (3000, 16)]
    assert [point.marginal for point in curve] == [None, pytest.approx(10), pytest.approx(3)]


def test_the_curve_leaves_out_budgets_below_what_is_decided() -> None:
    curve = value_curve(a_programme(a_step("a", run=1000)), Limits(0, 0), (500, 1000), frozenset({"a"}))
    assert [point.budget for point in curve] == [1000]


def test_a_step_is_chosen_as_often_as_luck_lets_it() -> None:
    programme = a_programme(a_step("sure", 50, run=1), a_step("even", 10, run=1), a_step("odd", 10, run=1))
    luck = Luck(draws=200, spread=0.3, seed=1)
    share = robustness(programme, Limits(2, 0), luck)
    assert share["sure"] == 1
    assert share["even"] + share["odd"] == 1
    assert 0.4 < share["even"] < 0.6
    assert share == robustness(programme, Limits(2, 0), luck)


def test_nothing_is_said_of_luck_when_what_is_decided_does_not_fit() -> None:
    luck = Luck(draws=2, spread=0.3, seed=1)
    assert robustness(a_programme(a_step("a", run=1)), Limits(0, 0), luck, frozenset({"a"})) == {}


def test_nothing_is_said_of_luck_unless_asked() -> None:
    assert make_plans(situation(), Request(budget=1_000, hours=0.1)).chosen_in == {}


def test_the_same_input_gives_the_same_luck_whichever_draw_is_ready_first() -> None:
    asked = Request(budget=1_000, hours=0.1)
    first, second = (list(make_plans(situation(), asked, robust=True).chosen_in.items()) for _ in range(2))
    assert first == second
    assert first


# With the shipped catalogue


@cache
def situation(level: int = 1, **facts: Answer) -> Situation:
    return _situation(level, {**MONEY, **TEAM, **facts})


def _situation(level: int, facts: Mapping[str, Answer]) -> Situation:
    instrument = with_draws(5)
    answers = {item.id: level for item in instrument.questionnaire.indicators()}
    return situation_of(instrument, assess(instrument, an_assessment(answers, facts=facts)))


@cache
def planning(budget: float = 40_000, hours: float | None = 1.0) -> Planning:
    return make_plans(situation(), Request(budget=budget, hours=hours))


def problems(**asked: object) -> tuple[Problem, ...]:
    with pytest.raises(ProblemsFound) as caught:
        make_plans(situation(), Request(**asked))  # type: ignore[arg-type]
    return caught.value.problems


def test_three_plans_start_from_no_new_money_the_announced_budget_and_a_fifth_more() -> None:
    plans = planning().plans
    assert [plan.scenario for plan in plans] == [Scenario.NO_NEW_MONEY, Scenario.ANNOUNCED, Scenario.MORE]
    assert [plan.limits.run for plan in plans] == [10_000, 50_000, 58_000]
    assert [plan.outcome.points for plan in plans] == sorted(plan.outcome.points for plan in plans)


def test_each_plan_stays_within_money_and_hours() -> None:
    for plan in planning().plans:
        assert plan.outcome.fits(plan.limits)
        assert plan.outcome.hours <= 1.0 + 1e-6


def test_hours_that_can_be_freed_are_added_to_those_announced() -> None:
    freed = make_plans(situation(F_FREED=Decimal("0.5")), Request(budget=0, hours=0.2))
    assert freed.announced.limits.hours == pytest.approx(0.7)


def test_only_declared_lines_release_money() -> None:
    """Dossier 6.3: nothing that was not declared, so never a legal duty."""
    assert releasable(situation().assessment) == (Line("fairs", 8000), Line("duplicates", 2000))
    assert releasable(an_assessment()) == ()


def test_every_euro_of_a_plan_comes_from_somewhere() -> None:
    for plan in planning().plans:
        paid = sum(move.amount for move in plan.moves)
        assert paid == pytest.approx(sum(max(0, s.candidate.run + s.candidate.once) for s in plan.steps))
        for line in planning().lines:
            assert sum(move.amount for move in plan.moves if move.line == line.id) <= line.amount + 1e-6


def test_lines_are_touched_only_once_savings_and_new_money_are_used_up() -> None:
    plan = next(plan for plan in planning().plans if plan.released)
    kinds = [2 if move.line else 0 if move.saved_by else 1 for move in plan.moves]
    assert kinds == sorted(kinds)
    new = sum(move.amount for move in plan.moves if not move.line and not move.saved_by)
    asked = 0 if plan.scenario is Scenario.NO_NEW_MONEY else 40_000
    assert new == pytest.approx(asked)


def test_money_spent_once_can_have_a_budget_of_its_own() -> None:
    found = make_plans(situation(), Request(budget=10_000, once=3_000, hours=1)).announced
    assert found.outcome.once <= 3_000
    paid = sum(move.amount for move in found.moves)
    assert paid == pytest.approx(sum(max(0, s.candidate.run) + s.candidate.once for s in found.steps))


def test_a_plan_says_what_becomes_of_gaps_and_indices() -> None:
    forecast = planning().announced.forecast
    for gap in forecast.gaps.values():
        assert 0 <= gap.later <= gap.first_year <= gap.before
    assert forecast.index.later < forecast.index.first_year < forecast.index.before
    assert forecast.balance is not None
    assert forecast.balance_after is not None
    assert forecast.balance.balance == pytest.approx(72)
    assert forecast.balance_after.balance > 72


def test_the_forecast_starts_from_the_gaps_of_the_result() -> None:
    forecast = planning().announced.forecast
    for gap in situation().gaps:
        assert forecast.gaps[gap.score.dimension.id].before == gap.gap


def test_without_spending_by_purpose_no_balance_is_forecast() -> None:
    forecast = make_plans(_situation(1, TEAM), Request(budget=5_000, hours=1)).announced.forecast
    assert (forecast.balance, forecast.balance_after) == (None, None)


def test_what_a_plan_does_without_is_explained_step_by_step() -> None:
    found = planning()
    left = {item.step.id for item in found.left_out}
    obtained = {step.candidate.instead for step in found.announced.steps} - {None}
    others = {code for code, step in choice().steps.items() if step.candidate.instead not in obtained} - set(
        found.announced.outcome.chosen
    )
    assert left == others | {action.id for action in choice().gainless}


def choice() -> Choice:
    return situation().choice()


def test_the_curve_runs_from_no_new_money_to_half_as_much_again() -> None:
    curve = planning().curve
    assert (curve[0].budget, curve[-1].budget, len(curve)) == (0, 60_000, 16)
    assert [point.value for point in curve] == sorted(point.value for point in curve)
    assert planning().next_thousand >= 0


def test_a_plan_without_any_announced_money_has_a_curve_too() -> None:
    assert planning(budget=0).curve[-1].budget == 15_000


def test_the_same_request_gives_the_same_plan() -> None:
    assert repr(make_plans(situation(), Request(budget=40_000, hours=1.0))) == repr(planning())


def test_where_everything_is_reached_nothing_is_planned() -> None:
    found = make_plans(_situation(4, {}), Request(budget=10_000, hours=1))
    assert found.announced.steps == ()
    assert {item.obstacle for item in found.left_out} == {Obstacle.NOTHING_TO_GAIN}


def test_an_assessment_without_answers_has_an_empty_plan() -> None:
    instrument = shipped_instrument()
    result = assess(instrument, an_assessment({}))
    empty = replace(situation(), assessment=result.assessment, gaps=result.dimensions, roles=result.roles)
    assert make_plans(empty, Request(budget=10_000)).announced.steps == ()


def test_recommended_roles_can_be_obtained_in_every_mode_the_rules_allow() -> None:
    ways = [step for step in choice().steps.values() if isinstance(step.stands_for, RoleStep)]
    assert {step.candidate.instead for step in ways} == {item.role.id for item in situation().roles.recommended}
    project = [step.stands_for for step in ways if step.id.startswith("R01-")]
    short = next(item.short for item in situation().roles.recommended if item.role.id == "R01")
    sizes = [way.fte for way in project if isinstance(way, RoleStep) and way.mode is Mode.SHARE]
    assert sizes == pytest.approx([0.2 * n for n in range(1, len(sizes) + 1)])
    assert sizes[-1] - 0.2 < short <= sizes[-1]
    assert Mode.OUTSOURCE not in {way.mode for way in project if isinstance(way, RoleStep)}


def test_a_post_that_covers_half_of_a_shortage_has_half_of_its_effect() -> None:
    steps = choice().steps
    short = next(item.short for item in situation().roles.recommended if item.role.id == "R01")
    whole, part = steps["R01-hire"].candidate, steps["R01-share-0.2"].candidate
    for code, points in whole.effects.items():
        assert part.effects[code] == pytest.approx(points * 0.2 / short)


def test_training_somebody_takes_their_time_and_buying_days_a_tenth_of_them() -> None:
    steps = situation(F_COLLEAGUES=("R05",), F_ONE_OFF=("R05",)).choice().steps
    short = next(item.short for item in situation().roles.recommended if item.role.id == "R05")
    assert steps["R05-train"].candidate.hours == pytest.approx(2 / 205 + short / 2)
    assert steps["R05-outsource"].candidate.hours == pytest.approx(0.1 * short)
    assert steps["R05-hire"].candidate.hours == pytest.approx(10 / 205)


def test_an_action_that_obtains_a_role_excludes_the_other_ways() -> None:
    action = Action("A99", both("Shared project manager"), once=0, run=1, days=1, lift={"PRO1": 2}, role="R01")
    changed = replace(situation(), actions=ActionCatalogue((action,)))
    rivals = [step.id for step in changed.choice().steps.values() if step.candidate.instead == "R01"]
    assert "A99" in rivals
    assert len(rivals) > 1
    plan = make_plans(changed, Request(budget=1_000_000)).announced
    assert sum(step.candidate.instead == "R01" for step in plan.steps) == 1


def test_an_action_that_has_nothing_to_lift_counts_as_done() -> None:
    first = Action("A1", both("First"), once=0, run=0, days=0, lift={"CAP1": 1})
    then = Action("A2", both("Then"), once=0, run=0, days=0, lift={"CAP2": 1}, requires=("A1",))
    instrument = shipped_instrument()
    for level, expected in ((4, ("A2",)), (0, ("A1", "A2"))):
        answers = {item.id: 1 for item in instrument.questionnaire.indicators()} | {"CAP1": level}
        result = assess(instrument, an_assessment(answers))
        changed = replace(
            situation(),
            assessment=result.assessment,
            gaps=result.dimensions,
            roles=replace(result.roles, recommended=()),
            actions=ActionCatalogue((first, then)),
        )
        assert make_plans(changed, Request(budget=0)).announced.outcome.chosen == expected


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"budget": -1}, "budget-negative"),
        ({"budget": float("nan")}, "budget-negative"),
        ({"budget": 0, "once": -5}, "budget-negative"),
        ({"budget": 0, "hours": -0.1}, "hours-negative"),
        ({"budget": 0, "decided": frozenset({"A999"})}, "plan-unknown-action"),
        ({"budget": 0, "hours": 1, "decided": frozenset({"R01-hire"})}, "plan-beyond-money"),
        ({"budget": 90_000, "hours": 0, "decided": frozenset({"A01"})}, "plan-beyond-hours"),
        ({"budget": 10**6, "decided": frozenset({"R01-hire", "R01-share-0.2"})}, "plan-exclusive"),
    ],
)
def test_a_request_that_cannot_be_met_says_what_to_change(asked: dict[str, object], code: str) -> None:
    found = problems(**asked)
    assert [problem.code for problem in found] == [code]
    assert found[0].kind.remedy


def test_money_and_hours_that_are_both_too_small_are_both_named() -> None:
    found = problems(budget=0, hours=0, decided=frozenset({"R01-hire"}))
    assert [problem.code for problem in found] == ["plan-beyond-hours", "plan-beyond-money"]


def test_several_slips_in_a_request_are_named_at_once() -> None:
    assert [problem.code for problem in problems(budget=-1, hours=-1)] == ["budget-negative", "hours-negative"]


def test_a_plan_without_new_money_is_absent_when_what_is_decided_does_not_fit_it() -> None:
    found = make_plans(situation(), Request(budget=60_000, decided=frozenset({"A29"})))
    assert [plan.scenario for plan in found.plans] == [Scenario.ANNOUNCED, Scenario.MORE]
    assert "A29" in found.announced.outcome.chosen
