"""What a browser posts: raw texts by input name, read into plain answers with a sentence for whatever is wrong."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from assessment.domain.entries import entry_from_plain, plain_from_answer
from assessment.domain.problems import Problem, ProblemsFound
from assessment.domain.questionnaire import Question, QuestionKind
from assessment.reports.formatting import Voice
from assessment.translation import translate

FORM_TYPE = "application/x-www-form-urlencoded"
MOST_FIELDS = 1000
NUMBER = re.compile(r"[-+]?\d{1,15}([.,]\d{1,10})?")
SPACES = re.compile(r"[\s\u00a0\u202f]")

Typed = Mapping[str, tuple[str, ...]]
"""What stands in the inputs of a page, by input name, exactly as typed."""


def _(message: str) -> str:
    """Mark a text for translation; it is translated when it is shown."""
    return message


MESSAGES: Mapping[str, str] = {
    "not-a-number": _("Write a number, for example 12 or 0.5."),
    "number-too-small": _("Write %(limit)s or more."),
    "number-too-large": _("Write %(limit)s or less."),
    "too-many-decimals": _("Write at most %(decimals)s digits after the decimal point."),
    "wrong-total": _("The parts add up to %(value)s. Make them add up to exactly %(total)s."),
    "text-too-long": _("The text has %(length)s characters. Shorten it to %(limit)s."),
    "control-character": _("The text holds a character that cannot be stored. Delete it or type the text again."),
    "exclusive-option": _("One of your choices only makes sense alone. Keep it alone, or untick it."),
    "invalid-date": _("Write the date as year-month-day, for example 2026-03-31."),
    "missing-name": _("Write the name of the organisation."),
    "missing-type": _("Choose the kind of organisation."),
    "missing-staff": _("Write how many people work there, in full-time equivalents."),
    "missing-region": _("Choose the region."),
    "missing-territory": _("Choose the kind of territory."),
}
"""What is wrong with an input and how to fix it, by problem code; anything else was never on our page."""

NOT_OFFERED = _("This answer was not offered. Choose one of those shown.")


class UnreadableForm(ValueError):
    """The body of a request is not what a browser sends for a form."""


@dataclass(frozen=True, slots=True)
class InputProblem:
    """Something wrong with an input, named; `code` is a key of `MESSAGES`."""

    name: str
    code: str
    values: Mapping[str, str] = field(default_factory=dict)

    def text(self, language: str) -> str:
        """The sentence in `language`."""
        return translate(MESSAGES.get(self.code, NOT_OFFERED), language, **self._readable(language))

    def _readable(self, language: str) -> dict[str, str]:
        return {name: _number_in(value, language) for name, value in self.values.items()}


class InputRefused(Exception):
    """An answer cannot be taken as typed."""

    def __init__(self, problems: tuple[InputProblem, ...]) -> None:
        super().__init__(", ".join(f"{problem.name}: {problem.code}" for problem in problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Form:
    """The fields of a posted form; `files` holds the content of files sent with it, by name."""

    typed: Typed
    files: Mapping[str, bytes] = field(default_factory=dict)

    def one(self, name: str) -> str:
        """The value of a field, without blanks around it; empty when there is none."""
        values = self.typed.get(name, ("",))
        return values[-1].strip()


def parse_form(body: bytes) -> Form:
    """The fields of an urlencoded body. Raises UnreadableForm."""
    try:
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS)
    except ValueError as unreadable:
        raise UnreadableForm from unreadable
    typed: dict[str, tuple[str, ...]] = {}
    for name, value in pairs:
        typed[name] = (*typed.get(name, ()), value)
    return Form(typed)


def input_names(question: Question) -> tuple[str, ...]:
    """The names of the inputs of a question: its code, or one per number when it has parts."""
    parts = [part.code for part in question.parts]
    if question.kind not in (QuestionKind.MATRIX, QuestionKind.ALLOCATION):
        return (question.code,)
    if question.rows:
        return tuple(f"{question.code}.{row.code}.{part}" for row in question.rows for part in parts)
    return tuple(f"{question.code}.{part}" for part in parts)


def is_posted(question: Question, form: Form) -> bool:
    """Whether the form says something about a question: a radio group nobody touched says nothing."""
    silent = question.kind in (QuestionKind.LEVEL, QuestionKind.SINGLE)
    return not silent or question.code in form.typed


def read_answer(question: Question, form: Form) -> object:
    """The plain value of a question, None when it was left empty. Raises InputRefused."""
    try:
        return plain_from_answer(entry_from_plain(question, _plain(question, form)))
    except ProblemsFound as refused:
        raise InputRefused(tuple(_input_problem(question, problem) for problem in refused.problems)) from refused


def typed_answer(question: Question, value: object, language: str) -> Typed:
    """What stands in the inputs of a question whose plain value is `value`."""
    if isinstance(value, Mapping):
        typed: dict[str, tuple[str, ...]] = {}
        for part, item in value.items():
            inside = typed_answer(question, item, language)
            typed |= {
                f"{question.code}.{part}{name.removeprefix(question.code)}": text for name, text in inside.items()
            }
        return typed
    if isinstance(value, list):
        return {question.code: tuple(map(str, value))}
    if isinstance(value, float) or (isinstance(value, int) and question.kind is not QuestionKind.LEVEL):
        return {question.code: (Voice(language).short(value, question.decimals),)}
    return {} if value is None else {question.code: (str(value),)}


def read_number(text: str, name: str) -> float | int | None:
    """The number typed into an input, None when it is empty. Raises InputRefused."""
    compact = SPACES.sub("", text)
    if not compact:
        return None
    if not NUMBER.fullmatch(compact):
        raise InputRefused((InputProblem(name, "not-a-number"),))
    number = float(compact.replace(",", "."))
    return int(number) if number.is_integer() else number


def _plain(question: Question, form: Form) -> object:
    kind, raw = question.kind, form.one(question.code)
    if kind is QuestionKind.LEVEL:
        return int(raw) if re.fullmatch(r"[0-9]", raw) else raw or None
    if kind is QuestionKind.MULTI:
        return list(form.typed.get(question.code, ())) or None
    if kind is QuestionKind.NUMBER:
        return read_number(raw, question.code)
    if kind in (QuestionKind.MATRIX, QuestionKind.ALLOCATION):
        return _by_part(question, form)
    return raw.replace("\r\n", "\n") or None


def _by_part(question: Question, form: Form) -> dict[str, object]:
    """Numbers by part, in a matrix with rows by row; boxes left empty are left out."""
    problems: list[InputProblem] = []
    if question.rows:
        prefixes = {row.code: f"{question.code}.{row.code}" for row in question.rows}
        rows = {code: _numbers(prefix, question, form, problems) for code, prefix in prefixes.items()}
        found: dict[str, object] = {code: numbers for code, numbers in rows.items() if numbers}
    else:
        found = {**_numbers(question.code, question, form, problems)}
    if problems:
        raise InputRefused(tuple(problems))
    return found


def _numbers(prefix: str, question: Question, form: Form, problems: list[InputProblem]) -> dict[str, float]:
    found: dict[str, float] = {}
    for part in question.parts:
        name = f"{prefix}.{part.code}"
        try:
            number = read_number(form.one(name), name)
        except InputRefused as refused:
            problems += refused.problems
            continue
        if number is not None:
            found[part.code] = number
    return found


def _input_problem(question: Question, problem: Problem) -> InputProblem:
    name = ".".join([question.code, *map(str, problem.path)])
    return InputProblem(name if name in input_names(question) else question.code, problem.code, problem.values)


def _number_in(text: str, language: str) -> str:
    plain = re.fullmatch(r"-?\d{1,15}(\.\d{1,10})?", text)
    return Voice(language).short(float(text)) if plain else text
