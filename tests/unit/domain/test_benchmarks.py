"""What is said of one group (dossier 4.2, 4.4)."""

from __future__ import annotations

import pytest

from assessment.domain.benchmarks import (
    ScoreClass,
    higher_than,
    histogram,
    percentile_rank,
    statistics_of,
    weighted_quantiles,
)
from assessment.domain.score_grid import counts_of


def test_nobody_has_no_statistics_and_one_no_deviation() -> None:
    assert statistics_of(counts_of([None])) is None
    found = statistics_of(counts_of([40]))
    assert found is not None
    assert (found.n, found.mean, found.deviation, found.quantiles) == (1, 40, None, (40,) * 5)


def test_own_score_must_be_among_the_counts_it_is_said_to_be_in() -> None:
    with pytest.raises(ValueError, match="not among"):
        percentile_rank(counts_of([40]), 41)
    assert percentile_rank(counts_of([40]), 40) == 50


@pytest.mark.parametrize(("rank", "x"), [(0.5, 0), (44.9, 4), (45, 5), (50, 5), (94, 9), (99.9, 9)])
def test_own_place_is_said_in_tenths_and_nobody_beats_ten_in_ten(rank: float, x: int) -> None:
    assert higher_than(rank) == x


def test_classes_with_one_or_two_join_their_neighbours() -> None:
    """One at 5 joins the next class; nobody from 20 to 30 stays; two at the very top join what is below."""
    counts = counts_of([5, 12, 15, 33, 34, 36, 38, 95, 100])
    assert histogram(counts) == (
        ScoreClass(0, 20, 3),
        ScoreClass(20, 30, 0),
        ScoreClass(30, 100, 6),
    )


def test_two_scores_are_one_class() -> None:
    assert histogram(counts_of([5, 95])) == (ScoreClass(0, 100, 2),)


def test_a_hundred_points_is_in_the_last_class() -> None:
    assert histogram(counts_of([100, 100, 100]))[-1] == ScoreClass(90, 100, 3)


def test_classes_must_fill_the_scale() -> None:
    with pytest.raises(ValueError, match="fill"):
        histogram(counts_of([5]), width=30)


def test_weighted_quantiles_lie_between_the_middles_of_weights() -> None:
    """Weights 1, 1, 2 have their middles at 1/8, 3/8 and 3/4 of all."""
    found = weighted_quantiles([(2, 60), (1, 20), (1, 40)], (0.125, 0.25, 0.75, 1))
    assert found == pytest.approx((20, 30, 60, 60))


@pytest.mark.parametrize("pairs", [[], [(0.0, 10.0)], [(-1.0, 10.0), (2.0, 20.0)]])
def test_weights_must_weigh_something(pairs: list[tuple[float, float]]) -> None:
    with pytest.raises(ValueError, match="weights"):
        weighted_quantiles(pairs, (0.5,))
