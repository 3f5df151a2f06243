"""A kept result document read back: the numbers it holds, with the words of the questionnaire it was made with.

One function for each one of `exports` and its parts, in the same order. A key that was added after a document was kept
is taken from what the document does hold and from the instrument.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from assessment.domain.actions import Action, ActionCatalogue, Actions, FindOut, RankedAction
from assessment.domain.answers import Assessment
from assessment.domain.expectations import Expectation, ExpectationModel, Standing, expectations, standings
from assessment.domain.gaps import DimensionGap, IndicatorGap, State, gaps_by_indicator
from assessment.domain.indices import Indices, find_indices
from assessment.domain.questionnaire import Dimension, Indicator, Level, NonResponse, Questionnaire
from assessment.domain.results import AssessmentResult, Instrument
from assessment.domain.role_catalogue import Range, Role, RoleCatalogue
from assessment.domain.roles import RoleFinding, Roles, Staffing, verdict
from assessment.domain.scoring import Completeness, DimensionScore, IndicatorScore, OverallScore
from assessment.domain.sourcing import Cost, Mode, Reason
from assessment.reports.archive_indices import indices
from assessment.reports.archive_people import agreement, balance, certainties, level_gates
from assessment.reports.archive_visitors import calibration, visitors

Kept = Mapping[str, Any]
"""A part of a document, as JSON gives it back."""


def restore(document: Kept, instrument: Instrument, assessment: Assessment) -> AssessmentResult:
    """The result that `result_document` made `document` of, never computed again.

    `instrument` gives the words. Where it was edited since, the numbers stay those of the document, and a practice,
    role or action that it no longer has is left out.
    """
    found = _standings(document, instrument.expectations)
    dimensions = _dimensions(document["dimensions"], instrument, found)
    questionnaire, overall = _questionnaire(document, instrument.questionnaire), _overall(document["overall"])
    agreed = agreement(document, assessment, questionnaire, dimensions)
    return AssessmentResult(
        assessment=assessment,
        questionnaire=questionnaire,
        dimensions=dimensions,
        overall=overall,
        index=document["overall"]["weighted_gap_index"],
        roles=_roles(document, instrument.roles, gaps_by_indicator(dimensions)),
        actions=_actions(document, instrument.actions, dimensions),
        visitor_mix=document["visitor_mix"],
        mix_is_default=document["visitor_mix_is_default"],
        standings=found,
        agreement=agreed,
        certainties=certainties(document, assessment, questionnaire, dimensions, overall, agreed),
        gates=level_gates(document.get("level_gates"), questionnaire),
        balance=balance(document["overall"], dimensions),
        visitors=visitors(document.get("visitors")),
        calibration=calibration(document.get("calibration")),
        indices=_indices(document, assessment, dimensions, instrument),
    )


def _questionnaire(document: Kept, questionnaire: Questionnaire) -> Questionnaire:
    kept = document["questionnaire"]
    return replace(
        questionnaire,
        version=kept["version"],
        hash=kept["hash"],
        rules=replace(questionnaire.rules, **document.get("rules", {})),
        levels=_levels(document.get("levels", ()), questionnaire.levels),
    )


def _indices(
    document: Kept, assessment: Assessment, dimensions: tuple[DimensionGap, ...], instrument: Instrument
) -> Indices:
    if "indices" in document:
        return indices(document["indices"])
    scores = {item.score.dimension.id: item.score.score for item in dimensions}
    return find_indices(assessment, scores, instrument.expectations.axes, rules=instrument.index_rules)


def _levels(kept: Iterable[Kept], levels: tuple[Level, ...]) -> tuple[Level, ...]:
    lower = {item["level"]: item["from"] for item in kept}
    return tuple(replace(level, lower=lower.get(level.number, level.lower)) for level in levels)


def _standings(document: Kept, model: ExpectationModel) -> Mapping[str, Standing]:
    kept = {attribute: Standing(**plain) for attribute, plain in document.get("standings", {}).items()}
    return {**standings(model, document["visitor_mix"]), **kept}


def _overall(plain: Kept) -> OverallScore:
    return OverallScore(plain["score"], plain["coverage"], Completeness(plain["completeness"]))


def _dimensions(kept: Kept, instrument: Instrument, found: Mapping[str, Standing]) -> tuple[DimensionGap, ...]:
    known = instrument.questionnaire.dimension_by_id
    return tuple(
        _dimension(plain, known[code], _expectation(plain, code, instrument.expectations, found))
        for code, plain in kept.items()
    )


def _dimension(plain: Kept, dimension: Dimension, expectation: Expectation) -> DimensionGap:
    state, known = State(plain["state"]), {indicator.id: indicator for indicator in dimension.indicators}
    indicators = tuple(
        _indicator(item, known[code], state) for code, item in plain["indicators"].items() if code in known
    )
    return DimensionGap(
        score=DimensionScore(dimension, plain["score"], plain["coverage"], tuple(item.score for item in indicators)),
        expectation=expectation,
        weight=plain["weight"],
        gap=plain["gap"],
        surplus=plain["surplus"],
        state=state,
        priority=plain["priority"],
        indicators=indicators,
    )


def _expectation(plain: Kept, dimension: str, model: ExpectationModel, found: Mapping[str, Standing]) -> Expectation:
    known = "importance" in plain
    importance = plain["importance"] if known else expectations(model, found)[dimension].importance
    return Expectation(plain["expected"], plain["adequate"], plain["required"], plain["minimum"], importance)


def _indicator(plain: Kept, indicator: Indicator, state: State) -> IndicatorGap:
    answer = plain["answer"]
    level, nonresponse = (answer, None) if isinstance(answer, int) else (None, NonResponse(answer))
    score = IndicatorScore(
        indicator=replace(indicator, weight=plain.get("weight", indicator.weight)),
        score=plain["score"],
        level=level,
        nonresponse=nonresponse,
        applicable=plain.get("applicable", nonresponse is not NonResponse.NOT_APPLICABLE),
        declared=plain.get("declared", plain["score"]),
        observed=plain.get("observed"),
    )
    return IndicatorGap(score, plain["gap"], plain["priority"], state is State.CRITICAL)


def _roles(document: Kept, catalogue: RoleCatalogue, gaps: Mapping[str, IndicatorGap]) -> Roles:
    known = {role.id: role for role in catalogue.roles}
    recommended, others = (
        tuple(_role(plain, known[plain["id"]], catalogue, gaps) for plain in document[key] if plain["id"] in known)
        for key in ("roles", "roles_considered")
    )
    return Roles(recommended, others, _staffing(document["staffing"]), document["staffing"]["have_stated"])


def _role(plain: Kept, role: Role, catalogue: RoleCatalogue, gaps: Mapping[str, IndicatorGap]) -> RoleFinding:
    recommended, present = verdict(role, plain["have"], plain["short"], gaps, catalogue.rules)
    return RoleFinding(
        role=role,
        need=plain["need"],
        have=plain["have"],
        short=plain["short"],
        missing=tuple(plain["missing"]),
        urgency=plain["urgency"],
        score=plain["score"],
        triggers=tuple(gaps[trigger] for trigger in plain.get("triggers", role.triggers) if trigger in gaps),
        recommended=plain.get("recommended", recommended),
        present=plain.get("present", present),
        cost=Cost(**{way: Range(low, high) for way, (low, high) in plain["cost"].items()}),
        days=plain["days"],
        mode=Mode(plain["mode"]) if plain["mode"] else None,
        reason=Reason(plain["reason"]) if plain["reason"] else None,
    )


def _staffing(plain: Kept) -> Staffing:
    return Staffing(plain["need"], plain["ceiling"])


def _actions(document: Kept, catalogue: ActionCatalogue, dimensions: tuple[DimensionGap, ...]) -> Actions:
    known, gaps = {action.id: action for action in catalogue.actions}, gaps_by_indicator(dimensions)
    first, later = (
        tuple(
            _action(plain, known[plain["id"]], gaps[plain["indicator"]])
            for plain in document[key]
            if plain["id"] in known and plain["indicator"] in gaps
        )
        for key in ("actions", "actions_later")
    )
    by_id = {item.score.dimension.id: item for item in dimensions}
    return Actions(first, later, tuple(_find_out(plain, by_id[plain["dimension"]]) for plain in document["find_out"]))


def _action(plain: Kept, action: Action, trigger: IndicatorGap) -> RankedAction:
    kept = replace(action, once=plain["once"], run=plain["run"], days=plain["days"])
    return RankedAction(kept, plain["closes"], trigger)


def _find_out(plain: Kept, dimension: DimensionGap) -> FindOut:
    known = {item.score.indicator.id: item.score.indicator for item in dimension.indicators}

    def named(codes: Iterable[str]) -> tuple[Indicator, ...]:
        return tuple(known[code] for code in codes if code in known)

    return FindOut(dimension, named(plain["unknown"]), named(plain["unanswered"]))
