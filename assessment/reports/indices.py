"""The five indices of their own (dossier 3.8) in words, each with its facts or with what it lacks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assessment.domain.indices import BudgetBalance, Indices, PurposeShare, Quadrant, Vocation
from assessment.domain.problems import Problem
from assessment.domain.questionnaire import Questionnaire
from assessment.domain.results import AssessmentResult, Instrument
from assessment.reports.audiences import AudiencesView, present_audiences
from assessment.reports.formatting import Voice
from assessment.reports.funnels import FunnelView, present_funnel
from assessment.reports.index_charts import Axes, RangeRow, range_bars, vocation_map
from assessment.reports.naming import FactNames
from assessment.reports.problems import problem_text
from assessment.reports.svg import Chart


@dataclass(frozen=True, slots=True)
class AxisView:
    """One axis of the quadrant."""

    title: str
    score: str
    ambition: str
    short: str


@dataclass(frozen=True, slots=True)
class VocationView:
    """The quadrant of inspiration and connection."""

    reading: str
    axes: tuple[AxisView, AxisView]
    chart: Chart


@dataclass(frozen=True, slots=True)
class PurposeView:
    """A purpose of digital spending, its share, its usual band, and how it stands to it."""

    title: str
    share: str
    band: str
    verdict: str


@dataclass(frozen=True, slots=True)
class BalanceView:
    """The balance of digital spending; `ratio` is empty when nothing goes to reach and directory."""

    reading: str
    ratio: str
    purposes: tuple[PurposeView, ...]
    chart: Chart


@dataclass(frozen=True, slots=True)
class IndicesView:
    """The indices in order; `missing` holds, by index, the sentence that says which facts it lacks."""

    audiences: AudiencesView
    vocation: VocationView | None
    balance: BalanceView | None
    funnel: FunnelView | None
    missing: Mapping[str, str]
    problems: tuple[str, ...]

    @property
    def charts(self) -> tuple[Chart, ...]:
        """The pictures there are."""
        found = (self.audiences, self.vocation, self.balance)
        return tuple(item.chart for item in found if item is not None and item.chart is not None)


def present_indices(result: AssessmentResult, instrument: Instrument, voice: Voice) -> IndicesView:
    """Everything a page or report says about the indices."""
    indices, questionnaire = result.indices, result.questionnaire
    names = FactNames(questionnaire, voice)
    return IndicesView(
        audiences=present_audiences(indices, questionnaire, voice),
        vocation=_vocation(indices.quadrant, instrument, voice) if indices.quadrant else None,
        balance=_balance(indices.balance, names, voice) if indices.balance else None,
        funnel=present_funnel(indices.funnel, names, voice) if indices.funnel else None,
        missing=_missing(indices, questionnaire, names, voice),
        problems=tuple(_problem(item, names, voice) for item in indices.problems),
    )


def _missing(indices: Indices, questionnaire: Questionnaire, names: FactNames, voice: Voice) -> Mapping[str, str]:
    found = {
        index: voice.say("Not worked out; missing facts: %(facts)s.", facts=names.lacking(codes))
        for index, codes in indices.missing.items()
    }
    if "quadrant" in indices.missing:
        titles = (voice.text(questionnaire.dimension_by_id[code].title) for code in indices.missing["quadrant"])
        found["quadrant"] = voice.say(
            "Not worked out; too few answers on: %(dimensions)s.", dimensions=voice.listing(titles)
        )
    return found


def _problem(problem: Problem, names: FactNames, voice: Voice) -> str:
    place = [str(step) for step in problem.path if step != "facts"]
    title = names.fact(place[0]) if len(place) == 1 else names.part(*place[:2])
    return voice.say("“%(title)s”: %(problem)s", title=title, problem=problem_text(problem, voice.language))


def _vocations(voice: Voice) -> dict[Vocation, str]:
    return {
        Vocation.MAGAZINE: voice.say("Magazine"),
        Vocation.BRIDGE: voice.say("Bridge"),
        Vocation.SLEEPING_WINDOW: voice.say("Sleeping window"),
        Vocation.COUNTER: voice.say("Counter"),
    }


def _vocation(found: Quadrant, instrument: Instrument, voice: Voice) -> VocationView:
    titles = instrument.questionnaire.dimension_by_id
    axes, ambition = instrument.expectations.axes, found.ambition
    connect, inspire = voice.text(titles[axes.connect].title), voice.text(titles[axes.inspire].title)
    reading = _vocation_reading(found, voice)
    title = voice.say(
        "%(across)s across, %(upwards)s upwards. %(reading)s", across=connect, upwards=inspire, reading=reading
    )
    names = _vocations(voice)
    order = (Vocation.MAGAZINE, Vocation.BRIDGE, Vocation.SLEEPING_WINDOW, Vocation.COUNTER)
    corners = (names[order[0]], names[order[1]], names[order[2]], names[order[3]])
    return VocationView(
        reading,
        (
            _axis(inspire, found.inspire, ambition.inspire, voice),
            _axis(connect, found.connect, ambition.connect, voice),
        ),
        vocation_map(
            "chart-vocation",
            title,
            Axes(connect, inspire, corners),
            (found.connect, found.inspire),
            (ambition.connect, ambition.inspire),
            (voice.say("where you stand"), voice.say("where you want to stand")),
        ),
    )


def _axis(title: str, score: float, ambition: float, voice: Voice) -> AxisView:
    return AxisView(title, voice.number(score), voice.number(ambition), voice.number(max(0.0, ambition - score)))


def _vocation_reading(found: Quadrant, voice: Voice) -> str:
    names = _vocations(voice)
    values = {
        "here": names[found.vocation],
        "wanted": names[found.wanted],
        "distance": voice.number(found.distance),
    }
    if not found.distance:
        return voice.say("You stand in “%(here)s”, and the ambition is reached on both axes.", **values)
    if found.vocation is found.wanted:
        return voice.say_amount(
            "You stand in “%(here)s”, where you want to be; the ambition is still %(distance)s points away.",
            found.distance,
            **values,
        )
    return voice.say_amount(
        "You stand in “%(here)s” and want to stand in “%(wanted)s”, %(distance)s points away.", found.distance, **values
    )


def _balance(found: BudgetBalance, names: FactNames, voice: Voice) -> BalanceView:
    purposes = tuple(_purpose(item, names, voice) for item in found.purposes)
    reading = _balance_reading(found, names, voice)
    rows = [
        RangeRow(view.title, item.share, item.band.low, item.band.high, view.share)
        for view, item in zip(purposes, found.purposes, strict=True)
    ]
    title = voice.say(
        "Share of digital spending by purpose: %(values)s.",
        values="; ".join(f"{row.label} {row.value}" for row in rows),
    )
    return BalanceView(
        reading,
        _ratio(found, voice),
        purposes,
        range_bars("chart-balance", title, rows, voice.say("usual band (our default)")),
    )


def _purpose(item: PurposeShare, names: FactNames, voice: Voice) -> PurposeView:
    title, share = names.part("F_DIGB", item.purpose), voice.percent(item.share)
    return PurposeView(title, share, _band(item, voice), _verdict(item, voice))


def _verdict(item: PurposeShare, voice: Voice) -> str:
    if not item.excess:
        return voice.say("within")
    return voice.say("above") if item.above else voice.say("below")


def _band(item: PurposeShare, voice: Voice) -> str:
    return voice.say(
        "%(low)s to %(high)s", low=voice.number(100 * item.band.low, 0), high=voice.percent(item.band.high)
    )


def _balance_reading(found: BudgetBalance, names: FactNames, voice: Voice) -> str:
    furthest = max(found.purposes, key=lambda item: item.excess)
    if not furthest.excess:
        return voice.say("Balance 100 out of 100: every purpose gets a share within its usual band.")
    return voice.say(
        "Balance %(balance)s out of 100: furthest from its usual band is “%(purpose)s”, with %(share)s of the spending "
        "against %(band)s.",
        balance=voice.number(found.balance),
        purpose=names.part("F_DIGB", furthest.purpose),
        share=voice.percent(furthest.share),
        band=_band(furthest, voice),
    )


def _ratio(found: BudgetBalance, voice: Voice) -> str:
    if found.content_ratio is None:
        return ""
    ratio = voice.number(found.content_ratio, 2)
    if found.flagged:
        return voice.say(
            "Content gets €%(ratio)s for each euro spent on reach and directory: little to show to those who come.",
            ratio=ratio,
        )
    return voice.say("Content gets €%(ratio)s for each euro spent on reach and directory.", ratio=ratio)
