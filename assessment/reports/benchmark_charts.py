"""A group's scores on a line from 0 to 100: its middle half, its tenths, its mean, and one's own mark."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assessment.reports.svg import BAND, BRAND, GRID, INK, TRACK, Chart, box, disc, line, picture, shape, unit, words

WIDTH, LEFT, PLOT = 300.0, 10.0, 280.0
CENTRE = 20.0


def spread_chart(name: str, title: str, cell: Mapping[str, Any], own: float | None = None, mark: str = "") -> Chart:
    """The spread of a shown group (a cell of the publication, in points); `own` is a score 0-100, called `mark`."""
    parts = [shape(box(LEFT, CENTRE - 4, PLOT, 8), "track", TRACK)]
    parts += [line(f"M{unit(_x(tick))} {unit(CENTRE + 8)}v5", "grid", GRID, 1) for tick in (0, 50, 100)]
    parts += [
        words(_x(tick), CENTRE + 25, str(tick), size=11, anchor=anchor, kind="soft")
        for tick, anchor in ((0, "start"), (50, "middle"), (100, "end"))
    ]
    if "deciles" in cell:
        low, high = cell["deciles"]
        parts.append(line(f"M{unit(_x(low))} {unit(CENTRE)}H{unit(_x(high))}", "mark", INK, 1.2))
    if "quartiles" in cell:
        low, high = cell["quartiles"]
        parts.append(shape(box(_x(low), CENTRE - 8, max(1.0, _x(high) - _x(low)), 16), "band", BAND))
    if "median" in cell:
        parts.append(line(f"M{unit(_x(cell['median']))} {unit(CENTRE - 9)}v18", "mark", INK, 2))
    parts.append(line(f"M{unit(_x(cell['low']))} {unit(CENTRE)}H{unit(_x(cell['high']))}", "bar", BRAND, 3))
    parts.append(shape(disc(_x(cell["mean"]), CENTRE, 5), "bar", BRAND, halo=True))
    if own is not None:
        x = _x(own)
        parts.append(shape(f"M{unit(x - 6)} 0H{unit(x + 6)}L{unit(x)} 11Z", "ink", INK))
        side = "end" if own > 60 else "start"
        parts.append(words(x + (-9 if own > 60 else 9), 9, mark, size=11, anchor=side))
    return picture(name, title, WIDTH, CENTRE + 30, parts)


def _x(points: float) -> float:
    return LEFT + PLOT * points / 100
