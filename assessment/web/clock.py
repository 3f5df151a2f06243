"""The time of day where the person is."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

FURTHEST = 14 * 60


def local_time(moment: datetime, offset: str | None) -> str:
    """Hours and minutes of `moment` at an offset from UTC in minutes, as the browser states it; empty without one."""
    try:
        minutes = int(offset or "")
    except ValueError:
        return ""
    if abs(minutes) > FURTHEST:
        return ""
    return moment.astimezone(timezone(timedelta(minutes=minutes))).strftime("%H:%M")
