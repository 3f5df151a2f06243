"""Campaigns of a network: when they open and close, how far each organisation is, when it may be reminded."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")
LAST_MINUTE = time(23, 59)
"""When the last day of a campaign ends, as it is in France."""
REMINDER_DAYS = (30, 7, 1)
"""Days before the last one on which organisations that have not finished are reminded."""
CATCHING_UP = 2
"""Days by which such a reminder may be late, when the service stood still or another letter was too recent."""
BETWEEN_LETTERS = timedelta(days=3)
"""No organisation gets two letters about a campaign within this time."""
OFFICE_HOURS = range(8, 19)
"""Hours of the day, as it is in France, in which reminders go out by themselves."""
PLACEHOLDERS = ("organisation", "network", "campaign", "deadline")
"""What may stand in braces in the text of an invitation; anything else in braces is shown as it is written."""


class CampaignState(StrEnum):
    """How far a campaign is; a planned one was launched and its first day is yet to come."""

    DRAFT = "draft"
    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"


class MemberState(StrEnum):
    """How far an organisation is in a campaign; `LEFT` for one that declined or left."""

    INVITED = "invited"
    STARTED = "started"
    SUBMITTED = "submitted"
    LEFT = "left"


UNFINISHED = (MemberState.INVITED, MemberState.STARTED)
"""Those who may be reminded."""


def opening(opens_on: date) -> datetime:
    """The moment a campaign opens."""
    return datetime.combine(opens_on, time(0), PARIS)


def closing(closes_on: date) -> datetime:
    """The moment a campaign ends: the last minute of its last day."""
    return datetime.combine(closes_on, LAST_MINUTE, PARIS)


def campaign_state(campaign: Mapping[Any, Any], now: datetime) -> CampaignState:
    """The state of a campaign, by column; one whose end is past is closed even before anybody noted it."""
    if campaign["launched_at"] is None:
        return CampaignState.DRAFT
    if campaign["closed_at"] is not None or closing(campaign["closes_on"]) <= now:
        return CampaignState.CLOSED
    return CampaignState.PLANNED if opening(campaign["opens_on"]) > now else CampaignState.OPEN


def member_state(member: Mapping[Any, Any]) -> MemberState:
    """The state of an organisation; `member` holds `left_at`, `assessment_id` and that one's `submitted_at`."""
    if member["left_at"] is not None:
        return MemberState.LEFT
    if member["assessment_id"] is None:
        return MemberState.INVITED
    return MemberState.STARTED if member["submitted_at"] is None else MemberState.SUBMITTED


def reminder_due(closes_on: date, now: datetime) -> int | None:
    """Which of `REMINDER_DAYS` is due at a moment, None for none or outside office hours."""
    local = now.astimezone(PARIS)
    if local.hour not in OFFICE_HOURS:
        return None
    left = (closes_on - local.date()).days
    return next((days for days in REMINDER_DAYS if max(0, days - CATCHING_UP) <= left <= days), None)


def rested(last_letter: datetime, now: datetime) -> bool:
    """Whether an organisation may get another letter."""
    return now - last_letter >= BETWEEN_LETTERS


def filled(text: str, values: Mapping[str, str]) -> str:
    """A text with its placeholders filled in; what is no placeholder stays as it is, braces inside values too."""
    return HOLDER.sub(lambda found: values[found[1]], text)


HOLDER = re.compile(rf"\{{({'|'.join(PLACEHOLDERS)})\}}")
