"""Rows of memberships, and of the invitations by which people come to them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, RowMapping, delete, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from assessment.domain.membership import NETWORK_ROLES, ORGANISATION_ROLES, PLATFORM, MembershipRole
from assessment.storage.tables import account_invitations, memberships, people


def place_columns(role: MembershipRole, place: str) -> dict[str, str | None]:
    """The two columns that say where a role is held: network, organisation, or neither for the platform."""
    return {
        "network_id": place if role in NETWORK_ROLES else None,
        "organisation_id": place if role in ORGANISATION_ROLES else None,
    }


def keep_membership(connection: Connection, row: dict[str, object]) -> None:
    """Keep a person's membership in a place, or the new role in it; `row` by column."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    added = dialect.insert(memberships).values(row)
    changed = added.on_conflict_do_update(index_elements=["person_id", "place"], set_={"role": row["role"]})
    connection.execute(changed)


def list_members(connection: Connection, place: str) -> Sequence[RowMapping]:
    """Who belongs to a place: `id` of the membership, `person_id`, `name`, `email`, `role`, `disabled_at`, by name."""
    rows = (
        select(
            memberships.c.id,
            memberships.c.person_id,
            memberships.c.role,
            memberships.c.created_at,
            people.c.name,
            people.c.email,
            people.c.disabled_at,
        )
        .join(people)
        .where(memberships.c.place == place)
        .order_by(people.c.name, memberships.c.id)
    )
    return connection.execute(rows).mappings().all()


def hold_memberships(connection: Connection, place: str) -> None:
    """Let nobody else change who belongs to a place until this transaction ends."""
    connection.execute(select(memberships.c.id).where(memberships.c.place == place).with_for_update()).all()


def find_membership(connection: Connection, membership_id: str, place: str) -> RowMapping | None:
    """A membership, if it is one of this place."""
    mine = memberships.c.id == membership_id, memberships.c.place == place
    return connection.execute(select(memberships).where(*mine)).mappings().first()


def leads_within(connection: Connection, organisation_ids: Collection[str]) -> Sequence[RowMapping]:
    """`place` and `email_key` of everybody who leads one of these organisations, or may still accept to."""
    lead = MembershipRole.LEAD.value
    there = memberships.c.organisation_id.in_(organisation_ids), memberships.c.role == lead
    invited = account_invitations.c.organisation_id.in_(organisation_ids), account_invitations.c.role == lead
    here = select(memberships.c.organisation_id.label("place"), people.c.email_key).join(people).where(*there)
    asked = select(account_invitations.c.organisation_id, account_invitations.c.email_key).where(*invited, *_open())
    return connection.execute(here.union(asked)).mappings().all()


def change_role(connection: Connection, membership_id: str, place: str, role: MembershipRole) -> bool:
    """Give a membership of this place another role; False when there is none."""
    mine = memberships.c.id == membership_id, memberships.c.place == place
    return connection.execute(update(memberships).where(*mine).values(role=role.value)).rowcount == 1


def delete_membership(connection: Connection, membership_id: str, place: str) -> bool:
    """Remove a membership from this place; False when there is none."""
    mine = memberships.c.id == membership_id, memberships.c.place == place
    return connection.execute(delete(memberships).where(*mine)).rowcount == 1


def insert_invitation(connection: Connection, row: dict[str, object]) -> None:
    """Keep a new invitation; `row` by column."""
    connection.execute(account_invitations.insert(), row)


def find_invitation(connection: Connection, token_hash: str) -> RowMapping | None:
    """The invitation of a token, in whatever state."""
    mine = select(account_invitations).where(account_invitations.c.token_hash == token_hash)
    return connection.execute(mine).mappings().first()


def list_invitations(connection: Connection, place: str) -> Sequence[RowMapping]:
    """The invitations to a place that were neither accepted nor revoked, expired ones included, the latest first."""
    open_ones = select(account_invitations).where(_to(place), *_open())
    ordered = open_ones.order_by(account_invitations.c.created_at.desc(), account_invitations.c.id)
    return connection.execute(ordered).mappings().all()


def revoke_invitations(connection: Connection, place: str, email_key: str, now: datetime) -> None:
    """Revoke what was sent to this address before, for this place."""
    mine = _to(place), account_invitations.c.email_key == email_key
    connection.execute(update(account_invitations).where(*mine, *_open()).values(revoked_at=now))


def revoke_invitation(connection: Connection, invitation_id: str, place: str, now: datetime) -> bool:
    """Revoke one invitation to this place; False when there is none that could still be accepted or sent again."""
    mine = account_invitations.c.id == invitation_id, _to(place)
    return connection.execute(update(account_invitations).where(*mine, *_open()).values(revoked_at=now)).rowcount == 1


def spend_invitation(connection: Connection, invitation_id: str, now: datetime) -> bool:
    """Use up an invitation; False when it was accepted or revoked before, or is over."""
    mine = account_invitations.c.id == invitation_id, account_invitations.c.expires_at > now
    return connection.execute(update(account_invitations).where(*mine, *_open()).values(accepted_at=now)).rowcount == 1


def renew_invitation(
    connection: Connection, invitation_id: str, place: str, *, token_hash: str, expires_at: datetime
) -> bool:
    """Give an invitation to this place a new token, which ends the old one; False when it was accepted or revoked."""
    mine = account_invitations.c.id == invitation_id, _to(place)
    values = {"token_hash": token_hash, "expires_at": expires_at}
    return connection.execute(update(account_invitations).where(*mine, *_open()).values(values)).rowcount == 1


def place_of(invitation: RowMapping) -> str:
    """Where an invitation leads: "platform", or the id of a network or organisation."""
    return str(invitation["network_id"] or invitation["organisation_id"] or PLATFORM)


def _open() -> tuple[ColumnElement[bool], ...]:
    return account_invitations.c.accepted_at.is_(None), account_invitations.c.revoked_at.is_(None)


def _to(place: str) -> ColumnElement[bool]:
    network, organisation = account_invitations.c.network_id, account_invitations.c.organisation_id
    if place == PLATFORM:
        return network.is_(None) & organisation.is_(None)
    return or_(network == place, organisation == place)
