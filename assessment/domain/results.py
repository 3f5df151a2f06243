"""assess(): the whole pipeline as one pure function, from an instrument and one assessment to its result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from assessment.domain.actions import ActionCatalogue, Actions, plan_actions
from assessment.domain.agreement import Agreement, find_agreement
from assessment.domain.answers import Assessment
from assessment.domain.calibration import Calibration
from assessment.domain.expectations import (
    Expectation,
    ExpectationModel,
    Standing,
    dimension_weights,
    expectations,
    standings,
)
from assessment.domain.gaps import DimensionGap, dimension_gap, gaps_by_indicator, weighted_gap_index
from assessment.domain.indices import IndexRules, Indices, find_indices
from assessment.domain.level_gates import LevelGates, find_gates, held_certainties, held_level
from assessment.domain.observed import metric_values, observed_scores
from assessment.domain.plan_candidates import PlanRules
from assessment.domain.profile import profile_balance
from assessment.domain.questionnaire import Level, OrganisationType, Questionnaire, Region
from assessment.domain.role_catalogue import RoleCatalogue
from assessment.domain.roles import Roles, find_roles
from assessment.domain.scoring import OverallScore, level_of, score_dimensions, score_overall
from assessment.domain.sizing import default_drivers
from assessment.domain.surveys import NetworkPriors, Survey, SurveyReading, SurveyRules, measured_mix, read_survey
from assessment.domain.uncertainty import Certainties, find_certainties
from assessment.domain.visitor_gaps import (
    Crosshair,
    ImportanceMap,
    VisitorGap,
    importance_map,
    kano_losses,
    survey_points,
    visitor_gaps,
)


@dataclass(frozen=True)
class Instrument:
    """A questionnaire with the tables that turn its answers into a result."""

    questionnaire: Questionnaire
    expectations: ExpectationModel
    roles: RoleCatalogue
    actions: ActionCatalogue
    regions: tuple[Region, ...]
    index_rules: IndexRules
    plan_rules: PlanRules

    @cached_property
    def usual_standings(self) -> Mapping[str, Mapping[str, Standing]]:
        """What the usual visitors of each type of organisation expect of every attribute, by id of the type."""
        kinds = self.questionnaire.organisation_types
        return {kind.id: standings(self.expectations, kind.visitor_mix) for kind in kinds}


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What is known beyond one organisation's own answers, each part where there is one.

    `survey` is what its visitors said; `network` what those above know of visitors; `calibration` the link between
    maturity and perception measured over many organisations; `peers` their mean perception; `funnel_peers` the median
    rates (0-1) of the peer group into each stage of the funnel.
    """

    survey: Survey | None = None
    network: NetworkPriors | None = None
    calibration: Calibration | None = None
    peers: Crosshair | None = None
    survey_rules: SurveyRules = field(default_factory=SurveyRules)
    funnel_peers: Mapping[str, float] | None = None


ALONE = Surroundings()
"""Nothing but the organisation's own answers."""


@dataclass(frozen=True, slots=True)
class VisitorReading:
    """What a survey brings: its `reading`, the two `gaps` by dimension, and the importance-performance `map`.

    `losses` are the points missed on each attribute, weighed by how it acts on visitors (Kano). `from_peers` names the
    attributes whose expectation is drawn towards what peers' visitors expect instead of our default.
    """

    reading: SurveyReading
    gaps: tuple[VisitorGap, ...]
    map: ImportanceMap | None
    losses: Mapping[str, float]
    from_peers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AssessmentResult:
    """Everything the product says about one organisation, unrounded.

    `visitor_mix` is the mix used (shares, sum 1) and `mix_is_default` whether it came from the type; `index` is the
    weighted gap index, in points; `balance` how even the profile is (1 = flat), None with no two scored dimensions.
    `visitors` is None without a survey. Until there is a `calibration`, what is required is a normative target. `gates`
    say which levels were held back; None where the questionnaire has no gates.
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
    agreement: Agreement
    certainties: Certainties
    gates: LevelGates | None
    balance: float | None
    visitors: VisitorReading | None
    calibration: Calibration | None
    indices: Indices

    @property
    def level(self) -> Level | None:
        """Level of the overall score, None without one."""
        found = level_of(self.overall.score, self.questionnaire.levels)
        return held_level(found, self.gates.overall if self.gates else None)

    def level_of(self, dimension: DimensionGap) -> Level | None:
        """Level of one dimension, None when it is not assessable."""
        found = level_of(dimension.score.score, self.questionnaire.levels)
        return held_level(found, self.gates.dimensions.get(dimension.score.dimension.id) if self.gates else None)


def assess(instrument: Instrument, assessment: Assessment, around: Surroundings = ALONE) -> AssessmentResult:
    """Score an assessment against visitors' expectations and recommend roles and first actions (dossier 2, 3, 5, 6)."""
    questionnaire, rules = instrument.questionnaire, instrument.questionnaire.rules
    visitors = _visitors(instrument, assessment, around)
    expected, weights = visitors.expected, visitors.weights(questionnaire, assessment)
    defaults = default_drivers(questionnaire, assessment.organisation, instrument.roles.rules.content_by_size)
    measured = metric_values(assessment, instrument.roles, defaults, instrument.index_rules.audiences)
    scores = score_dimensions(questionnaire, assessment, observed_scores(questionnaire.metrics, measured))
    gaps = tuple(
        dimension_gap(score, expected[score.dimension.id], weights[score.dimension.id], rules.critical_factor)
        for score in scores
    )
    overall = score_overall(scores, weights, rules)
    agreement = find_agreement(assessment, scores, rules)
    certainties = find_certainties(questionnaire, assessment, scores, overall, weights, agreement)
    gates = find_gates(gaps, overall.score, certainties, questionnaire.levels, rules)
    return AssessmentResult(
        assessment=assessment,
        questionnaire=questionnaire,
        dimensions=gaps,
        overall=overall,
        index=weighted_gap_index(gaps),
        roles=find_roles(instrument.roles, assessment, defaults, gaps_by_indicator(gaps), rules.critical_factor),
        actions=plan_actions(instrument.actions, gaps, rules.critical_factor),
        visitor_mix=visitors.mix,
        mix_is_default=visitors.mix_is_default,
        standings=visitors.standings,
        agreement=agreement,
        certainties=held_certainties(certainties, gates),
        gates=gates,
        balance=profile_balance((weights[item.dimension.id], item.score) for item in scores),
        visitors=visitors.against(gaps, around),
        calibration=around.calibration,
        indices=find_indices(
            assessment,
            {item.dimension.id: item.score for item in scores},
            instrument.expectations.axes,
            peers=around.funnel_peers,
            rules=instrument.index_rules,
        ),
    )


@dataclass(frozen=True, slots=True)
class _Visitors:
    """What visitors expect of one organisation, and what the expectation rests on."""

    model: ExpectationModel
    mix: Mapping[str, float]
    mix_is_default: bool
    standings: Mapping[str, Standing]
    expected: Mapping[str, Expectation]
    reading: SurveyReading | None

    def weights(self, questionnaire: Questionnaire, assessment: Assessment) -> Mapping[str, float]:
        kind = questionnaire.type_by_id[assessment.organisation.type]
        return dimension_weights(
            kind.weights,
            {dimension: item.importance for dimension, item in self.expected.items() if item.importance is not None},
            axes=self.model.axes,
            ambition=assessment.organisation.ambition,
            kappa=questionnaire.rules.kappa,
        )

    def against(self, gaps: tuple[DimensionGap, ...], around: Surroundings) -> VisitorReading | None:
        """The survey beside the maturity of the dimensions."""
        if self.reading is None:
            return None
        found = self.reading.attributes
        return VisitorReading(
            self.reading,
            visitor_gaps(self.model, found, self.expected, gaps),
            importance_map(survey_points(found), around.peers),
            kano_losses(self.model, found),
            tuple(code for code in found if around.network and code in around.network.expected),
        )


def _visitors(instrument: Instrument, assessment: Assessment, around: Surroundings) -> _Visitors:
    model, stated = instrument.expectations, assessment.organisation.visitor_mix
    if around.calibration is not None:
        model = replace(model, link=around.calibration.link)
    kind = instrument.questionnaire.type_by_id[assessment.organisation.type]
    mix, is_default = _mix(model, kind, stated, around)
    found, reading = instrument.usual_standings[kind.id] if is_default else standings(model, mix), None
    if around.survey is not None:
        reading = read_survey(
            model, around.survey, found, shares=stated, network=around.network, rules=around.survey_rules
        )
        found = reading.standings
    return _Visitors(model, mix, is_default, found, expectations(model, found), reading)


def _mix(
    model: ExpectationModel, kind: OrganisationType, stated: Mapping[str, float], around: Surroundings
) -> tuple[Mapping[str, float], bool]:
    """The mix that was stated, else the one measured by a large enough survey, else the default of the type."""
    if stated:
        return stated, False
    measured = measured_mix(model, around.survey, around.survey_rules) if around.survey else {}
    return (measured, False) if measured else (kind.visitor_mix, True)
