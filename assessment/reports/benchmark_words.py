"""How groups, metrics, numbers of organisations and reasons for hiding are named (dossier 4.1, 4.2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from unicodedata import normalize

from assessment.domain.campaigns import PARIS
from assessment.domain.peer_groups import CROSSINGS, Axis, Crossing, SizeClass
from assessment.domain.publishing import DIMENSION, INDICATOR, OVERALL, Name, name_of
from assessment.domain.results import Instrument
from assessment.reports.benchmark_tables import Cell
from assessment.reports.formatting import Voice
from assessment.translation import later

AXES = {
    Axis.TYPE: later("Type of organisation"),
    Axis.REGION: later("Region"),
    Axis.TERRITORY: later("Territory"),
    Axis.SIZE: later("Size"),
}
SIZES = {
    SizeClass.XS: later("fewer than 3 FTE"),
    SizeClass.S: later("3 to 9 FTE"),
    SizeClass.M: later("10 to 24 FTE"),
    SizeClass.L: later("25 to 49 FTE"),
    SizeClass.XL: later("50 FTE and more"),
}
METRICS = {
    OVERALL: later("Overall score"),
    "index:gap": later("Weighted gap (smaller is better)"),
    "index:focus": later("Focus on audiences"),
    "index:drift": later("Drift of intent (smaller is better)"),
    "index:budget": later("Balance of the budget"),
}
SHORT = {
    "too-few": later("too few"),
    "no-consent": later("not agreed"),
    "dominance": later("one is too large"),
    "would-reveal-other": later("protects others"),
    "too-similar": later("too alike"),
    "few-changed": later("few changed"),
}
ROUNDED = "rounded"
"""The reason of a number that is shown, but rounded to five points."""
REASONS = {
    "too-few": later("Too few: a mean needs 5 organisations, a median 10, quartiles 12, a distribution 20."),
    "no-consent": later("Not agreed: enough answered, but not enough of them agreed to be counted."),
    "dominance": later("One is too large: one or two organisations make up almost all of the total."),
    "would-reveal-other": later("Protects others: with the other numbers shown here, it would give a hidden one away."),
    "too-similar": later("Too alike: its organisations are almost those of another group that is shown."),
    "few-changed": later("Few changed: fewer than five organisations are new or gone since the last publication."),
    ROUNDED: later("With ~: rounded to five points, since fewer than five organisations are new or gone."),
}


@dataclass(frozen=True, slots=True)
class Words:
    """Names in one language, from the questionnaire that was answered."""

    instrument: Instrument
    voice: Voice

    def axes(self, axes: Crossing) -> str:
        """By what is grouped, for a choice."""
        if not axes:
            return self.voice.say("All organisations")
        return " × ".join(self.voice.say(AXES[axis]) for axis in axes)

    def group(self, key: str) -> str:
        """A group by its key in the document."""
        name = name_of(key)
        return " · ".join(self._value(axis, value) for axis, value in name) or self.voice.say("All organisations")

    def metric(self, metric: str) -> str:
        """A metric by its name in the document."""
        questionnaire, voice = self.instrument.questionnaire, self.voice
        code = metric.partition(":")[2]
        if metric.startswith(DIMENSION) and code in questionnaire.dimension_by_id:
            return voice.text(questionnaire.dimension_by_id[code].title)
        if metric.startswith(INDICATOR) and code in questionnaire.indicator_by_id:
            return voice.text(questionnaire.indicator_by_id[code].title)
        return voice.say(METRICS[metric]) if metric in METRICS else code

    def count(self, band: Sequence[int | None]) -> str:
        """How many organisations, never more closely than a band."""
        if not band:
            return self.voice.say("fewer than 5")
        low, high = band
        if high is None:
            return self.voice.say("%(low)s and more", low=low)
        return self.voice.say("%(low)s to %(high)s", low=low, high=high)

    def groups(self, document: Mapping[str, Any], axes: Crossing) -> list[str]:
        """The keys of the groups of one crossing in the order in which people look for them."""
        return sorted(groups_by(document, axes), key=lambda key: [self._rank(*pair) for pair in name_of(key)])

    def _rank(self, axis: str, value: str) -> tuple[int, str]:
        """Types, territories and sizes as they are listed in the questionnaire, regions by name."""
        questionnaire = self.instrument.questionnaire
        listed = {
            Axis.TYPE: [one.id for one in questionnaire.organisation_types],
            Axis.TERRITORY: [one.code for one in questionnaire.territories],
            Axis.SIZE: [one.value for one in SizeClass],
        }.get(Axis(axis), [])
        letters = normalize("NFD", self._value(axis, value)).encode("ascii", "ignore").decode()
        return (listed.index(value) if value in listed else len(listed), letters)

    def rounded(self, about: int) -> Cell:
        """A mean that is shown to the next five points only."""
        return Cell(about, f"~{self.voice.number(about, 0)}", ROUNDED)

    def reasons(self, found: set[str]) -> tuple[str, ...]:
        """The sentences about those reasons that occur."""
        return tuple(self.voice.say(REASONS[reason]) for reason in REASONS if reason in found)

    def _value(self, axis: str, value: str) -> str:
        questionnaire, voice = self.instrument.questionnaire, self.voice
        if axis == Axis.TYPE and value in questionnaire.type_by_id:
            return voice.text(questionnaire.type_by_id[value].title)
        if axis == Axis.SIZE:
            return voice.say(SIZES[SizeClass(value)])
        known: Mapping[str, str] = (
            {one.insee: one.name for one in self.instrument.regions}
            if axis == Axis.REGION
            else {one.code: voice.text(one.text) for one in questionnaire.territories}
        )
        return known.get(value, value)


def frozen_on(stamp: str) -> date:
    """The day of a publication in France, where campaigns end at midnight, from the moment in its document."""
    return datetime.fromisoformat(stamp).astimezone(PARIS).date()


def crossing_key(axes: Crossing) -> str:
    """A crossing as an address has it: `whole`, `type`, `type-region`."""
    return "-".join(axes) or "whole"


OFFERED: Mapping[str, Crossing] = {crossing_key(axes): axes for axes in CROSSINGS}
"""Every way to group, by its word in addresses; there is no other."""


def groups_by(document: Mapping[str, Any], axes: Crossing) -> list[str]:
    """The keys of the groups of one crossing, by their codes."""
    return sorted(key for key in document["groups"] if _axes(name_of(key)) == axes)


def _axes(name: Name) -> Crossing:
    return tuple(Axis(axis) for axis, _ in name)
