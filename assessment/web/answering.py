"""What one answer is held against, found with one short read however much was answered before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from litestar.exceptions import NotFoundException
from sqlalchemy import Connection, RowMapping

from assessment.domain.participation import WHOLE, Share
from assessment.domain.questionnaire import Form as QuestionnaireForm
from assessment.domain.questionnaire import Question
from assessment.domain.routing import as_put
from assessment.domain.scoring import asked
from assessment.services.secrets import hash_of
from assessment.storage.access import find_session, share_of
from assessment.storage.assessments import (
    AssessmentClosed,
    DeadlinePassed,
    Held,
    SaidFinished,
    SaveAnswer,
    read_held,
    read_held_by,
)
from assessment.storage.respondents import note_activity
from assessment.web.access import FILLS
from assessment.web.forms import Form, UnreadableForm, is_posted, read_answer
from assessment.web.http import HttpRequest
from assessment.web.rules import Forbidden, NotYours, Visit, admit
from assessment.web.seen import seen_in
from assessment.web.site import Site
from assessment.web.work import Elsewhere


@dataclass(frozen=True, slots=True)
class WayIn:
    """What is answered, which share of it and by whom; `respondent` is the row of an invited person."""

    held: Held
    share: Share
    author: str | None
    respondent: RowMapping | None = None


def answer_given(site: Site, request: HttpRequest, form: Form, save: SaveAnswer, connection: Connection) -> SaveAnswer:
    """What a form says about the question of `save`, read where and when it is kept: value, version, sheet and author.

    Raises NotYours, Forbidden, AssessmentClosed, Elsewhere, NotFoundException, InputRefused, or UnreadableForm for a
    form that says nothing about the question: that must not wipe the answer kept.
    """
    way = way_in(site, request, save, connection)
    question = question_asked(site, save, way)
    if not is_posted(question, form):
        raise UnreadableForm
    seen = seen_in(form, save.code)
    _note_day(connection, way, save)
    return replace(
        save,
        value=read_answer(question, form),
        expected_version=seen.version if seen else None,
        sheet=way.share.sheet,
        author=way.author,
    )


def way_in(site: Site, request: HttpRequest, save: SaveAnswer, connection: Connection) -> WayIn:
    """How whoever asks came to what they answer. One short read for the private link, by which most people come."""
    key = site.cookies.key_in(request.cookies, save.assessment_id)
    key_hash = hash_of(key) if key else None
    if key_hash and (held := read_held_by(connection, save.assessment_id, key_hash, save.at)):
        return WayIn(held, WHOLE, None)
    session_key = site.cookies.session_in(request.cookies)
    person = find_session(connection, hash_of(session_key), save.at) if session_key else None
    names = {"assessment_id": save.assessment_id}
    access = admit(FILLS, Visit(connection, save.at, person, key_hash, names)).to_assessment
    found = read_held(connection, save.assessment_id)
    if found is None:
        raise NotYours
    share = share_of(access)
    return WayIn(found, share, access.author, None if share.runs else access.respondent)


def question_asked(site: Site, save: SaveAnswer, way: WayIn) -> Question:
    """The question as it is put, if it may be answered now and by whoever asks. Raises as `answer_given` does."""
    found, share = way.held, way.share
    if found.submitted:
        raise AssessmentClosed
    if found.deadline is not None and found.deadline <= save.at:
        raise DeadlinePassed
    if share.finished:
        raise SaidFinished
    if found.organisation_type is None:
        raise Elsewhere(f"/assessments/{save.assessment_id}/profile")
    reference = f"{found.questionnaire}@{found.version}"
    if share.mirror:
        return _statement(site, reference, save.code, share)
    question = _questions(site, reference, QuestionnaireForm(found.form), found.organisation_type).get(save.code)
    if question is None:
        raise NotFoundException
    dimension = site.instrument(reference).questionnaire.dimension_of.get(save.code)
    if not (share.facts if dimension is None else share.has(dimension.id)):
        raise Forbidden
    return question


def _statement(site: Site, reference: str, code: str, share: Share) -> Question:
    questionnaire = site.instrument(reference).questionnaire
    found = next((item for item in questionnaire.mirror if item.question.code == code), None)
    if found is None and code not in questionnaire.question_by_code:
        raise NotFoundException
    if found is None or share.role not in found.roles:
        raise Forbidden
    return found.question


def _note_day(connection: Connection, way: WayIn, save: SaveAnswer) -> None:
    """Once a day: that an invited person has been at it, never when."""
    if way.respondent is not None and way.respondent["active_on"] != save.at.date():
        note_activity(connection, str(way.respondent["id"]), save.at.date())


def _questions(site: Site, reference: str, form: QuestionnaireForm, type_id: str) -> Mapping[str, Question]:
    key = (reference, form, type_id)
    if key not in site.asked:
        questionnaire = site.instrument(reference).questionnaire
        kind = questionnaire.type_by_id[type_id]
        scored = {
            question.code: as_put(question, indicator, kind)
            for dimension in questionnaire.dimensions
            for indicator in asked(dimension, form)
            for question in indicator.questions
        }
        facts = {question.code: question for question in questionnaire.fact_questions() if question.profile is None}
        site.asked[key] = scored | facts
    return site.asked[key]
