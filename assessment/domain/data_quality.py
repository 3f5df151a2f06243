"""What a network sees about its data: completeness, respondents, evidence, optimism, style, items (dossier 7.4)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import fsum
from statistics import median

from assessment.domain.answers import AnswerSheet, Assessment, Evidence
from assessment.domain.questionnaire import LEVELS, NonResponse, Questionnaire, RespondentRole
from assessment.domain.reliability import (
    Concordance,
    Intraclass,
    Reliability,
    concordance,
    correlation,
    intraclass,
    matrix_of,
    reliability,
)
from assessment.domain.results import AssessmentResult
from assessment.domain.scoring import IndicatorScore
from assessment.domain.surveys import Survey

DONT_KNOW_ALERT = 0.25
EVIDENCE_ALERT = 0.20
OPTIMISM_ALERT = 15.0
STYLE_ALERT = 0.10
END_ALERT = 0.40
SPREAD_ALERT = 8.0
AGREEMENT_ALERT = 0.60
STRAIGHT = 0.80
"""From this share of the answers in one unbroken run on a form looks filled in without reading: a default of ours."""
QUICK = 1 / 3
"""Below this part of the median time it looks so too."""
STYLE_MINIMUM = 10
"""A form with fewer answers shows no style."""


@dataclass(frozen=True, slots=True)
class IndicatorQuality:
    """One indicator over many organisations; shares 0-1 of those it applies to, `floor` and `ceiling` of the scored.

    `optimism` compares declared with observed, None with fewer than two pairs. `reversed_levels` are those chosen less
    often than the levels on either side of them.
    """

    indicator: str
    organisations: int
    coverage: float
    dont_know: float
    floor: float
    ceiling: float
    evidence: float
    optimism: Concordance | None
    reversed_levels: tuple[int, ...]

    @property
    def alerts(self) -> tuple[str, ...]:
        """What is worth a look, by the names of the panels."""
        tests = {
            "dont_know": self.dont_know > DONT_KNOW_ALERT,
            "ends": max(self.floor, self.ceiling) > END_ALERT,
            "optimism": self.optimism is not None and self.optimism.difference > OPTIMISM_ALERT,
        }
        return tuple(name for name, alert in tests.items() if alert)


@dataclass(frozen=True, slots=True)
class FormStyle:
    """How one sheet was filled in: the share of its answers in one unbroken run, all at the top, or in a hurry."""

    longest_run: float
    all_top: bool
    quick: bool

    @property
    def failed(self) -> int:
        """How many of the three checks it fails."""
        return (self.longest_run >= STRAIGHT) + self.all_top + self.quick

    @property
    def set_aside(self) -> bool:
        """Whether it is left out of benchmarks, never deleted: two checks failed (dossier 7.4)."""
        return self.failed >= 2


@dataclass(frozen=True, slots=True)
class DimensionQuality:
    """One dimension over many organisations: ICC of its personal scores, mean r*wg(J), reliability of its items."""

    dimension: str
    intraclass: Intraclass | None
    r_wg: float | None
    reliability: Reliability | None

    @property
    def alert(self) -> bool:
        """Whether respondents of one organisation agree too little to be averaged."""
        weak = self.intraclass is not None and not self.intraclass.aggregates
        return weak or (self.r_wg is not None and self.r_wg < AGREEMENT_ALERT)


@dataclass(frozen=True, slots=True)
class SurveyQuality:
    """A visitor survey: share of marks at the very top, spread of expectation in points, and its tie to perception."""

    answers: int
    moments: Mapping[str, int]
    top_box: float | None
    expected_sd: float | None
    correlation: float | None

    @property
    def alert(self) -> bool:
        """Whether expectations hardly differ."""
        return self.expected_sd is not None and self.expected_sd < SPREAD_ALERT


@dataclass(frozen=True, slots=True)
class DataQuality:
    """The data-quality panel of a network, as far as answers alone tell; `evidence` is a share (0-1) of indicators.

    `concordance` compares declared with observed over every answer that a fact measures, in points.
    """

    organisations: int
    respondents: Mapping[RespondentRole, int]
    evidence: float | None
    indicators: tuple[IndicatorQuality, ...]
    dimensions: tuple[DimensionQuality, ...]
    suspicious_forms: float
    forms_set_aside: int
    concordance: Concordance | None

    @property
    def style_alert(self) -> bool:
        """Whether more than a tenth of the forms fail a check of style."""
        return self.suspicious_forms > STYLE_ALERT

    @property
    def evidence_alert(self) -> bool:
        """Whether few indicators rest on more than a word."""
        return self.evidence is not None and self.evidence < EVIDENCE_ALERT

    @property
    def optimism_alert(self) -> bool:
        """Whether what is declared stands well above what is observed."""
        return self.concordance is not None and self.concordance.difference > OPTIMISM_ALERT


def data_quality(questionnaire: Questionnaire, results: Sequence[AssessmentResult]) -> DataQuality:
    """The panel figures of many organisations' results, in any order (dossier 7.4)."""
    scores: dict[str, list[IndicatorScore]] = {}
    graded: dict[str, list[bool]] = {}
    for result in results:
        for item in (item for dimension in result.dimensions for item in dimension.score.indicators):
            scores.setdefault(item.indicator.id, []).append(item)
            graded.setdefault(item.indicator.id, []).append(_graded(item, result.assessment))
    indicators = tuple(
        indicator_quality(item.id, scores[item.id], graded[item.id])
        for item in questionnaire.indicators()
        if item.id in scores
    )
    sheets = [sheet for result in results for sheet in result.assessment.sheets]
    styles = [style for style in (form_style(questionnaire, sheet) for sheet in sheets) if style]
    answered = sum(round(item.coverage * item.organisations) for item in indicators)
    return DataQuality(
        organisations=len(results),
        respondents=Counter(sheet.role for sheet in sheets),
        evidence=_share(sum(round(i.evidence * i.coverage * i.organisations) for i in indicators), answered),
        indicators=indicators,
        dimensions=tuple(dimension_quality(questionnaire, results, n) for n in range(len(questionnaire.dimensions))),
        suspicious_forms=_share(sum(style.failed > 0 for style in styles), len(styles)) or 0.0,
        forms_set_aside=sum(style.set_aside for style in styles),
        concordance=_concordance([item for found in scores.values() for item in found]),
    )


def indicator_quality(code: str, scores: Sequence[IndicatorScore], graded: Sequence[bool]) -> IndicatorQuality:
    """Statistics of one indicator; `graded` says of each score whether it rests on more than a word."""
    applying = [(item, grade) for item, grade in zip(scores, graded, strict=True) if item.applicable]
    scored = [(item, grade) for item, grade in applying if item.score is not None]
    values = [item.score for item, _ in scored]
    return IndicatorQuality(
        code,
        len(applying),
        _share(len(scored), len(applying)) or 0.0,
        _share(sum(item.nonresponse is NonResponse.DONT_KNOW for item, _ in applying), len(applying)) or 0.0,
        _share(values.count(0.0), len(scored)) or 0.0,
        _share(values.count(100.0), len(scored)) or 0.0,
        _share(sum(grade for _, grade in scored), len(scored)) or 0.0,
        _concordance([item for item, _ in scored]),
        reversed_levels([item.level for item, _ in scored if item.level is not None]),
    )


def reversed_levels(levels: Iterable[int]) -> tuple[int, ...]:
    """The levels between two others that are both chosen more often: their description may be unclear (dossier 7.3)."""
    count = Counter(levels)
    return tuple(level for level in LEVELS[1:-1] if count[level] < min(count[level - 1], count[level + 1]))


def form_style(
    questionnaire: Questionnaire, sheet: AnswerSheet, *, seconds: float | None = None, usual: float | None = None
) -> FormStyle | None:
    """The style of one sheet, None with too few answers; `seconds` it took against the `usual` time (dossier 7.4)."""
    codes = [question.code for item in questionnaire.indicators() for question in item.questions]
    levels = [level for code in codes if (level := sheet.level(code)) is not None]
    return style_of(levels, seconds=seconds, usual=usual)


def style_of(levels: Sequence[int], *, seconds: float | None = None, usual: float | None = None) -> FormStyle | None:
    """The style of the levels chosen on a form, in the order of its questions; as `form_style`."""
    if len(levels) < STYLE_MINIMUM:
        return None
    longest = max(len(list(run)) for _, run in groupby(levels))
    quick = seconds is not None and usual is not None and seconds < QUICK * usual
    return FormStyle(longest / len(levels), min(levels) == LEVELS[-1], quick)


def usual_seconds(seconds: Sequence[float]) -> float | None:
    """The median time of many forms, None without any."""
    return median(seconds) if seconds else None


def dimension_quality(
    questionnaire: Questionnaire, results: Sequence[AssessmentResult], position: int
) -> DimensionQuality:
    """Statistics of the dimension at a `position` of the questionnaire.

    Reliability is of the indicators that half the organisations have a score for, over the organisations that have all
    of these: some do not concern every type of organisation.
    """
    dimension = questionnaire.dimensions[position]
    agreed = [result.agreement.dimensions[dimension.id] for result in results]
    shown = [item.r_wg for item in agreed if item.shown and item.r_wg is not None]
    scores = [
        {
            item.indicator.id: item.score
            for item in result.dimensions[position].score.indicators
            if item.score is not None
        }
        for result in results
    ]
    items = [item.id for item in dimension.indicators if 2 * sum(item.id in found for found in scores) >= len(scores)]
    rows = [[found[item] for item in items] for found in scores if found.keys() >= set(items)]
    return DimensionQuality(
        dimension.id,
        intraclass([result.certainties.personal[dimension.id] for result in results]),
        fsum(shown) / len(shown) if shown else None,
        reliability(items, rows) if len(rows) >= 2 and len(items) >= 2 else None,
    )


def survey_quality(survey: Survey) -> SurveyQuality:
    """What the marks of a visitor survey look like (dossier 7.4); figures are None with fewer than two marks."""
    marks = [rating for answer in survey.answers for rating in answer.ratings.values()]
    expected = [10 * item.expected for item in marks if item.expected is not None]
    pairs = [(i.expected, i.perceived) for i in marks if i.expected is not None and i.perceived is not None]
    columns = matrix_of(pairs).T if len(pairs) >= 2 else None
    several = len(expected) >= 2
    return SurveyQuality(
        len(survey.answers),
        Counter(answer.moment for answer in survey.answers if answer.moment is not None),
        _share(expected.count(100.0), len(expected)),
        float(matrix_of([(mark, 0.0) for mark in expected])[:, 0].std(ddof=1)) if several else None,
        None if columns is None else correlation(columns[0], columns[1]),
    )


def _concordance(scores: Iterable[IndicatorScore]) -> Concordance | None:
    pairs = [
        (item.declared, item.observed) for item in scores if item.declared is not None and item.observed is not None
    ]
    return concordance(*zip(*pairs, strict=True)) if len(pairs) >= 2 else None


def _graded(item: IndicatorScore, assessment: Assessment) -> bool:
    declared = assessment.evidence.get(item.indicator.id, Evidence.DECLARED) is Evidence.DECLARED
    return item.observed is not None or not declared


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole else None
