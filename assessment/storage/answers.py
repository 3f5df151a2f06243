"""Answers files: YAML or JSON -> an assessment with the instrument it was made for."""

from __future__ import annotations

from dataclasses import dataclass, replace

from assessment.domain.answers import Assessment
from assessment.domain.parsing_answers import read_assessment
from assessment.domain.problems import Problem, ProblemsFound, has_errors, place_problems
from assessment.domain.reading import Reader
from assessment.domain.results import Instrument
from assessment.storage.catalogue import Catalogue
from assessment.storage.documents import Document

LONGEST_REFERENCE = 100


@dataclass(frozen=True, slots=True)
class AnswersFile:
    """What an answers file holds; `warnings` are worth a look and stop nothing."""

    instrument: Instrument
    assessment: Assessment
    warnings: tuple[Problem, ...]


def read_answers(document: Document, catalogue: Catalogue) -> AnswersFile:
    """The assessment in a document, for the questionnaire and version that it names.

    Raises ProblemsFound with every problem of the document at its place.
    """
    reader = Reader(document.tree, (), list(document.problems))
    try:
        instrument = named_instrument(reader, catalogue)
        assessment = read_assessment(reader, instrument)
    except ProblemsFound as found:
        raise ProblemsFound(place_problems(found.problems, document.positions, document.file)) from None
    return AnswersFile(instrument, assessment, place_problems(reader.problems, document.positions, document.file))


def named_instrument(reader: Reader, catalogue: Catalogue) -> Instrument:
    """The instrument that a document names. Raises ProblemsFound, not yet placed, when it names none of ours."""
    named = reader.at("questionnaire")
    if reader.entries() and not named.given:
        reader.report("missing-key", key="questionnaire")
    reference = named.text(LONGEST_REFERENCE)
    if has_errors(reader.problems) and not reference:
        raise ProblemsFound(tuple(reader.problems))
    try:
        return catalogue.instrument(reference)
    except ProblemsFound as found:
        here = tuple(replace(problem, path=named.path) for problem in found.problems)
        raise ProblemsFound((*reader.problems, *here)) from None
