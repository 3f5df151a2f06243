"""Everything an author can be told about a questionnaire before anybody answers it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from assessment.domain.parsing import PARTS
from assessment.domain.problems import Problem, ProblemsFound, has_errors, place_problems
from assessment.domain.reading import Reader
from assessment.domain.results import Instrument
from assessment.services.examples import check_examples
from assessment.storage.answers import named_instrument, read_answers
from assessment.storage.catalogue import Catalogue, load_catalogue
from assessment.storage.documents import read_file
from assessment.storage.surveys import holds_survey, read_survey_file

QUESTIONNAIRE, EXAMPLES = "questionnaire.yaml", "examples.yaml"
SAMPLE, PANEL, SURVEY = "sample-answers.yaml", "sample-panel.yaml", "sample-survey.yaml"
PART_FILES = frozenset({EXAMPLES, *(f"{part}.yaml" for part in PARTS)})
"""The files that belong to the questionnaire whose folder they are in."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What is wrong with a questionnaire, and how many worked examples were held against it."""

    problems: tuple[Problem, ...]
    examples: int = 0


def questionnaires_in(folder: Path) -> list[Path]:
    """The folders of questionnaires: `folder` itself, or those it holds."""
    if (folder / QUESTIONNAIRE).is_file():
        return [folder]
    return sorted(path.parent for path in folder.glob(f"*/{QUESTIONNAIRE}"))


def check_questionnaire(folder: Path) -> Checked:
    """Read a questionnaire with its older versions, work out its examples and read its samples.

    The examples and the samples wait until the questionnaire itself has no error.
    """
    whole = folder if folder.name else folder.resolve()
    catalogue = load_catalogue(whole.parent)
    problems = catalogue.check(whole.name)
    if has_errors(problems):
        return Checked(problems)
    examples = _examples(whole, catalogue)
    samples = [whole / name for name in (SAMPLE, PANEL) if (whole / name).exists()]
    answers = [problem for sample in samples for problem in check_answers(sample, catalogue)]
    survey = _survey(whole / SURVEY, catalogue.instrument(whole.name)) if (whole / SURVEY).exists() else ()
    return Checked((*problems, *examples.problems, *answers, *survey), examples.examples)


def check_answers(path: Path, catalogue: Catalogue) -> tuple[Problem, ...]:
    """What is wrong with an answers file."""
    try:
        return read_answers(read_file(path), catalogue).warnings
    except ProblemsFound as found:
        return found.problems


def check_file(path: Path, catalogue: Catalogue) -> tuple[Problem, ...]:
    """What is wrong with an answers file, or with a survey file that names its questionnaire."""
    try:
        document = read_file(path)
    except ProblemsFound as found:
        return found.problems
    if not holds_survey(document):
        return check_answers(path, catalogue)
    try:
        instrument = named_instrument(Reader(document.tree, (), []), catalogue)
    except ProblemsFound as found:
        return place_problems(found.problems, document.positions, document.file)
    return _survey(path, instrument)


def _survey(path: Path, instrument: Instrument) -> tuple[Problem, ...]:
    try:
        return read_survey_file(read_file(path), instrument.expectations).warnings
    except ProblemsFound as found:
        return found.problems


def _examples(folder: Path, catalogue: Catalogue) -> Checked:
    path = folder / EXAMPLES
    if not path.exists():
        return Checked(())
    try:
        found = check_examples(path, catalogue.instrument(folder.name))
    except ProblemsFound as refused:
        return Checked(refused.problems)
    return Checked(found.problems, len(found.examples))
