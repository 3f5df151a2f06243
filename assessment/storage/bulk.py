"""Many rows at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, bindparam, insert, update

from assessment.storage.tables_campaigns import campaign_members


def insert_rows(connection: Connection, table: Table, rows: Sequence[Mapping[str, object]]) -> None:
    """Keep new rows, each with the same columns."""
    if rows:
        connection.execute(insert(table), [dict(row) for row in rows])


def join_campaign(connection: Connection, campaign_id: str, parts: Sequence[Mapping[str, object]]) -> None:
    """Let invited organisations take part: `organisation`, its `assessment` and what it `agreed` to."""
    member = campaign_members.c.organisation_id == bindparam("organisation")
    changed = update(campaign_members).where(campaign_members.c.campaign_id == campaign_id, member)
    if parts:
        values: dict[str, Any] = {"assessment_id": bindparam("assessment"), "consent": bindparam("agreed")}
        connection.execute(changed.values(values), [dict(part) for part in parts])
