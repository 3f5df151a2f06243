"""What changed between two waves (dossier 4.7)."""

from __future__ import annotations

import pytest

from assessment.domain.waves import (
    Change,
    Estimate,
    Pace,
    Speed,
    attrition,
    composite,
    linked,
    matched_change,
    own_change,
    pace,
    speed,
)


def test_one_common_organisation_makes_no_panel() -> None:
    assert matched_change({"a": 1, "b": 2}, {"b": 3, "c": 4}) is None


def test_a_panel_that_changed_alike_has_no_error() -> None:
    found = matched_change({"a": 1, "b": 2}, {"a": 4, "b": 5})
    assert found is not None
    assert (found.mean, found.error, found.t) == (3, 0, None)
    assert (found.interval.low, found.interval.high) == (3, 3)


def test_the_surer_of_two_estimates_counts_more() -> None:
    """Variances 1 and 3: the panel counts three quarters."""
    assert composite(Estimate(40, 1), Estimate(48, 3)) == Estimate(42, 0.75)
    with pytest.raises(ValueError, match="above zero"):
        composite(Estimate(40, 0), Estimate(48, 3))


def test_without_error_of_measurement_every_change_is_real() -> None:
    assert own_change(40, 40.5, 0).proven
    assert own_change(40, 40.5, 0).z is None
    assert not own_change(40, 40, 0).proven


def test_those_who_left_are_compared_by_their_first_score() -> None:
    found = attrition({"a": 40, "b": 60, "c": 20, "d": 30}, frozenset("ab"))
    assert found is not None
    assert (found.retention, found.stayers, found.leavers, found.trends) == (0.5, 50, 25, True)
    assert attrition({}, frozenset()) is None
    nobody = attrition({"a": 40}, frozenset())
    assert nobody is not None
    assert (nobody.stayers, nobody.trends) == (None, False)


@pytest.mark.parametrize(
    ("maturity", "expected"), [(6, Pace.CATCHING_UP), (3, Pace.KEEPING_PACE), (-4, Pace.FALLING_BEHIND)]
)
def test_pace_is_told_apart_beyond_chance_only(maturity: float, expected: Pace) -> None:
    assert pace(Speed(maturity, 1), Speed(1, 1)) is expected


def test_speed_is_by_the_year() -> None:
    assert speed(Change(9, 6, 2), 2) == Speed(3, 1)
    with pytest.raises(ValueError, match="after"):
        speed(Change(9, 6, 2), 0)


def test_an_old_score_is_carried_to_the_new_scale() -> None:
    """Common indicators went from 40, 60 to 45, 55: half the spread around the same mean."""
    assert linked(70, (40, 60), (45, 55), kept=0.6) == 60
    assert linked(70, (40, 60), (45, 55), kept=0.59) is None
    assert linked(70, (50, 50), (45, 55), kept=1) is None
    with pytest.raises(ValueError, match="common"):
        linked(70, (), (), kept=1)
