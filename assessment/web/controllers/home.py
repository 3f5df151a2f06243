"""My tasks: everything that the person who is signed in can do next."""

from __future__ import annotations

from datetime import datetime
from itertools import groupby
from operator import attrgetter

from litestar import Response
from sqlalchemy import Connection, RowMapping

from assessment.domain.campaigns import CampaignState, MemberState
from assessment.domain.membership import NETWORK_ROLES, ORGANISATION_ROLES, PLATFORM, Membership, MembershipRole
from assessment.storage.access import SignedIn
from assessment.storage.organisations import invitations_of, read_networks, read_organisations
from assessment.translation import translate
from assessment.web.cards import Deck, invitation_of
from assessment.web.http import HttpRequest, shown
from assessment.web.pages_organisations import Belonging, Card, HomePage, RolePlace, TakingPart
from assessment.web.participations import participations
from assessment.web.place_words import ROLES
from assessment.web.rules import AdmissionHere
from assessment.web.site import SiteHere

OVER = (CampaignState.CLOSED.value, MemberState.LEFT.value)
"""The states of campaigns in which there is nothing to do."""


@shown("/home", sync_to_thread=True)
def show_home(request: HttpRequest, site: SiteHere, admission: AdmissionHere) -> Response[str]:
    """Invitations to answer, organisations with their assessments, networks."""
    person, language = admission.signed_in, site.language(request)
    with site.database.readings.begin() as session:
        connection = session.connection()
        invited = invitations_of(connection, person.person_id, site.now())
        deck = Deck(person, {row["assessment_id"]: row for row in invited}, language)
        page = HomePage(
            name=person.name,
            invitations=tuple(invitation_of(row, language) for row in invited if row["submitted_at"] is None),
            organisations=_organisations(connection, deck, site.now()),
            places=_places(connection, person, language),
        )
    return site.page(request, page)


def _organisations(connection: Connection, deck: Deck, now: datetime) -> tuple[Belonging, ...]:
    mine = {item.place: item for item in deck.person.memberships if item.role in ORGANISATION_ROLES}
    cards = sorted(deck.cards(connection, mine), key=attrgetter("organisation"))
    leads = [place for place, item in mine.items() if item.role is MembershipRole.LEAD]
    campaigns = participations(connection, mine, leads, deck.language, now)
    by_organisation = {key: tuple(group) for key, group in groupby(cards, attrgetter("organisation"))}
    return tuple(
        _belonging(
            row,
            mine[row["id"]].role,
            by_organisation.get(row["id"], ()),
            tuple(item for item in campaigns[row["id"]] if item.state not in OVER),
            deck.language,
        )
        for row in read_organisations(connection, mine)
    )


def _belonging(
    row: RowMapping,
    role: MembershipRole,
    cards: tuple[Card, ...],
    campaigns: tuple[TakingPart, ...],
    language: str,
) -> Belonging:
    href = f"/organisations/{row['id']}"
    start = f"{href}/assessments" if role is MembershipRole.LEAD else None
    name = translate(ROLES[role], language)
    return Belonging(name=row["name"], href=href, start=start, role=name, cards=cards, campaigns=campaigns)


def _places(connection: Connection, person: SignedIn, language: str) -> tuple[RolePlace, ...]:
    mine = {item.place: item for item in person.memberships if item.role in NETWORK_ROLES}
    networks = [
        RolePlace(row["name"], f"/networks/{row['id']}", _role(mine[row["id"]], language))
        for row in read_networks(connection, mine)
    ]
    platform = [
        RolePlace(translate("Administration of the platform", language), "/platform", _role(item, language))
        for item in person.memberships
        if item.place == PLATFORM
    ]
    return (*networks, *platform)


def _role(membership: Membership, language: str) -> str:
    return translate(ROLES[membership.role], language)
