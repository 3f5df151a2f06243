"""The pages of a campaign's benchmarks as they were published, and the same numbers as files."""

from __future__ import annotations

from typing import Annotated, Any

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery, QueryParameter

from assessment.domain.observed import PROJECT_MANAGER
from assessment.domain.publishing import OVERALL
from assessment.web.benchmark_choices import (
    BY_TYPE,
    COVERAGE,
    LEADS,
    OUTLINES,
    PACE,
    ROLES,
    WHOLE,
    Asked,
    about_publication,
    benchmarks_page,
    choose,
)
from assessment.web.errors import Refused
from assessment.web.http import HttpRequest, shown
from assessment.web.rules import AdmissionHere
from assessment.web.site import SiteHere
from assessment.web.table_files import PEOPLE, table_file


@shown("/networks/{network_id:str}/campaigns/{campaign_id:str}/benchmarks", sync_to_thread=True)
def show_group(
    request: HttpRequest,
    site: SiteHere,
    admission: AdmissionHere,
    network_id: FromPath[str],
    campaign_id: FromPath[str],
    by: FromQuery[str] = WHOLE,
    of: FromQuery[str] = "",
) -> Response[str]:
    """One group in all that is measured."""
    chosen = choose(site, request, admission, (network_id, campaign_id), Asked("", by, of))
    return site.page(request, benchmarks_page(chosen))


@shown("/networks/{network_id:str}/campaigns/{campaign_id:str}/benchmarks/map", sync_to_thread=True)
def show_map(
    request: HttpRequest,
    site: SiteHere,
    admission: AdmissionHere,
    network_id: FromPath[str],
    campaign_id: FromPath[str],
    by: FromQuery[str] = BY_TYPE,
) -> Response[str]:
    """All groups of a crossing by dimension."""
    chosen = choose(site, request, admission, (network_id, campaign_id), Asked("/map", by))
    return site.page(request, benchmarks_page(chosen))


@shown("/networks/{network_id:str}/campaigns/{campaign_id:str}/benchmarks/regions", sync_to_thread=True)
def show_regions(
    request: HttpRequest,
    site: SiteHere,
    admission: AdmissionHere,
    network_id: FromPath[str],
    campaign_id: FromPath[str],
    metric: FromQuery[str] = OVERALL,
    way: Annotated[str, QueryParameter(name="map")] = OUTLINES,
) -> Response[str]:
    """One measure in the 18 regions, as a map and as a table."""
    asked = Asked("/regions", metric=metric, way=way)
    return site.page(request, benchmarks_page(choose(site, request, admission, (network_id, campaign_id), asked)))


@shown("/networks/{network_id:str}/campaigns/{campaign_id:str}/benchmarks/roles", sync_to_thread=True)
def show_roles(
    request: HttpRequest,
    site: SiteHere,
    admission: AdmissionHere,
    network_id: FromPath[str],
    campaign_id: FromPath[str],
    role: FromQuery[str] = PROJECT_MANAGER,
) -> Response[str]:
    """Need and presence of a role by region, and who answered."""
    chosen = choose(site, request, admission, (network_id, campaign_id), Asked(ROLES, role=role))
    return site.page(request, benchmarks_page(chosen))


@shown("/networks/{network_id:str}/campaigns/{campaign_id:str}/benchmarks/files/{file:str}", sync_to_thread=True)
def download_table(
    request: HttpRequest,
    site: SiteHere,
    admission: AdmissionHere,
    network_id: FromPath[str],
    campaign_id: FromPath[str],
    file: FromPath[str],
    by: FromQuery[str] = WHOLE,
    of: FromQuery[str] = "",
    metric: FromQuery[str] = OVERALL,
    role: FromQuery[str] = PROJECT_MANAGER,
    readers: FromQuery[str] = PEOPLE,
) -> Response[Any]:
    """The same table as a file: CSV for people or programs, or JSON."""
    wanted = table_file(file, readers)
    view = "" if wanted.name == "group" else f"/{wanted.name}"
    if view not in {*LEADS, COVERAGE, PACE}:
        raise NotFoundException
    chosen = choose(site, request, admission, (network_id, campaign_id), Asked(view, by, of, metric, role=role))
    table = chosen.table()
    if table is None or chosen.presenter is None or chosen.document is None:
        raise Refused("not-published")
    return wanted.of(table, chosen.presenter.voice, about_publication(chosen.document))
