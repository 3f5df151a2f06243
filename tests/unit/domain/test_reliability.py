"""Reliability of items and of respondents (dossier 7.2), against printed values and against pingouin."""

from __future__ import annotations

from random import Random

import numpy as np
import pandas
import pingouin
import pytest

from assessment.domain.reliability import (
    agreement_icc,
    alpha_without,
    concordance,
    cronbach_alpha,
    feldt_interval,
    intraclass,
    item_rest,
    matrix_of,
    omega_total,
    reliability,
    smallest_real_change,
    standard_error_of_measurement,
)
from tests.spec.dossier import GROUPS, MATRIX

NAMES = tuple("abcde")
of_pingouin = pytest.mark.filterwarnings("ignore:The inplace keyword")
"""pingouin calls pandas in a way that a later pandas will refuse; nothing of ours does."""


def many(organisations: int, seed: int = 1) -> list[list[float]]:
    """Rows of five items that share a common part."""
    random = Random(seed)
    return [
        [min(4, max(0, round(common + random.gauss(0, 0.8)))) for _ in NAMES]
        for common in (random.gauss(2, 1) for _ in range(organisations))
    ]


@pytest.mark.parametrize("rows", [MATRIX, many(30), many(200, 2)], ids=["printed", "30", "200"])
def test_alpha_and_its_interval_are_those_of_pingouin(rows: list[list[float]]) -> None:
    alpha = cronbach_alpha(matrix_of(rows))
    expected, interval = pingouin.cronbach_alpha(pandas.DataFrame(rows))
    assert alpha == pytest.approx(expected)
    assert alpha is not None
    assert feldt_interval(alpha, len(rows), len(rows[0])) == pytest.approx(tuple(interval), abs=0.00051)


@of_pingouin
@pytest.mark.parametrize("groups", [GROUPS, tuple(map(tuple, many(12, 3)))], ids=["printed", "12"])
def test_intraclass_correlations_are_those_of_pingouin(groups: tuple[tuple[float, ...], ...]) -> None:
    long = [(g, r, value) for g, group in enumerate(groups) for r, value in enumerate(group)]
    frame = pandas.DataFrame(long, columns=["target", "rater", "score"])
    table = pingouin.intraclass_corr(frame, targets="target", raters="rater", ratings="score")
    expected = dict(zip(table["Type"], table["ICC"], strict=True))
    found = intraclass(groups)
    assert found is not None
    one = next(value for kind, value in expected.items() if kind in ("ICC1", "ICC(1,1)"))
    mean = next(value for kind, value in expected.items() if kind in ("ICC1k", "ICC(1,k)"))
    assert (found.single, found.mean) == pytest.approx((one, mean))


@of_pingouin
def test_the_agreement_of_two_assessments_is_that_of_pingouin() -> None:
    first, second = (44, 61, 30, 55, 70, 38), (47, 60, 36, 52, 75, 41)
    long = [(n, r, value) for r, values in enumerate((first, second)) for n, value in enumerate(values)]
    frame = pandas.DataFrame(long, columns=["target", "rater", "score"])
    table = pingouin.intraclass_corr(frame, targets="target", raters="rater", ratings="score")
    expected = next(v for k, v in zip(table["Type"], table["ICC"], strict=True) if k in ("ICC2", "ICC(A,1)"))
    assert agreement_icc(first, second) == pytest.approx(expected)


def test_ranks_go_together_as_pingouin_says() -> None:
    declared, observed = (75, 50, 100, 25, 50, 0, 75), (60, 55, 70, 20, 20, 10, 90)
    found = concordance(declared, observed)
    expected = pingouin.corr(declared, observed, method="spearman")["r"].iloc[0]
    assert found.spearman == pytest.approx(expected)
    assert found.difference == pytest.approx(np.mean(np.subtract(declared, observed)))
    assert found.limits == pytest.approx((found.difference - 1.96 * found.sd, found.difference + 1.96 * found.sd))


def test_below_thirty_organisations_only_descriptives_are_given() -> None:
    few, enough = reliability(NAMES, many(29)), reliability(NAMES, many(30))
    assert (few.alpha, few.omega, few.sem, few.low) == (None, None, None, None)
    assert {item.item_rest for item in few.items} == {None}
    assert not any(item.flagged for item in few.items)
    assert all(item.sd > 0 for item in few.items)
    assert enough.alpha is not None
    assert enough.omega is not None
    assert enough.low is not None
    assert enough.high is not None
    assert enough.low < enough.alpha < enough.high


def test_an_item_that_goes_against_the_others_is_flagged() -> None:
    rows = [[*row[:4], 4 - row[4]] for row in many(60)]
    assert [item.flagged for item in reliability(NAMES, rows).items] == [False] * 4 + [True]


def test_the_smallest_real_change_of_a_score_with_the_starting_values() -> None:
    """Spread 16 and reliability 0.90: an error of 5.06 points, so that 14.0 points are more than chance."""
    error = standard_error_of_measurement(16, 0.90)
    assert (error, smallest_real_change(error)) == pytest.approx((5.0596, 14.0246), abs=0.0001)


def test_items_that_do_not_vary_have_no_reliability() -> None:
    still = matrix_of([[2, 2, 2]] * 40)
    assert (cronbach_alpha(still), omega_total(still), item_rest(still)) == (None, None, (None, None, None))
    assert reliability("abc", [[2, 2, 2]] * 40).alpha is None


def test_two_items_are_too_few_for_a_factor_or_for_leaving_one_out() -> None:
    two = matrix_of([[1, 2], [2, 3], [4, 3]])
    assert (omega_total(two), alpha_without(two)) == (None, (None, None))


@pytest.mark.parametrize("rows", [[], [[1, 2]], [[1], [2]], [[1, 2], [1]], [[1, 2], [1, float("nan")]]])
def test_what_is_no_full_table_is_refused(rows: list[list[float]]) -> None:
    with pytest.raises(ValueError, match=r"needed|needs"):
        matrix_of(rows)


def test_organisations_with_one_respondent_say_nothing_about_agreement_within() -> None:
    assert intraclass([*GROUPS, (12,)]) == intraclass(GROUPS)
    assert intraclass([(1,), (2,), (3, 4)]) is None


def test_groups_of_equal_means_have_no_correlation_to_give() -> None:
    found = intraclass([(1, 3), (2, 2)])
    assert found is not None
    assert found.mean is None
    assert not found.aggregates


def test_a_concordance_needs_pairs() -> None:
    with pytest.raises(ValueError, match="two pairs"):
        concordance((1,), (2,))
