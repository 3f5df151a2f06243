"""The summary for a board: what fits on one page whatever the texts, taken from what the report says."""

from __future__ import annotations

from dataclasses import dataclass

from assessment.domain.results import AssessmentResult
from assessment.reports.charts import BOARD
from assessment.reports.formatting import Voice
from assessment.reports.gap_pictures import gap_picture
from assessment.reports.own_place import OwnPlace
from assessment.reports.plan_views import PlanningView
from assessment.reports.presenters import HighlightView, ResultView
from assessment.reports.svg import Chart

ACTIONS, ROLES = 3, 4
CUT = "…"
NAME, ABOUT, HEADING, PRACTICE, TITLE, MEANING, SENTENCE, CERTAINTY = 88, 100, 48, 38, 60, 140, 190, 225
"""Characters there is room for: of the name, what it is, a dimension, a practice, a role or action, what a level
means, sentences, and what is said of certainty."""


@dataclass(frozen=True, slots=True)
class BoardPoint:
    """A strength or a gap: the dimension, its score and state, and the practice that shows it."""

    title: str
    score: str
    state: str
    detail: str


@dataclass(frozen=True, slots=True)
class BoardLine:
    """A role or an action, and what it takes."""

    title: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardView:
    """Everything on the page, already short enough; `more_roles` says how many roles are only in the report.

    `place` is the organisation among its peers and `plan` what a budget would do, each empty where there is none.
    """

    name: str
    about: str
    score: str
    unit: str
    level: str
    meaning: str
    sentence: str
    certainty: str
    strengths: tuple[BoardPoint, ...]
    gaps: tuple[BoardPoint, ...]
    roles: tuple[BoardLine, ...]
    more_roles: str
    actions: tuple[BoardLine, ...]
    place: str
    plan: str
    questionnaire: str
    chart: Chart


def present_board(
    result: AssessmentResult,
    view: ResultView,
    *,
    place: OwnPlace | None = None,
    plan: PlanningView | None = None,
) -> BoardView:
    """The page of an assessment, in the language of its view; `place` and `plan` as in the report."""
    voice, overall, organisation = Voice(view.language), view.overall, view.organisation
    return BoardView(
        name=shortened(organisation.name, NAME),
        about=shortened(" · ".join((organisation.type, organisation.region, organisation.territory)), ABOUT),
        score=overall.score,
        unit=voice.say("points out of 100") if overall.level else "",
        level=shortened(overall.level_heading if overall.level else overall.completeness, HEADING),
        meaning=shortened(_meaning(view), MEANING),
        sentence=shortened(overall.sentence, MEANING),
        certainty=shortened(_sentences(view.certainties.interval, view.certainties.confidence), CERTAINTY),
        strengths=tuple(_strength(item, voice) for item in view.strengths),
        gaps=tuple(_gap(item, voice) for item in view.gaps),
        roles=_roles(view, voice),
        more_roles=_more_roles(view, voice),
        actions=_actions(view, voice),
        place=whole_sentences(_place(place, overall.value), SENTENCE),
        plan=whole_sentences(_plan(plan), SENTENCE) if plan else "",
        questionnaire=shortened(view.questionnaire.title, TITLE),
        chart=gap_picture("chart-board", result, voice, BOARD),
    )


def shortened(text: str, most: int) -> str:
    """A text of at most `most` characters, ended between two words where that is possible."""
    if len(text) <= most:
        return text
    kept = text[: most - 1]
    whole = kept.rpartition(" ")[0] if " " in kept[most // 2 :] else kept
    return whole.rstrip(" ,;:·–") + CUT


def whole_sentences(text: str, most: int) -> str:
    """As many whole sentences as fill at least half of `most` characters, then a mark; else the text shortened."""
    if len(text) <= most:
        return text
    kept = text[: most - 1].rpartition(". ")[0]
    return f"{kept}. {CUT}" if 2 * len(kept) >= most else shortened(text, most)


def _sentences(*found: str | None) -> str:
    return " ".join(sentence for sentence in found if sentence)


def _meaning(view: ResultView) -> str:
    gates = view.certainties.gates
    if not view.overall.level:
        return view.overall.completeness_sentence
    return _sentences(view.overall.level_reading, gates.overall if gates else None)


def _strength(item: HighlightView, voice: Voice) -> BoardPoint:
    return _point(item, voice.say("Strongest: %(practice)s", practice=shortened(item.practice.title, PRACTICE)))


def _gap(item: HighlightView, voice: Voice) -> BoardPoint:
    found = item.dimension
    short = voice.say_amount(
        "%(gap)s points short of %(required)s. Weakest: %(practice)s",
        found.missing,
        gap=found.gap,
        required=found.required,
        practice=shortened(item.practice.title, PRACTICE),
    )
    return _point(item, short)


def _point(item: HighlightView, detail: str) -> BoardPoint:
    found = item.dimension
    return BoardPoint(shortened(found.title, HEADING), found.score, found.state, detail)


def _roles(view: ResultView, voice: Voice) -> tuple[BoardLine, ...]:
    return tuple(
        BoardLine(
            shortened(role.title, TITLE),
            voice.say("%(days)s a year – %(mode)s", days=role.days, mode=role.mode_word),
        )
        for role in view.roles.proposed[:ROLES]
    )


def _more_roles(view: ResultView, voice: Voice) -> str:
    rest = len(view.roles.proposed) - ROLES
    if rest < 1:
        return ""
    return voice.say_number("And %(count)s more, in the full report.", rest, count=rest)


def _actions(view: ResultView, voice: Voice) -> tuple[BoardLine, ...]:
    return tuple(
        BoardLine(
            shortened(action.title, TITLE),
            voice.say(
                "%(days)s, %(once)s once, then %(run)s",
                days=action.days,
                once=action.once,
                run=action.run,
            ),
        )
        for action in view.actions.first[:ACTIONS]
    )


def _plan(plan: PlanningView) -> str:
    """What the announced budget would do, before what was announced."""
    return _sentences(f"{plan.announced.title}.", plan.announced.takes, plan.request)


def _place(place: OwnPlace | None, score: float | None) -> str:
    """Where the score of the whole stands among the peers' scores, before who these are."""
    if place is None or not place.rows or score is None:
        return ""
    row = place.rows[0]
    return _sentences(row.place or row.peers, place.group)
