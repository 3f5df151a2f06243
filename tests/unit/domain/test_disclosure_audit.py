"""The audit finds what can be worked out, and nothing else (promises P1-P3)."""

from __future__ import annotations

from itertools import combinations

import pytest

from assessment.domain.disclosure_audit import (
    Disclosed,
    Leak,
    disclosed_mean,
    disclosed_total,
    leaks,
    narrow,
    ranges,
    recoverable,
)


def span(first: int, end: int) -> frozenset[str]:
    return frozenset(f"o{number:03}" for number in range(first, end))


def said(*sets: frozenset[str]) -> list[Disclosed]:
    return [Disclosed(one) for one in sets]


def found(*sets: frozenset[str]) -> list[frozenset[str]]:
    return [leak.members for leak in leaks(said(*sets))]


def test_a_single_group_of_five_gives_nobody_away() -> None:
    assert found(span(0, 5)) == []


def test_a_group_of_four_is_a_leak_by_itself() -> None:
    assert found(span(0, 4)) == [span(0, 4)]


def test_nested_groups_that_differ_by_two_give_each_other_away() -> None:
    published = said(span(0, 20), span(2, 20))
    assert leaks(published) == (Leak(span(0, 2)),)
    assert recoverable(published) == frozenset()
    assert recoverable(published, known={"o000"}) == {"o001"}


def test_two_waves_that_differ_by_one_organisation_give_it_away() -> None:
    assert recoverable(said(span(0, 20), span(1, 20))) == {"o000"}


def test_one_edit_gives_its_change_away_to_the_one_who_knows_the_old_value() -> None:
    published = said(span(0, 20), span(1, 20) | {"o000@2"})
    assert recoverable(published) == frozenset()
    assert recoverable(published, known={"o000"}) == {"o000@2"}


def test_a_table_without_complementary_suppression_gives_its_hidden_cells_away() -> None:
    """Total and two of three parts; the third, hidden for its three members, is what is left."""
    assert found(span(0, 30), span(0, 12), span(12, 27)) == [span(27, 30)]


def test_overlapping_groups_can_give_away_without_being_nested() -> None:
    """a + b - c is twice one organisation, though no two of the three differ by fewer than ten."""
    a, b = span(0, 6) | {"x"}, span(6, 12) | {"x"}
    assert recoverable(said(a, b, span(0, 12))) == {"x"}


def test_what_follows_from_many_lines_of_a_table_is_found() -> None:
    """Nine cells, the totals of three rows and of a column: the cell where that column meets the fourth row."""
    cell = {place: span(60 * number, 60 * number + 6) for number, place in enumerate(pairs(4))}
    cell[0, 0] = frozenset({"alone"})
    rows = [frozenset().union(*(cell[row, column] for column in range(4))) for row in range(4)]
    columns = [frozenset().union(*(cell[row, column] for row in range(4))) for column in range(4)]
    inner = [cell[row, column] for row, column in pairs(4) if row and column]
    assert recoverable(said(*rows, *columns, *inner)) == {"alone"}
    assert found(*rows, *columns, *inner[1:]) == []


def pairs(n: int) -> list[tuple[int, int]]:
    return [(row, column) for row in range(n) for column in range(n)]


def test_the_change_of_a_panel_counts_as_a_signed_sum() -> None:
    """Wave 2 less wave 1 over nine of ten, beside both waves' means over ten, leaves the change of the tenth."""
    first, second = {f"{one}@1" for one in span(0, 10)}, {f"{one}@2" for one in span(0, 10)}
    change = Disclosed(frozenset(second - {"o000@2"}), less=frozenset(first - {"o000@1"}))
    published = [*said(frozenset(first), frozenset(second)), change]
    assert recoverable(published, known={"o000@1"}) == {"o000@2"}
    whole = Disclosed(frozenset(second), less=frozenset(first))
    assert leaks([*said(frozenset(first), frozenset(second)), whole]) == ()


def test_nobody_is_found_by_chance() -> None:
    """Ten groups of ten, and all unions of two of them: sums of sums."""
    groups = [span(10 * number, 10 * number + 10) for number in range(10)]
    assert found(*groups, *(first | second for first, second in combinations(groups, 2))) == []


def test_nothing_published_is_no_leak() -> None:
    assert leaks([]) == ()
    assert ranges([]) == {}


def test_bounds_of_five_scores_with_mean_one() -> None:
    """The sum is at most 7.5, and so is every score."""
    bounds = ranges([disclosed_mean(span(0, 5), 1)])
    assert bounds == {one: pytest.approx((0, 7.5)) for one in span(0, 5)}
    assert narrow(bounds, 10) == span(0, 5)


def test_bounds_of_five_middling_scores_say_nothing() -> None:
    assert narrow(ranges([disclosed_mean(span(0, 5), 47)]), 100) == frozenset()


def test_a_member_with_a_high_score_of_its_own_bounds_the_others() -> None:
    bounds = ranges([disclosed_mean(span(0, 5), 10)], known={"o000": 50}, only={"o001"})
    assert bounds == {"o001": pytest.approx((0, 2.5))}


def test_rounded_means_of_nested_groups_bound_the_one_between_them() -> None:
    """20 with mean 50 and 19 of them with mean 48: the one is 88, give or take 19.5, and not above 100."""
    bounds = ranges([disclosed_mean(span(0, 20), 50), disclosed_mean(span(1, 20), 48)], only={"o000"})
    assert bounds == {"o000": pytest.approx((68.5, 100))}


def test_a_total_bounds_the_amounts_and_knows_no_upper_end() -> None:
    bounds = ranges([disclosed_total(span(0, 5), 12)], high=None)
    assert bounds["o000"] == pytest.approx((0, 12.5))
    change = Disclosed(frozenset({"a"}), less=frozenset({"b"}), value=1.0)
    assert ranges([change], high=None)["a"] == (1.0, float("inf"))


def test_numbers_that_contradict_each_other_are_refused() -> None:
    with pytest.raises(ValueError, match="contradict"):
        ranges([disclosed_mean(span(0, 5), 40), disclosed_mean(span(0, 5), 60)])
