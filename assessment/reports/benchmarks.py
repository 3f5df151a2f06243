"""What a network reads of a publication: one group in all metrics, all groups in the dimensions, roles by region.

Everything comes from the frozen document, where numbers are rounded already; nothing here has seen a score.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from assessment.domain.observed import PROJECT_MANAGER
from assessment.domain.peer_groups import Crossing
from assessment.domain.publishing import DIMENSION, INDICATOR, OVERALL
from assessment.domain.results import Instrument
from assessment.reports.benchmark_charts import spread_chart
from assessment.reports.benchmark_tables import Cell, Column, Row, Table
from assessment.reports.benchmark_words import SHORT, Words, frozen_on
from assessment.reports.formatting import NONE, Voice
from assessment.reports.maps import step_of
from assessment.reports.published_pace import PaceView, present_pace
from assessment.reports.published_regions import RegionsView, present_regions
from assessment.reports.published_roles import roles_table
from assessment.translation import later

Document = Mapping[str, Any]

GROUP_COLUMNS = {
    "n": later("Organisations"),
    "mean": later("Mean score"),
    "mean_low": later("Mean, from"),
    "mean_high": later("Mean, to"),
    "p10": later("A tenth is below"),
    "p25": later("A quarter is below"),
    "median": later("Half is below"),
    "p75": later("A quarter is above"),
    "p90": later("A tenth is above"),
    "change": later("Change since the wave before"),
    "change_low": later("Change, from"),
    "change_high": later("Change, to"),
}
OUTPUT_OF = {
    "n": "mean",
    "mean": "mean",
    "mean_low": "mean",
    "mean_high": "mean",
    "p10": "distribution",
    "p25": "quartiles",
    "median": "median",
    "p75": "quartiles",
    "p90": "distribution",
    "change": "change",
    "change_low": "change",
    "change_high": "change",
}


@dataclass(frozen=True, slots=True)
class Presenter:
    """A publication in one language."""

    document: Document
    words: Words

    @property
    def voice(self) -> Voice:
        """The language."""
        return self.words.voice

    def about(self) -> tuple[str, ...]:
        """Whom the numbers are about, of when they are, and how they are to be read."""
        document, voice = self.document, self.voice
        day = voice.date(frozen_on(document["published_at"]))
        lines = [
            voice.say(
                "Publication %(number)s, frozen on %(day)s. Organisations counted: %(count)s.",
                number=document["number"],
                day=day,
                count=self.words.count(document["counted"]),
            )
        ]
        percent = document["coverage"]["percent"]
        if percent is not None:
            lines.append(voice.say("Of those invited, %(share)s answered.", share=voice.percent(percent / 100)))
        if document["coverage"]["respondents_only"]:
            lines.append(voice.say("So few answered that the numbers speak of the respondents only, not of all."))
        if document["before"]:
            lines.append(self._before(document["before"]))
        return tuple(lines)

    def _before(self, before: Mapping[str, Any]) -> str:
        if before["comparable"]:
            return self.voice.say(
                "Changes are those of the organisations that took part in wave %(wave)s too.", wave=before["wave"]
            )
        return self.voice.say(
            "No change since wave %(wave)s is shown: another questionnaire, or fewer than half took part again.",
            wave=before["wave"],
        )

    def group(self, key: str) -> Table:
        """One group in all metrics, indicators below their dimension. Raises KeyError for a group there is not."""
        cells = self.document["groups"][key]
        rows = tuple(self._metric_row(metric, cells[metric]) for metric in self._ordered() if metric in cells)
        columns = tuple(Column(name, self.voice.say(title)) for name, title in GROUP_COLUMNS.items())
        title = self.words.group(key)
        return Table(title, self.voice.say("What is measured"), columns, rows, self._reasons(rows))

    def _ordered(self) -> list[str]:
        metrics = self.document["metrics"]
        dimensions = [metric for metric in metrics if metric.startswith(DIMENSION)]
        found = [OVERALL] if OVERALL in metrics else []
        for dimension in dimensions:
            code = dimension.removeprefix(DIMENSION)
            found += [dimension, *(one for one in metrics if one.startswith(INDICATOR + code))]
        return [*found, *(metric for metric in metrics if metric not in found)]

    def _metric_row(self, metric: str, cell: Document) -> Row:
        title = self.words.metric(metric)
        values = flat(cell)
        cells = tuple(self._cell(name, values, cell) for name in GROUP_COLUMNS)
        chart, notes = None, list[str]()
        if "mean" in cell:
            sentence = self.spread_sentence(title, cell)
            chart = spread_chart(f"spread-{metric.replace(':', '-')}", sentence, cell)
            notes = [sentence, *self._distribution(cell)]
        if "of" in cell:
            day = self.voice.date(frozen_on(cell["of"]))
            notes.append(self.voice.say("As published on %(day)s: fewer than five changed since.", day=day))
        return Row(metric, title, cells, 1 if metric.startswith(INDICATOR) else 0, chart, tuple(notes))

    def _cell(self, name: str, values: Mapping[str, Any], cell: Document) -> Cell:
        reason = cell["hidden"].get(OUTPUT_OF[name], "")
        if name.startswith("change") and not (self.document["before"] or {}).get("comparable"):
            return Cell(None, NONE)
        if name == "n" and "n" in cell:
            text = self.words.count(cell["n"])
            return Cell(text, text)
        if name == "mean" and "about" in cell:
            return self.words.rounded(cell["about"])
        if values.get(name) is not None:
            return Cell(values[name], self.voice.number(values[name], 0))
        return self._hidden(reason) if reason else Cell(None, NONE)

    def _hidden(self, reason: str) -> Cell:
        return Cell(None, self.voice.say(SHORT[reason]), reason)

    def spread_sentence(self, title: str, cell: Document) -> str:
        """A group's spread in words, as far as it is shown."""
        low, high = cell["low"], cell["high"]
        said = self.voice.say(
            "%(title)s: mean %(mean)s points (between %(low)s and %(high)s).",
            title=title,
            mean=cell["mean"],
            low=low,
            high=high,
        )
        if "quartiles" not in cell:
            return said
        lower, upper = cell["quartiles"]
        half = self.voice.say("Half of the organisations lie between %(low)s and %(high)s.", low=lower, high=upper)
        return f"{said} {half}"

    def _distribution(self, cell: Document) -> list[str]:
        if "classes" not in cell:
            return []
        classes = [
            self.voice.say("%(low)s to %(high)s: %(share)s", low=low, high=high, share=self.voice.percent(share / 100))
            for low, high, share in cell["classes"]
        ]
        return [self.voice.say("Distribution by points: %(classes)s.", classes="; ".join(classes))]

    def skills_map(self, axes: Crossing) -> Table:
        """Dimensions by the groups of a crossing: the means, hatched where they are hidden."""
        keys = self.words.groups(self.document, axes)
        groups = self.document["groups"]
        metrics = [one for one in self.document["metrics"] if one == OVERALL or one.startswith(DIMENSION)]
        rows = tuple(
            Row(metric, self.words.metric(metric), tuple(self._heat(groups[key].get(metric)) for key in keys))
            for metric in metrics
        )
        columns = tuple(Column(key or "whole", self.words.group(key)) for key in keys)
        return Table(self.words.axes(axes), self.voice.say("Dimension"), columns, rows, self._reasons(rows))

    def _heat(self, cell: Document | None) -> Cell:
        if cell is None:
            return Cell(None, NONE)
        if "about" in cell:
            return replace(self.words.rounded(cell["about"]), heat=step_of(cell["about"]))
        if "mean" not in cell:
            return self._hidden(cell["hidden"]["mean"])
        mean = cell["mean"]
        return Cell(mean, self.voice.number(mean, 0), heat=step_of(mean))

    def regions(self, metric: str) -> RegionsView:
        """One of the measures of `region_metrics` in all 18 regions."""
        return present_regions(self.document, self.words, metric)

    def roles(self, role: str = PROJECT_MANAGER) -> Table:
        """Whether regions have too few of a role, and all together. Raises KeyError for a role there is not."""
        return roles_table(self.document, self.words, role)

    def pace(self) -> PaceView | None:
        """Whether maturity keeps up with what visitors expect; None in a first wave."""
        return present_pace(self.document, self.words)

    def _reasons(self, rows: tuple[Row, ...]) -> tuple[str, ...]:
        return self.words.reasons({cell.reason for row in rows for cell in row.cells})

    def group_shown(self, key: str) -> bool:
        """Whether anything of a group is shown."""
        return any("mean" in cell for cell in self.document["groups"][key].values())


def present_publication(document: Document, instrument: Instrument, language: str) -> Presenter:
    """A publication for readers of a language."""
    return Presenter(document, Words(instrument, Voice(language)))


def flat(cell: Document) -> dict[str, int | None]:
    """The numbers of a cell by column."""
    lower, upper = cell.get("quartiles", (None, None))
    low, high = cell.get("deciles", (None, None))
    change = cell.get("change", {})
    return {
        "mean": cell.get("mean"),
        "mean_low": cell.get("low"),
        "mean_high": cell.get("high"),
        "p10": low,
        "p25": lower,
        "median": cell.get("median"),
        "p75": upper,
        "p90": high,
        "change": change.get("points"),
        "change_low": change.get("low"),
        "change_high": change.get("high"),
    }
