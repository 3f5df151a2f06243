"""Do the people of one organisation see it alike? Agreement, and differences between groups of them (dossier 3.3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import fsum, log2

from assessment.domain.answers import AnswerSheet, Assessment
from assessment.domain.arithmetic import clip, reaches
from assessment.domain.questionnaire import LEVELS, Indicator, RoleGroup, ScoringRules
from assessment.domain.scoring import DimensionScore, IndicatorScore

UNIFORM_VARIANCE = (len(LEVELS) ** 2 - 1) / 12
"""Variance of answers given at random over the five levels: 2."""
WIDTH = float(LEVELS[-1] - LEVELS[0])
AGREEMENT_FROM, FAIR_FROM = 0.70, 0.60


class Band(StrEnum):
    """What a value of agreement means; disagreement is something to talk about, never a penalty."""

    AGREEMENT = "agreement"
    FAIR = "fair"
    DISAGREEMENT = "disagreement"


@dataclass(frozen=True, slots=True)
class IndicatorAgreement:
    """Agreement of those who work in the organisation on one indicator, `r_wg` and `consensus` 0-1.

    Computed from two answers on, `shown` from the minimum on.
    """

    indicator: Indicator
    answers: int
    r_wg: float
    consensus: float
    shown: bool

    @property
    def band(self) -> Band:
        """What `r_wg` means."""
        return band_of(self.r_wg)

    @property
    def to_discuss(self) -> bool:
        """Whether the answers are worth a conversation."""
        return self.shown and self.band is Band.DISAGREEMENT


@dataclass(frozen=True, slots=True)
class DimensionAgreement:
    """Agreement over the indicators of a dimension: `r_wg` is r*wg(J), at most 1 and possibly below 0, or None."""

    dimension: str
    respondents: int
    r_wg: float | None
    shown: bool
    indicators: tuple[IndicatorAgreement, ...]

    @property
    def band(self) -> Band | None:
        """What `r_wg` means, None without one."""
        return None if self.r_wg is None else band_of(self.r_wg)


@dataclass(frozen=True, slots=True)
class RoleView:
    """What may be shown of one indicator by group: `values` (0-100) holds those that are not hidden.

    `answers` counts every group, hidden ones included.
    """

    indicator: Indicator
    values: Mapping[RoleGroup, float]
    answers: Mapping[RoleGroup, int]


@dataclass(frozen=True, slots=True)
class RoleGap:
    """`group` sees an indicator `delta` points above (or below) those who work in the organisation."""

    indicator: Indicator
    group: RoleGroup
    delta: float


@dataclass(frozen=True, slots=True)
class Agreement:
    """Everything about several respondents; `overall` is r*wg(J) over all indicators, None when too few answered."""

    overall: float | None
    dimensions: Mapping[str, DimensionAgreement]
    views: Mapping[str, RoleView]
    gaps: tuple[RoleGap, ...]

    def shown_of(self, dimension: str) -> float | None:
        """Agreement on a dimension where enough people answered for it to be shown, else None."""
        found = self.dimensions[dimension]
        return found.r_wg if found.shown else None

    @property
    def to_discuss(self) -> tuple[IndicatorAgreement, ...]:
        """The indicators on which those who work in the organisation disagree, in order."""
        found = (item for dimension in self.dimensions.values() for item in dimension.indicators)
        return tuple(item for item in found if item.to_discuss)


def variance(values: Sequence[float]) -> float:
    """Sample variance.

    Raises ValueError for fewer than two values.
    """
    if len(values) < 2:
        raise ValueError(f"a variance needs two values or more, not {len(values)}")
    mean = fsum(values) / len(values)
    return fsum((value - mean) ** 2 for value in values) / (len(values) - 1)


def r_wg(levels: Sequence[int]) -> float:
    """Agreement of levels 0-4 within a group, 0-1: 1 less the variance over that of chance (dossier 3.3).

    Raises ValueError for fewer than two levels.
    """
    return max(0.0, 1 - variance(levels) / UNIFORM_VARIANCE)


def r_wg_star(items: Sequence[Sequence[int]]) -> float:
    """Agreement over several items, r*wg(J); it does not grow with their number and may be negative (dossier 3.3).

    Raises ValueError without items, or for one with fewer than two levels.
    """
    if not items:
        raise ValueError("agreement over several items needs at least one item")
    return 1 - fsum(variance(item) for item in items) / len(items) / UNIFORM_VARIANCE


def consensus(levels: Sequence[int]) -> float:
    """Tastle-Wierman consensus of levels 0-4: 1 when all are the same, 0 when split between the ends (dossier 3.3).

    Raises ValueError without levels.
    """
    if not levels:
        raise ValueError("consensus needs at least one level")
    mean, n = fsum(levels) / len(levels), len(levels)
    return clip(1 + fsum(log2(1 - abs(level - mean) / WIDTH) for level in sorted(levels)) / n, 0, 1)


def band_of(value: float) -> Band:
    """Agreement from 0.70 on, fair from 0.60 on, else disagreement (dossier 3.3)."""
    if reaches(value, AGREEMENT_FROM):
        return Band.AGREEMENT
    return Band.FAIR if reaches(value, FAIR_FROM) else Band.DISAGREEMENT


def find_agreement(assessment: Assessment, dimensions: Iterable[DimensionScore], rules: ScoringRules) -> Agreement:
    """Agreement inside the organisation, and what its groups of respondents see differently (dossier 3.3)."""
    internal = assessment.sheets_of(RoleGroup.INTERNAL)
    scores = tuple(dimensions)
    levels = _levels((item.indicator for score in scores for item in score.indicators), internal)
    views = {item.indicator.id: role_view(item, rules.role_answers) for score in scores for item in score.indicators}
    return Agreement(
        overall=r_wg_star(tuple(levels.values())) if levels and len(internal) >= rules.role_answers else None,
        dimensions={item.dimension.id: _dimension(item, internal, levels, rules.role_answers) for item in scores},
        views=views,
        gaps=tuple(gap for view in views.values() for gap in role_gaps(view, rules.role_gap)),
    )


def role_view(score: IndicatorScore, minimum: int) -> RoleView:
    """The groups whose value may be shown: those with `minimum` answers, and none when only one would be hidden.

    The indicator's own score is always shown, so a single hidden value could be worked out from it (dossier 3.3).
    """
    answers = {group: item.answers for group, item in score.groups.items()}
    enough = [group for group, count in answers.items() if count >= minimum]
    solvable = len(answers) - len(enough) == 1
    values = {} if solvable else {group: score.groups[group].score for group in enough}
    return RoleView(score.indicator, values, answers)


def role_gaps(view: RoleView, threshold: float) -> tuple[RoleGap, ...]:
    """The groups that see an indicator at least `threshold` points away from those who work in the organisation."""
    inside = view.values.get(RoleGroup.INTERNAL)
    if inside is None:
        return ()
    others = ((group, value - inside) for group, value in view.values.items() if group is not RoleGroup.INTERNAL)
    return tuple(RoleGap(view.indicator, group, delta) for group, delta in others if reaches(abs(delta), threshold))


def _dimension(
    score: DimensionScore, sheets: tuple[AnswerSheet, ...], levels: Mapping[str, list[int]], minimum: int
) -> DimensionAgreement:
    codes = [item.indicator.question.code for item in score.indicators]
    respondents = sum(any(sheet.level(code) is not None for code in codes) for sheet in sheets)
    given = [(item.indicator, levels[item.indicator.id]) for item in score.indicators if item.indicator.id in levels]
    return DimensionAgreement(
        score.dimension.id,
        respondents,
        r_wg_star([answers for _, answers in given]) if given else None,
        bool(given) and respondents >= minimum,
        tuple(
            IndicatorAgreement(indicator, len(answers), r_wg(answers), consensus(answers), len(answers) >= minimum)
            for indicator, answers in given
        ),
    )


def _levels(indicators: Iterable[Indicator], sheets: tuple[AnswerSheet, ...]) -> Mapping[str, list[int]]:
    """The levels given to the own question of each indicator, by its id, where there are two or more."""
    if len(sheets) < 2:
        return {}
    found = {
        item.id: [level for sheet in sheets if (level := sheet.level(item.question.code)) is not None]
        for item in indicators
    }
    return {indicator: levels for indicator, levels in found.items() if len(levels) >= 2}
