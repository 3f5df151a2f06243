"""Rows of people: their account, second factor, recovery codes, sessions, resets, identities at other providers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from assessment.storage.access import INACTIVITY
from assessment.storage.tables import identities, password_resets, people, recovery_codes, sessions


def find_person(connection: Connection, person_id: str) -> RowMapping | None:
    """The row of a person."""
    return connection.execute(select(people).where(people.c.id == person_id)).mappings().first()


def find_person_by_address(connection: Connection, email_key: str) -> RowMapping | None:
    """The row of whoever has this e-mail address, disabled or not."""
    return connection.execute(select(people).where(people.c.email_key == email_key)).mappings().first()


def insert_person(connection: Connection, row: dict[str, object]) -> bool:
    """Keep a new person; `row` by column. False when the address is somebody's already."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    added = dialect.insert(people).values(row).on_conflict_do_nothing(index_elements=["email_key"])
    return connection.execute(added.returning(people.c.id)).first() is not None


def change_person(connection: Connection, person_id: str, **values: object) -> None:
    """Change columns of a person."""
    connection.execute(update(people).where(people.c.id == person_id).values(values))


def spend_step(connection: Connection, person_id: str, step: int) -> bool:
    """Use up the code of a time step; False when it, or a later one, was used before."""
    unused = or_(people.c.totp_step.is_(None), people.c.totp_step < step)
    spent = update(people).where(people.c.id == person_id, unused).values(totp_step=step)
    return connection.execute(spent).rowcount == 1


def replace_recovery_codes(connection: Connection, person_id: str, hashes: Iterable[str]) -> None:
    """Keep new recovery codes in place of all earlier ones."""
    connection.execute(delete(recovery_codes).where(recovery_codes.c.person_id == person_id))
    rows = [{"hash": item, "person_id": person_id} for item in hashes]
    if rows:
        connection.execute(recovery_codes.insert(), rows)


def spend_recovery_code(connection: Connection, person_id: str, code_hash: str, now: datetime) -> bool:
    """Use up a recovery code; False when it is none of the person's, or was used before."""
    mine = recovery_codes.c.hash == code_hash, recovery_codes.c.person_id == person_id
    spent = update(recovery_codes).where(*mine, recovery_codes.c.used_at.is_(None)).values(used_at=now)
    return connection.execute(spent).rowcount == 1


def count_recovery_codes(connection: Connection, person_id: str) -> int:
    """How many recovery codes are left."""
    left = recovery_codes.c.person_id == person_id, recovery_codes.c.used_at.is_(None)
    return connection.execute(select(func.count()).where(*left)).scalar_one()


def list_sessions(connection: Connection, person_id: str, now: datetime) -> Sequence[RowMapping]:
    """The sessions of a person that still open something, the latest first."""
    alive = sessions.c.expires_at > now, sessions.c.seen_at > now - INACTIVITY
    mine = select(sessions).where(sessions.c.person_id == person_id, *alive)
    return connection.execute(mine.order_by(sessions.c.created_at.desc(), sessions.c.id)).mappings().all()


def delete_session(connection: Connection, person_id: str, session_id: str) -> bool:
    """End one session of a person; False when they have none of that id."""
    mine = sessions.c.person_id == person_id, sessions.c.id == session_id
    return connection.execute(delete(sessions).where(*mine)).rowcount == 1


def delete_session_of_key(connection: Connection, session_hash: str) -> None:
    """End the session with this key, whoever's it is."""
    connection.execute(delete(sessions).where(sessions.c.hash == session_hash))


def insert_reset(connection: Connection, row: dict[str, Any]) -> None:
    """Keep a link to choose a new password in place of earlier ones; `row` by column."""
    delete_resets(connection, row["person_id"])
    connection.execute(password_resets.insert(), row)


def find_reset(connection: Connection, token_hash: str, now: datetime) -> RowMapping | None:
    """The person a link that is still good lets choose a new password."""
    good = password_resets.c.hash == token_hash, password_resets.c.expires_at > now, people.c.disabled_at.is_(None)
    return connection.execute(select(people).join(password_resets).where(*good)).mappings().first()


def spend_reset(connection: Connection, token_hash: str, now: datetime) -> bool:
    """Use up a link to choose a new password; False when it is no longer good."""
    good = password_resets.c.hash == token_hash, password_resets.c.expires_at > now
    return connection.execute(delete(password_resets).where(*good)).rowcount == 1


def delete_resets(connection: Connection, person_id: str) -> None:
    """Withdraw every link to choose a new password for a person."""
    connection.execute(delete(password_resets).where(password_resets.c.person_id == person_id))


def find_identity(connection: Connection, issuer: str, subject: str) -> str | None:
    """The id of the person whom a provider knows by this subject."""
    theirs = identities.c.issuer == issuer, identities.c.subject == subject
    found: str | None = connection.execute(select(identities.c.person_id).where(*theirs)).scalar()
    return found


def insert_identity(connection: Connection, row: dict[str, object]) -> bool:
    """Remember how a provider knows a person; `row` by column. False when it is already somebody's."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    added = dialect.insert(identities).values(row).on_conflict_do_nothing()
    return connection.execute(added.returning(identities.c.person_id)).first() is not None


def change_session(connection: Connection, session_id: str, **values: object) -> None:
    """Change columns of a session."""
    connection.execute(update(sessions).where(sessions.c.id == session_id).values(values))
