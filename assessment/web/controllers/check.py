"""All answers read back before they are sent, and the sending itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from litestar import Response, post
from litestar.response import Redirect
from sqlalchemy.orm import Session

from assessment.domain.audit import AuditAction
from assessment.domain.membership import PLATFORM
from assessment.domain.participation import Mode
from assessment.domain.problems import ProblemsFound
from assessment.domain.questionnaire import Question
from assessment.domain.results import Instrument
from assessment.domain.routing import Route
from assessment.reports.exports import result_document
from assessment.reports.formatting import Voice
from assessment.services.assessments import Draft, OwnSheet, answered_by_anybody, own_sheets, submit, with_others
from assessment.services.audit import record
from assessment.translation import translate
from assessment.web.answer_texts import answer_lines
from assessment.web.fields import ErrorLine
from assessment.web.http import HttpRequest, shown
from assessment.web.outline import dimension_path, facts_path
from assessment.web.pages import Answered, AnswerGroup, CheckPage
from assessment.web.place_words import on_day
from assessment.web.profiles import LABELS, mix_segments
from assessment.web.rules import Admission, AdmissionHere, reads_results
from assessment.web.site import SiteHere
from assessment.web.work import Elsewhere, Work, open_work


@shown("/assessments/{assessment_id:str}/check", sync_to_thread=True)
def show_check(request: HttpRequest, site: SiteHere, admission: AdmissionHere) -> Response[str]:
    """Every answer in words, with a way to change it that comes back here."""
    with site.database.readings.begin() as session:
        work = open_work(site, session, admission)
        others = _others(session, work)
    if work.share.mirror:
        raise Elsewhere(f"{work.home}/finish")
    reads = reads_results(admission.to_assessment)
    return site.page(request, _page(work, site.language(request), (), others, reads=reads))


@post("/assessments/{assessment_id:str}/submit", sync_to_thread=True)
def send_answers(request: HttpRequest, site: SiteHere, admission: AdmissionHere) -> Response[str] | Redirect:
    """Freeze the answers with their result; what is required and missing is said instead."""
    with site.database.readings.begin() as session:
        work = open_work(site, session, admission)
        others = _others(session, work)
    work.route()
    try:
        with site.database.sessions.begin() as session:
            send(session, work.draft, work.instrument, admission, site.now())
    except ProblemsFound as refused:
        codes = [str(problem.path[-1]) for problem in refused.problems if problem.path]
        return site.page(request, _page(work, site.language(request), codes, others), 422)
    following = "results" if work.draft.organisation_id is None else "submitted"
    return Redirect(f"{work.home}/{following}", status_code=303)


def send(session: Session, draft: Draft, instrument: Instrument, admission: Admission, now: datetime) -> None:
    """Freeze the answers and note who did. Raises ProblemsFound or AssessmentClosed."""
    person_id = admission.person.person_id if admission.person else None
    submit(session, draft.id, instrument=instrument, render_document=result_document, now=now, person_id=person_id)
    record(
        session,
        at=now,
        actor=admission.actor,
        action=AuditAction.ASSESSMENT_SUBMITTED,
        object=f"assessment:{draft.id}",
        place=draft.organisation_id or PLATFORM,
        revision=draft.revision + 1,
    )


def _others(session: Session, work: Work) -> tuple[OwnSheet, ...]:
    """The sheets of invited people, which whoever sends the answers sends with their own."""
    return own_sheets(session, work.draft.id) if work.share.runs else ()


def _page(
    work: Work, language: str, missing: Iterable[str], others: tuple[OwnSheet, ...], *, reads: bool = True
) -> CheckPage:
    route = work.route()
    elsewhere = answered_by_anybody(with_others(route.assessment, work.questionnaire, others))
    scored, facts = tuple(_scored(work, route, language)), tuple(_facts(work, route, language))
    at, runs = work.draft.submitted_at, work.share.runs
    return CheckPage(
        bar=work.outline().bar(),
        action=f"{work.home}/submit" if runs else None,
        correctable=runs and work.draft.organisation_id is not None and not work.late,
        finish=None if runs else f"{work.home}/finish",
        late=on_day(work.draft.deadline, language) if work.late and work.draft.deadline else None,
        results=f"{work.home}/results" if reads else None,
        submitted=Voice(language).date(at.date()) if at else None,
        profile=_profile(work, route, language),
        unanswered=_without(_only(scored, answered=False), elsewhere),
        panel=runs and work.draft.mode is Mode.PANEL,
        blank=_only(facts, answered=False),
        groups=(*scored, *facts) if at else (*_only(scored, answered=True), *_only(facts, answered=True)),
        remarks=tuple(_remarks(work, route, language)),
        errors=tuple(_error(work, route, code, language) for code in missing),
    )


def _scored(work: Work, route: Route, language: str) -> Iterator[AnswerGroup]:
    for dimension in filter(lambda item: work.share.has(item.id), route.questionnaire.dimensions):
        asked = [
            item.question for item in route.questions(dimension) if item.expected or route.is_answered(item.question)
        ]
        if asked:
            path = dimension_path(work.home, dimension)
            yield AnswerGroup(dimension.id, dimension.title.text(language), _answered(work, path, asked, language))


def _facts(work: Work, route: Route, language: str) -> Iterator[AnswerGroup]:
    for group in route.questionnaire.facts if work.share.facts else ():
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


def _without(groups: Iterable[AnswerGroup], codes: frozenset[str]) -> tuple[AnswerGroup, ...]:
    """The groups without these questions; a group with none left is left out."""
    kept = (replace(group, answers=tuple(item for item in group.answers if item.code not in codes)) for group in groups)
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
