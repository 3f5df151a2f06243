"""Several respondents and certainty read back, one function for each one of `exports_people`.

A document that was kept before they were in it was made of one person's answers: all follows from what it holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from assessment.domain.agreement import (
    Agreement,
    DimensionAgreement,
    IndicatorAgreement,
    RoleGap,
    RoleView,
    find_agreement,
)
from assessment.domain.answers import Assessment
from assessment.domain.gaps import DimensionGap, IndicatorGap, gaps_by_indicator
from assessment.domain.level_gates import Gate, HeldBack, LevelGates
from assessment.domain.profile import profile_balance
from assessment.domain.questionnaire import Indicator, Level, Questionnaire, RoleGroup
from assessment.domain.scoring import OverallScore
from assessment.domain.uncertainty import Certainties, Certainty, Confidence, Uncertainty, find_certainties

Kept = Mapping[str, Any]
Gaps = tuple[DimensionGap, ...]


def agreement(document: Kept, assessment: Assessment, questionnaire: Questionnaire, gaps: Gaps) -> Agreement:
    """What several respondents see alike and differently, without what a document may not hold."""
    if "agreement" not in document["overall"]:
        return find_agreement(assessment, (item.score for item in gaps), questionnaire.rules)
    known = {code: item.score.indicator for code, item in gaps_by_indicator(gaps).items()}
    return Agreement(
        document["overall"]["agreement"],
        {item.score.dimension.id: _dimension(document, item) for item in gaps},
        dict(_views(document, gaps)),
        tuple(
            RoleGap(known[plain["indicator"]], RoleGroup(plain["group"]), plain["delta"])
            for plain in document["overall"]["role_gaps"]
            if plain["indicator"] in known
        ),
    )


def balance(overall: Kept, gaps: Gaps) -> float | None:
    """How even the profile is."""
    if "balance" not in overall:
        return profile_balance((item.weight, item.score.score) for item in gaps)
    kept: float | None = overall["balance"]
    return kept


def certainties(
    document: Kept,
    assessment: Assessment,
    questionnaire: Questionnaire,
    gaps: Gaps,
    overall: OverallScore,
    agreed: Agreement,
) -> Certainties:
    """How sure the scores are; nobody's own score is kept."""
    if "confidence" not in document["overall"]:
        weights = {item.score.dimension.id: item.weight for item in gaps}
        return find_certainties(questionnaire, assessment, tuple(item.score for item in gaps), overall, weights, agreed)
    return Certainties(
        _certainty(document["overall"], questionnaire),
        {code: _certainty(plain, questionnaire) for code, plain in document["dimensions"].items()},
        {},
    )


def _certainty(plain: Kept, questionnaire: Questionnaire) -> Certainty:
    uncertainty = plain["uncertainty"]
    levels = {level.number: level for level in questionnaire.levels}
    return Certainty(_uncertainty(uncertainty, levels) if uncertainty else None, _confidence(plain["confidence"]))


def _uncertainty(plain: Kept, levels: Mapping[int, Level]) -> Uncertainty:
    return Uncertainty(
        plain["respondents_error"],
        plain["measurement_error"],
        plain["low"],
        plain["high"],
        {int(level): share for level, share in plain["probabilities"].items()},
        tuple(levels[number] for number in plain["named"]),
    )


def _confidence(plain: Kept) -> Confidence:
    return Confidence(plain["coverage"], plain["evidence"], plain["respondents"], plain["agreement"])


def _dimension(document: Kept, item: DimensionGap) -> DimensionAgreement:
    plain = document["dimensions"][item.score.dimension.id]
    agreed = plain["agreement"]
    found = ((i.score.indicator, plain["indicators"][i.score.indicator.id]["agreement"]) for i in item.indicators)
    return DimensionAgreement(
        item.score.dimension.id,
        agreed["respondents"],
        agreed["r_wg"],
        agreed["r_wg"] is not None,
        tuple(_indicator(indicator, kept) for indicator, kept in found if kept),
    )


def _indicator(indicator: Indicator, plain: Kept) -> IndicatorAgreement:
    return IndicatorAgreement(indicator, plain["answers"], plain["r_wg"], plain["consensus"], shown=True)


def _views(document: Kept, gaps: Gaps) -> Iterator[tuple[str, RoleView]]:
    for dimension in gaps:
        for item in dimension.indicators:
            yield item.score.indicator.id, _view(document["dimensions"][dimension.score.dimension.id], item)


def _view(dimension: Kept, item: IndicatorGap) -> RoleView:
    plain = dimension["indicators"][item.score.indicator.id]
    return RoleView(
        item.score.indicator,
        {RoleGroup(group): value for group, value in plain["groups"].items()},
        {RoleGroup(group): count for group, count in plain["answers"].items()},
    )


def level_gates(plain: Kept | None, questionnaire: Questionnaire) -> LevelGates | None:
    """The levels that gates hold back."""
    if plain is None:
        return None
    levels = {level.number: level for level in questionnaire.levels}
    return LevelGates(
        _held(plain["overall"], levels) if plain["overall"] else None,
        {code: _held(item, levels) for code, item in plain["dimensions"].items()},
    )


def _held(plain: Kept, levels: Mapping[int, Level]) -> HeldBack:
    gates = {Gate(gate): tuple(codes) for gate, codes in plain["gates"].items()}
    return HeldBack(levels[plain["reached"]], levels[plain["given"]], gates)
