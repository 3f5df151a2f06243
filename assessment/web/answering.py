"""What one answer is held against, found with one short read however much was answered before."""

from __future__ import annotations

from collections.abc import Mapping

from litestar.exceptions import NotFoundException
from sqlalchemy import Connection

from assessment.domain.questionnaire import Form as QuestionnaireForm
from assessment.domain.questionnaire import Question
from assessment.domain.routing import as_put
from assessment.domain.scoring import asked
from assessment.services.assessments import held
from assessment.storage.assessments import AssessmentClosed, SaveAnswer
from assessment.web.forms import Form, UnreadableForm, is_posted, read_answer
from assessment.web.http import HttpRequest
from assessment.web.site import Site
from assessment.web.work import Elsewhere, NotYours


def value_given(site: Site, request: HttpRequest, form: Form, save: SaveAnswer, connection: Connection) -> object:
    """The plain value that a form gives to the question of `save`, read where and when it is kept.

    Raises NotYours, AssessmentClosed, Elsewhere, NotFoundException, InputRefused, or UnreadableForm for a form that
    says nothing about the question: that must not wipe the answer kept.
    """
    question = _question_asked(site, request, save, connection)
    if not is_posted(question, form):
        raise UnreadableForm
    return read_answer(question, form)


def _question_asked(site: Site, request: HttpRequest, save: SaveAnswer, connection: Connection) -> Question:
    key = site.cookies.key_in(request.cookies, save.assessment_id)
    found = held(connection, key, save.assessment_id, save.at) if key else None
    if found is None:
        raise NotYours
    if found.submitted:
        raise AssessmentClosed
    if found.organisation_type is None:
        raise Elsewhere(f"/assessments/{save.assessment_id}/profile")
    reference = f"{found.questionnaire}@{found.version}"
    question = _questions(site, reference, QuestionnaireForm(found.form), found.organisation_type).get(save.code)
    if question is None:
        raise NotFoundException
    return question


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
