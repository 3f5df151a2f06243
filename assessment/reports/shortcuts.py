"""What the layout engine works out although it is known, given at once; inside the worker process only.

- Every box is asked for some eighty properties. Most answers are the initial value or what the box around has, and the
  engine finds them by a walk through every rule there is for values. What a rule sets, and what needs work, goes on the
  engine's own way.
- Margins, paddings, widths, the height of a line and whether a box floats are worked out again for every box, although
  all boxes of a style have the same unless a percentage is among them.

The PDF is the same, byte for byte.

This reaches into the engine, whose version is fixed for that reason.
"""

from __future__ import annotations

from math import inf
from typing import Any

from weasyprint.css import ComputedStyle
from weasyprint.css.computed_values import PHYSICAL_FUNCTIONS
from weasyprint.css.properties import INHERITED, INITIAL_NOT_COMPUTED, INITIAL_VALUES
from weasyprint.formatting_structure.boxes import Box
from weasyprint.layout import block, inline, percent, table

COMPUTE = ComputedStyle.__missing__
RESOLVE, STRUT, IN_FLOW = percent.resolve_percentages, inline.strut, Box.is_in_normal_flow

OF_THEIR_OWN = {"float", "display", "position", "page"}
"""Properties that depend on each other or on all boxes around."""
DECORATION = "text_decoration_"
"""The start of those that are neither inherited nor initial, but handed down."""
LOGICAL = {name(block="ttb", inline=inline) for name in PHYSICAL_FUNCTIONS.values() for inline in ("ltr", "rtl")}
"""Properties such as `margin_inline_start`, which set the physical one that is asked for."""
PLAIN = {name for name in INITIAL_VALUES if name not in OF_THEIR_OWN and not name.startswith(DECORATION)}
FROM_AROUND = PLAIN & INHERITED
FROM_THE_START = {name: INITIAL_VALUES[name] for name in PLAIN - INHERITED - INITIAL_NOT_COMPUTED}
SIDES = ("left", "right", "top", "bottom")
LENGTHS = (
    *(f"{edge}_{side}" for edge in ("margin", "padding") for side in SIDES),
    *(f"{most}{way}" for way in ("width", "height") for most in ("", "min_", "max_")),
)
FREE = {"width": "auto", "height": "auto", "min_width": 0, "min_height": 0, "max_width": inf, "max_height": inf}
"""What borders and paddings are not taken from."""
BORDERS = tuple(f"border_{side}_width" for side in SIDES)


def value(style: Any, name: str) -> Any:
    """The value of a property of a box that is asked for the first time."""
    set_by_rules = style.cascaded
    if name in set_by_rules or (name in PHYSICAL_FUNCTIONS and not LOGICAL.isdisjoint(set_by_rules)):
        return COMPUTE(style, name)
    if name in FROM_THE_START:
        found = style[name] = FROM_THE_START[name]
        return found
    if name in FROM_AROUND and style.parent_style is not None:
        found = style[name] = style.parent_style[name]
        return found
    return COMPUTE(style, name)


def lengths(box: Any, containing_block: Any) -> None:
    """Set the lengths of a box that stands in another one, or in a width and height."""
    known = box.style.__dict__.get("lengths")
    if known is None:
        known = box.style.lengths = _lengths(box.style)
    if not known:
        RESOLVE(box, containing_block)
        return
    every, borders = known
    box.__dict__.update(every)
    if borders and BORDERS[0] not in box.__dict__:  # a table that joins its borders has set them already
        box.__dict__.update(borders)


def strut(style: Any) -> Any:
    """Height of a line of a style and where letters stand in it."""
    known = style.__dict__.get("strut")
    if known is None:
        known = style.strut = STRUT(style)
    return known


def in_flow(box: Any) -> bool:
    """Whether a box stands where its place among the others puts it."""
    known: bool | None = box.style.__dict__.get("in_flow")
    if known is None:
        known = box.style.in_flow = IN_FLOW(box)
    return known


def install() -> None:
    """Take these ways from now on."""
    ComputedStyle.__missing__ = value
    block.resolve_percentages = inline.resolve_percentages = table.resolve_percentages = lengths
    inline.strut = strut
    Box.is_in_normal_flow = in_flow


def _lengths(style: Any) -> Any:
    """The lengths of every box of a style, and its borders where boxes may share them; empty where it depends."""
    set_by_style = {name: style[name] for name in LENGTHS}
    fixed = all(value == "auto" or getattr(value, "unit", None) == "px" for value in set_by_style.values())
    every = {name: value if value == "auto" else value.value for name, value in set_by_style.items()} if fixed else {}
    every |= {name: 0 for name in ("min_width", "min_height") if every.get(name) == "auto"}
    free = all(every.get(name) == value for name, value in FREE.items())
    if not fixed or not (free or style["box_sizing"] == "content-box"):
        return ()
    borders = {name: style[name] for name in BORDERS}
    return (every, borders) if style["border_collapse"] == "collapse" else (every | borders, {})
