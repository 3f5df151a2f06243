"""The survey of an organisation's visitors: its file sent, looked at, kept, replaced and removed until submission."""

from __future__ import annotations

import csv
import io

from litestar import Response, post
from litestar.params import FromPath
from litestar.response import Redirect

from assessment.domain.kept_surveys import plain_survey, survey_from
from assessment.domain.parsing_survey import asked_of
from assessment.reports.formatting import Voice
from assessment.reports.problems import problem_text
from assessment.services.sheet_rules import MOST_BYTES
from assessment.services.survey_files import SurveyRead, SurveyRefused, read_survey
from assessment.services.survey_tables import MOST_VISITORS, columns_of, example_of
from assessment.services.visitor_surveys import KeptSurvey, keep_survey, kept_survey, remove_survey
from assessment.translation import later as _
from assessment.translation import translate
from assessment.web.fields import ErrorLine
from assessment.web.form_reading import only
from assessment.web.forms import Form
from assessment.web.gate import TAKES_FILES
from assessment.web.http import HttpRequest, shown, to_keep
from assessment.web.pages_visitors import VisitorsPage, VisitorsPreviewPage
from assessment.web.rules import AdmissionHere
from assessment.web.sealed_previews import opened, sealed
from assessment.web.site import FormHere, SiteHere
from assessment.web.visitor_summaries import column_meanings, summary_of
from assessment.web.work import Work, changing_work, page_work

FILE, SURVEY = "file", "survey"
LARGEST_FORM = 2 * MOST_BYTES
"""The file with what a browser puts around it; a larger one is refused in words up to here, then by its size."""
MOST_SHOWN = 50
NO_FILE = _("Choose a file first.")
TOO_OLD = _("The preview is more than an hour old. Send the file again.")
MORE = _("And %(number)s more problems to correct.")


@shown("/assessments/{assessment_id:str}/visitors", sync_to_thread=True)
def show_visitors(request: HttpRequest, site: SiteHere, admission: AdmissionHere) -> Response[str]:
    """What is kept of the visitors' answers, and the form to send them."""
    with site.database.readings.begin() as session:
        work = page_work(site, session, admission)
        kept = kept_survey(session, work.draft.id)
    return site.page(request, _page(work, site.language(request), kept))


@shown("/assessments/{assessment_id:str}/visitors/template.csv", sync_to_thread=True)
def download_survey_template(request: HttpRequest, site: SiteHere, admission: AdmissionHere) -> Response[bytes]:
    """The template: the names of the columns and a fictional visitor, as spreadsheets open it."""
    with site.database.readings.begin() as session:
        work = page_work(site, session, admission)
    asked, text = asked_of(work.instrument.expectations), io.StringIO(newline="")
    example = example_of(asked)
    cells = [cell.replace(".", ",") for cell in example] if site.language(request) == "fr" else example
    csv.writer(text, delimiter=";").writerows([columns_of(asked), cells])
    return to_keep(text.getvalue().encode("utf-8-sig"), "visitors.csv", "text/csv")


@post(
    "/assessments/{assessment_id:str}/visitors",
    sync_to_thread=True,
    request_max_body_size=LARGEST_FORM,
    opt={TAKES_FILES: True},
)
def preview_survey(request: HttpRequest, site: SiteHere, admission: AdmissionHere, form: FormHere) -> Response[str]:
    """Read a file and show what it holds, or everything that is wrong with it; nothing is kept."""
    with site.database.readings.begin() as session:
        work = changing_work(site, session, admission)
        kept = kept_survey(session, work.draft.id)
    language = site.language(request)
    found, problems = _read(form, work, language)
    if found is None or found.survey is None:
        return site.page(request, _page(work, language, kept, problems), 422)
    page = VisitorsPreviewPage(
        action=f"{work.home}/visitors",
        summary=summary_of(found.survey, work.instrument.expectations, Voice(language), tuple(problems)),
        sealed=sealed(site, _purpose(work), plain_survey(found.survey)),
        replaces=kept is not None,
    )
    return site.page(request, page)


@post("/assessments/{assessment_id:str}/visitors/keep", sync_to_thread=True, request_max_body_size=LARGEST_FORM)
def keep_visitors(
    request: HttpRequest, site: SiteHere, admission: AdmissionHere, assessment_id: FromPath[str], form: FormHere
) -> Response[str] | Redirect:
    """Keep the survey of a preview, in the place of any before."""
    with site.database.sessions.begin() as session:
        work = changing_work(site, session, admission)
        plain = opened(site, only(form, SURVEY).one(SURVEY), _purpose(work))
        if plain is not None:
            keep_survey(session, assessment_id, survey_from(plain), site.now())
        kept = kept_survey(session, assessment_id)
    if plain is None:
        language = site.language(request)
        return site.page(request, _page(work, language, kept, [translate(TOO_OLD, language)]), 422)
    return Redirect(f"{work.home}/visitors", status_code=303)


@post("/assessments/{assessment_id:str}/visitors/remove", sync_to_thread=True)
def remove_visitors(site: SiteHere, admission: AdmissionHere, assessment_id: FromPath[str], form: FormHere) -> Redirect:
    """Forget the survey."""
    only(form)
    with site.database.sessions.begin() as session:
        work = changing_work(site, session, admission)
        remove_survey(session, assessment_id, site.now())
    return Redirect(f"{work.home}/visitors", status_code=303)


def _purpose(work: Work) -> tuple[str, str]:
    return "visitors", work.draft.id


def _read(form: Form, work: Work, language: str) -> tuple[SurveyRead | None, list[str]]:
    """What the file holds, and what is wrong with it or worth a look."""
    content = only(form, FILE).files.get(FILE, b"")
    if not content:
        return None, [translate(NO_FILE, language)]
    try:
        found = read_survey(content, asked_of(work.instrument.expectations))
    except SurveyRefused as refused:
        return None, [refused.text(language)]
    return found, _sentences(found, language)


def _sentences(found: SurveyRead, language: str) -> list[str]:
    return [
        translate(
            "Line %(line)s, column %(column)s: %(problem)s",
            language,
            line=line,
            column=column,
            problem=problem_text(problem, language),
        )
        for line, column, problem in found.placed()
    ]


def _page(work: Work, language: str, kept: KeptSurvey | None, problems: list[str] | None = None) -> VisitorsPage:
    voice, model, problems = Voice(language), work.instrument.expectations, problems or []
    rest = len(problems) - MOST_SHOWN
    return VisitorsPage(
        home=work.home,
        action=f"{work.home}/visitors",
        summary=summary_of(kept.survey, model, voice) if kept else None,
        kept_at=voice.date(kept.kept_at.date()) if kept else "",
        columns=column_meanings(model, voice),
        most=voice.number(MOST_VISITORS, 0),
        errors=tuple(ErrorLine(FILE, text) for text in problems[:MOST_SHOWN]),
        more=translate(MORE, language, number=rest) if rest > 0 else "",
    )
