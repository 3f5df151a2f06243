"""Campaigns of a network: prepared, launched, followed and closed by its head.

Every function works inside the session it is given and never commits.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import RowMapping
from sqlalchemy.orm import Session

from assessment.domain.audit import AuditAction
from assessment.domain.campaigns import CampaignState, campaign_state, closing
from assessment.domain.participation import Mode, ResultsFor
from assessment.domain.questionnaire import Form, Questionnaire
from assessment.services.audit import record
from assessment.services.campaign_letters import CampaignPost
from assessment.services.organisations import UnknownPlace
from assessment.services.secrets import new_secret
from assessment.storage import campaigns as stored
from assessment.storage.organisations import organisations_of_network


class WrongState(Exception):
    """The campaign is no longer as the page showed it."""


class NobodyToInvite(Exception):
    """No organisation of the network is of the kinds a campaign is for."""


class AlreadyOver(Exception):
    """The last day of a campaign is past before it was launched."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a campaign is to be: `types` of organisations, empty for all; `texts` for the invitation, by language."""

    name: str
    test: bool
    form: Form
    mode: Mode
    results_for: ResultsFor
    types: tuple[str, ...]
    texts: Mapping[str, str]
    opens_on: date
    closes_on: date

    def columns(self) -> dict[str, object]:
        """As it is kept."""
        return asdict(self) | {"types": list(self.types), "texts": dict(self.texts)}


@dataclass(frozen=True, slots=True)
class Invited:
    """The organisations of a network that a campaign would invite, and those of a kind nobody has stated yet."""

    organisations: tuple[RowMapping, ...]
    undescribed: tuple[RowMapping, ...]


def create_campaign(
    session: Session, network_id: str, plan: Plan, questionnaire: Questionnaire, *, actor: str, now: datetime
) -> str:
    """Keep the draft of a campaign and return its id."""
    campaign_id = new_secret()
    row = plan.columns() | version_of(questionnaire) | {"id": campaign_id, "network_id": network_id}
    person = actor.removeprefix("person:") if actor.startswith("person:") else None
    row |= {"wave": 0, "created_by": person, "created_at": now}
    stored.insert_campaign(session.connection(), row)
    note(session, AuditAction.CAMPAIGN_CREATED, row, actor, now)
    return campaign_id


def version_of(questionnaire: Questionnaire) -> dict[str, object]:
    """The columns that say with which questionnaire a campaign is made."""
    return {
        "questionnaire": questionnaire.id,
        "version": questionnaire.version,
        "questionnaire_hash": questionnaire.hash,
    }


def find_campaign(session: Session, campaign_id: str, network_id: str) -> RowMapping:
    """A campaign of this network. Raises UnknownPlace."""
    found = stored.find_campaign(session.connection(), campaign_id, network_id)
    if found is None:
        raise UnknownPlace
    return found


def change_campaign(session: Session, campaign: RowMapping, plan: Plan, *, actor: str, now: datetime) -> None:
    """Change a draft. Raises WrongState once it was launched."""
    if not stored.change_draft(session.connection(), campaign["id"], **plan.columns()):
        raise WrongState
    note(session, AuditAction.CAMPAIGN_CHANGED, campaign, actor, now)


def delete_campaign(session: Session, campaign: RowMapping, *, actor: str, now: datetime) -> None:
    """Delete a draft. Raises WrongState once it was launched."""
    if not stored.delete_draft(session.connection(), campaign["id"]):
        raise WrongState
    note(session, AuditAction.CAMPAIGN_DELETED, campaign, actor, now)


def whom_to_invite(session: Session, network_id: str, types: Collection[str]) -> Invited:
    """The organisations a campaign for these types would invite; for all types, undescribed ones too."""
    rows = organisations_of_network(session.connection(), network_id)
    kinds = {row["id"]: (row["profile"] or {}).get("type") for row in rows}
    return Invited(
        tuple(row for row in rows if not types or kinds[row["id"]] in types),
        tuple(row for row in rows if types and kinds[row["id"]] is None),
    )


def launch(
    session: Session,
    post: CampaignPost,
    campaign: RowMapping,
    questionnaire: Questionnaire,
    *,
    actor: str,
    now: datetime,
) -> int:
    """Invite every organisation a campaign is for, and return how many; from now on it is frozen.

    Its version is the one given, its wave the next of the network. Raises WrongState when it was launched before,
    NobodyToInvite or AlreadyOver.
    """
    connection, network_id = session.connection(), campaign["network_id"]
    if closing(campaign["closes_on"]) <= now:
        raise AlreadyOver
    ids = [row["id"] for row in whom_to_invite(session, network_id, campaign["types"]).organisations]
    if not ids:
        raise NobodyToInvite
    wave = 0 if campaign["test"] else stored.count_waves(connection, network_id) + 1
    frozen = version_of(questionnaire) | {"launched_at": now, "wave": wave}
    if not stored.change_draft(connection, campaign["id"], **frozen):
        raise WrongState
    stored.insert_members(connection, campaign["id"], ids, now)
    post.invite(session, campaign, ids, now)
    note(session, AuditAction.CAMPAIGN_LAUNCHED, campaign, actor, now, organisations=len(ids), wave=wave)
    return len(ids)


def close(session: Session, campaign: Mapping[Any, Any], *, actor: str, now: datetime) -> None:
    """End a campaign: nothing sent from now on counts in it, and what left organisations had sent is forgotten.

    Their assessments go on for those who want to finish them. Raises WrongState when it is not running.
    """
    connection = session.connection()
    if not stored.close_campaign(connection, campaign["id"], now):
        raise WrongState
    for row in stored.members_of_campaign(connection, campaign["id"]):
        if row["left_at"] is not None:
            stored.delete_contribution(connection, campaign["id"], row["organisation_id"])
    note(session, AuditAction.CAMPAIGN_CLOSED, campaign, actor, now)


def follow_up(session: Session, campaign: RowMapping) -> Sequence[RowMapping]:
    """How far each organisation of a campaign is: see `storage.campaigns.members_of_campaign`."""
    return stored.members_of_campaign(session.connection(), campaign["id"])


def is_running(campaign: Mapping[Any, Any], now: datetime) -> bool:
    """Whether organisations may be reminded, start and change their minds."""
    return campaign_state(campaign, now) in (CampaignState.PLANNED, CampaignState.OPEN)


def note(
    session: Session, action: AuditAction, campaign: Mapping[Any, Any], actor: str, now: datetime, **details: object
) -> None:
    """An event about a campaign."""
    about = f"campaign:{campaign['id']}"
    record(session, at=now, actor=actor, action=action, object=about, place=campaign["network_id"], **details)
