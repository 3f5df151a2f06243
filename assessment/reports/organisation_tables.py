"""The numbers of one organisation as tables: those of its report, rounded alike, for spreadsheets and programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from assessment.domain.actions import RankedAction
from assessment.domain.gaps import DimensionGap, IndicatorGap
from assessment.domain.plans import Planning
from assessment.domain.results import AssessmentResult, Instrument
from assessment.domain.roles import RoleFinding
from assessment.reports.actions import ActionView
from assessment.reports.benchmark_tables import Cell, Column, Row, Table
from assessment.reports.dimensions import DimensionView, IndicatorView
from assessment.reports.formatting import NONE, Voice, rounded
from assessment.reports.plans import present_planning
from assessment.reports.presenters import ResultView
from assessment.translation import later

OVERALL = "overall"
PERCENT = 100
DIMENSIONS = {
    "score": later("Score"),
    "minimum": later("Minimum"),
    "required": later("Required"),
    "gap": later("Missing"),
    "surplus": later("Surplus"),
    "weight": later("Weight"),
    "coverage": later("Answered, in 100 of the weight"),
    "state": later("State"),
    "level": later("Level"),
    "low": later("Score, 95 chances in 100: from"),
    "high": later("Score, 95 chances in 100: to"),
}
PRACTICES = {
    "dimension": later("Dimension"),
    "score": later("Points"),
    "gap": later("Missing"),
    "level": later("Level answered"),
    "answer": later("What you answered"),
    "next": later("The next level"),
}
ROLES = {
    "need": later("Need, in FTE"),
    "have": later("At hand, in FTE"),
    "short": later("Missing, in FTE"),
    "days": later("Missing, in days a year"),
    "mode": later("Proposed"),
    "why": later("Why"),
    "own_low": later("Hire, k€ a year: from"),
    "own_high": later("Hire, k€ a year: to"),
    "shared_low": later("Share, k€ a year: from"),
    "shared_high": later("Share, k€ a year: to"),
    "trained_low": later("Train, k€ a year: from"),
    "trained_high": later("Train, k€ a year: to"),
    "outsourced_low": later("Outsource, k€ a year: from"),
    "outsourced_high": later("Outsource, k€ a year: to"),
}
ACTIONS = {
    "rank": later("Rank"),
    "practice": later("Practice"),
    "level": later("Level answered"),
    "step_level": later("Level of the step"),
    "step": later("Next step"),
    "once": later("Once, in euros"),
    "run": later("Running cost, in euros a year"),
    "days": later("Staff time, in days"),
    "closes": later("Weighted points closed"),
}
STEPS = {
    "plan": later("Plan"),
    "run": later("Running cost, in euros a year"),
    "once": later("Once, in euros"),
    "days": later("Staff time, in days"),
    "points": later("Weighted points closed"),
    "paid": later("Paid with"),
}
GAPS = {
    "plan": later("Plan"),
    "before": later("Missing now"),
    "first_year": later("Missing after a year"),
    "later": later("Missing in the end"),
}


@dataclass(frozen=True, slots=True)
class Organisation:
    """A result with what the presenter says of it, and the plan where a budget is announced."""

    result: AssessmentResult
    instrument: Instrument
    view: ResultView
    planning: Planning | None = None

    @property
    def voice(self) -> Voice:
        """How its language says things."""
        return Voice(self.view.language)


def organisation_tables(found: Organisation) -> dict[str, Table]:
    """Every table of an organisation's result, by its name for programs."""
    say = found.voice.say
    tables = {
        "dimensions": _table(found, say("Dimensions"), say("Dimension"), DIMENSIONS, _dimensions(found)),
        "practices": _table(found, say("Practices"), say("Practice"), PRACTICES, _practices(found)),
        "roles": _table(found, say("Roles"), say("Role"), ROLES, _roles(found)),
        "actions": _table(found, say("Actions"), say("Action"), ACTIONS, _actions(found)),
    }
    if found.planning:
        steps, gaps = _plans(found, found.planning)
        tables["plan_steps"] = _table(found, say("Steps of the plan"), say("Step"), STEPS, steps)
        tables["plan_gaps"] = _table(found, say("What the plan changes"), say("Dimension"), GAPS, gaps)
    return tables


def _table(found: Organisation, title: str, head: str, columns: dict[str, str], rows: Iterable[Row]) -> Table:
    shown = tuple(Column(key, found.voice.say(name)) for key, name in columns.items())
    return Table(title, head, shown, tuple(rows), ())


def _dimensions(found: Organisation) -> Iterator[Row]:
    result, view, voice = found.result, found.view.overall, found.voice
    whole = (
        _number(result.overall.score, voice),
        *(_number(None, voice),) * 2,
        _number(result.index, voice),
        *(_number(None, voice),) * 2,
        _number(PERCENT * result.overall.coverage, voice, 0),
        _word(view.completeness),
        _word(view.level),
        *_interval(result, OVERALL, voice),
    )
    yield Row(OVERALL, voice.say("Overall"), whole)
    for item, shown in zip(result.dimensions, found.view.dimensions, strict=True):
        yield Row(shown.id, shown.title, (*_dimension(item, shown, voice), *_interval(result, shown.id, voice)))


def _dimension(item: DimensionGap, shown: DimensionView, voice: Voice) -> Iterator[Cell]:
    expected = item.expectation
    for value in (item.score.score, expected.minimum, expected.required, item.gap, item.surplus, item.weight):
        yield _number(value, voice)
    yield _number(PERCENT * item.score.coverage, voice, 0)
    yield _word(shown.state_word)
    yield _word(shown.level)


def _interval(result: AssessmentResult, code: str, voice: Voice) -> tuple[Cell, Cell]:
    certainties = result.certainties
    found = (certainties.overall if code == OVERALL else certainties.dimensions[code]).uncertainty
    return _number(found.low if found else None, voice, 0), _number(found.high if found else None, voice, 0)


def _practices(found: Organisation) -> Iterator[Row]:
    for item, shown in zip(found.result.dimensions, found.view.dimensions, strict=True):
        for practice, words in zip(item.indicators, shown.indicators, strict=True):
            yield Row(words.id, words.title, (_word(shown.title), *_practice(practice, words, found.voice)))


def _practice(item: IndicatorGap, shown: IndicatorView, voice: Voice) -> Iterator[Cell]:
    yield _number(item.score.score, voice)
    yield _number(item.gap, voice)
    yield _number(item.score.level, voice, 0)
    yield _word(shown.answered)
    yield _word(shown.next_step)


def _roles(found: Organisation) -> Iterator[Row]:
    roles, view = found.result.roles, found.view.roles
    for item, proposed in zip(roles.recommended, view.proposed, strict=True):
        words = (_word(proposed.mode_word), _word(proposed.reason))
        yield Row(proposed.id, proposed.title, _role(item, words, found.voice))
    for item, other in zip(roles.others, view.considered, strict=True):
        yield Row(other.id, other.title, _role(item, (_word(None), _word(other.why)), found.voice))


def _role(item: RoleFinding, words: tuple[Cell, Cell], voice: Voice) -> tuple[Cell, ...]:
    ways = (item.cost.own, item.cost.shared, item.cost.trained, item.cost.outsourced)
    return (
        *(_number(value, voice, 2) for value in (item.need, item.have, item.short)),
        _number(item.days, voice, 0),
        *words,
        *(_number(end, voice, 0) for way in ways for end in (way.low, way.high)),
    )


def _actions(found: Organisation) -> Iterator[Row]:
    ranked = (*found.result.actions.first, *found.result.actions.later)
    shown = found.view.actions
    for item, words in zip(ranked, (*shown.first, *shown.later), strict=True):
        yield Row(words.id, words.title, tuple(_action(item, words, found.voice)))


def _action(item: RankedAction, shown: ActionView, voice: Voice) -> Iterator[Cell]:
    yield _number(int(shown.rank), voice, 0)
    yield _word(shown.practice)
    yield _number(item.trigger.score.level, voice, 0)
    yield _number(item.step, voice, 0)
    yield _word(shown.step)
    yield _number(item.action.once, voice, 0)
    yield _number(item.action.run, voice, 0)
    yield _number(item.action.days, voice, 0)
    yield _number(item.closes, voice, 2)


def _plans(found: Organisation, planning: Planning) -> tuple[list[Row], list[Row]]:
    """The steps of every plan, and what becomes of what is missing."""
    voice, yearly_days = found.voice, found.instrument.roles.rules.days_per_fte
    shown = present_planning(planning, found.result, found.instrument, voice.language)
    steps, gaps = list[Row](), list[Row]()
    for plan, said in zip(planning.plans, shown.plans, strict=True):
        for step, words in zip(plan.steps, said.steps, strict=True):
            item = step.candidate
            cells = (
                _word(said.title),
                *(_number(value, voice, 0) for value in (item.run, item.once, item.hours * yearly_days)),
                _number(plan.alone[step.id], voice, 2),
                _word(words.paid),
            )
            steps.append(Row(f"{said.scenario}:{words.id}", words.title, cells))
        lasting = {code: gap for code, gap in plan.forecast.gaps.items() if gap.before}
        lasting[OVERALL] = plan.forecast.index
        for (code, gap), row in zip(lasting.items(), said.gaps, strict=True):
            values = (gap.before, gap.first_year, gap.later)
            gaps.append(
                Row(
                    f"{said.scenario}:{code}",
                    row.title,
                    (_word(said.title), *(_number(value, voice) for value in values)),
                )
            )
    return steps, gaps


def _number(value: float | None, voice: Voice, places: int = 1) -> Cell:
    """A number as it is shown: rounded once, the same for a reader and for a program."""
    if value is None:
        return Cell(None, NONE)
    exact = rounded(value, places)
    return Cell(float(exact) if places else int(exact), voice.number(value, places))


def _word(text: str | None) -> Cell:
    return Cell(text, text) if text and text != NONE else Cell(None, NONE)
