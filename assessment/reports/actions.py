"""How the first steps are shown: what to do, the answer that calls for it, what it takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import fsum

from assessment.domain.actions import FindOut, RankedAction
from assessment.domain.questionnaire import Indicator
from assessment.domain.results import AssessmentResult, Instrument
from assessment.reports.dimensions import answered, level_word
from assessment.reports.formatting import NONE, Voice


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionView:
    """One action with the answer that calls for it, the next level's behaviour as its step, and what it `takes`."""

    id: str
    rank: str
    title: str
    practice: str
    answer_level: str
    answer: str
    step_level: str
    step: str
    takes: str
    closes: str
    once: str
    run: str
    days: str
    after: str | None


@dataclass(frozen=True, slots=True)
class FindOutView:
    """A dimension that cannot be assessed, and which practices to ask around for."""

    dimension: str
    unknown: tuple[str, ...]
    unanswered: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ActionsView:
    """The first actions and what they take `together`, those that would help later, and what to find out."""

    first: tuple[ActionView, ...]
    together: str
    later: tuple[ActionView, ...]
    find_out: tuple[FindOutView, ...]


def present_actions(result: AssessmentResult, instrument: Instrument, voice: Voice) -> ActionsView:
    """Everything a page or report says about actions."""
    titles = {action.id: voice.text(action.title) for action in instrument.actions.actions}
    ranked = (*result.actions.first, *result.actions.later)
    shown = [_action(item, rank, titles, voice) for rank, item in enumerate(ranked, start=1)]
    first = len(result.actions.first)
    return ActionsView(
        tuple(shown[:first]),
        _together(result, voice),
        tuple(shown[first:]),
        tuple(_find_out(item, voice) for item in result.actions.find_out),
    )


def _action(item: RankedAction, rank: int, titles: Mapping[str, str], voice: Voice) -> ActionView:
    score, action = item.trigger.score, item.action
    values = {
        "once": voice.euros(action.once),
        "run": yearly(action.run, voice),
        "days": voice.days(action.days),
        "closes": voice.number(item.closes, 2),
    }
    return ActionView(
        id=action.id,
        rank=str(rank),
        title=voice.text(action.title),
        practice=voice.text(item.indicator.title),
        answer_level=level_word(score.level, voice) if score.level is not None else NONE,
        answer=answered(score, voice),
        step_level=level_word(item.step, voice),
        step=voice.text(item.indicator.anchor(item.step)),
        takes=voice.say_amount(
            "Staff time %(days)s · once %(once)s · running cost %(run)s · closes %(closes)s weighted points",
            item.closes,
            2,
            **values,
        ),
        **values,
        after=voice.listing(titles[needed] for needed in action.requires) or None,
    )


def _together(result: AssessmentResult, voice: Voice) -> str:
    actions = [item.action for item in result.actions.first]
    return voice.say(
        "Together: %(days)s of staff time, %(once)s once and then %(run)s.",
        days=voice.days(fsum(action.days for action in actions)),
        once=voice.euros(fsum(action.once for action in actions)),
        run=yearly(fsum(action.run for action in actions), voice),
    )


def yearly(run: float, voice: Voice) -> str:
    """Euros a year, or what is saved in one."""
    if run < 0:
        return voice.say("saves %(amount)s a year", amount=voice.euros(-run))
    return voice.say("%(amount)s a year", amount=voice.euros(run))


def _find_out(item: FindOut, voice: Voice) -> FindOutView:
    def titles(indicators: tuple[Indicator, ...]) -> tuple[str, ...]:
        return tuple(voice.text(indicator.title) for indicator in indicators)

    return FindOutView(voice.text(item.dimension.score.dimension.title), titles(item.unknown), titles(item.unanswered))
