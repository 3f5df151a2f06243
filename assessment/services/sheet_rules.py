"""What a table that somebody sends may look like: the caps, and why a file is not taken."""

from __future__ import annotations

import re
from dataclasses import dataclass

MEGABYTE = 1024 * 1024
MOST_BYTES = MEGABYTE
MOST_ROWS, MOST_COLUMNS, LONGEST_CELL = 501, 16, 300
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
Row = list[str]


@dataclass(frozen=True, slots=True)
class Caps:
    """How many rows, the one with the names of the columns included, and how many columns a table may have."""

    rows: int = MOST_ROWS
    columns: int = MOST_COLUMNS


USUAL = Caps()


class Refused(Exception):
    """The file is not taken; the message is a code of `sheet_files.REASONS`."""


def checked(cells: list[str], caps: Caps = USUAL) -> Row:
    """The cells of a row as they are taken, without blanks around them and empty ones at the end."""
    row = [" ".join(cell.split()) for cell in cells]
    while row and not row[-1]:
        row.pop()
    if len(row) > caps.columns:
        raise Refused("too-many-columns")
    if any(len(cell) > LONGEST_CELL for cell in row):
        raise Refused("long-cell")
    if any(CONTROL.search(cell) for cell in row):
        raise Refused("not-a-table")
    return row


def require_room(rows: int, caps: Caps = USUAL) -> None:
    """Refuse a row beyond the last one that is taken."""
    if rows > caps.rows:
        raise Refused("too-many-rows")
