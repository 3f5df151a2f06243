"""Charts of scores: numbers in, one picture out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assessment.domain.gaps import State
from assessment.reports.svg import BAND, BRAND, GRID, INK, TRACK, Chart, box, disc, line, picture, shape, unit, words

LETTER = 0.58
"""Width of a letter of a bold word, in sizes of its type, with some to spare."""
STATE_COLOURS = {
    State.CRITICAL: "#a5341a",
    State.TOLERATED: "#7a5600",
    State.MET: "#1d6b47",
    State.NOT_ASSESSABLE: "#55616a",
}


@dataclass(frozen=True, slots=True)
class GapRow:
    """One dimension: its score (None when not assessable) against the band from minimum to required, 0-100 each."""

    label: str
    score: float | None
    minimum: float
    required: float
    state: State
    value: str


@dataclass(frozen=True, slots=True)
class BarRow:
    """One practice: its points 0-100, None when there is no answer; `value` is what to print at its end."""

    label: str
    score: float | None
    value: str


@dataclass(frozen=True, slots=True)
class Band:
    """One level on the scale, from `lower` to `upper` (0-100); `here` when the score may well be in it."""

    name: str
    lower: float
    upper: float
    here: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a gap chart puts things: the plot's left edge and width, the height of a row, the labels, and the key."""

    width: float
    left: float
    plot: float
    row: float
    label_above: bool
    key: float = 46

    def x(self, value: float) -> float:
        """Horizontal place of a value 0-100."""
        return self.left + self.plot * value / 100


WIDE = Layout(width=720, left=276, plot=320, row=39, label_above=False)
BOARD = Layout(width=640, left=290, plot=226, row=20, label_above=False, key=37)
"""For paper as wide as the page, where the smallest type must stay above 8.5 points."""
NARROW = Layout(width=340, left=10, plot=228, row=50, label_above=True)


def gap_chart(name: str, title: str, rows: Sequence[GapRow], legend: Sequence[str], layout: Layout = WIDE) -> Chart:
    """Maturity of every dimension against the band visitors tolerate; `legend` names the marks: band, then states."""
    top = 10.0
    bottom = top + layout.row * len(rows)
    parts = [axis(layout, top, bottom)]
    for position, row in enumerate(rows):
        parts.append(_gap_row(row, layout, top + layout.row * position))
    parts.append(_legend(layout, bottom + layout.key, legend))
    return picture(name, title, layout.width, bottom + layout.key + (54 if layout.label_above else 18), parts)


def bar_chart(name: str, title: str, rows: Sequence[BarRow], required: float, mark: str) -> Chart:
    """Points of each practice of a dimension, with a line at the maturity it requires, named by `mark`."""
    left, plot, step, top = 46.0, 210.0, 20.0, 20.0
    bottom, at = top + step * len(rows), left + plot * required / 100
    parts = [words(at, 11, mark, size=11, anchor="end" if required > 50 else "start", kind="soft")]
    for position, row in enumerate(rows):
        y = top + step * position
        parts.append(words(0, y + 13, row.label, size=12))
        parts.append(shape(box(left, y + 3, plot, 12), "track", TRACK))
        if row.score is not None:
            parts.append(shape(box(left, y + 3, max(2.0, plot * row.score / 100), 12), "bar", BRAND))
        parts.append(words(left + plot + 8, y + 13, row.value, size=12))
    parts.append(line(f"M{unit(at)} {unit(top - 4)}V{unit(bottom)}", "mark", INK, 2))
    return picture(name, title, 300, bottom + 4, parts)


def level_scale(
    name: str, title: str, bands: Sequence[Band], score: float | None, interval: tuple[float, float] | None = None
) -> Chart:
    """The five levels in a row, with a pointer at the score when there is one and a bracket over its interval."""
    left, plot = 10.0, 340.0
    parts = []
    for position, band in enumerate(bands):
        x, width = left + plot * band.lower / 100, plot * (band.upper - band.lower) / 100
        colour = BRAND if band.here else ("#dcebec", "#e6f0f1")[position % 2]
        parts.append(shape(box(x + 1, 22, width - 2, 16), "here" if band.here else "level", colour))
        weight = 600 if band.here else 400
        size = min(12.0, (width - 2) / (LETTER * len(band.name)))
        parts.append(words(x + width / 2, 60, band.name, size=size, anchor="middle", weight=weight))
    if interval:
        low, high = (left + plot * end / 100 for end in interval)
        parts.append(line(f"M{unit(low)} 40v5H{unit(high)}v-5", "mark", INK, 1.4))
    if score is not None:
        x = left + plot * score / 100
        parts.append(shape(f"M{unit(x - 7)} 6H{unit(x + 7)}L{unit(x)} 19Z", "ink", INK))
    return picture(name, title, 360, 68, parts)


def _gap_row(row: GapRow, layout: Layout, y: float) -> str:
    centre = y + (33 if layout.label_above else layout.row / 2)
    low, high = layout.x(row.minimum), layout.x(row.required)
    parts = [
        shape(box(low, centre - 6, max(1.0, high - low), 12), "band", BAND),
        line(f"M{unit(low)} {unit(centre - 9)}V{unit(centre + 9)}", "mark", INK, 1.2),
        line(f"M{unit(high)} {unit(centre - 9)}V{unit(centre + 9)}", "mark", INK, 2.6),
    ]
    if row.score is not None:
        parts.append(_marker(layout.x(row.score), centre, row.state))
    if layout.label_above:
        parts.append(words(layout.left, y + 18, row.label, size=13))
    else:
        parts.append(words(layout.left - 14, centre + 4, row.label, size=13, anchor="end"))
    parts.append(words(layout.left + layout.plot + 14, centre + 4, row.value, size=13, weight=600))
    return "".join(parts)


def axis(layout: Layout, top: float, bottom: float) -> str:
    """The lines and numbers of the scale from 0 to 100 behind rows that stand from `top` to `bottom`."""
    ticks = range(0, 101, 20)
    grid = "".join(f"M{unit(layout.x(tick))} {unit(top)}V{unit(bottom)}" for tick in ticks)
    labels = [words(layout.x(t), bottom + 16, str(t), size=11, anchor="middle", kind="soft") for t in ticks]
    return line(grid, "grid", GRID, 1) + "".join(labels)


def _legend(layout: Layout, y: float, named: Sequence[str]) -> str:
    x, parts = layout.left if layout.label_above else 20.0, []
    states = (None, State.CRITICAL, State.TOLERATED, State.MET)
    for position, (state, word) in enumerate(zip(states, named, strict=True)):
        if layout.label_above and position == 1:
            x, y = layout.left, y + 24
        if state is None:
            parts.append(shape(box(x, y - 9, 26, 10), "band", BAND))
            parts.append(line(f"M{unit(x)} {unit(y - 12)}v16M{unit(x + 26)} {unit(y - 12)}v16", "mark", INK, 1.6))
            x += 34
        else:
            parts.append(_marker(x + 6, y - 4, state))
            x += 19
        parts.append(words(x, y, word, size=12, kind="soft"))
        x += 6.3 * len(word) + 20
    return "".join(parts)


def _marker(x: float, y: float, state: State) -> str:
    """Diamond below the minimum, disc inside the band, square beyond it."""
    shapes = {
        State.CRITICAL: f"M{unit(x)} {unit(y - 8)}l8 8l-8 8l-8 -8Z",
        State.TOLERATED: disc(x, y, 6.5),
        State.MET: box(x - 6, y - 6, 12, 12),
    }
    return shape(shapes[state], state.value, STATE_COLOURS[state], halo=True)
