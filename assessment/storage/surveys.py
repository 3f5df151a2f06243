"""Survey files: YAML or JSON -> what an organisation's visitors said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assessment.domain.expectations import ExpectationModel
from assessment.domain.parsing_survey import Asked, asked_of, read_survey_answers
from assessment.domain.problems import Problem, ProblemsFound, place_problems
from assessment.domain.reading import Reader
from assessment.domain.surveys import Survey
from assessment.storage.documents import Document


@dataclass(frozen=True, slots=True)
class SurveyFile:
    """What a survey file holds; `warnings` are worth a look and stop nothing."""

    survey: Survey
    warnings: tuple[Problem, ...]


def holds_survey(document: Document) -> bool:
    """Whether a document means to be a survey file rather than an answers file."""
    return isinstance(document.tree, Mapping) and "answers" in document.tree and "sheets" not in document.tree


def read_survey_file(document: Document, model: ExpectationModel) -> SurveyFile:
    """The survey in a document, about the things that visitors judge in `model`; raises as `read_survey_document`."""
    return read_survey_document(document, asked_of(model))


def read_survey_document(document: Document, asked: Asked) -> SurveyFile:
    """The survey in a document, about what was `asked`.

    Raises ProblemsFound with every problem of the document at its place.
    """
    reader = Reader(document.tree, (), list(document.problems))
    try:
        survey = read_survey_answers(reader, asked)
    except ProblemsFound as found:
        raise ProblemsFound(place_problems(found.problems, document.positions, document.file)) from None
    return SurveyFile(survey, place_problems(reader.problems, document.positions, document.file))
