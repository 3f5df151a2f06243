"""Reads one CSV or XLSX file from standard input and writes its rows as JSON: a program of its own.

It runs in a child process with little memory and time, knows nothing of the service, and opens no file: whatever a
hostile file makes of it, it can only end. `sheet_files.py` starts it and says its refusals in words.
"""

from __future__ import annotations

import csv
import io
import json
import resource
import sys

from assessment.services.sheet_rules import (
    CONTROL,
    LONGEST_CELL,
    MEGABYTE,
    MOST_BYTES,
    USUAL,
    Caps,
    Refused,
    Row,
    checked,
    require_room,
)
from assessment.services.xlsx_reader import from_xlsx

MEMORY, CPU_SECONDS, OPEN_FILES = 512 * MEGABYTE, 15, 16
DELIMITERS = (";", ",", "\t")
ENCODINGS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


def rows_of(content: bytes) -> list[Row]:
    """The rows of a file, told by its content and not by its name; empty rows are kept, so that numbers stay right.

    Raises Refused.
    """
    if len(content) > MOST_BYTES:
        raise Refused("too-large")
    rows = from_xlsx(content) if content.startswith(b"PK") else from_csv(content)
    while rows and not any(rows[-1]):
        rows.pop()
    if not rows:
        raise Refused("empty")
    return rows


def from_csv(content: bytes, caps: Caps = USUAL) -> list[Row]:
    """Rows of a text, whichever of the usual signs parts its cells."""
    text = decoded(content)
    if CONTROL.search(text):
        raise Refused("not-a-table")
    first = text.lstrip("\r\n").partition("\n")[0]
    delimiter = max(DELIMITERS, key=first.count)
    csv.field_size_limit(LONGEST_CELL * 4)
    rows: list[Row] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            rows.append(checked(row, caps))
            require_room(len(rows), caps)
    except csv.Error:
        raise Refused("unreadable") from None
    return rows


def decoded(content: bytes) -> str:
    """The text of a file in one of the usual encodings."""
    try:
        return content.decode(ENCODINGS.get(content[:2], "utf-8-sig"))
    except UnicodeDecodeError:
        if content[:2] in ENCODINGS or b"\0" in content:
            raise Refused("not-a-table") from None
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError:
        raise Refused("not-a-table") from None


def limit() -> None:
    """Little memory, time and nothing to open or to write: for this process, for good."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def main() -> None:
    """From standard input to standard output."""
    limit()
    try:
        answer: dict[str, object] = {"rows": rows_of(sys.stdin.buffer.read(MOST_BYTES + 1))}
    except Refused as refused:
        answer = {"refused": str(refused)}
    except (MemoryError, RecursionError):
        answer = {"refused": "unsafe"}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
