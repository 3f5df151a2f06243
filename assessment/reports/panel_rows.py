"""One line of the panels on a network's data: what was found, from when on it is an alert, what it means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from assessment.reports.benchmark_tables import Cell, Column, Row
from assessment.reports.benchmark_words import Words
from assessment.reports.formatting import NONE
from assessment.reports.published_quality import PERCENT, SHORT
from assessment.reports.quality_panels import LISTED
from assessment.translation import later

Figure = Mapping[str, Any]
COLUMNS = {
    "found": later("Found"),
    "alert": later("Alert"),
    "state": later("State"),
    "reading": later("What it means"),
}
STATES = {
    "alert": later("worth a look"),
    "fine": later("no alert"),
    "unknown": later("cannot be told"),
}
UNTOLD = later("Too few organisations to tell, or to tell without giving one of them away.")


@dataclass(frozen=True, slots=True)
class PanelRows:
    """How lines are put, in one language."""

    words: Words

    def columns(self) -> tuple[Column, ...]:
        """The columns of every line."""
        return tuple(Column(name, self.say(title)) for name, title in COLUMNS.items())

    def say(self, message: str, **values: object) -> str:
        """A sentence."""
        return self.words.voice.say(message, **values)

    def share(self, key: str, title: str, figure: Figure, alert: str, reading: str, *, alerting: bool) -> Row:
        """A line on a share in percent; `alert` says from when on it is one."""
        text = self.percent(figure["value"]) if "value" in figure else ""
        known = "value" in figure or alerting
        return self._row(key, title, self._found(figure, text), alert, self._state(known, alerting), reading)

    def counted(self, key: str, title: str, found: Cell, alert: str, reading: str, *, known: bool) -> Row:
        """A line on how many there is an alert on, unless nothing is known of any."""
        state = self._state(known, found.value != 0)
        if not known:
            return self._row(key, title, _word(NONE), alert, "unknown", self.say(UNTOLD))
        return self._row(key, title, found, alert, state, reading)

    def number(self, key: str, title: str, figure: Figure, places: int, alert: str, reading: str, limit: float) -> Row:
        """A line on a number that is an alert below a limit."""
        text = self.words.voice.number(figure["value"], places) if "value" in figure else ""
        alerting = figure.get("value", limit) < limit
        return self._row(
            key, title, self._found(figure, text), alert, self._state("value" in figure, alerting), reading
        )

    def compared(self, key: str, title: str, figure: Figure, readings: Mapping[str, str], names: Figure) -> Row:
        """A line on how some organisations compare with the others, in a word."""
        if "hidden" in figure:
            return self._row(key, title, self._found(figure, ""), NONE, "unknown", self.say(UNTOLD))
        name, reading = names[figure["value"]], readings[figure["value"]]
        return self._row(key, title, _word(self.say(name)), NONE, "fine", self.say(reading))

    def said(self, key: str, title: str, text: str, reading: str) -> Row:
        """A line that only tells."""
        return self._row(key, title, _word(text), NONE, "fine", reading)

    def under(self, limit: float) -> str:
        """An alert below so many percent."""
        return self.say("below %(limit)s", limit=self.percent(limit))

    def over(self, limit: float) -> str:
        """An alert above so many percent."""
        return self.say("above %(limit)s", limit=self.percent(limit))

    def percent(self, number: float) -> str:
        """So many percent."""
        return self.words.voice.percent(number / PERCENT)

    def named(self, metrics: Iterable[str]) -> str:
        """The names of the first of these, and how many others there are."""
        titles = [self.say("“%(title)s”", title=self.words.metric(metric)) for metric in metrics]
        more = len(titles) - LISTED
        others = [self.say("%(count)s others", count=more)] if more > 1 else titles[LISTED:]
        return self.words.voice.listing([*titles[:LISTED], *others])

    def _found(self, figure: Figure, text: str) -> Cell:
        if "hidden" in figure:
            reason = figure["hidden"]
            return Cell(None, self.say(SHORT[reason]), reason)
        return Cell(figure["value"], text)

    def _state(self, known: bool, alerting: bool) -> str:
        return "alert" if alerting else "fine" if known else "unknown"

    def _row(self, key: str, title: str, found: Cell, alert: str, state: str, reading: str) -> Row:
        words = (alert, self.say(STATES[state]), reading)
        return Row(key, self.say(title), (found, *map(_word, words)), notes=(state,))


def _word(text: str) -> Cell:
    return Cell(None if text == NONE else text, text)
