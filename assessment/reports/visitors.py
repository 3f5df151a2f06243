"""What visitors said (dossier 2.6-2.8, 3.5), in words: how much is measured, what they find, where to act first."""

from __future__ import annotations

from dataclasses import dataclass

from assessment.domain.results import AssessmentResult, Instrument, VisitorReading
from assessment.domain.shrinkage import Blend
from assessment.domain.surveys import AttributeReading
from assessment.domain.visitor_gaps import ATTRACTIVE, MISSED_MUST_BE, Case, ImportanceMap, Quadrant
from assessment.reports.dimensions import state_words
from assessment.reports.formatting import NONE, Voice, one_line
from assessment.reports.index_charts import Axes, MapMark, ShareRow, importance_map, share_bars
from assessment.reports.svg import Chart
from assessment.reports.visitor_segments import DerivedView, SegmentsView, present_derived, present_segments

LABEL = 52
"""How many characters of a title fit above a bar; the table has all of it."""


@dataclass(frozen=True, slots=True)
class VisitorRow:
    """Something visitors judge: what they wish, accept and find, and how much of the wish is measured.

    `loss` is the gap weighed by how the thing acts on visitors.
    """

    title: str
    desired: str
    interval: str
    adequate: str
    perceived: str
    gap: str
    loss: str
    measured: str
    state: str
    state_word: str


@dataclass(frozen=True, slots=True)
class PlacedRow:
    """A numbered point of the map."""

    number: str
    title: str
    importance: str
    performance: str
    quadrant: str


@dataclass(frozen=True, slots=True)
class CaseRow:
    """The visitors' gap of one dimension beside its gap in maturity."""

    title: str
    perceived: str
    expected: str
    gap: str
    maturity_gap: str
    case: str


@dataclass(frozen=True, slots=True)
class VisitorsView:
    """What a survey of visitors brings."""

    sentence: str
    perception: str
    success: str
    rows: tuple[VisitorRow, ...]
    measured_chart: Chart
    map_chart: Chart | None
    map_note: str
    placed: tuple[PlacedRow, ...]
    cases: tuple[CaseRow, ...]
    loss_note: str
    segments: SegmentsView
    derived: DerivedView | None

    @property
    def charts(self) -> tuple[Chart, ...]:
        """The pictures there are."""
        return (self.measured_chart, *((self.map_chart,) if self.map_chart else ()))


def present_visitors(result: AssessmentResult, instrument: Instrument, voice: Voice) -> VisitorsView | None:
    """What is said of a survey; None without one."""
    visitors = result.visitors
    if visitors is None:
        return None
    titles = {item.id: voice.text(item.title) for item in instrument.expectations.attributes}
    segments = {item.id: voice.text(item.title) for item in instrument.expectations.segments}
    found = {code: item for code, item in visitors.reading.attributes.items() if code in titles}
    return VisitorsView(
        sentence=voice.say("Visitors who answered: %(count)s.", count=voice.number(visitors.reading.answers, 0)),
        perception=_perception(visitors, voice),
        success=_success(visitors, voice),
        rows=tuple(
            _row(item, titles[code], visitors.losses.get(code), voice, peers=code in visitors.from_peers)
            for code, item in found.items()
        ),
        measured_chart=_measured(found, titles, voice),
        map_chart=_map(visitors.map, titles, voice) if visitors.map else None,
        map_note=_map_note(visitors.map, voice) if visitors.map else "",
        placed=tuple(_placed(visitors.map, titles, voice)) if visitors.map else (),
        cases=tuple(_cases(visitors, result, voice)),
        loss_note=_loss_note(voice),
        segments=present_segments(visitors.reading, titles, segments, voice),
        derived=present_derived(visitors.reading, titles, voice),
    )


def _perception(visitors: VisitorReading, voice: Voice) -> str:
    value = visitors.reading.perception
    if value is None:
        return voice.say("Too few visitors said what they found for a reading of it.")
    return voice.say(
        "What they found, by itself and weighted by importance: %(value)s out of 100.", value=voice.number(value)
    )


def _success(visitors: VisitorReading, voice: Voice) -> str:
    success = visitors.reading.success
    if success is None:
        return ""
    return voice.say("Could do what they came for: %(share)s.", share=voice.percent(success))


def _loss_note(voice: Voice) -> str:
    return voice.say(
        "Loss: the points missed, times %(must)s for a must-be that is found below what is accepted, times %(delight)s "
        "for what delights but is not missed (Kano).",
        must=voice.short(MISSED_MUST_BE),
        delight=voice.short(ATTRACTIVE),
    )


def _row(item: AttributeReading, title: str, loss: float | None, voice: Voice, *, peers: bool) -> VisitorRow:
    return VisitorRow(
        title,
        voice.number(item.standing.desired),
        _interval(item.expected, voice),
        voice.number(item.standing.adequate),
        voice.number(item.perceived.value if item.perceived else None),
        voice.number(item.gap),
        voice.number(loss),
        _measured_words(item.expected, voice, peers=peers),
        item.state.value,
        state_words(voice)[item.state],
    )


def _interval(found: Blend, voice: Voice) -> str:
    low, high = max(0.0, found.low), min(100.0, found.high)
    return voice.say("%(low)s to %(high)s", low=voice.number(low, 0), high=voice.number(high, 0))


def _measured_words(found: Blend, voice: Voice, *, peers: bool) -> str:
    if peers:
        return voice.say(
            "%(measured)s measured, %(rest)s what peers’ visitors expect",
            measured=voice.percent(found.measured),
            rest=voice.percent(1 - found.measured),
        )
    return voice.say(
        "%(measured)s measured, %(default)s default",
        measured=voice.percent(found.measured),
        default=voice.percent(1 - found.measured),
    )


def _measured(found: dict[str, AttributeReading], titles: dict[str, str], voice: Voice) -> Chart:
    rows = [
        ShareRow(
            one_line(titles[code], LABEL),
            (item.expected.measured, 1 - item.expected.measured),
            (voice.percent(item.expected.measured), voice.percent(1 - item.expected.measured)),
        )
        for code, item in found.items()
    ]
    title = voice.say(
        "How much of each expectation is measured: %(values)s.",
        values="; ".join(f"{row.label} {row.values[0]}" for row in rows),
    )
    return share_bars(
        "chart-measured",
        title,
        rows,
        (voice.say("measured here"), voice.say("default, or what peers’ visitors expect")),
    )


def _quadrants(voice: Voice) -> dict[Quadrant, str]:
    return {
        Quadrant.ACT_FIRST: voice.say("Act first"),
        Quadrant.KEEP_UP: voice.say("Keep up"),
        Quadrant.LATER: voice.say("Later"),
        Quadrant.POSSIBLY_TOO_MUCH: voice.say("Possibly too much"),
    }


def _map(found: ImportanceMap, titles: dict[str, str], voice: Voice) -> Chart:
    names = _quadrants(voice)
    corners = (
        names[Quadrant.POSSIBLY_TOO_MUCH],
        names[Quadrant.KEEP_UP],
        names[Quadrant.LATER],
        names[Quadrant.ACT_FIRST],
    )
    marks = [
        MapMark(number, item.point.importance, item.point.performance, item.decided)
        for number, item in enumerate(found.points, start=1)
    ]
    title = voice.say(
        "Importance across, what visitors find upwards: %(values)s.",
        values="; ".join(f"{row.number} {row.title}, {row.quadrant}" for row in _placed(found, titles, voice)),
    )
    return importance_map(
        "chart-importance",
        title,
        Axes(voice.say("Importance"), voice.say("What visitors find"), corners),
        marks,
        (found.importance, found.performance.performance),
        (voice.say("decided"), voice.say("undecided")),
        found.performance.error,
    )


def _map_note(found: ImportanceMap, voice: Voice) -> str:
    if found.own:
        return voice.say(
            "The lines cross at the means of these points, as no peers are known yet. A hollow point is undecided: its "
            "interval crosses a line."
        )
    return voice.say(
        "The lines cross at the mean importance and at the mean of peers, %(mean)s, give or take %(error)s: the band. "
        "A hollow point is undecided: its interval crosses a line.",
        mean=voice.number(found.performance.performance),
        error=voice.number(found.performance.error),
    )


def _placed(found: ImportanceMap, titles: dict[str, str], voice: Voice) -> list[PlacedRow]:
    names = _quadrants(voice)
    return [
        PlacedRow(
            str(number),
            titles[item.point.id],
            voice.number(item.point.importance),
            voice.number(item.point.performance),
            names[item.quadrant]
            if item.decided
            else voice.say("%(quadrant)s (undecided)", quadrant=names[item.quadrant]),
        )
        for number, item in enumerate(found.points, start=1)
    ]


def _cases(visitors: VisitorReading, result: AssessmentResult, voice: Voice) -> list[CaseRow]:
    words = {
        Case.BOTH: voice.say("A real problem: visitors notice what is missing."),
        Case.MATURITY_ONLY: voice.say("A risk ahead: practices are short, visitors do not notice yet."),
        Case.VISITOR_ONLY: voice.say("Delivery, communication or too low a target: practices hold, visitors miss it."),
        Case.NONE: voice.say("No gap on either side."),
        None: NONE,
    }
    dimensions = {item.score.dimension.id: item for item in result.dimensions}
    return [
        CaseRow(
            voice.text(dimensions[item.dimension].score.dimension.title),
            voice.number(item.perceived),
            voice.number(item.expected),
            voice.number(item.gap),
            voice.number(dimensions[item.dimension].gap),
            words[item.case],
        )
        for item in visitors.gaps
        if item.dimension in dimensions
    ]
