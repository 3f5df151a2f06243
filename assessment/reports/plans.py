"""How plans under a budget are shown: steps with what pays for them, what they change, what was left out."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf

from assessment.domain.plan_candidates import PlanRules, RoleStep, Step
from assessment.domain.plan_effects import Forecast, GapForecast
from assessment.domain.plan_money import Move
from assessment.domain.plan_values import Obstacle
from assessment.domain.plans import THOUSAND, LeftOut, Plan, Planning, Scenario
from assessment.domain.results import AssessmentResult, Instrument
from assessment.reports.actions import yearly
from assessment.reports.formatting import NONE, Voice
from assessment.reports.plan_charts import CurveMark, value_chart
from assessment.reports.plan_views import (
    CurveRow,
    GapRow,
    LeftOutView,
    PlanningView,
    PlanView,
    QuickWinView,
    StepView,
    SureRow,
)
from assessment.reports.plan_words import PlanWords, obstacle_sentence, scenario_title
from assessment.reports.source_lines import source_rows
from assessment.reports.svg import Chart


def present_planning(
    planning: Planning, result: AssessmentResult, instrument: Instrument, language: str
) -> PlanningView:
    """Everything a page, report or terminal says about plans."""
    voice, rules = Voice(language), instrument.plan_rules
    words = PlanWords(instrument, voice)
    return PlanningView(
        request=_request(planning, voice),
        plans=tuple(_plan(plan, words, rules) for plan in planning.plans),
        refused=_refused(planning, voice),
        left_out=tuple(_left_out(planning.left_out, words)),
        chart=_chart(planning, voice),
        curve=tuple(
            CurveRow(voice.euros(point.budget), voice.number(point.points, 2), voice.number(point.marginal, 3))
            for point in planning.curve
        ),
        next_thousand=_next_thousand(planning, voice),
        sure=tuple(_sure(planning, words)),
        luck=_luck(rules, voice) if planning.chosen_in else None,
        quick_wins=tuple(_quick_wins(result, voice)),
        sources=tuple(source_rows(result, instrument, voice)),
    )


def _request(planning: Planning, voice: Voice) -> str:
    asked, released = planning.request, sum(line.amount for line in planning.lines)
    sentences = [voice.say("Announced: %(amount)s.", amount=yearly(asked.budget, voice))]
    if asked.once is not None:
        sentences.append(voice.say("To be spent once: %(amount)s.", amount=voice.euros(asked.once)))
    if released:
        sentences.append(voice.say("Other lines can release %(amount)s.", amount=yearly(released, voice)))
    sentences.append(_staff_time(planning.announced.limits.hours, voice))
    return " ".join(sentences)


def _staff_time(hours: float, voice: Voice) -> str:
    if hours == inf:
        return voice.say("Staff time is not limited.")
    return voice.say("Staff time: at most %(fte)s.", fte=voice.fte(hours))


def _plan(plan: Plan, words: PlanWords, rules: PlanRules) -> PlanView:
    voice, steps = words.voice, {step.id: step for step in plan.steps}
    return PlanView(
        scenario=plan.scenario.value,
        title=scenario_title(plan.scenario, rules.more, voice),
        announced=plan.scenario is Scenario.ANNOUNCED,
        takes=_takes(plan, voice),
        paid=voice.say("Paid with: %(sources)s.", sources=words.paid(plan.moves, steps)) if plan.moves else None,
        steps=tuple(_step(step, plan, words) for step in plan.steps),
        gaps=tuple(_gaps(plan.forecast, words)),
        changes=tuple(_changes(plan.forecast, voice)),
    )


def _takes(plan: Plan, voice: Voice) -> str:
    found = plan.outcome
    if not plan.steps:
        return voice.say("No step is worth taking within these limits.")
    return voice.say_amount(
        "It takes %(run)s, %(once)s once and %(hours)s of staff time, and closes %(points)s weighted points "
        "in the first year.",
        found.points,
        2,
        run=yearly(found.run, voice),
        once=voice.euros(found.once),
        hours=voice.fte(found.hours),
        points=voice.number(found.points, 2),
    )


def _step(step: Step, plan: Plan, words: PlanWords) -> StepView:
    voice, item, steps = words.voice, step.candidate, {other.id: other for other in plan.steps}
    moves: list[Move] = [move for move in plan.moves if move.step == step.id]
    return StepView(
        id=step.id,
        title=words.step(step),
        run=voice.euros(item.run),
        once=voice.euros(item.once),
        days=voice.number(item.hours * words.instrument.roles.rules.days_per_fte, 0),
        points=voice.number(plan.alone[step.id], 2),
        paid=words.paid(moves, steps) or NONE,
        after=voice.listing(words.step(steps[code]) for code in item.requires) or None,
    )


def _gaps(forecast: Forecast, words: PlanWords) -> Iterator[GapRow]:
    dimensions = words.instrument.questionnaire.dimension_by_id
    for code, gap in forecast.gaps.items():
        if gap.before:
            yield _gap_row(words.voice.text(dimensions[code].title), gap, words.voice)
    yield _gap_row(words.voice.say("All together, weighted"), forecast.index, words.voice)


def _gap_row(title: str, gap: GapForecast, voice: Voice) -> GapRow:
    return GapRow(title, *(voice.number(value) for value in (gap.before, gap.first_year, gap.later)))


def _changes(forecast: Forecast, voice: Voice) -> Iterator[str]:
    yield voice.say(
        "The weighted gap index goes from %(before)s to %(first)s points after the first year, and to %(later)s once "
        "every effect has come.",
        before=voice.number(forecast.index.before),
        first=voice.number(forecast.index.first_year),
        later=voice.number(forecast.index.later),
    )
    now, after = forecast.balance, forecast.balance_after
    if now and after:
        yield voice.say(
            "The balance of digital spending goes from %(before)s to %(after)s out of 100.",
            before=voice.number(now.balance, 0),
            after=voice.number(after.balance, 0),
        )
        if now.content_ratio is not None and after.content_ratio is not None:
            yield voice.say(
                "For one euro on reach and the directory, %(before)s go to content now, %(after)s with this plan.",
                before=voice.number(now.content_ratio, 2),
                after=voice.number(after.content_ratio, 2),
            )


def _refused(planning: Planning, voice: Voice) -> str | None:
    """That what is decided does not fit without new money, when it does not."""
    if any(plan.scenario is Scenario.NO_NEW_MONEY for plan in planning.plans):
        return None
    return voice.say("Without new money there is no plan: what is decided already costs more than can be released.")


def _left_out(items: tuple[LeftOut, ...], words: PlanWords) -> Iterator[LeftOutView]:
    """Actions one by one; the ways to obtain a role together, for each reason."""
    ways: dict[tuple[str, Obstacle], list[RoleStep]] = {}
    for item in items:
        stands_for = item.step.stands_for if isinstance(item.step, Step) else None
        if isinstance(stands_for, RoleStep):
            ways.setdefault((stands_for.role.id, item.obstacle), []).append(stands_for)
        else:
            yield LeftOutView(words.step(item.step), obstacle_sentence(item.obstacle, words.voice))
    for (_role, obstacle), steps in ways.items():
        yield LeftOutView(words.role_ways(steps), obstacle_sentence(obstacle, words.voice))


def _chart(planning: Planning, voice: Voice) -> Chart:
    points = planning.announced.outcome.points
    marks = [CurveMark(point.budget, point.points, voice.euros(point.budget)) for point in planning.curve]
    return value_chart(
        "plan-curve",
        voice.say("Weighted points closed in the first year by yearly budget"),
        marks,
        CurveMark(planning.request.budget, points, voice.say("announced: %(points)s", points=voice.number(points, 2))),
        voice.say("weighted points closed"),
        lambda value: voice.short(value, 1),
    )


def _next_thousand(planning: Planning, voice: Voice) -> str:
    amount = voice.euros(THOUSAND)
    if voice.number(planning.next_thousand, 2) == voice.number(0, 2):
        return voice.say(
            "The next %(amount)s a year would add nothing: no further step becomes possible.", amount=amount
        )
    return voice.say_amount(
        "The next %(amount)s a year would add %(points)s weighted points, those that lead out of what is critical "
        "counted more.",
        planning.next_thousand,
        2,
        amount=amount,
        points=voice.number(planning.next_thousand, 2),
    )


def _sure(planning: Planning, words: PlanWords) -> Iterator[SureRow]:
    """The steps chosen at least once, the surest first."""
    planned = {step.id for step in planning.announced.steps}
    for code, share in sorted(planning.chosen_in.items(), key=lambda item: -item[1]):
        if share:
            yield SureRow(words.step(planning.steps[code]), words.voice.percent(share), code in planned)


def _luck(rules: PlanRules, voice: Voice) -> str:
    return voice.say(
        "Effects are estimates. The plan was worked out %(draws)s times more with every effect off by up to "
        "%(spread)s: what is chosen nearly every time is safe to start.",
        draws=voice.number(rules.draws, 0),
        spread=voice.percent(rules.spread),
    )


def _quick_wins(result: AssessmentResult, voice: Voice) -> Iterator[QuickWinView]:
    for item in result.actions.quick_wins:
        action = item.action
        yield QuickWinView(
            voice.text(action.title), voice.days(action.days), voice.euros(action.once), yearly(action.run, voice)
        )
