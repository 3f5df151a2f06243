"""What one organisation has sent over time."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, RowMapping, or_, select

from assessment.storage.tables import assessments, submissions


def read_waves(connection: Connection, assessment_id: str, organisation_id: str | None) -> Sequence[RowMapping]:
    """The `assessment_id`, `revision`, `questionnaire` and `submitted_at` of everything sent, the latest first.

    Of the organisation, or of the assessment alone where it is nobody's.
    """
    columns = submissions.c.assessment_id, submissions.c.revision, submissions.c.submitted_at
    mine = submissions.c.assessment_id == assessment_id
    whose = mine if organisation_id is None else or_(mine, assessments.c.organisation_id == organisation_id)
    rows = select(*columns, assessments.c.questionnaire).join(assessments).where(whose)
    order = submissions.c.submitted_at.desc(), submissions.c.assessment_id, submissions.c.revision.desc()
    return connection.execute(rows.order_by(*order)).mappings().all()
