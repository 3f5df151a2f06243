"""The value of a budget as a curve."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from assessment.reports.svg import BRAND, GRID, INK, Chart, disc, line, picture, shape, unit, words

WIDTH, HEIGHT = 720.0, 222.0
LEFT, TOP, RIGHT, BOTTOM = 56.0, 40.0, 690.0, 190.0
EDGE = 60.0
"""Within so many units of either end, a label goes inwards."""
LINES = 4
"""Grid lines above zero that a chart has at the most."""
ROUND_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
EVERY = 5
"""Every fifth budget is named below the curve."""


@dataclass(frozen=True, slots=True)
class CurveMark:
    """One budget (euros), the points it closes, and what to call it."""

    budget: float
    points: float
    label: str


@dataclass(frozen=True, slots=True)
class Scale:
    """What the right and upper ends of a curve stand for."""

    budget: float
    points: float

    def x(self, budget: float) -> float:
        """Horizontal place of a budget."""
        return LEFT + (RIGHT - LEFT) * budget / self.budget

    def y(self, points: float) -> float:
        """Vertical place of points."""
        return BOTTOM - (BOTTOM - TOP) * points / self.points


def value_chart(
    name: str, title: str, curve: Sequence[CurveMark], here: CurveMark, axis: str, say: Callable[[float], str]
) -> Chart:
    """Points closed by budget, rising from left to right, with a mark at the announced one; `say` puts a number."""
    marks = (*curve, here)
    step = round_step(max(mark.points for mark in marks))
    top = step * ceil(max(mark.points for mark in marks) / step) or step
    scale = Scale(max(mark.budget for mark in marks) or 1.0, top)
    x = scale.x(here.budget)
    parts = [
        words(LEFT, 14, axis, size=12, kind="soft"),
        *_heights(scale, step, say),
        *_budgets(scale, curve),
        line("M" + "L".join(_at(scale, mark) for mark in curve), "bar", BRAND, 2.5),
        *(shape(disc(scale.x(mark.budget), scale.y(mark.points), 3), "bar", BRAND) for mark in curve),
        shape(disc(x, scale.y(here.points), 7), "ink", INK, halo=True),
        words(x, scale.y(here.points) - 14, here.label, size=13, anchor=_side(x), weight=600),
    ]
    return picture(name, title, WIDTH, HEIGHT, parts)


def round_step(most: float) -> float:
    """The smallest round distance between grid lines with which at most `LINES` of them reach `most` points."""
    if most <= 0:
        return 1.0
    power = 10.0 ** floor(log10(most / LINES))
    return next(step * power for step in ROUND_STEPS if step * power * LINES >= most)


def _side(x: float) -> str:
    """On which side of its mark a label has room."""
    if x < LEFT + EDGE:
        return "start"
    return "end" if x > RIGHT - EDGE else "middle"


def _heights(scale: Scale, step: float, say: Callable[[float], str]) -> Iterator[str]:
    for number in range(round(scale.points / step) + 1):
        points = step * number
        yield line(f"M{unit(LEFT)} {unit(scale.y(points))}H{unit(RIGHT)}", "grid", GRID, 1)
        yield words(LEFT - 8, scale.y(points) + 4, say(points), size=12, anchor="end", kind="soft")


def _budgets(scale: Scale, curve: Sequence[CurveMark]) -> Iterator[str]:
    for mark in curve[::EVERY]:
        x = scale.x(mark.budget)
        anchor = "end" if x > RIGHT - 1 else "middle"
        yield words(x, BOTTOM + 22, mark.label, size=12, anchor=anchor, kind="soft")


def _at(scale: Scale, mark: CurveMark) -> str:
    return f"{unit(scale.x(mark.budget))} {unit(scale.y(mark.points))}"
