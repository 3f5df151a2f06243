"""What a board reads first of a publication: who answered, the whole, where it is weak and strong, the shortage."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from assessment.domain.publishing import DIMENSION, OVERALL
from assessment.domain.shortage import Claim
from assessment.reports.benchmark_tables import Cell, Row, Table
from assessment.reports.benchmarks import Presenter
from assessment.reports.charts import Band, level_scale
from assessment.reports.formatting import NONE
from assessment.reports.masked import WHOLE
from assessment.reports.svg import Chart
from assessment.translation import later

MOST = 3
PROVEN = {
    True: later(
        "Since wave %(wave)s, organisations that took part in both changed by %(points)s points (between "
        "%(low)s and %(high)s): more than chance would do."
    ),
    False: later(
        "Since wave %(wave)s, organisations that took part in both changed by %(points)s points (between "
        "%(low)s and %(high)s): chance may have done that."
    ),
}


@dataclass(frozen=True, slots=True)
class Point:
    """A dimension named in the summary: its mean and what is said of it."""

    title: str
    mean: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Summary:
    """The first pages: `score` is a dash when the mean is hidden, which `sentences` say then; `about` whom."""

    score: str
    heading: str
    about: tuple[str, ...]
    sentences: tuple[str, ...]
    weakest: tuple[Point, ...]
    strongest: tuple[Point, ...]
    shortage: tuple[str, ...]
    scale: Chart


def present_summary(presenter: Presenter, roles: Table | None) -> Summary:
    """The summary of a publication; `roles` is the table of digital project managers by region, if any."""
    whole = _whole(presenter)
    weakest, strongest = _ends(presenter)
    return Summary(
        score=presenter.voice.number(whole["mean"], 0) if "mean" in whole else NONE,
        heading=_heading(presenter, whole),
        about=presenter.about(),
        sentences=tuple(_overall(presenter, whole)),
        weakest=weakest,
        strongest=strongest,
        shortage=tuple(shortage_sentences(presenter, roles)),
        scale=_scale(presenter, whole),
    )


def _whole(presenter: Presenter) -> Mapping[str, Any]:
    cell: Mapping[str, Any] = presenter.document["groups"].get("", {}).get(OVERALL, {"hidden": {}})
    return cell


def _heading(presenter: Presenter, whole: Mapping[str, Any]) -> str:
    voice = presenter.voice
    if "mean" not in whole:
        return voice.say("The overall mean is not shown.")
    return voice.say("The mean overall score is %(mean)s points out of 100.", mean=voice.number(whole["mean"], 0))


def _overall(presenter: Presenter, whole: Mapping[str, Any]) -> Iterator[str]:
    if "mean" not in whole:
        if reason := whole["hidden"].get("mean", ""):
            yield from presenter.words.reasons({reason})
        return
    yield presenter.spread_sentence(presenter.words.metric(OVERALL), whole)
    if "change" in whole:
        yield change_sentence(presenter, whole["change"])


def change_sentence(presenter: Presenter, change: Mapping[str, Any]) -> str:
    """A shown change of the whole network in words."""
    said = {end: signed(presenter, change[end]) for end in ("points", "low", "high")}
    sentence = PROVEN[change["proven"]]
    return presenter.voice.say(sentence, wave=presenter.document["before"]["wave"], **said)


def signed(presenter: Presenter, points: int) -> str:
    """A number of points with its sign."""
    return ("+" if points > 0 else "") + presenter.voice.number(points, 0)


def _ends(presenter: Presenter) -> tuple[tuple[Point, ...], tuple[Point, ...]]:
    """The lowest and the highest dimensions of the network, never one as both."""
    cells = presenter.document["groups"].get("", {})
    found = [
        (cell["mean"], metric) for metric, cell in cells.items() if metric.startswith(DIMENSION) and "mean" in cell
    ]
    most = min(MOST, len(found) // 2)
    order = [_point(presenter, metric) for _, metric in sorted(found, key=lambda one: one[0])]
    return tuple(order[:most]), tuple(reversed(order[len(order) - most :]))


def _point(presenter: Presenter, metric: str) -> Point:
    cell, voice = presenter.document["groups"][""][metric], presenter.voice
    low, high = (voice.number(cell[end], 0) for end in ("low", "high"))
    sentence = voice.say("The mean lies between %(low)s and %(high)s, nine times in ten.", low=low, high=high)
    if "quartiles" in cell:
        lower, upper = cell["quartiles"]
        half = voice.say("Half of the organisations lie between %(low)s and %(high)s.", low=lower, high=upper)
        sentence = f"{sentence} {half}"
    return Point(presenter.words.metric(metric), voice.number(cell["mean"], 0), sentence)


def shortage_sentences(presenter: Presenter, roles: Table | None) -> Iterator[str]:
    """Whether there are too few digital project managers: the whole, then the regions where it is shown."""
    voice = presenter.voice
    if roles is None:
        yield voice.say("No organisation said who does its digital work, so nothing can be said of roles.")
        return
    for row in roles.rows:
        if row.key == WHOLE:
            yield from row.notes or (_hidden(presenter, row),)
    regions = [row for row in roles.rows if row.key != WHOLE]
    short = [row.title for row in regions if _cell(roles, row, "claim").value == Claim.SUPPORTED.value]
    hidden = sum(bool(_cell(roles, row, "claim").reason) for row in regions)
    if short:
        yield voice.say(
            "Proportionally too few, for staff, for nights and for need alike: %(regions)s.",
            regions=voice.listing(short),
        )
    elif hidden < len(regions):
        yield voice.say("In no region that is shown do staff, nights and need agree that there are too few.")
    if hidden:
        yield voice.say("Regions of which nothing can be said, to protect organisations: %(count)s.", count=hidden)


def _hidden(presenter: Presenter, whole: Row) -> str:
    reasons = "; ".join(dict.fromkeys(cell.text for cell in whole.cells if cell.reason))
    return presenter.voice.say("Need and presence of all are not shown: %(reason)s.", reason=reasons)


def _cell(table: Table, row: Row, key: str) -> Cell:
    found = (cell for column, cell in zip(table.columns, row.cells, strict=True) if column.key == key)
    return next(found, Cell(None, NONE))


def _scale(presenter: Presenter, whole: Mapping[str, Any]) -> Chart:
    """The five levels with the mean of the network, where it is shown."""
    levels, voice = presenter.words.instrument.questionnaire.levels, presenter.voice
    ends = (*(item.lower for item in levels[1:]), 100.0)
    mean = whole.get("mean")
    bands = [
        Band(voice.text(item.name), item.lower, end, mean is not None and item.lower <= mean < end)
        for item, end in zip(levels, ends, strict=True)
    ]
    interval = (whole["low"], whole["high"]) if mean is not None else None
    return level_scale("chart-level", _heading(presenter, whole), bands, mean, interval)
