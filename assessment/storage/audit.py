"""Rows of the audit: appended one writer at a time, never changed; only the oldest are ever taken away."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, String, Text, cast, func, insert, select, text

from assessment.domain.audit import START, AuditEvent
from assessment.storage.tables import audit_events

CHAIN_LOCK = 4_210_731
"""Names the lock of the chain among PostgreSQL's advisory locks."""

_ONE_WRITER = text(f"SELECT pg_advisory_xact_lock({CHAIN_LOCK})")
_AT = {
    "sqlite": cast(audit_events.c.at, String),
    "postgresql": func.to_char(audit_events.c.at, "YYYY-MM-DD HH24:MI:SS.US"),
}


def lock_chain(connection: Connection) -> None:
    """Wait for whoever is appending, until they commit. On SQLite the transaction is the only one that writes."""
    if connection.dialect.name == "postgresql":
        connection.execute(_ONE_WRITER)


def read_head(connection: Connection) -> tuple[int, str]:
    """Number and hash of the last event."""
    last = select(audit_events.c.number, audit_events.c.hash).order_by(audit_events.c.number.desc()).limit(1)
    found = connection.execute(last).first()
    return (0, START) if found is None else (found.number, found.hash)


def append_event(connection: Connection, event: AuditEvent) -> None:
    """Keep an event that follows the last one, under the lock of the chain."""
    at = datetime.fromisoformat(event.at).replace(tzinfo=UTC)
    connection.execute(insert(audit_events), asdict(event) | {"at": at, "details": json.loads(event.details)})


def read_events(connection: Connection) -> Iterator[AuditEvent]:
    """Every event in order, each part exactly as it is kept."""
    columns: dict[str, ColumnElement[Any]] = {column.name: column for column in audit_events.c}
    columns |= {"at": _AT[connection.dialect.name], "details": cast(audit_events.c.details, Text)}
    rows = select(*(column.label(name) for name, column in columns.items())).order_by(audit_events.c.number)
    for row in connection.execute(rows, execution_options={"yield_per": 1000}).mappings():
        yield AuditEvent(**row)
