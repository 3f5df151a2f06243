"""What several respondents say, and how sure a score is, as parts of the result document.

Nothing that the minimum of three answers hides is in a document, and no respondent's own score ever is.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assessment.domain.agreement import Agreement, DimensionAgreement, IndicatorAgreement
from assessment.domain.level_gates import HeldBack, LevelGates
from assessment.domain.questionnaire import Indicator
from assessment.domain.results import AssessmentResult
from assessment.domain.scoring import IndicatorScore
from assessment.domain.uncertainty import Certainty, Confidence, Uncertainty

Plain = Mapping[str, Any]


def overall_people(result: AssessmentResult) -> Plain:
    """What the overall score gains: its certainty, how even the profile is, agreement over everything."""
    return {
        **certainty(result.certainties.overall),
        "balance": result.balance,
        "agreement": result.agreement.overall,
        "role_gaps": [
            {"indicator": gap.indicator.id, "group": gap.group.value, "delta": gap.delta}
            for gap in result.agreement.gaps
        ],
    }


def dimension_people(result: AssessmentResult, dimension: str) -> Plain:
    """What a dimension gains: its certainty, and the agreement of those who work in the organisation."""
    return {
        **certainty(result.certainties.dimensions[dimension]),
        "agreement": _dimension(result.agreement.dimensions[dimension]),
    }


def indicator_people(agreement: Agreement, score: IndicatorScore) -> Plain:
    """What an indicator gains: declared beside observed, the groups that may be shown, the agreement on it."""
    view = agreement.views[score.indicator.id]
    return {
        "declared": score.declared,
        "observed": score.observed,
        "groups": {group.value: value for group, value in view.values.items()},
        "answers": {group.value: count for group, count in view.answers.items()},
        "agreement": _indicator(_found(agreement, score.indicator)),
    }


def certainty(found: Certainty) -> Plain:
    """Errors, interval, probable levels and confidence of one score."""
    return {"uncertainty": _uncertainty(found.uncertainty), "confidence": _confidence(found.confidence)}


def _uncertainty(found: Uncertainty | None) -> Plain | None:
    if found is None:
        return None
    return {
        "error": found.error,
        "respondents_error": found.respondents_error,
        "measurement_error": found.measurement_error,
        "low": found.low,
        "high": found.high,
        "probabilities": {str(level): share for level, share in found.probabilities.items()},
        "named": [level.number for level in found.named],
    }


def _confidence(found: Confidence) -> Plain:
    return {
        "value": found.value,
        "light": found.light.value,
        "coverage": found.coverage,
        "evidence": found.evidence,
        "respondents": found.respondents,
        "agreement": found.agreement,
    }


def _dimension(found: DimensionAgreement) -> Plain:
    return {
        "respondents": found.respondents,
        "r_wg": found.r_wg if found.shown else None,
        "band": found.band.value if found.shown and found.band else None,
    }


def _found(agreement: Agreement, indicator: Indicator) -> IndicatorAgreement | None:
    items = (item for dimension in agreement.dimensions.values() for item in dimension.indicators)
    return next((item for item in items if item.indicator.id == indicator.id and item.shown), None)


def _indicator(found: IndicatorAgreement | None) -> Plain | None:
    if found is None:
        return None
    return {
        "answers": found.answers,
        "r_wg": found.r_wg,
        "consensus": found.consensus,
        "band": found.band.value,
    }


def level_gates(found: LevelGates | None) -> Plain | None:
    """The levels that gates hold back, None where the questionnaire has no gates."""
    if found is None:
        return None
    return {
        "overall": _held(found.overall) if found.overall else None,
        "dimensions": {code: _held(item) for code, item in found.dimensions.items()},
    }


def _held(found: HeldBack) -> Plain:
    return {
        "reached": found.reached.number,
        "given": found.given.number,
        "gates": {gate.value: list(codes) for gate, codes in found.gates.items()},
    }
