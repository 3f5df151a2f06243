"""Two waves of one organisation compared, on a page and as a PDF."""

from __future__ import annotations

from litestar import Response

from assessment.reports.wave_comparison import WavesView, present_waves
from assessment.services.reports import waves_pdf
from assessment.web.controllers.results import submitted
from assessment.web.http import HttpRequest, shown, to_keep
from assessment.web.pages_organisations import Link
from assessment.web.pages_waves import WavesPage
from assessment.web.place_words import HERE, on_day
from assessment.web.rules import Admission, AdmissionHere
from assessment.web.site import Site, SiteHere
from assessment.web.turns import rationed
from assessment.web.waves import Compared, Wave, Waves, compared, find_waves
from assessment.web.work import Elsewhere

OTHER = "with"
"""The parameter that names the other wave: a revision of this assessment, or the id of another one."""


@shown("/assessments/{assessment_id:str}/compare", sync_to_thread=True)
def show_comparison(request: HttpRequest, site: SiteHere, admission: AdmissionHere) -> Response[str]:
    """What changed between what was sent last and another wave, the one before unless another is named."""
    work, _at = submitted(site, admission)
    language = site.language(request)
    waves = find_waves(site, request, admission)
    other = waves.other(request.query_params.get(OTHER, "")) if waves else None
    name = work.draft.organisation.name if work.draft.organisation else ""
    if waves is None or other is None:
        return site.page(request, WavesPage(name, f"{work.home}/results"))
    found = compared(site, admission, waves.own, other)
    page = WavesPage(
        name,
        f"{work.home}/results",
        _choices(waves, other, work.home, language),
        _view(found, language),
        f"{work.home}/compare.pdf?{OTHER}={other.key}",
    )
    return site.page(request, page)


@rationed("/assessments/{assessment_id:str}/compare.pdf")
def download_comparison(request: HttpRequest, site: SiteHere, admission: AdmissionHere) -> Response[bytes]:
    """The same to print and pass on, in the language of the page."""
    work, at = submitted(site, admission)
    language = site.language(request)
    found = _asked(site, request, admission)
    if found is None:
        raise Elsewhere(f"{work.home}/compare")
    content = waves_pdf(
        found.comparison,
        language,
        templates=site.templates,
        worker=site.reports,
        made_at=found.days[1],
        days=(found.days[0].astimezone(HERE).date(), found.days[1].astimezone(HERE).date()),
        shifts=found.shifts,
    )
    name = f"{work.questionnaire.id}-waves-{at:%Y-%m-%d}-{language}.pdf"
    return to_keep(content, name, "application/pdf")


def _asked(site: Site, request: HttpRequest, admission: Admission) -> Compared | None:
    waves = find_waves(site, request, admission)
    other = waves.other(request.query_params.get(OTHER, "")) if waves else None
    return compared(site, admission, waves.own, other) if waves and other else None


def _view(found: Compared, language: str) -> WavesView:
    then, now = (moment.astimezone(HERE).date() for moment in found.days)
    return present_waves(found.comparison, language, days=(then, now), shifts=found.shifts)


def _choices(waves: Waves, chosen: Wave, home: str, language: str) -> tuple[Link, ...]:
    found = tuple(
        Link(f"{home}/compare?{OTHER}={wave.key}", on_day(wave.at, language), wave == chosen) for wave in waves.others
    )
    return found if len(found) > 1 else ()
