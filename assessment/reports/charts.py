"""Charts as hand-made SVG: numbers in, one picture out, the same on the page and on paper.

Every mark carries its paper colour as an attribute, and a class by which a page may give it another one. What matters
is never told by colour alone: states differ by the shape of their marker, and values stand beside as text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from markupsafe import Markup

from assessment.domain.gaps import State

INK, SOFT, GRID, BAND, BRAND = "#1c2a33", "#4a5a64", "#d8d2c6", "#bcd9dc", "#0f5563"
STATE_COLOURS = {
    State.CRITICAL: "#a5341a",
    State.TOLERATED: "#7a5600",
    State.MET: "#1d6b47",
    State.NOT_ASSESSABLE: "#55616a",
}
FONT = "Source Sans 3"


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture with the sentence that says what it shows."""

    name: str
    title: str
    svg: Markup


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
    """One level on the scale, from `lower` to `upper` (0-100)."""

    name: str
    lower: float
    upper: float


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a gap chart puts things: the plot's left edge and width, the height of a row, and the labels."""

    width: float
    left: float
    plot: float
    row: float
    label_above: bool

    def x(self, value: float) -> float:
        """Horizontal place of a value 0-100."""
        return self.left + self.plot * value / 100


WIDE = Layout(width=720, left=276, plot=320, row=39, label_above=False)
NARROW = Layout(width=340, left=10, plot=228, row=50, label_above=True)


def gap_chart(name: str, title: str, rows: Sequence[GapRow], legend: Sequence[str], layout: Layout = WIDE) -> Chart:
    """Maturity of every dimension against the band visitors tolerate; `legend` names the marks: band, then states."""
    top = 10.0
    bottom = top + layout.row * len(rows)
    parts = [_axis(layout, top, bottom)]
    for position, row in enumerate(rows):
        parts.append(_gap_row(row, layout, top + layout.row * position))
    parts.append(_legend(layout, bottom + 46, legend))
    return _chart(name, title, layout.width, bottom + (100 if layout.label_above else 64), parts)


def bar_chart(name: str, title: str, rows: Sequence[BarRow], required: float, mark: str) -> Chart:
    """Points of each practice of a dimension, with a line at the maturity it requires, named by `mark`."""
    left, plot, step, top = 46.0, 210.0, 20.0, 20.0
    bottom, at = top + step * len(rows), left + plot * required / 100
    parts = [_text(at, 11, mark, size=11, anchor="end" if required > 50 else "start", kind="soft")]
    for position, row in enumerate(rows):
        y = top + step * position
        parts.append(_text(0, y + 13, row.label, size=12))
        parts.append(_path(_box(left, y + 3, plot, 12), "track", "#ece8df"))
        if row.score is not None:
            parts.append(_path(_box(left, y + 3, max(2.0, plot * row.score / 100), 12), "bar", BRAND))
        parts.append(_text(left + plot + 8, y + 13, row.value, size=12))
    parts.append(_stroke(f"M{_n(at)} {_n(top - 4)}V{_n(bottom)}", "mark", INK, 2))
    return _chart(name, title, 300, bottom + 4, parts)


def level_scale(name: str, title: str, bands: Sequence[Band], score: float | None) -> Chart:
    """The five levels in a row, with a pointer at the score when there is one."""
    left, plot = 10.0, 340.0
    parts = []
    for position, band in enumerate(bands):
        x, width = left + plot * band.lower / 100, plot * (band.upper - band.lower) / 100
        here = score is not None and band.lower <= score and (score < band.upper or band.upper >= 100)
        colour = BRAND if here else ("#dcebec", "#e6f0f1")[position % 2]
        parts.append(_path(_box(x + 1, 22, width - 2, 16), "here" if here else "level", colour))
        weight = 600 if here else 400
        parts.append(_text(x + width / 2, 54, band.name, size=12, anchor="middle", weight=weight))
    if score is not None:
        x = left + plot * score / 100
        parts.append(_path(f"M{_n(x - 7)} 6H{_n(x + 7)}L{_n(x)} 19Z", "ink", INK))
    return _chart(name, title, 360, 62, parts)


def _gap_row(row: GapRow, layout: Layout, y: float) -> str:
    centre = y + (33 if layout.label_above else layout.row / 2)
    low, high = layout.x(row.minimum), layout.x(row.required)
    parts = [
        _path(_box(low, centre - 6, max(1.0, high - low), 12), "band", BAND),
        _stroke(f"M{_n(low)} {_n(centre - 9)}V{_n(centre + 9)}", "mark", INK, 1.2),
        _stroke(f"M{_n(high)} {_n(centre - 9)}V{_n(centre + 9)}", "mark", INK, 2.6),
    ]
    if row.score is not None:
        parts.append(_marker(layout.x(row.score), centre, row.state))
    if layout.label_above:
        parts.append(_text(layout.left, y + 18, row.label, size=13))
    else:
        parts.append(_text(layout.left - 14, centre + 4, row.label, size=13, anchor="end"))
    parts.append(_text(layout.left + layout.plot + 14, centre + 4, row.value, size=13, weight=600))
    return "".join(parts)


def _axis(layout: Layout, top: float, bottom: float) -> str:
    ticks = range(0, 101, 20)
    grid = "".join(f"M{_n(layout.x(tick))} {_n(top)}V{_n(bottom)}" for tick in ticks)
    labels = [_text(layout.x(t), bottom + 16, str(t), size=11, anchor="middle", kind="soft") for t in ticks]
    return _stroke(grid, "grid", GRID, 1) + "".join(labels)


def _legend(layout: Layout, y: float, words: Sequence[str]) -> str:
    x, parts = layout.left if layout.label_above else 20.0, []
    states = (None, State.CRITICAL, State.TOLERATED, State.MET)
    for position, (state, word) in enumerate(zip(states, words, strict=True)):
        if layout.label_above and position == 1:
            x, y = layout.left, y + 24
        if state is None:
            parts.append(_path(_box(x, y - 9, 26, 10), "band", BAND))
            parts.append(_stroke(f"M{_n(x)} {_n(y - 12)}v16M{_n(x + 26)} {_n(y - 12)}v16", "mark", INK, 1.6))
            x += 34
        else:
            parts.append(_marker(x + 6, y - 4, state))
            x += 19
        parts.append(_text(x, y, word, size=12, kind="soft"))
        x += 6.3 * len(word) + 20
    return "".join(parts)


def _marker(x: float, y: float, state: State) -> str:
    """Diamond below the minimum, disc inside the band, square beyond it."""
    shapes = {
        State.CRITICAL: f"M{_n(x)} {_n(y - 8)}l8 8l-8 8l-8 -8Z",
        State.TOLERATED: f"M{_n(x - 6.5)} {_n(y)}a6.5 6.5 0 1 0 13 0a6.5 6.5 0 1 0 -13 0Z",
        State.MET: _box(x - 6, y - 6, 12, 12),
    }
    return _path(shapes[state], state.value, STATE_COLOURS[state], halo=True)


def _chart(name: str, title: str, width: float, height: float, parts: Iterable[str]) -> Chart:
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_n(width)} {_n(height)}" class="chart" role="img"'
        f' aria-labelledby="{name}-title" font-family="{FONT}"><title id="{name}-title">{escape(title)}</title>'
        f"{''.join(parts)}</svg>"
    )
    return Chart(name, title, Markup(svg))  # noqa: S704 - every text in it went through escape()


def _text(
    x: float, y: float, words: str, *, size: float, anchor: str = "start", weight: int = 400, kind: str = "ink"
) -> str:
    colour = SOFT if kind == "soft" else INK
    place = "" if anchor == "start" else f' text-anchor="{anchor}"'
    bold = "" if weight == 400 else f' font-weight="{weight}"'
    return (
        f'<text x="{_n(x)}" y="{_n(y)}" font-size="{_n(size)}"{place}{bold} class="{kind}" fill="{colour}">'
        f"{escape(words)}</text>"
    )


def _path(d: str, kind: str, colour: str, *, halo: bool = False) -> str:
    edge = ' stroke="#ffffff" stroke-width="1.5"' if halo else ""
    return f'<path d="{d}" class="{kind}" fill="{colour}"{edge}/>'


def _stroke(d: str, kind: str, colour: str, width: float) -> str:
    return f'<path d="{d}" class="{kind}-line" fill="none" stroke="{colour}" stroke-width="{_n(width)}"/>'


def _box(x: float, y: float, width: float, height: float) -> str:
    return f"M{_n(x)} {_n(y)}h{_n(width)}v{_n(height)}h{_n(-width)}Z"


def _n(value: float) -> str:
    """A coordinate: a tenth of a unit is finer than any eye."""
    return f"{value:.1f}".removesuffix(".0")
