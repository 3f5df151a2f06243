"""A page of questions as it is answered: what it asks, what it shows, what of it is kept and what is refused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from litestar.exceptions import NotFoundException
from sqlalchemy import Connection
from sqlalchemy.orm import Session

from assessment.domain.questionnaire import Indicator, MirrorStatement, Question
from assessment.services.assessments import save_answer
from assessment.storage.assessments import AnswerConflict
from assessment.translation import translate
from assessment.web.answer_texts import answer_lines
from assessment.web.author_names import who_answered
from assessment.web.fields import Conflict, Field, indicator_field, question_field, with_problems
from assessment.web.forms import (
    Form,
    InputProblem,
    InputRefused,
    Typed,
    input_names,
    is_posted,
    read_answer,
    typed_answer,
)
from assessment.web.outline import dimension_path, facts_path
from assessment.web.rules import Admission
from assessment.web.seen import Seen, prefers_theirs, seen_in, seen_of, untouched
from assessment.web.work import Work


@dataclass(frozen=True, slots=True)
class Asked:
    """A question on a page; `indicator` is the practice it scores, None for a fact or a statement of the mirror."""

    question: Question
    expected: bool = True
    indicator: Indicator | None = None
    counted: bool = False

    def field(self, typed: Typed, language: str) -> Field:
        """Its field, holding what was typed."""
        made = question_field(self.question, typed, language)
        return (
            indicator_field(made, self.indicator, language) if self.indicator else replace(made, counted=self.counted)
        )


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page of questions: its address, its texts and what it asks."""

    path: str
    part: str
    title: str
    intro: str
    asked: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a page that was sent: what is wrong with it, and the answers given meanwhile by others.

    `versions` are those of the answers that were kept.
    """

    problems: tuple[InputProblem, ...]
    conflicts: Mapping[str, AnswerConflict]
    versions: Mapping[str, int]

    @property
    def refused(self) -> bool:
        """Whether something could not be kept."""
        return bool(self.problems or self.conflicts)

    @property
    def status(self) -> int:
        """Its status in HTTP."""
        return 412 if self.conflicts else 422


def part_sheet(work: Work, part: str, name: str, language: str) -> Sheet:
    """The page of a dimension or a group of facts. Raises NotFoundException, Forbidden."""
    route = work.route()
    if part == "dimensions":
        dimension = work.dimension(name)
        asked = tuple(Asked(item.question, item.expected, item.indicator) for item in route.questions(dimension))
        path, title, intro = dimension_path(work.home, dimension), dimension.title, dimension.definition
    elif part == "facts":
        group = work.fact_group(name)
        asked = tuple(Asked(question) for question in route.facts(group))
        path, title, intro = facts_path(work.home, group), group.title, group.intro
    else:
        raise NotFoundException
    return Sheet(path, part, title.text(language), intro.text(language), asked)


def statements(work: Work) -> tuple[MirrorStatement, ...]:
    """The statements of the mirror form that are put to this person."""
    return tuple(item for item in work.questionnaire.mirror if work.share.role in item.roles)


def mirror_sheet(work: Work, language: str) -> Sheet:
    """The page of the mirror form."""
    return Sheet(
        f"{work.home}/mirror",
        "mirror",
        translate("How do you see it?", language),
        translate("Say how far each sentence is true, as you see it from where you stand.", language),
        tuple(Asked(item.question, counted=True) for item in statements(work)),
    )


def kept_fields(work: Work, sheet: Sheet, language: str) -> list[Field]:
    """The fields of a page with the answers kept so far."""
    return [kept_field(work, item, language) for item in sheet.asked]


def kept_field(work: Work, item: Asked, language: str) -> Field:
    """A field with the answer kept so far."""
    code = item.question.code
    typed = typed_answer(item.question, work.draft.values.get(code), language)
    seen = seen_of(code, typed, work.draft.versions.get(code, 0))
    return _saving(work, item.field(typed, language), seen)


def keep_sheet(session: Session, work: Work, sheet: Sheet, form: Form, admission: Admission, now: datetime) -> Outcome:
    """Keep what was touched on a page and can be kept. Raises AssessmentClosed, UnstorableValue."""
    touched = [
        item.question
        for item in sheet.asked
        if not untouched(form, item.question.code) and not prefers_theirs(form, item.question.code)
    ]
    values, problems = read_answers(touched, form)
    conflicts: dict[str, AnswerConflict] = {}
    versions: dict[str, int] = {}
    for code, value in sorted(values.items()):
        seen = seen_in(form, code)
        try:
            versions[code] = save_answer(
                session,
                work.draft.id,
                code,
                value,
                now,
                expected_version=seen.version if seen else None,
                sheet=work.share.sheet,
                author=admission.to_assessment.author,
            )
        except AnswerConflict as conflict:
            conflicts[code] = conflict
    return Outcome(problems, conflicts, versions)


@dataclass(frozen=True, slots=True)
class Choosing:
    """Shows somebody, who answers as `oneself`, two answers to choose from."""

    connection: Connection
    work: Work
    oneself: str | None
    language: str

    def fields(self, sheet: Sheet, form: Form, outcome: Outcome) -> list[Field]:
        """The fields of a page that could not be kept whole, holding what was typed."""
        return [self._field(item, form, outcome) for item in sheet.asked]

    def conflicting(self, item: Asked, shown: Field, conflict: AnswerConflict) -> Field:
        """A field with the answer given meanwhile beside the one given here; from now on it has seen both."""
        stored, question, language = conflict.stored, item.question, self.language
        who = who_answered(self.connection, stored.author, self.oneself, language)
        theirs, mine = (answer_lines(question, value, language) for value in (stored.value, conflict.given))
        seen = seen_of(question.code, typed_answer(question, stored.value, language), stored.version)
        sentence = translate("The answer was changed meanwhile. Choose which one is kept.", language)
        return replace(_saving(self.work, shown, seen), conflict=Conflict(who, theirs, mine), error=sentence)

    def _field(self, item: Asked, form: Form, outcome: Outcome) -> Field:
        code = item.question.code
        if prefers_theirs(form, code):
            return kept_field(self.work, item, self.language)
        typed = {name: form.typed[name] for name in input_names(item.question) if name in form.typed}
        shown = with_problems(item.field(typed, self.language), outcome.problems, self.language)
        if code in outcome.conflicts:
            return self.conflicting(item, shown, outcome.conflicts[code])
        before = seen_in(form, code) or seen_of(code, typed, self.work.draft.versions.get(code, 0))
        kept = outcome.versions.get(code)
        return _saving(self.work, shown, before if kept is None else seen_of(code, typed, kept))


def read_answers(questions: Iterable[Question], form: Form) -> tuple[dict[str, object], tuple[InputProblem, ...]]:
    """The plain values of what a form says, and what is wrong with the rest."""
    values: dict[str, object] = {}
    problems: list[InputProblem] = []
    for question in _posted(questions, form):
        try:
            values[question.code] = read_answer(question, form)
        except InputRefused as refused:
            problems += refused.problems
    return values, tuple(problems)


def _posted(questions: Iterable[Question], form: Form) -> Iterator[Question]:
    yield from (question for question in questions if is_posted(question, form))


def _saving(work: Work, made: Field, seen: Seen) -> Field:
    return replace(made, save_to=f"{work.home}/answers/{made.name}", seen=str(seen))
