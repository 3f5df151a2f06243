"""The results of a submitted assessment as files to go on working with: text document, spreadsheet, CSV."""

from __future__ import annotations

from litestar import Response
from litestar.params import FromQuery

from assessment.services.organisation_files import report_csv, report_docx, report_xlsx
from assessment.services.submissions import kept_result
from assessment.web.controllers.results import planned, submitted
from assessment.web.http import HttpRequest, to_keep
from assessment.web.own_peers import own_peers
from assessment.web.own_places import own_place
from assessment.web.rules import AdmissionHere
from assessment.web.site import SiteHere
from assessment.web.turns import rationed

OFFICE = "application/vnd.openxmlformats-officedocument"
DOCX = f"{OFFICE}.wordprocessingml.document"
XLSX = f"{OFFICE}.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"


@rationed("/assessments/{assessment_id:str}/report.docx")
def download_docx(
    request: HttpRequest,
    site: SiteHere,
    admission: AdmissionHere,
    budget: FromQuery[str] = "",
    hours: FromQuery[str] = "",
    robust: FromQuery[str] = "",
) -> Response[bytes]:
    """The report to edit, in the language of the page, with the plans where a budget is announced."""
    work, at = submitted(site, admission)
    language, result = site.language(request), kept_result(work.draft, work.instrument)
    content = report_docx(
        result,
        work.instrument,
        language,
        templates=site.templates,
        worker=site.words,
        made_at=at,
        planning=planned(work, result, budget, hours, robust),
        place=own_place(site, admission, result, language),
        peers=own_peers(site, admission, language),
    )
    return to_keep(content, f"{work.questionnaire.id}-{at:%Y-%m-%d}-{language}.docx", DOCX)


@rationed("/assessments/{assessment_id:str}/report.xlsx")
def download_xlsx(
    request: HttpRequest,
    site: SiteHere,
    admission: AdmissionHere,
    budget: FromQuery[str] = "",
    hours: FromQuery[str] = "",
) -> Response[bytes]:
    """Every table of the results, with those of the plans where a budget is announced."""
    work, at = submitted(site, admission)
    language, result = site.language(request), kept_result(work.draft, work.instrument)
    planning = planned(work, result, budget, hours)
    content = report_xlsx(result, work.instrument, language, made_at=at, planning=planning)
    return to_keep(content, f"{work.questionnaire.id}-{at:%Y-%m-%d}-{language}.xlsx", XLSX)


@rationed("/assessments/{assessment_id:str}/report.csv")
def download_csv(
    request: HttpRequest,
    site: SiteHere,
    admission: AdmissionHere,
    budget: FromQuery[str] = "",
    hours: FromQuery[str] = "",
    readers: FromQuery[str] = "people",
) -> Response[bytes]:
    """The same tables one under the other, for people or for programs."""
    work, at = submitted(site, admission)
    language, result = site.language(request), kept_result(work.draft, work.instrument)
    planning = planned(work, result, budget, hours)
    for_people = readers != "programs"
    content = report_csv(result, work.instrument, language, for_people=for_people, planning=planning)
    return to_keep(content, f"{work.questionnaire.id}-{at:%Y-%m-%d}-{language}.csv", CSV)
