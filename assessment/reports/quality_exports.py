"""Trust in the numbers as one plain document: what `quality --json` prints."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from assessment.domain.data_quality import DataQuality, DimensionQuality, IndicatorQuality
from assessment.domain.questionnaire import Questionnaire, RespondentRole
from assessment.domain.reliability import Concordance

Document = dict[str, Any]


def quality_document(questionnaire: Questionnaire, found: DataQuality) -> Document:
    """Everything said of many assessments, unrounded, by id, ready for JSON; shares are 0-1, null means no value."""
    return {
        "questionnaire": questionnaire.reference,
        "organisations": found.organisations,
        "respondents": {role.value: found.respondents.get(role, 0) for role in RespondentRole},
        "dimensions": {item.dimension: _dimension(item) for item in found.dimensions},
        "indicators": {item.indicator: _indicator(item) for item in found.indicators},
        "concordance": _concordance(found.concordance),
        "evidence": found.evidence,
        "suspicious_forms": found.suspicious_forms,
        "forms_set_aside": found.forms_set_aside,
        "alerts": {"evidence": found.evidence_alert, "optimism": found.optimism_alert, "style": found.style_alert},
    }


def _dimension(item: DimensionQuality) -> Document:
    reliability = asdict(item.reliability) if item.reliability else None
    if reliability is not None:
        reliability["items"] = {one.pop("item"): one for one in reliability["items"]}
    icc = item.intraclass
    return {
        "reliability": reliability,
        "intraclass": None if icc is None else asdict(icc),
        "r_wg": item.r_wg,
        "alert": item.alert,
    }


def _indicator(item: IndicatorQuality) -> Document:
    plain = asdict(item)
    del plain["indicator"]
    return {**plain, "optimism": _concordance(item.optimism), "alerts": list(item.alerts)}


def _concordance(found: Concordance | None) -> Document | None:
    return None if found is None else {**asdict(found), "limits": list(found.limits)}
