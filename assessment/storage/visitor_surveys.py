"""Rows of surveys of visitors, one for each assessment that has one."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, RowMapping, delete, insert, select

from assessment.storage.tables import visitor_surveys


def replace_survey(connection: Connection, row: Mapping[str, object]) -> None:
    """Keep a survey in the place of the one before; `row` by column."""
    delete_survey(connection, str(row["assessment_id"]))
    connection.execute(insert(visitor_surveys), dict(row))


def delete_survey(connection: Connection, assessment_id: str) -> None:
    """Forget the survey of an assessment."""
    connection.execute(delete(visitor_surveys).where(visitor_surveys.c.assessment_id == assessment_id))


def read_survey_row(connection: Connection, assessment_id: str) -> RowMapping | None:
    """The survey of an assessment, None when it has none."""
    mine = select(visitor_surveys).where(visitor_surveys.c.assessment_id == assessment_id)
    return connection.execute(mine).mappings().first()


def has_survey(connection: Connection, assessment_id: str) -> bool:
    """Whether an assessment has a survey, without reading it."""
    mine = select(visitor_surveys.c.kept_at).where(visitor_surveys.c.assessment_id == assessment_id)
    return connection.execute(mine).first() is not None
