"""Runs the migrations on the connection that `Database.upgrade` hands over; they share its transaction."""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection, text

from assessment.storage import tables_archives  # noqa: F401 - its tables, and those it names, are in the same history
from assessment.storage.tables import metadata

LOCK = 7_294_011
"""Any number, always the same: two servers that start together on one PostgreSQL migrate one after the other."""

connection: Connection = context.config.attributes["connection"]
if connection.dialect.name == "postgresql":
    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
