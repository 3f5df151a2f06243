"""Scores at two waves on one line each: a hollow mark then, a full mark now, a thick line where the change is real."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from assessment.reports.charts import BOARD, NARROW, WIDE, Layout, axis
from assessment.reports.svg import BRAND, Chart, disc, line, picture, ring, shape, unit, words

CHANCE = "#7d8790"
RADIUS = 6.0


@dataclass(frozen=True, slots=True)
class WaveRow:
    """One dimension: its scores 0-100 then and now (None without one), and whether it changed by more than chance."""

    label: str
    then: float | None
    now: float | None
    proven: bool
    value: str


class WaveCharts(NamedTuple):
    """The same chart for a wide page, for a narrow one, and for paper."""

    wide: Chart
    narrow: Chart
    paper: Chart


def wave_chart(name: str, title: str, rows: Sequence[WaveRow], legend: Sequence[str], layout: Layout = WIDE) -> Chart:
    """Where each dimension was and is; `legend` names the marks: then, now, a real change, what may be chance."""
    top = 10.0
    bottom = top + layout.row * len(rows)
    parts = [axis(layout, top, bottom)]
    parts += [_row(row, layout, top + layout.row * position) for position, row in enumerate(rows)]
    parts.append(_legend(layout, bottom + layout.key, legend))
    return picture(name, title, layout.width, bottom + layout.key + (54 if layout.label_above else 18), parts)


def wave_charts(name: str, title: str, rows: Sequence[WaveRow], legend: Sequence[str]) -> WaveCharts:
    """The chart for each place where it stands."""
    wide = wave_chart(name, title, rows, legend)
    narrow = wave_chart(f"{name}-narrow", title, rows, legend, NARROW)
    return WaveCharts(wide, narrow, wave_chart(f"{name}-paper", title, rows, legend, BOARD))


def _row(row: WaveRow, layout: Layout, y: float) -> str:
    centre = y + (33 if layout.label_above else layout.row / 2)
    parts = []
    if row.then is not None and row.now is not None:
        parts.append(_way(layout.x(row.then), layout.x(row.now), centre, proven=row.proven))
    if row.then is not None:
        parts.append(ring(layout.x(row.then), centre, RADIUS - 0.5))
    if row.now is not None:
        parts.append(shape(disc(layout.x(row.now), centre, RADIUS), "bar", BRAND, halo=True))
    if layout.label_above:
        parts.append(words(layout.left, y + 18, row.label, size=13))
    else:
        parts.append(words(layout.left - 14, centre + 4, row.label, size=13, anchor="end"))
    parts.append(words(layout.left + layout.plot + 14, centre + 4, row.value, size=13, weight=600))
    return "".join(parts)


def _way(start: float, end: float, y: float, *, proven: bool) -> str:
    kind, colour, width = ("bar", BRAND, 4.0) if proven else ("soft", CHANCE, 1.4)
    return line(f"M{unit(start)} {unit(y)}H{unit(end)}", kind, colour, width)


def _legend(layout: Layout, y: float, named: Sequence[str]) -> str:
    left = layout.left if layout.label_above else 20.0
    x, parts = left, []
    for position, word in enumerate(named):
        if layout.label_above and position == 2:
            x, y = left, y + 24
        parts.append(_mark(position, x, y - 4))
        x += 20 if position < 2 else 34
        parts.append(words(x, y, word, size=12, kind="soft"))
        x += 6.3 * len(word) + 20
    return "".join(parts)


def _mark(position: int, x: float, y: float) -> str:
    if position == 0:
        return ring(x + RADIUS, y, RADIUS - 0.5)
    if position == 1:
        return shape(disc(x + RADIUS, y, RADIUS), "bar", BRAND, halo=True)
    return _way(x, x + 26, y, proven=position == 2)
