"""Plain tree, as in a survey file -> Survey, or every problem at once (dossier 2.6)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal

from assessment.domain.expectations import ExpectationModel
from assessment.domain.problems import ProblemsFound, has_errors
from assessment.domain.reading import Keys, Reader
from assessment.domain.surveys import FLAGS, MOMENTS, TOP, Rating, Survey, VisitorAnswer

SURVEY_KEYS = Keys(("answers",), ("questionnaire", "shares"))
ANSWER_KEYS = Keys((), ("moment", "flags", "pairs", "outcome", "top3"))
RATING_KEYS = Keys((), ("E", "P", "adequate"))
OUTCOMES = (Decimal(0), Decimal("0.5"), Decimal(1))
HIGHEST_MARK = 10
WHOLES = (1, 100)
ROUNDED = Decimal("0.001")
"""How far off, as a share, rounding may take known shares."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The ids of what visitors judge, and of the segments they belong to."""

    attributes: tuple[str, ...]
    segments: tuple[str, ...]


def asked_of(model: ExpectationModel) -> Asked:
    """What a survey about the attributes of a model may name."""
    return Asked(tuple(attribute.id for attribute in model.attributes), tuple(segment.id for segment in model.segments))


def read_survey_answers(reader: Reader, asked: Asked) -> Survey:
    """The survey at `reader`.

    Raises ProblemsFound when there is an error.
    """
    top = reader.keys(SURVEY_KEYS)
    file = _SurveyFile(asked.attributes, asked.segments)
    survey = Survey(
        tuple(file.answer(item) for item in top.at("answers").items(at_least=1)), file.shares(top.at("shares"))
    )
    if has_errors(reader.problems):
        raise ProblemsFound(tuple(reader.problems))
    return survey


@dataclass(frozen=True, slots=True)
class _SurveyFile:
    attributes: tuple[str, ...]
    segments: tuple[str, ...]

    def shares(self, reader: Reader) -> Mapping[str, float]:
        """Known shares of segments, written as percent or as shares, as shares that sum to 1."""
        before = len(reader.problems)
        found = reader.numbers(self._among(MOMENTS + FLAGS))
        total = sum(found.values(), Decimal(0))
        if not found or len(reader.problems) > before:
            return {}
        if not any(abs(total / whole - 1) <= ROUNDED for whole in WHOLES):
            reader.report("wrong-mix-total", value=total)
            return {}
        return {segment: float(share / total) for segment, share in found.items()}

    def answer(self, reader: Reader) -> VisitorAnswer:
        """One visitor's answers."""
        given = reader.keys(ANSWER_KEYS)
        return VisitorAnswer(
            moment=given.maybe("moment", lambda item: item.one_of(self._among(MOMENTS))),
            flags=frozenset(item.one_of(self._among(FLAGS)) for item in given.at("flags").distinct()),
            ratings={
                attribute: self.rating(item)
                for attribute, item in given.at("pairs").mapping(optional=self.attributes).entries()
                if attribute in self.attributes
            },
            outcome=given.maybe("outcome", self.outcome),
            top=self.top(given.at("top3")),
        )

    def rating(self, reader: Reader) -> Rating:
        """The marks of one attribute; those left out have no value."""
        given = reader.keys(RATING_KEYS)
        return Rating(*(given.maybe(key, self.mark) for key in RATING_KEYS.optional))

    def mark(self, reader: Reader) -> float:
        """A mark from 0 to 10."""
        return float(reader.number(0, HIGHEST_MARK))

    def outcome(self, reader: Reader) -> float:
        """Whether the visitor could do what they wanted: 1 yes, 0.5 in part, 0 no."""
        value = reader.number(0, 1)
        if value not in OUTCOMES:
            reader.report("not-an-outcome", value=value)
        return float(value)

    def top(self, reader: Reader) -> tuple[str, ...]:
        """The attributes that count most, three at most."""
        found = tuple(item.one_of(self.attributes) for item in reader.distinct())
        if len(found) > TOP:
            reader.report("too-many-chosen", value=len(found), limit=TOP)
        return found

    def _among(self, words: Collection[str]) -> tuple[str, ...]:
        return tuple(word for word in words if word in self.segments)
