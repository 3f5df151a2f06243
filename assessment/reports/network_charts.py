"""Several groups or dimensions under each other on one scale: how scores are spread, and how they changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assessment.reports.svg import BAND, BRAND, GRID, INK, TRACK, Chart, box, disc, line, picture, shape, unit, words

WIDTH, LEFT, PLOT, ROW, TOP = 720.0, 276.0, 320.0, 31.0, 8.0
HATCH, GREY = 8.0, "#b3bcc2"
STEPS = (5, 10, 20, 30, 50, 100)
"""Ends of the scale of changes, in points: the smallest that holds all of them is taken."""


@dataclass(frozen=True, slots=True)
class ChartRow:
    """A cell of the publication under its name; `value` is what to print at its end, also where it is hidden."""

    label: str
    cell: Mapping[str, Any]
    value: str


def spread_rows(name: str, title: str, rows: Sequence[ChartRow]) -> Chart:
    """Mean with interval, median, middle half and tenths of each row, as far as they are shown, from 0 to 100."""
    bottom = TOP + ROW * len(rows)
    ticks = {tick: _x(tick) for tick in range(0, 101, 20)}
    parts = [_axis({str(tick): x for tick, x in ticks.items()}, bottom)]
    for place, row in enumerate(rows):
        parts.append(_words(row, TOP + ROW * (place + 0.5)))
        if "mean" in row.cell:
            parts.append(_spread(row.cell, TOP + ROW * (place + 0.5)))
    return picture(name, title, WIDTH, bottom + 24, parts)


def change_rows(name: str, title: str, rows: Sequence[ChartRow]) -> Chart:
    """Change of each row with its interval, as far as it is shown, around a line of no change."""
    shown = [row.cell["change"] for row in rows if "change" in row.cell]
    most = max((abs(one[end]) for one in shown for end in ("points", "low", "high")), default=0)
    far = next(step for step in STEPS if most <= step)
    places = {tick: LEFT + PLOT * (tick + far) / (2 * far) for tick in (-far, 0, far)}
    bottom = TOP + ROW * len(rows)
    labels = {f"+{tick}" if tick > 0 else f"\u2212{-tick}" if tick else "0": x for tick, x in places.items()}
    parts = [_axis(labels, bottom), line(f"M{unit(places[0])} {unit(TOP)}V{unit(bottom)}", "mark", INK, 1.4)]
    for place, row in enumerate(rows):
        y = TOP + ROW * (place + 0.5)
        parts.append(_words(row, y))
        if "change" in row.cell:
            ends = {end: LEFT + PLOT * (row.cell["change"][end] + far) / (2 * far) for end in ("points", "low", "high")}
            parts.append(_mean(ends["points"], ends["low"], ends["high"], y))
    return picture(name, title, WIDTH, bottom + 24, parts)


def hatch() -> str:
    """The tile that hidden cells are filled with; its corners are drawn too, so that the lines meet."""
    a, b, c, d = (unit(HATCH * part / 4) for part in (4, 1, 3, 5))
    lines = line(f"M0 {a}L{a} 0M-{b} {b}L{b} -{b}M{c} {d}L{d} {c}", "hatch", GREY, 0.9)
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="{a}" height="{a}" viewBox="0 0 {a} {a}">{lines}</svg>'


def _spread(cell: Mapping[str, Any], y: float) -> str:
    parts = [shape(box(LEFT, y - 3, PLOT, 6), "track", TRACK)]
    if "deciles" in cell:
        low, high = map(_x, cell["deciles"])
        parts.append(line(f"M{unit(low)} {unit(y)}H{unit(high)}", "mark", INK, 1.2))
    if "quartiles" in cell:
        low, high = map(_x, cell["quartiles"])
        parts.append(shape(box(low, y - 7, max(1.0, high - low), 14), "band", BAND))
    if "median" in cell:
        parts.append(line(f"M{unit(_x(cell['median']))} {unit(y - 8)}v16", "mark", INK, 2))
    parts.append(_mean(_x(cell["mean"]), _x(cell["low"]), _x(cell["high"]), y))
    return "".join(parts)


def _mean(at: float, low: float, high: float, y: float) -> str:
    interval = line(f"M{unit(low)} {unit(y)}H{unit(high)}", "bar", BRAND, 3)
    return interval + shape(disc(at, y, 5), "bar", BRAND, halo=True)


def _words(row: ChartRow, y: float) -> str:
    label = words(LEFT - 16, y + 4, row.label, size=13, anchor="end")
    hidden = not {"mean", "change"} & set(row.cell)
    value = words(LEFT + PLOT + 16, y + 4, row.value, size=12 if hidden else 13, weight=400 if hidden else 600)
    return label + value


def _axis(labels: Mapping[str, float], bottom: float) -> str:
    grid = "".join(f"M{unit(x)} {unit(TOP)}V{unit(bottom)}" for x in labels.values())
    named = [words(x, bottom + 16, label, size=11, anchor="middle", kind="soft") for label, x in labels.items()]
    return line(grid, "grid", GRID, 1) + "".join(named)


def _x(points: float) -> float:
    return LEFT + PLOT * points / 100
