"""The report of a network on what was published of a campaign: what is in it, as PDF, as a spreadsheet."""

from __future__ import annotations

from typing import Any

from litestar import Response
from litestar.params import FromPath, FromQuery

from assessment.reports.benchmark_words import frozen_on
from assessment.reports.benchmarks import Presenter
from assessment.reports.masked import masked_lead, masked_table
from assessment.reports.masked_groups import masked_tables
from assessment.services.reports import network_pdf, network_xlsx
from assessment.translation import later as _
from assessment.translation import translate
from assessment.web.benchmark_choices import NONE_YET, Asked, Chosen, about_publication, choose
from assessment.web.errors import Refused
from assessment.web.http import HttpRequest, shown, to_keep
from assessment.web.pages_network_report import NetworkReportPage
from assessment.web.pages_organisations import Link
from assessment.web.publication_views import VIEWS, view_links
from assessment.web.rules import AdmissionHere
from assessment.web.site import SiteHere
from assessment.web.table_files import PEOPLE, PROGRAMS, TableFile, file_links, table_file
from assessment.web.turns import rationed

VIEW = "/report"
CSV, JSON = "hidden.csv", "hidden.json"
LEAD = _("The whole publication as a document to print and pass on, and as a spreadsheet to reckon with.")
CONTENTS = (
    _("Summary for the board"),
    _("Dimension by dimension, practice by practice"),
    _("Skills gaps by type of organisation, size, territory and region, and on a map"),
    _("Are there too few digital project managers?"),
    _("Changes since the wave before"),
    _("Who answered, and how far the data can be trusted"),
    _("How the numbers are made"),
    _("Annex: every hidden number"),
)
DOCUMENTS = {"pdf": _("Report (PDF)"), "xlsx": _("All tables (XLSX)")}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@shown("/networks/{network_id:str}/campaigns/{campaign_id:str}/benchmarks/report", sync_to_thread=True)
def show_network_report(
    request: HttpRequest,
    site: SiteHere,
    admission: AdmissionHere,
    network_id: FromPath[str],
    campaign_id: FromPath[str],
) -> Response[str]:
    """What is in the report, and every number that is hidden in it."""
    return site.page(request, _page(choose(site, request, admission, (network_id, campaign_id), Asked(VIEW))))


@rationed("/networks/{network_id:str}/campaigns/{campaign_id:str}/benchmarks/report.pdf")
def download_network_pdf(
    request: HttpRequest,
    site: SiteHere,
    admission: AdmissionHere,
    network_id: FromPath[str],
    campaign_id: FromPath[str],
) -> Response[bytes]:
    """The report in the language of the page."""
    chosen = choose(site, request, admission, (network_id, campaign_id), Asked(VIEW))
    presenter = published(chosen)
    content = network_pdf(presenter, chosen.here.view.name, templates=site.templates, worker=site.reports)
    return _file(presenter, content, "pdf", "application/pdf")


@rationed("/networks/{network_id:str}/campaigns/{campaign_id:str}/benchmarks/report.xlsx")
def download_network_xlsx(
    request: HttpRequest,
    site: SiteHere,
    admission: AdmissionHere,
    network_id: FromPath[str],
    campaign_id: FromPath[str],
) -> Response[bytes]:
    """Every table of the publication."""
    chosen = choose(site, request, admission, (network_id, campaign_id), Asked(VIEW))
    presenter = published(chosen)
    return _file(presenter, network_xlsx(presenter, chosen.here.view.name), "xlsx", XLSX)


@shown("/networks/{network_id:str}/campaigns/{campaign_id:str}/benchmarks/report/hidden.csv", sync_to_thread=True)
def download_hidden_csv(
    request: HttpRequest,
    site: SiteHere,
    admission: AdmissionHere,
    network_id: FromPath[str],
    campaign_id: FromPath[str],
    readers: FromQuery[str] = PEOPLE,
) -> Response[Any]:
    """Every hidden number, for people or for programs."""
    return _hidden(choose(site, request, admission, (network_id, campaign_id), Asked(VIEW)), table_file(CSV, readers))


@shown("/networks/{network_id:str}/campaigns/{campaign_id:str}/benchmarks/report/hidden.json", sync_to_thread=True)
def download_hidden_json(
    request: HttpRequest,
    site: SiteHere,
    admission: AdmissionHere,
    network_id: FromPath[str],
    campaign_id: FromPath[str],
) -> Response[Any]:
    """Every hidden number, as JSON."""
    file = table_file(JSON, PROGRAMS)
    return _hidden(choose(site, request, admission, (network_id, campaign_id), Asked(VIEW)), file)


def _hidden(chosen: Chosen, file: TableFile) -> Response[Any]:
    presenter = published(chosen)
    return file.of(masked_table(presenter), presenter.voice, about_publication(presenter.document))


def published(chosen: Chosen) -> Presenter:
    """What there is to report on. Raises Refused while nothing is published."""
    if chosen.presenter is None:
        raise Refused("not-published")
    return chosen.presenter


def _file(presenter: Presenter, content: bytes, ending: str, kind: str) -> Response[bytes]:
    day = frozen_on(presenter.document["published_at"])
    name = f"network-{day:%Y-%m-%d}-{presenter.voice.language}.{ending}"
    return to_keep(content, name, kind)


def _page(chosen: Chosen) -> NetworkReportPage:
    language, found = chosen.here.language, chosen.presenter
    hidden = masked_tables(found) if found else ()
    return NetworkReportPage(
        place=chosen.here.view,
        name=chosen.campaign["name"],
        campaign=f"{chosen.here.view.home}/campaigns/{chosen.campaign['id']}",
        heading=translate(VIEWS[VIEW], language),
        lead=translate(LEAD if found else NONE_YET, language),
        about=found.about() if found else (),
        views=view_links(chosen.base, VIEW, language),
        contents=tuple(translate(one, language) for one in CONTENTS) if found else (),
        documents=_documents(chosen) if found else (),
        hidden_lead=masked_lead(found) if found else "",
        hidden=hidden,
        reasons=tuple(dict.fromkeys(reason for table in hidden for reason in table.reasons)),
        files=file_links(f"{chosen.base}{VIEW}/hidden", language) if found else (),
    )


def _documents(chosen: Chosen) -> tuple[Link, ...]:
    return tuple(
        Link(f"{chosen.base}/report.{ending}", translate(label, chosen.here.language))
        for ending, label in DOCUMENTS.items()
    )
