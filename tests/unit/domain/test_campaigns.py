"""When campaigns open and close, and when an organisation may be reminded."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from assessment.domain.campaigns import (
    BETWEEN_LETTERS,
    PARIS,
    CampaignState,
    MemberState,
    campaign_state,
    closing,
    filled,
    member_state,
    reminder_due,
    rested,
)

LAST = date(2026, 6, 30)
NOW = datetime(2026, 6, 1, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "moment"),
    [
        (date(2026, 1, 15), datetime(2026, 1, 15, 22, 59, tzinfo=UTC)),
        (date(2026, 7, 15), datetime(2026, 7, 15, 21, 59, tzinfo=UTC)),
        (date(2026, 3, 29), datetime(2026, 3, 29, 21, 59, tzinfo=UTC)),
        (date(2026, 10, 25), datetime(2026, 10, 25, 22, 59, tzinfo=UTC)),
    ],
)
def test_the_last_day_ends_at_2359_in_france_whatever_the_season(day: date, moment: datetime) -> None:
    assert closing(day) == moment


@pytest.mark.parametrize(
    ("left", "due"),
    [
        (31, None),
        (30, 30),
        (29, 30),
        (28, 30),
        (27, None),
        (8, None),
        (7, 7),
        (5, 7),
        (4, None),
        (2, None),
        (1, 1),
        (0, 1),
    ],
)
def test_a_reminder_is_due_on_its_day_and_two_days_later_at_most(left: int, due: int | None) -> None:
    day = LAST - timedelta(days=left)
    assert reminder_due(LAST, datetime(day.year, day.month, day.day, 10, tzinfo=PARIS)) == due


@pytest.mark.parametrize(("hour", "due"), [(0, None), (7, None), (8, 7), (18, 7), (19, None)])
def test_reminders_go_out_in_office_hours(hour: int, due: int | None) -> None:
    assert reminder_due(LAST, datetime(2026, 6, 23, hour, 30, tzinfo=PARIS)) == due


def test_letters_are_three_days_apart() -> None:
    assert rested(NOW - BETWEEN_LETTERS, NOW)
    assert not rested(NOW - BETWEEN_LETTERS + timedelta(seconds=1), NOW)


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({"launched_at": None}, CampaignState.DRAFT),
        ({"opens_on": date(2026, 6, 2)}, CampaignState.PLANNED),
        ({}, CampaignState.OPEN),
        ({"closed_at": NOW}, CampaignState.CLOSED),
        ({"closes_on": date(2026, 5, 31)}, CampaignState.CLOSED),
    ],
)
def test_a_campaign_is_closed_at_its_end_even_before_anybody_noted_it(
    changes: dict[str, object], state: CampaignState
) -> None:
    row = {"launched_at": NOW, "closed_at": None, "opens_on": date(2026, 6, 1), "closes_on": LAST}
    assert campaign_state(row | changes, NOW) is state


@pytest.mark.parametrize(
    ("row", "state"),
    [
        ((None, None, None), MemberState.INVITED),
        ((None, "a", None), MemberState.STARTED),
        ((None, "a", NOW), MemberState.SUBMITTED),
        ((NOW, "a", NOW), MemberState.LEFT),
    ],
)
def test_an_organisation_is_as_far_as_its_assessment(row: tuple[object, ...], state: MemberState) -> None:
    assert member_state(dict(zip(("left_at", "assessment_id", "submitted_at"), row, strict=True))) is state


def test_only_placeholders_are_filled_in_and_once() -> None:
    values = {"organisation": "{network}", "network": "N", "campaign": "C", "deadline": "D"}
    text = "{organisation} {deadline} {other} {{campaign}} {organisation.__class__} %(link)s {"
    assert filled(text, values) == "{network} D {other} {C} {organisation.__class__} %(link)s {"
