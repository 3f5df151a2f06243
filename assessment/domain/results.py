"""assess(): the whole pipeline as one pure function, from an instrument and one assessment to its result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assessment.domain.actions import ActionCatalogue, Actions, plan_actions
from assessment.domain.answers import Assessment
from assessment.domain.expectations import (
    ExpectationModel,
    Standing,
    dimension_weights,
    expectations,
    standings,
)
from assessment.domain.gaps import DimensionGap, dimension_gap, gaps_by_indicator, weighted_gap_index
from assessment.domain.questionnaire import Level, Questionnaire, Region
from assessment.domain.roles import RoleCatalogue, Roles, find_roles
from assessment.domain.scoring import OverallScore, level_of, score_dimensions, score_overall
from assessment.domain.sizing import default_drivers


@dataclass(frozen=True, slots=True)
class Instrument:
    """A questionnaire with the tables that turn its answers into a result."""

    questionnaire: Questionnaire
    expectations: ExpectationModel
    roles: RoleCatalogue
    actions: ActionCatalogue
    regions: tuple[Region, ...]


@dataclass(frozen=True, slots=True)
class AssessmentResult:
    """Everything the product says about one organisation, unrounded.

    `visitor_mix` is the mix used (shares, sum 1) and `mix_is_default` whether it came from the type; `index` is the
    weighted gap index, in points.
    """

    assessment: Assessment
    questionnaire: Questionnaire
    dimensions: tuple[DimensionGap, ...]
    overall: OverallScore
    index: float | None
    roles: Roles
    actions: Actions
    visitor_mix: Mapping[str, float]
    mix_is_default: bool
    standings: Mapping[str, Standing]

    @property
    def level(self) -> Level | None:
        """Level of the overall score, None without one."""
        return level_of(self.overall.score, self.questionnaire.levels)

    def level_of(self, dimension: DimensionGap) -> Level | None:
        """Level of one dimension, None when it is not assessable."""
        return level_of(dimension.score.score, self.questionnaire.levels)


def assess(instrument: Instrument, assessment: Assessment) -> AssessmentResult:
    """Score an assessment against visitors' expectations and recommend roles and first actions (dossier 2, 3, 5, 6)."""
    questionnaire, rules = instrument.questionnaire, instrument.questionnaire.rules
    organisation = assessment.organisation
    kind = questionnaire.type_by_id[organisation.type]
    mix = organisation.visitor_mix or kind.visitor_mix
    found = standings(instrument.expectations, mix)
    expected = expectations(instrument.expectations, found)
    weights = dimension_weights(
        kind.weights,
        {dimension: item.importance for dimension, item in expected.items() if item.importance is not None},
        axes=instrument.expectations.axes,
        ambition=organisation.ambition,
        kappa=rules.kappa,
    )
    scores = score_dimensions(questionnaire, assessment)
    gaps = tuple(
        dimension_gap(score, expected[score.dimension.id], weights[score.dimension.id], rules.critical_factor)
        for score in scores
    )
    return AssessmentResult(
        assessment=assessment,
        questionnaire=questionnaire,
        dimensions=gaps,
        overall=score_overall(scores, weights, rules),
        index=weighted_gap_index(gaps),
        roles=find_roles(
            instrument.roles,
            assessment,
            default_drivers(questionnaire, organisation, instrument.roles.rules.content_by_size),
            gaps_by_indicator(gaps),
            rules.critical_factor,
        ),
        actions=plan_actions(instrument.actions, gaps, rules.critical_factor),
        visitor_mix=mix,
        mix_is_default=not organisation.visitor_mix,
        standings=found,
    )
