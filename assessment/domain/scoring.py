"""Answers -> Scorecard: item, indicator, dimension, overall (dossier 3.1, 3.2, 3.7)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import fsum

from assessment.domain.answers import AnswerSheet, Assessment
from assessment.domain.arithmetic import reaches, weighted_mean
from assessment.domain.questionnaire import (
    Applicability,
    Dimension,
    Form,
    Indicator,
    Level,
    NonResponse,
    OrganisationType,
    Question,
    Questionnaire,
    ScoringRules,
)

POINTS_PER_LEVEL = 25.0
SILENT = frozenset({NonResponse.UNANSWERED, NonResponse.NOT_ASKED})


class Completeness(StrEnum):
    """How much of the profile the overall score rests on (dossier 3.2)."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class IndicatorScore:
    """`score` is 0-100 or None; `weight` counts inside the dimension; `applicable` is False once ruled out."""

    indicator: Indicator
    score: float | None
    level: int | None
    nonresponse: NonResponse | None
    applicable: bool

    @property
    def weight(self) -> float:
        """Weight of the indicator inside its dimension."""
        return self.indicator.weight


@dataclass(frozen=True, slots=True)
class DimensionScore:
    """`score` is 0-100, or None when too little was answered. `coverage` is the answered share of weight, 0-1.

    `dont_know` and `not_applicable` count the indicators answered that way.
    """

    dimension: Dimension
    score: float | None
    coverage: float
    indicators: tuple[IndicatorScore, ...]

    @property
    def dont_know(self) -> int:
        """How many indicators nobody knew the answer to: a finding of its own."""
        return sum(item.nonresponse is NonResponse.DONT_KNOW for item in self.indicators)

    @property
    def not_applicable(self) -> int:
        """How many indicators do not concern this organisation."""
        return sum(not item.applicable for item in self.indicators)


@dataclass(frozen=True, slots=True)
class OverallScore:
    """The weighted mean of the scored dimensions, 0-100, and how much it rests on."""

    score: float | None
    coverage: float
    completeness: Completeness


def item_score(level: int) -> float:
    """Score 0-100 of a level 0-4 (dossier 3.1)."""
    return POINTS_PER_LEVEL * level


def is_applicable(indicator: Indicator, kind: OrganisationType, said: NonResponse | None) -> bool:
    """False when `said` is not applicable where allowed, or the type rules it out and nothing was said."""
    concern = kind.concerns(indicator.id)
    if said is NonResponse.NOT_APPLICABLE:
        return concern is Applicability.ALWAYS and said not in indicator.question.nonresponse
    return concern is not Applicability.NOT_BY_DEFAULT or said not in SILENT


def score_indicator(
    indicator: Indicator, kind: OrganisationType, sheet: AnswerSheet, questions: tuple[Question, ...]
) -> IndicatorScore:
    """Weighted mean of the answered `questions` of one indicator, mirror statements included (dossier 3.1)."""
    code = indicator.question.code
    said = sheet.nonresponse(code)
    if not is_applicable(indicator, kind, said):
        return IndicatorScore(indicator, None, None, NonResponse.NOT_APPLICABLE, applicable=False)
    levels = [(question.weight, sheet.level(question.code)) for question in questions]
    score = weighted_mean([(weight, item_score(level)) for weight, level in levels if level is not None])
    return IndicatorScore(indicator, score, sheet.level(code), said, applicable=True)


def score_dimension(
    dimension: Dimension, indicators: tuple[IndicatorScore, ...], rules: ScoringRules
) -> DimensionScore:
    """Mean of the scored indicators when enough of their weight was answered (dossier 3.1, 3.2).

    `indicators` are those the form asks. One that asks fewer than the minimum (express) needs all those that apply.
    """
    applicable = [item for item in indicators if item.applicable]
    scored = [item for item in applicable if item.score is not None]
    total = fsum(item.weight for item in applicable)
    coverage = fsum(item.weight for item in scored) / total if total else 0.0
    needed = rules.minimum_indicators if len(indicators) >= rules.minimum_indicators else len(applicable)
    enough = reaches(coverage, rules.minimum_coverage) and len(scored) >= needed
    mean = weighted_mean((item.weight, item.score) for item in scored if item.score is not None)
    return DimensionScore(dimension, mean if enough else None, coverage, indicators)


def score_dimensions(questionnaire: Questionnaire, assessment: Assessment) -> tuple[DimensionScore, ...]:
    """Every dimension of the questionnaire in order, also those that cannot be assessed."""
    kind, questions = questionnaire.type_by_id[assessment.organisation.type], questionnaire.questions_of
    return tuple(
        score_dimension(
            dimension,
            tuple(
                score_indicator(indicator, kind, assessment.sheet, questions[indicator.id])
                for indicator in asked(dimension, assessment.form)
            ),
            questionnaire.rules,
        )
        for dimension in questionnaire.dimensions
    )


def asked(dimension: Dimension, form: Form) -> tuple[Indicator, ...]:
    """The indicators of a dimension that belong to a form."""
    return tuple(item for item in dimension.indicators if form is not Form.EXPRESS or item.express)


def score_overall(
    dimensions: Iterable[DimensionScore], weights: Mapping[str, float], rules: ScoringRules
) -> OverallScore:
    """Weighted mean over the scored dimensions; complete, partial or none by what was answered (dossier 3.1, 3.2).

    The coverage leaves out a dimension of which nothing applies.
    """
    dimensions = tuple(dimensions)
    scored = [item for item in dimensions if item.score is not None]
    applying = [item for item in dimensions if any(indicator.applicable for indicator in item.indicators)]
    coverage = weighted_mean((weights[item.dimension.id], item.coverage) for item in applying) or 0.0
    if len(scored) >= rules.complete_dimensions and reaches(coverage, rules.complete_coverage):
        completeness = Completeness.COMPLETE
    elif scored and reaches(coverage, rules.partial_coverage):
        completeness = Completeness.PARTIAL
    else:
        return OverallScore(None, coverage, Completeness.NONE)
    mean = weighted_mean((weights[item.dimension.id], item.score) for item in scored if item.score is not None)
    return OverallScore(mean, coverage, completeness)


def level_of(score: float | None, levels: tuple[Level, ...]) -> Level | None:
    """The band a score falls in; the lower bound belongs to the band (dossier 1.0, 3.7)."""
    if score is None:
        return None
    return max((level for level in levels if reaches(score, level.lower)), key=lambda level: level.lower)
