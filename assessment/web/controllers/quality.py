"""Trust in the data: what the answers to a campaign say about themselves, as published, and the same as files."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery

from assessment.reports.benchmark_tables import Table
from assessment.reports.published_panels import PublishedPanels
from assessment.reports.published_quality import QualityTables
from assessment.translation import later as _
from assessment.translation import translate
from assessment.web.benchmark_choices import NONE_YET, Asked, Chosen, about_publication, choose
from assessment.web.errors import Refused
from assessment.web.http import HttpRequest, shown
from assessment.web.pages_quality import ListedTable, QualityPage
from assessment.web.publication_views import VIEWS, view_links
from assessment.web.rules import AdmissionHere
from assessment.web.site import SiteHere
from assessment.web.table_files import PEOPLE, file_links, table_file

VIEW = "/quality"
LEAD = _("How far the answers can be trusted: who answered, what was not known, whether answers are borne out.")
BEFORE_THIS = _(
    "This was published before the quality of the data was looked at, or without the forms: nothing is known."
)
FROZEN = _(
    "Worked out once, for all organisations counted together, and frozen: with later figures beside these, one "
    "organisation could be told."
)
FROZEN_ON = _(
    "Worked out for the publication of %(day)s and kept since: with later figures beside these, one organisation could "
    "be told."
)


@shown("/networks/{network_id:str}/campaigns/{campaign_id:str}/benchmarks/quality", sync_to_thread=True)
def show_quality(
    request: HttpRequest,
    site: SiteHere,
    admission: AdmissionHere,
    network_id: FromPath[str],
    campaign_id: FromPath[str],
) -> Response[str]:
    """All panels, and the figures behind them."""
    chosen = choose(site, request, admission, (network_id, campaign_id), Asked(VIEW))
    return site.page(request, _page(chosen))


@shown(
    "/networks/{network_id:str}/campaigns/{campaign_id:str}/benchmarks/quality/files/{table:str}", sync_to_thread=True
)
def download_quality(
    request: HttpRequest,
    site: SiteHere,
    admission: AdmissionHere,
    network_id: FromPath[str],
    campaign_id: FromPath[str],
    table: FromPath[str],
    readers: FromQuery[str] = PEOPLE,
) -> Response[Any]:
    """One of the tables as a file: CSV for people or programs, or JSON."""
    file = table_file(table, readers)
    if file.name not in ("panels", "practices", "dimensions"):
        raise NotFoundException
    chosen = choose(site, request, admission, (network_id, campaign_id), Asked(VIEW))
    found = _tables(chosen).get(file.name)
    if found is None or chosen.presenter is None or chosen.document is None:
        raise Refused("not-published")
    return file.of(found, chosen.presenter.voice, about_publication(chosen.document))


def _tables(chosen: Chosen) -> Mapping[str, Table]:
    """The tables by their words in addresses; none where nothing is known."""
    if chosen.presenter is None or chosen.document is None or not chosen.document.get("quality"):
        return {}
    words = chosen.presenter.words
    tables = QualityTables(chosen.document["quality"], words)
    return {
        "panels": PublishedPanels(chosen.document, words).table(),
        "practices": tables.practices(),
        "dimensions": tables.dimensions(),
    }


def _page(chosen: Chosen) -> QualityPage:
    language, found = chosen.here.language, chosen.presenter
    return QualityPage(
        place=chosen.here.view,
        name=chosen.campaign["name"],
        campaign=f"{chosen.here.view.home}/campaigns/{chosen.campaign['id']}",
        heading=translate(VIEWS[VIEW], language),
        lead=translate(LEAD if found else NONE_YET, language),
        about=found.about() if found else (),
        views=view_links(chosen.base, VIEW, language),
        note=_note(chosen),
        tables=tuple(
            ListedTable(name, table, file_links(f"{chosen.base}{VIEW}/files/{name}", language))
            for name, table in _tables(chosen).items()
        ),
    )


def _note(chosen: Chosen) -> str:
    """Of when the figures are, or why there are none; empty while nothing is published."""
    if chosen.presenter is None or chosen.document is None:
        return ""
    quality, voice = chosen.document.get("quality"), chosen.presenter.voice
    if not quality:
        return voice.say(BEFORE_THIS)
    if "of" not in quality:
        return voice.say(FROZEN)
    return voice.say(FROZEN_ON, day=voice.date(datetime.fromisoformat(quality["of"]).date()))
