"""Noting who did what."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from assessment.domain.audit import (
    START,
    AuditAction,
    AuditEvent,
    details_text,
    faults,
    fit_details,
    moment_text,
)
from assessment.domain.membership import PLATFORM
from assessment.storage import audit as stored


@dataclass(frozen=True, slots=True)
class Verified:
    """What came of checking the chain: the numbers of its `faults`, how many `events`, the `last` hash.

    `holds` tells whether a hash that was asked for is that of an event.
    """

    faults: list[int]
    events: int
    last: str
    holds: bool


def verify(session: Session, known: str | None = None) -> Verified:
    """Check every event; `known` is a hash noted before that must still be there."""
    hashes = {START}
    last = START

    def read() -> Iterator[AuditEvent]:
        nonlocal last
        for event in stored.read_events(session.connection()):
            last = event.hash
            hashes.add(event.hash)
            yield event

    found = list(faults(read()))
    return Verified(found, len(hashes) - 1, last, known is None or known in hashes)


def list_events(session: Session, last: int) -> list[AuditEvent]:
    """The latest events, the oldest of them first."""
    return list(deque(stored.read_events(session.connection()), maxlen=last))


def record(
    session: Session,
    *,
    at: datetime,
    actor: str,
    action: AuditAction,
    object: str,
    place: str = PLATFORM,
    **details: object,
) -> None:
    """Append one event, in the transaction of what it tells of; call it last in there, it holds up other writers.

    `actor` is like "person:<id>", "respondent:<id>", "key:<id>", "link", "command-line"; `object` like
    "organisation:<id>"; `place` "platform" or the id of a network or an organisation. Raises UnfitDetails for details
    that are not ids, codes and counts.
    """
    kept = details_text(fit_details(details))
    connection = session.connection()
    stored.lock_chain(connection)
    number, previous = stored.read_head(connection)
    event = AuditEvent(
        number=number + 1,
        at=moment_text(at),
        actor=actor,
        action=action,
        object=object,
        place=place,
        details=kept,
        previous=previous,
    )
    stored.append_event(connection, event.sealed())
