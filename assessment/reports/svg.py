"""The strokes our charts are made of: hand-written SVG, the same on the page and on paper.

Every mark carries its paper colour as an attribute, and a class by which a page may give it another one. What matters
is never told by colour alone: states differ by the shape of their marker, and values stand beside as text.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from markupsafe import Markup

INK, SOFT, GRID, BAND, BRAND, TRACK = "#1c2a33", "#4a5a64", "#d8d2c6", "#bcd9dc", "#0f5563", "#ece8df"
PAPER = "#ffffff"
FONT = "Source Sans 3"
CIRCLE = 0.5523
"""How far the handles of four curves reach, in radii, to make a circle."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture with the sentence that says what it shows."""

    name: str
    title: str
    svg: Markup


def picture(name: str, title: str, width: float, height: float, parts: Iterable[str], description: str = "") -> Chart:
    """The whole of `width` by `height` units, made of `parts` that are markup already.

    A `description` says in words what is too much for the title.
    """
    described = f' aria-describedby="{name}-desc"' if description else ""
    desc = f'<desc id="{name}-desc">{escape(description)}</desc>' if description else ""
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {unit(width)} {unit(height)}" class="chart" role="img"'
        f' aria-labelledby="{name}-title"{described} font-family="{FONT}">'
        f'<title id="{name}-title">{escape(title)}</title>{desc}{"".join(parts)}</svg>'
    )
    return Chart(name, title, Markup(svg))  # noqa: S704 - every text in it went through escape()


def words(
    x: float, y: float, text: str, *, size: float, anchor: str = "start", weight: int = 400, kind: str = "ink"
) -> str:
    """Any text, escaped; `kind` is ink, soft, or on-bar for text upon a dark bar."""
    colour = {"soft": SOFT, "on-bar": PAPER}.get(kind, INK)
    side = "" if anchor == "start" else f' text-anchor="{anchor}"'
    bold = "" if weight == 400 else f' font-weight="{weight}"'
    return (
        f'<text x="{unit(x)}" y="{unit(y)}" font-size="{unit(size)}"{side}{bold} class="{kind}" fill="{colour}">'
        f"{escape(text)}</text>"
    )


def shape(d: str, kind: str, colour: str, *, halo: bool = False) -> str:
    """A filled path; a halo keeps it apart from what is behind."""
    edge = f' stroke="{PAPER}" stroke-width="1.5"' if halo else ""
    return f'<path d="{d}" class="{kind}" fill="{colour}"{edge}/>'


def ring(x: float, y: float, radius: float) -> str:
    """A hollow disc."""
    return f'<path d="{disc(x, y, radius)}" class="ring" fill="{PAPER}" stroke="{INK}" stroke-width="1.8"/>'


def line(d: str, kind: str, colour: str, width: float) -> str:
    """A path that is drawn and not filled."""
    return f'<path d="{d}" class="{kind}-line" fill="none" stroke="{colour}" stroke-width="{unit(width)}"/>'


def box(x: float, y: float, width: float, height: float) -> str:
    """The path of a rectangle."""
    return f"M{unit(x)} {unit(y)}h{unit(width)}v{unit(height)}h{unit(-width)}Z"


def disc(x: float, y: float, radius: float) -> str:
    """The path of a disc, in curves rather than arcs: some printing programs make arcs angular."""
    r, c, far = unit(radius), unit(radius * CIRCLE), unit(radius * (1 - CIRCLE))
    quarters = (
        f"c0 -{c} {far} -{r} {r} -{r}c{c} 0 {r} {far} {r} {r}c0 {c} -{far} {r} -{r} {r}c-{c} 0 -{r} -{far} -{r} -{r}"
    )
    return f"M{unit(x - radius)} {unit(y)}{quarters}Z"


def unit(value: float) -> str:
    """A coordinate: a tenth of a unit is finer than any eye."""
    return f"{value:.1f}".removesuffix(".0")
