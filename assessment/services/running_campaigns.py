"""What the people of a network do while a campaign runs: move its last day, invite more organisations, keep notes.

What was frozen when it was launched stays frozen, and what is closed stays closed. Every function works inside the
session it is given and never commits.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import RowMapping
from sqlalchemy.orm import Session

from assessment.domain.audit import AuditAction
from assessment.domain.campaigns import closing
from assessment.services.campaign_letters import CampaignPost
from assessment.services.campaigns import (
    AlreadyOver,
    Invited,
    WrongState,
    find_campaign,
    is_running,
    note,
    whom_to_invite,
)
from assessment.services.organisations import UnknownPlace
from assessment.services.respondents import expiry
from assessment.storage import campaigns as stored
from assessment.storage.assessments import change_assessment, require_storable
from assessment.storage.respondents import move_expiry

LONGEST_NOTE = 500


def move_last_day(session: Session, campaign: Mapping[Any, Any], closes_on: date, *, actor: str, now: datetime) -> None:
    """Let a running campaign end on another day, with the assessments that were to be sent by its end.

    Reminders are sent anew before the new day. Raises WrongState when it is not running, AlreadyOver for a day that is
    past or comes before the first one.
    """
    connection = session.connection()
    running = _hold(session, campaign, now)
    if closing(closes_on) <= now or closes_on <= running["opens_on"]:
        raise AlreadyOver
    stored.hold_members(connection, running["id"])
    stored.move_campaign(connection, running["id"], closes_on, now)
    _move_assessments(session, running, closes_on, now)
    days = {"before": running["closes_on"].isoformat(), "after": closes_on.isoformat()}
    note(session, AuditAction.CAMPAIGN_MOVED, running, actor, now, **days)


def not_invited(session: Session, campaign: Mapping[Any, Any]) -> Invited:
    """The organisations of the network that a launched campaign is for and that it has not invited.

    They joined the network since, were described since, or had left the network and joined it again. One that declined
    is not among them: it has its letter, and may come back by itself.
    """
    outside = stored.outside_campaign(session.connection(), campaign)
    fitting = whom_to_invite(session, campaign["network_id"], campaign["types"])
    return Invited(
        tuple(row for row in fitting.organisations if row["id"] in outside),
        tuple(row for row in fitting.undescribed if row["id"] in outside),
    )


def invite_more(session: Session, post: CampaignPost, campaign: Mapping[Any, Any], *, actor: str, now: datetime) -> int:
    """Invite every organisation that is `not_invited`, and return how many; each gets the letter once.

    One that was in the campaign before keeps the assessment it had begun and what it said that its results may serve.
    Raises WrongState when the campaign is not running.
    """
    connection, running = session.connection(), _hold(session, campaign, now)
    before = stored.outside_campaign(connection, running)
    ids = [row["id"] for row in not_invited(session, running).organisations]
    if not ids:
        return 0
    new = [one for one in ids if not before[one]]
    if new:
        stored.insert_members(connection, running["id"], new, now)
    for one in set(ids) - set(new):
        stored.change_member(connection, running["id"], one, left_at=None, invited_at=now)
    post.invite(session, running, ids, now)
    note(session, AuditAction.CAMPAIGN_INVITED, running, actor, now, organisations=len(ids))
    return len(ids)


def keep_note(
    session: Session, campaign: Mapping[Any, Any], organisation_id: str, text: str, *, actor: str, now: datetime
) -> None:
    """Keep what the network's own people want to remember about an organisation, empty for nothing any more.

    It goes with the organisation and with the campaign. Raises UnknownPlace when it takes no part in the campaign,
    UnstorableValue.
    """
    require_storable(text)
    found = stored.find_participation(session.connection(), campaign["id"], organisation_id)
    if found is None:
        raise UnknownPlace
    stored.change_member(session.connection(), campaign["id"], organisation_id, note=text)
    note(session, AuditAction.CAMPAIGN_NOTED, campaign, actor, now, organisation=organisation_id)


def _hold(session: Session, campaign: Mapping[Any, Any], now: datetime) -> RowMapping:
    """The campaign as it is now, which nobody else changes meanwhile. Raises WrongState when it is not running."""
    stored.lock_campaign(session.connection(), campaign["id"])
    found = find_campaign(session, campaign["id"], campaign["network_id"])
    if not is_running(found, now):
        raise WrongState
    return found


def _move_assessments(session: Session, campaign: RowMapping, closes_on: date, now: datetime) -> None:
    """Move the deadlines that were the end of the campaign; those that a lead set stay, unless it now ends before."""
    connection, before, after = session.connection(), closing(campaign["closes_on"]), closing(closes_on)
    for run in stored.running_assessments(connection, campaign["id"]):
        deadline = run["deadline"]
        if deadline is None or not (deadline == before or after < deadline < before):
            continue
        ends = [after, *_other_ends(session, campaign["id"], run["id"], now)]
        change_assessment(connection, run["id"], deadline=min(ends))
        move_expiry(connection, run["id"], expiry(min(ends), now))


def _other_ends(session: Session, campaign_id: str, assessment_id: str, now: datetime) -> list[datetime]:
    """When the other running campaigns end that an assessment stands for."""
    rows = stored.participations_with(session.connection(), assessment_id)
    return [
        closing(row["closes_on"])
        for row in rows
        if row["id"] != campaign_id and row["left_at"] is None and is_running(row, now)
    ]
