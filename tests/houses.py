"""Networks, organisations and people for tests, put straight into the database; everybody is fictional."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from litestar.testing import TestClient
from sqlalchemy import insert

from assessment.domain.membership import PLATFORM, SECOND_FACTOR_ROLES, MembershipRole
from assessment.services.networks import create_network
from assessment.services.organisations import create_organisation
from assessment.services.secrets import hash_of, new_secret
from assessment.storage.access import insert_session
from assessment.storage.accounts import insert_person
from assessment.storage.database import Database
from assessment.storage.memberships import place_columns
from assessment.storage.tables import memberships
from tests.visitors import Visitor


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an account and an open session, whose key is `key`."""

    id: str
    name: str
    email: str
    key: str


@dataclass(frozen=True, slots=True)
class Houses:
    """What can be built in a database."""

    database: Database

    def network(self, name: str = "Réseau fictif") -> str:
        with self.database.sessions.begin() as session:
            return create_network(session, name, actor="command-line", now=datetime.now(UTC))

    def organisation(self, network_id: str, name: str = "Office fictif") -> str:
        with self.database.sessions.begin() as session:
            return create_organisation(session, name, network_id, actor="command-line", now=datetime.now(UTC))

    def person(self, role: MembershipRole | None = None, place: str = PLATFORM, name: str = "Camille Fictif") -> Person:
        """Somebody with one role in a place, with the second factor it needs, signed in."""
        identifier, now = new_secret(), datetime.now(UTC)
        person = Person(identifier, name, f"{identifier.lower()}@example.org", new_secret())
        with self.database.sessions.begin() as session:
            connection = session.connection()
            row: dict[str, object] = {"id": person.id, "email": person.email, "email_key": person.email, "name": name}
            row |= {"language": "fr", "created_at": now, "seen_at": now}
            insert_person(connection, row | {"totp_secret": b"sealed" if role in SECOND_FACTOR_ROLES else None})
            begun: dict[str, object] = {"id": new_secret(), "person_id": person.id, "device": "Test"}
            times = {"created_at": now, "seen_at": now, "verified_at": now, "expires_at": now + timedelta(hours=12)}
            insert_session(connection, begun | times | {"hash": hash_of(person.key)})
        if role is not None:
            self.join(person, role, place)
        return person

    def join(self, person: Person, role: MembershipRole, place: str) -> str:
        """Give somebody a role in a place; returns the id of the membership."""
        row: dict[str, object] = {"id": new_secret(), "person_id": person.id, "place": place, "role": role.value}
        row |= {"created_at": datetime.now(UTC), **place_columns(role, place)}
        with self.database.sessions.begin() as session:
            session.connection().execute(insert(memberships), row)
        return str(row["id"])


def as_person(client: TestClient[Any], person: Person | None) -> Visitor:
    """The browser of somebody who is signed in, or of nobody."""
    client.cookies.clear()
    if person is not None:
        client.cookies.set("session", person.key)
    return Visitor(client)
