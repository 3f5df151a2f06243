"""One published measure in all 18 regions: the table, and the same numbers as a map."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assessment.domain.observed import PROJECT_MANAGER
from assessment.domain.peer_groups import Axis
from assessment.domain.published_roles import roles_in
from assessment.domain.publishing import DIMENSION, OVERALL, key_of
from assessment.reports.benchmark_tables import Cell, Column, Row, Table
from assessment.reports.benchmark_words import ROUNDED, SHORT, Words
from assessment.reports.formatting import NONE
from assessment.reports.maps import MapValue, region_map, step_of, tile_map
from assessment.reports.published_roles import not_below_nothing
from assessment.reports.svg import Chart
from assessment.translation import later

Document = Mapping[str, Any]
SHORTAGE = "shortage"
"""What of the need for digital project managers is not covered, in percent."""

COLUMNS = {
    "n": later("Organisations"),
    "mean": later("Mean score"),
    "mean_low": later("Mean, from"),
    "mean_high": later("Mean, to"),
}
SHORTAGE_COLUMNS = {
    "n": later("Organisations"),
    "uncovered": later("Not covered, %"),
    "uncovered_low": later("Not covered, from"),
    "uncovered_high": later("Not covered, to"),
}
MAPS = {"outlines": region_map, "tiles": tile_map}
"""The ways to draw the regions."""


@dataclass(frozen=True, slots=True)
class Figure:
    """What is published of one region: its number 0-100 with the ends of its 90 % interval, or why it is hidden."""

    n: Sequence[int | None] = ()
    value: int | None = None
    ends: tuple[int | None, int | None] = (None, None)
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RegionsView:
    """A measure in all regions, for readers of one language; `title` says what the map shows."""

    title: str
    table: Table
    values: Mapping[str, MapValue]
    words: Words

    def picture(self, way: str) -> Chart:
        """The map drawn in one of the ways of MAPS."""
        return MAPS[way](f"regions-{way}", self.title, self.values, self.words.voice)


def region_metrics(document: Document) -> list[str]:
    """The measures there are of regions: the overall score, the dimensions, and the shortage where any is shown."""
    found = [one for one in document["metrics"] if one == OVERALL or one.startswith(DIMENSION)]
    shown = any("hidden" not in region for key, region in _managers(document).items() if key)
    return [*found, *([SHORTAGE] if shown else [])]


def measure(words: Words, metric: str) -> str:
    """What a measure of regions is called."""
    return (
        words.voice.say("Digital project managers not covered (in %)") if metric == SHORTAGE else words.metric(metric)
    )


def present_regions(document: Document, words: Words, metric: str) -> RegionsView:
    """One of the measures of `region_metrics`, in every region exactly once."""
    regions = {one.insee: one.name for one in words.instrument.regions}
    figures = {insee: _figure(document, metric, insee) for insee in regions}
    columns = SHORTAGE_COLUMNS if metric == SHORTAGE else COLUMNS
    rows = tuple(Row(insee, name, _cells(words, figures[insee])) for insee, name in regions.items())
    table = Table(
        measure(words, metric),
        words.voice.say("Region"),
        tuple(Column(key, words.voice.say(title)) for key, title in columns.items()),
        rows,
        words.reasons({figure.reason for figure in figures.values()}),
    )
    values = {insee: _value(words, name, figures[insee]) for insee, name in regions.items()}
    return RegionsView(_message(words, metric, regions, figures), table, values, words)


def _managers(document: Document) -> Document:
    return roles_in(document).get(PROJECT_MANAGER, {})


def _figure(document: Document, metric: str, insee: str) -> Figure:
    key = key_of(((Axis.REGION.value, insee),))
    if metric == SHORTAGE:
        return _shortage(_managers(document).get(key))
    cell = document["groups"].get(key, {}).get(metric)
    if cell is None:
        return Figure()
    if "about" in cell:
        return Figure(cell["n"], cell["about"], reason=ROUNDED)
    if "mean" not in cell:
        return Figure(reason=cell["hidden"]["mean"])
    return Figure(cell["n"], cell["mean"], (cell["low"], cell["high"]))


def _shortage(region: Document | None) -> Figure:
    if region is None:
        return Figure()
    if "hidden" in region:
        return Figure(reason=region["hidden"])
    low, high = region["uncovered_interval"] or (None, None)
    value, *ends = (None if one is None else not_below_nothing(one) for one in (region["uncovered"], low, high))
    return Figure(region["n"], value, (ends[0], ends[1]))


def _cells(words: Words, figure: Figure) -> tuple[Cell, ...]:
    if figure.reason == ROUNDED and figure.n and figure.value is not None:
        n, nothing = words.count(figure.n), Cell(None, NONE)
        return (Cell(n, n), words.rounded(figure.value), nothing, nothing)
    if figure.reason:
        return (Cell(None, words.voice.say(SHORT[figure.reason]), figure.reason),) * len(COLUMNS)
    count = words.count(figure.n) if figure.n else None
    numbers = (Cell(one, words.voice.number(one, 0)) for one in (figure.value, *figure.ends))
    return (Cell(count, count or NONE), *numbers)


def _value(words: Words, name: str, figure: Figure) -> MapValue:
    if figure.reason == ROUNDED and figure.value is not None:
        return MapValue(name, words.rounded(figure.value).text, step_of(figure.value))
    if figure.reason:
        return MapValue(name, words.voice.say(SHORT[figure.reason]), reason=words.voice.say(SHORT[figure.reason]))
    if figure.value is None:
        return MapValue(name, NONE)
    return MapValue(name, words.voice.number(figure.value, 0), step_of(figure.value))


def _message(words: Words, metric: str, regions: Mapping[str, str], figures: Mapping[str, Figure]) -> str:
    """What the map shows, in a sentence."""
    say, title = words.voice.say, measure(words, metric)
    shown = sorted((figure.value, regions[insee]) for insee, figure in figures.items() if figure.value is not None)
    if not shown:
        return say("%(measure)s by region: no number can be shown.", measure=title)
    (least, lowest), (most, highest) = shown[0], shown[-1]
    low, high = (words.voice.number(one, 0) for one in (least, most))
    if len(shown) == 1:
        return say(
            "%(measure)s by region: only that of %(region)s is shown, %(value)s.",
            measure=title,
            region=lowest,
            value=low,
        )
    return say(
        "%(measure)s by region: from %(low)s (%(lowest)s) to %(high)s (%(highest)s).",
        measure=title,
        low=low,
        lowest=lowest,
        high=high,
        highest=highest,
    )
