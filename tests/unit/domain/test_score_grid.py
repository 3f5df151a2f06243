"""Scores on the grid of tenths, and statistics from their counts (dossier 4.4)."""

from __future__ import annotations

import numpy as np
import pytest

from assessment.domain.score_grid import GRID, MISSING, counts_of, deviations, means, quantiles, to_grid


@pytest.mark.parametrize(("score", "place"), [(0, 0), (100, 1000), (47.25, 473), (47.24, 472), (None, MISSING)])
def test_a_score_has_its_place_on_the_grid(score: float | None, place: int) -> None:
    assert to_grid(score) == place


@pytest.mark.parametrize("score", [-0.1, 100.1, float("nan"), float("inf")])
def test_what_is_no_score_has_no_place(score: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 100"):
        to_grid(score)


def test_missing_scores_are_not_counted_as_nothing() -> None:
    assert counts_of([None, 0, None]).sum() == 1
    assert counts_of([]).shape == (GRID,)


def test_five_with_the_same_score_have_no_spread() -> None:
    counts = counts_of([61.3] * 5)
    assert (float(means(counts)), float(deviations(counts))) == (61.3, 0)
    assert quantiles(counts, (0, 0.1, 0.5, 1)).tolist() == [61.3] * 4


def test_an_empty_group_has_no_figures_and_one_score_no_spread() -> None:
    counts = np.stack([counts_of([]), counts_of([40])])
    assert np.isnan(means(counts)).tolist() == [True, False]
    assert np.isnan(quantiles(counts, (0.5,))).tolist() == [[True], [False]]
    assert np.isnan(deviations(counts)).all()


def test_spread_stays_exact_for_a_million() -> None:
    counts = counts_of([]).copy()
    counts[[0, 1000]] = 500_000
    assert float(deviations(counts)) == pytest.approx(50 * (1_000_000 / 999_999) ** 0.5, abs=1e-12)


def test_a_probability_is_no_percentage() -> None:
    with pytest.raises(ValueError, match="probability"):
        quantiles(counts_of([40]), (50,))
