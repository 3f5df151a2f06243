"""Networks whose orders of reports are in every state; everybody is fictional, and nobody works on the orders."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import update

from assessment.domain.membership import MembershipRole
from assessment.services.report_archives import order
from assessment.storage.archives import campaign_of
from assessment.storage.database import Database
from assessment.storage.tables_archives import archives, jobs
from tests.houses import Houses, Person
from tests.report_archives import ACTOR, Batch

FAR = timedelta(days=9)
STATES: Mapping[str, Mapping[str, Any]] = {
    "none": {},
    "running": {"state": "running"},
    "done": {"state": "done", "reports": 2, "problems": 1, "size": 3_456_789, "digest": "0" * 64},
    "failed": {"state": "failed", "failure": "disk"},
    "unread": {},
}


class Archives:
    """By state, the address of a page and the key of a head who may open it."""

    def __init__(self, database: Database, now: datetime) -> None:
        self.pages: dict[str, str] = {}
        self.heads: dict[str, Person] = {}
        for name, values in STATES.items():
            batch = Batch(database, Path("unused"))
            for number in range(3):
                batch.add(f"Office fictif de la Vallée {number + 1}", "b" if name == "unread" else "c")
            batch.add("Office fictif du Secret", "a")
            self.pages[name] = f"/networks/{batch.network}/campaigns/{batch.campaign}/archive"
            self.heads[name] = Houses(database).person(MembershipRole.HEAD, batch.network, "Valérie Tête")
            if values:
                hold_order(batch, values, now)


def hold_order(batch: Batch, values: Mapping[str, Any], now: datetime) -> None:
    """An order in this state, its jobs out of the reach of the service."""
    with batch.database.sessions.begin() as session:
        campaign = campaign_of(session.connection(), batch.campaign)
        assert campaign is not None
        one = order(session, campaign, "fr", person=None, actor=ACTOR, now=now)
        ends = {} if values["state"] == "running" else {"finished_at": now}
        session.execute(update(archives).where(archives.c.id == one).values({**values, **ends}))
        mine = jobs.c.archive_id == one
        session.execute(update(jobs).where(mine).values(leased_until=now + FAR))
        if values["state"] == "running":
            return
        done = {"state": "done", "rendered": False, "settled_at": now}
        session.execute(update(jobs).where(mine, jobs.c.number < 2, jobs.c.kind == "report").values(done))
        if values["state"] == "done":
            session.execute(update(jobs).where(mine, jobs.c.number == 2).values(state="failed", failure="too-much"))
