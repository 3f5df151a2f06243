"""What campaigns do by themselves: close when they end, remind 30, 7 and 1 days before.

Every function works inside the session it is given and never commits.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping
from sqlalchemy.orm import Session

from assessment.domain.audit import AuditAction
from assessment.domain.campaigns import UNFINISHED, closing, member_state, reminder_due, rested
from assessment.services.campaign_letters import CampaignPost
from assessment.services.campaigns import close, is_running, note
from assessment.storage import campaigns as stored

ACTOR = "campaign-clock"
ON_DEMAND = "demand"


@dataclass(frozen=True, slots=True)
class CampaignClock:
    """One look at the clock, for every campaign that is running.

    After the last day was moved its reminders are counted anew: they tell the new day.
    """

    post: CampaignPost

    def run(self, session: Session, now: datetime) -> dict[str, int]:
        """Close what is over and send the reminders that are due; how many of both."""
        closed = reminded = 0
        for found in stored.running_campaigns(session.connection()):
            locked = stored.lock_campaign(session.connection(), found["id"])
            if locked is None or locked["closed_at"] is not None:
                continue
            campaign = {**found, **locked}
            if closing(campaign["closes_on"]) <= now:
                close(session, campaign, actor=ACTOR, now=now)
                closed += 1
            else:
                reminded += self._remind(session, campaign, now)
        return {"closed": closed, "reminded": reminded}

    def _remind(self, session: Session, campaign: Mapping[Any, Any], now: datetime) -> int:
        days = reminder_due(campaign["closes_on"], now)
        if days is None:
            return 0
        connection, kind = session.connection(), str(days)
        since = campaign["moved_at"] or campaign["launched_at"]
        told = stored.reminded_with(connection, campaign["id"], kind, since)
        rows = [row for row in remindable(session, campaign, now) if row["organisation_id"] not in told]
        return send(session, self.post, campaign, rows, kind=kind, actor=ACTOR, now=now)


def remind(session: Session, post: CampaignPost, campaign: RowMapping, *, actor: str, now: datetime) -> int:
    """Remind every organisation that may be reminded, because the head of the network wants it; how many there were."""
    stored.lock_campaign(session.connection(), campaign["id"])
    rows = remindable(session, campaign, now)
    return send(session, post, campaign, rows, kind=ON_DEMAND, actor=actor, now=now)


def remindable(session: Session, campaign: Mapping[Any, Any], now: datetime) -> list[RowMapping]:
    """The organisations of a running campaign that may get a reminder now: unfinished, with a lead, left in peace.

    Nobody is reminded before the first day, or within three days of any letter about the campaign.
    """
    connection = session.connection()
    rows = stored.members_of_campaign(connection, campaign["id"])
    led = {row["organisation_id"] for row in stored.leads_of(connection, [row["organisation_id"] for row in rows])}
    if not is_running(campaign, now):
        return []
    return [row for row in rows if row["organisation_id"] in led and may_be_reminded(row, now)]


def may_be_reminded(member: RowMapping, now: datetime) -> bool:
    """Whether an organisation has not finished and its last letter is long enough ago."""
    return member_state(member) in UNFINISHED and rested(last_letter(member), now)


def last_letter(member: RowMapping) -> datetime:
    """When an organisation was last written to about the campaign."""
    latest: datetime = max(filter(None, (member["invited_at"], member["reminded_at"])))
    return latest


def send(
    session: Session,
    post: CampaignPost,
    campaign: Mapping[Any, Any],
    members: Iterable[RowMapping],
    *,
    kind: str,
    actor: str,
    now: datetime,
) -> int:
    """Send reminders of a kind and note each of them; how many there were."""
    ids = [row["organisation_id"] for row in members]
    if not ids:
        return 0
    post.remind(session, campaign, ids, now)
    rows = [{"campaign_id": campaign["id"], "organisation_id": item, "sent_at": now, "kind": kind} for item in ids]
    stored.insert_reminders(session.connection(), rows)
    note(session, AuditAction.CAMPAIGN_REMINDED, campaign, actor, now, kind=kind, organisations=len(ids))
    return len(ids)
