"""Who is assessed: name, type, staff, region, territory, visitor mix and ambition."""

from __future__ import annotations

from litestar import Response, post
from litestar.params import FromPath
from litestar.response import Redirect

from assessment.services.assessments import save_profile
from assessment.web.fields import error_lines
from assessment.web.forms import InputProblem, Typed
from assessment.web.http import HttpRequest, shown
from assessment.web.pages import ProfilePage
from assessment.web.profiles import ProfileForm, mix_rows, mix_segments, typed_profile
from assessment.web.rules import AdmissionHere
from assessment.web.site import FormHere, SiteHere
from assessment.web.work import Work, changing_work, page_work


@shown("/assessments/{assessment_id:str}/profile", sync_to_thread=True)
def show_profile(request: HttpRequest, site: SiteHere, admission: AdmissionHere) -> Response[str]:
    """The profile as kept so far."""
    with site.database.readings.begin() as session:
        work = page_work(site, session, admission)
    language = site.language(request)
    typed = typed_profile(work.draft.organisation, language)
    return site.page(request, _page(request, work, language, typed, ()))


@post("/assessments/{assessment_id:str}/profile", sync_to_thread=True)
def keep_profile(
    request: HttpRequest, site: SiteHere, admission: AdmissionHere, assessment_id: FromPath[str], form: FormHere
) -> Response[str] | Redirect:
    """Keep the profile, or say what is wrong with it and keep what was typed on the page."""
    with site.database.sessions.begin() as session:
        work = changing_work(site, session, admission)
        organisation, problems = ProfileForm(work.instrument).read(form)
        if organisation is not None:
            save_profile(session, assessment_id, organisation, site.now())
    if problems:
        return site.page(request, _page(request, work, site.language(request), form.typed, problems), 422)
    return Redirect(f"{work.home}/check" if form.one("back") == "check" else work.home, status_code=303)


def _page(
    request: HttpRequest, work: Work, language: str, typed: Typed, problems: tuple[InputProblem, ...]
) -> ProfilePage:
    fields = ProfileForm(work.instrument).fields(typed, problems, language)
    return ProfilePage(
        action=f"{work.home}/profile",
        home=work.home if work.draft.organisation else None,
        fields=fields,
        errors=error_lines(fields.values()),
        segments=tuple(segment.title.text(language) for segment in mix_segments(work.instrument)),
        mixes=mix_rows(work.instrument, language),
        back="check" if "back" in request.query_params else "",
    )
