"""Tables to take away: one table as CSV for people or programs, or as JSON, and the links that lead there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from litestar import Response
from litestar.exceptions import NotFoundException

from assessment.reports.benchmark_tables import Table, table_csv, table_document
from assessment.reports.formatting import Voice
from assessment.translation import later as _
from assessment.translation import translate
from assessment.web.http import to_keep
from assessment.web.pages_organisations import Link

PEOPLE, PROGRAMS = "people", "programs"
FILES = {
    ("csv", PEOPLE): _("CSV for spreadsheets"),
    ("csv", PROGRAMS): _("CSV for programs"),
    ("json", PROGRAMS): _("JSON"),
}
"""The files of a table, by the ending of their name and whom they are for."""


@dataclass(frozen=True, slots=True)
class TableFile:
    """A file that is asked for: `name` of the table, `ending` of the file, and its `readers`."""

    name: str
    ending: str
    readers: str

    def of(self, table: Table, voice: Voice, about: Mapping[str, Any]) -> Response[Any]:
        """The table in this form; `about` is what JSON says besides."""
        if self.ending == "json":
            return Response(table_document(table, dict(about)))
        content = table_csv(table, voice, for_people=self.readers == PEOPLE).encode()
        return to_keep(content, f"{self.name}.csv", "text/csv; charset=utf-8")


def table_file(file: str, readers: str) -> TableFile:
    """What is asked for by `name.ending` and the readers. Raises NotFoundException for a file there is not."""
    name, _dot, ending = file.partition(".")
    if (ending, readers) not in {*FILES, ("json", PEOPLE)}:
        raise NotFoundException
    return TableFile(name, ending, readers)


def file_links(address: str, language: str, asked: Mapping[str, str] | None = None) -> tuple[Link, ...]:
    """Links to every file of the table at an address without ending, with what is `asked` of it."""
    return tuple(
        Link(f"{address}.{ending}?{urlencode({**(asked or {}), 'readers': readers})}", translate(label, language))
        for (ending, readers), label in FILES.items()
    )
