"""The rows that a fictional organisation's part in a campaign is kept as, as if its people had sent it.

They are those that `services.assessments` would keep, made without asking the database for each: a demonstration makes
hundreds of them while somebody waits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import Connection, Table

from assessment.domain.answers import Answer, AnswerSheet, Assessment
from assessment.domain.campaigns import closing
from assessment.domain.entries import plain_from_answer
from assessment.domain.participation import form_for
from assessment.domain.peer_groups import Consent
from assessment.domain.questionnaire import RespondentRole
from assessment.domain.results import AssessmentResult, Instrument, assess
from assessment.services.assessments import as_sent
from assessment.services.contributions import contribution
from assessment.services.secrets import hash_of, new_secret
from assessment.storage.bulk import insert_rows, join_campaign
from assessment.storage.tables import answers, assessments, respondents, submissions
from assessment.storage.tables_campaigns import contributions

SECONDS = (15, 60)
"""How long somebody thinks about a question, at least and at most."""
ROLES = {
    RespondentRole.MANAGEMENT: "Direction fictive",
    RespondentRole.STAFF: "Équipe fictive",
    RespondentRole.ELECTED: "Élu·e fictif·ve",
    RespondentRole.PROVIDER: "Prestataire fictif·ve",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What an organisation does in a campaign: who leads it, what it allows, its answers, when it `began`.

    It is `sent`, or begun and left for later.
    """

    organisation_id: str
    lead_id: str
    consent: Consent
    assessment: Assessment
    began: datetime
    sent: bool = True


@dataclass(slots=True, kw_only=True)
class Rows:
    """Rows by table, gathered part by part; `members` says which assessment an organisation takes part with."""

    instrument: Instrument
    render_document: Callable[[AssessmentResult], dict[str, Any]]
    campaign: Mapping[Any, Any]
    language: str
    random: Random
    found: dict[Table, list[dict[str, Any]]] = field(default_factory=dict)
    members: list[dict[str, object]] = field(default_factory=list)

    def add(self, part: Part) -> None:
        """The rows of one organisation."""
        assessment_id = new_secret()
        sheets = list(self._sheets(assessment_id, part))
        rows = [row for sheet, values in sheets for row in self._answers(assessment_id, sheet, values, part.began)]
        self._rows(answers).extend(rows)
        now = max((row["saved_at"] for row in rows), default=part.began) + timedelta(minutes=1)
        self._rows(assessments).append(self._assessment(assessment_id, part, now))
        self.members.append(
            {"organisation": part.organisation_id, "assessment": assessment_id, "agreed": part.consent.value}
        )
        if part.sent:
            self._send(assessment_id, part, now)

    def keep(self, connection: Connection) -> None:
        """Keep all that was gathered."""
        for table in (assessments, respondents, answers, submissions, contributions):
            insert_rows(connection, table, self._rows(table))
        join_campaign(connection, self.campaign["id"], self.members)

    def _rows(self, table: Table) -> list[dict[str, Any]]:
        return self.found.setdefault(table, [])

    def _sheets(self, assessment_id: str, part: Part) -> Iterator[tuple[str, Mapping[str, Answer]]]:
        """The sheet of the organisation with its facts, then those of others, whose order is that of their ids."""
        own, *others = part.assessment.sheets
        yield "", {**part.assessment.facts, **own.answers}
        ids = sorted(new_secret() for _ in others)
        for number, (respondent_id, sheet) in enumerate(zip(ids, others, strict=True), start=1):
            self._rows(respondents).append(self._respondent(respondent_id, assessment_id, number, sheet, part.began))
            yield respondent_id, sheet.answers

    def _answers(
        self, assessment_id: str, sheet: str, values: Mapping[str, Answer], at: datetime
    ) -> Iterator[dict[str, Any]]:
        for code, answer in values.items():
            at += timedelta(seconds=self.random.randint(*SECONDS))
            kept = {"code": code, "value": plain_from_answer(answer), "version": 1, "saved_at": at, "author": None}
            yield {"assessment_id": assessment_id, "sheet": sheet} | kept

    def _respondent(
        self, respondent_id: str, assessment_id: str, number: int, sheet: AnswerSheet, began: datetime
    ) -> dict[str, object]:
        address = f"{sheet.role.value}-{number}@example.org"
        return {
            "id": respondent_id,
            "assessment_id": assessment_id,
            "token_hash": hash_of(new_secret()),
            "email": address,
            "email_key": address,
            "name": f"{ROLES[sheet.role]} {number}",
            "language": self.language,
            "role": sheet.role.value,
            "form": form_for(sheet.role).value,
            "parts": [],
            "invited_at": began,
            "expires_at": self._deadline(),
            "started_at": began,
            "active_on": began.date(),
            "finished_at": began,
        }

    def _assessment(self, assessment_id: str, part: Part, now: datetime) -> dict[str, object]:
        copied = ("mode", "results_for", "questionnaire", "version", "questionnaire_hash", "form")
        return {name: self.campaign[name] for name in copied} | {
            "id": assessment_id,
            "token_hash": hash_of(new_secret()),
            "organisation_id": part.organisation_id,
            "lead_id": part.lead_id,
            "deadline": self._deadline(),
            "language": self.language,
            "organisation": asdict(part.assessment.organisation),
            "created_at": part.began,
            "updated_at": now,
            "submitted_at": now if part.sent else None,
            "revision": int(part.sent),
        }

    def _send(self, assessment_id: str, part: Part, now: datetime) -> None:
        result = assess(self.instrument, part.assessment)
        kept = {"assessment_id": assessment_id, "revision": 1, "submitted_at": now, "submitted_by": part.lead_id}
        made = {"answers": as_sent(part.assessment), "result": self.render_document(result)}
        self._rows(submissions).append(kept | made)
        place = {"campaign_id": self.campaign["id"], "organisation_id": part.organisation_id}
        self._rows(contributions).append(place | contribution(result, now))

    def _deadline(self) -> datetime:
        return closing(self.campaign["closes_on"])
