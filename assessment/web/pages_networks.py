"""What the pages about networks and the platform show."""

from __future__ import annotations

from dataclasses import dataclass

from assessment.web.pages_campaigns import CampaignRow
from assessment.web.pages_organisations import FormPage, InvitedRow, Link, PlacePage


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    """An organisation with the state of its latest assessment."""

    name: str
    href: str | None
    state: str
    state_name: str
    dates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TurnoutRow:
    """How many of a group were invited and have sent their answers."""

    name: str
    invited: str
    sent: str
    share: str


@dataclass(frozen=True, slots=True)
class TurnoutTable:
    """The turnout of a campaign by kind of organisation or region, small groups taken together."""

    title: str
    rows: tuple[TurnoutRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkHome:
    """Its campaigns, what needs attention, what to do next, who has answered, what was published last."""

    campaigns: tuple[CampaignRow, ...]
    alerts: tuple[Link, ...]
    steps: tuple[Link, ...]
    published: Link | None
    published_on: str
    turnout_of: str
    turnouts: tuple[TurnoutTable, ...]


@dataclass(frozen=True, kw_only=True)
class NetworkPage(FormPage):
    """The organisations of a network and how far each one is; the form to add one where one may.

    `overview` is for the network's own people, and not for administrators of the platform. The `organisations` shown
    are one of their `parts`.
    """

    template = "web/networks/page.html"

    role: str
    overview: NetworkHome | None
    organisations: tuple[OrganisationRow, ...]
    parts: tuple[Link, ...]
    counts: str
    action: str | None


@dataclass(frozen=True, slots=True)
class NetworkRow:
    """A network and how many organisations belong to it."""

    name: str
    href: str
    organisations: str


@dataclass(frozen=True, kw_only=True)
class PlatformPage(FormPage):
    """Every network and organisation, and the form to add a network."""

    template = "web/platform/page.html"

    networks: tuple[NetworkRow, ...]
    organisations: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person as an administrator sees them."""

    id: str
    name: str
    email: str
    dates: tuple[str, ...]
    has_second_factor: bool
    disabled: bool
    oneself: bool


@dataclass(frozen=True, kw_only=True)
class PeoplePage(FormPage):
    """Who was found by part of a name or an e-mail address."""

    template = "web/platform/people.html"

    people: tuple[PersonRow, ...]
    searched: bool


@dataclass(frozen=True, slots=True)
class AdministratorRow:
    """Somebody who runs the platform, and since when."""

    name: str
    email: str
    since: str


@dataclass(frozen=True, kw_only=True)
class AdministratorsPage(FormPage):
    """Who runs the platform, who is invited to, and the form to invite somebody."""

    template = "web/platform/administrators.html"

    administrators: tuple[AdministratorRow, ...]
    invited: tuple[InvitedRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MailRow:
    """A mail that did not go out: `failure` says why, `code` is what the sender noted, `warning` what to think of.

    `to` is told only where somebody has to know who got no letter; `again` where they may have it tried again.
    """

    id: str
    kind: str
    state: str
    to: str
    dates: tuple[str, ...]
    tries: str
    failure: str
    code: str
    warning: str
    again: bool


@dataclass(frozen=True, kw_only=True)
class MailsPage(PlacePage):
    """How many mails wait, were sent, failed; and those that did not go out."""

    template = "web/platform/mails.html"

    counts: tuple[tuple[str, str], ...]
    mails: tuple[MailRow, ...]


@dataclass(frozen=True, slots=True)
class EventRow:
    """An event of the audit."""

    number: int
    at: str
    actor: str
    action: str
    object: str
    place: str
    details: str


@dataclass(frozen=True, kw_only=True)
class AuditPage(FormPage):
    """The events that fit a filter, the newest first; `older` leads to those before."""

    template = "web/platform/audit.html"

    events: tuple[EventRow, ...]
    older: str | None
