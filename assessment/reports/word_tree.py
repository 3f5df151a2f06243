"""A page of ours as a tree, for what turns it into a text document: our own HTML, in which every element is closed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser

VOID = frozenset(("meta", "col", "img", "br"))
UNFIT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 has no way to write."""
SPACES = re.compile("[ \t\n\r\f]+")
"""What runs together to one space; those that do not break stay."""


@dataclass(slots=True)
class Element:
    """An element with its attributes, its texts and the elements in it."""

    tag: str
    given: dict[str, str]
    inside: list[Element | str] = field(default_factory=list)

    @property
    def kinds(self) -> frozenset[str]:
        """Its classes."""
        return frozenset(self.given.get("class", "").split())

    @property
    def elements(self) -> Iterator[Element]:
        """The elements in it, without its texts."""
        return (item for item in self.inside if isinstance(item, Element))

    @property
    def says(self) -> bool:
        """Whether words stand in it directly."""
        return any(isinstance(item, str) and not item.isspace() for item in self.inside)

    def all(self, *tags: str) -> Iterator[Element]:
        """Every element of these kinds in it, however deep."""
        for item in self.elements:
            if item.tag in tags:
                yield item
            yield from item.all(*tags)


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of one look, or a picture: the name in `picture`, its description as `text`."""

    text: str
    bold: bool = False
    italic: bool = False
    target: str = ""
    picture: str = ""


def tree(html: str) -> Element:
    """The page as a tree; signs that no XML can hold become the sign for an unknown one."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.root


def fit(text: str) -> str:
    """A text as XML can hold it. The one place where this is seen to."""
    return UNFIT.sub("\ufffd", text)


def pieces(element: Element, look: Piece | None = None) -> list[Piece]:
    """What is written in an element, spaces run together, none at either end."""
    found: list[Piece] = []
    for piece in _raw(element, look or Piece("")):
        text = SPACES.sub(" ", piece.text)
        if not found or found[-1].text.endswith(" "):
            text = text.removeprefix(" ")
        if text:
            found.append(replace(piece, text=text))
    if found:
        found[-1] = replace(found[-1], text=found[-1].text.removesuffix(" "))
    return found


def text_in(element: Element) -> str:
    """The words in an element."""
    return "".join(piece.text for piece in pieces(element) if not piece.picture)


def _raw(element: Element, look: Piece) -> Iterator[Piece]:
    for item in element.inside:
        if isinstance(item, str):
            yield replace(look, text=item)
        elif item.tag == "img":
            name = item.given["src"].removeprefix("chart:")
            yield Piece(item.given["alt"], picture=name)
        else:
            yield from _raw(item, _look(item, look))


def _look(element: Element, look: Piece) -> Piece:
    """How the words in an element look, inside others that look like `look`."""
    return replace(
        look,
        bold=look.bold or element.tag == "strong" or bool(element.kinds & {"state", "code"}),
        italic=look.italic or element.tag == "em" or "hint" in element.kinds,
        target=element.given.get("href", look.target),
    )


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Element("", {})
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: fit(value or "") for name, value in attrs})
        self._open[-1].inside.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if self._open[-1].tag != tag:
            raise ValueError(f"<{self._open[-1].tag}> is not closed before </{tag}>")
        self._open.pop()

    def handle_data(self, data: str) -> None:
        self._open[-1].inside.append(fit(data))
