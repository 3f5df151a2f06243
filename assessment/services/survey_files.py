"""Surveys of visitors that people send as YAML, JSON or CSV, read in a child process with limits on memory and time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from assessment.domain.kept_surveys import survey_from
from assessment.domain.parsing_survey import Asked
from assessment.domain.problems import Place, Problem
from assessment.domain.surveys import Survey
from assessment.services.sheet_files import SECONDS
from assessment.services.sheet_rules import LONGEST_CELL, MOST_BYTES
from assessment.services.survey_tables import CAPS, MOST_VISITORS
from assessment.translation import later as _
from assessment.translation import translate

READER = "assessment.services.survey_reader"
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
"""Each further thread of the numeric library would take memory from the little there is."""

REASONS: Mapping[str, str] = {
    "too-large": _("The file is larger than 1 MB. Send the answers of fewer visitors, drawn at random."),
    "empty": _("The file holds no answers. Fill in the template and send it again."),
    "not-a-table": _("This is no YAML, JSON or CSV file. Save the spreadsheet as CSV and send it again."),
    "unreadable": _("The file is damaged and cannot be read. Save it once more as CSV and send it again."),
    "unsafe": _("The file takes too much to read. Save it once more as CSV and send it again."),
    "too-many-rows": _("The file has more than %(rows)s visitors. Send fewer of them, drawn at random."),
    "too-many-columns": _("The file has more than %(columns)s columns. Keep those of the template."),
    "long-cell": _("A cell holds more than %(length)s characters. Shorten it."),
    "too-slow": _("The file takes too long to read. Save it once more as CSV and send it again."),
}
LIMITS = {"rows": MOST_VISITORS, "columns": CAPS.columns, "length": LONGEST_CELL}


class SurveyRefused(Exception):
    """A file that is not taken; `text(language)` says why and what to do."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

    def text(self, language: str) -> str:
        """The sentence in `language`."""
        return translate(REASONS[self.reason], language, **LIMITS)


@dataclass(frozen=True, slots=True)
class SurveyRead:
    """What a file holds: a survey, None when something is wrong with it, and the problems in order.

    `columns` are the names that the first line of a table gives, none for YAML and JSON: there the column of a problem
    is that of a sign in its line.
    """

    survey: Survey | None
    problems: tuple[Problem, ...]
    columns: Sequence[str]

    def placed(self) -> Iterator[tuple[int, str, Problem]]:
        """Each problem with its line and its column, by name where the column has one."""
        for problem in self.problems:
            place = problem.place or Place("", 1, 1)
            named = self.columns[place.column - 1 : place.column]
            yield place.line, next(iter(named), "") or str(place.column), problem


def read_survey(content: bytes, asked: Asked, seconds: float = SECONDS) -> SurveyRead:
    """What a file says of visitors that were `asked`. Raises SurveyRefused."""
    if len(content) > MOST_BYTES:
        raise SurveyRefused("too-large")
    try:
        ended = subprocess.run(  # noqa: S603 - our own interpreter and module
            [sys.executable, "-m", READER, json.dumps(asdict(asked))],
            input=content,
            capture_output=True,
            timeout=seconds,
            check=False,
            start_new_session=True,
            env={**os.environ, **ONE_THREAD},
        )
    except subprocess.TimeoutExpired:
        raise SurveyRefused("too-slow") from None
    return _found(json.loads(ended.stdout) if ended.returncode == 0 else {"refused": "unsafe"})


def _found(answer: dict[str, Any]) -> SurveyRead:
    if "refused" in answer:
        raise SurveyRefused(answer["refused"])
    survey = survey_from(answer["survey"]) if "survey" in answer else None
    return SurveyRead(survey, tuple(map(_problem, answer["problems"])), answer["columns"])


def _problem(plain: Mapping[str, Any]) -> Problem:
    place = Place(**plain["place"]) if plain["place"] else None
    return Problem(plain["code"], tuple(plain["path"]), plain["values"], place)
