"""All answers read back before they are sent, and the sending itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from litestar import Response, post
from litestar.params import FromPath
from litestar.response import Redirect

from assessment.domain.problems import ProblemsFound
from assessment.domain.questionnaire import Question
from assessment.domain.routing import Route
from assessment.reports.exports import result_document
from assessment.reports.formatting import Voice
from assessment.services.assessments import submit
from assessment.translation import translate
from assessment.web.answer_texts import answer_lines
from assessment.web.fields import ErrorLine
from assessment.web.http import HttpRequest, shown
from assessment.web.outline import Outline, dimension_path, facts_path
from assessment.web.pages import Answered, AnswerGroup, CheckPage
from assessment.web.profiles import LABELS, mix_segments
from assessment.web.site import SiteHere
from assessment.web.work import Work, changing_work, open_work


@shown("/assessments/{assessment_id:str}/check", sync_to_thread=True)
def show_check(request: HttpRequest, site: SiteHere, assessment_id: FromPath[str]) -> Response[str]:
    """Every answer in words, with a way to change it that comes back here."""
    with site.database.readings.begin() as session:
        work = open_work(site, session, request, assessment_id)
    return site.page(request, _page(work, site.language(request), ()))


@post("/assessments/{assessment_id:str}/submit", sync_to_thread=True)
def send_answers(request: HttpRequest, site: SiteHere, assessment_id: FromPath[str]) -> Response[str] | Redirect:
    """Freeze the answers with their result; what is required and missing is said instead."""
    with site.database.readings.begin() as session:
        work = changing_work(site, session, request, assessment_id)
    work.route()
    try:
        with site.database.sessions.begin() as session:
            submit(session, assessment_id, instrument=work.instrument, render_document=result_document, now=site.now())
    except ProblemsFound as refused:
        codes = [str(problem.path[-1]) for problem in refused.problems if problem.path]
        return site.page(request, _page(work, site.language(request), codes), 422)
    return Redirect(f"{work.home}/results", status_code=303)


def _page(work: Work, language: str, missing: Iterable[str]) -> CheckPage:
    route = work.route()
    scored, facts = tuple(_scored(work, route, language)), tuple(_facts(work, route, language))
    at = work.draft.submitted_at
    return CheckPage(
        bar=Outline(work.home, route).bar(),
        action=f"{work.home}/submit",
        results=f"{work.home}/results",
        submitted=Voice(language).date(at.date()) if at else None,
        profile=_profile(work, route, language),
        unanswered=_only(scored, answered=False),
        blank=_only(facts, answered=False),
        groups=(*scored, *facts) if at else (*_only(scored, answered=True), *_only(facts, answered=True)),
        remarks=tuple(_remarks(work, route, language)),
        errors=tuple(_error(work, route, code, language) for code in missing),
    )


def _scored(work: Work, route: Route, language: str) -> Iterator[AnswerGroup]:
    for dimension in route.questionnaire.dimensions:
        asked = [
            item.question for item in route.questions(dimension) if item.expected or route.is_answered(item.question)
        ]
        if asked:
            path = dimension_path(work.home, dimension)
            yield AnswerGroup(dimension.id, dimension.title.text(language), _answered(work, path, asked, language))


def _facts(work: Work, route: Route, language: str) -> Iterator[AnswerGroup]:
    for group in route.questionnaire.facts:
        if facts := route.facts(group):
            path = facts_path(work.home, group)
            yield AnswerGroup(group.id, group.title.text(language), _answered(work, path, facts, language))


def _answered(work: Work, path: str, questions: Iterable[Question], language: str) -> tuple[Answered, ...]:
    return tuple(
        Answered(
            question.code,
            question.text.text(language),
            answer_lines(question, work.draft.values.get(question.code), language),
            f"{path}?back=check#{question.code}",
        )
        for question in questions
    )


def _only(groups: Iterable[AnswerGroup], *, answered: bool) -> tuple[AnswerGroup, ...]:
    """The groups with only their answered questions, or only the others; a group with none is left out."""
    kept = (
        replace(group, answers=tuple(item for item in group.answers if bool(item.lines) is answered))
        for group in groups
    )
    return tuple(group for group in kept if group.answers)


def _profile(work: Work, route: Route, language: str) -> AnswerGroup:
    organisation, questionnaire = route.assessment.organisation, route.questionnaire
    voice, mix = Voice(language), organisation.visitor_mix
    segments = [segment for segment in mix_segments(work.instrument) if mix.get(segment.id)]
    region = next((item.name for item in work.instrument.regions if item.insee == organisation.region), "")
    territory = next(
        (item.text.text(language) for item in questionnaire.territories if item.code == organisation.territory), ""
    )
    named = translate("%(name)s: %(value)s", language, name="{}", value="{}")
    lines = {
        "name": (organisation.name,),
        "type": (route.kind.title.text(language),),
        "staff": (f"{voice.short(organisation.staff)}\u00a0{translate('FTE', language)}",),
        "region": (region,),
        "territory": (territory,),
        "mix": tuple(named.format(item.title.text(language), voice.percent(mix[item.id])) for item in segments)
        or (translate("The usual mix of this kind of organisation", language),),
        "ambition": (
            named.format(translate("Inspire", language), voice.short(organisation.ambition.inspire)),
            named.format(translate("Connect", language), voice.short(organisation.ambition.connect)),
        ),
    }
    change = f"{work.home}/profile?back=check"
    answers = tuple(
        Answered(name, translate(LABELS[name], language), texts, f"{change}#{name}") for name, texts in lines.items()
    )
    return AnswerGroup("profile", translate("Your organisation", language), answers)


def _remarks(work: Work, route: Route, language: str) -> Iterator[ErrorLine]:
    for question, check in route.failed_checks():
        yield ErrorLine(_address(work, question.code), check.message.text(language))


def _error(work: Work, route: Route, code: str, language: str) -> ErrorLine:
    question = work.questionnaire.question_by_code.get(code)
    if question and route.is_answered(question):
        message = next(check.message for failed, check in route.failed_checks() if failed.code == code)
        return ErrorLine(_address(work, code), message.text(language))
    label = question.text.text(language) if question else code
    return ErrorLine(_address(work, code), translate("Answer the question: %(question)s", language, question=label))


def _address(work: Work, code: str) -> str:
    """The page that asks a question, to come back from."""
    dimension = work.questionnaire.dimension_of.get(code)
    if dimension is not None:
        return f"{dimension_path(work.home, dimension)}?back=check#{code}"
    for group in work.questionnaire.facts:
        if any(question.code == code for question in group.questions):
            return f"{facts_path(work.home, group)}?back=check#{code}"
    return f"{work.home}/profile?back=check"
