"""The report on what was published of a network: the same tables as on the pages, in the shape of paper."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from assessment.domain.peer_groups import Axis
from assessment.domain.publishing import DIMENSION, OVERALL
from assessment.reports.benchmark_tables import Table
from assessment.reports.benchmark_words import ROUNDED, SHORT, frozen_on
from assessment.reports.benchmarks import Presenter
from assessment.reports.coverage import coverage_sentences, coverage_table
from assessment.reports.formatting import Voice, one_line
from assessment.reports.masked import masked_lead, quality_tables
from assessment.reports.masked_groups import masked_tables
from assessment.reports.network_summary import Summary, present_summary
from assessment.reports.network_tables import (
    AXES_SHOWN,
    SPREAD,
    MapSection,
    all_hidden,
    change_chart_of,
    changes_tables,
    code_of,
    dimensions_table,
    groups_of,
    managers,
    map_section,
    one_metric,
    practices_table,
    roles_overview,
    spread_chart_of,
)
from assessment.reports.published_pace import PaceView, on_paper
from assessment.reports.published_regions import MAPS
from assessment.reports.svg import Chart
from assessment.reports.table_shapes import keeping, pieces

MOST_COLUMNS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkView:
    """Everything the report says.

    `named` are the codes of dimensions with their names. `spread` and `changed` are there where anything is shown.
    `changes` are there where two waves can be compared, else `no_changes` says why not; `pace` tells whether maturity
    keeps up with what visitors expect, with its `pace_table`; `coverage` is there where the publication says who was
    invited.
    """

    language: str
    network: str
    campaign: str
    subtitle: str
    test: str
    date: str
    version: str
    summary: Summary
    spread: Chart | None
    dimensions: Table
    practices: Table
    named: tuple[tuple[str, str], ...]
    sections: tuple[MapSection, ...]
    maps: tuple[Chart, ...]
    regions: Table
    roles: tuple[Table, ...]
    all_roles: Table | None
    changed: Chart | None
    changes: tuple[Table, ...]
    no_changes: str
    pace: PaceView | None
    pace_table: Table | None
    who: tuple[Table, ...]
    coverage: Table | None
    corrected: tuple[str, ...]
    quality: tuple[Table, ...]
    reasons: tuple[str, ...]
    masked: tuple[Table, ...]
    masked_lead: str

    def hidden(self, table: Table) -> str:
        """What is said instead of a table whose every line is hidden; an empty text for any other."""
        return all_hidden(table, Voice(self.language))

    @property
    def charts(self) -> tuple[Chart, ...]:
        """Every picture the report shows."""
        found = (self.summary.scale, self.spread, *self.maps, self.changed)
        return tuple(chart for chart in found if chart)


def present_network(presenter: Presenter, network: str) -> NetworkView:
    """The report on a publication of the network of that name."""
    voice, about = presenter.voice, presenter.document["campaign"]
    whole, roles, no_changes = presenter.group(""), managers(presenter), _no_changes(presenter)
    pace = presenter.pace()
    axes = [axis for axis in AXES_SHOWN if groups_of(presenter, axis)]
    return NetworkView(
        language=voice.language,
        network=one_line(network),
        campaign=one_line(about["name"]),
        subtitle=voice.say(
            "Wave %(wave)s, publication %(number)s", wave=about["wave"], number=presenter.document["number"]
        ),
        test=voice.say("A test: these numbers are about nobody.") if about["test"] else "",
        date=voice.date(frozen_on(presenter.document["published_at"])),
        version=about["version"],
        summary=present_summary(presenter, roles),
        spread=spread_chart_of(presenter),
        dimensions=dimensions_table(whole),
        practices=practices_table(whole),
        named=_named(presenter),
        sections=tuple(map_section(presenter, axis) for axis in axes),
        maps=tuple(presenter.regions(OVERALL).picture(way) for way in MAPS) if Axis.REGION in axes else (),
        regions=one_metric(presenter, Axis.REGION, OVERALL, SPREAD),
        roles=tuple(_numbered(presenter, roles)) if roles else (),
        all_roles=roles_overview(presenter),
        changed=None if no_changes else change_chart_of(presenter),
        changes=() if no_changes else changes_tables(presenter, whole),
        no_changes=no_changes,
        pace=pace,
        pace_table=on_paper(pace, presenter.words) if pace else None,
        who=tuple(one_metric(presenter, axis, OVERALL, ("n",)) for axis in axes),
        coverage=coverage_table(presenter.document, presenter.words),
        corrected=coverage_sentences(presenter.document, presenter.words),
        quality=tuple(quality_tables(presenter).values()),
        reasons=presenter.words.reasons({*SHORT, ROUNDED}),
        masked=masked_tables(presenter),
        masked_lead=masked_lead(presenter),
    )


def _numbered(presenter: Presenter, table: Table) -> Iterator[Table]:
    """The parts of a wide table, each with its number; rows that are all hidden stand in the first one only."""
    first, *others = pieces(table, MOST_COLUMNS)
    shown = (keeping(part, lambda row: any(cell.value is not None for cell in row.cells)) for part in others)
    parts = [first, *(part for part in shown if part.rows)]
    for number, part in enumerate(parts, 1):
        title = presenter.voice.say(
            "%(title)s (%(number)s of %(parts)s)", title=table.title, number=number, parts=len(parts)
        )
        yield replace(part, title=title) if len(parts) > 1 else part


def _no_changes(presenter: Presenter) -> str:
    """Why no change can be told; empty where it can."""
    before, say = presenter.document["before"], presenter.voice.say
    if before is None:
        return say("This is the first wave: there is nothing to compare it with yet.")
    if before["comparable"]:
        return ""
    return say(
        "No change since wave %(wave)s is shown: another questionnaire, or fewer than half took part again.",
        wave=before["wave"],
    )


def _named(presenter: Presenter) -> tuple[tuple[str, str], ...]:
    metrics = (one for one in presenter.document["metrics"] if one.startswith(DIMENSION))
    return tuple((code_of(one), presenter.words.metric(one)) for one in metrics)
