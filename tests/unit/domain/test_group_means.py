"""Means and shares of small groups (dossier 4.5)."""

from __future__ import annotations

import pytest
from scipy.stats import beta

from assessment.domain.group_means import (
    GroupMean,
    ShrunkenMean,
    pooled_variance,
    prior_worth,
    shares,
    shrunken_means,
    standings,
)


def test_variance_inside_groups_is_pooled_by_their_degrees_of_freedom() -> None:
    assert pooled_variance([(3, 2.0), (1, 0.0), (5, 1.0)]) == pytest.approx((2 * 4 + 4 * 1) / 6)
    assert pooled_variance([(1, 0.0)]) is None


def test_groups_no_different_beyond_chance_all_come_out_as_the_common_mean() -> None:
    found = shrunken_means([GroupMean(5, 50), GroupMean(5, 51)], 200)
    assert found.between == 0
    assert {item.value for item in found.groups} == {found.mean}


def test_a_group_that_answered_in_full_keeps_its_mean() -> None:
    """Also one with more answers than the list has organisations."""
    groups = [GroupMean(6, 40, 6), GroupMean(7, 60, 6), GroupMean(6, 50)]
    found = shrunken_means(groups, 200).groups
    assert found[0].value == pytest.approx(40, abs=1e-6)
    assert found[1].value == pytest.approx(60, abs=1e-6)
    assert found[0].error < 0.001 < found[2].error


def test_a_single_group_keeps_its_mean_and_its_whole_error() -> None:
    found = shrunken_means([GroupMean(4, 42)], 100).groups[0]
    assert (found.value, found.error, found.kept) == (42, 5, 1)
    assert (found.interval.low, found.interval.high) == pytest.approx((33.776, 50.224), abs=0.001)


@pytest.mark.parametrize("groups", [[], [GroupMean(0, 42)]])
def test_shrinking_needs_somebody(groups: list[GroupMean]) -> None:
    with pytest.raises(ValueError, match="at least one"):
        shrunken_means(groups, 100)


def test_only_a_clear_lead_is_called_probably_top() -> None:
    clear = standings([ShrunkenMean(value, 1.0, 0.9) for value in (80, 50, 40)], seed=1)
    assert [item.probably_top for item in clear] == [True, False, False]
    assert (clear[0].best, clear[0].worst) == (1, 1)
    close = standings([ShrunkenMean(value, 20.0, 0.9) for value in (51, 50, 49)], seed=1)
    assert not any(item.probably_top for item in close)
    assert close == standings([ShrunkenMean(value, 20.0, 0.9) for value in (51, 50, 49)], seed=1)


def test_a_share_is_drawn_to_the_common_one_with_its_interval() -> None:
    groups = [(0, 5), (10, 20), (18, 20)]
    common = 28 / 45
    worth = prior_worth(groups, common)
    assert 5 <= worth <= 50
    found = shares(groups)[0]
    assert found.value == pytest.approx(worth * common / (worth + 5))
    ends = beta(worth * common, worth * (1 - common) + 5).ppf((0.05, 0.95))
    assert (found.interval.low, found.interval.high) == pytest.approx(tuple(ends))


def test_groups_alike_make_the_common_share_worth_the_most() -> None:
    assert prior_worth([(5, 10), (5, 10)], 0.5) == 50
    assert prior_worth([(5, 10)], 0.5) == 50
    assert prior_worth([(0, 50), (50, 50)], 0.5) == 5


def test_all_or_nobody_still_has_an_interval() -> None:
    assert 0 < shares([(0, 5), (0, 6)])[0].value < 0.05
    assert shares([(5, 5)])[0].interval.low < 1
    assert shares([]) == ()


@pytest.mark.parametrize("group", [(6, 5), (-1, 5), (0, 0)])
def test_no_more_can_have_it_than_there_are(group: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="can have it"):
        shares([group])
