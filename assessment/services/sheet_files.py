"""Tables that people send as CSV or XLSX, read in a child process with 512 MiB of memory and 20 seconds at most."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

from assessment.services.sheet_rules import LONGEST_CELL, MOST_BYTES, MOST_COLUMNS, MOST_ROWS, Row
from assessment.translation import later as _
from assessment.translation import translate

SECONDS = 20
READER = "assessment.services.sheet_reader"

REASONS: Mapping[str, str] = {
    "too-large": _("The file is larger than 1 MB. Send the organisations in several files."),
    "empty": _("The file is empty. Fill in the template and send it again."),
    "not-a-table": _("This is neither a CSV nor an XLSX file. Fill in the template and send it again."),
    "unreadable": _("The file is damaged and cannot be read. Save it once more as CSV and send it again."),
    "unsafe": _(
        "The file is protected, or packed in a way that no spreadsheet needs. Save it once more as CSV and send it "
        "again."
    ),
    "too-many-rows": _("The file has more than %(rows)s lines. Send the organisations in several files."),
    "too-many-columns": _("The file has more than %(columns)s columns. Keep those of the template."),
    "long-cell": _("A cell holds more than %(length)s characters. Shorten it."),
    "too-slow": _("The file takes too long to read. Save it once more as CSV and send it again."),
}
LIMITS = {"rows": MOST_ROWS - 1, "columns": MOST_COLUMNS, "length": LONGEST_CELL}


class SheetRefused(Exception):
    """A file that is not taken; `text(language)` says why and what to do."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

    def text(self, language: str) -> str:
        """The sentence in `language`."""
        return translate(REASONS[self.reason], language, **LIMITS)


def read_sheet(content: bytes, seconds: float = SECONDS) -> list[Row]:
    """The rows of a file, every cell as text without blanks around it. Raises SheetRefused."""
    if len(content) > MOST_BYTES:
        raise SheetRefused("too-large")
    try:
        ended = subprocess.run(  # noqa: S603 - our own interpreter and module
            [sys.executable, "-m", READER],
            input=content,
            capture_output=True,
            timeout=seconds,
            check=False,
            start_new_session=True,
        )
    except subprocess.TimeoutExpired:
        raise SheetRefused("too-slow") from None
    return _rows(ended)


def _rows(ended: subprocess.CompletedProcess[bytes]) -> list[Row]:
    answer: dict[str, Any] = json.loads(ended.stdout) if ended.returncode == 0 else {"refused": "unsafe"}
    if "refused" in answer:
        raise SheetRefused(answer["refused"])
    rows: list[Row] = answer["rows"]
    return rows
