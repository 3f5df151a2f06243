"""Laws that every plan keeps (dossier 6.1)."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from assessment.domain.planner import solve
from assessment.domain.programme import Candidate, Goal, Limits, Programme, Target, outcome

GOALS = ("G1", "G2", "G3")
TARGETS = ("T1", "T2", "T3", "T4", "T5")
POINTS = st.integers(0, 50)
EUROS = st.integers(0, 60).map(lambda n: 500.0 * n)
HOURS = st.integers(0, 10).map(lambda n: n / 20)


@st.composite
def candidates(draw: st.DrawFn, number: int) -> Candidate:
    earlier = [f"A{n}" for n in range(number)]
    return Candidate(
        id=f"A{number}",
        once=draw(EUROS) / 5,
        run=draw(st.integers(-10, 50)) * 500.0,
        hours=draw(HOURS),
        effects=draw(st.dictionaries(st.sampled_from(TARGETS), POINTS, min_size=1, max_size=3)),
        requires=tuple(draw(st.lists(st.sampled_from(earlier), max_size=2, unique=True))) if earlier else (),
        instead=draw(st.sampled_from([None, None, None, "R01", "R02"])),
        risk=draw(st.sampled_from([0.0, 0.0, 0.5, 1.0])),
    )


@st.composite
def programmes(draw: st.DrawFn) -> Programme:
    return Programme(
        candidates=tuple(draw(candidates(n)) for n in range(draw(st.integers(0, 9)))),
        targets=tuple(
            Target(code, GOALS[n % len(GOALS)], draw(st.sampled_from([0.2, 0.5, 1.0])), draw(POINTS))
            for n, code in enumerate(TARGETS)
        ),
        goals=tuple(Goal(code, draw(st.integers(0, 40)), draw(POINTS), draw(st.integers(0, 20))) for code in GOALS),
        factor=draw(st.sampled_from([0.7, 1.0])),
        eta=draw(st.sampled_from([0.0, 0.5])),
        urgency=draw(st.sampled_from([0.0, 0.5])),
    )


LIMITS = st.builds(Limits, EUROS, st.one_of(st.none(), EUROS), HOURS)


@given(programmes(), LIMITS)
def test_a_plan_never_exceeds_money_or_hours(programme: Programme, limits: Limits) -> None:
    plan = solve(programme, limits)
    assert plan is not None
    assert plan.fits(limits)
    assert plan == outcome(programme, plan.chosen)


@given(programmes(), LIMITS)
def test_a_plan_never_takes_a_step_without_what_it_requires_or_beside_its_rival(
    programme: Programme, limits: Limits
) -> None:
    plan = solve(programme, limits)
    assert plan is not None
    assert programme.closure(plan.chosen) == set(plan.chosen)
    ends = [programme.by_id[code].instead for code in plan.chosen if programme.by_id[code].instead]
    assert len(ends) == len(set(ends))


@given(programmes(), LIMITS, EUROS, HOURS)
def test_more_money_or_hours_is_never_worse(programme: Programme, limits: Limits, more: float, longer: float) -> None:
    plan, richer = solve(programme, limits), solve(programme, replace(limits, run=limits.run + more))
    slower = solve(programme, replace(limits, hours=limits.hours + longer))
    assert plan is not None
    assert richer is not None
    assert slower is not None
    assert min(richer.value, slower.value) >= plan.value - 1e-6


@given(programmes(), LIMITS)
def test_the_same_input_gives_the_same_bytes(programme: Programme, limits: Limits) -> None:
    assert repr(solve(programme, limits)) == repr(solve(replace(programme), limits))


@given(programmes(), LIMITS)
def test_no_other_choice_is_worth_more(programme: Programme, limits: Limits) -> None:
    """Every one of up to 512 choices is tried."""
    plan = solve(programme, limits)
    assert plan is not None
    ids = [item.id for item in programme.candidates]
    for number in range(2 ** len(ids)):
        choice = [code for place, code in enumerate(ids) if number >> place & 1]
        ends = [item.instead for code in choice if (item := programme.by_id[code]).instead]
        if len(ends) == len(set(ends)) and programme.closure(choice) == set(choice):
            other = outcome(programme, choice)
            assert other.value <= plan.value + 1e-6 or not other.fits(limits)


@given(programmes(), LIMITS)
def test_no_plan_closes_more_than_the_gap(programme: Programme, limits: Limits) -> None:
    plan = solve(programme, limits)
    assert plan is not None
    for goal in programme.goals:
        assert 0 <= plan.closes[goal.id] <= goal.cap
