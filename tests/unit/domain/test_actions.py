"""The first actions: what they close, in which order, and why (dossier 6.2)."""

from __future__ import annotations

import pytest

from assessment.domain.actions import Action, ActionCatalogue, Actions, plan_actions, rank
from assessment.domain.expectations import Expectation
from assessment.domain.gaps import DimensionGap, IndicatorGap, dimension_gap
from assessment.domain.questionnaire import NonResponse
from assessment.domain.scoring import DimensionScore, IndicatorScore
from tests.builders import a_dimension, both


def an_action(code: str, lift: dict[str, float], *requires: str, days: float = 5) -> Action:
    return Action(code, both(code), once=0, run=0, days=days, lift=lift, requires=requires)


def a_dimension_gap(
    code: str, *levels: int | NonResponse, weight: float = 35, score: float | None = 50, minimum: float = 0
) -> DimensionGap:
    """A dimension with these answers; its second indicator weighs 1.5."""
    dimension = a_dimension(code, len(levels))
    items = tuple(
        IndicatorScore(item, None, None, level, applicable=level is not NonResponse.NOT_APPLICABLE)
        if isinstance(level, NonResponse)
        else IndicatorScore(item, 25.0 * level, level, None, applicable=True)
        for item, level in zip(dimension.indicators, levels, strict=True)
    )
    expected = Expectation(82, 59, 80, minimum, 0.2)
    return dimension_gap(DimensionScore(dimension, score, 1, items), expected, weight, 1.5)


def plan(dimensions: tuple[DimensionGap, ...], *actions: Action) -> Actions:
    return plan_actions(ActionCatalogue(actions), dimensions, 1.5)


def order(actions: Actions) -> list[str]:
    return [item.action.id for item in (*actions.first, *actions.later)]


def an_indicator_gap(level: int, *, critical: bool = False) -> IndicatorGap:
    return a_dimension_gap("CLI", level, 4, 4, score=50, minimum=60 if critical else 0).indicators[0]


def test_an_action_must_lift_something() -> None:
    with pytest.raises(ValueError, match="must lift at least one indicator"):
        an_action("A01", {})


def closes(gap: IndicatorGap, lift: float, done: float = 0) -> float:
    """What a lift of one indicator closes once earlier actions have closed `done` points of its gap."""
    left = {gap.score.indicator.id: max(0.0, (gap.gap or 0) - done)}
    found = rank(an_action("A01", {gap.score.indicator.id: lift}), {gap.score.indicator.id: gap}, left, 1.5)
    return found.closes if found else 0


@pytest.mark.parametrize(
    ("level", "lift", "done", "points"),
    [
        (0, 2, 0, 50),
        (1, 2, 0, 50),
        (2, 2, 0, 30),  # required 80: nothing counts beyond
        (3, 2, 0, 5),
        (4, 2, 0, 0),
        (1, 2, 50, 5),  # earlier actions brought it to 75
        (1, 2, 75, 0),
        (1, 0.5, 0, 12.5),
    ],
)
def test_a_lift_counts_up_to_what_is_required(level: int, lift: float, done: float, points: float) -> None:
    # One of three indicators with weights 1, 1.5, 1 in a dimension of weight 35: 10 points of the whole.
    assert closes(an_indicator_gap(level), lift, done) == pytest.approx(10 * points / 100)


def test_a_lift_in_a_critical_dimension_counts_half_as_much_again() -> None:
    assert closes(an_indicator_gap(0, critical=True), 2) == pytest.approx(1.5 * 10 * 50 / 100)


def test_an_indicator_without_an_answer_gains_nothing() -> None:
    assert closes(a_dimension_gap("CLI", NonResponse.DONT_KNOW, 2, 2).indicators[0], 2) == 0


def test_the_action_that_closes_most_comes_first() -> None:
    actions = plan((a_dimension_gap("CLI", 0, 3, 2),), an_action("A01", {"CLI3": 1}), an_action("A02", {"CLI1": 2}))
    assert order(actions) == ["A02", "A01"]
    assert [item.closes for item in actions.first] == pytest.approx([5, 2.5])


def test_of_two_actions_that_close_as_much_the_shorter_comes_first() -> None:
    actions = (an_action("A01", {"CLI1": 1}, days=9), an_action("A02", {"CLI3": 1}, days=2))
    assert order(plan((a_dimension_gap("CLI", 1, 4, 1),), *actions)) == ["A02", "A01"]


def test_in_every_other_respect_the_order_of_the_catalogue_holds() -> None:
    actions = (an_action("A09", {"CLI1": 1}), an_action("A02", {"CLI3": 1}))
    assert order(plan((a_dimension_gap("CLI", 1, 4, 1),), *actions)) == ["A09", "A02"]


def test_an_action_that_closes_nothing_is_not_proposed() -> None:
    actions = (an_action("A01", {"CLI1": 2}), an_action("A02", {"CLI2": 2}), an_action("A03", {"INS1": 2}))
    assert order(plan((a_dimension_gap("CLI", 2, 4, 4),), *actions)) == ["A01"]


def test_an_action_made_needless_by_those_before_it_is_not_proposed() -> None:
    actions = (an_action("A01", {"CLI1": 4}), an_action("A02", {"CLI1": 1}))
    assert order(plan((a_dimension_gap("CLI", 0, 4, 4),), *actions)) == ["A01"]


def test_an_action_waits_for_its_prerequisite_even_if_it_closes_more() -> None:
    actions = (an_action("A01", {"CLI1": 4}, "A02"), an_action("A02", {"CLI3": 0.5}))
    assert order(plan((a_dimension_gap("CLI", 0, 4, 2),), *actions)) == ["A02", "A01"]


def test_a_prerequisite_that_closes_nothing_counts_as_done() -> None:
    actions = (an_action("A01", {"CLI1": 4}, "A02"), an_action("A02", {"CLI3": 2}))
    assert order(plan((a_dimension_gap("CLI", 0, 4, 4),), *actions)) == ["A01"]


def test_six_actions_come_first_and_the_rest_later() -> None:
    dimension = a_dimension_gap("CAP", 0, 0, 0, 0, 0, 0, 0)
    actions = plan((dimension,), *(an_action(f"A{n}", {f"CAP{n}": 1}) for n in range(1, 8)))
    assert (len(actions.first), len(actions.later)) == (6, 1)


def test_an_action_names_the_answer_that_calls_for_it_most_and_its_next_level() -> None:
    found = plan((a_dimension_gap("CLI", 1, 2, 2),), an_action("A01", {"CLI1": 2, "CLI2": 1})).first[0]
    assert (found.indicator.id, found.trigger.score.level, found.step) == ("CLI1", 1, 2)


def test_the_step_is_the_next_level_also_after_other_actions_on_the_same_answer() -> None:
    actions = (an_action("A01", {"CLI1": 2}), an_action("A02", {"CLI1": 1}))
    assert [item.step for item in plan((a_dimension_gap("CLI", 0, 4, 4),), *actions).first] == [1, 1]


def test_a_dimension_that_cannot_be_assessed_says_what_to_find_out() -> None:
    reasons = (NonResponse.DONT_KNOW, 2, NonResponse.UNANSWERED, NonResponse.NOT_APPLICABLE)
    unknown, known = a_dimension_gap("CLI", *reasons, score=None), a_dimension_gap("INS", 2, 2, 2)
    (advice,) = plan((unknown, known)).find_out
    assert advice.dimension is unknown
    assert [item.id for item in advice.unknown] == ["CLI1"]
    assert [item.id for item in advice.unanswered] == ["CLI3"]


def test_a_dimension_of_which_too_little_applies_has_nothing_to_find_out() -> None:
    dimension = a_dimension_gap("CLI", 2, 2, NonResponse.NOT_APPLICABLE, NonResponse.NOT_APPLICABLE, score=None)
    assert plan((dimension,)).find_out == ()


def test_quick_wins_cost_little_and_are_soon_done() -> None:
    """Dossier 6.2: at most 1,000 € in all and eight days, by what a day closes."""
    first = Action("A01", both("A01"), once=600, run=400, days=8, lift={"CLI1": 2})
    dear = Action("A02", both("A02"), once=600, run=401, days=1, lift={"CLI2": 2})
    slow = Action("A03", both("A03"), once=0, run=0, days=9, lift={"CLI3": 2})
    soon = Action("A04", both("A04"), once=0, run=-500, days=0, lift={"CLI4": 1})
    actions = plan((a_dimension_gap("CLI", 0, 0, 0, 0),), first, dear, slow, soon)
    assert [item.action.id for item in actions.quick_wins] == ["A04", "A01"]
