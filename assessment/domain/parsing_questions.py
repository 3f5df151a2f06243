"""Plain tree -> questions, with their conditions bound to what is asked before them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import NamedTuple

from assessment.domain.condition_parsing import ConditionRefused, parse_condition
from assessment.domain.condition_types import Scope, bind, subject_of
from assessment.domain.conditions import Condition
from assessment.domain.localised import Localised
from assessment.domain.nonresponse import NonResponse
from assessment.domain.questionnaire import LEVELS, Check, Option, Part, Question, QuestionKind
from assessment.domain.reading import Keys, Reader, suggestion

COMMON = ("text", "help", "required", "when", "nonresponse", "checks", "weight", "profile")
FIGURES = ("unit", "minimum", "maximum", "decimals")
QUESTION_KEYS: Mapping[QuestionKind, Keys] = {
    QuestionKind.LEVEL: Keys(("code", "kind", "text", "options"), COMMON),
    QuestionKind.SINGLE: Keys(("code", "kind", "text", "options"), COMMON),
    QuestionKind.MULTI: Keys(("code", "kind", "text", "options"), COMMON),
    QuestionKind.MATRIX: Keys(("code", "kind", "text", "parts"), (*COMMON, *FIGURES, "rows", "total")),
    QuestionKind.ALLOCATION: Keys(("code", "kind", "text", "parts"), (*COMMON, *FIGURES, "total")),
    QuestionKind.NUMBER: Keys(("code", "kind", "text"), (*COMMON, *FIGURES, "default")),
    QuestionKind.CALCULATED: Keys(("code", "kind", "text"), (*COMMON, "unit", "decimals")),
    QuestionKind.TEXT: Keys(("code", "kind", "text"), (*COMMON, "max_length")),
    QuestionKind.LONGTEXT: Keys(("code", "kind", "text"), (*COMMON, "max_length")),
    QuestionKind.EVIDENCE: Keys(("code", "kind", "text"), (*COMMON, "max_length")),
    QuestionKind.DATE: Keys(("code", "kind", "text"), COMMON),
    QuestionKind.NOTE: Keys(("code", "kind", "text"), COMMON),
}
ANY_KEYS = Keys(
    ("code", "kind", "text"),
    tuple({key for keys in QUESTION_KEYS.values() for key in (*keys.required[3:], *keys.optional)}),
)
LEVEL_OPTION_KEYS = Keys(("level", "text"))
OPTION_KEYS = Keys(("code", "text"), ("exclusive",))
PART_KEYS = Keys(("code", "text"))
CHECK_KEYS = Keys(("code", "severity", "assert", "message"))
SEVERITIES = ("error", "warn", "info")
PROFILE = ("name", "type", "staff", "region", "territory", "visitor_mix", "ambition")
"""What the profile page asks, so that a fact given there is not asked again."""
ALLOWED_NONRESPONSE = (NonResponse.DONT_KNOW, NonResponse.NOT_APPLICABLE, NonResponse.REFUSED)
SMALLEST_WEIGHT = Decimal("0.01")
MOST_DECIMALS = 6
LONGEST_ANSWER = 10_000


@dataclass(frozen=True, slots=True)
class Texts:
    """The languages a questionnaire promises, and the problem of a text that breaks the promise."""

    languages: tuple[str, ...]
    missing: str

    def read(self, reader: Reader) -> Localised:
        """A text in every language."""
        return reader.localised(self.languages, self.missing)


@dataclass(frozen=True, slots=True)
class Stated:
    """A condition, where it stands, and the question it belongs to; `decides` whether that question is asked."""

    reader: Reader
    condition: Condition
    question: str
    decides: bool


class _Bounds(NamedTuple):
    minimum: Decimal | None
    maximum: Decimal | None
    default: Decimal | None


@dataclass(frozen=True, slots=True)
class Questions:
    """Reads questions in the order they are asked; `scope` grows with each."""

    texts: Texts
    scope: Scope
    retired: Collection[str] = ()
    stated: list[Stated] = field(default_factory=list)

    def read(self, reader: Reader) -> Question:
        """One question. Reading on is possible after any problem: stand-ins make a question of it."""
        kind = self._kind(reader)
        code = self.new_code(reader.at("code"))
        bounds = self._bounds(reader)
        question = Question(
            code=code,
            kind=kind,
            text=self.texts.read(reader.at("text")),
            help=reader.maybe("help", self.texts.read),
            # A level question waits for a level or a reason for having none, so that nothing is left out unnoticed.
            required=reader.at("required").flag(kind is QuestionKind.LEVEL),
            when=reader.maybe("when", lambda found: self._condition(found, code, decides=True)),
            options=self._options(reader.at("options"), kind),
            parts=self.parts(reader.at("parts")) if kind in (QuestionKind.MATRIX, QuestionKind.ALLOCATION) else (),
            rows=self.parts(reader.at("rows")) if kind is QuestionKind.MATRIX and reader.at("rows").given else (),
            unit=reader.maybe("unit", Reader.code),
            decimals=reader.at("decimals").integer(0, MOST_DECIMALS),
            total=reader.maybe("total", lambda found: found.number(0)),
            max_length=reader.maybe("max_length", lambda found: found.integer(1, LONGEST_ANSWER)),
            profile=reader.maybe("profile", lambda found: found.one_of(PROFILE)),
            nonresponse=frozenset(NonResponse(item.one_of(ALLOWED_NONRESPONSE)) for item in self._reasons(reader)),
            weight=float(reader.maybe("weight", lambda found: found.number(SMALLEST_WEIGHT)) or 1),
            minimum=bounds.minimum,
            maximum=bounds.maximum,
            default=bounds.default,
        )
        self.scope.subjects[code] = subject_of(question)
        return replace(question, checks=tuple(self._check(item, code) for item in reader.at("checks").distinct("code")))

    def parts(self, reader: Reader) -> tuple[Part, ...]:
        """The parts or rows of a question, at least one."""
        found = tuple(
            Part(item.keys(PART_KEYS).at("code").code(), self.texts.read(item.at("text")))
            for item in reader.distinct("code", at_least=1)
        )
        return found or (Part("unknown", stand_in(self.texts)),)

    def new_code(self, reader: Reader) -> str:
        """A code that no other question has or had."""
        code = reader.code()
        if reader.given and code in self.scope.subjects:
            reader.report("duplicate-code", value=code)
        if code in self.retired:
            reader.report("retired-code", value=code)
        return code

    def _kind(self, reader: Reader) -> QuestionKind:
        """The kind, after noting which keys do not go with it; a note stands in for one that is not known."""
        kind = reader.at("kind")
        if kind.value in list(QuestionKind):
            found = kind.choice(QuestionKind)
            reader.keys(QUESTION_KEYS[found])
            return found
        reader.keys(ANY_KEYS)
        kind.choice(QuestionKind)
        return QuestionKind.NOTE

    def _reasons(self, reader: Reader) -> list[Reader]:
        return reader.at("nonresponse").distinct()

    def _bounds(self, reader: Reader) -> _Bounds:
        minimum, maximum = reader.maybe("minimum", Reader.number), reader.maybe("maximum", Reader.number)
        if minimum is not None and maximum is not None and minimum > maximum:
            reader.at("minimum").report("bounds-reversed")
            minimum = maximum = None
        limits = {name: limit for name, limit in (("minimum", minimum), ("maximum", maximum)) if limit is not None}
        return _Bounds(minimum, maximum, reader.maybe("default", lambda found: found.number(**limits)))

    def _options(self, reader: Reader, kind: QuestionKind) -> tuple[Option, ...]:
        if kind is QuestionKind.LEVEL:
            return self._levels(reader)
        if kind not in (QuestionKind.SINGLE, QuestionKind.MULTI):
            return ()
        found = tuple(self._option(item) for item in reader.distinct("code"))
        if len(found) >= 2:
            return found
        if reader.given:
            reader.report("too-few-options")
        return tuple(Option(code, stand_in(self.texts)) for code in ("unknown", "unknown2"))

    def _option(self, reader: Reader) -> Option:
        code = reader.keys(OPTION_KEYS).at("code").code()
        return Option(code, self.texts.read(reader.at("text")), exclusive=reader.at("exclusive").flag())

    def _levels(self, reader: Reader) -> tuple[Option, ...]:
        items = [item.keys(LEVEL_OPTION_KEYS) for item in reader.items()]
        levels = tuple(item.at("level").integer(0, LEVELS[-1]) for item in items)
        texts = [self.texts.read(item.at("text")) for item in items]
        if reader.given and levels != LEVELS:
            reader.report("level-options")
        return level_options(texts, self.texts)

    def _condition(self, reader: Reader, question: str, *, decides: bool) -> Condition | None:
        text = reader.text()
        if not text:
            return None
        try:
            condition = bind(parse_condition(text), self.scope)
        except ConditionRefused as refused:
            word = next((refused.values[name] for name in ("option", "part", "code") if name in refused.values), "")
            reader.report(
                refused.code, **refused.values, known=", ".join(refused.known), **suggestion(word, refused.known)
            )
            return None
        self.stated.append(Stated(reader, condition, question, decides))
        return condition

    def _check(self, reader: Reader, question: str) -> Check:
        reader.keys(CHECK_KEYS)
        claim = self._condition(reader.at("assert"), question, decides=False)
        return Check(
            reader.at("code").code(),
            reader.at("severity").one_of(SEVERITIES),
            claim or parse_condition(f"answered({question})"),
            self.texts.read(reader.at("message")),
        )


def stand_in(texts: Texts) -> Localised:
    """A text to go on with where there is none."""
    return Localised({texts.languages[0]: "-"})


def blank_question(texts: Texts) -> Question:
    """A question to go on with where there is none."""
    return Question(code="unknown", kind=QuestionKind.NOTE, text=stand_in(texts))


def level_options(behaviours: list[Localised], texts: Texts) -> tuple[Option, ...]:
    """The five options of a level question; a text that is not there is a dash."""
    padded = [*behaviours, *(stand_in(texts) for _ in LEVELS)]
    return tuple(Option(str(level), padded[level], level) for level in LEVELS)
