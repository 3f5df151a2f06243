"""A day for people's calendars, as iCalendar (RFC 5545)."""

from __future__ import annotations

from datetime import UTC, datetime

LONGEST_LINE = 75
STAMP = "%Y%m%dT%H%M%SZ"


def calendar_entry(
    identifier: str, ends_at: datetime, summary: str, address: str, made_at: datetime, *, moves: int = 0
) -> bytes:
    """An event that ends something at a moment, with the address of its page.

    `moves` counts how often the moment was changed: calendars then replace the entry they have.
    """
    moment = ends_at.astimezone(UTC).strftime(STAMP)
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//digital skills assessment//EN",
        "BEGIN:VEVENT",
        f"UID:{identifier}@assessment",
        f"SEQUENCE:{moves}",
        f"DTSTAMP:{made_at.astimezone(UTC).strftime(STAMP)}",
        f"DTSTART:{moment}",
        f"DTEND:{moment}",
        f"SUMMARY:{_escaped(summary)}",
        f"URL:{address}",
        "END:VEVENT",
        "END:VCALENDAR",
    )
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line)).encode()


def _escaped(text: str) -> str:
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return " ".join(text.split())


def _folded(line: str) -> list[str]:
    """Lines of at most 75 bytes; those that go on begin with a blank."""
    lines, current = [], ""
    for letter in line:
        if len((current + letter).encode()) > LONGEST_LINE:
            lines.append(current)
            current = " "
        current += letter
    return [*lines, current]
