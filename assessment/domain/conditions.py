"""The small typed expression language that decides what is asked and what is plausible.

    expression := expression or expression | expression and expression | not expression | (expression) | test
    test       := operand (= | != | < | <= | > | >=) operand | ref in [..] | ref not in [..] | ref has code
                | ref is dont_know | answered(ref)
    operand    := ref | number | "text" | option code | count(ref) | sum(ref, ..) | min(..) | max(..) | share(ref, ref)
    ref        := question | question.part | org.type, org.region, org.staff, org.territory

`not` binds tighter than `and`, and that tighter than `or`. A comparison with a missing or hidden answer is false, also
`!=`; presence is `answered()`. There are no calls but the listed ones, and length, depth and size are bounded.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from decimal import Decimal
from typing import Any

from assessment.domain.nonresponse import NonResponse

Values = Mapping[str, object]
"""The answers of visible questions by code, and the facts about the organisation as `org.type` and so on."""

COMPARISONS: Mapping[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


@dataclass(frozen=True, slots=True)
class Ref:
    """A question, one part of it, or a fact about the organisation (`org.type`)."""

    question: str
    part: str | None = None

    @property
    def code(self) -> str:
        """The key of its value: a question code or a whole fact name."""
        return f"org.{self.part}" if self.question == "org" else self.question

    def __str__(self) -> str:
        return f"{self.question}.{self.part}" if self.part else self.question

    def value(self, values: Values) -> object:
        """The answer, None when there is none."""
        found = values.get(self.code)
        if self.part is not None and self.question != "org":
            found = found.get(self.part) if isinstance(found, Mapping) else None
        return None if isinstance(found, NonResponse) or found in ("", (), {}) else found


@dataclass(frozen=True, slots=True)
class Literal:
    """A number, a quoted text or an option code."""

    content: Decimal | str

    def __str__(self) -> str:
        return str(self.content)

    def value(self, _: Values) -> object:
        """Itself."""
        return self.content


@dataclass(frozen=True, slots=True)
class Call:
    """A figure made of answers. What is missing is left out; the figure is missing when nothing is left.

    `count` counts chosen options or filled parts, `share` is the first value as a fraction (0-1) of the second.
    """

    function: str
    refs: tuple[Ref, ...]

    def __str__(self) -> str:
        return f"{self.function}({', '.join(map(str, self.refs))})"

    def value(self, values: Values) -> object:
        """The figure, None when it is missing."""
        found = [ref.value(values) for ref in self.refs]
        return FUNCTIONS[self.function](found)


Operand = Ref | Literal | Call


@dataclass(frozen=True, slots=True)
class Compare:
    """Two operands and what is claimed of them."""

    left: Operand
    sign: str
    right: Operand

    def holds(self, values: Values) -> bool:
        """Whether the claim is true; false when either side is missing."""
        left, right = self.left.value(values), self.right.value(values)
        return left is not None and right is not None and COMPARISONS[self.sign](left, right)


@dataclass(frozen=True, slots=True)
class Among:
    """Whether an answer is one of several values, or none of them when `negated`."""

    ref: Ref
    among: tuple[Literal, ...]
    negated: bool

    def holds(self, values: Values) -> bool:
        """Whether it is; false when the answer is missing."""
        found = self.ref.value(values)
        return found is not None and (found in [item.content for item in self.among]) is not self.negated


@dataclass(frozen=True, slots=True)
class Has:
    """Whether an option is among those chosen."""

    ref: Ref
    option: str

    def holds(self, values: Values) -> bool:
        """Whether it was chosen."""
        found = self.ref.value(values)
        return isinstance(found, tuple) and self.option in found


@dataclass(frozen=True, slots=True)
class Is:
    """Whether a question has no value for this very reason."""

    ref: Ref
    reason: NonResponse

    def holds(self, values: Values) -> bool:
        """Whether that is the reason; what was never stored is unanswered."""
        return values.get(self.ref.code, NonResponse.UNANSWERED) is self.reason


@dataclass(frozen=True, slots=True)
class Answered:
    """Whether there is a value."""

    ref: Ref

    def holds(self, values: Values) -> bool:
        """Whether there is."""
        return self.ref.value(values) is not None


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite."""

    inner: Node

    def holds(self, values: Values) -> bool:
        """Whether the inner expression is false."""
        return not self.inner.holds(values)


@dataclass(frozen=True, slots=True)
class Both:
    """Two expressions that must both hold."""

    first: Node
    second: Node

    def holds(self, values: Values) -> bool:
        """Whether both do."""
        return self.first.holds(values) and self.second.holds(values)


@dataclass(frozen=True, slots=True)
class Either:
    """Two expressions of which one must hold."""

    first: Node
    second: Node

    def holds(self, values: Values) -> bool:
        """Whether one does."""
        return self.first.holds(values) or self.second.holds(values)


Node = Compare | Among | Has | Is | Answered | Not | Both | Either


@dataclass(frozen=True, slots=True)
class Condition:
    """A parsed expression with the text it came from."""

    source: str
    root: Node

    def holds(self, values: Values) -> bool:
        """Whether it is true of these answers. Hidden questions must be left out of `values`."""
        return self.root.holds(values)

    def references(self) -> frozenset[Ref]:
        """Everything it looks at."""
        return frozenset(part for part in parts_of(self.root) if isinstance(part, Ref))


def parts_of(node: object) -> Iterator[object]:
    """A node and every node inside it."""
    if is_dataclass(node):
        yield node
        for item in fields(node):
            inner = getattr(node, item.name)
            for child in inner if isinstance(inner, tuple) else (inner,):
                yield from parts_of(child)


def _numbers(found: list[object]) -> list[Decimal]:
    """The numbers among answers; those of a question with parts count one by one."""
    flat = [part for value in found for part in (value.values() if isinstance(value, Mapping) else (value,))]
    return [Decimal(value) for value in flat if isinstance(value, int | Decimal)]


def _count(found: list[object]) -> Decimal | None:
    value = found[0]
    return Decimal(len(value)) if isinstance(value, tuple | Mapping) else None


def _share(found: list[object]) -> Decimal | None:
    numbers = _numbers(found)
    return numbers[0] / numbers[1] if len(numbers) == 2 and numbers[1] else None


def _sum(found: list[object]) -> Decimal | None:
    numbers = _numbers(found)
    return sum(numbers, Decimal(0)) if numbers else None


FUNCTIONS: Mapping[str, Callable[[list[object]], Decimal | None]] = {
    "count": _count,
    "sum": _sum,
    "min": lambda found: min(_numbers(found), default=None),
    "max": lambda found: max(_numbers(found), default=None),
    "share": _share,
}
