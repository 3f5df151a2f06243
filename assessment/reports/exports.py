"""The result as one plain document: what `score --json` prints, storage keeps and the report carries as attachment."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from assessment.domain.actions import FindOut, RankedAction
from assessment.domain.gaps import DimensionGap, IndicatorGap
from assessment.domain.questionnaire import NonResponse
from assessment.domain.results import AssessmentResult
from assessment.domain.role_catalogue import Range
from assessment.domain.roles import RoleFinding, Roles
from assessment.domain.scoring import Completeness, IndicatorScore
from assessment.reports.exports_indices import indices
from assessment.reports.exports_people import dimension_people, indicator_people, level_gates, overall_people
from assessment.reports.exports_visitors import calibration, visitors
from assessment.reports.schemas import RESULT

Document = dict[str, Any]


def result_document(result: AssessmentResult) -> Document:
    """Everything the product says, unrounded, by id, ready for JSON.

    Scores, gaps and expectations are points 0-100, `coverage` and mixes shares 0-1, `need`, `have`, `short` FTE,
    `days` working days a year, `cost` k€ a year, `once` and `run` euros. Null means that there is no value.
    `archive.restore` reads it back, one function for each one here: what is added here is added there.
    """
    return {
        "schema": RESULT,
        "questionnaire": _questionnaire(result),
        "rules": asdict(result.questionnaire.rules),
        "levels": [{"level": level.number, "from": level.lower} for level in result.questionnaire.levels],
        "organisation": _organisation(result),
        "visitor_mix": dict(result.visitor_mix),
        "visitor_mix_is_default": result.mix_is_default,
        "standings": {attribute: asdict(standing) for attribute, standing in result.standings.items()},
        "overall": _overall(result),
        "dimensions": {item.score.dimension.id: _dimension(item, result) for item in result.dimensions},
        "roles": [_role(finding) for finding in result.roles.recommended],
        "roles_considered": [_role(finding) for finding in result.roles.others],
        "staffing": _staffing(result.roles),
        "actions": [_action(action) for action in result.actions.first],
        "actions_later": [_action(action) for action in result.actions.later],
        "find_out": [_find_out(item) for item in result.actions.find_out],
        "level_gates": level_gates(result.gates),
        "visitors": visitors(result.visitors),
        "calibration": calibration(result.calibration),
        "indices": indices(result.indices),
    }


def answer_of(score: IndicatorScore) -> int | str:
    """What was answered to an indicator: its level 0-4, or why there is none."""
    return score.level if score.level is not None else (score.nonresponse or NonResponse.UNANSWERED).value


def _questionnaire(result: AssessmentResult) -> Document:
    questionnaire = result.questionnaire
    return {
        "id": questionnaire.id,
        "version": questionnaire.version,
        "hash": questionnaire.hash,
        "form": result.assessment.form.value,
    }


def _organisation(result: AssessmentResult) -> Document:
    organisation = result.assessment.organisation
    return {
        "name": organisation.name,
        "type": organisation.type,
        "staff": organisation.staff,
        "region": organisation.region,
        "territory": organisation.territory,
        "visitor_mix": dict(organisation.visitor_mix),
        "ambition": {"inspire": organisation.ambition.inspire, "connect": organisation.ambition.connect},
    }


def _overall(result: AssessmentResult) -> Document:
    return {
        "score": result.overall.score,
        "level": result.level.number if result.level else None,
        "weighted_gap_index": result.index,
        "complete": result.overall.completeness is Completeness.COMPLETE,
        "completeness": result.overall.completeness.value,
        "coverage": result.overall.coverage,
        **overall_people(result),
    }


def _dimension(item: DimensionGap, result: AssessmentResult) -> Document:
    level = result.level_of(item)
    return {
        "score": item.score.score,
        "coverage": item.score.coverage,
        "weight": item.weight,
        "expected": item.expectation.expected,
        "adequate": item.expectation.adequate,
        "required": item.expectation.required,
        "minimum": item.expectation.minimum,
        "importance": item.expectation.importance,
        "gap": item.gap,
        "surplus": item.surplus,
        "state": item.state.value,
        "priority": item.priority,
        "level": level.number if level else None,
        "dont_know": item.score.dont_know,
        "not_applicable": item.score.not_applicable,
        **dimension_people(result, item.score.dimension.id),
        "indicators": {found.score.indicator.id: _indicator(found, result) for found in item.indicators},
    }


def _indicator(item: IndicatorGap, result: AssessmentResult) -> Document:
    return {
        "answer": answer_of(item.score),
        "applicable": item.score.applicable,
        "weight": item.score.weight,
        "score": item.score.score,
        "gap": item.gap,
        "priority": item.priority,
        **indicator_people(result.agreement, item.score),
    }


def _role(finding: RoleFinding) -> Document:
    cost = finding.cost
    return {
        "id": finding.role.id,
        "need": finding.need,
        "have": finding.have,
        "short": finding.short,
        "urgency": finding.urgency,
        "score": finding.score,
        "mode": finding.mode.value if finding.mode else None,
        "reason": finding.reason.value if finding.reason else None,
        "days": finding.days,
        "missing": list(finding.missing),
        "triggers": [trigger.score.indicator.id for trigger in finding.triggers],
        "recommended": finding.recommended,
        "present": finding.present,
        "cost": {
            "own": _range(cost.own),
            "shared": _range(cost.shared),
            "outsourced": _range(cost.outsourced),
            "trained": _range(cost.trained),
        },
    }


def _range(value: Range) -> list[float]:
    return [value.low, value.high]


def _staffing(roles: Roles) -> Document:
    staffing = roles.staffing
    return {
        "need": staffing.need,
        "ceiling": staffing.ceiling,
        "excess": staffing.excess,
        "have_stated": roles.have_stated,
    }


def _action(ranked: RankedAction) -> Document:
    return {
        "id": ranked.action.id,
        "indicator": ranked.indicator.id,
        "answer": answer_of(ranked.trigger.score),
        "step": ranked.step,
        "closes": ranked.closes,
        "once": ranked.action.once,
        "run": ranked.action.run,
        "days": ranked.action.days,
    }


def _find_out(item: FindOut) -> Document:
    return {
        "dimension": item.dimension.score.dimension.id,
        "unknown": [indicator.id for indicator in item.unknown],
        "unanswered": [indicator.id for indicator in item.unanswered],
    }
