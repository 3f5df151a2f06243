"""Rows of publications: what was frozen of a campaign's benchmarks, never changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import Connection, RowMapping, func, insert, or_, select

from assessment.storage.tables import answers, organisations, submissions
from assessment.storage.tables_campaigns import campaign_members, campaigns, contributions, publications


def insert_publication(connection: Connection, row: Mapping[str, object]) -> None:
    """Keep a publication; `row` by column."""
    connection.execute(insert(publications), dict(row))


def latest_publication(connection: Connection, campaign_id: str) -> RowMapping | None:
    """The last publication of a campaign, None when there is none."""
    mine = select(publications).where(publications.c.campaign_id == campaign_id)
    return connection.execute(mine.order_by(publications.c.number.desc()).limit(1)).mappings().first()


def latest_publication_id(connection: Connection, campaign_id: str) -> str | None:
    """The id of the last publication of a campaign, None when there is none."""
    mine = select(publications.c.id).where(publications.c.campaign_id == campaign_id)
    return connection.execute(mine.order_by(publications.c.number.desc()).limit(1)).scalar_one_or_none()


def document_of(connection: Connection, publication_id: str) -> Mapping[str, object]:
    """The document of a publication."""
    mine = select(publications.c.document).where(publications.c.id == publication_id)
    found: Mapping[str, object] = connection.execute(mine).scalar_one()
    return found


def last_published(connection: Connection, network_id: str) -> RowMapping | None:
    """`id` and `name` of the campaign of a network of which something was published last, and when, None for none."""
    rows = (
        select(campaigns.c.id, campaigns.c.name, publications.c.published_at)
        .join(publications, publications.c.campaign_id == campaigns.c.id)
        .where(campaigns.c.network_id == network_id)
        .order_by(publications.c.published_at.desc(), publications.c.id)
    )
    return connection.execute(rows.limit(1)).mappings().first()


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


def invited(connection: Connection, campaign_id: str) -> Sequence[RowMapping]:
    """The organisations that take part in a campaign: `id`, `name`, `profile` (None for one not described yet).

    Those that left it are not among them.
    """
    staying = campaign_members.c.campaign_id == campaign_id, campaign_members.c.left_at.is_(None)
    rows = select(organisations.c.id, organisations.c.name, organisations.c.profile).join(campaign_members)
    return connection.execute(rows.where(*staying).order_by(organisations.c.id)).mappings().all()


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
        .order_by(campaigns.c.closed_at, campaigns.c.id)
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


def sent_forms(connection: Connection, campaign_id: str) -> Iterator[RowMapping]:
    """What was sent and came of it, as it is contributed to a campaign, without those that left it.

    With `organisation_id`, `assessment_id`, `answers`, `result` and `submitted_at`, by organisation, read one by one.
    """
    columns = submissions.c.assessment_id, submissions.c.answers, submissions.c.result, submissions.c.submitted_at
    both = campaign_members.c.campaign_id == contributions.c.campaign_id
    both &= campaign_members.c.organisation_id == contributions.c.organisation_id
    sent = submissions.c.assessment_id == campaign_members.c.assessment_id
    sent &= submissions.c.submitted_at == contributions.c.taken_at
    rows = select(contributions.c.organisation_id, *columns).join(campaign_members, both).join(submissions, sent)
    mine = contributions.c.campaign_id == campaign_id, campaign_members.c.left_at.is_(None)
    yield from connection.execute(rows.where(*mine).order_by(contributions.c.organisation_id)).mappings()


def saving_times(connection: Connection, campaign_id: str) -> Sequence[RowMapping]:
    """When answers of each sheet of a campaign's assessments were saved: the `first` and `last` moment.

    With `assessment_id`; the sheet of the organisation comes first.
    """
    moments = func.min(answers.c.saved_at).label("first"), func.max(answers.c.saved_at).label("last")
    rows = select(answers.c.assessment_id, *moments).join(
        campaign_members, campaign_members.c.assessment_id == answers.c.assessment_id
    )
    rows = rows.where(campaign_members.c.campaign_id == campaign_id).group_by(answers.c.assessment_id, answers.c.sheet)
    return connection.execute(rows.order_by(answers.c.assessment_id, answers.c.sheet)).mappings().all()
