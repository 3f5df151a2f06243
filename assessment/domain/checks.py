"""What an author should know of conditions: those that decide nothing, and questions nobody will ever see.

A condition is tried on every combination of the values that make a difference to it: each option, each reason for
having no value, the numbers it compares with and their neighbours. Hidden questions are blank in a combination, as they
are when filling. Where that is too much to try, nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations, product
from math import prod

from assessment.domain.condition_types import Scope, Subject, Type
from assessment.domain.conditions import Call, Condition, Literal, Ref, parts_of
from assessment.domain.nonresponse import NonResponse
from assessment.domain.parsing_questions import Stated

MOST_TRIALS = 20_000
MOST_OPTIONS = 8
"""Options of a multi question up to which every selection is tried."""
MOST_NUMBERS = 10
"""Numbers between two bounds up to which every one is tried."""
SOME_DAY = date(2000, 1, 1)
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
OTHER_TEXT = "…"

Subjects = Mapping[str, Subject]


def check_conditions(stated: Iterable[Stated], scope: Scope) -> None:
    """Note every condition that is always true or false, and every question that can never be shown."""
    shown = {code: replace(subject, when=None) for code, subject in scope.subjects.items()}
    for item in stated:
        problem = verdict(item.condition, scope.subjects)
        if problem == "condition-always-false" and item.decides and verdict(item.condition, shown) is None:
            item.reader.report("never-shown", value=item.question)
        elif problem:
            item.reader.report(problem)


def verdict(condition: Condition, subjects: Subjects) -> str | None:
    """The problem code of a condition with one outcome only, else None."""
    outcomes = {condition.holds(values) for values in trials(condition, subjects)}
    if len(outcomes) != 1:
        return None
    return "condition-always-true" if outcomes.pop() else "condition-always-false"


def trials(condition: Condition, subjects: Subjects) -> Iterator[Mapping[str, object]]:
    """Every combination of values worth trying; none when they cannot be listed or are too many."""
    conditions = _involved(condition, subjects)
    nodes = [node for item in conditions for node in parts_of(item.root)]
    if any(isinstance(node, Call) and node.function != "count" for node in nodes):
        return
    looked_at = {ref for item in conditions for ref in item.references()}
    codes = [code for code in subjects if code in {ref.code for ref in looked_at}]
    values = [_candidates(code, subjects[code], nodes, looked_at) for code in codes]
    if prod(len(found) for found in values) > MOST_TRIALS:
        return
    for chosen in product(*values):
        yield _as_filled(dict(zip(codes, chosen, strict=True)), subjects)


def _as_filled(values: dict[str, object], subjects: Subjects) -> Mapping[str, object]:
    """The values with those of hidden questions blanked, in the order of asking."""
    for code in values:
        when = subjects[code].when
        if when is not None and not when.holds(values):
            values[code] = NonResponse.NOT_ASKED
    return values


def _involved(condition: Condition, subjects: Subjects) -> list[Condition]:
    """The condition with those that decide whether the questions it looks at are asked, and so on."""
    found, waiting = [condition], [condition]
    while waiting:
        whens = (subjects[ref.code].when for ref in waiting.pop().references())
        new = [when for when in whens if when is not None and when not in found]
        found.extend(new)
        waiting.extend(new)
    return found


def _candidates(code: str, subject: Subject, nodes: list[object], looked_at: set[Ref]) -> list[object]:
    values = _VALUES[subject.type](subject, nodes)
    if subject.type is Type.PARTS:
        parts = [ref.part for ref in looked_at if ref.code == code and ref.part]
        choices = product([None, *_numbers(subject, nodes)], repeat=len(parts))
        values = [{part: value for part, value in zip(parts, row, strict=True) if value is not None} for row in choices]
    if code.startswith("org."):
        return values
    return [*values, NonResponse.UNANSWERED, *sorted(subject.nonresponse)]


def _options(subject: Subject, _: list[object]) -> list[object]:
    return list(subject.options)


def _selections(subject: Subject, _: list[object]) -> list[object]:
    """Every selection of a few options; of many, more than can be tried."""
    options = subject.options
    if len(options) > MOST_OPTIONS:
        return [()] * (MOST_TRIALS + 1)
    return [chosen for size in range(1, len(options) + 1) for chosen in combinations(options, size)]


def _numbers(subject: Subject, nodes: list[object]) -> list[object]:
    """All numbers between close bounds, else the bounds, the numbers compared with, and their neighbours."""
    low, high, step = subject.minimum, subject.maximum, subject.step
    if low is not None and high is not None and (high - low) / step <= MOST_NUMBERS:
        return [low + step * index for index in range(int((high - low) / step) + 1)]
    centres = {literal for literal in _literals(nodes) if isinstance(literal, Decimal)}
    centres |= {bound for bound in (low, high) if bound is not None} or {Decimal(0)}
    near = {centre + step * shift for centre in centres for shift in (-1, 0, 1)}
    return [value for value in sorted(near) if (low is None or value >= low) and (high is None or value <= high)]


def _dates(_: Subject, nodes: list[object]) -> list[object]:
    days = [date.fromisoformat(str(text)) for text in _literals(nodes) if DATE.fullmatch(str(text))] or [SOME_DAY]
    return [(day + timedelta(shift)).isoformat() for day in days for shift in (-1, 0, 1)]


def _texts(_: Subject, nodes: list[object]) -> list[object]:
    return [*_literals(nodes), OTHER_TEXT]


def _literals(nodes: list[object]) -> set[Decimal | str]:
    return {node.content for node in nodes if isinstance(node, Literal)}


_VALUES: Mapping[Type, Callable[[Subject, list[object]], list[object]]] = {
    Type.NUMBER: _numbers,
    Type.OPTION: _options,
    Type.OPTIONS: _selections,
    Type.DATE: _dates,
    Type.TEXT: _texts,
    Type.PARTS: _options,
}
