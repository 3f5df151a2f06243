"""What the page about the report of a network shows."""

from __future__ import annotations

from dataclasses import dataclass

from assessment.reports.benchmark_tables import Table
from assessment.web.pages_organisations import Link, PlacePage


@dataclass(frozen=True, kw_only=True)
class NetworkReportPage(PlacePage):
    """What is in the report of a publication, the ways to it, and every number that is hidden in it.

    `contents` are its chapters, `documents` the report itself; `hidden` gathers the hidden numbers by what groups are
    made of, `files` list them for programs. Before anything is published there are none of them.
    """

    template = "web/network_report/page.html"

    name: str
    campaign: str
    heading: str
    lead: str
    about: tuple[str, ...]
    views: tuple[Link, ...]
    contents: tuple[str, ...]
    documents: tuple[Link, ...]
    hidden_lead: str
    hidden: tuple[Table, ...]
    reasons: tuple[str, ...]
    files: tuple[Link, ...]
