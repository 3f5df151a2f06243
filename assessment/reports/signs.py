"""Which signs can be drawn, inside the worker process only.

An accessible and archival document holds no sign without a drawing. The bundled fonts draw Latin, Greek and Cyrillic,
and the machine's own fonts stand in for others. Of what none of them draws, a letter becomes a question mark, so that
a reader sees that one was there, and all else, such as an emoji, is left out.
"""

from __future__ import annotations

from typing import Any

from weasyprint.css.properties import INITIAL_VALUES
from weasyprint.text.ffi import ffi, pango
from weasyprint.text.fonts import FontConfiguration
from weasyprint.text.line_break import create_layout

ORDINARY = frozenset(map(chr, (*range(0x20, 0x7F), *range(0xA0, 0x100), *b"\t\n\r")))
"""Signs that are in every bundled font: those of Western Europe."""


LOST_LETTER = "?"


class Style(dict[str, Any]):
    """The values of a style, with the fonts that the engine looks up in it."""

    def __init__(self, fonts: FontConfiguration) -> None:
        super().__init__(INITIAL_VALUES)
        self.font_config = fonts


class Signs:
    """The signs that fonts can draw; each is asked for once."""

    def __init__(self, fonts: FontConfiguration) -> None:
        self._style = Style(fonts)
        self._known: dict[str, bool] = {}

    def drawn(self, text: str) -> str:
        """A text without the signs that no font can draw."""
        missing = [sign for sign in set(text) - ORDINARY if not self._has(sign)]
        return text.translate({ord(sign): LOST_LETTER if sign.isalpha() else None for sign in missing})

    def _has(self, sign: str) -> bool:
        if sign not in self._known:
            self._known[sign] = not any(glyph & pango.PANGO_GLYPH_UNKNOWN_FLAG for glyph in self._glyphs(sign))
        return self._known[sign]

    def _glyphs(self, sign: str) -> list[int]:
        """What a font draws for a sign, with a flag where none does."""
        layout = create_layout(sign, self._style, None, None, 0)
        run, found = layout.get_first_line()[0].runs, list[int]()
        while run != ffi.NULL:
            drawn = run.data.glyphs
            found += [int(glyph.glyph) for glyph in drawn.glyphs[0 : drawn.num_glyphs]]
            run = run.next
        return found
