"""How often something may be tried: counted in the database, so that restarting or asking another process helps nobody.

A bucket is locked, for as long as its limit says, from the moment its last try is used up. A locked bucket counts no
further: who keeps knocking does not make it longer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from assessment.storage.attempts import Tries, delete_tries, hold_tries, keep_tries


@dataclass(frozen=True, slots=True)
class Limit:
    """So many tries in a period, counted from the first one; then none for as long again."""

    name: str
    tries: int
    period: timedelta

    def bucket(self, about: str) -> str:
        """Where tries about somebody or something are counted."""
        return f"{self.name}:{about}"


class TooManyTries(Exception):
    """Tried too often; `wait` is how long to wait before the next try."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__(f"{wait.total_seconds():.0f} s to wait")
        self.wait = wait


def take_try(session: Session, limit: Limit, about: str, now: datetime) -> timedelta | None:
    """Count one try; where there is none left, count nothing and return how long to wait.

    Call it, and commit, before what is tried: then tries made at the same moment count as well.
    """
    connection, bucket = session.connection(), limit.bucket(about)
    tries = hold_tries(connection, bucket, now)
    if tries.since + limit.period <= now or tries.since > now:
        tries = Tries(now, 0)
    if tries.count >= limit.tries:
        return tries.since + limit.period - now
    count = tries.count + 1
    keep_tries(connection, bucket, Tries(now if count == limit.tries else tries.since, count))
    return None


def wait_for(session: Session, limit: Limit, about: str, now: datetime) -> timedelta | None:
    """How long to wait before the next try, None when there is one left; nothing is counted."""
    tries = hold_tries(session.connection(), limit.bucket(about), now)
    over = tries.since + limit.period
    return over - now if tries.count >= limit.tries and tries.since <= now < over else None


def return_try(session: Session, limit: Limit, about: str, now: datetime) -> None:
    """Give back a try that turned out to be no wrong one."""
    connection, bucket = session.connection(), limit.bucket(about)
    tries = hold_tries(connection, bucket, now)
    keep_tries(connection, bucket, Tries(tries.since, max(0, tries.count - 1)))


def forget_tries(session: Session, limit: Limit, about: str) -> None:
    """Start to count anew."""
    delete_tries(session.connection(), limit.bucket(about))
