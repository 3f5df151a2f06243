"""What the pages about benchmarks show."""

from __future__ import annotations

from dataclasses import dataclass

from assessment.reports.benchmark_tables import Table
from assessment.reports.published_pace import PaceView
from assessment.reports.svg import Chart
from assessment.web.pages_organisations import Link, PlacePage


@dataclass(frozen=True, kw_only=True)
class BenchmarksPage(PlacePage):
    """A table of what was published of a campaign, and the fixed choices that lead to the others.

    `about` says whom the numbers are about; `views` are the kinds of tables, `crossings` by what organisations are
    grouped, `groups` the groups of one; `measures` are what there is of regions and `ways` how to draw the `picture` of
    them, which shows what the table does; `files` lead to the same table for programs. Without a publication, no table.
    `roles` are those to choose from; beside them is told who `answered`, and what the mean is `corrected` for that,
    and where a head of the network reads of neighbours that could share posts. `pace` says of the whole network whether
    maturity keeps up with what visitors expect.
    """

    template = "web/benchmarks/page.html"

    name: str
    campaign: str
    heading: str
    lead: str
    about: tuple[str, ...]
    views: tuple[Link, ...]
    crossings: tuple[Link, ...]
    groups: tuple[Link, ...]
    measures: tuple[Link, ...]
    ways: tuple[Link, ...]
    roles: tuple[Link, ...]
    files: tuple[Link, ...]
    table: Table | None
    picture: Chart | None
    kind: str
    answered: Table | None
    corrected: tuple[str, ...]
    answered_files: tuple[Link, ...]
    pace: PaceView | None
    pace_files: tuple[Link, ...]
    shared_posts: str


@dataclass(frozen=True, kw_only=True)
class SharedPostsPage(PlacePage):
    """Neighbours that could share a post: `table` has a line for each, and there is none without any.

    `published` tells whether the campaign is, before which nothing is looked for.
    """

    template = "web/shared_posts/page.html"

    name: str
    campaign: str
    views: tuple[Link, ...]
    published: bool
    table: Table | None
    files: tuple[Link, ...]
