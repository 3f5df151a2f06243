"""Type-check of a condition against what is asked before it, so that nothing fails when it runs."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from assessment.domain.condition_parsing import ConditionRefused
from assessment.domain.conditions import (
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
)
from assessment.domain.nonresponse import NonResponse
from assessment.domain.questionnaire import Question, QuestionKind


class Type(StrEnum):
    """What an answer is, as far as conditions care."""

    NUMBER = "number"
    OPTION = "option"
    OPTIONS = "options"
    DATE = "date"
    TEXT = "text"
    PARTS = "parts"
    NOTHING = "nothing"


TYPES: Mapping[QuestionKind, Type] = {
    QuestionKind.LEVEL: Type.NUMBER,
    QuestionKind.NUMBER: Type.NUMBER,
    QuestionKind.CALCULATED: Type.NUMBER,
    QuestionKind.SINGLE: Type.OPTION,
    QuestionKind.MULTI: Type.OPTIONS,
    QuestionKind.MATRIX: Type.PARTS,
    QuestionKind.ALLOCATION: Type.PARTS,
    QuestionKind.DATE: Type.DATE,
    QuestionKind.TEXT: Type.TEXT,
    QuestionKind.LONGTEXT: Type.TEXT,
    QuestionKind.EVIDENCE: Type.TEXT,
    QuestionKind.NOTE: Type.NOTHING,
}
COMPARABLE = (Type.NUMBER, Type.OPTION, Type.DATE, Type.TEXT)
ORDERED = (Type.NUMBER, Type.DATE)
COUNTED: Mapping[str, tuple[Type, ...]] = {"count": (Type.OPTIONS, Type.PARTS), "share": (Type.NUMBER,)}
"""What functions other than `sum`, `min` and `max` are made of."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a condition may say of a question or of a fact about the organisation.

    `options` are its codes; `step` is the smallest difference between two numbers.
    """

    type: Type
    options: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    nonresponse: frozenset[NonResponse] = frozenset()
    when: Condition | None = None
    step: Decimal = Decimal(1)


def subject_of(question: Question) -> Subject:
    """What conditions may say of a question."""
    level = question.kind is QuestionKind.LEVEL
    return Subject(
        TYPES[question.kind],
        () if level else tuple(option.code for option in question.options),
        () if question.rows else tuple(part.code for part in question.parts),
        Decimal(0) if level else question.minimum,
        Decimal(4) if level else question.maximum,
        question.nonresponse | ({NonResponse.NOT_APPLICABLE} if level else frozenset()),
        question.when,
        Decimal(1).scaleb(-question.decimals),
    )


@dataclass(frozen=True, slots=True)
class Scope:
    """What was asked so far, by code or as `org.type`, and the codes that come later."""

    subjects: dict[str, Subject]
    later: Collection[str] = field(default_factory=frozenset)

    def subject(self, ref: Ref) -> Subject:
        """The subject of a reference, narrowed to its part.

        Raises ConditionRefused.
        """
        found = self.subjects.get(ref.code)
        if found is None and ref.code in self.later:
            raise ConditionRefused("condition-later-question", code=ref.code)
        if found is None:
            raise ConditionRefused("condition-unknown-question", code=ref.code, known=tuple(self.subjects))
        if ref.part is None or ref.question == "org":
            return found
        if ref.part not in found.parts:
            raise ConditionRefused("condition-unknown-part", code=ref.question, part=ref.part, known=found.parts)
        return replace(found, type=Type.NUMBER)


def bind(condition: Condition, scope: Scope) -> Condition:
    """The condition with every name resolved to a question or an option, once its types fit.

    Raises ConditionRefused.
    """
    return replace(condition, root=_bound(condition.root, scope))


def _bound(node: Node, scope: Scope) -> Node:
    match node:
        case Both() | Either():
            return type(node)(_bound(node.first, scope), _bound(node.second, scope))
        case Not():
            return Not(_bound(node.inner, scope))
        case Compare():
            return _compare(node, scope)
        case Among():
            _among(node, scope)
        case Has():
            _has(node, scope)
        case Is() | Answered():
            _require(scope.subject(node.ref).type is not Type.NOTHING, node.ref)
    return node


def _require(fits: bool, what: object) -> None:
    if not fits:
        raise ConditionRefused("condition-misfit", what=what)


def _compare(node: Compare, scope: Scope) -> Compare:
    """Resolve both sides: a bare name opposite an option question is one of its options, else a question."""
    left, right = node.left, node.right
    if isinstance(left, Literal):
        raise ConditionRefused("condition-literal-first", what=left)
    subject = _subject(left, scope)
    if isinstance(right, Ref) and subject.type is Type.OPTION and _is_option(right, subject, scope):
        right = Literal(str(right))
    _require(subject.type in COMPARABLE, left)
    _require(node.sign in ("=", "!=") or subject.type in ORDERED, f"{left} {node.sign}")
    if isinstance(right, Literal):
        _literal(right, subject, left)
    else:
        _require(_subject(right, scope).type is subject.type, f"{left} {node.sign} {right}")
    return Compare(left, node.sign, right)


def _is_option(name: Ref, subject: Subject, scope: Scope) -> bool:
    return str(name) in subject.options or name.code not in scope.subjects


def _subject(operand: Ref | Call, scope: Scope) -> Subject:
    if isinstance(operand, Ref):
        return scope.subject(operand)
    for ref in operand.refs:
        _require(scope.subject(ref).type in COUNTED.get(operand.function, (Type.NUMBER, Type.PARTS)), operand)
    return Subject(Type.NUMBER)


def _literal(literal: Literal, subject: Subject, left: Operand) -> None:
    """Refuse a literal that an answer of this type can never be compared with."""
    content = literal.content
    if subject.type is Type.OPTION and content not in subject.options:
        raise ConditionRefused("condition-unknown-option", code=left, option=content, known=subject.options)
    _require(isinstance(content, Decimal) is (subject.type is Type.NUMBER), f"{left}, {content}")
    if subject.type is Type.DATE:
        try:
            date.fromisoformat(str(content))
        except ValueError:
            raise ConditionRefused("condition-misfit", what=f"{left}, {content}") from None


def _among(node: Among, scope: Scope) -> None:
    subject = scope.subject(node.ref)
    _require(subject.type in COMPARABLE, node.ref)
    for literal in node.among:
        _literal(literal, subject, node.ref)


def _has(node: Has, scope: Scope) -> None:
    subject = scope.subject(node.ref)
    _require(subject.type is Type.OPTIONS, node.ref)
    if node.option not in subject.options:
        raise ConditionRefused("condition-unknown-option", code=node.ref, option=node.option, known=subject.options)
