"""Assessments that fictional organisations sent for a campaign, put straight into the database with their results."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from sqlalchemy import insert

from assessment.domain.answers import Answer, AnswerSheet, Assessment, Organisation
from assessment.domain.questionnaire import NonResponse, RespondentRole
from assessment.domain.results import assess
from assessment.reports.exports import result_document
from assessment.services.assessments import as_sent
from assessment.services.contributions import contribution
from assessment.services.secrets import hash_of, new_secret
from assessment.storage.database import Database
from assessment.storage.tables import answers, assessments, submissions
from assessment.storage.tables_campaigns import campaign_members, contributions
from tests.campaigns import REGIONS, TAKEN, TYPES
from tests.shipped import shipped_instrument

USUAL = 40
"""Seconds that a fictional person takes for an answer."""
FUNNEL = {"visits": 1, "engaged": 2, "views": 4, "contacts": 20, "bookings": 100}
Levels = dict[str, Answer]


def varied(random: Random, centre: float) -> Levels:
    """Answers that go together around a centre (0-4), some of them not known."""
    found: Levels = {}
    for item in shipped_instrument().questionnaire.indicators():
        level = min(4, max(0, round(random.gauss(centre, 0.9))))
        found[item.id] = NonResponse.DONT_KNOW if random.random() < 0.08 else level
    return found


def same(level: int) -> Levels:
    """One answer throughout."""
    return {item.id: level for item in shipped_instrument().questionnaire.indicators()}


def an_answered(random: Random, name: str, *sheets: Levels) -> Assessment:
    """What one organisation answered; four people did where nothing else is said of every third."""
    centre = random.uniform(0.6, 3.2)
    people = sheets or tuple(varied(random, centre) for _ in range(4 if random.random() < 0.4 else 1))
    roles = (RespondentRole.MANAGEMENT, RespondentRole.STAFF, RespondentRole.STAFF, RespondentRole.STAFF)
    visits = random.randint(20_000, 90_000)
    return Assessment(
        questionnaire=shipped_instrument().questionnaire.reference,
        organisation=Organisation(
            name=name, type=random.choice(TYPES), staff=8.0, region=random.choice(REGIONS), territory="mountain"
        ),
        sheets=tuple(AnswerSheet(role, levels) for role, levels in zip(roles, people, strict=False)),
        facts={"F_FUNNEL": {stage: Decimal(visits // part) for stage, part in FUNNEL.items()}},
    )


def send(
    database: Database,
    campaign_id: str,
    assessed: Sequence[tuple[str, Assessment]],
    *,
    consent: str = "b",
    seconds: float = USUAL,
    at: datetime = TAKEN,
) -> dict[str, str]:
    """Let organisations have sent these for a campaign, each an hour after the other; their assessments' ids."""
    ids = {organisation: new_secret() for organisation, _ in assessed}
    rows: dict[Any, list[dict[str, Any]]] = {}
    for number, (organisation, assessment) in enumerate(assessed):
        moment = at + timedelta(hours=number)
        result = assess(shipped_instrument(), assessment)
        place = {"campaign_id": campaign_id, "organisation_id": organisation}
        rows.setdefault(assessments, []).append(_assessment(ids[organisation], organisation, assessment, moment))
        sent = {"assessment_id": ids[organisation], "revision": 1, "submitted_at": moment}
        sent |= {"answers": as_sent(assessment), "result": result_document(result)}
        rows.setdefault(submissions, []).append(sent)
        rows.setdefault(answers, []).extend(_answers(ids[organisation], assessment, moment, seconds))
        member = {"assessment_id": ids[organisation], "consent": consent, "invited_at": at}
        rows.setdefault(campaign_members, []).append(place | member)
        rows.setdefault(contributions, []).append(place | contribution(result, moment))
    with database.sessions.begin() as session:
        for table in (assessments, submissions, answers, campaign_members, contributions):
            session.connection().execute(insert(table), rows[table])
    return ids


def _assessment(identifier: str, organisation: str, assessment: Assessment, at: datetime) -> dict[str, Any]:
    questionnaire = shipped_instrument().questionnaire
    row: dict[str, Any] = {"id": identifier, "token_hash": hash_of(new_secret()), "organisation_id": organisation}
    row |= {"questionnaire": questionnaire.id, "version": questionnaire.version, "form": "full", "language": "fr"}
    row |= {"questionnaire_hash": questionnaire.hash, "organisation": asdict(assessment.organisation)}
    return row | {"created_at": at, "updated_at": at, "submitted_at": at, "revision": 1}


def _answers(identifier: str, assessment: Assessment, at: datetime, seconds: float) -> list[dict[str, Any]]:
    """The first and the last answer of each sheet: how long it took."""
    took = timedelta(seconds=seconds * 48)
    kept = {"assessment_id": identifier, "value": 2, "version": 1}
    sheets = ["", *(new_secret() for _ in assessment.sheets[1:])]
    moments = {"CAP1": at - took, "RES5": at}
    return [
        kept | {"sheet": sheet, "code": code, "saved_at": when} for sheet in sheets for code, when in moments.items()
    ]
