"""What the pages about help among peers show."""

from __future__ import annotations

from dataclasses import dataclass

from assessment.reports.benchmark_tables import Table
from assessment.web.pages_organisations import Link, PlacePage


@dataclass(frozen=True, slots=True)
class ShownTable:
    """A table with its address on the page, the sentence above it, the one when it is empty, and its files."""

    name: str
    table: Table
    lead: str
    none: str
    files: tuple[Link, ...]


@dataclass(frozen=True, kw_only=True)
class PeersPage(PlacePage):
    """Who could help whom in a campaign, of those who agreed to be named."""

    template = "web/peers/page.html"

    name: str
    campaign: str
    test: bool
    about: tuple[str, ...]
    tables: tuple[ShownTable, ...]
