"""Rows of orders of reports, and of whom they may be about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, RowMapping, Select, delete, exists, func, insert, select, update
from sqlalchemy.sql.elements import ColumnElement

from assessment.domain.peer_groups import Consent
from assessment.storage.jobs import JobKind, JobState
from assessment.storage.tables import assessments, networks, organisation_networks, organisations
from assessment.storage.tables_archives import RUNNING, archives, jobs
from assessment.storage.tables_campaigns import campaign_members, campaigns

READABLE = [level.value for level in Consent if level.allows(Consent.NAMED)]
"""The levels of consent at which the head of the network may read an organisation's report."""


class ArchiveState(StrEnum):
    """What became of an order so far."""

    RUNNING = RUNNING
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


def hold_network(connection: Connection, network_id: str) -> None:
    """Let nobody else order for this network until this transaction ends."""
    connection.execute(select(networks.c.id).where(networks.c.id == network_id).with_for_update())


def insert_archive(connection: Connection, row: Mapping[str, object]) -> None:
    """Keep a new order; `row` by column."""
    connection.execute(insert(archives), dict(row))


def find_archive(connection: Connection, archive_id: str) -> RowMapping | None:
    """An order by its id."""
    return connection.execute(select(archives).where(archives.c.id == archive_id)).mappings().first()


def latest_archive(connection: Connection, campaign_id: str) -> RowMapping | None:
    """The last order of a campaign's reports, None before the first."""
    mine = select(archives).where(archives.c.campaign_id == campaign_id)
    last = mine.order_by(archives.c.ordered_at.desc(), archives.c.id).limit(1)
    return connection.execute(last).mappings().first()


def running_archive(connection: Connection, network_id: str) -> RowMapping | None:
    """The order of a network that runs, with the `name` of its campaign."""
    columns = select(archives, campaigns.c.name).join(campaigns, campaigns.c.id == archives.c.campaign_id)
    mine = archives.c.network_id == network_id, archives.c.state == RUNNING
    return connection.execute(columns.where(*mine)).mappings().first()


def orders_before(connection: Connection, archive: RowMapping) -> int:
    """How many orders are worked on before this one."""
    earlier = archives.c.state == RUNNING, archives.c.ordered_at < archive["ordered_at"]
    return connection.execute(select(func.count()).select_from(archives).where(*earlier)).scalar_one()


def end_archive(connection: Connection, archive_id: str, state: ArchiveState, now: datetime, **changes: object) -> bool:
    """End an order that runs; False when it does not."""
    running = archives.c.id == archive_id, archives.c.state == RUNNING
    ends = {"state": state, "finished_at": now}
    return connection.execute(update(archives).where(*running).values(ends | changes)).rowcount == 1


def fail_unpacked(connection: Connection, now: datetime) -> None:
    """End the orders whose reports could not be packed, for the same reason."""
    packing = jobs.c.archive_id == archives.c.id, jobs.c.kind == JobKind.PACK, jobs.c.state == JobState.FAILED
    why = select(jobs.c.failure).where(*packing).scalar_subquery()
    ends = {"state": ArchiveState.FAILED, "finished_at": now, "failure": why}
    connection.execute(update(archives).where(archives.c.state == RUNNING, exists().where(*packing)).values(ends))


def readable(connection: Connection, campaign_id: str) -> Sequence[RowMapping]:
    """The assessments sent by organisations that the head may read by name: see `_sent` for the columns."""
    return _rows(connection, campaign_id, campaign_members.c.consent.in_(READABLE))


def sent(connection: Connection, campaign_id: str) -> Sequence[RowMapping]:
    """All assessments sent in a campaign, with the same columns."""
    return _rows(connection, campaign_id)


def campaign_of(connection: Connection, campaign_id: str) -> RowMapping | None:
    """A campaign that was launched, whosever it is; None when there is none."""
    one = campaigns.c.id == campaign_id, campaigns.c.launched_at.is_not(None)
    return connection.execute(select(campaigns).where(*one)).mappings().first()


def archives_with_files(connection: Connection) -> Sequence[RowMapping]:
    """The orders that run or have a file."""
    with_file = archives.c.state.in_([ArchiveState.RUNNING, ArchiveState.DONE])
    return connection.execute(select(archives).where(with_file)).mappings().all()


def packed_assessments(connection: Connection, archive_id: str) -> frozenset[str]:
    """The assessments whose reports are in the file of an order."""
    mine = jobs.c.archive_id == archive_id, jobs.c.kind == JobKind.REPORT, jobs.c.state == JobState.DONE
    return frozenset(connection.execute(select(jobs.c.assessment_id).where(*mine)).scalars())


def delete_archives(connection: Connection, before: datetime) -> int:
    """Delete orders that ended, or were given and never worked on, before a moment."""
    over = func.coalesce(archives.c.finished_at, archives.c.ordered_at) <= before
    return connection.execute(delete(archives).where(over)).rowcount


def _rows(connection: Connection, campaign_id: str, *conditions: ColumnElement[bool]) -> Sequence[RowMapping]:
    mine = _sent().where(campaign_members.c.campaign_id == campaign_id, *conditions)
    return connection.execute(mine.order_by(organisations.c.name, organisations.c.id)).mappings().all()


def _sent() -> Select[tuple[str, str, str, str, str, str]]:
    """`assessment_id`, `organisation_id`, `name` and `type` of the organisation, `questionnaire` and `version`.

    Of those that were sent, by organisations that still take part and still belong to the network.
    """
    link = (organisation_networks.c.organisation_id == campaign_members.c.organisation_id) & (
        organisation_networks.c.network_id == campaigns.c.network_id
    )
    return (
        select(
            campaign_members.c.assessment_id,
            campaign_members.c.organisation_id,
            organisations.c.name,
            organisations.c.profile["type"].as_string().label("type"),
            assessments.c.questionnaire,
            assessments.c.version,
        )
        .join(campaigns, campaigns.c.id == campaign_members.c.campaign_id)
        .join(organisations, organisations.c.id == campaign_members.c.organisation_id)
        .join(organisation_networks, link)
        .join(assessments, assessments.c.id == campaign_members.c.assessment_id)
        .where(campaign_members.c.left_at.is_(None), assessments.c.revision > 0)
    )
