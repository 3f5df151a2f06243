"""Measured figures that stand beside a declared level, as far as the facts give them (dossier 1.12, 3.1)."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from assessment.domain.answers import Assessment
from assessment.domain.audiences import OBSERVED, AudienceRules, audience_focus, intent_drift
from assessment.domain.index_facts import IndexFacts, read_index_facts
from assessment.domain.questionnaire import ObservedMetric
from assessment.domain.role_catalogue import RoleCatalogue
from assessment.domain.roles import present_fte
from assessment.domain.sizing import Drivers, size

PROJECT_MANAGER = "R01"


def metric_score(metric: ObservedMetric, value: float) -> float:
    """A measured `value` as 0-100, by straight lines between the points of the metric, flat outside (dossier 1.12)."""
    first, last = metric.points[0], metric.points[-1]
    if value <= first[0]:
        return first[1]
    for (low, start), (high, end) in pairwise(metric.points):
        if value <= high:
            return start + (end - start) * (value - low) / (high - low)
    return last[1]


def metric_values(
    assessment: Assessment, catalogue: RoleCatalogue, defaults: Mapping[str, float], rules: AudienceRules
) -> Mapping[str, float]:
    """The metrics that the facts give, by id, each in its own unit (dossier 1.12).

    Focus and drift come from the split of audiences, the presence of a project manager from posts and projects; the
    other metrics have no fact yet. `defaults` stand in for facts as in the sizing of roles.
    """
    facts = read_index_facts(assessment)
    found = {
        "OBS_FOCUS": _focus(facts, rules),
        "OBS_DRIFT": _drift(facts, rules),
        "OBS_PMFTE": _project_management(assessment, catalogue, defaults),
    }
    return {metric: value for metric, value in found.items() if value is not None}


def observed_scores(metrics: tuple[ObservedMetric, ...], values: Mapping[str, float]) -> Mapping[str, float]:
    """The metrics that were measured, as 0-100, by id."""
    return {metric.id: metric_score(metric, values[metric.id]) for metric in metrics if metric.id in values}


def _focus(facts: IndexFacts, rules: AudienceRules) -> float | None:
    """Effective number of audiences on the pages."""
    pages = facts.stages.get("pages")
    return audience_focus(pages, rules).effective if pages else None


def _drift(facts: IndexFacts, rules: AudienceRules) -> float | None:
    """Drift of the observed splits from the declared one; all three are needed, or it would be another figure."""
    if facts.declared is None or not facts.stages.keys() >= set(OBSERVED):
        return None
    return intent_drift(facts.declared, facts.stages, rules).drift


def _project_management(
    assessment: Assessment, catalogue: RoleCatalogue, defaults: Mapping[str, float]
) -> float | None:
    """Present over needed posts of project manager, once both posts and projects were stated."""
    role = next((item for item in catalogue.roles if item.id == PROJECT_MANAGER), None)
    if role is None or "F_DIG" not in assessment.facts:
        return None
    need = size(role.sizing, Drivers(assessment, defaults))
    if need.missing or need.fte <= 0:
        return None
    return present_fte(role.id, assessment, catalogue.rules) / need.fte
