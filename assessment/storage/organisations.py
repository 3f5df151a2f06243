"""Rows of networks, of the organisations that belong to them, and how far their assessments are."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, case, delete, func, insert, select, tuple_, update

from assessment.storage.access import still_invited
from assessment.storage.tables import assessments, networks, organisation_networks, organisations, respondents


@dataclass(frozen=True, slots=True)
class Within:
    """The organisations somebody may see: one of them, or all of a network."""

    organisation_id: str | None = None
    network_id: str | None = None

    def holds(self) -> ColumnElement[bool]:
        """The condition on an assessment."""
        if self.organisation_id is not None:
            return assessments.c.organisation_id == self.organisation_id
        return assessments.c.organisation_id.in_(_members_of(self.network_id or ""))


def insert_network(connection: Connection, row: Mapping[str, object]) -> None:
    """Keep a new network; `row` by column."""
    connection.execute(insert(networks), dict(row))


def find_network(connection: Connection, network_id: str) -> RowMapping | None:
    """The row of a network, None when there is none."""
    return connection.execute(select(networks).where(networks.c.id == network_id)).mappings().first()


def read_networks(connection: Connection, ids: Collection[str] | None = None) -> Sequence[RowMapping]:
    """Networks by name, all of them or those with these ids, with the number of their `organisations`."""
    count = func.count(organisation_networks.c.organisation_id).label("organisations")
    rows = select(networks, count).outerjoin(organisation_networks).group_by(*networks.c).order_by(networks.c.name)
    if ids is not None:
        rows = rows.where(networks.c.id.in_(ids))
    return connection.execute(rows).mappings().all()


def insert_organisation(connection: Connection, row: Mapping[str, object]) -> None:
    """Keep a new organisation; `row` by column."""
    connection.execute(insert(organisations), dict(row))


def find_organisation(connection: Connection, organisation_id: str) -> RowMapping | None:
    """The row of an organisation, None when there is none."""
    return connection.execute(select(organisations).where(organisations.c.id == organisation_id)).mappings().first()


def read_organisations(connection: Connection, ids: Collection[str] | None = None) -> Sequence[RowMapping]:
    """Organisations by name, all of them or those with these ids."""
    rows = select(organisations).order_by(organisations.c.name, organisations.c.id)
    if ids is not None:
        rows = rows.where(organisations.c.id.in_(ids))
    return connection.execute(rows).mappings().all()


def change_organisation(connection: Connection, organisation_id: str, **changes: object) -> None:
    """Change columns of an organisation."""
    connection.execute(update(organisations).where(organisations.c.id == organisation_id).values(changes))


def delete_organisation(connection: Connection, organisation_id: str) -> None:
    """Delete an organisation with everything that belongs to it."""
    connection.execute(delete(organisations).where(organisations.c.id == organisation_id))


def insert_link(connection: Connection, row: Mapping[str, object]) -> None:
    """Let an organisation belong to a network; `row` by column."""
    connection.execute(insert(organisation_networks), dict(row))


def delete_link(connection: Connection, organisation_id: str, network_id: str) -> bool:
    """Let an organisation leave a network; false when it did not belong to it."""
    link = organisation_networks.c.organisation_id == organisation_id, organisation_networks.c.network_id == network_id
    return connection.execute(delete(organisation_networks).where(*link)).rowcount == 1


def networks_of_organisation(connection: Connection, organisation_id: str) -> Sequence[RowMapping]:
    """The networks an organisation belongs to, by name."""
    mine = organisation_networks.c.organisation_id == organisation_id
    rows = select(networks).join(organisation_networks).where(mine).order_by(networks.c.name, networks.c.id)
    return connection.execute(rows).mappings().all()


def organisations_of_network(connection: Connection, network_id: str) -> Sequence[RowMapping]:
    """The organisations of a network, by name."""
    mine = organisation_networks.c.network_id == network_id
    rows = select(organisations).join(organisation_networks).where(mine)
    return connection.execute(rows.order_by(organisations.c.name, organisations.c.id)).mappings().all()


def runs_of_organisations(connection: Connection, ids: Collection[str]) -> Sequence[RowMapping]:
    """The assessments of these organisations, the newest first."""
    newest = assessments.c.created_at.desc(), assessments.c.id
    return connection.execute(_runs(assessments.c.organisation_id.in_(ids)).order_by(*newest)).mappings().all()


def read_runs(connection: Connection, within: Within, after: str | None, limit: int) -> Sequence[RowMapping]:
    """At most `limit` assessments in the order they were begun, those that follow the one with the id `after`."""
    order = tuple_(assessments.c.created_at, assessments.c.id)
    rows = _runs(within.holds()).order_by(assessments.c.created_at, assessments.c.id).limit(limit)
    if after is not None:
        last = select(assessments.c.created_at, assessments.c.id).where(assessments.c.id == after, within.holds())
        rows = rows.where(order > last.scalar_subquery())
    return connection.execute(rows).mappings().all()


def find_run(connection: Connection, within: Within, assessment_id: str) -> RowMapping | None:
    """One assessment, None when it is not among those one may see."""
    return connection.execute(_runs(within.holds(), assessments.c.id == assessment_id)).mappings().first()


def participation_of(connection: Connection, ids: Collection[str]) -> Mapping[str, RowMapping]:
    """By id of an assessment: how many people were `invited`, `started`, `finished` or `declined`."""
    taking_part = respondents.c.revoked_at.is_(None)
    counts = [
        func.count().label("invited"),
        _number_of(respondents.c.started_at.is_not(None)).label("started"),
        _number_of(respondents.c.finished_at.is_not(None)).label("finished"),
        _number_of(respondents.c.declined_at.is_not(None)).label("declined"),
    ]
    rows = (
        select(respondents.c.assessment_id, *counts)
        .where(respondents.c.assessment_id.in_(ids), taking_part)
        .group_by(respondents.c.assessment_id)
    )
    return {row["assessment_id"]: row for row in connection.execute(rows).mappings()}


def latest_runs(connection: Connection, network_id: str) -> Mapping[str, RowMapping]:
    """By id of an organisation of a network: its newest assessment, how far it is and nothing of what is in it."""
    rows = _runs(Within(network_id=network_id).holds()).order_by(assessments.c.created_at, assessments.c.id)
    return {row["organisation_id"]: row for row in connection.execute(rows).mappings()}


def invitations_of(connection: Connection, person_id: str, now: datetime) -> Sequence[RowMapping]:
    """The invitations a person may answer, by deadline and then the newest first, with their assessment.

    An assessment that was sent in the meantime takes no further answers.
    """
    columns = [respondents.c[name] for name in ("id", "assessment_id", "form", "started_at", "finished_at")]
    run = [assessments.c[name] for name in ("deadline", "submitted_at")]
    rows = (
        select(*columns, *run, organisations.c.name.label("organisation_name"))
        .join(assessments, assessments.c.id == respondents.c.assessment_id)
        .join(organisations, organisations.c.id == assessments.c.organisation_id)
        .where(respondents.c.person_id == person_id, *still_invited(now))
        .order_by(assessments.c.deadline.is_(None), assessments.c.deadline, respondents.c.invited_at.desc())
    )
    return connection.execute(rows).mappings().all()


def _members_of(network_id: str) -> Select[str]:
    return select(organisation_networks.c.organisation_id).where(organisation_networks.c.network_id == network_id)


def _runs(*conditions: ColumnElement[bool]) -> Select[tuple[object, ...]]:
    """State and dates of assessments, never what was answered."""
    columns = [
        assessments.c[name]
        for name in [
            "id",
            "organisation_id",
            "lead_id",
            "mode",
            "results_for",
            "deadline",
            "questionnaire",
            "version",
            "form",
            "created_at",
            "submitted_at",
            "revision",
        ]
    ]
    return select(*columns, organisations.c.name.label("organisation_name")).join(organisations).where(*conditions)


def _number_of(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
