"""Handing out a large file piece by piece, and the rest of it to whoever was interrupted (RFC 9110, 14)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BufferedReader

from litestar import Response
from litestar.response import Stream

from assessment.web.http import HttpRequest

ONE_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
PIECE = 256 * 1024


@dataclass(frozen=True, slots=True)
class Slice:
    """The bytes of a file from `first` to before `end`."""

    first: int
    end: int


@dataclass(frozen=True, slots=True)
class Download:
    """An open file to hand out whole or in part; `tag` is another one whenever its content is."""

    file: BufferedReader
    size: int
    tag: str
    name: str
    media_type: str

    def answer(self, request: HttpRequest) -> Response[bytes] | Stream:
        """The bytes that are asked for; all of them where the range cannot be read or is of another version."""
        asked = asked_range(request, self.size, self.tag)
        wanted = asked or Slice(0, self.size)
        headers = {"Accept-Ranges": "bytes", "ETag": f'"{self.tag}"', "Cache-Control": "private, no-cache"}
        if wanted.first >= wanted.end:
            self.file.close()
            return Response(b"", status_code=416, headers=headers | {"Content-Range": f"bytes */{self.size}"})
        headers |= {"Content-Length": str(wanted.end - wanted.first)}
        headers |= {"Content-Disposition": f'attachment; filename="{self.name}"'}
        if asked:
            headers["Content-Range"] = f"bytes {wanted.first}-{wanted.end - 1}/{self.size}"
        content = self._pieces(wanted)
        return Stream(content, media_type=self.media_type, headers=headers, status_code=206 if asked else 200)

    def _pieces(self, wanted: Slice) -> Iterator[bytes]:
        with self.file:
            self.file.seek(wanted.first)
            left = wanted.end - wanted.first
            while left and (piece := self.file.read(min(PIECE, left))):
                left -= len(piece)
                yield piece


def asked_range(request: HttpRequest, size: int, tag: str) -> Slice | None:
    """The part of a file that a request asks for, an empty one where that lies outside; None for the whole.

    Several ranges at once are answered with the whole, as the standard allows.
    """
    found = ONE_RANGE.fullmatch(request.headers.get("range", ""))
    same = request.headers.get("if-range", f'"{tag}"') == f'"{tag}"'
    if found is None or not same or not (found[1] or found[2]):
        return None
    if not found[1]:
        return Slice(max(0, size - int(found[2])), size)
    return Slice(int(found[1]), min(size, int(found[2]) + 1) if found[2] else size)
