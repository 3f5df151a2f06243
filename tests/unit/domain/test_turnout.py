"""How many have answered, and when that is a reason to act."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from assessment.domain.turnout import Alert, Turnout, alerts, by_group, turnout

NOW = datetime(2026, 3, 2, tzinfo=UTC)


def members(**numbers: int) -> list[tuple[str, bool]]:
    """So many organisations of each group; the first of each has sent."""
    return [(code, place == 0) for code, number in numbers.items() for place in range(number)]


def test_groups_below_five_are_taken_together() -> None:
    groups, others = by_group(members(OT=9, CDT=4, EPCI=3))
    assert groups == {"OT": Turnout(9, 1)}
    assert others == Turnout(7, 2)


def test_a_single_small_group_is_not_left_to_be_told_from_the_rest() -> None:
    assert by_group(members(OT=9, CRT=6, CDT=2)) == ({"OT": Turnout(9, 1)}, Turnout(8, 2))
    assert by_group(members(OT=9, CDT=2)) == ({}, Turnout(11, 2))


def test_groups_of_five_stand_for_themselves() -> None:
    groups, others = by_group(members(CRT=5, OT=6))
    assert list(groups) == ["CRT", "OT"]
    assert others.share is None


@pytest.mark.parametrize(
    ("sent", "days", "said"),
    [
        (29, 7, (Alert.CLOSING, Alert.LOW)),
        (30, 7, (Alert.CLOSING,)),
        (0, 8, ()),
    ],
)
def test_a_campaign_that_ends_within_a_week_is_told_and_whether_few_answered(
    sent: int, days: int, said: tuple[Alert, ...]
) -> None:
    assert alerts(Turnout(100, sent), NOW + timedelta(days=days), NOW) == said


def test_nobody_invited_is_no_low_turnout() -> None:
    assert alerts(turnout([]), NOW, NOW) == (Alert.CLOSING,)
