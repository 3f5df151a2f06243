"""Lines of text kept from one report to the next, inside the worker process only.

Reports made from one questionnaire share most of their lines: heads, practices, levels, advice. How a text is split
into lines and which signs draw a line depends on nothing but the text, its style and the width there is, so it is
worked out once and kept. Lines of another kind (words spread over the line, signs no font has, what an ellipsis cuts
short) go the engine's own way. The PDF is the same, byte for byte.

This reaches into the engine, whose version is fixed for that reason.
"""

from __future__ import annotations

from copy import copy
from typing import Any

import pydyf
from weasyprint.draw import text as drawing
from weasyprint.layout import inline, preferred
from weasyprint.text.fonts import FontConfiguration, get_pango_font_key
from weasyprint.text.line_break import Layout, split_first_line

SPLIT, DRAW = split_first_line, drawing.draw_first_line
FORGET, LAY_OUT_AGAIN = Layout.deactivate, Layout.reactivate

MOST = 8_000
"""Lines that are kept: those of some five reports, at four kilobytes each."""

LONGEST = 1_000
"""Characters of the longest text whose lines are kept: each is kept under all that was still to be split."""

DECIDE = (
    *("font_family", "font_size", "font_style", "font_weight", "font_stretch", "font_variation_settings"),
    *("font_kerning", "font_variant_ligatures", "font_variant_position", "font_variant_caps", "font_variant_numeric"),
    *("font_variant_alternates", "font_variant_east_asian", "font_feature_settings", "font_language_override"),
    *("lang", "direction", "white_space", "word_spacing", "letter_spacing", "tab_size", "text_decoration_line"),
    *("hyphens", "hyphenate_character", "hyphenate_limit_chars", "hyphenate_limit_zone", "overflow_wrap", "word_break"),
)
"""The properties by which a text is split and its signs are chosen: all but colours and places."""


HASHABLE: dict[type, Any] = {list: tuple, set: frozenset}
"""What the engine gives lists of fonts and sets of lines as, and what these are compared as."""

NOT_YET, NEVER = None, ()
"""Instead of what draws a line: it was not drawn before; it is drawn the engine's own way."""


class Fonts(FontConfiguration):  # type: ignore[misc]
    """The fonts of a worker and the lines set in them; the half that was not asked for the longest goes first."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: dict[Any, Any] = {}
        self._older: dict[Any, Any] = {}
        self._in_memory: dict[tuple[Any, float], tuple[Any, Any]] = {}

    def line(self, key: Any) -> Any:
        """What was worked out for a key, or None."""
        found = self._lines.get(key)
        if found is None and (found := self._older.get(key)) is not None:
            self.keep(key, found)
        return found

    def keep(self, key: Any, found: Any) -> None:
        """Keep what was worked out for a key."""
        if len(self._lines) >= MOST // 2:
            self._lines, self._older = {}, self._lines
        self._lines[key] = found

    def lasting(self, key: Any, size: float, font: Any, owner: Any) -> Any:
        """The font of this key and size that stays in memory, because what was laid out in it first stays as well."""
        return self._in_memory.setdefault((key, size), (font, owner))[0]


class NotKept(Exception):
    """A line holds what is drawn otherwise than by the signs of a font."""


class Run:
    """The part of a line that is set in one font, with what the file must know of its signs."""

    bitmap = png = svg = colr = False

    def __init__(self, font: Any, key: Any, name: str) -> None:
        self.font, self.key, self.hash = font, key, name
        self.to_unicode: dict[int, str] = {}
        self.widths: dict[int, int] = {}

    def get_unused_glyph_id(self, codepoint: int) -> int:
        """Asked for where no font has a sign."""
        raise NotKept(codepoint)


class Recording(pydyf.Stream):  # type: ignore[misc]
    """Stands for a page while a line is drawn: `runs` are its parts, `stream` holds operators and changes of font."""

    def __init__(self, page: Any, line: Layout) -> None:
        super().__init__()
        self.runs: list[Run] = []
        self.ink_rect, self.logical_rect = page.ink_rect, page.logical_rect
        self._page, self._line = page, line

    def add_font(self, font: Any) -> tuple[Run, float]:
        """A part of the line begins."""
        known, size = self._page.add_font(font)
        if known.bitmap or known.png or known.svg or known.colr:
            raise NotKept(known.hash)
        key = get_pango_font_key(font)[0]
        lasting = self._line.style.font_config.lasting(key, size, font, self._line.layout)
        self.runs.append(Run(lasting, key, known.hash))
        return self.runs[-1], size

    def set_text_matrix(self, *values: float) -> None:
        """Where a line is drawn is no part of it."""

    def set_font_size(self, name: str, size: float) -> None:
        """The page knows which font is set already."""
        self.stream.append((name, size))


def split(  # the names are the engine's
    text: str,
    style: Any,
    context: Any,
    max_width: float | None,
    justification_spacing: float,
    is_line_start: bool = True,
    minimum: bool = False,
) -> Any:
    """The first line of a text: what `split_first_line` of the engine answers, for the same arguments."""
    given = (max_width, justification_spacing, is_line_start, minimum)
    if justification_spacing or len(text) > LONGEST:
        return SPLIT(text, style, context, *given)
    key = (_manner(style), text, given)
    found = style.font_config.line(key)
    if found is None:
        found = SPLIT(text, style, context, *given)
        found[0].signs = NOT_YET
        style.font_config.keep(key, found)
    return found


def draw(page: Any, box: Any, overflow: str, ellipsis: str, place: Any) -> Any:
    """Draw a line: what `draw_first_line` of the engine does, for the same arguments."""
    line = box.pango_layout
    if not _is_shared(line):
        return DRAW(page, box, overflow, ellipsis, place)
    if overflow == "ellipsis" or ellipsis != "none":
        box.pango_layout = copy(line)
        LAY_OUT_AGAIN(box.pango_layout, box.style)
        return DRAW(page, box, overflow, ellipsis, place)
    if line.signs is NOT_YET:
        line.signs = _signs(page, box, place)
    if line.signs is NEVER:
        return DRAW(page, box, overflow, ellipsis, place)
    _repeat(page, line.signs, place)
    return []


def keep(line: Any) -> None:
    """Keep a line of text until it is drawn."""


def ready(line: Any, style: Any) -> None:
    """Make a line of text ready to be drawn in a style."""
    if not _is_shared(line) and (line.justification_spacing or style is not line.style):
        LAY_OUT_AGAIN(line, style)


def install() -> None:
    """Take these ways from now on; the fonts of a rendering must be `Fonts`."""
    inline.split_first_line = preferred.split_first_line = split
    drawing.draw_first_line = draw
    Layout.deactivate, Layout.reactivate = keep, ready


def _manner(style: Any) -> Any:
    """The values that decide, worked out once a style."""
    known = style.__dict__.get("manner")
    if known is None:
        values = (style[name] for name in DECIDE)
        known = style.manner = tuple(HASHABLE.get(type(value), _itself)(value) for value in values)
    return known


def _itself(value: Any) -> Any:
    return value


def _is_shared(line: Any) -> bool:
    return "signs" in line.__dict__


def _signs(page: Any, box: Any, place: Any) -> Any:
    """What draws a line: its parts, and its operators and changes of font in their order."""
    line = box.pango_layout
    recording = Recording(page, line)
    try:
        if DRAW(recording, box, "none", "none", place):
            return NEVER
    except NotKept:
        return NEVER
    FORGET(line)
    return recording.runs, recording.stream


def _repeat(page: Any, signs: Any, place: Any) -> None:
    runs, steps = signs
    if not steps:
        return
    for run in runs:
        font = page._fonts.get(run.key) or page.add_font(run.font)[0]
        if not run.to_unicode.keys() <= font.to_unicode.keys():
            font.to_unicode |= run.to_unicode | font.to_unicode
        if not run.widths.keys() <= font.widths.keys():
            font.widths |= run.widths | font.widths
    page.set_text_matrix(*place.values)
    for step in steps:
        if isinstance(step, tuple):
            page.set_font_size(*step)
        else:
            page.stream.append(step)
