"""How far a network moved between the two waves that an organisation compares."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session

from assessment.storage import benchmarks as stored

WHOLE = ""
"""The group that is the whole network."""


def network_shifts(session: Session, then_id: str, now_id: str) -> Mapping[str, int]:
    """Points by which the organisations of both waves moved, by metric; nothing unless that was published.

    `then_id` and `now_id` are assessments that stand for campaigns of one network, one the wave before the other.
    """
    connection = session.connection()
    now, then = stored.find_published(connection, now_id), stored.find_published(connection, then_id)
    if now is None or then is None or not (now["document"]["before"] or {}).get("comparable"):
        return {}
    campaign = stored.campaign_by_id(connection, now["campaign_id"])
    before = next(iter(stored.earlier_waves(connection, campaign)), None) if campaign else None
    if before is None or before["id"] != then["campaign_id"]:
        return {}
    cells = now["document"]["groups"].get(WHOLE, {})
    return {metric: cell["change"]["points"] for metric, cell in cells.items() if "change" in cell}
