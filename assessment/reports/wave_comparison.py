"""Two waves of one organisation in words: what changed, by more than chance or not, for its page and its PDF."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from assessment.domain.publishing import DIMENSION, OVERALL
from assessment.domain.results import AssessmentResult
from assessment.domain.wave_comparison import Comparison, DimensionChange, Measured, Turn, Verdict
from assessment.domain.waves import LEAST_ANCHORS
from assessment.reports.certainty import level_words
from assessment.reports.dimensions import state_words
from assessment.reports.formatting import MINUS, NONE, Voice, one_line
from assessment.reports.wave_changes import (
    ActionRow,
    PracticeRow,
    RoleRow,
    present_actions,
    present_practices,
    present_roles,
)
from assessment.reports.wave_charts import WaveCharts, WaveRow, wave_charts

Shifts = Mapping[str, int]
"""By metric of a publication: points by which the network's organisations of both waves changed."""


@dataclass(frozen=True, slots=True)
class WaveSide:
    """One of the two waves: when it was sent (empty when not known), its questionnaire's version, its score, level."""

    day: str
    version: str
    score: str
    level: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRow:
    """One score at both waves: the change, what it amounts to, how far the network moved, states then and now.

    `note` marks a broken series.
    """

    title: str
    then: str
    now: str
    change: str
    verdict: str
    proven: bool
    network: str
    state_then: str
    state_now: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WavesView:
    """Everything said of two waves. `closed` and `opened` are sentences on dimensions that changed their state.

    There are no `charts` where no dimension can be compared.
    """

    name: str
    then: WaveSide
    now: WaveSide
    message: str
    notes: tuple[str, ...]
    rows: tuple[ChangeRow, ...]
    with_network: bool
    charts: WaveCharts | None
    closed: tuple[str, ...]
    opened: tuple[str, ...]
    risen: tuple[PracticeRow, ...]
    fallen: tuple[PracticeRow, ...]
    roles: tuple[RoleRow, ...]
    actions: tuple[ActionRow, ...]


def present_waves(
    comparison: Comparison,
    language: str,
    *,
    days: tuple[date | None, date | None] = (None, None),
    shifts: Shifts | None = None,
) -> WavesView:
    """Say a comparison in a language; `days` are those on which the two were sent, `shifts` the network's where told.

    Numbers are rounded here and nowhere later.
    """
    voice, moved = Voice(language), shifts or {}
    rows = tuple(_dimension(item, moved, voice) for item in comparison.dimensions)
    return WavesView(
        name=one_line(comparison.now.assessment.organisation.name),
        then=_side(comparison.then, days[0], voice),
        now=_side(comparison.now, days[1], voice),
        message=_message(comparison.overall, voice),
        notes=tuple(_notes(comparison, moved, voice)),
        rows=(_overall(comparison, moved, voice), *rows),
        with_network=bool(moved),
        charts=_charts(comparison, rows, voice),
        closed=_turned(comparison, (Turn.CLOSED, Turn.EASED), voice),
        opened=_turned(comparison, (Turn.OPENED, Turn.WORSENED), voice),
        risen=present_practices(comparison, 1, voice),
        fallen=present_practices(comparison, -1, voice),
        roles=present_roles(comparison, voice),
        actions=present_actions(comparison, voice),
    )


def signed(value: float, voice: Voice, places: int = 1) -> str:
    """A change with its sign: +4.2, −1.0, 0.0."""
    text = voice.number(value, places)
    plain = text.strip("0.,") == ""
    return text if plain or text.startswith(MINUS) else f"+{text}"


def _side(result: AssessmentResult, day: date | None, voice: Voice) -> WaveSide:
    level = level_words(result.certainties.overall, voice)
    return WaveSide(
        voice.date(day) if day else "",
        result.questionnaire.version,
        voice.number(result.overall.score),
        level.heading if level else NONE,
    )


def _message(overall: Measured | None, voice: Voice) -> str:
    if overall is None:
        return voice.say("The overall scores cannot be compared: too little was asked and answered alike.")
    values = {
        "then": voice.number(overall.then),
        "now": voice.number(overall.now),
        "points": voice.number(abs(overall.points)),
        "margin": voice.number(overall.margin),
    }
    return {
        Verdict.RISEN: voice.say_amount(
            "From %(then)s to %(now)s: a rise of %(points)s points, more than chance would bring (%(margin)s).",
            overall.points,
            **values,
        ),
        Verdict.FALLEN: voice.say_amount(
            "From %(then)s to %(now)s: a fall of %(points)s points, more than chance would bring (%(margin)s).",
            overall.points,
            **values,
        ),
        Verdict.CHANCE: voice.say_amount(
            "From %(then)s to %(now)s: %(points)s points apart, which may be chance alone (up to %(margin)s).",
            overall.points,
            **values,
        ),
    }[overall.verdict]


def _notes(comparison: Comparison, shifts: Shifts, voice: Voice) -> list[str]:
    found = []
    if not comparison.same_form:
        found.append(
            voice.say(
                "One of the two waves asked the full form, the other the express form: only what both asked counts."
            )
        )
    if comparison.broken:
        found.append(
            voice.say(
                "The two versions of the questionnaire differ: practices worded otherwise are left out, and dimensions "
                "that keep less than %(least)s of their practices are not compared. Broken series: %(names)s.",
                least=voice.percent(LEAST_ANCHORS),
                names=voice.listing(voice.text(item.now.score.dimension.title) for item in comparison.broken),
            )
        )
    overall = comparison.overall
    if OVERALL in shifts and overall:
        found.append(
            voice.say(
                "In the network, the organisations of both waves moved by %(network)s points on average; here, by "
                "%(points)s.",
                network=signed(shifts[OVERALL], voice, 0),
                points=signed(overall.points, voice),
            )
        )
    found.append(
        voice.say(
            "Regression to the mean: whoever stood low in one wave tends to stand higher in the next without having "
            "done anything, and whoever stood high, lower. Read a change beside that of the network."
        )
    )
    return found


def _verdict(measured: Measured | None, voice: Voice) -> str:
    if measured is None:
        return voice.say("Not comparable")
    return {
        Verdict.RISEN: voice.say("Real rise"),
        Verdict.FALLEN: voice.say("Real fall"),
        Verdict.CHANCE: voice.say("May be chance"),
    }[measured.verdict]


def _overall(comparison: Comparison, shifts: Shifts, voice: Voice) -> ChangeRow:
    title, overall = voice.say("Overall"), comparison.overall
    scores = comparison.then.overall.score, comparison.now.overall.score
    return _row(title, overall, scores, ("", ""), shifts.get(OVERALL), _note(overall, voice), voice)


def _dimension(item: DimensionChange, shifts: Shifts, voice: Voice) -> ChangeRow:
    dimension, words = item.now.score.dimension, state_words(voice)
    scores = (item.then.score.score if item.then else None), item.now.score.score
    states = (words[item.then.state] if item.then else NONE), words[item.now.state]
    note = voice.say("Broken series") if item.kept < 1 and item.measured is None else _note(item.measured, voice)
    shift = shifts.get(f"{DIMENSION}{dimension.id}")
    return _row(voice.text(dimension.title), item.measured, scores, states, shift, note, voice)


def _row(
    title: str,
    measured: Measured | None,
    scores: tuple[float | None, float | None],
    states: tuple[str, str],
    shift: int | None,
    note: str,
    voice: Voice,
) -> ChangeRow:
    then, now = (measured.then, measured.now) if measured else scores
    return ChangeRow(
        title=title,
        then=voice.number(then),
        now=voice.number(now),
        change=signed(measured.points, voice) if measured else NONE,
        verdict=_verdict(measured, voice),
        proven=measured is not None and measured.verdict is not Verdict.CHANCE,
        network=NONE if shift is None else signed(shift, voice, 0),
        state_then=states[0],
        state_now=states[1],
        note=note,
    )


def _note(measured: Measured | None, voice: Voice) -> str:
    if measured is None or not measured.broken:
        return ""
    return voice.say("Broken series: scores of the %(share)s asked alike.", share=voice.percent(measured.kept))


def _charts(comparison: Comparison, rows: Sequence[ChangeRow], voice: Voice) -> WaveCharts | None:
    if all(item.measured is None for item in comparison.dimensions):
        return None
    shown = [
        WaveRow(
            row.title,
            item.measured.then if item.measured else None,
            item.measured.now if item.measured else None,
            row.proven,
            row.change if item.measured else row.verdict,
        )
        for row, item in zip(rows, comparison.dimensions, strict=True)
    ]
    values = "; ".join(
        voice.say("%(title)s from %(then)s to %(now)s, %(verdict)s", **_said(row))
        if row.change != NONE
        else voice.say("%(title)s: %(verdict)s", **_said(row))
        for row in rows
    )
    title = voice.say("Maturity of each dimension then and now, 0 to 100: %(values)s.", values=values)
    legend = (voice.say("then"), voice.say("now"), voice.say("real change"), voice.say("may be chance"))
    return wave_charts("chart-waves", title, shown, legend)


def _said(row: ChangeRow) -> dict[str, str]:
    return {"title": row.title, "then": row.then, "now": row.now, "verdict": row.verdict.lower()}


def _turned(comparison: Comparison, turns: tuple[Turn, ...], voice: Voice) -> tuple[str, ...]:
    words = state_words(voice)
    return tuple(
        voice.say(
            "%(title)s: %(then)s, now %(now)s",
            title=voice.text(item.now.score.dimension.title),
            then=words[item.then.state].lower(),
            now=words[item.now.state].lower(),
        )
        for item in comparison.dimensions
        if item.then and item.turn in turns
    )
