"""Charts of the indices and of what visitors said: numbers in, one picture out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assessment.reports.svg import (
    BAND,
    BRAND,
    GRID,
    INK,
    TRACK,
    Chart,
    box,
    disc,
    line,
    picture,
    ring,
    shape,
    unit,
    words,
)

TONES = (("bar", BRAND, "on-bar"), ("band", BAND, "ink"), ("track", TRACK, "ink"))
LEFT, PLOT, WIDTH = 10.0, 340.0, 360.0
LEAST_SHARE_WITH_WORDS = 0.11


@dataclass(frozen=True, slots=True)
class ShareRow:
    """One whole in parts: shares 0-1 and, for each, what to print upon it."""

    label: str
    shares: tuple[float, ...]
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RangeRow:
    """A share (0-1) against the band from `low` to `high`; `value` is what to print at its end."""

    label: str
    share: float
    low: float
    high: float
    value: str


@dataclass(frozen=True, slots=True)
class MapMark:
    """A numbered point, 0-100 on both axes; hollow when it is not decided."""

    number: int
    x: float
    y: float
    decided: bool


@dataclass(frozen=True, slots=True)
class Axes:
    """What the axes of a map are called, and its corners: above left and right, below left and right."""

    across: str
    upwards: str
    corners: tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Plane:
    """A square map; `across` and `upwards` are the least and most value of each axis."""

    across: tuple[float, float]
    upwards: tuple[float, float]
    left: float = 30
    top: float = 26
    side: float = 320

    def x(self, value: float) -> float:
        """Place across."""
        low, high = self.across
        return self.left + self.side * (value - low) / (high - low)

    def y(self, value: float) -> float:
        """Place upwards."""
        low, high = self.upwards
        return self.top + self.side * (high - value) / (high - low)


def share_bars(name: str, title: str, rows: Sequence[ShareRow], legend: Sequence[str]) -> Chart:
    """Wholes in two or three parts, one above the other; `legend` names the parts."""
    parts = []
    for position, row in enumerate(rows):
        y, x = 42.0 * position, LEFT
        parts.append(words(LEFT, y + 13, row.label, size=13))
        for share, value, (kind, colour, ink) in zip(row.shares, row.values, TONES, strict=False):
            parts.append(shape(box(x, y + 19, PLOT * share, 17), kind, colour))
            if share >= LEAST_SHARE_WITH_WORDS:
                parts.append(words(x + PLOT * share / 2, y + 32, value, size=12, anchor="middle", kind=ink))
            x += PLOT * share
    bottom = 42.0 * len(rows) + 14
    for position, (word, (kind, colour, _)) in enumerate(zip(legend, TONES, strict=False)):
        y = bottom + 20 * position
        parts += [shape(box(LEFT, y - 10, 20, 12), kind, colour), words(LEFT + 28, y, word, size=12, kind="soft")]
    return picture(name, title, WIDTH, bottom + 20 * len(legend) - 12, parts)


def range_bars(name: str, title: str, rows: Sequence[RangeRow], legend: str) -> Chart:
    """Shares as bars upon the band in which they usually lie; `legend` names the band."""
    most = max(max(row.share, row.high) for row in rows)
    parts = []
    for position, row in enumerate(rows):
        y = 42.0 * position
        low, high, end = (LEFT + PLOT * value / most for value in (row.low, row.high, row.share))
        parts += [
            words(LEFT, y + 13, row.label, size=13),
            words(LEFT + PLOT, y + 13, row.value, size=13, anchor="end", weight=600),
            shape(box(LEFT, y + 19, PLOT, 16), "track", TRACK),
            shape(box(low, y + 19, high - low, 16), "band", BAND),
            shape(box(LEFT, y + 23, max(1.0, end - LEFT), 8), "bar", BRAND),
            line(f"M{unit(low)} {unit(y + 17)}v20M{unit(high)} {unit(y + 17)}v20", "mark", INK, 1.2),
        ]
    bottom = 42.0 * len(rows) + 16
    parts += [
        shape(box(LEFT, bottom - 10, 20, 12), "band", BAND),
        words(LEFT + 28, bottom, legend, size=12, kind="soft"),
    ]
    return picture(name, title, WIDTH, bottom + 8, parts)


def vocation_map(
    name: str, title: str, axes: Axes, here: tuple[float, float], wanted: tuple[float, float], legend: tuple[str, str]
) -> Chart:
    """Where the organisation stands and wants to stand, in the four quadrants that meet at 50."""
    plane = Plane((0, 100), (0, 100))
    start, end = (plane.x(here[0]), plane.y(here[1])), (plane.x(wanted[0]), plane.y(wanted[1]))
    parts = [*_plane(plane, axes, (50, 50))]
    parts.append(line(f"M{unit(start[0])} {unit(start[1])}L{unit(end[0])} {unit(end[1])}", "mark", INK, 1.2))
    parts += [ring(*end, 8), shape(disc(*start, 8), "bar", BRAND, halo=True)]
    parts += [shape(disc(40, 392, 6), "bar", BRAND), words(52, 396, legend[0], size=14, kind="soft")]
    parts += [ring(180, 392, 6), words(192, 396, legend[1], size=14, kind="soft")]
    return picture(name, title, WIDTH, 404, parts)


def importance_map(
    name: str,
    title: str,
    axes: Axes,
    marks: Sequence[MapMark],
    cross: tuple[float, float],
    legend: tuple[str, str],
    band: float = 0.0,
) -> Chart:
    """What visitors judge by importance and by what they find.

    `cross` is where the quadrants meet; a `band` of so many points lies on either side of its height.
    """
    plane = Plane(_span([cross[0], *(mark.x for mark in marks)]), _span([cross[1], *(mark.y for mark in marks)]))
    parts = [*_plane(plane, axes, cross, band)]
    for mark in marks:
        x, y = plane.x(mark.x), plane.y(mark.y)
        parts.append(shape(disc(x, y, 9), "bar", BRAND, halo=True) if mark.decided else ring(x, y, 9))
        ink = "on-bar" if mark.decided else "ink"
        parts.append(words(x, y + 4, str(mark.number), size=11, anchor="middle", weight=600, kind=ink))
    parts += [shape(disc(40, 392, 6), "bar", BRAND), words(52, 396, legend[0], size=14, kind="soft")]
    parts += [ring(140, 392, 6), words(152, 396, legend[1], size=14, kind="soft")]
    return picture(name, title, WIDTH, 404, parts)


def _span(values: Sequence[float]) -> tuple[float, float]:
    """Whole tens around values 0-100, with room for their points."""
    return max(0.0, 10 * ((min(values) - 3) // 10)), min(100.0, 10 * ((max(values) + 3) // 10 + 1))


def _band(plane: Plane, centre: float, half: float) -> Iterator[str]:
    """The stripe in which the line across probably lies."""
    low, high = (min(plane.upwards[1], max(plane.upwards[0], centre + side * half)) for side in (-1, 1))
    if high > low:
        yield shape(box(plane.left, plane.y(high), plane.side, plane.y(low) - plane.y(high)), "band", BAND)


def _plane(plane: Plane, axes: Axes, cross: tuple[float, float], band: float = 0.0) -> list[str]:
    right, bottom, inner = plane.left + plane.side, plane.top + plane.side, 8
    x, y = plane.x(cross[0]), plane.y(cross[1])
    lines = f"M{unit(x)} {unit(plane.top)}V{unit(bottom)}M{unit(plane.left)} {unit(y)}H{unit(right)}"
    corners = ((plane.left + inner, plane.top + 18), (right - inner, plane.top + 18))
    below = ((plane.left + inner, bottom - 10), (right - inner, bottom - 10))
    return [
        shape(box(plane.left, plane.top, plane.side, plane.side), "track", TRACK),
        *_band(plane, cross[1], band),
        line(lines, "grid", GRID, 1.4),
        *(
            words(*spot, corner, size=16, anchor=("start", "end")[position % 2], weight=600, kind="soft")
            for position, (spot, corner) in enumerate(zip((*corners, *below), axes.corners, strict=True))
        ),
        words(plane.left, plane.top - 10, axes.upwards, size=14),
        words(right, bottom + 32, axes.across, size=14, anchor="end"),
        *(words(plane.x(t), bottom + 15, unit(t), size=13, anchor="middle", kind="soft") for t in plane.across),
        *(words(plane.left - 6, plane.y(t) + 4, unit(t), size=13, anchor="end", kind="soft") for t in plane.upwards),
    ]
