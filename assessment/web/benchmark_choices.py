"""What is asked of a campaign's benchmarks, the fixed choices there are, and the page that shows what was chosen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from litestar.exceptions import NotFoundException
from sqlalchemy import RowMapping

from assessment.domain.membership import MembershipRole
from assessment.domain.observed import PROJECT_MANAGER
from assessment.domain.published_roles import roles_in
from assessment.domain.publishing import OVERALL
from assessment.reports.benchmark_tables import Table
from assessment.reports.benchmark_words import OFFERED, groups_by
from assessment.reports.benchmarks import Presenter, present_publication
from assessment.reports.coverage import coverage_sentences, coverage_table
from assessment.reports.published_regions import MAPS, measure, region_metrics
from assessment.reports.published_roles import role_name
from assessment.reports.svg import Chart
from assessment.services.benchmarks import latest
from assessment.translation import later as _
from assessment.translation import translate
from assessment.web.campaign_views import campaign_here
from assessment.web.http import HttpRequest
from assessment.web.pages_benchmarks import BenchmarksPage
from assessment.web.pages_organisations import Link
from assessment.web.places import Here
from assessment.web.publication_views import VIEWS, view_links
from assessment.web.rules import Admission
from assessment.web.site import Site
from assessment.web.table_files import file_links

WHOLE, BY_TYPE, OUTLINES = "whole", "type", "outlines"
REGIONS, ROLES, COVERAGE, PACE = "/regions", "/roles", "/coverage", "/pace"
LEADS = {
    "": _("Everything that is published of one group. Means are drawn towards those of the other groups of its kind."),
    "/map": _("Means by dimension and group, from 0 to 100. The darker, the higher; the number says it exactly."),
    "/regions": _(
        "One measure in the 18 regions: the stronger the colour, the higher the number in it. It lies between “from”"
        " and “to” nine times in ten."
    ),
    "/roles": _("Whether there are too few of a role: needed, there, and in proportion to staff and nights."),
}
WAYS = {OUTLINES: _("As on a map"), "tiles": _("As tiles of one size")}
ABOUT = ("campaign", "number", "published_at", "counted", "coverage")
"""What a file says of the publication its numbers come from."""
NONE_YET = _(
    "Nothing is published yet: that is done within minutes once the campaign is over, if at least five organisations"
    " count."
)


@dataclass(frozen=True, slots=True)
class Asked:
    """The view by the end of its address, and what each view lets one choose.

    `by` is what organisations are grouped by and `of` one group of them; `metric` is the measure of regions and `way`
    how they are drawn; `role` is the role that regions have too few of or not.
    """

    view: str
    by: str = WHOLE
    of: str = ""
    metric: str = OVERALL
    way: str = OUTLINES
    role: str = PROJECT_MANAGER


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is asked for of a publication, by a `head` of the network or not; without one there is no presenter."""

    here: Here
    campaign: RowMapping
    document: Mapping[str, Any] | None
    presenter: Presenter | None
    asked: Asked
    head: bool

    @property
    def base(self) -> str:
        """The address of the benchmarks."""
        return f"{self.here.view.home}/campaigns/{self.campaign['id']}/benchmarks"

    def address(self, **values: str) -> str:
        """The address of this view with other choices."""
        return f"{self.base}{self.asked.view}?{urlencode(values)}"

    def table(self) -> Table | None:
        """The table; None while nothing is published."""
        if self.presenter is None:
            return None
        makers: dict[str, Callable[[Presenter], Table | None]] = {
            "": lambda found: found.group(self.asked.of),
            "/map": lambda found: found.skills_map(OFFERED[self.asked.by]),
            REGIONS: lambda found: found.regions(self.asked.metric).table,
            ROLES: lambda found: found.roles(self.asked.role),
            COVERAGE: lambda found: coverage_table(found.document, found.words),
            PACE: lambda found: pace.table if (pace := found.pace()) else None,
        }
        return makers[self.asked.view](self.presenter)

    def picture(self) -> Chart | None:
        """The map of the regions, for their view."""
        if self.presenter is None or self.asked.view != REGIONS:
            return None
        return self.presenter.regions(self.asked.metric).picture(self.asked.way)


def choose(site: Site, request: HttpRequest, admission: Admission, ids: tuple[str, str], asked: Asked) -> Chosen:
    """What is asked for. Raises NotFoundException for anything but the choices offered."""
    with site.database.readings.begin() as session:
        here, campaign = campaign_here(site, session, request, admission, *ids)
        document = latest(session, campaign["id"])
    head = admission.role is MembershipRole.HEAD
    if asked.by not in OFFERED or asked.way not in MAPS:
        raise NotFoundException
    if document is None:
        return Chosen(here, campaign, None, None, asked, head)
    about = document["campaign"]
    instrument = site.instrument(f"{about['questionnaire']}@{about['version']}")
    presenter = present_publication(document, instrument, here.language)
    return Chosen(here, campaign, document, presenter, _offered(asked, document), head)


def _offered(asked: Asked, document: Mapping[str, Any]) -> Asked:
    """What is asked for, with the first group where none is named. Raises NotFoundException."""
    keys = groups_by(document, OFFERED[asked.by])
    if asked.of and asked.of not in keys:
        raise NotFoundException
    if asked.view == REGIONS and asked.metric not in region_metrics(document):
        raise NotFoundException
    if asked.view == ROLES and asked.role not in roles_in(document):
        raise NotFoundException
    return replace(asked, of=asked.of or next(iter(keys), ""))


def benchmarks_page(chosen: Chosen) -> BenchmarksPage:
    """The page of what was chosen."""
    language, found, view = chosen.here.language, chosen.presenter, chosen.asked.view
    return BenchmarksPage(
        place=chosen.here.view,
        name=chosen.campaign["name"],
        campaign=f"{chosen.here.view.home}/campaigns/{chosen.campaign['id']}",
        heading=translate(VIEWS[view], language),
        lead=translate(LEADS[view] if found else NONE_YET, language),
        about=found.about() if found else (),
        views=view_links(chosen.base, view, language),
        crossings=_crossings(chosen, found) if found and view in ("", "/map") else (),
        groups=_groups(chosen, found) if found and not view and chosen.asked.by != WHOLE else (),
        measures=_measures(chosen, found) if found and view == REGIONS else (),
        ways=_ways(chosen) if found and view == REGIONS else (),
        roles=_roles(chosen, found) if found and view == ROLES else (),
        files=_files(chosen, chosen.asked.view) if found else (),
        table=chosen.table(),
        picture=chosen.picture(),
        kind=view.removeprefix("/") or "group",
        answered=coverage_table(found.document, found.words) if found and view == ROLES else None,
        corrected=coverage_sentences(found.document, found.words) if found and view == ROLES else (),
        answered_files=_files(chosen, COVERAGE) if found and view == ROLES else (),
        pace=found.pace() if found and not view and chosen.asked.by == WHOLE else None,
        pace_files=_files(chosen, PACE) if found else (),
        shared_posts=chosen.base.removesuffix("benchmarks") + "shared-posts" if chosen.head else "",
    )


def _crossings(chosen: Chosen, found: Presenter) -> tuple[Link, ...]:
    return tuple(
        Link(chosen.address(by=key), found.words.axes(axes), key == chosen.asked.by) for key, axes in OFFERED.items()
    )


def _groups(chosen: Chosen, found: Presenter) -> tuple[Link, ...]:
    keys = found.words.groups(found.document, OFFERED[chosen.asked.by])
    return tuple(
        Link(chosen.address(by=chosen.asked.by, of=key), found.words.group(key), key == chosen.asked.of) for key in keys
    )


def _measures(chosen: Chosen, found: Presenter) -> tuple[Link, ...]:
    way = chosen.asked.way
    return tuple(
        Link(chosen.address(metric=metric, map=way), measure(found.words, metric), metric == chosen.asked.metric)
        for metric in region_metrics(found.document)
    )


def _ways(chosen: Chosen) -> tuple[Link, ...]:
    asked = chosen.asked
    return tuple(
        Link(chosen.address(metric=asked.metric, map=way), translate(label, chosen.here.language), way == asked.way)
        for way, label in WAYS.items()
    )


def _roles(chosen: Chosen, found: Presenter) -> tuple[Link, ...]:
    return tuple(
        Link(chosen.address(role=role), role_name(role, found.words), role == chosen.asked.role)
        for role in roles_in(found.document)
    )


def _files(chosen: Chosen, view: str) -> tuple[Link, ...]:
    asked = chosen.asked
    name = view.removeprefix("/") or "group"
    values = {
        "group": {"by": asked.by, "of": asked.of},
        "map": {"by": asked.by},
        "regions": {"metric": asked.metric},
        "roles": {"role": asked.role},
    }.get(name, {})
    return file_links(f"{chosen.base}/files/{name}", chosen.here.language, values)


def about_publication(document: Mapping[str, Any]) -> dict[str, Any]:
    """What the files of a publication say of it."""
    return {name: document[name] for name in ABOUT}
