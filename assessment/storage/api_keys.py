"""Rows of the keys by which programs read through the API."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, Connection, RowMapping, insert, select, update

from assessment.storage.organisations import Within
from assessment.storage.tables import api_keys

USED_EVERY = timedelta(minutes=1)


class Scope(StrEnum):
    """What a key opens."""

    ASSESSMENTS = "assessments:read"
    RESULTS = "results:read"
    PARTICIPATION = "participation:read"


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A valid key: what it opens, of which organisations; `used_at` is about when it was last used."""

    id: str
    scopes: frozenset[str]
    within: Within
    used_at: datetime | None


def insert_api_key(connection: Connection, row: Mapping[str, object]) -> None:
    """Keep a new key; `row` by column."""
    connection.execute(insert(api_keys), dict(row))


def find_api_key(connection: Connection, key_hash: str, now: datetime) -> ApiKey | None:
    """The key with this hash; None when there is none, or it is revoked or over."""
    valid = api_keys.c.revoked_at.is_(None), api_keys.c.expires_at > now
    row = connection.execute(select(api_keys).where(api_keys.c.hash == key_hash, *valid)).mappings().first()
    if row is None:
        return None
    within = Within(row["organisation_id"], row["network_id"])
    return ApiKey(row["id"], frozenset(row["scopes"]), within, row["used_at"])


def read_api_keys(connection: Connection, place: Within) -> Sequence[RowMapping]:
    """The keys of an organisation or network, the newest first."""
    rows = select(api_keys).where(_of(place)).order_by(api_keys.c.created_at.desc(), api_keys.c.id)
    return connection.execute(rows).mappings().all()


def touch_api_key(connection: Connection, key_id: str, now: datetime) -> None:
    """Note that a key is in use."""
    connection.execute(update(api_keys).where(api_keys.c.id == key_id).values(used_at=now))


def revoke_api_key(connection: Connection, place: Within, key_id: str, now: datetime) -> bool:
    """End a key of this organisation or network; false when it has no such key, or that is revoked already."""
    one = api_keys.c.id == key_id, _of(place), api_keys.c.revoked_at.is_(None)
    return connection.execute(update(api_keys).where(*one).values(revoked_at=now)).rowcount == 1


def _of(place: Within) -> ColumnElement[bool]:
    if place.organisation_id is not None:
        return api_keys.c.organisation_id == place.organisation_id
    return api_keys.c.network_id == place.network_id
