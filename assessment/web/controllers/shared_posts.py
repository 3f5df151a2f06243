"""Where neighbours could share a post, for the head of the network alone, as a page and as files."""

from __future__ import annotations

from typing import Any

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery

from assessment.reports.benchmark_tables import Table
from assessment.reports.benchmark_words import Words
from assessment.reports.formatting import Voice
from assessment.reports.shared_posts import posts_table
from assessment.services.benchmarks import latest
from assessment.services.shared_posts import find_shared_posts
from assessment.web.campaign_views import campaign_here, home_of
from assessment.web.errors import Refused
from assessment.web.http import HttpRequest, shown
from assessment.web.pages_benchmarks import SharedPostsPage
from assessment.web.places import Here
from assessment.web.publication_views import view_links
from assessment.web.rules import Admission, AdmissionHere
from assessment.web.site import Site, SiteHere
from assessment.web.table_files import PEOPLE, file_links, table_file

NAME = "shared-posts"
BENCHMARKS = "/benchmarks"


@shown("/networks/{network_id:str}/campaigns/{campaign_id:str}/shared-posts", sync_to_thread=True)
def show_shared_posts(
    request: HttpRequest,
    site: SiteHere,
    admission: AdmissionHere,
    network_id: FromPath[str],
    campaign_id: FromPath[str],
) -> Response[str]:
    """Neighbours that could share a digital project manager, by name."""
    here, campaign, table = _found(site, request, admission, network_id, campaign_id)
    home = home_of(here, campaign)
    page = SharedPostsPage(
        place=here.view,
        name=campaign["name"],
        campaign=home,
        views=view_links(home + BENCHMARKS, NAME, here.language),
        published=table is not None,
        table=table if table and table.rows else None,
        files=file_links(f"{home}/{NAME}/{NAME}", here.language),
    )
    return site.page(request, page)


@shown("/networks/{network_id:str}/campaigns/{campaign_id:str}/shared-posts/{posts:str}", sync_to_thread=True)
def download_shared_posts(
    request: HttpRequest,
    site: SiteHere,
    admission: AdmissionHere,
    network_id: FromPath[str],
    campaign_id: FromPath[str],
    posts: FromPath[str],
    readers: FromQuery[str] = PEOPLE,
) -> Response[Any]:
    """The same as a file: CSV for people or programs, or JSON."""
    file = table_file(posts, readers)
    if file.name != NAME:
        raise NotFoundException
    here, campaign, table = _found(site, request, admission, network_id, campaign_id)
    if table is None:
        raise Refused("not-published")
    about = {"campaign": {"id": campaign["id"], "name": campaign["name"]}}
    return file.of(table, Voice(here.language), about)


def _found(
    site: Site, request: HttpRequest, admission: Admission, network_id: str, campaign_id: str
) -> tuple[Here, Any, Table | None]:
    """The table; None before the campaign is published: until then answers and consents may change."""
    with site.database.readings.begin() as session:
        here, campaign = campaign_here(site, session, request, admission, network_id, campaign_id)
        if latest(session, campaign_id) is None:
            return here, campaign, None
        found = find_shared_posts(session, campaign_id)
    words = Words(site.instrument(f"{campaign['questionnaire']}@{campaign['version']}"), Voice(here.language))
    return here, campaign, posts_table(found.posts, found.names, words)
