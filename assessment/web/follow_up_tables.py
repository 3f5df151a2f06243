"""The table of a campaign's follow-up: states and days of organisations, never an answer or a score.

The page and its files show this one table, so that neither can hold what the other does not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping

from assessment.domain.campaigns import UNFINISHED, MemberState, member_state
from assessment.domain.results import Instrument
from assessment.reports.benchmark_tables import Cell, Column, Row, Table
from assessment.translation import later as _
from assessment.translation import translate
from assessment.web.campaign_words import MEMBER_STATES, short_day
from assessment.web.fields import Field
from assessment.web.form_reading import Fields
from assessment.web.forms import Form
from assessment.web.place_words import day_of

FILTERS = ("progress", "kind", "region")
UNKNOWN = "none"
"""What a filter calls a kind or region that nobody has stated."""
UNDESCRIBED = _("Not described yet")
COLUMNS = {
    "state": _("State"),
    "kind": _("Kind of organisation"),
    "region": _("Region"),
    "invited_on": _("Invited on"),
    "active_on": _("Last activity"),
    "sent_on": _("Sent on"),
    "reminders": _("Reminders"),
    "reminded_on": _("Last reminder"),
}
"""Everything the network is shown of an organisation in a campaign, besides its name (promise P6)."""
EMPTY = Cell(None, "–")


@dataclass(frozen=True, slots=True)
class FollowUp:
    """The organisations of a campaign, and which of them are asked for by name of a filter, empty for all."""

    rows: Sequence[RowMapping]
    wanted: Mapping[str, str]
    instrument: Instrument
    language: str

    def found(self) -> list[RowMapping]:
        """Those that fit, the unfinished first."""
        return sorted(filter(self._fits, self.rows), key=lambda row: member_state(row) not in UNFINISHED)

    def table(self) -> Table:
        """The table of those that fit."""
        columns = tuple(Column(key, translate(title, self.language)) for key, title in COLUMNS.items())
        rows = tuple(Row(key_of(row), row["name"], self._cells(row)) for row in self.found())
        return Table(translate("Follow-up", self.language), translate("Organisation", self.language), columns, rows, ())

    def fields(self) -> tuple[Field, ...]:
        """The filters, with the values that there are."""
        fields = Fields(self.language, Form({name: (value,) for name, value in self.wanted.items()}))
        everything = ("", translate("All", self.language))
        states = [(state.value, translate(word, self.language)) for state, word in MEMBER_STATES.items()]
        return (
            fields.choices("progress", _("State"), [everything, *states]),
            fields.choices("kind", _("Kind of organisation"), [everything, *self._values("type", self._kinds())]),
            fields.choices("region", _("Region"), [everything, *self._values("region", self._regions())]),
        )

    def _fits(self, row: RowMapping) -> bool:
        values = (member_state(row).value, row["type"] or UNKNOWN, row["region"] or UNKNOWN)
        return all(self.wanted[name] in ("", value) for name, value in zip(FILTERS, values, strict=True))

    def _cells(self, row: RowMapping) -> tuple[Cell, ...]:
        state = member_state(row)
        left = state is MemberState.LEFT
        return (
            Cell(state.value, translate(MEMBER_STATES[state], self.language)),
            self._named(row["type"], self._kinds()),
            self._named(row["region"], self._regions()),
            self._day(row["invited_at"]),
            EMPTY if left else self._day(last_activity(row)),
            EMPTY if left else self._day(row["submitted_at"]),
            Cell(row["reminded"], str(row["reminded"])),
            self._day(row["reminded_at"]),
        )

    def _day(self, moment: datetime | None) -> Cell:
        if moment is None:
            return EMPTY
        return Cell(day_of(moment).isoformat(), short_day(day_of(moment), self.language))

    def _named(self, code: str | None, names: Mapping[str, str]) -> Cell:
        return Cell(code, names.get(code or UNKNOWN, translate(UNDESCRIBED, self.language)))

    def _values(self, column: str, names: Mapping[str, str]) -> list[tuple[str, str]]:
        codes = {row[column] or UNKNOWN for row in self.rows}
        undescribed = translate(UNDESCRIBED, self.language)
        return sorted(((code, names.get(code, undescribed)) for code in codes), key=lambda value: value[1])

    def _kinds(self) -> dict[str, str]:
        kinds = self.instrument.questionnaire.organisation_types
        return {kind.id: kind.title.text(self.language) for kind in kinds}

    def _regions(self) -> dict[str, str]:
        return {region.insee: region.name for region in self.instrument.regions}


def key_of(row: Mapping[Any, Any]) -> str:
    """The key of an organisation in the table; an id alone may begin like a formula."""
    return f"organisation:{row['organisation_id']}"


def last_activity(row: Mapping[Any, Any]) -> datetime | None:
    """When anything last happened to the assessment of an organisation, None when it has none."""
    return max((moment for moment in (row["updated_at"], row["saved_at"]) if moment is not None), default=None)
