"""Whether a region has too few of a role (dossier 5.7)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assessment.domain.shortage import (
    Claim,
    Member,
    Totals,
    bootstrap,
    dominated,
    find_shortage,
    measures,
    missing_after_pooling,
    totals,
)

COUNTRY = Totals(need=150, have=100, staff=2500, nights=400)
"""4 for 100 staff, 0.25 for a million nights, a third of the need not covered."""


def a_member(have: float = 0.1, **changed: float | str) -> Member:
    plain = Member(need=0.5, have=have, staff=10, nights=2)
    return replace(plain, **changed)  # type: ignore[arg-type]


def test_a_measure_that_would_divide_by_nothing_is_left_out() -> None:
    found = measures(Totals(0, 0, 0, 0), Totals(0, 0, 0, 0))
    assert (found.index, found.per_100, found.per_million, found.quotient, found.missing) == (None,) * 4 + (0,)


def test_more_than_is_needed_is_a_negative_shortage_and_nothing_missing() -> None:
    found = measures(Totals(need=2, have=3, staff=50, nights=5), COUNTRY)
    assert (found.index, found.missing) == (-0.5, 0)


def test_an_answer_that_stands_for_two_counts_twice() -> None:
    assert totals([a_member(weight=2.0)]) == totals([a_member(), a_member()])


@pytest.mark.parametrize(
    ("clusters", "missing"),
    [
        (("a", "a", "a"), 1.5),  # 1.2 missing together
        (("a", "b", "c"), 1.5),  # 0.4 missing in each: half a post each
        (("a", "a", "b"), 1.5),
    ],
)
def test_pooling_fills_each_cluster_with_half_posts(clusters: tuple[str, ...], missing: float) -> None:
    assert missing_after_pooling([a_member(cluster=code) for code in clusters]) == pytest.approx(missing)


def test_neighbours_that_have_too_much_cover_those_that_lack_it() -> None:
    pair = [a_member(have=1.0), a_member(have=0)]
    assert missing_after_pooling(pair) == 0
    assert missing_after_pooling([replace(pair[0], cluster="a"), replace(pair[1], cluster="b")]) == 0.5


def test_the_same_seed_gives_the_same_interval_around_the_measure() -> None:
    members = [a_member(have=n / 20) for n in range(10)]
    intervals = bootstrap(members, COUNTRY)
    assert intervals == bootstrap(members, COUNTRY)
    found = measures(totals(members), COUNTRY)
    for name, interval in intervals.items():
        assert interval.low <= getattr(found, name) <= interval.high
    assert intervals["index"].low < intervals["index"].high


def test_draws_stay_inside_a_stratum() -> None:
    """With five alike in each, every draw is the group itself."""
    members = [a_member(have=n / 10, stratum=str(n)) for n in range(3) for _ in range(5)]
    interval = bootstrap(members, COUNTRY, draws=20)["per_100"]
    assert interval.low == interval.high == pytest.approx(measures(totals(members), COUNTRY).per_100)


@pytest.mark.parametrize("rest", ["cde", "ccc", "cdefgh", "ddddd"])
def test_one_of_two_in_a_stratum_does_not_learn_what_the_other_one_needs(rest: str) -> None:
    """Alone in their stratum they would draw each other, and the interval be twice their difference wide."""
    pair = [a_member(need=0.3, stratum="a"), a_member(need=1.1, stratum="a")]
    others = [a_member(need=0.4 + place / 10, stratum=stratum) for place, stratum in enumerate(rest)]
    interval = find_shortage([*pair, *others], COUNTRY).need
    assert interval is not None
    assert interval.high - interval.low > 2 * 0.8 * 1.1


def test_too_few_is_supported_when_all_three_measures_say_so_beyond_chance() -> None:
    assert find_shortage([a_member() for _ in range(8)], COUNTRY).claim is Claim.SUPPORTED


@pytest.mark.parametrize(
    "changed",
    [
        {"staff": 2.0},  # rich for its staff
        {"nights": 0.2},  # rich for its nights
        {"need": 0.12},  # its need is nearly covered
        {"nights": 0.0},  # nothing can be said for nights
    ],
)
def test_too_few_is_not_shown_when_one_measure_disagrees(changed: dict[str, float]) -> None:
    assert find_shortage([a_member(**changed) for _ in range(8)], COUNTRY).claim is Claim.NOT_SHOWN


def test_too_few_is_not_shown_when_chance_could_explain_it() -> None:
    uneven = [a_member(have=0), a_member(have=0), a_member(have=0), a_member(have=0), a_member(have=1.5)]
    found = find_shortage(uneven, COUNTRY)
    assert found.measures.per_100 is not None
    assert found.measures.per_100 < 4
    assert found.claim is Claim.NOT_SHOWN


def test_fewer_than_five_organisations_show_nothing() -> None:
    found = find_shortage([a_member() for _ in range(4)], COUNTRY)
    assert (found.intervals, found.claim) == ({}, Claim.NOT_SHOWN)


def test_organisations_with_a_tenth_of_a_post_are_equipped() -> None:
    members = [a_member(have=0.1), a_member(have=0.09), a_member(have=0), a_member(have=1)]
    assert find_shortage(members, COUNTRY).equipped == 0.5


def test_a_group_of_nobody_cannot_be_measured() -> None:
    with pytest.raises(ValueError, match="at least one organisation"):
        find_shortage([], COUNTRY)


def test_the_interval_of_the_need_is_around_the_need() -> None:
    members = [a_member(need=0.3 + 0.1 * n) for n in range(6)]
    found = find_shortage(members, COUNTRY).need
    assert found is not None
    assert found.low < totals(members).need < found.high
    assert find_shortage(members[:4], COUNTRY).need is None


def test_a_total_that_one_or_two_organisations_make_up_is_dominated() -> None:
    assert dominated([9.0, 0.5, 0.5])
    assert dominated([5.0, 4.7, 0.3])
    assert not dominated([5.0, 4.0, 1.0])
    assert not dominated([0.0] * 5)
