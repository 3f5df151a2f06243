"""What the pages about people's organisations, networks and the platform show."""

from __future__ import annotations

from dataclasses import dataclass

from assessment.web.fields import ErrorLine, Field
from assessment.web.pages import Page


@dataclass(frozen=True, slots=True)
class Link:
    """Where to go, in words; `current` marks the page one is on."""

    href: str
    label: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """The organisation, network or platform a page is about, with the way to its other pages."""

    name: str
    kind: str
    home: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """An assessment as its people see it: `state` is "open" or "sent"; every text is ready.

    `standing` says what one is there; `links` lead to what one may open.
    """

    id: str
    title: str
    organisation: str
    state: str
    dates: tuple[str, ...]
    participation: str
    standing: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class TakingPart:
    """A campaign as an organisation sees it on its page: `href` leads to its page where one may act."""

    name: str
    network: str
    organisation: str
    state: str
    state_name: str
    dates: str
    href: str | None
    label: str
    test: bool


@dataclass(frozen=True, slots=True)
class Belonging:
    """An organisation one belongs to: what one is there, its assessments, the campaigns that are running.

    `start` is for whoever may begin an assessment.
    """

    name: str
    href: str
    start: str | None
    role: str
    cards: tuple[Card, ...]
    campaigns: tuple[TakingPart, ...]


@dataclass(frozen=True, slots=True)
class RolePlace:
    """A network, or the platform, where one has a role."""

    name: str
    href: str
    role: str


@dataclass(frozen=True, slots=True)
class Invitation:
    """An invitation to answer: `state` is "new", "started" or "finished"."""

    href: str
    title: str
    state: str
    dates: tuple[str, ...]


@dataclass(frozen=True)
class HomePage(Page):
    """Everything a person can do next."""

    template = "web/home/page.html"

    name: str
    invitations: tuple[Invitation, ...]
    organisations: tuple[Belonging, ...]
    places: tuple[RolePlace, ...]


@dataclass(frozen=True, kw_only=True)
class PlacePage(Page):
    """A page about a place. `done` says what was just done."""

    place: Place
    done: str = ""


@dataclass(frozen=True, kw_only=True)
class FormPage(PlacePage):
    """A page about a place with a form on it: `errors` holds what has to be corrected."""

    fields: tuple[Field, ...]

    @property
    def errors(self) -> tuple[ErrorLine, ...]:
        """The error summary."""
        return tuple(ErrorLine(item.anchor, item.error) for item in self.fields if item.error)

    @property
    def failed(self) -> bool:
        """Whether something has to be corrected."""
        return any(item.error for item in self.fields)


@dataclass(frozen=True, kw_only=True)
class OrganisationPage(PlacePage):
    """The home of an organisation: assessments and campaigns; `start` leads to a new one where one may begin it."""

    template = "web/organisations/page.html"

    role: str
    cards: tuple[Card, ...]
    campaigns: tuple[TakingPart, ...]
    start: str | None
    described: bool


@dataclass(frozen=True, kw_only=True)
class StartRunPage(FormPage):
    """How a new assessment of an organisation is to be run."""

    template = "web/organisations/start.html"

    action: str
    described: bool


@dataclass(frozen=True, kw_only=True)
class SettingsPage(PlacePage):
    """Name and profile of an organisation, its networks, and the way out."""

    template = "web/organisations/settings.html"

    fields: dict[str, Field]
    errors: tuple[ErrorLine, ...]
    networks: tuple[Link, ...]

    @property
    def failed(self) -> bool:
        """Whether something has to be corrected."""
        return bool(self.errors)


@dataclass(frozen=True, kw_only=True)
class DeletePage(FormPage):
    """What deleting an organisation takes away, and the confirmation by its name."""

    template = "web/organisations/delete.html"

    assessments: int


@dataclass(frozen=True, slots=True)
class MemberRow:
    """Somebody who belongs to a place; `only_one` tells why the last one who runs it can neither go nor change."""

    id: str
    name: str
    email: str
    role: str
    role_name: str
    since: str
    only_one: bool


@dataclass(frozen=True, slots=True)
class InvitedRow:
    """Somebody invited to a place who has not come yet."""

    id: str
    email: str
    role: str
    until: str
    over: bool


@dataclass(frozen=True, kw_only=True)
class MembersPage(FormPage):
    """Who belongs to a place, who is invited, and the form to invite somebody."""

    template = "web/places/members.html"

    members: tuple[MemberRow, ...]
    invited: tuple[InvitedRow, ...]
    roles: tuple[tuple[str, str], ...]
    base: str


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A key of the API; `state` is "valid", "over" or "revoked"."""

    id: str
    name: str
    prefix: str
    scopes: tuple[str, ...]
    dates: tuple[str, ...]
    state: str


@dataclass(frozen=True, kw_only=True)
class KeysPage(FormPage):
    """The keys of a place and the form to make one; `made` is a new key, shown this once."""

    template = "web/places/keys.html"

    keys: tuple[KeyRow, ...]
    base: str
    made: str = ""
