"""The file of a report written with less work than its library takes, inside the worker process only.

The structure of an accessible report is some four thousand small objects, so that how each is turned into bytes counts.
"""

from __future__ import annotations

import zlib
from functools import partial
from types import SimpleNamespace
from typing import Any

import pydyf

WRITE = pydyf._to_bytes

ENOUGH = 6
"""The library packs these objects with level 9, which takes four times as long for a twentieth of their size."""


class Packing:
    """What the library takes `zlib` for."""

    compress = staticmethod(zlib.compress)

    def __init__(self) -> None:
        self._last = (b"", b"")

    def compressobj(self, level: int) -> Any:
        """Whoever packs is ready at once."""
        return SimpleNamespace(compress=partial(self._packed, min(level, ENOUGH)), flush=bytes)

    def _packed(self, level: int, content: bytes) -> bytes:
        """The same content is packed twice in a row: for the file and for what identifies it."""
        if content != self._last[0]:
            self._last = content, zlib.compress(content, level)
        return self._last[1]


def written(item: Any) -> bytes:
    """Bytes of a value: the kinds that are met most are asked for first."""
    kind = type(item)
    if kind is bytes:
        return bytes(item)
    if kind is str:
        return bytes(item.encode("ascii"))
    return b"%d" % item if kind is int else bytes(WRITE(item))


def references(pdf: Any) -> tuple[bytes, ...]:
    """References to the pages, asked for by every element of the structure."""
    pages = pdf.pages["Kids"]
    count, known = pdf.__dict__.get("references", (0, ()))
    if count != len(pages):
        known = tuple(b"%d 0 R" % number for number in pages[::3])
        pdf.references = len(pages), known
    return tuple(known)


def install() -> None:
    """Take these ways from now on."""
    pydyf.zlib, pydyf._to_bytes = Packing(), written
    pydyf.PDF.page_references = property(references)
