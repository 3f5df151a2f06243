"""Publisher: the thread that publishes campaigns once they are over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from assessment.services.benchmarks import due, keep, prepare
from assessment.services.housekeeper import Chore, Housekeeper
from assessment.storage.database import Database


def publish_due(database: Database, now: datetime) -> int:
    """Publish every campaign that is due; how many that were. Only keeping what was worked out holds up writers."""
    with database.readings.begin() as session:
        campaigns = due(session)
    published = 0
    for campaign_id in campaigns:
        with database.readings.begin() as session:
            prepared = prepare(session, campaign_id, now)
        if prepared is not None:
            with database.sessions.begin() as session:
                published += keep(session, prepared)
    return published


@dataclass(slots=True)
class Publisher(Housekeeper):
    """Looks for campaigns to publish; `start()` and `close()` it with the service."""

    chore: Chore = lambda _session, _now: None

    def _run(self) -> None:
        publish_due(self.database, self.now())
