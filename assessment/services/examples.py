"""Holding the method against the worked examples of a questionnaire."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from assessment.domain.example_tables import plan_document
from assessment.domain.examples import AnswersGiven, Plain, WorkedExample, by_id, differences, read_examples
from assessment.domain.plans import make_plans, situation_of
from assessment.domain.problems import Problem, place_problems
from assessment.domain.reading import Reader
from assessment.domain.results import Instrument, assess
from assessment.reports.exports import result_document
from assessment.storage.documents import read_file


@dataclass(frozen=True, slots=True)
class CheckedExamples:
    """The examples that could be read and everything that is wrong, each problem at its place in the file."""

    examples: tuple[WorkedExample, ...]
    problems: tuple[Problem, ...]


def check_examples(path: Path, instrument: Instrument) -> CheckedExamples:
    """Work out every example of a file and compare.

    Raises ProblemsFound when the file cannot be read.
    """
    document = read_file(path)
    reader = Reader(document.tree)
    examples = read_examples(reader, instrument)
    found = [problem for example in examples for problem in run_example(example)]
    problems = (*document.problems, *reader.problems, *found)
    return CheckedExamples(examples, place_problems(problems, document.positions, document.file))


def run_example(example: WorkedExample) -> tuple[Problem, ...]:
    """Where the result of one example is not what was worked out."""
    given = example.given
    return differences(example, _document(given) if isinstance(given, AnswersGiven) else given.document())


def _document(given: AnswersGiven) -> Plain:
    """The result by id, with the announced plan where there is one."""
    result = assess(given.instrument, given.assessment, given.around)
    document = by_id(result_document(result))
    if given.request is None:
        return document
    return {**document, **plan_document(make_plans(situation_of(given.instrument, result), given.request))}
