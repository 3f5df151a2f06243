"""What a network reads about its own data, from the frozen figures of a publication (dossier 7.4)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from assessment.domain.data_quality import AGREEMENT_ALERT, DONT_KNOW_ALERT, END_ALERT, OPTIMISM_ALERT
from assessment.domain.publishing import DIMENSION, INDICATOR
from assessment.reports.benchmark_tables import Cell, Column, Row, Table
from assessment.reports.benchmark_words import Words
from assessment.reports.formatting import NONE, Voice
from assessment.reports.quality_panels import COEFFICIENT
from assessment.translation import later

Document = Mapping[str, Any]
PERCENT = 100
NEARLY_ALL = "nearly-all"

SHORT = {
    "too-few": later("too few"),
    "few": later("fewer than 5"),
    NEARLY_ALL: later("nearly all"),
    "protects": later("protects others"),
    "few-changed": later("few changed"),
    "unknown": later("not known"),
}
REASONS = {
    "too-few": later(
        "Too few: a share or a mean needs 10 organisations, the spread of answers 20, reliability 30 that answered all."
    ),
    "few": later("Fewer than 5: none to four organisations; which of these is not said."),
    NEARLY_ALL: later("Nearly all: all organisations, or all but one to four; which of these is not said."),
    "protects": later("Protects others: with the other numbers shown here, it would give a hidden one away."),
    "few-changed": later("Few changed: one to four organisations are new or gone since this was published before."),
    "unknown": later("Not known: nothing varies, so nothing can be compared."),
}
PRACTICE_COLUMNS = {
    "answered": (later("Answered, %"), 0),
    "dont_know": (later("Not known, %"), 0),
    "lowest": (later("At the lowest level, %"), 0),
    "highest": (later("At the highest level, %"), 0),
    "optimism": (later("Declared less observed, points"), 0),
    "item_rest": (later("Tie to the others"), COEFFICIENT),
    "alpha_without": (later("Alpha without it"), COEFFICIENT),
}
DIMENSION_COLUMNS = {
    "icc": (later("Alike inside, ICC(2)"), COEFFICIENT),
    "r_wg": (later("Agreement, r*wg"), COEFFICIENT),
    "alpha": (later("Alpha"), COEFFICIENT),
    "low": (later("Alpha, from"), COEFFICIENT),
    "high": (later("Alpha, to"), COEFFICIENT),
    "omega": (later("Omega"), COEFFICIENT),
    "smallest_change": (later("Smallest real change, points"), 0),
}
LOOK = "look"


@dataclass(frozen=True, slots=True)
class QualityTables:
    """The figures of a publication in one language, as tables that pages and files share."""

    quality: Document
    words: Words

    @property
    def voice(self) -> Voice:
        """The language."""
        return self.words.voice

    def practices(self) -> Table:
        """Every practice: how it was answered, where answers pile up, how it goes with the others."""
        columns = self._columns(PRACTICE_COLUMNS)
        rows = tuple(
            Row(code, self.words.metric(INDICATOR + code), self._cells(found, PRACTICE_COLUMNS, practice_looks(found)))
            for code, found in self.quality["practices"].items()
        )
        return Table(
            self.voice.say("Practice by practice"), self.voice.say("Practice"), columns, rows, self._reasons(rows)
        )

    def dimensions(self) -> Table:
        """Every dimension: whether people of one organisation agree, and whether its practices go together."""
        columns = self._columns(DIMENSION_COLUMNS)
        rows = tuple(
            Row(
                code, self.words.metric(DIMENSION + code), self._cells(found, DIMENSION_COLUMNS, dimension_looks(found))
            )
            for code, found in self.quality["dimensions"].items()
        )
        return Table(
            self.voice.say("Dimension by dimension"), self.voice.say("Dimension"), columns, rows, self._reasons(rows)
        )

    def cell(self, figure: Document, places: int = 0) -> Cell:
        """A figure as it is read, or why there is none."""
        if "hidden" in figure:
            reason = figure["hidden"]
            return Cell(None, self.voice.say(SHORT[reason]), reason)
        return Cell(figure["value"], self.voice.number(figure["value"], places))

    def _columns(self, columns: Mapping[str, tuple[str, int]]) -> tuple[Column, ...]:
        found = tuple(Column(name, self.voice.say(title)) for name, (title, _) in columns.items())
        return (*found, Column(LOOK, self.voice.say("Worth a look")))

    def _cells(self, found: Document, columns: Mapping[str, tuple[str, int]], looks: Iterator[str]) -> tuple[Cell, ...]:
        said = ", ".join(self.voice.say(word) for word in looks)
        cells = tuple(self.cell(found[name], places) for name, (_, places) in columns.items())
        return (*cells, Cell(said or None, said or NONE))

    def _reasons(self, rows: tuple[Row, ...]) -> tuple[str, ...]:
        return self.reasons({cell.reason for row in rows for cell in row.cells})

    def reasons(self, found: set[str]) -> tuple[str, ...]:
        """The sentences about those reasons that occur."""
        return tuple(self.voice.say(REASONS[reason]) for reason in REASONS if reason in found)


def above(figure: Document, limit: float) -> bool:
    """Whether a figure is known to be above a limit."""
    return figure.get("hidden") == NEARLY_ALL or figure.get("value", limit) > limit


def below(figure: Document, limit: float) -> bool:
    """Whether a figure is known to be below a limit."""
    found: bool = figure.get("value", limit) < limit
    return found


def practice_looks(found: Document) -> Iterator[str]:
    """Why a practice is worth a look, in words to translate."""
    if above(found["dont_know"], PERCENT * DONT_KNOW_ALERT):
        yield later("often not known")
    if piled(found):
        yield later("one end")
    if above(found["optimism"], OPTIMISM_ALERT):
        yield later("optimistic")
    if found["apart"].get("value"):
        yield later("apart from the others")
    if found["reversed"].get("value"):
        yield later("levels out of order")


def piled(found: Document) -> bool:
    """Whether the answers to a practice pile up at one end."""
    return any(above(found[end], PERCENT * END_ALERT) for end in ("lowest", "highest"))


def dimension_looks(found: Document) -> Iterator[str]:
    """Why a dimension is worth a look, in words to translate."""
    if any(below(found[name], AGREEMENT_ALERT) for name in ("icc", "r_wg")):
        yield later("people disagree")
