"""The benchmarks of a campaign as they were published: one group, the map of all groups, the roles of regions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery
from sqlalchemy import RowMapping

from assessment.reports.benchmark_tables import Table, table_csv, table_document
from assessment.reports.benchmark_words import OFFERED, groups_by
from assessment.reports.benchmarks import Presenter, present_publication
from assessment.services.benchmarks import latest
from assessment.translation import later as _
from assessment.translation import translate
from assessment.web.campaign_views import campaign_here
from assessment.web.errors import Refused
from assessment.web.http import HttpRequest, shown
from assessment.web.pages_benchmarks import BenchmarksPage
from assessment.web.pages_organisations import Link
from assessment.web.places import Here
from assessment.web.rules import Admission, AdmissionHere
from assessment.web.site import Site, SiteHere

WHOLE, BY_TYPE = "whole", "type"
VIEWS = {"": _("One group, everything"), "/map": _("All groups, by dimension"), "/roles": _("Roles by region")}
LEADS = {
    "": _("Everything that is published of one group. Means are drawn towards those of the other groups of its kind."),
    "/map": _("Means by dimension and group, from 0 to 100. The darker, the higher; the number says it exactly."),
    "/roles": _("Whether there are too few digital project managers: needed, there, and in proportion."),
}
FILES = {
    ("csv", "people"): _("CSV for spreadsheets"),
    ("csv", "programs"): _("CSV for programs"),
    ("json", "programs"): _("JSON"),
}
NONE_YET = _("Nothing is published yet: that is done once the campaign is over, if at least five organisations count.")


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is asked for: the publication, the kind of table, the crossing and the group."""

    here: Here
    campaign: RowMapping
    document: Mapping[str, Any] | None
    presenter: Presenter | None
    view: str
    by: str
    of: str

    @property
    def base(self) -> str:
        """The address of the benchmarks."""
        return f"{self.here.view.home}/campaigns/{self.campaign['id']}/benchmarks"

    def table(self) -> Table | None:
        """The table; None while nothing is published."""
        if self.presenter is None:
            return None
        makers: dict[str, Callable[[Presenter], Table]] = {
            "": lambda found: found.group(self.of),
            "/map": lambda found: found.skills_map(OFFERED[self.by]),
            "/roles": lambda found: found.roles(),
        }
        return makers[self.view](self.presenter)


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
    chosen = _chosen(site, request, admission, (network_id, campaign_id), ("", by, of))
    return site.page(request, _page(chosen))


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
    chosen = _chosen(site, request, admission, (network_id, campaign_id), ("/map", by, ""))
    return site.page(request, _page(chosen))


@shown("/networks/{network_id:str}/campaigns/{campaign_id:str}/benchmarks/roles", sync_to_thread=True)
def show_roles(
    request: HttpRequest,
    site: SiteHere,
    admission: AdmissionHere,
    network_id: FromPath[str],
    campaign_id: FromPath[str],
) -> Response[str]:
    """Need and presence of digital project managers by region."""
    chosen = _chosen(site, request, admission, (network_id, campaign_id), ("/roles", WHOLE, ""))
    return site.page(request, _page(chosen))


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
    readers: FromQuery[str] = "people",
) -> Response[Any]:
    """The same table as a file: CSV for people or programs, or JSON."""
    name, _dot, ending = file.partition(".")
    view = {"group": "", "map": "/map", "roles": "/roles"}.get(name)
    if view is None or (ending, readers) not in {*FILES, ("json", "people")}:
        raise NotFoundException
    chosen = _chosen(site, request, admission, (network_id, campaign_id), (view, by, of))
    table = chosen.table()
    if table is None or chosen.presenter is None or chosen.document is None:
        raise Refused("not-published")
    if ending == "json":
        about = {name: chosen.document[name] for name in ("campaign", "number", "published_at", "counted", "coverage")}
        return Response(table_document(table, about))
    content = table_csv(table, chosen.presenter.voice, for_people=readers == "people").encode()
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return Response(content, media_type="text/csv; charset=utf-8", headers=headers)


def _chosen(
    site: Site, request: HttpRequest, admission: Admission, ids: tuple[str, str], asked: tuple[str, str, str]
) -> Chosen:
    """What is asked for. Raises NotFoundException for anything but the choices offered."""
    view, by, of = asked
    with site.database.readings.begin() as session:
        here, campaign = campaign_here(site, session, request, admission, *ids)
        document = latest(session, campaign["id"])
    if by not in OFFERED:
        raise NotFoundException
    if document is None:
        return Chosen(here, campaign, None, None, view, by, of)
    about = document["campaign"]
    instrument = site.instrument(f"{about['questionnaire']}@{about['version']}")
    keys = groups_by(document, OFFERED[by])
    if of and of not in keys:
        raise NotFoundException
    key = of or next(iter(keys), "")
    return Chosen(here, campaign, document, present_publication(document, instrument, here.language), view, by, key)


def _page(chosen: Chosen) -> BenchmarksPage:
    language, found = chosen.here.language, chosen.presenter
    return BenchmarksPage(
        place=chosen.here.view,
        name=chosen.campaign["name"],
        campaign=f"{chosen.here.view.home}/campaigns/{chosen.campaign['id']}",
        heading=translate(VIEWS[chosen.view], language),
        lead=translate(LEADS[chosen.view] if found else NONE_YET, language),
        about=found.about() if found else (),
        views=tuple(
            Link(chosen.base + end, translate(label, language), end == chosen.view) for end, label in VIEWS.items()
        ),
        crossings=_crossings(chosen) if found else (),
        groups=_groups(chosen) if found else (),
        files=_files(chosen) if found else (),
        table=chosen.table(),
        kind=chosen.view.removeprefix("/") or "group",
    )


def _crossings(chosen: Chosen) -> tuple[Link, ...]:
    if chosen.presenter is None or chosen.view == "/roles":
        return ()
    words, base = chosen.presenter.words, chosen.base + chosen.view
    return tuple(
        Link(f"{base}?{urlencode({'by': key})}", words.axes(axes), key == chosen.by) for key, axes in OFFERED.items()
    )


def _groups(chosen: Chosen) -> tuple[Link, ...]:
    if chosen.presenter is None or chosen.view or chosen.by == WHOLE:
        return ()
    words, keys = chosen.presenter.words, groups_by(chosen.presenter.document, OFFERED[chosen.by])
    return tuple(
        Link(f"{chosen.base}?{urlencode({'by': chosen.by, 'of': key})}", words.group(key), key == chosen.of)
        for key in keys
    )


def _files(chosen: Chosen) -> tuple[Link, ...]:
    name = chosen.view.removeprefix("/") or "group"
    asked = {"group": {"by": chosen.by, "of": chosen.of}, "map": {"by": chosen.by}}.get(name, {})
    return tuple(
        Link(
            f"{chosen.base}/files/{name}.{ending}?{urlencode(asked | {'readers': readers})}",
            translate(label, chosen.here.language),
        )
        for (ending, readers), label in FILES.items()
    )
