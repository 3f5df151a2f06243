"""What the layout engine works out although it is known, given at once; inside the worker process only.

Two things of that kind take a fifth of the time of a report, and the PDF is the same byte for byte without them:

- Every box is asked for some eighty properties. Most answers are the initial value or what the box around has, and the
  engine finds them by a walk through every rule there is for values. What a rule sets, and what needs work, goes on the
  engine's own way.
- Every line of text is laid out, forgotten, and laid out again to be drawn. It is kept, unless its words are to be
  spread over the line, which is only known when it is drawn.

This reaches into the engine, whose version is fixed for that reason.
"""

from __future__ import annotations

from typing import Any

from weasyprint.css import ComputedStyle
from weasyprint.css.computed_values import PHYSICAL_FUNCTIONS
from weasyprint.css.properties import INHERITED, INITIAL_NOT_COMPUTED, INITIAL_VALUES
from weasyprint.text.line_break import Layout

COMPUTE = ComputedStyle.__missing__
FORGET, LAY_OUT_AGAIN = Layout.deactivate, Layout.reactivate

OF_THEIR_OWN = {"float", "display", "position", "page"}
"""Properties that depend on each other or on all boxes around."""
DECORATION = "text_decoration_"
"""The start of those that are neither inherited nor initial, but handed down."""
LOGICAL = {name(block="ttb", inline=inline) for name in PHYSICAL_FUNCTIONS.values() for inline in ("ltr", "rtl")}
"""Properties such as `margin_inline_start`, which set the physical one that is asked for."""
PLAIN = {name for name in INITIAL_VALUES if name not in OF_THEIR_OWN and not name.startswith(DECORATION)}
FROM_AROUND = PLAIN & INHERITED
FROM_THE_START = {name: INITIAL_VALUES[name] for name in PLAIN - INHERITED - INITIAL_NOT_COMPUTED}


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


def keep(layout: Any) -> None:
    """Keep a line of text until it is drawn."""


def ready(layout: Any, style: Any) -> None:
    """Make a line of text ready to be drawn in a style."""
    if layout.justification_spacing or style is not layout.style:
        LAY_OUT_AGAIN(layout, style)


def install() -> None:
    """Take these ways from now on."""
    ComputedStyle.__missing__ = value
    Layout.deactivate, Layout.reactivate = keep, ready
