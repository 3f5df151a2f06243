"""Gaps, states and priorities (dossier 3.5)."""

from __future__ import annotations

import pytest

from assessment.domain.expectations import Expectation
from assessment.domain.gaps import (
    DimensionGap,
    State,
    dimension_gap,
    gaps_by_indicator,
    state_of,
    weighted_gap_index,
)
from assessment.domain.questionnaire import NonResponse
from assessment.domain.scoring import DimensionScore, IndicatorScore
from tests.builders import a_dimension

EXPECTED = Expectation(expected=82, adequate=59, required=80, minimum=45, importance=0.2)


def a_gap(score: float | None, levels: tuple[int | None, ...] = (), weight: float = 20) -> DimensionGap:
    """The gap of a dimension with this score; `levels` answer its indicators, the second of which weighs 1.5."""
    dimension = a_dimension("CLI", max(1, len(levels)))
    items = tuple(
        IndicatorScore(item, None if level is None else 25.0 * level, level, None, applicable=True)
        for item, level in zip(dimension.indicators, levels, strict=False)
    )
    return dimension_gap(DimensionScore(dimension, score, 1, items), EXPECTED, weight, 1.5)


@pytest.mark.parametrize(
    ("score", "state"),
    [
        (0, State.CRITICAL),
        (44.999, State.CRITICAL),
        (45, State.TOLERATED),
        (79.999, State.TOLERATED),
        (80, State.MET),
        (100, State.MET),
        (None, State.NOT_ASSESSABLE),
    ],
)
def test_a_state_begins_at_its_lower_bound(score: float | None, state: State) -> None:
    assert state_of(score, EXPECTED) is state


def test_a_shortfall_is_a_gap_and_no_surplus() -> None:
    found = a_gap(60)
    assert (found.gap, found.surplus) == (20, 0)
    assert found.priority == pytest.approx(20 * 20 / 100)


def test_a_surplus_is_no_negative_gap() -> None:
    found = a_gap(95)
    assert (found.gap, found.surplus, found.priority, found.state) == (0, 15, 0, State.MET)


def test_a_critical_dimension_is_half_as_urgent_again() -> None:
    assert a_gap(40).priority == pytest.approx(20 * 40 / 100 * 1.5)


def test_a_dimension_that_cannot_be_assessed_has_neither_gap_nor_surplus_nor_priority() -> None:
    found = a_gap(None)
    assert (found.gap, found.surplus, found.priority, found.state) == (None, None, None, State.NOT_ASSESSABLE)


def test_an_indicator_is_compared_with_what_its_dimension_requires() -> None:
    found = a_gap(50, (2, 2, 4))
    assert [item.gap for item in found.indicators] == [30, 30, 0]
    assert [item.priority for item in found.indicators] == pytest.approx([20 / 3.5 * 0.3, 30 / 3.5 * 0.3, 0])


def test_an_indicator_without_an_answer_has_no_gap() -> None:
    found = a_gap(50, (2, None, 2))
    assert (found.indicators[1].gap, found.indicators[1].priority) == (None, None)


def test_indicators_of_a_dimension_that_cannot_be_assessed_keep_their_own_gap() -> None:
    found = a_gap(None, (1, None, None))
    assert found.indicators[0].gap == 55
    assert not found.indicators[0].critical


def test_what_does_not_apply_leaves_its_weight_to_the_others() -> None:
    dimension = a_dimension("CLI", 3)
    items = (
        IndicatorScore(dimension.indicators[0], 50, 2, None, applicable=True),
        IndicatorScore(dimension.indicators[1], None, None, NonResponse.NOT_APPLICABLE, applicable=False),
        IndicatorScore(dimension.indicators[2], 50, 2, None, applicable=True),
    )
    found = dimension_gap(DimensionScore(dimension, 50, 1, items), EXPECTED, 20, 1.5)
    assert found.indicators[0].priority == pytest.approx(10 * 30 / 100)


def test_the_index_is_the_mean_gap_by_weight_and_no_surplus_pays() -> None:
    assert weighted_gap_index((a_gap(60, weight=30), a_gap(100, weight=10))) == pytest.approx(15)


def test_the_index_leaves_out_what_cannot_be_assessed() -> None:
    assert weighted_gap_index((a_gap(60, weight=30), a_gap(None, weight=70))) == 20
    assert weighted_gap_index((a_gap(None),)) is None


def test_the_index_is_zero_when_every_expectation_is_met() -> None:
    assert weighted_gap_index((a_gap(80), a_gap(100))) == 0


def test_gaps_of_indicators_are_found_by_id() -> None:
    assert gaps_by_indicator((a_gap(50, (1, 2, 3)),))["CLI3"].gap == 5
