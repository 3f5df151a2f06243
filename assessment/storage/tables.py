"""The tables: one schema for SQLite and PostgreSQL."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import JSON, Column, DateTime, Dialect, ForeignKey, Integer, MetaData, String, Table, TypeDecorator

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Moment(TypeDecorator[datetime]):
    """An instant: aware in Python, stored in UTC without a zone, so that both engines keep and order it alike."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Convert to UTC; a moment without a zone is refused."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Say again that it is UTC."""
        return None if value is None else value.replace(tzinfo=UTC)


assessments = Table(
    "assessments",
    metadata,
    Column("id", String(22), primary_key=True),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("questionnaire", String(32), nullable=False),
    Column("version", String(32), nullable=False),
    Column("questionnaire_hash", String(64), nullable=False),
    Column("form", String(16), nullable=False),
    Column("language", String(8), nullable=False),
    Column("organisation", JSON(none_as_null=True)),
    Column("created_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
    Column("submitted_at", Moment),
    Column("submitted_answers", JSON(none_as_null=True)),
    Column("result", JSON(none_as_null=True)),
)

answers = Table(
    "answers",
    metadata,
    Column("assessment_id", String(22), ForeignKey(assessments.c.id, ondelete="CASCADE"), primary_key=True),
    Column("code", String(32), primary_key=True),
    Column("value", JSON, nullable=False),
    Column("version", Integer, nullable=False),
    Column("saved_at", Moment, nullable=False),
)

browser_keys = Table(
    "browser_keys",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("assessment_id", String(22), ForeignKey(assessments.c.id, ondelete="CASCADE"), nullable=False, index=True),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False, index=True),
)
