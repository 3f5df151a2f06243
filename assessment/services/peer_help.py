"""Help among the organisations of a campaign: what each declares, and what of the proposals may be shown now.

Every function works inside the session it is given and never commits.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping
from sqlalchemy.orm import Session

from assessment.domain.audit import AuditAction
from assessment.domain.peer_groups import Consent
from assessment.domain.peer_offers import (
    Availability,
    Declared,
    Offer,
    Proposals,
    Proposed,
    ProposedCohort,
    Round,
    ShownEffect,
    standing,
)
from assessment.services.campaigns import WrongState, note
from assessment.storage import peer_help as stored
from assessment.storage.campaigns import participations_with


def may_declare(row: Mapping[Any, Any]) -> bool:
    """Whether an organisation may declare something in a campaign: it has begun and not left, and counts in it."""
    begun = row["belongs"] and row["assessment_id"] is not None and row["left_at"] is None
    return begun and Consent(row["consent"]).allows(Consent.COUNTED)


def declare(session: Session, row: Mapping[Any, Any], offer: Offer, *, actor: str, now: datetime) -> None:
    """Keep what an organisation declares, at any time, also when the campaign is over; an empty offer takes it back.

    `row` is its participation, locked. Raises WrongState where it may not.
    """
    if not may_declare(row):
        raise WrongState
    _keep(session, row, offer.within(Consent(row["consent"])), now)
    said = {"seeks": offer.seeks, "offers": list(offer.offers), "availability": offer.availability.value}
    action, organisation = AuditAction.PEER_HELP_DECLARED, row["organisation_id"]
    note(session, action, row, actor, now, organisation=organisation, capacity=offer.capacity, **said)


def adapt_offer(session: Session, row: Mapping[Any, Any], consent: Consent | None, now: datetime) -> None:
    """Take back what an organisation declared as far as its new consent does not allow it; all when it leaves (None).

    The event of what changed says so already.
    """
    offer = own_offer(session, row)
    kept = Offer() if consent is None else offer.within(consent)
    if kept != offer:
        _keep(session, row, kept, now)


def own_offer(session: Session, row: Mapping[Any, Any]) -> Offer:
    """What an organisation declares in a campaign."""
    found = stored.find_offer(session.connection(), row["id"], row["organisation_id"])
    return Offer() if found is None else offer_of(found)


def offer_of(row: Mapping[Any, Any]) -> Offer:
    """What a row declares."""
    return Offer(
        seeks=row["seeks"],
        offers=tuple(row["offers"]),
        availability=Availability(row["availability"]),
        capacity=row["capacity"],
        alumnus=row["alumnus"],
    )


def declared_in(session: Session, campaign_id: str) -> dict[str, Declared]:
    """By id, the organisations that declare something in a campaign, as they do and agree now."""
    rows = stored.offers_of(session.connection(), campaign_id)
    return {
        row["organisation_id"]: Declared(
            row["organisation_id"], row["name"], Consent(row["consent"]), offer_of(row)
        )
        for row in rows
    }  # fmt: skip


def find_round(session: Session, campaign_id: str) -> Round:
    """Who could help whom in a campaign, as far as it still stands."""
    connection = session.connection()
    row, declared = stored.find_round(connection, campaign_id), declared_in(session, campaign_id)
    if row is None:
        return Round(Proposals(), declared, None, too_long=False)
    agreeing = stored.agreeing(connection, campaign_id, Consent.NAMED)
    proposals = standing(proposals_from(row["document"]), declared, agreeing)
    return Round(proposals, declared, row["made_at"], too_long=row["too_long_at"] is not None)


def rounds_with(session: Session, assessment_id: str) -> list[tuple[RowMapping, Round]]:
    """The participations that an assessment stands for and in which something is declared, each with its round."""
    rows = participations_with(session.connection(), assessment_id)
    found = [(row, find_round(session, row["id"])) for row in rows if row["left_at"] is None]
    return [(row, item) for row, item in found if row["organisation_id"] in item.declared]


def plain_proposals(proposals: Proposals) -> dict[str, Any]:
    """Proposals as they are kept."""
    return asdict(proposals)


def proposals_from(document: Mapping[str, Any]) -> Proposals:
    """Proposals from what is kept of them."""
    effect = document.get("effect")
    return Proposals(
        tuple(Proposed(**one) for one in document.get("help", ())),
        tuple((Proposed(**one), Proposed(**back)) for one, back in document.get("pairs", ())),
        tuple(_cohort(one) for one in document.get("cohorts", ())),
        ShownEffect(**effect | {side: tuple(effect[side]) for side in ("members", "others")}) if effect else None,
    )


def _cohort(one: Mapping[str, Any]) -> ProposedCohort:
    return ProposedCohort(one["theme"], tuple(one["members"]), tuple(one["guides"]))


def _keep(session: Session, row: Mapping[Any, Any], offer: Offer, now: datetime) -> None:
    connection, who = session.connection(), {"campaign_id": row["id"], "organisation_id": row["organisation_id"]}
    if offer.empty:
        stored.delete_offer(connection, row["id"], row["organisation_id"])
        return
    said = {"seeks": offer.seeks, "offers": list(offer.offers), "availability": offer.availability.value}
    kept = {"capacity": offer.capacity, "alumnus": offer.alumnus, "changed_at": now}
    stored.keep_offer(connection, who | said | kept)
