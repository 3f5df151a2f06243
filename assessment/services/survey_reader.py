"""Reads one survey file from standard input and writes what it holds as JSON: a program of its own.

Like `sheet_reader` it runs in a child process with little memory and time and opens no file. `survey_files.py` starts
it, telling what was asked of visitors, and says its refusals in words.
"""

from __future__ import annotations

import json
import re
import sys
from dataclasses import asdict
from typing import Any

from assessment.domain.kept_surveys import plain_survey
from assessment.domain.parsing_survey import Asked
from assessment.domain.problems import Problem, ProblemsFound
from assessment.services.sheet_reader import decoded, from_csv, limit
from assessment.services.sheet_rules import MOST_BYTES, Refused, Row
from assessment.services.survey_tables import CAPS, MOST_VISITORS, table_document
from assessment.storage.documents import read_bytes
from assessment.storage.surveys import read_survey_document

FILE = "survey"
TREE = re.compile(r"""[{\[#%-]|["']?[A-Za-z0-9_]+["']?\s*:""")
"""How a YAML or JSON file begins, and a line of column names does not."""


def answer(content: bytes, asked: Asked) -> dict[str, Any]:
    """What a file holds: a `survey` with `problems` worth a look, or only the problems. Raises Refused."""
    if len(content) > MOST_BYTES:
        raise Refused("too-large")
    rows = [] if is_tree(content) else rows_of(content)
    told: dict[str, Any] = {"columns": rows[0] if rows else []}
    try:
        document = table_document(rows, FILE, asked) if rows else read_bytes(content, FILE)
        found = read_survey_document(document, asked)
    except ProblemsFound as refused:
        return told | {"problems": _plain(refused.problems)}
    if len(found.survey.answers) > MOST_VISITORS:
        raise Refused("too-many-rows")
    return told | {"problems": _plain(found.warnings), "survey": plain_survey(found.survey)}


def is_tree(content: bytes) -> bool:
    """Whether a file is YAML or JSON rather than a table, told by its content and not by its name. Raises Refused."""
    text = decoded(content).lstrip()
    if not text:
        raise Refused("empty")
    return TREE.match(text) is not None


def rows_of(content: bytes) -> list[Row]:
    """The rows of a table, the one with the names of the columns first."""
    rows = from_csv(content, CAPS)
    if not any(any(row) for row in rows[1:]):
        raise Refused("empty")
    return rows


def _plain(problems: tuple[Problem, ...]) -> list[dict[str, Any]]:
    return [asdict(problem) for problem in problems]


def main() -> None:
    """From standard input to standard output."""
    limit()
    told = json.loads(sys.argv[1])
    try:
        found = answer(sys.stdin.buffer.read(MOST_BYTES + 1), Asked(tuple(told["attributes"]), tuple(told["segments"])))
    except Refused as refused:
        found = {"refused": str(refused)}
    except (MemoryError, RecursionError):
        found = {"refused": "unsafe"}
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
