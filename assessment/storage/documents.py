"""A strict reader of YAML and JSON files: bytes to a plain tree, with the place of every value.

Stock loaders turn `no` into false and 1.10 into 1.1, let a repeated key win without a word and expand aliases without
end. This one knows the scalars of YAML 1.2 only (JSON is a part of it), refuses anchors, aliases, tags and repeated
keys, and limits bytes, depth and number of values. Numbers are int or Decimal; everything else unquoted is text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import NoReturn

import yaml
from yaml.events import (
    AliasEvent,
    CollectionStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    StreamEndEvent,
)

from assessment.domain.problems import Path as TreePath
from assessment.domain.problems import Place, Position, Positions, Problem, ProblemsFound, place_problems
from assessment.domain.reading import shown

LARGEST_FILE = 1024 * 1024
DEEPEST = 20
MOST_NODES = 50_000
LONGEST_NUMBER = 40

UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Control characters, and the line ends that only old YAML knows."""
SURROGATES = re.compile(
    r"(?<!\\)(?P<before>(\\\\)*)\\u(?P<high>d[89ab][0-9a-f]{2})\\u(?P<low>d[c-f][0-9a-f]{2})", re.IGNORECASE
)
INTEGER = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
DECIMAL = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE](?P<exponent>[-+]?[0-9]+))?")
WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
SYNTAX = {
    "mapping values are not allowed in this context": "syntax-colon",
    "found character that cannot start any token": "syntax-character",
    "did not find expected key": "syntax-indentation",
    "did not find expected '-' indicator": "syntax-indentation",
    "could not find expected ':'": "syntax-no-colon",
    "found unexpected end of stream": "syntax-unclosed",
    "did not find expected ',' or ']'": "syntax-unclosed",
    "did not find expected ',' or '}'": "syntax-unclosed",
    "found unknown escape character": "syntax-backslash",
}
"""What libyaml says of the usual slips, as problem codes; anything else is plain `syntax`."""
SHOWN_WHERE_IT_STARTS = frozenset({"syntax-no-colon", "syntax-unclosed"})


@dataclass(frozen=True, slots=True)
class Document:
    """A file as a plain tree. `problems` are those found while reading that still left a tree, placed."""

    file: str
    tree: object
    positions: Positions
    problems: tuple[Problem, ...]


def read_file(path: Path, name: str | None = None) -> Document:
    """Read a file; problems call it `name`, or its path.

    Raises ProblemsFound when no tree can be made of it.
    """
    file = name or str(path)
    try:
        with path.open("rb") as stream:
            data = stream.read(LARGEST_FILE + 1)
    except FileNotFoundError:
        _refuse("file-missing", file, file=file)
    except IsADirectoryError:
        _refuse("file-is-folder", file, file=file)
    except OSError:
        _refuse("file-unreadable", file, file=file)
    return read_bytes(data, file)


def read_bytes(data: bytes, file: str) -> Document:
    """Read the content of a file.

    Raises ProblemsFound when no tree can be made of it.
    """
    if len(data) > LARGEST_FILE:
        _refuse("too-large", file, limit=str(LARGEST_FILE // 1024))
    composer = _Composer(_decode(data, file), file)
    try:
        tree = composer.document()
    except _Stopped:
        tree = None
    problems = place_problems(composer.problems, composer.positions, file)
    if tree is None:
        raise ProblemsFound(problems)
    return Document(file, tree, composer.positions, problems)


def resolve(text: str) -> object:
    """The value of an unquoted scalar by the core schema of YAML 1.2; numbers that are not finite stay text.

    Raises ValueError for a number with too many digits.
    """
    if text in WORDS:
        return WORDS[text]
    integer, decimal = INTEGER.fullmatch(text), DECIMAL.fullmatch(text)
    if not integer and not decimal:
        return text
    if len(text) > LONGEST_NUMBER or (decimal and len(decimal["exponent"] or "") > 3):
        raise ValueError("too many digits")
    if integer:
        return int(text, 10 if text[0] in "+-" or text[1:2] not in ("o", "x") else 0)
    return Decimal(text)


def _refuse(code: str, file_name: str, position: Position = (1, 1), **values: str) -> NoReturn:
    raise ProblemsFound((Problem(code, (), values, Place(file_name, *position)),))


def _decode(data: bytes, file: str) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as failure:
        before = data[: failure.start].decode("utf-8-sig", errors="replace")
        _refuse("not-utf8", file, _position(before, len(before)))
    bad = UNPRINTABLE.search(text)
    if bad:
        _refuse("control-character", file, _position(text, bad.start()), character=f"U+{ord(bad[0]):04X}")
    return SURROGATES.sub(_character, text) if text.lstrip()[:1] in ("{", "[") else text


def _character(escaped: re.Match[str]) -> str:
    """The character that JSON writes as two escapes, which YAML does not know."""
    return escaped["before"] + bytes.fromhex(escaped["high"] + escaped["low"]).decode("utf-16-be")


def _position(text: str, offset: int) -> Position:
    before = text[:offset]
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1


class _Stopped(Exception):
    """Reading cannot go on; the last problem says why."""


class _Composer:
    """Builds the tree from the events of the YAML parser."""

    def __init__(self, text: str, file: str) -> None:
        self._file = file
        self.problems: list[Problem] = []
        self.positions: dict[TreePath, Position] = {}
        self._events: Iterator[Event] = yaml.parse(text, Loader=yaml.CSafeLoader)
        self._here: Position = (1, 1)
        self._nodes = 0

    def document(self) -> object:
        self._next()  # start of stream
        if isinstance(self._next(), StreamEndEvent):
            self._stop("empty-document")
        tree = self._value(self._next(), ())
        self._next()  # end of document
        if not isinstance(self._next(), StreamEndEvent):
            self._report("several-documents")
        if tree is None and not self.problems:
            self._stop("empty-document")
        return tree

    def _next(self) -> Event:
        try:
            event = next(self._events)
        except yaml.MarkedYAMLError as failure:
            code = SYNTAX.get(failure.problem or "", "syntax")
            mark = failure.context_mark if code in SHOWN_WHERE_IT_STARTS else failure.problem_mark
            self._here = (mark.line + 1, mark.column + 1) if mark else self._here
            self._stop(code)
        if event.start_mark:
            self._here = (event.start_mark.line + 1, event.start_mark.column + 1)
        return event

    def _report(self, code: str, **values: object) -> None:
        place = Place(self._file, *self._here)
        self.problems.append(Problem(code, (), {name: str(value) for name, value in values.items()}, place))

    def _stop(self, code: str, **values: object) -> NoReturn:
        self._report(code, **values)
        raise _Stopped

    def _value(self, event: Event, path: TreePath) -> object:
        self._nodes += 1
        if self._nodes > MOST_NODES:
            self._stop("too-many-nodes", limit=MOST_NODES)
        if len(path) > DEEPEST:
            self._stop("too-deep", limit=DEEPEST)
        self.positions.setdefault(path, self._here)
        if isinstance(event, AliasEvent):
            self._report("alias")
            return None
        self._refuse_decoration(event)
        if isinstance(event, ScalarEvent):
            return self._scalar(event)
        return self._mapping(path) if isinstance(event, MappingStartEvent) else self._sequence(path)

    def _refuse_decoration(self, event: Event) -> None:
        if not isinstance(event, ScalarEvent | CollectionStartEvent):
            return
        if event.anchor is not None:
            self._report("alias")
        if event.tag is not None:
            self._report("tag", tag=shown(event.tag))

    def _sequence(self, path: TreePath) -> list[object]:
        found: list[object] = []
        while not isinstance(event := self._next(), SequenceEndEvent):
            found.append(self._value(event, (*path, len(found))))
        return found

    def _mapping(self, path: TreePath) -> dict[str, object]:
        found: dict[str, object] = {}
        while not isinstance(event := self._next(), MappingEndEvent):
            key = self._key(event, path, found)
            inside = (*path, "" if key is None else key)
            if key is not None:
                self.positions[inside] = self._here
            value = self._value(self._next(), inside)
            if key is not None:
                found[key] = value
        return found

    def _key(self, event: Event, path: TreePath, found: dict[str, object]) -> str | None:
        """The key as text, or None after noting why it is none."""
        if not isinstance(event, ScalarEvent):
            self._report("alias" if isinstance(event, AliasEvent) else "complex-key")
            if not isinstance(event, AliasEvent):
                self._value(event, (*path, ""))
            return None
        self._refuse_decoration(event)
        key: str = event.value
        if key == "<<" and event.implicit[0]:
            self._report("merge-key")
            return None
        if key in found:
            self._report("duplicate-key", key=shown(key), line=self.positions[(*path, key)][0])
            return None
        return key

    def _scalar(self, event: ScalarEvent) -> object:
        if not event.implicit[0]:
            return event.value
        try:
            return resolve(event.value)
        except ValueError:
            self._report("number-too-long", limit=LONGEST_NUMBER)
            return None
