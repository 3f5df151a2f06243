"""Who is compared with whom (dossier 4.1)."""

from __future__ import annotations

import pytest

from assessment.domain.peer_groups import (
    CROSSINGS,
    Axis,
    Comparison,
    Consent,
    Group,
    Member,
    SizeClass,
    comparison_for,
    group_of,
    groups_of,
    size_class,
)

OFFICE = Member(id="office", type="OT", staff=8, region="84", territory="mountain")
TYPE, REGION, TERRITORY, SIZE = (Axis.TYPE, "OT"), (Axis.REGION, "84"), (Axis.TERRITORY, "mountain"), (Axis.SIZE, "S")


@pytest.mark.parametrize(
    ("staff", "expected"),
    [(0, "XS"), (2.9, "XS"), (3, "S"), (9.9, "S"), (10, "M"), (24.9, "M"), (25, "L"), (49.9, "L"), (50, "XL")],
)
def test_size_classes_meet_at_their_ends(staff: float, expected: str) -> None:
    assert size_class(staff) == SizeClass(expected)


@pytest.mark.parametrize("staff", [-1, float("nan"), float("inf")])
def test_no_member_has_staff_that_cannot_be(staff: float) -> None:
    with pytest.raises(ValueError, match="staff"):
        Member(id="x", type="OT", staff=staff)


def test_a_member_counts_in_the_whole_and_in_every_crossing_of_one_and_two_axes() -> None:
    found = groups_of(OFFICE, "2026")
    assert [group.axes for group in found] == list(CROSSINGS)
    assert len(found) == 11
    assert found[0] == Group("2026")
    assert all(group.has(OFFICE) for group in found)


def test_a_member_without_a_territory_counts_in_no_group_of_territories() -> None:
    found = groups_of(Member(id="x", type="OT", staff=1), "2026")
    assert [group.key for group in found] == ["whole", "type", "size", "type-size"]


def test_a_private_member_counts_nowhere() -> None:
    assert groups_of(Member(id="x", type="OT", staff=1, consent=Consent.PRIVATE), "2026") == ()


def test_each_consent_includes_those_before() -> None:
    assert Consent.SHOWCASE.allows(Consent.HELPER)
    assert not Consent.NAMED.allows(Consent.HELPER)


@pytest.mark.parametrize(
    "crossing",
    [(TYPE, REGION, SIZE), (REGION, TYPE), (TYPE, TYPE), ((Axis.TYPE, ""),)],
    ids=["three axes", "out of order", "twice the same", "no value"],
)
def test_no_group_is_freely_combined(crossing: tuple[tuple[Axis, str], ...]) -> None:
    with pytest.raises(ValueError, match=r"axes|axis"):
        Group("2026", crossing)


CLOSEST = [
    ((TYPE, SIZE), "type-size"),
    ((TYPE, REGION), "type-region-instead"),
    ((TYPE, TERRITORY), "type-territory-instead"),
    ((TYPE,), "type-instead"),
    ((), "whole-instead"),
]


@pytest.mark.parametrize("place", range(len(CLOSEST)), ids=[key for _, key in CLOSEST])
def test_the_closest_group_that_is_large_enough_is_used_and_named(place: int) -> None:
    groups = [Group("2026", crossing) for crossing, _ in CLOSEST]
    sizes = {group: 4 if n < place else 5 for n, group in enumerate(groups)}
    found = comparison_for(OFFICE, "2026", sizes)
    assert found == Comparison(groups[place], tuple(groups[:place]))
    assert found is not None
    assert found.key == CLOSEST[place][1]


def test_a_group_that_may_not_be_shown_is_passed_over_and_four_are_nobody() -> None:
    assert comparison_for(OFFICE, "2026", {}) is None
    assert comparison_for(OFFICE, "2026", {Group("2026"): 4}) is None
    assert comparison_for(OFFICE, "2026", {Group("2026"): 9}, fewest=10) is None


def test_a_missing_place_is_not_called_too_small() -> None:
    member = Member(id="x", type="OT", staff=8)
    whole = Group("2026")
    found = comparison_for(member, "2026", {whole: 50})
    assert found is not None
    assert [group.key for group in found.too_small] == ["type-size", "type"]
    assert group_of(member, "2026", (Axis.REGION,)) is None
