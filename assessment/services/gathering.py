"""Many answers files at once: one for each organisation, the survey of its visitors beside it.

The survey that belongs to `NAME.yaml` is `NAME-survey.yaml` in the same folder (`.yml` and `.json` too).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from assessment.domain.answers import Assessment
from assessment.domain.problems import Place, Problem, ProblemsFound
from assessment.domain.results import ALONE, AssessmentResult, Instrument, Surroundings, assess
from assessment.domain.routing import Route
from assessment.domain.surveys import Survey
from assessment.storage.answers import read_answers
from assessment.storage.catalogue import Catalogue
from assessment.storage.documents import read_file
from assessment.storage.surveys import read_survey_file

SUFFIXES = (".yaml", ".yml", ".json")
SURVEY = "-survey"


@dataclass(frozen=True, slots=True)
class Gathered:
    """One organisation's file, assessed with its survey when there is one."""

    path: Path
    instrument: Instrument
    assessment: Assessment
    survey: Survey | None

    def result(self) -> AssessmentResult:
        """The result of the organisation by itself."""
        return assess(self.instrument, self.assessment, Surroundings(survey=self.survey) if self.survey else ALONE)


@dataclass(frozen=True, slots=True)
class Gathering:
    """The `files` that can be used together, and what is wrong with the `refused` ones, by file."""

    files: tuple[Gathered, ...]
    refused: dict[Path, tuple[Problem, ...]]


def answers_files(paths: Iterable[Path]) -> list[Path]:
    """The files among `paths` and those that lie in its folders, each once, surveys left out; folders in order."""
    found: dict[Path, Path] = {}
    for path in paths:
        inside = sorted(item for item in path.iterdir() if item.suffix in SUFFIXES) if path.is_dir() else [path]
        for item in inside:
            if not item.stem.endswith(SURVEY) and not item.name.startswith("."):
                found.setdefault(item.resolve(), item)
    return list(found.values())


def gather(paths: Iterable[Path], catalogue: Catalogue, wanted: str | None = None) -> Gathering:
    """Read answers files that answer the same questionnaire: `wanted` (`name@version`), else that of most of them."""
    files, refused = [], {}
    for path in paths:
        try:
            files.append(_read(path, catalogue))
        except ProblemsFound as found:
            refused[path] = found.problems
    references = Counter(item.instrument.questionnaire.reference for item in files)
    reference = wanted or next((name for name, _ in references.most_common(1)), "")
    for item in files:
        if item.instrument.questionnaire.reference != reference:
            refused[item.path] = (_other(item, reference),)
    return Gathering(tuple(item for item in files if item.path not in refused), refused)


def _read(path: Path, catalogue: Catalogue) -> Gathered:
    found = read_answers(read_file(path), catalogue)
    contradictions = tuple(
        Problem("check-failed", values={"question": question.code, "check": check.code}, place=Place(str(path), 1, 1))
        for question, check in Route(found.instrument.questionnaire, found.assessment).failed_checks()
        if check.severity == "error"
    )
    if contradictions:
        raise ProblemsFound(contradictions)
    return Gathered(path, found.instrument, found.assessment, _survey_beside(path, found.instrument))


def _survey_beside(path: Path, instrument: Instrument) -> Survey | None:
    for suffix in SUFFIXES:
        beside = path.with_name(f"{path.stem}{SURVEY}{suffix}")
        if beside.is_file():
            return read_survey_file(read_file(beside), instrument.expectations).survey
    return None


def _other(item: Gathered, wanted: str) -> Problem:
    values = {"found": item.instrument.questionnaire.reference, "wanted": wanted}
    return Problem("other-questionnaire", values=values, place=Place(str(item.path), 1, 1))
