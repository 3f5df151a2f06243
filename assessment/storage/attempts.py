"""Tries counted in the database, so that every process of the service counts the same ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from assessment.storage.tables import attempts


@dataclass(frozen=True, slots=True)
class Tries:
    """How many tries were counted since a moment."""

    since: datetime
    count: int


def hold_tries(connection: Connection, bucket: str, now: datetime) -> Tries:
    """The tries of a bucket, which nobody else can count until this transaction ends; a new one has none."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    fresh = dialect.insert(attempts).values(bucket=bucket, since=now, count=0).on_conflict_do_nothing()
    connection.execute(fresh)
    row = connection.execute(select(attempts).where(attempts.c.bucket == bucket).with_for_update()).mappings().one()
    return Tries(row["since"], row["count"])


def keep_tries(connection: Connection, bucket: str, tries: Tries) -> None:
    """Keep the tries of a bucket that is held."""
    values = {"since": tries.since, "count": tries.count}
    connection.execute(update(attempts).where(attempts.c.bucket == bucket).values(values))


def delete_tries(connection: Connection, bucket: str) -> None:
    """Forget the tries of a bucket."""
    connection.execute(delete(attempts).where(attempts.c.bucket == bucket))
