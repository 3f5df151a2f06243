"""Blending a sample with what is known already (dossier 2.7, 4.5)."""

from __future__ import annotations

import pytest

from assessment.domain.shrinkage import (
    Prior,
    Sample,
    blend,
    measured_alone,
    parent_prior,
    paule_mandel,
    precision,
    prior_weight,
    sample_of,
)

# 4.5: six groups with a pooled variance of 196 inside them.
MEANS, SIZES = (52, 47, 39, 58, 44, 61), (24, 9, 6, 15, 31, 5)


@pytest.mark.parametrize(("n", "half"), [(10, 13.6), (30, 7.9), (50, 6.1), (100, 4.3), (200, 3.0)])
def test_the_printed_precision(n: int, half: float) -> None:
    """Dossier 2.6, at a spread of 22; the value for 200 is 3.049, printed 3.0."""
    assert precision(n) == pytest.approx(half, abs=0.0500001)


def test_the_printed_variance_between_groups() -> None:
    """Dossier 4.5: tau2 = 45.1172."""
    assert paule_mandel(MEANS, [196 / n for n in SIZES]) == pytest.approx(45.1172, abs=0.00005001)


def test_groups_that_differ_less_than_chance_have_no_variance_between_them() -> None:
    assert paule_mandel((50, 50.1, 49.9), (20, 20, 20)) == 0


def test_one_group_has_no_variance_between_groups() -> None:
    with pytest.raises(ValueError, match="two groups"):
        paule_mandel((50,), (20,))


def test_without_a_sample_the_prior_stands_alone() -> None:
    found = blend(Prior(80), None)
    assert (found.value, found.measured, found.n) == (80, 0, 0)


def test_a_sample_alone_is_all_measured() -> None:
    found = measured_alone(Sample(100, 100, 70))
    assert (found.value, found.measured, found.error) == (70, 1, 2.2)


def test_unequal_weights_make_answers_worth_fewer() -> None:
    found = sample_of([(3, 100), (1, 0)])
    assert found == Sample(2, 1.6, 75)
    assert sample_of([(0, 100)]) is None
    assert sample_of([]) is None


@pytest.mark.parametrize(("between", "weight"), [(16, 30.25), (0, 60), (1, 60), (400, 10)])
def test_a_prior_is_worth_ten_to_sixty_answers(between: float, weight: float) -> None:
    assert prior_weight(22, between) == weight


def test_a_network_hands_down_its_own_mean_and_how_much_its_members_differ() -> None:
    """Two members with 50 answers each at 70 and 90: pooled 80 over a national 60 worth 30 answers."""
    found = parent_prior(Prior(60), [Sample(50, 50, 70), Sample(50, 50, 90)])
    assert found.mean == pytest.approx((30 * 60 + 100 * 80) / 130)
    assert found.weight == 10


def test_a_network_of_one_keeps_the_weight_above_and_of_none_the_whole_prior() -> None:
    assert parent_prior(Prior(60, 20), [Sample(20, 20, 80)]) == Prior(70, 20)
    assert parent_prior(Prior(60, 20), []) == Prior(60, 20)
