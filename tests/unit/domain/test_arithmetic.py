"""Means stay among their values; thresholds are reached as they would be on paper."""

from __future__ import annotations

import pytest

from assessment.domain.arithmetic import clip, reaches, weighted_mean


@pytest.mark.parametrize(("value", "expected"), [(-1, 0), (0, 0), (40, 40), (95, 95), (96, 95)])
def test_clip_moves_a_value_into_its_range(value: float, expected: float) -> None:
    assert clip(value, 0, 95) == expected


def test_a_difference_of_decimals_reaches_the_threshold_it_reaches_on_paper() -> None:
    assert 0.38 - 0.28 < 0.1
    assert reaches(0.38 - 0.28, 0.1)


def test_a_value_below_by_anything_that_could_be_shown_does_not_reach() -> None:
    assert not reaches(0.599999, 0.6)


def test_weights_count_in_a_mean() -> None:
    assert weighted_mean([(1, 0), (1.5, 100)]) == 60


def test_without_values_there_is_no_mean() -> None:
    assert weighted_mean([]) is None


def test_without_weight_there_is_no_mean() -> None:
    assert weighted_mean([(0, 10), (0, 20)]) is None


def test_the_mean_of_equal_values_is_that_value_to_the_last_bit() -> None:
    weights = (9.6220, 12.4432, 12.6192, 15.7993, 10.1387, 11.5463)
    assert weighted_mean((weight, 60.0) for weight in weights) == 60.0
