"""Two waves of one organisation: what is compared, what is left out, what is more than chance (dossier 4.7)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import sqrt

import pytest

from assessment.domain.answers import Answer
from assessment.domain.questionnaire import Dimension, Form, Indicator, Questionnaire
from assessment.domain.results import AssessmentResult, assess
from assessment.domain.wave_comparison import Measured, Turn, Verdict, compare_waves
from tests.builders import SIZES, an_assessment, an_instrument, both
from tests.results import a_result, earlier_result, sample_result


def levels(level: int, **others: int) -> dict[str, Answer]:
    """One level everywhere, but for the dimensions that are named."""
    return {f"{code}{n}": others.get(code, level) for code, count in SIZES.items() for n in range(1, count + 1)}


def with_indicators(change: Callable[[Dimension], tuple[Indicator, ...]], level: int) -> AssessmentResult:
    """The result of one level everywhere on a version whose dimensions have other practices."""
    instrument = an_instrument()
    old: Questionnaire = instrument.questionnaire
    dimensions = tuple(replace(item, indicators=change(item)) for item in old.dimensions)
    new = replace(instrument, questionnaire=replace(old, version="2.0.0", dimensions=dimensions))
    return assess(new, an_assessment(level))


def reworded(*codes: str) -> Callable[[Dimension], tuple[Indicator, ...]]:
    """These practices with another question."""

    def change(dimension: Dimension) -> tuple[Indicator, ...]:
        return tuple(
            replace(item, questions=(replace(item.question, text=both("Otherwise?")),)) if item.id in codes else item
            for item in dimension.indicators
        )

    return change


def test_with_one_standard_error_the_margin_is_that_of_the_dossier() -> None:
    """SEM 5.06 asks for 14.03 points; 12 points are not proven."""
    found = Measured(50, 62, 5.06, 5.06)
    assert found.margin == pytest.approx(1.96 * 5.06 * sqrt(2))
    assert found.verdict is Verdict.CHANCE
    assert Measured(50, 64.1, 5.06, 5.06).verdict is Verdict.RISEN
    assert Measured(64.1, 50, 5.06, 5.06).verdict is Verdict.FALLEN


def test_what_was_asked_less_measures_less_surely() -> None:
    assert Measured(0, 9, 3, 3, kept=0.64).margin == pytest.approx(Measured(0, 9, 3, 3).margin / 0.8)


def test_the_same_questions_are_compared_with_the_scores_of_the_reports() -> None:
    then, now = earlier_result(), sample_result()
    found = compare_waves(then, now)
    assert found.overall is not None
    assert (found.overall.then, found.overall.now) == (then.overall.score, now.overall.score)
    for item, old, new in zip(found.dimensions, then.dimensions, now.dimensions, strict=True):
        assert item.measured is not None
        assert (item.measured.then, item.measured.now) == (old.score.score, new.score.score)
    assert not found.broken


def test_a_gap_that_closes_and_one_that_opens_are_told() -> None:
    found = compare_waves(a_result(levels(2, INS=4, REL=0)), a_result(levels(2, INS=0, REL=4)))
    turns = {item.now.score.dimension.id: item.turn for item in found.dimensions}
    assert turns["INS"] is Turn.OPENED
    assert turns["REL"] is Turn.CLOSED
    assert turns["CAP"] is Turn.UNCHANGED


def test_a_practice_worded_otherwise_is_left_out_and_the_series_marked() -> None:
    """One of the practices of INS changes its question: the rest is compared, on its own score."""
    new = with_indicators(reworded("INS1"), 3)
    found = compare_waves(a_result(levels(2) | {"INS1": 4}), new)
    [item] = found.broken
    assert item.now.score.dimension.id == "INS"
    assert "INS1" not in {one.now.indicator.id for one in item.practices}
    assert item.measured is not None
    assert (item.measured.then, item.measured.now) == (50, 75)
    assert found.overall is not None
    assert found.overall.broken


def test_below_three_fifths_of_common_practices_a_dimension_is_not_compared() -> None:
    new = with_indicators(reworded(*(f"INS{n}" for n in range(1, SIZES["INS"]))), 3)
    found = compare_waves(a_result(levels(2)), new)
    [item] = found.broken
    assert item.measured is None


def test_of_a_full_and_an_express_form_only_what_both_asked_is_compared() -> None:
    express = assess(an_instrument(), an_assessment(3, form=Form.EXPRESS))
    found = compare_waves(a_result(levels(2)), express)
    assert not found.same_form
    assert all(item.now.indicator.express for item in found.practices)


def test_an_action_is_done_when_its_practice_has_risen() -> None:
    then = a_result(levels(1))
    better, same = compare_waves(then, a_result(levels(3))), compare_waves(then, then)
    assert better.actions
    assert all(item.done for item in better.actions)
    assert not any(item.done for item in same.actions)


def test_a_role_no_longer_proposed_stays_in_sight() -> None:
    then = a_result(levels(0))
    found = compare_waves(then, a_result(levels(4)))
    assert {item.role.id for item in then.roles.recommended} == {item.then.role.id for item in found.roles if item.then}
    assert all(item.now is not None and item.now.mode is None for item in found.roles)


def test_two_questionnaires_are_never_compared() -> None:
    other = replace(a_result(2), questionnaire=replace(a_result(2).questionnaire, id="another"))
    with pytest.raises(ValueError, match="one questionnaire"):
        compare_waves(a_result(2), other)
