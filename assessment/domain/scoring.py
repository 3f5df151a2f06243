"""Answers -> Scorecard: item, indicator, dimension, overall (dossier 3.1, 3.2, 3.7)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from math import fsum

from assessment.domain.answers import AnswerSheet, Assessment, middle_level
from assessment.domain.arithmetic import SLACK, reaches, weighted_mean
from assessment.domain.questionnaire import (
    INTERNAL_ROLES,
    Applicability,
    Dimension,
    Form,
    Indicator,
    Level,
    NonResponse,
    OrganisationType,
    Question,
    Questionnaire,
    RoleGroup,
    ScoringRules,
)

POINTS_PER_LEVEL = 25.0
GROUPS = tuple(RoleGroup)
SILENT = frozenset({NonResponse.UNANSWERED, NonResponse.NOT_ASKED})
TELLING: tuple[NonResponse | None, ...] = (
    NonResponse.NOT_APPLICABLE,
    NonResponse.DONT_KNOW,
    NonResponse.REFUSED,
    NonResponse.UNANSWERED,
    NonResponse.NOT_ASKED,
)
"""Why one sheet has no answer to a question, from what settles it for all to what says nothing."""
OPTIMISM = 30.0
"""From how many points declared above observed on an answer is flagged (dossier 3.6)."""


class Completeness(StrEnum):
    """How much of the profile the overall score rests on (dossier 3.2)."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class GroupScore:
    """Mean of the personal scores (0-100) of a group of respondents, and how many `answers` it rests on."""

    score: float
    answers: int


@dataclass(frozen=True, slots=True)
class IndicatorScore:
    """`score` is 0-100 or None; `weight` counts inside the dimension; `applicable` is False once ruled out.

    `score` is what respondents `declared`, blended with what was `observed` when there is a metric. `level` describes
    it (`joint_level`). `groups` is for the engine only: what may be shown of it is said by `agreement.py`.
    """

    indicator: Indicator
    score: float | None
    level: int | None
    nonresponse: NonResponse | None
    applicable: bool
    declared: float | None = None
    observed: float | None = None
    groups: Mapping[RoleGroup, GroupScore] = field(default_factory=dict)

    @property
    def optimistic(self) -> bool:
        """Whether what was declared stands far above what was observed (dossier 3.6)."""
        both = self.declared is not None and self.observed is not None
        return both and reaches((self.declared or 0.0) - (self.observed or 0.0), OPTIMISM)

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


def said_about(code: str, sheets: Iterable[AnswerSheet]) -> NonResponse | None:
    """Why a question has no value on any sheet, None when it has one; the most telling reason outranks the others."""
    reasons = [sheet.nonresponse(code) for sheet in sheets]
    return None if None in reasons else min(reasons, key=TELLING.index, default=NonResponse.UNANSWERED)


def personal_score(sheet: AnswerSheet, questions: tuple[Question, ...]) -> float | None:
    """One respondent's weighted mean, 0-100, of the answered `questions` of an indicator (dossier 3.1)."""
    return weighted_mean(
        [(item.weight, item_score(level)) for item in questions if (level := sheet.level(item.code)) is not None]
    )


def score_groups(sheets: tuple[AnswerSheet, ...], questions: tuple[Question, ...]) -> Mapping[RoleGroup, GroupScore]:
    """The mean of each group of respondents that answered, in a fixed order (dossier 3.3)."""
    found: dict[RoleGroup, list[float]] = {}
    for sheet in sheets:
        score = personal_score(sheet, questions)
        if score is not None:
            found.setdefault(sheet.role.group, []).append(score)
    given = ((group, found[group]) for group in GROUPS if group in found)
    return {group: GroupScore(fsum(scores) / len(scores), len(scores)) for group, scores in given}


def score_indicator(
    indicator: Indicator,
    kind: OrganisationType,
    sheets: tuple[AnswerSheet, ...],
    questions: tuple[Question, ...],
    rules: ScoringRules,
    observed: float | None = None,
) -> IndicatorScore:
    """Mean over the groups of respondents, by their weight, then with what was `observed` (dossier 3.1, 3.3).

    `questions` are those of the indicator, mirror statements included; `observed` is 0-100.
    """
    code = indicator.question.code
    asked_of = tuple(item for item in sheets if item.role in INTERNAL_ROLES) if indicator.internal_only else sheets
    said = said_about(code, asked_of)
    if not is_applicable(indicator, kind, said):
        return IndicatorScore(indicator, None, None, NonResponse.NOT_APPLICABLE, applicable=False)
    groups = score_groups(asked_of, questions)
    declared = weighted_mean((rules.role_weight(group), item.score) for group, item in groups.items())
    return IndicatorScore(
        indicator,
        declared if declared is None or observed is None else blend(declared, observed, rules.observed_share),
        joint_level(middle_level(code, asked_of), declared, asked_of, groups, rules),
        said,
        applicable=True,
        declared=declared,
        observed=observed,
        groups=groups,
    )


def joint_level(
    chosen: int | None,
    declared: float | None,
    sheets: tuple[AnswerSheet, ...],
    groups: Mapping[RoleGroup, GroupScore],
    rules: ScoringRules,
) -> int | None:
    """The level to describe an indicator by: the middle one, `chosen` by somebody, where that tells on nobody.

    With several respondents and too few of them working there, it is the level that the joint score reaches.
    """
    internal = groups.get(RoleGroup.INTERNAL)
    if chosen is None or declared is None or len(sheets) == 1 or (internal and internal.answers >= rules.role_answers):
        return chosen
    return int((declared + SLACK) // POINTS_PER_LEVEL)


def blend(declared: float, observed: float, share: float) -> float | None:
    """A declared score with `share` (0-1) of what was observed beside it (dossier 3.1)."""
    return weighted_mean(((1 - share, declared), (share, observed)))


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


def score_dimensions(
    questionnaire: Questionnaire, assessment: Assessment, observed: Mapping[str, float] | None = None
) -> tuple[DimensionScore, ...]:
    """Every dimension of the questionnaire in order, also those that cannot be assessed.

    `observed` holds the scores (0-100) of the metrics that could be computed, by id.
    """
    kind, questions = questionnaire.type_by_id[assessment.organisation.type], questionnaire.questions_of
    metrics = observed or {}
    return tuple(
        score_dimension(
            dimension,
            tuple(
                score_indicator(
                    indicator,
                    kind,
                    assessment.sheets,
                    questions[indicator.id],
                    questionnaire.rules,
                    metrics.get(indicator.observed or ""),
                )
                for indicator in asked(dimension, assessment.form)
            ),
            questionnaire.rules,
        )
        for dimension in questionnaire.dimensions
    )


def asked(dimension: Dimension, form: Form) -> tuple[Indicator, ...]:
    """The indicators of a dimension that belong to a form."""
    every = dimension.indicators
    return tuple(item for item in every if item.express) if form is Form.EXPRESS else every


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
