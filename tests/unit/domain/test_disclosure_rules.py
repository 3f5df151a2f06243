"""What one published number needs by itself (dossier 4.2), at the edges of every threshold."""

from __future__ import annotations

import pytest

from assessment.domain.disclosure_rules import (
    Band,
    Output,
    Reason,
    band,
    classes_say_someone,
    count_reason,
    dominated,
    least,
    mean_says_everyone,
    rounded_score,
    rounded_share,
    share_says_everyone,
)

LEAST = [
    (Output.MEAN, 5),
    (Output.SHARE, 5),
    (Output.TOTAL, 5),
    (Output.CHANGE, 5),
    (Output.MEDIAN, 10),
    (Output.POSITION, 10),
    (Output.QUARTILES, 12),
    (Output.DISTRIBUTION, 20),
]


@pytest.mark.parametrize(("output", "needed"), LEAST)
def test_an_output_is_shown_from_its_least_number_on(output: Output, needed: int) -> None:
    assert count_reason(output, needed, needed) is None
    assert count_reason(output, needed - 1, needed - 1) is Reason.TOO_FEW


def test_every_output_has_an_edge_in_this_test() -> None:
    assert [output for output, _ in LEAST] == list(Output)


def test_a_group_hidden_by_missing_consent_says_so() -> None:
    """Five answered and one of them is private: what is missing is consent, not answers."""
    assert count_reason(Output.MEAN, 4, 5) is Reason.NO_CONSENT
    assert count_reason(Output.MEAN, 4, 4) is Reason.TOO_FEW


def test_a_network_may_ask_for_more_organisations_only() -> None:
    assert least(Output.MEAN, 8) == 8
    assert least(Output.DISTRIBUTION, 8) == 20
    with pytest.raises(ValueError, match="more than 5"):
        least(Output.MEAN, 4)


@pytest.mark.parametrize(
    ("n", "shown"),
    [
        (0, None),
        (4, None),
        (5, Band(5, 9)),
        (9, Band(5, 9)),
        (10, Band(10, 19)),
        (19, Band(10, 19)),
        (20, Band(20, 49)),
        (49, Band(20, 49)),
        (50, Band(50, None)),
        (2000, Band(50, None)),
    ],
)
def test_n_is_shown_in_bands(n: int, shown: Band | None) -> None:
    assert band(n) == shown


@pytest.mark.parametrize(
    ("contributions", "hidden"),
    [
        ([85, 5, 4, 3, 3], False),  # exactly 85 %, and 10 of 85 left to the others
        ([85.1, 5, 4, 3, 2.9], True),
        ([50, 45, 2, 2, 1], False),  # exactly 10 % of the largest left after the two largest
        ([50, 45, 2, 2, 0.9], True),
        ([20, 20, 20, 20, 20], False),
        ([0, 0, 0, 0, 0], True),
        ([7], True),
        ([], True),
    ],
)
def test_a_total_is_hidden_where_one_organisation_dominates_it(contributions: list[float], hidden: bool) -> None:
    assert dominated(contributions) is hidden


def test_a_total_of_amounts_below_zero_is_refused() -> None:
    """The rule has no meaning for balances: a large total could hide behind a negative one."""
    with pytest.raises(ValueError, match="negative"):
        dominated([5, -1, 3])


@pytest.mark.parametrize(
    ("values", "hidden"),
    [
        ([0] * 5, True),
        ([100] * 5, True),
        ([0] * 50, True),
        ([47] * 5, False),  # alike, but nobody can tell from the mean
        ([50, 9.9, 0, 0, 0], True),  # the one with 50 knows that the others share 9.9
        ([50, 10, 0, 0, 0], False),
        ([50, 90.1, 100, 100, 100], True),
        ([50, 90, 100, 100, 100], False),
        ([40, 30, 20, 50, 60], False),
    ],
)
def test_a_mean_at_an_end_of_the_scale_is_hidden(values: list[float], hidden: bool) -> None:
    assert mean_says_everyone(values) is hidden


@pytest.mark.parametrize(("having", "hidden"), [(0, True), (2, True), (3, False), (7, False), (8, True), (10, True)])
def test_a_share_of_nobody_or_everybody_is_hidden(having: int, hidden: bool) -> None:
    assert share_says_everyone([1] * having + [0] * (10 - having)) is hidden


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [([10, 10], False), ([17, 3, 0], False), ([18, 2], True), ([19, 1], True), ([0, 20, 0], True), ([0], True)],
)
def test_a_histogram_has_two_classes_of_three_or_more(counts: list[int], hidden: bool) -> None:
    assert classes_say_someone(counts) is hidden


def test_scores_and_shares_enter_a_snapshot_rounded() -> None:
    assert [rounded_score(value) for value in (0, 0.49, 0.5, 46.5, 47.2, 99.5)] == [0, 0, 1, 47, 47, 100]
    assert [rounded_share(share) for share in (0, 1 / 3, 0.505, 1)] == [0, 33, 51, 100]
