"""What the pages about campaigns and imports show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assessment.reports.benchmark_tables import Table
from assessment.web.fields import ErrorLine, Field
from assessment.web.pages_organisations import FormPage, Link, PlacePage


@dataclass(frozen=True, slots=True)
class CampaignRow:
    """A campaign in a list: `state` is that of the campaign, `counts` how far its organisations are."""

    name: str
    href: str
    state: str
    state_name: str
    dates: str
    counts: str
    test: bool


@dataclass(frozen=True, kw_only=True)
class CampaignsPage(PlacePage):
    """The campaigns of a network; `new` leads to another one, `imports` to an import, where one may."""

    template = "web/campaigns/list.html"

    campaigns: tuple[CampaignRow, ...]
    new: str | None
    imports: str | None


@dataclass(frozen=True, kw_only=True)
class PlanPage(FormPage):
    """What a campaign is to be."""

    template = "web/campaigns/plan.html"

    action: str
    back: str
    changes: bool


@dataclass(frozen=True, slots=True)
class LetterView:
    """A letter as it will be read."""

    language: str
    language_name: str
    subject: str
    before: tuple[str, ...]
    action: str
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InvitedLine:
    """An organisation that would be invited; `led` tells whether somebody leads it, who gets the letter."""

    name: str
    kind: str
    led: bool


@dataclass(frozen=True, kw_only=True)
class DraftPage(PlacePage):
    """A campaign before it is launched: what it is, whom it would invite, the letter. `refused` keeps it from it."""

    template = "web/campaigns/draft.html"

    name: str
    home: str
    facts: tuple[tuple[str, str], ...]
    test: bool
    invited: tuple[InvitedLine, ...]
    without_lead: int
    undescribed: tuple[str, ...]
    letters: tuple[LetterView, ...]
    runs: bool
    refused: str = ""

    @property
    def errors(self) -> tuple[ErrorLine, ...]:
        """The error summary."""
        return (ErrorLine("launch", self.refused),) if self.refused else ()

    @property
    def failed(self) -> bool:
        """Whether something has to be corrected."""
        return bool(self.refused)


@dataclass(frozen=True, slots=True)
class OutsideView:
    """The organisations that a running campaign could still invite, and those of a kind nobody has stated yet."""

    names: tuple[str, ...] = ()
    undescribed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """What the network's people wrote about an organisation, by its id; empty for nothing."""

    of: str
    text: str


@dataclass(frozen=True, kw_only=True)
class FollowUpPage(PlacePage):
    """A launched campaign: its organisations by state, filters, the reminders that went out.

    `table` is one of its `parts`; `notes` hold what the network's people wrote about an organisation, by its key.
    """

    template = "web/campaigns/follow_up.html"

    name: str
    home: str
    facts: tuple[tuple[str, str], ...]
    test: bool
    counts: tuple[tuple[str, str], ...]
    filters: tuple[Field, ...]
    table: Table
    parts: tuple[Link, ...]
    notes: Mapping[str, Note]
    files: tuple[Link, ...]
    shown: str
    outside: OutsideView
    reminders: tuple[str, ...]
    running: bool
    runs: bool


@dataclass(frozen=True, kw_only=True)
class LastDayPage(FormPage):
    """Another last day for a campaign; `effects` say what comes of it."""

    template = "web/campaigns/last_day.html"

    name: str
    home: str
    dates: str
    effects: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class NotesPage(FormPage):
    """What the network's people keep in mind about the organisations of a campaign, by name, and the form for it."""

    template = "web/campaigns/notes.html"

    name: str
    home: str
    notes: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class RemindedRow:
    """An organisation that has not finished: `why` says why it gets no letter now, empty for one that does."""

    name: str
    state: str
    state_name: str
    why: str


@dataclass(frozen=True, kw_only=True)
class RemindersPage(PlacePage):
    """Who would get a reminder now, and the letter."""

    template = "web/campaigns/reminders.html"

    name: str
    home: str
    rows: tuple[RemindedRow, ...]
    number: int
    letters: tuple[LetterView, ...]


@dataclass(frozen=True, kw_only=True)
class TakingPartPage(FormPage):
    """A campaign for whoever leads the organisation: what it is, what results may serve, start, decline.

    `offer` is the form about help among peers, empty where there is nothing to declare yet.
    """

    template = "web/campaigns/taking_part.html"

    name: str
    network: str
    text: str
    facts: tuple[tuple[str, str], ...]
    test: bool
    home: str
    state_name: str
    assessment: str | None
    starts: bool
    changes: bool
    leaves: bool
    left: bool
    offer: tuple[Field, ...] = ()

    @property
    def errors(self) -> tuple[ErrorLine, ...]:
        """The error summary of both forms."""
        return tuple(ErrorLine(item.anchor, item.error) for item in (*self.fields, *self.offer) if item.error)

    @property
    def failed(self) -> bool:
        """Whether something has to be corrected."""
        return bool(self.errors)


@dataclass(frozen=True, slots=True)
class ColumnHelp:
    """A column of the template: what it holds, and the values it may take."""

    name: str
    meaning: str
    values: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line of an import that is fit."""

    line: int
    name: str
    kind: str
    lead: str


@dataclass(frozen=True, kw_only=True)
class ImportPage(PlacePage):
    """The file to send, and what was wrong with the one sent."""

    template = "web/campaigns/import.html"

    columns: tuple[ColumnHelp, ...]
    errors: tuple[ErrorLine, ...] = ()
    more: str = ""

    @property
    def failed(self) -> bool:
        """Whether something has to be corrected."""
        return bool(self.errors)


@dataclass(frozen=True, kw_only=True)
class ImportPreviewPage(PlacePage):
    """What an import would do; `sealed` is it, for the form that does it."""

    template = "web/campaigns/import_preview.html"

    new: tuple[LineRow, ...]
    already: tuple[LineRow, ...]
    sealed: str
    back: Link
