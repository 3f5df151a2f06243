"""Rows about people, put straight into the tables."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Table, insert, select, update

from assessment.services.secrets import hash_of, new_secret
from assessment.storage.database import Database
from assessment.storage.tables import account_invitations, assessments, memberships, organisations, people, respondents


@dataclass(slots=True)
class Rows:
    """Adds rows made at one moment; each function returns the id."""

    database: Database
    now: datetime

    def add(self, table: Table, **values: Any) -> str:
        with self.database.sessions.begin() as session:
            session.execute(insert(table), values)
        return str(values.get("id", ""))

    def change(self, table: Table, row_id: str, **values: Any) -> None:
        with self.database.sessions.begin() as session:
            session.execute(update(table).where(table.c.id == row_id).values(values))

    def ids(self, table: Table) -> set[str]:
        with self.database.readings.begin() as session:
            return set(session.execute(select(table.c.id)).scalars())

    def person(self, name: str, /, **values: Any) -> str:
        email = f"{name}@fictif.example"
        row = {"id": new_secret(), "email": email, "email_key": email, "name": name, "language": "fr"}
        return self.add(people, **(row | {"created_at": self.now, "seen_at": self.now} | values))

    def organisation(self) -> str:
        return self.add(organisations, id=new_secret(), name="Office fictif", created_at=self.now)

    def membership(self, person: str, role: str, place: str) -> str:
        organisation = None if place == "platform" else place
        row = {"id": new_secret(), "person_id": person, "role": role, "place": place, "organisation_id": organisation}
        return self.add(memberships, **row, created_at=self.now)

    def assessment(self, **values: Any) -> str:
        row = {
            "id": new_secret(),
            "token_hash": hash_of(new_secret()),
            "questionnaire": "digital-maturity",
            "version": "1.0.0",
            "questionnaire_hash": "0" * 64,
            "form": "full",
            "language": "fr",
            "created_at": self.now,
            "updated_at": self.now,
        }
        return self.add(assessments, **(row | values))

    def respondent(self, assessment: str, name: str, /, **values: Any) -> str:
        row = self._invited(name) | {"assessment_id": assessment, "name": name, "form": "full", "parts": []}
        row |= {"role": "management", "invited_at": self.now}
        return self.add(respondents, **(row | values))

    def invitation(self, name: str, /, **values: Any) -> str:
        return self.add(
            account_invitations, **(self._invited(name) | {"role": "member", "created_at": self.now} | values)
        )

    def _invited(self, name: str) -> dict[str, Any]:
        email = f"{name}@fictif.example"
        row = {"id": new_secret(), "token_hash": hash_of(new_secret()), "email": email, "email_key": email}
        return row | {"language": "fr", "expires_at": self.now + timedelta(days=30)}
