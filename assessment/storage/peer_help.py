"""Rows of what organisations declared about helping each other, and of who could help whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, RowMapping, and_, delete, func, insert, or_, select

from assessment.domain.peer_groups import Consent
from assessment.storage.tables import organisation_networks, organisations, submissions
from assessment.storage.tables_campaigns import campaign_members, campaigns, peer_offers, peer_rounds


def keep_offer(connection: Connection, row: Mapping[str, object]) -> None:
    """Keep what an organisation declares, in place of what was there; `row` by column."""
    delete_offer(connection, str(row["campaign_id"]), str(row["organisation_id"]))
    connection.execute(insert(peer_offers), dict(row))


def find_offer(connection: Connection, campaign_id: str, organisation_id: str) -> RowMapping | None:
    """What an organisation declares in a campaign, None for nothing."""
    one = peer_offers.c.campaign_id == campaign_id, peer_offers.c.organisation_id == organisation_id
    return connection.execute(select(peer_offers).where(*one)).mappings().first()


def delete_offer(connection: Connection, campaign_id: str, organisation_id: str) -> None:
    """Forget what an organisation declared in a campaign."""
    one = peer_offers.c.campaign_id == campaign_id, peer_offers.c.organisation_id == organisation_id
    connection.execute(delete(peer_offers).where(*one))


def offers_of(connection: Connection, campaign_id: str) -> Sequence[RowMapping]:
    """What is declared in a campaign by those that take part and belong to its network, with `name` and `consent`."""
    rows = (
        select(peer_offers, organisations.c.name, campaign_members.c.consent)
        .join(campaigns, campaigns.c.id == peer_offers.c.campaign_id)
        .join(organisations, organisations.c.id == peer_offers.c.organisation_id)
        .join(
            campaign_members,
            and_(
                campaign_members.c.campaign_id == peer_offers.c.campaign_id,
                campaign_members.c.organisation_id == peer_offers.c.organisation_id,
            ),
        )
        .join(
            organisation_networks,
            and_(
                organisation_networks.c.organisation_id == peer_offers.c.organisation_id,
                organisation_networks.c.network_id == campaigns.c.network_id,
            ),
        )
        .where(peer_offers.c.campaign_id == campaign_id, campaign_members.c.left_at.is_(None))
        .order_by(peer_offers.c.organisation_id)
    )
    return connection.execute(rows).mappings().all()


def agreeing(connection: Connection, campaign_id: str, consent: Consent) -> frozenset[str]:
    """The organisations that take part in a campaign with at least this consent."""
    rows = select(campaign_members.c.organisation_id).where(
        campaign_members.c.campaign_id == campaign_id,
        campaign_members.c.left_at.is_(None),
        campaign_members.c.consent >= consent.value,
    )
    return frozenset(connection.execute(rows).scalars())


def campaigns_with_offers(connection: Connection) -> Sequence[RowMapping]:
    """The launched campaigns in which something is declared, or was."""
    declared = campaigns.c.id.in_(select(peer_offers.c.campaign_id))
    worked_out = campaigns.c.id.in_(select(peer_rounds.c.campaign_id))
    rows = select(campaigns).where(or_(declared, worked_out), campaigns.c.launched_at.is_not(None))
    return connection.execute(rows.order_by(campaigns.c.id)).mappings().all()


def sent_dimensions(connection: Connection, campaign_id: str) -> Mapping[str, object]:
    """By organisation of a campaign, the dimensions in the result of what it sent last."""
    last = (
        select(submissions.c.assessment_id, func.max(submissions.c.revision).label("revision"))
        .join(campaign_members, campaign_members.c.assessment_id == submissions.c.assessment_id)
        .where(campaign_members.c.campaign_id == campaign_id)
        .group_by(submissions.c.assessment_id)
        .subquery()
    )
    this = and_(submissions.c.assessment_id == last.c.assessment_id, submissions.c.revision == last.c.revision)
    rows = (
        select(campaign_members.c.organisation_id, submissions.c.result["dimensions"].as_json())
        .join(last, last.c.assessment_id == campaign_members.c.assessment_id)
        .join(submissions, this)
        .where(campaign_members.c.campaign_id == campaign_id)
    )
    return {code: found for code, found in connection.execute(rows) if found is not None}


def find_round(connection: Connection, campaign_id: str) -> RowMapping | None:
    """Who could help whom in a campaign, None before it was worked out."""
    mine = select(peer_rounds).where(peer_rounds.c.campaign_id == campaign_id)
    return connection.execute(mine).mappings().first()


def keep_round(connection: Connection, row: Mapping[str, object]) -> None:
    """Keep who could help whom, in place of what was there; `row` by column. Nothing for a campaign that is gone."""
    mine = peer_rounds.c.campaign_id == row["campaign_id"]
    if connection.execute(select(campaigns.c.id).where(campaigns.c.id == row["campaign_id"])).first() is None:
        return
    connection.execute(delete(peer_rounds).where(mine))
    connection.execute(insert(peer_rounds), dict(row))


def note_too_long(connection: Connection, campaign_id: str, fingerprint: str, now: datetime) -> None:
    """Note that working it out from something took too long; what there was stays."""
    found = find_round(connection, campaign_id)
    kept = {"made_at": found["made_at"], "document": found["document"]} if found else {"made_at": None, "document": {}}
    keep_round(connection, {"campaign_id": campaign_id, "fingerprint": fingerprint, "too_long_at": now, **kept})


def delete_peer_help(connection: Connection, before: datetime) -> int:
    """Forget what was declared in campaigns that ended before a moment, and who could have helped whom."""
    over = select(campaigns.c.id).where(campaigns.c.closed_at <= before)
    connection.execute(delete(peer_rounds).where(peer_rounds.c.campaign_id.in_(over)))
    return connection.execute(delete(peer_offers).where(peer_offers.c.campaign_id.in_(over))).rowcount
