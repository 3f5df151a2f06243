"""Text of charts laid out a whole string at a time, inside the worker process only.

The layout engine lays out every letter of an SVG text by itself, which takes half the time of a chart and breaks
words up for whoever copies them. Charts of ours need no positions by letter, so their strings are laid out once; any
text that asks for more goes the engine's own way. This reaches into the engine, whose version is fixed for that reason.
"""

from __future__ import annotations

import sys
from math import inf
from typing import Any

import weasyprint.svg
from weasyprint.css.properties import INITIAL_VALUES
from weasyprint.draw.text import draw_emojis
from weasyprint.matrix import Matrix
from weasyprint.svg.bounding_box import extend_bounding_box
from weasyprint.svg.utils import size

from assessment.reports.kept_lines import draw, split

ENGINE = sys.modules["weasyprint.svg.text"]
"""The module of this name; the package shows the function instead."""
LETTER_BY_LETTER = ENGINE.text
BASELINES = {"dominant-baseline", "alignment-baseline"}
SPECIAL = {"rotate", "dx", "dy", "display-anchor", "direction", "letter-spacing", "textLength", *BASELINES}
"""What only the engine's own way knows how to place."""
HEBREW = "\u0590"
"""Before it all letters run from left to right."""
WEIGHTS = {"normal": 400, "bold": 700}


def whole_text(svg: Any, node: Any, font_size: float) -> None:
    """Draw the text of a node at its place, the way the engine draws a line of a paragraph."""
    if not _is_plain(node):
        LETTER_BY_LETTER(svg, node, font_size)
        return
    style = _style(svg, node, font_size)
    layout, _, _, width, height, baseline = split(node.text, style, svg.context, inf, 0)
    x, y = _place(svg, node, font_size)
    box = extend_bounding_box(node.text_bounding_box, ((x, y - baseline), (x + width, y - baseline + height)))
    node.text_bounding_box = box
    svg.cursor_position = (x + width, y)
    svg.stream.push_state()
    fill, stroke = svg.set_graphical_state(node, font_size)
    svg.stream.begin_text()
    layout.reactivate(style)
    svg.fill_stroke(fill, stroke, text=True)
    line = ENGINE.TextBox(layout, style)
    line.baseline = baseline
    emojis = draw(svg.stream, line, "none", "none", Matrix(a=1, d=-1, e=x, f=y))
    svg.stream.end_text()
    svg.stream.pop_state()
    draw_emojis(svg.stream, style, x, y, emojis)


def install() -> None:
    """Let charts be drawn this way from now on."""
    weasyprint.svg.text = whole_text
    for tag, drawn_by in weasyprint.svg.TAGS.items():
        if drawn_by is LETTER_BY_LETTER:
            weasyprint.svg.TAGS[tag] = whole_text


def _is_plain(node: Any) -> bool:
    """Whether a node is one string at one place; right-to-left letters and emoji go the engine's way."""
    text = node.text or ""
    one_place = all(len(node.get(axis, "0").replace(",", " ").split()) == 1 for axis in ("x", "y"))
    return (
        one_place and not SPECIAL & set(node.attrib) and text.isprintable() and len(text) > 0 and max(text) < "\u0590"
    )


def _style(svg: Any, node: Any, font_size: float) -> Any:
    style = ENGINE.Style(INITIAL_VALUES)
    style.font_config = svg.font_config
    families = node.get("font-family", "sans-serif").split(",")
    weight = str(node.get("font-weight", "normal"))
    style |= {
        "font_family": [family.strip("\"' ") for family in families],
        "font_style": node.get("font-style", "normal"),
        "font_size": font_size,
        "font_weight": int(weight) if weight.isdigit() else WEIGHTS.get(weight, WEIGHTS["normal"]),
    }
    return style


def _place(svg: Any, node: Any, font_size: float) -> tuple[float, float]:
    x, y = svg.cursor_position
    if "x" in node.attrib:
        x, svg.cursor_d_position[0] = size(node.attrib["x"], font_size, svg.inner_width), 0
    if "y" in node.attrib:
        y, svg.cursor_d_position[1] = size(node.attrib["y"], font_size, svg.inner_height), 0
    return x + svg.cursor_d_position[0], y + svg.cursor_d_position[1]
