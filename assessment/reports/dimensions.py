"""How one dimension is shown: its numbers, its state in words, its practices."""

from __future__ import annotations

from dataclasses import dataclass

from assessment.domain.gaps import DimensionGap, IndicatorGap, State
from assessment.domain.questionnaire import Competence, NonResponse
from assessment.domain.results import AssessmentResult, Instrument
from assessment.domain.scoring import IndicatorScore
from assessment.reports.certainty import interval_words, level_words
from assessment.reports.charts import BarRow, bar_chart
from assessment.reports.explanations import Explanation, explain
from assessment.reports.formatting import NONE, Voice
from assessment.reports.svg import Chart

TOP_LEVEL = 4


@dataclass(frozen=True, slots=True)
class CompetenceView:
    """A competence with its code in a public framework; `uri` is its address where it has one."""

    framework: str
    code: str
    label: str
    uri: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorView:
    """One practice: what was answered, what comes next, and its points."""

    id: str
    title: str
    question: str
    answered: str
    answered_level: str
    next_step: str | None
    next_level: str | None
    score: str
    gap: str
    priority: float
    kind: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DimensionView:
    """One dimension as strings. `value` is its score and `missing` its gap, as numbers; `short` says the gap."""

    id: str
    title: str
    definition: str
    facing: str
    value: float | None
    score: str
    required: str
    minimum: str
    expected: str
    adequate: str
    gap: str
    missing: float
    short: str
    surplus: str
    weight: str
    coverage: str
    dont_know: str | None
    state: str
    state_word: str
    reading: str
    level: str
    level_name: str
    level_heading: str
    interval: str
    indicators: tuple[IndicatorView, ...]
    competences: tuple[CompetenceView, ...]
    chart: Chart
    why: Explanation


def state_words(voice: Voice) -> dict[State, str]:
    """The name of each state."""
    return {
        State.CRITICAL: voice.say("Critical"),
        State.TOLERATED: voice.say("Tolerated"),
        State.MET: voice.say("Met"),
        State.NOT_ASSESSABLE: voice.say("Not assessable"),
    }


def present_dimension(
    item: DimensionGap, result: AssessmentResult, instrument: Instrument, voice: Voice
) -> DimensionView:
    """Everything a page or report says about one dimension."""
    dimension = item.score.dimension
    certainty = result.certainties.dimensions[dimension.id]
    level = level_words(certainty, voice)
    indicators = tuple(present_indicator(indicator, voice) for indicator in item.indicators)
    return DimensionView(
        id=dimension.id,
        title=voice.text(dimension.title),
        definition=voice.text(dimension.definition),
        facing=_facing(item, voice),
        value=item.score.score,
        score=voice.number(item.score.score),
        required=voice.number(item.expectation.required),
        minimum=voice.number(item.expectation.minimum),
        expected=voice.number(item.expectation.expected),
        adequate=voice.number(item.expectation.adequate),
        gap=voice.number(item.gap),
        missing=item.gap or 0.0,
        short=_short(item, voice),
        surplus=voice.number(item.surplus),
        weight=voice.number(item.weight),
        coverage=voice.percent(item.score.coverage),
        dont_know=_dont_know(item.score.dont_know, voice),
        state=item.state.value,
        state_word=state_words(voice)[item.state],
        reading=_reading(item, voice),
        level=level.number if level else NONE,
        level_name=level.name if level else NONE,
        level_heading=level.heading if level else "",
        interval=interval_words(certainty, voice),
        indicators=indicators,
        competences=tuple(present_competence(found) for found in dimension.competences),
        chart=_chart(item, indicators, voice),
        why=explain(item, result, instrument, voice),
    )


def present_indicator(item: IndicatorGap, voice: Voice) -> IndicatorView:
    """Everything a page or report says about one practice."""
    score, indicator = item.score, item.score.indicator
    next_level = None if score.level is None or score.level == TOP_LEVEL else score.level + 1
    return IndicatorView(
        id=indicator.id,
        title=voice.text(indicator.title),
        question=voice.text(indicator.question.text),
        answered=answered(score, voice),
        answered_level=level_word(score.level, voice) if score.level is not None else "",
        next_step=voice.text(indicator.anchor(next_level)) if next_level is not None else None,
        next_level=level_word(next_level, voice) if next_level is not None else None,
        score=voice.number(score.score),
        gap=voice.number(item.gap),
        priority=item.priority or 0.0,
        kind="answered" if score.level is not None else (score.nonresponse or NonResponse.UNANSWERED).value,
        evidence=tuple(voice.text(found) for found in indicator.evidence),
    )


def answered(score: IndicatorScore, voice: Voice) -> str:
    """What was answered, in the words of the chosen level, or why there is no answer."""
    if score.level is not None:
        return voice.text(score.indicator.anchor(score.level))
    return {
        NonResponse.DONT_KNOW: voice.say("“I don’t know”: counted as a finding, not as a zero"),
        NonResponse.NOT_APPLICABLE: voice.say("Does not concern this organisation"),
    }.get(score.nonresponse or NonResponse.UNANSWERED, voice.say("No answer given"))


def level_word(level: int, voice: Voice) -> str:
    """The number of an answer's level, 0-4, in words."""
    return voice.say("Level %(number)s", number=level)


def present_competence(competence: Competence) -> CompetenceView:
    """A competence with the name of its framework."""
    names = {"esco": "ESCO", "rome": "ROME 4.0", "digcomp": "DigComp", "ecf": "e-CF"}
    code = competence.code if competence.framework != "esco" else ""
    levels = f" ({competence.levels})" if competence.levels else ""
    return CompetenceView(names[competence.framework], code + levels, competence.label, competence.uri)


def _facing(item: DimensionGap, voice: Voice) -> str:
    if item.score.dimension.customer_facing:
        return voice.say("Visitors notice this dimension themselves.")
    return voice.say("Visitors do not see this dimension; it makes possible what they see.")


def _dont_know(count: int, voice: Voice) -> str | None:
    if not count:
        return None
    if count == 1:
        return voice.say("Nobody knew the answer to one question here: worth finding out.")
    return voice.say("Nobody knew the answer to %(count)s questions here: worth finding out.", count=count)


def _short(item: DimensionGap, voice: Voice) -> str:
    return voice.say_amount(
        "%(gap)s points short of the %(required)s required.",
        item.gap or 0.0,
        gap=voice.number(item.gap),
        required=voice.number(item.expectation.required),
    )


def _reading(item: DimensionGap, voice: Voice) -> str:
    """One sentence on where the dimension stands."""
    expectation, score = item.expectation, item.score
    values = {
        "score": voice.number(score.score),
        "minimum": voice.number(expectation.minimum),
        "required": voice.number(expectation.required),
        "gap": voice.number(item.gap),
        "surplus": voice.number(item.surplus),
    }
    if item.state is State.CRITICAL:
        return voice.say_amount(
            "Below the minimum of %(minimum)s: %(gap)s points are missing to reach the %(required)s "
            "that visitors’ wishes call for.",
            item.gap or 0.0,
            **values,
        )
    if item.state is State.TOLERATED:
        return voice.say_amount(
            "Between the minimum of %(minimum)s and the %(required)s that visitors’ wishes call for: "
            "%(gap)s points are missing.",
            item.gap or 0.0,
            **values,
        )
    if item.state is State.MET:
        return voice.say_amount(
            "Meets the %(required)s that visitors’ wishes call for, with %(surplus)s points to spare.",
            item.surplus or 0.0,
            **values,
        )
    answered = sum(indicator.score is not None for indicator in score.indicators)
    return voice.say_number(
        "Not assessable: %(answered)s of %(asked)s practices were answered, %(coverage)s of the weight. "
        "Find out the rest first.",
        answered,
        answered=answered,
        asked=sum(indicator.applicable for indicator in score.indicators),
        coverage=voice.percent(score.coverage),
    )


def _chart(item: DimensionGap, indicators: tuple[IndicatorView, ...], voice: Voice) -> Chart:
    unknown = {"dont_know": "?", "not_applicable": NONE, "unanswered": NONE}
    rows = [
        BarRow(view.id, found.score.score, unknown.get(view.kind, voice.number(found.score.score, 0)))
        for view, found in zip(indicators, item.indicators, strict=True)
    ]
    title = voice.say(
        "Points of each practice out of 100: %(values)s. Required: %(required)s.",
        values=voice.listing(f"{row.label} {row.value}" for row in rows),
        required=voice.number(item.expectation.required),
    )
    mark = voice.say("required %(required)s", required=voice.number(item.expectation.required))
    return bar_chart(f"chart-{item.score.dimension.id.lower()}", title, rows, item.expectation.required, mark)
