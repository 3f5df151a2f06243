"""Who answered, and weights for those who did not (dossier 4.6)."""

from __future__ import annotations

import pytest

from assessment.domain.coverage import (
    collapse,
    coverage,
    effective,
    post_stratified,
    raked,
    respondents_only,
    trimmed,
    unsampled,
)


def test_coverage_is_not_known_without_a_list_and_never_above_one() -> None:
    assert coverage(3, 0) is None
    assert coverage(3, 12) == 0.25
    assert coverage(13, 12) == 1


@pytest.mark.parametrize(("share", "only"), [(None, True), (0.29, True), (0.30, False)])
def test_below_thirty_percent_only_respondents_are_spoken_of(share: float | None, only: bool) -> None:
    assert respondents_only(share) is only


@pytest.mark.parametrize(("n", "known", "factor"), [(10, 100, 1), (20, 100, 0.8), (100, 100, 0), (10, None, 1)])
def test_a_sample_that_is_much_of_the_whole_errs_less(n: int, known: int | None, factor: float) -> None:
    assert unsampled(n, known) == pytest.approx(factor)


def test_no_weight_is_worth_nobody() -> None:
    assert effective([]) == effective([0, 0]) == 0


def test_respondents_stand_for_those_of_their_cell_who_did_not_answer() -> None:
    small, large = ("84", "OT", "S"), ("84", "OT", "L")
    found = post_stratified([small] * 5 + [large] * 10, {small: 40, large: 20})
    assert found == pytest.approx([2.0] * 5 + [0.5] * 10)


def test_small_cells_join_the_next_wider_one_and_what_is_left_stays_together() -> None:
    cells = [("84", "OT", "S"), ("84", "OT", "L"), ("84", "CDT", "L"), ("93", "OT", "S")]
    answered = [cells[0]] * 6 + [cells[1]] * 3 + [cells[2]] * 2 + [cells[3]]
    found = collapse(answered, dict.fromkeys(cells, 10))
    assert found == {cells[0]: cells[0], cells[1]: ("84",), cells[2]: ("84",), cells[3]: ()}


def test_nobody_answers_from_outside_the_list() -> None:
    with pytest.raises(ValueError, match="outside"):
        post_stratified([("84", "OT", "S")], {("93", "OT", "S"): 5})
    with pytest.raises(ValueError, match="outside"):
        raked([("OT",)], [{"CDT": 5}])


def test_no_weight_exceeds_three_and_the_others_take_what_is_cut_off() -> None:
    found = trimmed([10.0] + [1.0] * 9)
    assert found == pytest.approx((3.0, *[7 / 9] * 9))
    assert trimmed([]) == ()


def test_raked_weights_meet_the_known_shares_on_every_axis() -> None:
    answered = [("OT", "S")] * 6 + [("OT", "L")] * 4 + [("CDT", "S")] * 4 + [("CDT", "L")] * 6
    found = raked(answered, [{"OT": 60, "CDT": 40}, {"S": 30, "L": 70, "XL": 5}])
    assert sum(found) == pytest.approx(20)
    assert sum(w for w, cell in zip(found, answered, strict=True) if cell[0] == "OT") == pytest.approx(12)
    assert sum(w for w, cell in zip(found, answered, strict=True) if cell[1] == "S") == pytest.approx(6)
    assert raked([], [{}]) == ()
