"""An organisation in a campaign: its lead starts its assessment, says what it may serve, declines or leaves.

An organisation of two networks is invited by the campaigns of both, and takes part in each by itself: one running
assessment may stand for both, what it may serve is said for each, and whoever leaves one network leaves only that one's
campaigns. The questionnaire is the version frozen at launch, retired since or not; a version that is no longer kept, or
no longer what it was, starts nothing (`frozen_questionnaire` in the controller), and what was sent counts all the same.

Every function works inside the session it is given and never commits.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import RowMapping
from sqlalchemy.orm import Session

from assessment.domain.audit import AuditAction
from assessment.domain.campaigns import CampaignState, campaign_state, closing
from assessment.domain.participation import Mode, ResultsFor
from assessment.domain.peer_groups import Consent
from assessment.domain.questionnaire import Form, Questionnaire
from assessment.services.campaigns import WrongState, is_running, note
from assessment.services.organisations import Run, UnknownPlace, start_run
from assessment.services.peer_help import adapt_offer
from assessment.storage import campaigns as stored
from assessment.storage.assessments import change_assessment

SAME = ("questionnaire", "version", "questionnaire_hash", "form", "mode", "results_for", "test")
"""What two campaigns must have in common for one assessment to stand for both."""


def find_participation(session: Session, campaign_id: str, organisation_id: str, *, lock: bool = False) -> RowMapping:
    """A launched campaign as this organisation takes part in it. Raises UnknownPlace."""
    found = stored.find_participation(session.connection(), campaign_id, organisation_id, lock=lock)
    if found is None:
        raise UnknownPlace
    return found


def reusable(session: Session, row: RowMapping, now: datetime) -> Sequence[RowMapping]:
    """The other campaigns whose running assessment of this organisation could stand for this one too.

    That takes the same questionnaire, version and length, the same way to answer and the same promise about results:
    people were told the latter before they answered.
    """
    others = stored.participations_of(session.connection(), [row["organisation_id"]])
    return [
        other
        for other in others
        if other["id"] != row["id"]
        and other["assessment_id"] is not None
        and other["submitted_at"] is None
        and other["left_at"] is None
        and is_running(other, now)
        and all(other[name] == row[name] for name in SAME)
    ]


def may_start(row: RowMapping, now: datetime) -> bool:
    """Whether an organisation may start or come back: the campaign is open, and it belongs to the network."""
    belongs: bool = row["belongs"]
    return belongs and campaign_state(row, now) is CampaignState.OPEN


def take_part(
    session: Session,
    row: RowMapping,
    consent: Consent,
    *,
    questionnaire: Questionnaire,
    lead_id: str,
    language: str,
    now: datetime,
    instead_of: str | None = None,
) -> str:
    """Start the assessment of an organisation in an open campaign, or take it up again, and return its id.

    `row` is locked; `instead_of` is a further campaign whose running assessment is to stand for this one too: it then
    has to be sent by the earlier of the two ends. Raises WrongState when the campaign is not open, or the organisation
    has left the network.
    """
    if not may_start(row, now):
        raise WrongState
    assessment_id: str | None = row["assessment_id"]
    if assessment_id is None and instead_of is not None:
        assessment_id = _shared(session, row, instead_of, now)
    if assessment_id is None:
        run = Run(
            form=Form(row["form"]),
            mode=Mode(row["mode"]),
            results_for=ResultsFor(row["results_for"]),
            deadline=closing(row["closes_on"]),
        )
        assessment_id = start_run(
            session,
            row["organisation_id"],
            run,
            questionnaire=questionnaire,
            lead_id=lead_id,
            language=language,
            now=now,
        )
    changes = {"assessment_id": assessment_id, "consent": consent.value, "left_at": None}
    stored.change_member(session.connection(), row["id"], row["organisation_id"], **changes)
    _note(session, AuditAction.CAMPAIGN_JOINED, row, f"person:{lead_id}", now, consent=consent.value)
    return assessment_id


def change_consent(session: Session, row: RowMapping, consent: Consent, *, actor: str, now: datetime) -> None:
    """Say anew what the results may serve. Raises WrongState once the campaign is over, or left."""
    if row["left_at"] is not None or not is_running(row, now):
        raise WrongState
    stored.change_member(session.connection(), row["id"], row["organisation_id"], consent=consent.value)
    adapt_offer(session, row, consent, now)
    _note(session, AuditAction.CAMPAIGN_CONSENT_CHANGED, row, actor, now, consent=consent.value)


def leave_campaign(session: Session, row: RowMapping, *, actor: str, now: datetime) -> None:
    """Decline a campaign, or leave it at any time: what was contributed is in no later publication.

    Until the campaign ends the organisation may come back, as long as it belongs to the network. Raises WrongState when
    it has left before.
    """
    if row["left_at"] is not None:
        raise WrongState
    connection = session.connection()
    stored.change_member(connection, row["id"], row["organisation_id"], left_at=now)
    adapt_offer(session, row, None, now)
    if not is_running(row, now):
        stored.delete_contribution(connection, row["id"], row["organisation_id"])
    _note(session, AuditAction.CAMPAIGN_LEFT, row, actor, now)


def leave_campaigns_of(session: Session, organisation_id: str, network_id: str, *, actor: str, now: datetime) -> None:
    """Leave every campaign of a network: the organisation leaves that."""
    for row in stored.participations_of(session.connection(), [organisation_id]):
        if row["network_id"] == network_id and row["left_at"] is None:
            leave_campaign(session, row, actor=actor, now=now)


def _shared(session: Session, row: RowMapping, campaign_id: str, now: datetime) -> str:
    other = next((item for item in reusable(session, row, now) if item["id"] == campaign_id), None)
    if other is None:
        raise WrongState
    assessment_id: str = other["assessment_id"]
    deadline = min(closing(row["closes_on"]), other["deadline"] or closing(row["closes_on"]))
    change_assessment(session.connection(), assessment_id, deadline=deadline)
    return assessment_id


def _note(session: Session, action: AuditAction, row: RowMapping, actor: str, now: datetime, **details: object) -> None:
    note(session, action, row, actor, now, organisation=row["organisation_id"], **details)
