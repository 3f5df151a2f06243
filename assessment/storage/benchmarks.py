"""Rows of publications: what was frozen of a campaign's benchmarks, never changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, RowMapping, func, insert, or_, select

from assessment.storage.tables_campaigns import campaign_members, campaigns, contributions, publications


def insert_publication(connection: Connection, row: Mapping[str, object]) -> None:
    """Keep a publication; `row` by column."""
    connection.execute(insert(publications), dict(row))


def latest_publication(connection: Connection, campaign_id: str) -> RowMapping | None:
    """The last publication of a campaign, None when there is none."""
    mine = select(publications).where(publications.c.campaign_id == campaign_id)
    return connection.execute(mine.order_by(publications.c.number.desc()).limit(1)).mappings().first()


def publications_of_network(connection: Connection, network_id: str, *, test: bool) -> Sequence[RowMapping]:
    """All that was published of a network, the oldest first; tests stand apart."""
    rows = select(publications, campaigns.c.wave).join(campaigns, campaigns.c.id == publications.c.campaign_id)
    mine = rows.where(campaigns.c.network_id == network_id, campaigns.c.test.is_(test))
    return connection.execute(mine.order_by(publications.c.published_at, publications.c.id)).mappings().all()


def published_since(connection: Connection, campaign: RowMapping, past: int) -> bool:
    """Whether more was published of the network of a campaign than these many."""
    mine = campaigns.c.network_id == campaign["network_id"], campaigns.c.test.is_(campaign["test"])
    count = select(func.count()).select_from(publications).join(campaigns).where(*mine)
    return connection.execute(count).scalar_one() > past


def earlier_waves(connection: Connection, campaign: RowMapping) -> Sequence[RowMapping]:
    """The campaigns of the same network that came before and are of its kind, test or not; the latest first."""
    before = campaigns.c.wave < campaign["wave"], campaigns.c.launched_at.is_not(None)
    mine = campaigns.c.network_id == campaign["network_id"], campaigns.c.test.is_(campaign["test"])
    return (
        connection.execute(select(campaigns).where(*mine, *before).order_by(campaigns.c.wave.desc())).mappings().all()
    )


def count_members(connection: Connection, campaign_id: str) -> int:
    """How many organisations take part in a campaign, those that left it not among them."""
    staying = campaign_members.c.campaign_id == campaign_id, campaign_members.c.left_at.is_(None)
    return connection.execute(select(func.count()).select_from(campaign_members).where(*staying)).scalar_one()


def touched_campaigns(connection: Connection) -> Sequence[RowMapping]:
    """The launched campaigns to which something was contributed since they were last published."""
    published = func.max(publications.c.published_at).label("at")
    last = select(publications.c.campaign_id, published).group_by(publications.c.campaign_id).subquery()
    taken = func.max(contributions.c.taken_at).label("at")
    given = select(contributions.c.campaign_id, taken).group_by(contributions.c.campaign_id).subquery()
    rows = (
        select(campaigns)
        .join(given, given.c.campaign_id == campaigns.c.id)
        .outerjoin(last, last.c.campaign_id == campaigns.c.id)
        .where(campaigns.c.launched_at.is_not(None), or_(last.c.at.is_(None), given.c.at > last.c.at))
        .order_by(campaigns.c.id)
    )
    return connection.execute(rows).mappings().all()


def campaign_by_id(connection: Connection, campaign_id: str) -> RowMapping | None:
    """A campaign of any network, None when there is none."""
    return connection.execute(select(campaigns).where(campaigns.c.id == campaign_id)).mappings().first()


def published_campaigns(connection: Connection) -> Sequence[RowMapping]:
    """The campaigns that something was published of."""
    ids = select(publications.c.campaign_id)
    return (
        connection.execute(select(campaigns).where(campaigns.c.id.in_(ids)).order_by(campaigns.c.id)).mappings().all()
    )


def find_published(connection: Connection, assessment_id: str) -> RowMapping | None:
    """The latest publication of the campaign that an assessment stands for, with its `organisation_id`."""
    rows = (
        select(publications, campaign_members.c.organisation_id)
        .join(campaign_members, campaign_members.c.campaign_id == publications.c.campaign_id)
        .where(campaign_members.c.assessment_id == assessment_id, campaign_members.c.left_at.is_(None))
        .order_by(publications.c.published_at.desc(), publications.c.number.desc())
        .limit(1)
    )
    return connection.execute(rows).mappings().first()
