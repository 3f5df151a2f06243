"""Questions as a page shows them: every value ready, nothing left for a template to work out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from assessment.domain.questionnaire import LEVELS, Indicator, NonResponse, Part, Question, QuestionKind
from assessment.translation import translate
from assessment.web.forms import InputProblem, Typed


def _(message: str) -> str:
    """Mark a text for translation; it is translated when it is shown."""
    return message


REASONS: Mapping[NonResponse, str] = {
    NonResponse.DONT_KNOW: _("I don’t know"),
    NonResponse.NOT_APPLICABLE: _("Not applicable"),
    NonResponse.REFUSED: _("I prefer not to say"),
}
UNITS: Mapping[str, str] = {
    "fte": _("FTE"),
    "day": _("days"),
    "eur": "€",
    "keur": "k€",
    "percent": "%",
    "thousand": _("thousand"),
    "hour": _("hours"),
    "point": _("points"),
}
"""Words for the units of questions; a plain count needs none."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A radio button or tick box."""

    id: str
    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """A one-line box."""

    id: str
    name: str
    value: str
    label: str = ""
    numeric: bool = True
    required: bool = False
    autocomplete: str = "off"


@dataclass(frozen=True, slots=True)
class Group:
    """Boxes that belong together under an optional label of their own."""

    id: str
    label: str
    inputs: tuple[Input, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two answers to choose from, in words: `theirs` with `who` gave it, and `mine`; no lines where one was cleared."""

    who: str
    theirs: tuple[str, ...]
    mine: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A question on a page. `kind` picks the macro in `controls.html`; `save_to` is where a change is saved at once.

    `wrong` holds the ids of the inputs that `error` is about; `counted` whether the question counts in the progress.
    `seen` is what the page has seen of the answer, `conflict` what somebody else answered meanwhile.
    """

    kind: str
    name: str
    label: str
    hint: str = ""
    overline: str = ""
    error: str = ""
    wrong: frozenset[str] = frozenset()
    choices: tuple[Choice, ...] = ()
    reasons: tuple[Choice, ...] = ()
    examples: tuple[str, ...] = ()
    groups: tuple[Group, ...] = ()
    unit: str = ""
    total: bool = False
    save_to: str = ""
    seen: str = ""
    conflict: Conflict | None = None
    counted: bool = False
    answered: bool = False

    @property
    def inputs(self) -> tuple[Input, ...]:
        """Every box of the field."""
        return tuple(box for group in self.groups for box in group.inputs)

    @property
    def anchor(self) -> str:
        """The id of the element to go to when something is wrong."""
        return next(iter(sorted(self.wrong)), None) or (self.choices[0].id if self.choices else self.name)


@dataclass(frozen=True, slots=True)
class ErrorLine:
    """A line of the error summary."""

    anchor: str
    text: str


def question_field(question: Question, typed: Typed, language: str) -> Field:
    """The field of a question, holding what was typed."""
    field = Field(
        kind=_MACROS.get(question.kind, "box"),
        name=question.code,
        label=question.text.text(language),
        hint=question.help.text(language) if question.help else "",
        unit=unit_word(question, language),
        total=question.total is not None,
        answered=any(any(values) for values in typed.values()),
    )
    if question.kind in (QuestionKind.LEVEL, QuestionKind.SINGLE, QuestionKind.MULTI):
        return replace(field, choices=_options(question, typed, language), reasons=_reasons(question, typed, language))
    return replace(field, groups=_groups(question, typed, language))


def indicator_field(field: Field, indicator: Indicator, language: str) -> Field:
    """The field of a scored question: its indicator above it, what could prove the answer below."""
    return replace(
        field,
        overline=indicator.title.text(language),
        examples=tuple(text.text(language) for text in indicator.evidence),
        counted=True,
    )


def with_problems(field: Field, problems: Iterable[InputProblem], language: str) -> Field:
    """The field with what is wrong with it, if anything is."""
    mine = [problem for problem in problems if problem.name.split(".")[0] == field.name]
    if not mine:
        return field
    return replace(field, error=mine[0].text(language), wrong=frozenset(input_id(problem.name) for problem in mine))


def error_lines(fields: Iterable[Field]) -> tuple[ErrorLine, ...]:
    """The error summary of a page."""
    return tuple(ErrorLine(field.anchor, _line(field)) for field in fields if field.error)


def input_id(name: str) -> str:
    """The id of an input; a dot in a name would mean something else in a selector."""
    return name.replace(".", "-")


def unit_word(question: Question, language: str) -> str:
    """The unit of a question's numbers in words; empty for a plain count."""
    word = UNITS.get(question.unit or "")
    return translate(word, language) if word else ""


def _line(field: Field) -> str:
    return f"{(field.overline or field.label).rstrip('?').rstrip()} – {field.error}"


def _value(typed: Typed, name: str) -> str:
    return typed.get(name, ("",))[-1]


def _options(question: Question, typed: Typed, language: str) -> tuple[Choice, ...]:
    values = map(str, LEVELS) if question.kind is QuestionKind.LEVEL else (item.code for item in question.options)
    return tuple(
        Choice(f"{question.code}-{value}", value, option.text.text(language), value in typed.get(question.code, ()))
        for value, option in zip(values, question.options, strict=True)
    )


def _reasons(question: Question, typed: Typed, language: str) -> tuple[Choice, ...]:
    return tuple(
        Choice(
            f"{question.code}-{reason}", reason.value, translate(word, language), reason in typed.get(question.code, ())
        )
        for reason, word in REASONS.items()
        if reason in question.nonresponse
    )


def _groups(question: Question, typed: Typed, language: str) -> tuple[Group, ...]:
    if question.kind not in (QuestionKind.MATRIX, QuestionKind.ALLOCATION):
        numeric = question.kind is QuestionKind.NUMBER
        box = Input(
            id=question.code,
            name=question.code,
            value=_value(typed, question.code),
            numeric=numeric,
            required=question.required,
        )
        return (Group("", "", (box,)),)
    if not question.rows:
        return (Group("", "", _boxes(question.code, question.parts, typed, language)),)
    return tuple(
        Group(
            f"{question.code}-{row.code}",
            row.text.text(language),
            _boxes(f"{question.code}.{row.code}", question.parts, typed, language),
        )
        for row in question.rows
    )


def _boxes(prefix: str, parts: Iterable[Part], typed: Typed, language: str) -> tuple[Input, ...]:
    names = ((part, f"{prefix}.{part.code}") for part in parts)
    return tuple(
        Input(id=input_id(name), name=name, value=_value(typed, name), label=part.text.text(language))
        for part, name in names
    )


_MACROS: Mapping[QuestionKind, str] = {
    QuestionKind.LEVEL: "choices",
    QuestionKind.SINGLE: "choices",
    QuestionKind.MULTI: "checkboxes",
    QuestionKind.MATRIX: "boxes",
    QuestionKind.ALLOCATION: "boxes",
    QuestionKind.LONGTEXT: "area",
}
