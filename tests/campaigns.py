"""Campaigns with contributions for tests, put straight into the database; every organisation is fictional."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from random import Random
from typing import Any

from sqlalchemy import insert

from assessment.services.secrets import new_secret
from assessment.storage.database import Database
from assessment.storage.tables import organisation_networks, organisations
from assessment.storage.tables_campaigns import campaign_members, campaigns, contributions

TAKEN = datetime(2026, 3, 1, 12, tzinfo=UTC)
REGIONS = ("84", "93", "11")
TYPES = ("OT", "OT", "OT", "CDT", "EPCI")


@dataclass(frozen=True, slots=True)
class Campaigns:
    """What can be built in a database."""

    database: Database

    def campaign(self, network_id: str, wave: int = 1, *, test: bool = False, closed: bool = True) -> str:
        """A campaign that was launched; returns its id."""
        row: dict[str, Any] = {"id": new_secret(), "network_id": network_id, "name": "Baromètre fictif", "wave": wave}
        row |= {"test": test, "questionnaire": "digital-maturity", "version": "1.0.0", "questionnaire_hash": "0" * 64}
        row |= {"form": "full", "mode": "shared", "results_for": "lead", "types": [], "texts": {}}
        row |= {"opens_on": date(2026, 1, wave), "closes_on": date(2026, 2, 1), "created_at": TAKEN}
        row |= {"launched_at": TAKEN, "closed_at": TAKEN if closed else None}
        with self.database.sessions.begin() as session:
            session.connection().execute(insert(campaigns), row)
        return str(row["id"])

    def organisations(self, network_id: str, number: int) -> list[str]:
        """So many organisations of a network; returns their ids."""
        ids = [new_secret() for _ in range(number)]
        with self.database.sessions.begin() as session:
            connection = session.connection()
            rows = [{"id": one, "name": f"Office fictif {place}", "created_at": TAKEN} for place, one in enumerate(ids)]
            connection.execute(insert(organisations), rows)
            links = [{"organisation_id": one, "network_id": network_id, "joined_at": TAKEN} for one in ids]
            connection.execute(insert(organisation_networks), links)
        return ids

    def contribute(self, campaign_id: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """Let organisations take part and contribute; `rows` as `a_row` makes them, `consent` apart."""
        with self.database.sessions.begin() as session:
            connection = session.connection()
            member = {"campaign_id": campaign_id, "invited_at": TAKEN}
            for row in rows:
                given = {name: value for name, value in row.items() if name != "consent"}
                who = {"organisation_id": row["organisation_id"], "consent": row["consent"]}
                connection.execute(insert(campaign_members), member | who)
                connection.execute(insert(contributions), {"campaign_id": campaign_id} | given)


def a_row(organisation_id: str, random: Random, dimensions: Sequence[str], **other: Any) -> dict[str, Any]:
    """What one organisation contributes, drawn at random; scores in tenths, the last indicator sometimes missing."""
    scores: dict[str, int | None] = {"overall": random.randrange(150, 850)}
    for code in dimensions:
        scores[f"dimension:{code}"] = random.randrange(100, 900)
        scores[f"indicator:{code}1"] = random.choice([0, 250, 500, 750, 1000])
        scores[f"indicator:{code}2"] = random.choice([250, 500, 750]) if random.random() > 0.1 else None
    row = {
        "organisation_id": organisation_id,
        "type": random.choice(TYPES),
        "region": random.choice(REGIONS),
        "territory": random.choice(["mountain", "coast"]),
        "staff": random.choice([250, 700, 1500]),
        "scores": scores | {"index:focus": random.randrange(200, 800)},
        "roles": {"R01": {"need": random.randrange(40, 160), "have": random.randrange(0, 100)}},
        "facts": {"F_NIGHTS": random.randrange(100, 900)},
        "taken_at": TAKEN,
        "consent": "b",
    }
    return row | other


def rows_for(ids: Sequence[str], seed: int = 1, dimensions: Sequence[str] = ("CAP", "CLI")) -> list[dict[str, Any]]:
    """What these organisations contribute."""
    random = Random(seed)
    return [a_row(one, random, dimensions) for one in ids]
