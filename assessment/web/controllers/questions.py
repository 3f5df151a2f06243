"""The pages of questions: one per dimension, one per group of facts; and each answer saved as soon as it is given."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import partial

from litestar import Response, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Redirect

from assessment.domain.questionnaire import Indicator, Question
from assessment.services.assessments import save_answers
from assessment.storage.assessments import SaveAnswer
from assessment.web.answering import value_given
from assessment.web.clock import local_time
from assessment.web.fields import Field, error_lines, indicator_field, question_field, with_problems
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
from assessment.web.http import HttpRequest, shown
from assessment.web.outline import Outline, dimension_path, facts_path
from assessment.web.pages import QuestionsPage, SavedNote
from assessment.web.site import FormHere, Site, SiteHere
from assessment.web.work import Work, changing_work, page_work

BACK_TO_CHECK = "check"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question on a page; `indicator` is the practice it scores, None for a fact."""

    question: Question
    expected: bool = True
    indicator: Indicator | None = None

    def field(self, typed: Typed, language: str) -> Field:
        """Its field, holding what was typed."""
        field = question_field(self.question, typed, language)
        return indicator_field(field, self.indicator, language) if self.indicator else field


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page of questions: its address, its texts and what it asks."""

    path: str
    part: str
    title: str
    intro: str
    asked: tuple[Asked, ...]


@shown("/assessments/{assessment_id:str}/{part:str}/{name:str}", sync_to_thread=True)
def show_questions(
    request: HttpRequest, site: SiteHere, assessment_id: FromPath[str], part: FromPath[str], name: FromPath[str]
) -> Response[str]:
    """The questions of a part, with the answers kept so far."""
    with site.database.readings.begin() as session:
        work = page_work(site, session, request, assessment_id)
    language = site.language(request)
    sheet = _sheet(work, part, name, language)
    fields = [
        item.field(typed_answer(item.question, work.draft.values.get(item.question.code), language), language)
        for item in sheet.asked
    ]
    return site.page(request, _page(work, sheet, fields, language, _back(request.query_params.get("back"))))


@post("/assessments/{assessment_id:str}/{part:str}/{name:str}", sync_to_thread=True)
def keep_answers(
    request: HttpRequest,
    site: SiteHere,
    assessment_id: FromPath[str],
    part: FromPath[str],
    name: FromPath[str],
    form: FormHere,
) -> Response[str] | Redirect:
    """Keep the answers of a whole page and go on; what cannot be kept stays on the page with the reason."""
    language = site.language(request)
    with site.database.sessions.begin() as session:
        work = changing_work(site, session, request, assessment_id)
        sheet = _sheet(work, part, name, language)
        values, problems = read_answers((item.question for item in sheet.asked), form)
        save_answers(session, assessment_id, values, site.now())
    back = _back(form.one("back"))
    if problems:
        fields = [
            with_problems(item.field(_typed(item.question, form), language), problems, language) for item in sheet.asked
        ]
        return site.page(request, _page(work, sheet, fields, language, back), 422)
    following = f"{work.home}/check" if back else Outline(work.home, work.route()).after(sheet.path)
    return Redirect(following, status_code=303)


@post("/assessments/{assessment_id:str}/answers/{code:str}", status_code=200)
async def keep_answer(
    request: HttpRequest, assessment_id: FromPath[str], code: FromPath[str], form: FormHere
) -> Response[str]:
    """Keep one answer the moment it is given; answers only once it is on stable storage."""
    # Not a parameter: with two dependencies Litestar starts a task group, which costs more than saving the answer.
    site: Site = request.app.state.site
    save = SaveAnswer(assessment_id, code, value=None, at=site.now())
    await site.writer.save(save, partial(value_given, site, request, form, save))
    return site.page(request, SavedNote(local_time(save.at, request.headers.get("x-utc-offset"))))


def read_answers(questions: Iterable[Question], form: Form) -> tuple[dict[str, object], tuple[InputProblem, ...]]:
    """The plain values of what a form says, and what is wrong with the rest."""
    values: dict[str, object] = {}
    problems: list[InputProblem] = []
    for question in questions:
        if not is_posted(question, form):
            continue
        try:
            values[question.code] = read_answer(question, form)
        except InputRefused as refused:
            problems += refused.problems
    return values, tuple(problems)


def _sheet(work: Work, part: str, name: str, language: str) -> Sheet:
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


def _page(work: Work, sheet: Sheet, fields: list[Field], language: str, back: str) -> QuestionsPage:
    outline = Outline(work.home, work.route())
    saving = [replace(field, save_to=f"{work.home}/answers/{field.name}") for field in fields]
    pairs = list(zip(saving, sheet.asked, strict=True))
    return QuestionsPage(
        bar=outline.bar(),
        steps=outline.tasks(language, sheet.path),
        action=sheet.path,
        check=f"{work.home}/check",
        back=back,
        part=sheet.part,
        title=sheet.title,
        intro=sheet.intro,
        fields=tuple(field for field, item in pairs if item.expected),
        extra=tuple(field for field, item in pairs if not item.expected),
        errors=error_lines(fields),
    )


def _typed(question: Question, form: Form) -> Typed:
    return {name: form.typed[name] for name in input_names(question) if name in form.typed}


def _back(text: str | None) -> str:
    return BACK_TO_CHECK if text == BACK_TO_CHECK else ""
