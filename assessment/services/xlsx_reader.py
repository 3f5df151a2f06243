"""The first sheet of an XLSX file: unpacked within limits, its XML read without any declaration of its own.

Part of the child process of `sheet_reader.py`.
"""

from __future__ import annotations

import io
import re
import zlib
from dataclasses import dataclass, field
from typing import TypeVar
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile, ZipInfo

from assessment.services.sheet_rules import (
    LONGEST_CELL,
    MEGABYTE,
    MOST_COLUMNS,
    Refused,
    Row,
    checked,
    require_room,
)

MOST_ENTRIES, MOST_UNPACKED, MOST_ENTRY, MOST_RATIO = 200, 24 * MEGABYTE, 16 * MEGABYTE, 200
RATIO_FROM = 64 * 1024
"""Bytes unpacked from which on the ratio counts: a few equal lines are packed very small."""
DEEPEST, MOST_SHARED = 32, 100_000
CHUNK = 64 * 1024
SHEET = re.compile(r"xl/[A-Za-z0-9_./-]+\.xml")
CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
WORKBOOK, RELATIONS, STRINGS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml"


def from_xlsx(content: bytes) -> list[Row]:
    """Rows of a spreadsheet."""
    try:
        with ZipFile(io.BytesIO(content)) as package:
            check_package(package.infolist())
            return Package(package).rows()
    except (
        BadZipFile,
        KeyError,
        ValueError,
        IndexError,
        zlib.error,
        NotImplementedError,
        EOFError,
        OSError,
        expat.ExpatError,
    ):
        raise Refused("unreadable") from None
    except RuntimeError:  # so zipfile calls an entry that asks for a password
        raise Refused("unsafe") from None


def check_package(entries: list[ZipInfo]) -> None:
    """What the directory of the package says; what is really in it is counted again while it is unpacked."""
    names = {entry.filename for entry in entries}
    if len(entries) > MOST_ENTRIES or len(names) < len(entries) or sum(e.file_size for e in entries) > MOST_UNPACKED:
        raise Refused("unsafe")
    if any(is_unsafe(entry) for entry in entries):
        raise Refused("unsafe")
    if WORKBOOK not in names:
        raise Refused("not-a-table")


def is_unsafe(entry: ZipInfo) -> bool:
    """Whether a part is packed as no spreadsheet is, or asks for a password."""
    bomb = entry.file_size > RATIO_FROM and entry.file_size > MOST_RATIO * max(1, entry.compress_size)
    return bomb or entry.file_size > MOST_ENTRY or bool(entry.flag_bits & 1)


class Listener:
    """Hears what stands in one XML document; `found` is what it keeps of it."""

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins; its name without any prefix."""

    def end(self, name: str) -> None:
        """An element ends."""

    def text(self, text: str) -> None:
        """A piece of text."""


Heard = TypeVar("Heard", bound=Listener)


@dataclass
class Attributes(Listener):
    """The attributes of every element of one name."""

    wanted: str
    found: list[dict[str, str]] = field(default_factory=list)

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        """Keep them."""
        if name == self.wanted and len(self.found) < MOST_ENTRIES:
            self.found.append(attributes)


@dataclass
class Strings(Listener):
    """The texts that cells share, how they are to be pronounced left out."""

    found: list[str] = field(default_factory=list)
    current: str | None = None
    aside: bool = False

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        """Begin a text, or what only says how one is pronounced."""
        del attributes
        if name == "si":
            self.current = ""
        self.aside = self.aside or name == "rPh"

    def text(self, text: str) -> None:
        """Add to it."""
        if self.current is not None and not self.aside:
            self.current = joined(self.current, text)

    def end(self, name: str) -> None:
        """Keep it."""
        if name == "rPh":
            self.aside = False
        if name == "si":
            self.found.append(self.current or "")
            self.current = None
            if len(self.found) > MOST_SHARED:
                raise Refused("too-many-rows")


@dataclass
class Sheet(Listener):
    """The cells of a sheet, by the row and column they name; of a formula the value it had when it was saved."""

    strings: list[str]
    found: dict[int, dict[int, str]] = field(default_factory=dict)
    row: int = 0
    column: int = 0
    kind: str = ""
    value: str | None = None

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        """Note where the next value stands."""
        if name == "row":
            self.row, self.column = int(attributes.get("r", self.row + 1)), 0
        elif name == "c":
            self.row, self.column = place(attributes.get("r", ""), (self.row, self.column + 1))
            self.kind = attributes.get("t", "n")
        elif name in ("v", "t"):
            self.value = "" if self.value is None else self.value

    def text(self, text: str) -> None:
        """Add to the value."""
        if self.value is not None:
            self.value = joined(self.value, text)

    def end(self, name: str) -> None:
        """Keep the value of a cell."""
        if name == "c" and self.value is not None:
            self._keep(self.strings[int(self.value)] if self.kind == "s" else self.value)
            self.value = None

    def _keep(self, value: str) -> None:
        if not value.strip():
            return
        if self.column > MOST_COLUMNS:
            raise Refused("too-many-columns")
        require_room(self.row)
        self.found.setdefault(self.row, {})[self.column] = value

    def rows(self) -> list[Row]:
        """Every row up to the last one."""
        return [self._cells(self.found.get(number, {})) for number in range(1, max(self.found, default=0) + 1)]

    def _cells(self, cells: dict[int, str]) -> Row:
        return checked([cells.get(column, "") for column in range(1, max(cells, default=0) + 1)])


def joined(before: str, text: str) -> str:
    """Two pieces of one text, as long as a cell may be that is too long."""
    return (before + text)[: LONGEST_CELL + 1]


def place(written: str, following: tuple[int, int]) -> tuple[int, int]:
    """Row and column of a cell named like B3; those that follow the one before where it names none."""
    if not written:
        return following
    found = CELL.fullmatch(written)
    if found is None:
        raise Refused("unreadable")
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]), column


@dataclass
class Package:
    """The parts of an XLSX file, unpacked one after the other up to a common limit."""

    parts: ZipFile
    unpacked: int = 0

    def rows(self) -> list[Row]:
        """The rows of the first sheet."""
        strings = self.read(STRINGS, Strings()).found if STRINGS in self.parts.namelist() else []
        return self.read(self._first_sheet(), Sheet(strings)).rows()

    def read(self, name: str, listener: Heard) -> Heard:
        """Let a listener hear one part."""
        parser = parser_for(listener)
        with self.parts.open(name) as stream:
            while chunk := stream.read(CHUNK):
                self.unpacked += len(chunk)
                if self.unpacked > MOST_UNPACKED:
                    raise Refused("unsafe")
                parser.Parse(chunk, False)
        parser.Parse(b"", True)
        return listener

    def _first_sheet(self) -> str:
        sheet = next(iter(self.read(WORKBOOK, Attributes("sheet")).found), {})
        wanted = next((value for name, value in sheet.items() if name.rpartition(":")[2] == "id"), "")
        relations = self.read(RELATIONS, Attributes("Relationship")).found
        target = next((item.get("Target", "") for item in relations if item.get("Id") == wanted), "")
        inside = target[1:] if target.startswith("/") else f"xl/{target}"
        if not SHEET.fullmatch(inside) or ".." in inside:
            raise Refused("unreadable")
        return inside


def parser_for(listener: Listener) -> expat.XMLParserType:
    """A parser that takes no declaration of its own types or entities, and nothing nested too deep."""
    parser, depth = expat.ParserCreate(), 0

    def begin(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise Refused("unsafe")
        listener.begin(name.rpartition(":")[2], attributes)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        listener.end(name.rpartition(":")[2])

    parser.StartElementHandler, parser.EndElementHandler = begin, end
    parser.CharacterDataHandler = listener.text
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = parser.ExternalEntityRefHandler = refuse
    parser.buffer_text = True
    return parser


def refuse(*_given: object) -> int:
    """No declaration is taken."""
    raise Refused("unsafe")
