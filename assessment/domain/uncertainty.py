"""How sure a score is: errors, the levels it may be in, and the confidence it deserves (dossier 3.6)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise
from math import erf, fsum, hypot, sqrt

from scipy.special import stdtrit

from assessment.domain.agreement import Agreement, variance
from assessment.domain.answers import Assessment, Evidence
from assessment.domain.arithmetic import clip, reaches, weighted_mean
from assessment.domain.questionnaire import Level, Questionnaire, RoleGroup, ScoringRules
from assessment.domain.scoring import DimensionScore, OverallScore, score_dimensions, score_overall

NORMAL_95 = 1.96
GRADES = {Evidence.DECLARED: 0.0, Evidence.DOCUMENT: 0.5, Evidence.SEEN: 1.0}
"""What an answer counts in the share of evidence."""
COVERAGE_PART, EVIDENCE_PART, RESPONDENTS_PART, AGREEMENT_PART = 0.35, 0.30, 0.20, 0.15
RESPONDENTS_WANTED = 5
MEDIUM_FROM, HIGH_FROM = 40.0, 70.0
"""Where the traffic light changes: defaults of ours."""


class Light(StrEnum):
    """Confidence at a glance."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """Standard `error` of a score in points, its 95 % interval (0-100), and the levels it may be in.

    `error` joins that of asking these respondents and no others with that of measuring. `named` holds the one level
    that is probable enough to be named, else the two adjacent ones most probable together.
    """

    respondents_error: float
    measurement_error: float
    low: float
    high: float
    probabilities: Mapping[int, float]
    named: tuple[Level, ...]

    @property
    def error(self) -> float:
        """Standard error of the score."""
        return hypot(self.respondents_error, self.measurement_error)


@dataclass(frozen=True, slots=True)
class Confidence:
    """How much a score may be relied on, 0-100; no part of the score. All parts are 0-1.

    `agreement` is None when fewer than two people answered: it then adds nothing.
    """

    coverage: float
    evidence: float
    respondents: int
    agreement: float | None

    @property
    def value(self) -> float:
        """Weighted sum of the parts (dossier 3.6)."""
        people = min(1.0, self.respondents / RESPONDENTS_WANTED)
        return 100 * fsum(
            (
                COVERAGE_PART * self.coverage,
                EVIDENCE_PART * self.evidence,
                RESPONDENTS_PART * people,
                AGREEMENT_PART * clip(self.agreement or 0.0, 0, 1),
            )
        )

    @property
    def light(self) -> Light:
        """The traffic light."""
        if reaches(self.value, HIGH_FROM):
            return Light.HIGH
        return Light.MEDIUM if reaches(self.value, MEDIUM_FROM) else Light.LOW


@dataclass(frozen=True, slots=True)
class Certainty:
    """What surrounds one score; `uncertainty` is None without a score."""

    uncertainty: Uncertainty | None
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Certainties:
    """Certainty of the overall score and of each dimension, by id.

    `personal` holds, by dimension, the own scores of two or more people who work in the organisation. They are for
    statistics over many organisations and are never shown.
    """

    overall: Certainty
    dimensions: Mapping[str, Certainty]
    personal: Mapping[str, tuple[float, ...]]


def respondents_error(
    personal: Sequence[float], *, respondents: int, population: float | None, usual_sd: float
) -> float:
    """Error from having asked some of the people only, in points (dossier 3.6).

    `personal` are their own scores; with fewer than two, `usual_sd` stands in and `respondents` say how many answered.
    `population` is how many could have been asked, None when nobody knows.
    """
    known = len(personal) >= 2
    n = len(personal) if known else max(1, respondents)
    spread = sqrt(variance(personal)) if known else usual_sd
    missed = 1.0 if not population else max(0.0, 1 - n / population)
    return sqrt(spread**2 / n * missed)


def measurement_error(sd: float, reliability: float) -> float:
    """Standard error of measurement of a score with this spread (points) and reliability (0-1) (dossier 3.6, 7.2)."""
    return sd * sqrt(1 - reliability)


def margin(error: float, respondents: int, *, measured: bool = True) -> float:
    """Half a 95 % interval: by Student's t when the error of measurement is not known and three or more answered."""
    if measured or respondents < 3:
        return NORMAL_95 * error
    return float(stdtrit(max(2, respondents - 1), 0.975)) * error


def level_probabilities(score: float, error: float, levels: Sequence[Level]) -> Mapping[int, float]:
    """Probability of each level by number, for a score with this error; they sum to 1 (dossier 3.6)."""
    below = [0.0, *(_probability_below(level.lower, score, error) for level in levels[1:]), 1.0]
    return {level.number: below[n + 1] - below[n] for n, level in enumerate(levels)}


def named_levels(probabilities: Mapping[int, float], levels: Sequence[Level], threshold: float) -> tuple[Level, ...]:
    """The level that is probable enough to be named, else the two neighbours most probable together (dossier 3.6)."""
    best = max(levels, key=lambda level: probabilities[level.number])
    if len(levels) < 2 or reaches(probabilities[best.number], threshold):
        return (best,)
    return max(pairwise(levels), key=lambda pair: probabilities[pair[0].number] + probabilities[pair[1].number])


def uncertainty_of(
    score: float,
    personal: Sequence[float],
    levels: Sequence[Level],
    rules: ScoringRules,
    *,
    respondents: int,
    population: float | None,
) -> Uncertainty:
    """What is known about how far a score may be off (dossier 3.6)."""
    asked = respondents_error(personal, respondents=respondents, population=population, usual_sd=rules.respondent_sd)
    measuring = measurement_error(rules.score_sd, rules.reliability)
    error = hypot(asked, measuring)
    half = margin(error, respondents)
    probabilities = level_probabilities(score, error, levels)
    return Uncertainty(
        asked,
        measuring,
        clip(score - half, 0, 100),
        clip(score + half, 0, 100),
        probabilities,
        named_levels(probabilities, levels, rules.level_probability),
    )


def evidence_share(score: DimensionScore, evidence: Mapping[str, Evidence]) -> float:
    """Share (0-1) of the scored weight that rests on more than a word; a document counts half (dossier 3.6).

    An observed metric counts like the eyes of a third party.
    """
    graded = (
        (item.weight, 1.0 if item.observed is not None else GRADES[evidence.get(item.indicator.id, Evidence.DECLARED)])
        for item in score.indicators
        if item.score is not None
    )
    return weighted_mean(graded) or 0.0


def find_certainties(
    questionnaire: Questionnaire,
    assessment: Assessment,
    dimensions: tuple[DimensionScore, ...],
    overall: OverallScore,
    weights: Mapping[str, float],
    agreement: Agreement,
) -> Certainties:
    """How sure the overall score and each dimension are; `weights` are those of the overall score (dossier 3.6)."""
    people = _people(questionnaire, assessment, weights)
    answered = sum(any(isinstance(value, int) for value in sheet.answers.values()) for sheet in assessment.sheets)
    shares = {item.dimension.id: evidence_share(item, assessment.evidence) for item in dimensions}
    covered = [(weights[i.dimension.id], shares[i.dimension.id]) for i in dimensions if i.score is not None]
    return Certainties(
        Certainty(
            people.uncertainty(overall.score, people.overall),
            Confidence(overall.coverage, weighted_mean(covered) or 0.0, answered, agreement.overall),
        ),
        {
            item.dimension.id: Certainty(
                people.uncertainty(item.score, people.dimensions[item.dimension.id]),
                Confidence(
                    item.coverage,
                    shares[item.dimension.id],
                    answered,
                    agreement.shown_of(item.dimension.id),
                ),
            )
            for item in dimensions
        },
        people.dimensions,
    )


@dataclass(frozen=True, slots=True)
class _People:
    """Personal scores of the respondents who work in the organisation; none when they are too few to be shown."""

    questionnaire: Questionnaire
    respondents: int
    population: float | None
    overall: tuple[float, ...]
    dimensions: Mapping[str, tuple[float, ...]]

    def uncertainty(self, score: float | None, personal: tuple[float, ...]) -> Uncertainty | None:
        if score is None:
            return None
        return uncertainty_of(
            score,
            personal,
            self.questionnaire.levels,
            self.questionnaire.rules,
            respondents=self.respondents,
            population=self.population,
        )


def _people(questionnaire: Questionnaire, assessment: Assessment, weights: Mapping[str, float]) -> _People:
    internal = assessment.sheets_of(RoleGroup.INTERNAL)
    # The spread of two people and their mean give away what each of them answered.
    spread = internal if len(internal) >= questionnaire.rules.role_answers else ()
    scored = [score_dimensions(questionnaire, replace(assessment, sheets=(sheet,))) for sheet in spread]
    overall = [score_overall(item, weights, questionnaire.rules).score for item in scored]
    by_dimension = {
        dimension.id: _given(item[n].score for item in scored) for n, dimension in enumerate(questionnaire.dimensions)
    }
    return _People(
        questionnaire,
        len(internal) or len(assessment.sheets),
        assessment.organisation.staff if internal else None,
        _given(overall),
        by_dimension,
    )


def _given(scores: Iterable[float | None]) -> tuple[float, ...]:
    """The scores there are, in an order that says nothing of who answered."""
    return tuple(sorted(score for score in scores if score is not None))


def _probability_below(bound: float, score: float, error: float) -> float:
    if error == 0:
        return float(bound > score)
    return (1 + erf((bound - score) / error / sqrt(2))) / 2
