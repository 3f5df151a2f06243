"""The value of a budget as a curve."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from assessment.reports.svg import BRAND, GRID, INK, Chart, disc, line, picture, shape, unit, words

WIDTH, HEIGHT = 720.0, 300.0
LEFT, TOP, RIGHT, BOTTOM = 56.0, 40.0, 690.0, 260.0
LINES = 4
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
    scale = Scale(max(mark.budget for mark in marks) or 1.0, max(mark.points for mark in marks) or 1.0)
    parts = [
        words(LEFT, 14, axis, size=12, kind="soft"),
        *_heights(scale, say),
        *_budgets(scale, curve),
        line("M" + "L".join(_at(scale, mark) for mark in curve), "bar", BRAND, 2.5),
        *(shape(disc(scale.x(mark.budget), scale.y(mark.points), 3), "bar", BRAND) for mark in curve),
        shape(disc(scale.x(here.budget), scale.y(here.points), 7), "ink", INK, halo=True),
        words(scale.x(here.budget), scale.y(here.points) - 14, here.label, size=13, anchor="middle", weight=600),
    ]
    return picture(name, title, WIDTH, HEIGHT, parts)


def _heights(scale: Scale, say: Callable[[float], str]) -> Iterator[str]:
    for step in range(LINES + 1):
        points = scale.points * step / LINES
        yield line(f"M{unit(LEFT)} {unit(scale.y(points))}H{unit(RIGHT)}", "grid", GRID, 1)
        yield words(LEFT - 8, scale.y(points) + 4, say(points), size=12, anchor="end", kind="soft")


def _budgets(scale: Scale, curve: Sequence[CurveMark]) -> Iterator[str]:
    for mark in curve[::EVERY]:
        x = scale.x(mark.budget)
        anchor = "end" if x > RIGHT - 1 else "middle"
        yield words(x, BOTTOM + 22, mark.label, size=12, anchor=anchor, kind="soft")


def _at(scale: Scale, mark: CurveMark) -> str:
    return f"{unit(scale.x(mark.budget))} {unit(scale.y(mark.points))}"
