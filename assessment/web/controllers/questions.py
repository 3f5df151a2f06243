"""The pages of questions: one per dimension, one per group of facts; and each answer saved as soon as it is given."""

from __future__ import annotations

from functools import partial

from anyio.to_thread import run_sync
from litestar import Response, post
from litestar.params import FromPath
from litestar.response import Redirect

from assessment.storage.assessments import AnswerConflict, SaveAnswer
from assessment.web.answering import answer_given
from assessment.web.choosing import both_answers, other_answer
from assessment.web.clock import local_time
from assessment.web.fields import Field, error_lines
from assessment.web.gate import FIELD, HEADER, require_token
from assessment.web.http import HttpRequest, shown
from assessment.web.pages import ConflictNote, KeptNote, QuestionsPage, SavedNote
from assessment.web.rules import AdmissionHere
from assessment.web.seen import prefers_theirs, seen_of
from assessment.web.sheets import Choosing, Sheet, keep_sheet, kept_fields, part_sheet
from assessment.web.site import FormHere, Site, SiteHere
from assessment.web.work import Work, changing_work, page_work

BACK_TO_CHECK = "check"


@shown("/assessments/{assessment_id:str}/{part:str}/{name:str}", sync_to_thread=True)
def show_questions(
    request: HttpRequest, site: SiteHere, admission: AdmissionHere, part: FromPath[str], name: FromPath[str]
) -> Response[str]:
    """The questions of a part, with the answers kept so far."""
    with site.database.readings.begin() as session:
        work = page_work(site, session, admission)
    language = site.language(request)
    sheet = part_sheet(work, part, name, language)
    fields = kept_fields(work, sheet, language)
    return site.page(request, questions_page(work, sheet, fields, language, _back(request.query_params.get("back"))))


@post("/assessments/{assessment_id:str}/{part:str}/{name:str}", sync_to_thread=True)
def keep_answers(
    request: HttpRequest,
    site: SiteHere,
    admission: AdmissionHere,
    part: FromPath[str],
    name: FromPath[str],
    form: FormHere,
) -> Response[str] | Redirect:
    """Keep the answers of a whole page and go on; what cannot be kept stays on the page with the reason."""
    language = site.language(request)
    with site.database.sessions.begin() as session:
        work = changing_work(site, session, admission)
        sheet = part_sheet(work, part, name, language)
        outcome = keep_sheet(session, work, sheet, form, admission, site.now())
        choosing = Choosing(session.connection(), work, admission.to_assessment.author, language)
        fields = choosing.fields(sheet, form, outcome) if outcome.refused else []
    back = _back(form.one("back"))
    if outcome.refused:
        return site.page(request, questions_page(work, sheet, fields, language, back), outcome.status)
    return Redirect(f"{work.home}/check" if back else work.outline().after(sheet.path), status_code=303)


@post("/assessments/{assessment_id:str}/answers/{code:str}", status_code=200)
async def keep_answer(
    request: HttpRequest, assessment_id: FromPath[str], code: FromPath[str], form: FormHere
) -> Response[str]:
    """Keep one answer the moment it is given; answers only once it is on stable storage."""
    # Not a parameter: with two dependencies Litestar starts a task group, which costs more than saving the answer.
    site: Site = request.app.state.site
    require_token(site, request, request.headers.get(HEADER) or form.one(FIELD))
    save = SaveAnswer(assessment_id, code, value=None, at=site.now())
    if prefers_theirs(form, code):
        return site.page(request, KeptNote(await run_sync(other_answer, site, request, save)))
    try:
        version = await site.writer.save(save, partial(answer_given, site, request, form, save))
    except AnswerConflict as conflict:
        return site.page(request, ConflictNote(await run_sync(both_answers, site, request, save, conflict)), 412)
    seen = str(seen_of(code, form.typed, version))
    return site.page(request, SavedNote(local_time(save.at, request.headers.get("x-utc-offset")), code, seen))


def questions_page(work: Work, sheet: Sheet, fields: list[Field], language: str, back: str) -> QuestionsPage:
    """The page of a part."""
    outline = work.outline()
    pairs = list(zip(fields, sheet.asked, strict=True))
    return QuestionsPage(
        bar=outline.bar(),
        steps=outline.tasks(language, sheet.path),
        action=sheet.path,
        check=f"{work.home}/check",
        back=back,
        part=sheet.part,
        title=sheet.title,
        intro=sheet.intro,
        runs=work.share.runs,
        fields=tuple(field for field, item in pairs if item.expected),
        extra=tuple(field for field, item in pairs if not item.expected),
        errors=error_lines(fields),
    )


def _back(text: str | None) -> str:
    return BACK_TO_CHECK if text == BACK_TO_CHECK else ""
