"""Text to condition: a tokenizer and a recursive descent through the grammar of `conditions.py`."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from assessment.domain.conditions import (
    COMPARISONS,
    FUNCTIONS,
    Among,
    Answered,
    Both,
    Call,
    Compare,
    Condition,
    Either,
    Has,
    Is,
    Literal,
    Node,
    Not,
    Operand,
    Ref,
    parts_of,
)
from assessment.domain.nonresponse import NonResponse

LONGEST = 1000
DEEPEST = 20
MOST_NODES = 200

TOKEN = re.compile(
    r"""\s*(?: (?P<number>-?[0-9]+(?:\.[0-9]+)?(?![A-Za-z0-9_.]))
             | (?P<text>"[^"]*"|'[^']*')
             | (?P<name>[A-Za-z][A-Za-z0-9_]*(?:\.[A-Za-z][A-Za-z0-9_]*)?)
             | (?P<sign>!=|<=|>=|[=<>(),\[\]]) )""",
    re.VERBOSE,
)
KEYWORDS = frozenset({"or", "and", "not", "in", "has", "is"})


class ConditionRefused(Exception):
    """A condition cannot be used; `code` and `values` are those of a Problem."""

    def __init__(self, code: str, /, *, known: tuple[str, ...] = (), **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.known = known
        self.values = {name: str(value) for name, value in values.items()}


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a condition and where it starts, counted from 1."""

    kind: str
    text: str
    start: int


def parse_condition(source: str) -> Condition:
    """Parse a condition; names on the right of a comparison are still references.

    Raises ConditionRefused.
    """
    if len(source) > LONGEST:
        raise ConditionRefused("condition-too-long", length=len(source), limit=LONGEST)
    root = _Parser(_tokens(source)).whole()
    if sum(1 for _ in parts_of(root)) > MOST_NODES:
        raise ConditionRefused("condition-too-big", limit=MOST_NODES)
    return Condition(source, root)


def _tokens(source: str) -> list[Token]:
    found, position, text = [], 0, source.rstrip()
    while position < len(text):
        match = TOKEN.match(text, position)
        if not match or not match.lastgroup:
            start = position + len(text[position:]) - len(text[position:].lstrip())
            raise ConditionRefused("condition-syntax", found=text[start : start + 10], position=start + 1)
        found.append(Token(match.lastgroup, match[match.lastgroup], match.start(match.lastgroup) + 1))
        position = match.end()
    return [*found, Token("end", "", len(text) + 1)]


class _Parser:
    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._at = 0
        self._depth = 0

    def whole(self) -> Node:
        node = self._either()
        return node if self._now.kind == "end" else self._refuse()

    @property
    def _now(self) -> Token:
        return self._tokens[self._at]

    def _refuse(self) -> Node:
        if self._now.kind == "end":
            raise ConditionRefused("condition-unfinished")
        raise ConditionRefused("condition-syntax", found=self._now.text, position=self._now.start)

    def _take(self) -> Token:
        self._at += 1
        return self._tokens[self._at - 1]

    def _taken(self, *texts: str) -> str | None:
        """The text of the next word when it is one of these, stepping over it."""
        return self._take().text if self._now.kind in ("name", "sign") and self._now.text in texts else None

    def _expect(self, text: str) -> None:
        if not self._taken(text):
            self._refuse()

    def _deeper(self, read: Callable[[], Node]) -> Node:
        self._depth += 1
        if self._depth > DEEPEST:
            raise ConditionRefused("condition-too-deep", limit=DEEPEST)
        node = read()
        self._depth -= 1
        return node

    def _either(self) -> Node:
        node = self._both()
        while self._taken("or"):
            node = Either(node, self._both())
        return node

    def _both(self) -> Node:
        node = self._not()
        while self._taken("and"):
            node = Both(node, self._not())
        return node

    def _not(self) -> Node:
        if self._taken("not"):
            return Not(self._deeper(self._not))
        if self._taken("("):
            node = self._deeper(self._either)
            self._expect(")")
            return node
        return self._test()

    def _test(self) -> Node:
        if self._now.text == "answered" and self._tokens[self._at + 1].text == "(":
            self._at += 2
            ref = self._ref()
            self._expect(")")
            return Answered(ref)
        left = self._operand()
        if sign := self._taken(*COMPARISONS):
            return Compare(left, sign, self._operand())
        return self._word_test(left) if isinstance(left, Ref) else self._refuse()

    def _word_test(self, ref: Ref) -> Node:
        if self._taken("in"):
            return Among(ref, self._among(), negated=False)
        if self._taken("not"):
            self._expect("in")
            return Among(ref, self._among(), negated=True)
        if self._taken("has"):
            return Has(ref, str(self._literal().content))
        if self._taken("is"):
            if self._now.text not in list(NonResponse):
                self._refuse()
            return Is(ref, NonResponse(self._take().text))
        return self._refuse()

    def _among(self) -> tuple[Literal, ...]:
        self._expect("[")
        found = [self._literal()]
        while self._taken(","):
            found.append(self._literal())
        self._expect("]")
        return tuple(found)

    def _literal(self) -> Literal:
        if self._now.kind == "number":
            return Literal(Decimal(self._take().text))
        return Literal(self._take().text[1:-1] if self._now.kind == "text" else self._name())

    def _operand(self) -> Operand:
        if self._now.kind in ("number", "text"):
            return self._literal()
        if self._now.text in FUNCTIONS and self._tokens[self._at + 1].text == "(":
            return self._call()
        return self._ref()

    def _call(self) -> Call:
        function, start = self._take().text, self._at
        self._expect("(")
        refs = [self._ref()]
        while self._taken(","):
            refs.append(self._ref())
        self._expect(")")
        if len(refs) != {"count": 1, "share": 2}.get(function, len(refs)):
            self._at = start
            self._refuse()
        return Call(function, tuple(refs))

    def _name(self) -> str:
        if self._now.kind != "name" or self._now.text in KEYWORDS:
            self._refuse()
        return self._take().text

    def _ref(self) -> Ref:
        question, _, part = self._name().partition(".")
        return Ref(question, part or None)
