"""Two answers to one question at once: what is shown to choose from, while a page saves by itself."""

from __future__ import annotations

from assessment.services.assessments import load
from assessment.storage.assessments import AnswerConflict, SaveAnswer
from assessment.web.answering import question_asked, way_in
from assessment.web.fields import Field, question_field
from assessment.web.forms import typed_answer
from assessment.web.http import HttpRequest
from assessment.web.sheets import Asked, Choosing, kept_field
from assessment.web.site import Site
from assessment.web.work import Work


def both_answers(site: Site, request: HttpRequest, save: SaveAnswer, conflict: AnswerConflict) -> Field:
    """The question with the answer that is kept and the one that was refused."""
    language = site.language(request)
    with site.database.readings.begin() as session:
        way = way_in(site, request, save, session.connection())
        asked = Asked(question_asked(site, save, way))
        draft = load(session, save.assessment_id, way.share.sheet)
        work = Work(draft, site.instrument(draft.questionnaire), way.share)
        typed = typed_answer(asked.question, conflict.given, language)
        shown = question_field(asked.question, typed, language)
        return Choosing(session.connection(), work, way.author, language).conflicting(asked, shown, conflict)


def other_answer(site: Site, request: HttpRequest, save: SaveAnswer) -> Field:
    """The question with the answer that is kept, for whoever chose it."""
    with site.database.readings.begin() as session:
        way = way_in(site, request, save, session.connection())
        question = question_asked(site, save, way)
        draft = load(session, save.assessment_id, way.share.sheet)
    work = Work(draft, site.instrument(draft.questionnaire), way.share)
    indicator = work.questionnaire.indicator_by_id.get(save.code)
    return kept_field(work, Asked(question, indicator=indicator, counted=way.share.mirror), site.language(request))
