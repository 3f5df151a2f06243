"""Everything an author can be told about a questionnaire before anybody answers it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from assessment.domain.parsing import PARTS
from assessment.domain.problems import Problem, ProblemsFound, has_errors
from assessment.services.examples import check_examples
from assessment.storage.answers import read_answers
from assessment.storage.catalogue import Catalogue, load_catalogue
from assessment.storage.documents import read_file

QUESTIONNAIRE, EXAMPLES, SAMPLE = "questionnaire.yaml", "examples.yaml", "sample-answers.yaml"
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
    """Read a questionnaire with its older versions, work out its examples and read its sample answers.

    The examples and the sample wait until the questionnaire itself has no error.
    """
    whole = folder if folder.name else folder.resolve()
    catalogue = load_catalogue(whole.parent)
    problems = catalogue.check(whole.name)
    if has_errors(problems):
        return Checked(problems)
    examples, sample = _examples(whole, catalogue), whole / SAMPLE
    answers = check_answers(sample, catalogue) if sample.exists() else ()
    return Checked((*problems, *examples.problems, *answers), examples.examples)


def check_answers(path: Path, catalogue: Catalogue) -> tuple[Problem, ...]:
    """What is wrong with an answers file."""
    try:
        return read_answers(read_file(path), catalogue).warnings
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
