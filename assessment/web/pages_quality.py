"""What the page about the quality of a network's data shows."""

from __future__ import annotations

from dataclasses import dataclass

from assessment.reports.benchmark_tables import Row, Table
from assessment.web.pages_organisations import Link, PlacePage


@dataclass(frozen=True, slots=True)
class ListedTable:
    """A table with the addresses of the same table as files; `name` is its word in addresses."""

    name: str
    table: Table
    files: tuple[Link, ...]


@dataclass(frozen=True, kw_only=True)
class QualityPage(PlacePage):
    """What the data of a campaign say about themselves: panels, then practices and dimensions one by one.

    `note` says why there is nothing, or of when the figures are; without figures, no tables.
    """

    template = "web/benchmarks/quality.html"

    name: str
    campaign: str
    heading: str
    lead: str
    about: tuple[str, ...]
    views: tuple[Link, ...]
    note: str
    tables: tuple[ListedTable, ...]

    @property
    def panels(self) -> tuple[Row, ...]:
        """The lines of the first table, which are shown as cards."""
        return self.tables[0].table.rows if self.tables else ()

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why something is not shown, each reason once."""
        return tuple(dict.fromkeys(reason for listed in self.tables for reason in listed.table.reasons))
