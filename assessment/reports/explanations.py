"""Why this score: the computation of each number of a dimension, in words (dossier 2.3-2.5, 3.1-3.5)."""

from __future__ import annotations

from dataclasses import dataclass
from math import fsum

from assessment.domain.expectations import ExpectationModel
from assessment.domain.gaps import DimensionGap, State
from assessment.domain.questionnaire import RoleGroup
from assessment.domain.results import AssessmentResult, Instrument
from assessment.domain.scoring import DimensionScore, IndicatorScore
from assessment.reports.formatting import Voice


@dataclass(frozen=True, slots=True)
class CountedRow:
    """One practice in the mean: points, weight, and both multiplied; `made` says what the points are made of."""

    id: str
    title: str
    points: str
    weight: str
    product: str
    made: str


@dataclass(frozen=True, slots=True)
class ExpectedRow:
    """Something that carries an expectation over to the dimension, with its share of it."""

    title: str
    desired: str
    adequate: str
    share: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """The way from the answers to the score, from visitors to what is required, and from both to the gap."""

    counted: tuple[CountedRow, ...]
    score: str
    respondents: str
    expected: tuple[ExpectedRow, ...]
    expectation: str
    required: str
    gap: str
    weight: str


def explain(item: DimensionGap, result: AssessmentResult, instrument: Instrument, voice: Voice) -> Explanation:
    """Say how each number of one dimension came about."""
    return Explanation(
        counted=_counted(item.score, voice),
        score=_score(item.score, result, voice),
        respondents=_respondents(item.score, result, voice),
        expected=_expected(item, result, instrument.expectations, voice),
        expectation=_expectation(item, voice),
        required=_required(item, result, instrument.expectations, voice),
        gap=_gap(item, result, voice),
        weight=_weight(item, result, instrument.expectations, voice),
    )


def _counted(score: DimensionScore, voice: Voice) -> tuple[CountedRow, ...]:
    return tuple(
        CountedRow(
            item.indicator.id,
            voice.text(item.indicator.title),
            voice.short(item.score),
            voice.short(item.weight),
            voice.short(item.weight * item.score),
            _made(item, voice),
        )
        for item in score.indicators
        if item.score is not None
    )


def _score(score: DimensionScore, result: AssessmentResult, voice: Voice) -> str:
    scored = [item for item in score.indicators if item.score is not None]
    if score.score is None:
        rules = result.questionnaire.rules
        return voice.say(
            "No score: it needs answers to at least %(share)s of the weight and to %(count)s practices "
            "(or to all, where fewer apply). Here %(coverage)s of the weight was answered.",
            share=voice.percent(rules.minimum_coverage),
            count=rules.minimum_indicators,
            coverage=voice.percent(score.coverage),
        )
    return voice.say(
        "Each answer is worth its level times 25. Points times weight add up to %(sum)s; divided by the answered "
        "weight, %(weight)s, this gives %(score)s.",
        sum=voice.short(fsum(item.weight * item.score for item in scored if item.score is not None)),
        weight=voice.short(fsum(item.weight for item in scored)),
        score=voice.number(score.score),
    )


def _made(item: IndicatorScore, voice: Voice) -> str:
    if item.observed is None or item.declared is None:
        return ""
    return voice.say(
        "declared %(declared)s, measured %(observed)s",
        declared=voice.short(item.declared),
        observed=voice.short(item.observed),
    )


def _respondents(score: DimensionScore, result: AssessmentResult, voice: Voice) -> str:
    """What several groups of respondents and measured figures count; empty where neither matters."""
    rules, said = result.questionnaire.rules, []
    views = result.agreement.views
    if any(len(views[item.indicator.id].answers) > 1 for item in score.indicators):
        said.append(
            voice.say(
                "Points are the mean over groups of respondents: those who work in the organisation count for "
                "%(internal)s, elected members for %(elected)s, providers for %(provider)s, among the groups that "
                "answered.",
                **{group.value: voice.short(rules.role_weight(group)) for group in RoleGroup},
            )
        )
    elif len(result.assessment.sheets) > 1:
        said.append(voice.say("Points are the mean over all who answered."))
    if any(item.observed is not None and item.declared is not None for item in score.indicators):
        said.append(
            voice.say(
                "Where a figure was measured, points are %(declared)s × declared + %(observed)s × measured.",
                declared=voice.short(1 - rules.observed_share),
                observed=voice.short(rules.observed_share),
            )
        )
    return " ".join(said)


def _expected(
    item: DimensionGap, result: AssessmentResult, model: ExpectationModel, voice: Voice
) -> tuple[ExpectedRow, ...]:
    dimension = item.score.dimension.id
    if dimension in model.internal:
        facing = {found.score.dimension.id: found for found in result.dimensions}
        return tuple(
            ExpectedRow(
                voice.text(facing[source].score.dimension.title),
                voice.number(facing[source].expectation.expected),
                voice.number(facing[source].expectation.adequate),
                voice.percent(share),
            )
            for source, share in model.internal[dimension].items()
        )
    pulls = {
        attribute.id: result.standings[attribute.id].importance * attribute.dimensions[dimension]
        for attribute in model.attributes
        if dimension in attribute.dimensions
    }
    total = fsum(pulls.values())
    return tuple(
        ExpectedRow(
            voice.text(attribute.title),
            voice.number(result.standings[attribute.id].desired),
            voice.number(result.standings[attribute.id].adequate),
            voice.percent(pulls[attribute.id] / total),
        )
        for attribute in model.attributes
        if attribute.id in pulls
    )


def _expectation(item: DimensionGap, voice: Voice) -> str:
    values = {
        "expected": voice.number(item.expectation.expected),
        "adequate": voice.number(item.expectation.adequate),
    }
    if item.score.dimension.customer_facing:
        return voice.say(
            "Of what visitors judge, these points depend on this dimension. Weighted by their importance, visitors "
            "wish for %(expected)s and accept %(adequate)s at the least.",
            **values,
        )
    return voice.say(
        "This dimension makes others possible. The mean of what visitors expect of those, by the shares below, is "
        "%(expected)s wished for and %(adequate)s accepted at the least.",
        **values,
    )


def _required(item: DimensionGap, result: AssessmentResult, model: ExpectationModel, voice: Voice) -> str:
    calibration, expectation = result.calibration, item.expectation
    link = calibration.link if calibration else model.link
    values = {
        "alpha": voice.short(link.alpha),
        "beta": voice.short(link.beta),
        "expected": voice.number(expectation.expected),
        "adequate": voice.number(expectation.adequate),
        "required": voice.number(expectation.required),
        "minimum": voice.number(expectation.minimum),
        "floor": voice.short(link.required_floor),
        "ceiling": voice.short(link.ceiling),
    }
    if calibration:
        return voice.say(
            "An expectation is not a maturity. Seen over %(count)s organisations, quality as visitors feel it = "
            "%(alpha)s + %(beta)s × maturity. So (%(expected)s − %(alpha)s) ÷ %(beta)s requires %(required)s, and "
            "(%(adequate)s − %(alpha)s) ÷ %(beta)s makes the minimum %(minimum)s (kept between %(floor)s, or 0 for the "
            "minimum, and %(ceiling)s).",
            **values,
            count=calibration.organisations,
        )
    return voice.say(
        "An expectation is not a maturity. By default, quality as visitors feel it = %(alpha)s + %(beta)s × maturity. "
        "So (%(expected)s − %(alpha)s) ÷ %(beta)s requires %(required)s, and (%(adequate)s − %(alpha)s) ÷ %(beta)s "
        "makes the minimum %(minimum)s (kept between %(floor)s, or 0 for the minimum, and %(ceiling)s).",
        **values,
    )


def _gap(item: DimensionGap, result: AssessmentResult, voice: Voice) -> str:
    values = {
        "score": voice.number(item.score.score),
        "required": voice.number(item.expectation.required),
        "gap": voice.number(item.gap),
        "surplus": voice.number(item.surplus),
        "weight": voice.number(item.weight),
        "priority": voice.number(item.priority, 2),
        "factor": voice.short(result.questionnaire.rules.critical_factor),
    }
    if item.state is State.NOT_ASSESSABLE:
        return voice.say("Without a score there is no gap: it is not counted as zero, nor as %(required)s.", **values)
    if item.state is State.MET:
        return voice.say_amount(
            "%(score)s − %(required)s leaves %(surplus)s points to spare. They never pay for a gap elsewhere.",
            item.surplus or 0.0,
            **values,
        )
    if item.state is State.CRITICAL:
        return voice.say_amount(
            "%(required)s − %(score)s = %(gap)s points missing. Priority: %(gap)s × weight %(weight)s ÷ 100 "
            "× %(factor)s because it is critical = %(priority)s.",
            item.gap or 0.0,
            **values,
        )
    return voice.say_amount(
        "%(required)s − %(score)s = %(gap)s points missing. "
        "Priority: %(gap)s × weight %(weight)s ÷ 100 = %(priority)s.",
        item.gap or 0.0,
        **values,
    )


def _weight(item: DimensionGap, result: AssessmentResult, model: ExpectationModel, voice: Voice) -> str:
    dimension = item.score.dimension.id
    kind = result.questionnaire.type_by_id[result.assessment.organisation.type]
    base, weight = voice.short(kind.weights[dimension]), voice.number(item.weight)
    if item.expectation.importance is None:
        return voice.say(
            "Its base weight for this type of organisation is %(base)s; once all weights are brought back to 100 "
            "it counts for %(weight)s.",
            base=base,
            weight=weight,
        )
    ambition = result.assessment.organisation.ambition
    chosen = {model.axes.inspire: ambition.inspire, model.axes.connect: ambition.connect}.get(dimension)
    values = {
        "base": base,
        "importance": voice.percent(item.expectation.importance),
        "kappa": voice.percent(result.questionnaire.rules.kappa),
        "weight": weight,
    }
    if chosen is None:
        return voice.say(
            "Its base weight for this type of organisation is %(base)s. Visitors give it %(importance)s of the "
            "importance of what they see, which moves its weight by %(kappa)s of the way there. Once all weights "
            "are brought back to 100 it counts for %(weight)s.",
            **values,
        )
    return voice.say(
        "Its base weight for this type of organisation is %(base)s. Visitors give it %(importance)s of the "
        "importance of what they see, which moves its weight by %(kappa)s of the way there. The ambition of "
        "%(ambition)s out of 100 multiplies it by %(factor)s. Once all weights are brought back to 100 it counts "
        "for %(weight)s.",
        **values,
        ambition=voice.short(chosen),
        factor=voice.short(0.5 + chosen / 100),
    )
