"""What the pages about benchmarks show."""

from __future__ import annotations

from dataclasses import dataclass

from assessment.reports.benchmark_tables import Table
from assessment.web.pages_organisations import Link, PlacePage


@dataclass(frozen=True, kw_only=True)
class BenchmarksPage(PlacePage):
    """A table of what was published of a campaign, and the fixed choices that lead to the others.

    `about` says whom the numbers are about; `views` are the kinds of tables, `crossings` by what organisations are
    grouped, `groups` the groups of one; `files` lead to the same table for programs. Without a publication, no table.
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
    files: tuple[Link, ...]
    table: Table | None
    kind: str
