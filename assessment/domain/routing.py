"""Which questions are asked of an organisation, how far it has come, and what is left."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from assessment.domain.answers import Answer, Assessment, Organisation
from assessment.domain.conditions import Values
from assessment.domain.nonresponse import NonResponse
from assessment.domain.questionnaire import (
    INTERNAL_ROLES,
    Applicability,
    Check,
    Dimension,
    FactGroup,
    Indicator,
    OrganisationType,
    Question,
    Questionnaire,
    RespondentRole,
)
from assessment.domain.scoring import asked


class ProgressState(StrEnum):
    """How far a part of the questionnaire is filled in."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"


@dataclass(frozen=True, slots=True)
class Progress:
    """`answered` of `total` questions; a reason for having no answer (such as “don't know”) counts as answered."""

    answered: int
    total: int

    @property
    def state(self) -> ProgressState:
        """Not started, in progress or completed; a part that asks nothing is completed."""
        if self.answered == self.total:
            return ProgressState.COMPLETED
        return ProgressState.IN_PROGRESS if self.answered else ProgressState.NOT_STARTED


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question as put to one organisation: `not_applicable` is among its reasons where the type allows it.

    One that is not `expected` may be answered all the same, but nobody waits for it.
    """

    dimension: Dimension
    indicator: Indicator
    question: Question
    expected: bool


@dataclass(frozen=True)
class Route:
    """The way of one assessment through its questionnaire, decided by its form, type of organisation and answers."""

    questionnaire: Questionnaire
    assessment: Assessment

    @property
    def kind(self) -> OrganisationType:
        """The type of the organisation."""
        return self.questionnaire.type_by_id[self.assessment.organisation.type]

    def questions(self, dimension: Dimension) -> tuple[AskedQuestion, ...]:
        """The scored questions of a dimension, in order."""
        role = self.assessment.sheet.role
        return tuple(
            AskedQuestion(dimension, indicator, as_put(question, indicator, self.kind), self._expects(indicator))
            for indicator in asked(dimension, self.assessment.form)
            for question in indicator.questions
            if role in roles_asked(indicator) and question.code not in self.hidden
        )

    def facts(self, group: FactGroup) -> tuple[Question, ...]:
        """The facts of a group to ask for; those given on the profile are not asked again."""
        return tuple(item for item in group.questions if item.profile is None and item.code not in self.hidden)

    def progress(self, dimension: Dimension) -> Progress:
        """How many of the questions of a dimension are answered; one that nobody waits for counts once it is."""
        items = [(self.is_answered(item.question), item.expected) for item in self.questions(dimension)]
        return Progress(sum(answered for answered, _ in items), sum(any(item) for item in items))

    def facts_progress(self, group: FactGroup) -> Progress:
        """How many facts of a group are given."""
        questions = self.facts(group)
        return Progress(sum(map(self.is_answered, questions)), len(questions))

    def first_unanswered(self, among: Callable[[str], bool] = bool) -> AskedQuestion | None:
        """Where to take up again: the first scored question that waits for an answer, None when there is none.

        `among` tells by its id whether a dimension is looked through.
        """
        waiting = (item for item in self._expected() if among(item.dimension.id))
        return next((item for item in waiting if not self.is_answered(item.question)), None)

    def missing_required(self) -> tuple[Question, ...]:
        """The questions that must be answered before submission and are not, in order."""
        return tuple(item for item in self._waiting() if item.required and not self.is_answered(item))

    def failed_checks(self) -> tuple[tuple[Question, Check], ...]:
        """The tests that the answers given do not pass, each with its question, in order."""
        return tuple(
            (question, check)
            for question in self.questionnaire.question_by_code.values()
            if question.code in self._visible
            for check in question.checks
            if not check.assert_.holds(self._visible)
        )

    def is_answered(self, question: Question) -> bool:
        """Whether there is an answer, or a reason for having none."""
        return self._answer(question) is not NonResponse.UNANSWERED

    @cached_property
    def hidden(self) -> frozenset[str]:
        """Codes of the questions whose condition does not hold: their answers stay in a draft and count for nothing."""
        return frozenset(self.questionnaire.question_by_code) - self._visible.keys()

    def without_hidden(self) -> Assessment:
        """The assessment as it is scored, without the answers to hidden questions."""
        sheets = tuple(replace(sheet, answers=self._shown(sheet.answers)) for sheet in self.assessment.sheets)
        return replace(self.assessment, sheets=sheets, facts=self._shown(self.assessment.facts))

    def _shown(self, answers: Mapping[str, Answer]) -> dict[str, Answer]:
        return {code: value for code, value in answers.items() if code not in self.hidden}

    @cached_property
    def _visible(self) -> Values:
        """What conditions may look at: each question is decided by those before it."""
        values: dict[str, object] = dict(organisation_values(self.assessment.organisation))
        for question in self.questionnaire.question_by_code.values():
            if question.when is None or question.when.holds(values):
                values[question.code] = self._answer(question)
        return values

    def _answer(self, question: Question) -> Answer:
        given = self.assessment.sheet.answers.get(question.code)
        return self.assessment.facts.get(question.code, NonResponse.UNANSWERED) if given is None else given

    def _expects(self, indicator: Indicator) -> bool:
        return self.kind.concerns(indicator.id) is not Applicability.NOT_BY_DEFAULT

    def _expected(self) -> Iterator[AskedQuestion]:
        for dimension in self.questionnaire.dimensions:
            yield from (item for item in self.questions(dimension) if item.expected)

    def _waiting(self) -> Iterator[Question]:
        yield from (item.question for item in self._expected())
        for group in self.questionnaire.facts:
            yield from self.facts(group)


def organisation_values(organisation: Organisation) -> Values:
    """What a condition may ask about the organisation."""
    return {
        "org.type": organisation.type,
        "org.region": organisation.region,
        "org.staff": Decimal(str(organisation.staff)),
        "org.territory": organisation.territory,
    }


def roles_asked(indicator: Indicator) -> tuple[RespondentRole, ...]:
    """Who may answer the questions of an indicator."""
    return INTERNAL_ROLES if indicator.internal_only else tuple(RespondentRole)


def as_put(question: Question, indicator: Indicator, kind: OrganisationType) -> Question:
    """The question with the reason `not_applicable` where it may not concern this type of organisation."""
    if kind.concerns(indicator.id) is Applicability.ALWAYS:
        return question
    return replace(question, nonresponse=question.nonresponse | {NonResponse.NOT_APPLICABLE})
