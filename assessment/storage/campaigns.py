"""Rows of campaigns, of the organisations in them, and of the reminders they got."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, delete, func, insert, select, update

from assessment.domain.membership import MembershipRole
from assessment.storage.tables import (
    answers,
    assessments,
    memberships,
    networks,
    organisation_networks,
    organisations,
    people,
)
from assessment.storage.tables_campaigns import campaign_members, campaigns, contributions, reminders


def insert_campaign(connection: Connection, row: Mapping[str, object]) -> None:
    """Keep a new campaign; `row` by column."""
    connection.execute(insert(campaigns), dict(row))


def find_campaign(connection: Connection, campaign_id: str, network_id: str) -> RowMapping | None:
    """A campaign of this network with its `network_name`, None when there is none."""
    mine = campaigns.c.id == campaign_id, campaigns.c.network_id == network_id
    return connection.execute(_campaigns().where(*mine)).mappings().first()


def campaigns_of_network(connection: Connection, network_id: str) -> Sequence[RowMapping]:
    """The campaigns of a network, the latest first."""
    mine = _campaigns().where(campaigns.c.network_id == network_id)
    return connection.execute(mine.order_by(campaigns.c.created_at.desc(), campaigns.c.id)).mappings().all()


def running_campaigns(connection: Connection) -> Sequence[RowMapping]:
    """The campaigns that were launched and are not closed."""
    running = campaigns.c.launched_at.is_not(None), campaigns.c.closed_at.is_(None)
    return connection.execute(_campaigns().where(*running).order_by(campaigns.c.id)).mappings().all()


def lock_campaign(connection: Connection, campaign_id: str) -> RowMapping | None:
    """The row of a campaign that no other transaction changes meanwhile; None when there is none."""
    one = select(campaigns).where(campaigns.c.id == campaign_id).with_for_update()
    return connection.execute(one).mappings().first()


def change_draft(connection: Connection, campaign_id: str, **changes: object) -> bool:
    """Change a campaign that was not launched; False when it was."""
    return _changed(connection, campaign_id, campaigns.c.launched_at.is_(None), changes)


def close_campaign(connection: Connection, campaign_id: str, now: datetime) -> bool:
    """Close a campaign that is running; False when it is not."""
    running = campaigns.c.launched_at.is_not(None) & campaigns.c.closed_at.is_(None)
    return _changed(connection, campaign_id, running, {"closed_at": now})


def move_campaign(connection: Connection, campaign_id: str, closes_on: date, now: datetime) -> None:
    """Let a campaign end on another day."""
    changes = {"closes_on": closes_on, "moves": campaigns.c.moves + 1, "moved_at": now}
    connection.execute(update(campaigns).where(campaigns.c.id == campaign_id).values(changes))


def delete_draft(connection: Connection, campaign_id: str) -> bool:
    """Delete a campaign that was not launched; False when it was."""
    mine = campaigns.c.id == campaign_id, campaigns.c.launched_at.is_(None)
    return connection.execute(delete(campaigns).where(*mine)).rowcount == 1


def count_waves(connection: Connection, network_id: str) -> int:
    """How many campaigns of a network were launched and are no tests."""
    real = campaigns.c.network_id == network_id, campaigns.c.launched_at.is_not(None), campaigns.c.test.is_(False)
    return connection.execute(select(func.count()).select_from(campaigns).where(*real)).scalar_one()


def insert_members(connection: Connection, campaign_id: str, ids: Collection[str], now: datetime) -> None:
    """Let organisations take part."""
    rows = [{"campaign_id": campaign_id, "organisation_id": item, "invited_at": now} for item in ids]
    connection.execute(insert(campaign_members), rows)


def hold_members(connection: Connection, campaign_id: str) -> None:
    """Let nobody else change how organisations take part until this transaction ends."""
    mine = select(campaign_members.c.organisation_id).where(campaign_members.c.campaign_id == campaign_id)
    connection.execute(mine.with_for_update()).all()


def outside_campaign(connection: Connection, campaign: Mapping[Any, Any]) -> Mapping[str, bool]:
    """The organisations of the network that a campaign has not invited, and whether they were in it before.

    Those were: an organisation that left the network, and so its campaigns, and has joined it again since.
    """
    part = (campaign_members.c.organisation_id == organisation_networks.c.organisation_id) & (
        campaign_members.c.campaign_id == campaign["id"]
    )
    came_back = campaign_members.c.left_at <= organisation_networks.c.joined_at
    rows = (
        select(organisation_networks.c.organisation_id, campaign_members.c.campaign_id)
        .outerjoin(campaign_members, part)
        .where(organisation_networks.c.network_id == campaign["network_id"])
        .where(campaign_members.c.campaign_id.is_(None) | came_back)
    )
    return {organisation_id: before is not None for organisation_id, before in connection.execute(rows)}


def running_assessments(connection: Connection, campaign_id: str) -> Sequence[RowMapping]:
    """`id` and `deadline` of the assessments that stand for a campaign and were not sent yet."""
    mine = select(campaign_members.c.assessment_id).where(campaign_members.c.campaign_id == campaign_id)
    rows = select(assessments.c.id, assessments.c.deadline).where(assessments.c.id.in_(mine))
    return connection.execute(rows.where(assessments.c.submitted_at.is_(None))).mappings().all()


def members_of_campaign(connection: Connection, campaign_id: str) -> Sequence[RowMapping]:
    """The organisations of a campaign by name: state and dates, nothing of what was answered.

    With `name`, `type` and `region` (None for one not described yet), `note`, `submitted_at`, when its assessment was
    `updated_at` and an answer `saved_at`, and how many reminders there were (`reminded`), the last at `reminded_at`.
    """
    saved = (
        select(answers.c.assessment_id, func.max(answers.c.saved_at).label("saved_at"))
        .join(campaign_members, campaign_members.c.assessment_id == answers.c.assessment_id)
        .where(campaign_members.c.campaign_id == campaign_id)
        .group_by(answers.c.assessment_id)
        .subquery()
    )
    told = (
        select(reminders.c.organisation_id, func.count().label("letters"), func.max(reminders.c.sent_at).label("at"))
        .where(reminders.c.campaign_id == campaign_id)
        .group_by(reminders.c.organisation_id)
        .subquery()
    )
    columns = [
        *(campaign_members.c[name] for name in ("organisation_id", "assessment_id", "invited_at", "left_at", "note")),
        organisations.c.name,
        *(organisations.c.profile[name].as_string().label(name) for name in ("type", "region")),
        *(assessments.c[name] for name in ("submitted_at", "updated_at")),
        saved.c.saved_at,
        func.coalesce(told.c.letters, 0).label("reminded"),
        told.c.at.label("reminded_at"),
    ]
    rows = (
        select(*columns)
        .join(organisations, organisations.c.id == campaign_members.c.organisation_id)
        .outerjoin(assessments, assessments.c.id == campaign_members.c.assessment_id)
        .outerjoin(saved, saved.c.assessment_id == campaign_members.c.assessment_id)
        .outerjoin(told, told.c.organisation_id == campaign_members.c.organisation_id)
        .where(campaign_members.c.campaign_id == campaign_id)
        .order_by(organisations.c.name, organisations.c.id)
    )
    return connection.execute(rows).mappings().all()


def participations_of(connection: Connection, organisation_ids: Collection[str]) -> Sequence[RowMapping]:
    """The launched campaigns these organisations are in, those that end first before the others."""
    mine = campaign_members.c.organisation_id.in_(organisation_ids), campaigns.c.launched_at.is_not(None)
    rows = _participations().where(*mine).order_by(campaigns.c.closes_on, campaigns.c.id)
    return connection.execute(rows).mappings().all()


def find_participation(
    connection: Connection, campaign_id: str, organisation_id: str, *, lock: bool = False
) -> RowMapping | None:
    """A launched campaign as this organisation takes part in it, None when it does not.

    With `lock`, no other transaction changes the participation meanwhile.
    """
    one = campaign_members.c.campaign_id == campaign_id, campaign_members.c.organisation_id == organisation_id
    if lock:
        connection.execute(select(campaign_members).where(*one).with_for_update())
    found = _participations().where(*one, campaigns.c.launched_at.is_not(None))
    return connection.execute(found).mappings().first()


def change_member(connection: Connection, campaign_id: str, organisation_id: str, **changes: object) -> None:
    """Change columns of a participation."""
    one = campaign_members.c.campaign_id == campaign_id, campaign_members.c.organisation_id == organisation_id
    connection.execute(update(campaign_members).where(*one).values(changes))


def participations_with(connection: Connection, assessment_id: str) -> Sequence[RowMapping]:
    """The participations that an assessment stands for."""
    mine = _participations().where(campaign_members.c.assessment_id == assessment_id)
    return connection.execute(mine.order_by(campaigns.c.id)).mappings().all()


def leads_of(connection: Connection, organisation_ids: Collection[str]) -> Sequence[RowMapping]:
    """`organisation_id`, `email` and `language` of everybody who leads one of these organisations."""
    leads = memberships.c.organisation_id.in_(organisation_ids), memberships.c.role == MembershipRole.LEAD.value
    rows = (
        select(memberships.c.organisation_id, people.c.email, people.c.language)
        .join(people, people.c.id == memberships.c.person_id)
        .where(*leads, people.c.disabled_at.is_(None))
        .order_by(memberships.c.organisation_id, people.c.email)
    )
    return connection.execute(rows).mappings().all()


def insert_reminders(connection: Connection, rows: Sequence[Mapping[str, object]]) -> None:
    """Note reminders; rows by column."""
    if rows:
        connection.execute(insert(reminders), [dict(row) for row in rows])


def reminders_of(connection: Connection, campaign_id: str) -> Sequence[RowMapping]:
    """How often reminders went out: `kind`, `sent_at` and to how many `organisations`, the latest first."""
    count = func.count().label("organisations")
    rows = select(reminders.c.kind, reminders.c.sent_at, count).where(reminders.c.campaign_id == campaign_id)
    rows = rows.group_by(reminders.c.kind, reminders.c.sent_at).order_by(reminders.c.sent_at.desc())
    return connection.execute(rows).mappings().all()


def reminded_with(connection: Connection, campaign_id: str, kind: str, since: datetime) -> frozenset[str]:
    """The organisations that got a reminder of this kind at a moment or later."""
    mine = reminders.c.campaign_id == campaign_id, reminders.c.kind == kind, reminders.c.sent_at >= since
    return frozenset(connection.execute(select(reminders.c.organisation_id).where(*mine)).scalars())


def keep_contribution(connection: Connection, row: Mapping[str, object]) -> None:
    """Keep what an organisation contributes to a campaign, in place of what was there; `row` by column."""
    delete_contribution(connection, str(row["campaign_id"]), str(row["organisation_id"]))
    connection.execute(insert(contributions), dict(row))


def delete_contribution(connection: Connection, campaign_id: str, organisation_id: str) -> None:
    """Forget what an organisation contributed to a campaign."""
    one = contributions.c.campaign_id == campaign_id, contributions.c.organisation_id == organisation_id
    connection.execute(delete(contributions).where(*one))


def contributions_of(connection: Connection, campaign_id: str) -> Sequence[RowMapping]:
    """What organisations contribute to a campaign, with their `consent`; without those that left it."""
    both = campaign_members.c.campaign_id == contributions.c.campaign_id
    both &= campaign_members.c.organisation_id == contributions.c.organisation_id
    rows = select(contributions, campaign_members.c.consent).join(campaign_members, both)
    mine = contributions.c.campaign_id == campaign_id, campaign_members.c.left_at.is_(None)
    return connection.execute(rows.where(*mine).order_by(contributions.c.organisation_id)).mappings().all()


def _changed(
    connection: Connection, campaign_id: str, condition: ColumnElement[bool], changes: Mapping[str, object]
) -> bool:
    one = update(campaigns).where(campaigns.c.id == campaign_id, condition).values(dict(changes))
    return connection.execute(one).rowcount == 1


def _campaigns() -> Select[tuple[object, ...]]:
    return select(campaigns, networks.c.name.label("network_name")).join(networks)


def _participations() -> Select[tuple[object, ...]]:
    """A campaign with an organisation's part in it, how far its assessment is, and if it `belongs` to the network."""
    columns = [campaign_members.c[name] for name in ("organisation_id", "assessment_id", "consent", "left_at")]
    named = networks.c.name.label("network_name"), organisations.c.name.label("organisation_name")
    link = (
        organisation_networks.c.organisation_id == organisations.c.id,
        organisation_networks.c.network_id == networks.c.id,
    )
    belongs = select(organisation_networks.c.network_id).where(*link).exists().label("belongs")
    return (
        select(campaigns, *columns, *named, belongs, assessments.c.submitted_at, assessments.c.deadline)
        .join(networks)
        .join(campaign_members, campaign_members.c.campaign_id == campaigns.c.id)
        .join(organisations, organisations.c.id == campaign_members.c.organisation_id)
        .outerjoin(assessments, assessments.c.id == campaign_members.c.assessment_id)
    )
