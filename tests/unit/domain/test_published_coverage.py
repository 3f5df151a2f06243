"""Who answered, as a publication says it, and what follows from published numbers (dossier 4.6)."""

from __future__ import annotations

import pytest

from assessment.domain.peer_groups import Member
from assessment.domain.published_coverage import corrected_mean, population, projected, who_answered


def members(**types: int) -> list[Member]:
    """So many fictional organisations of each type."""
    return [
        Member(id=f"{kind}{n}", type=kind, staff=5.0, region="53")
        for kind, number in types.items()
        for n in range(number)
    ]


def test_every_group_has_its_population_whether_it_answered_or_not() -> None:
    found = population(members(OT=7, CDT=3))
    assert found[()] == 10
    assert found[(("type", "OT"),)] == 7
    assert found[(("type", "CDT"), ("region", "53"))] == 3


def test_types_with_few_answers_are_merged_into_the_others() -> None:
    lines = who_answered(members(OT=12, CDT=3, EPCI=2), members(OT=20, CDT=4, EPCI=9))["type"]
    assert lines == [["OT", 12, 20], ["", 5, 13]]


def test_the_others_are_never_fewer_than_five_while_there_is_somebody_to_join_them() -> None:
    lines = who_answered(members(OT=12, CDT=6, EPCI=2), members(OT=20, CDT=8, EPCI=9))["type"]
    assert lines == [["OT", 12, 20], ["", 8, 17]]


def test_nobody_is_merged_where_every_type_has_five_answers() -> None:
    assert who_answered(members(OT=5, CDT=6), members(OT=9, CDT=6))["type"] == [["CDT", 6, 6], ["OT", 5, 9]]


def test_an_organisation_without_a_place_is_among_the_others() -> None:
    placeless = [Member(id=str(n), type="OT", staff=5.0) for n in range(5)]
    assert who_answered([*members(OT=6), *placeless], [*members(OT=6), *placeless])["region"] == [
        ["53", 6, 6],
        ["", 5, 5],
    ]


def test_the_mean_is_weighted_by_what_there_is_of_each_type() -> None:
    """Half of the offices answered and all of the committees: 20 offices at 40, 10 committees at 70."""
    found = corrected_mean({"OT": 40, "CDT": 70}, [["OT", 10, 20], ["CDT", 10, 10]])
    assert found is not None
    assert found.mean == pytest.approx((2 * 40 + 70) / 3)
    assert found.effective == pytest.approx(20**2 / (10 * (4 / 3) ** 2 + 10 * (2 / 3) ** 2))


def test_no_respondent_weighs_more_than_three() -> None:
    found = corrected_mean({"OT": 0, "CDT": 100}, [["OT", 5, 1000], ["CDT", 45, 45]])
    assert found is not None
    assert found.mean == pytest.approx(100 * (50 - 3 * 5) / 50)


@pytest.mark.parametrize(
    ("means", "lines"),
    [
        ({"OT": 40}, [["OT", 10, 20], ["CDT", 10, 10]]),  # the mean of one type is hidden
        ({"OT": 40}, [["OT", 10, 20], ["", 7, 10]]),  # some types are merged
        ({}, []),
    ],
)
def test_without_the_mean_of_every_type_nothing_is_corrected(
    means: dict[str, float], lines: list[list[object]]
) -> None:
    assert corrected_mean(means, lines) is None


def test_a_need_is_projected_from_thirty_percent_on() -> None:
    assert projected(12.0, 40) == 30.0
    assert projected(12.0, 30) == 40.0
    assert projected(12.0, 29) is None
    assert projected(12.0, None) is None
