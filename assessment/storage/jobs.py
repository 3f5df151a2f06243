"""Rows of jobs.

A job is `waiting` until whoever works, in a transaction of its own, takes a lease on it; a lease that runs out, since
its holder died, lets another one try. Doing a job twice does no harm. After two tries it is given up.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, RowMapping, Select, and_, exists, insert, or_, select, update
from sqlalchemy.sql.elements import ColumnElement

from assessment.storage.tables_archives import RUNNING, archives, jobs

TRIES = 2
"""How often a job is taken in hand at most: what failed is tried once more."""


class JobKind(StrEnum):
    """What is to be done."""

    REPORT = "report"
    PACK = "pack"


class JobState(StrEnum):
    """What became of a job so far; one that is left out is no longer wanted."""

    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"
    LEFT_OUT = "left-out"


STOPPED = "stopped"
"""Why a job was given up whose every holder died."""


def insert_jobs(connection: Connection, rows: Sequence[dict[str, object]]) -> None:
    """Keep new jobs; rows by column."""
    connection.execute(insert(jobs), rows)


def work_waits(connection: Connection, now: datetime) -> bool:
    """Whether a job can be taken in hand, or has to be given up."""
    found = connection.execute(select(exists(_orders().where(_free(now))))).scalar()
    return bool(found)


def claim_job(connection: Connection, now: datetime, until: datetime) -> RowMapping | None:
    """Take a lease on the next job of the order that came first, None when there is none; another worker skips it."""
    first = (
        _orders()
        .where(_free(now), jobs.c.tries < TRIES, _ready())
        .order_by(archives.c.ordered_at, archives.c.id, jobs.c.number)
        .limit(1)
        .with_for_update(skip_locked=True, of=jobs)
    )
    job_id = connection.execute(first).scalar()
    if job_id is None:
        return None
    taken = {"leased_until": until, "tries": jobs.c.tries + 1}
    one = update(jobs).where(jobs.c.id == job_id).values(taken).returning(jobs)
    return connection.execute(one).mappings().first()


def give_up_stopped(connection: Connection, now: datetime) -> None:
    """Give up the jobs whose holder died at every try."""
    ends = {"state": JobState.FAILED, "failure": STOPPED, "leased_until": None, "settled_at": now}
    connection.execute(update(jobs).where(_free(now), jobs.c.tries >= TRIES).values(ends))


def settle_job(connection: Connection, job: RowMapping, state: JobState, now: datetime, **changes: object) -> None:
    """Say what became of a job and end its lease."""
    ends = {"state": state, "leased_until": None, "settled_at": now}
    connection.execute(update(jobs).where(jobs.c.id == job["id"]).values(ends | changes))


def release_job(connection: Connection, job: RowMapping, tries: int) -> None:
    """Let anybody try a job again that was tried so often."""
    connection.execute(update(jobs).where(jobs.c.id == job["id"]).values(leased_until=None, tries=tries))


def jobs_of(connection: Connection, archive_id: str) -> Sequence[RowMapping]:
    """The jobs of an order by their number."""
    mine = select(jobs).where(jobs.c.archive_id == archive_id).order_by(jobs.c.number)
    return connection.execute(mine).mappings().all()


def kept_hashes(connection: Connection) -> Iterable[str]:
    """The PDFs that a job stands for."""
    return connection.execute(select(jobs.c.content_hash).where(jobs.c.content_hash.is_not(None))).scalars().all()


def _orders() -> Select[tuple[str]]:
    """The jobs of orders that run."""
    return select(jobs.c.id).join(archives).where(archives.c.state == RUNNING)


def _free(now: datetime) -> ColumnElement[bool]:
    unleased = or_(jobs.c.leased_until.is_(None), jobs.c.leased_until <= now)
    return and_(jobs.c.state == JobState.WAITING, unleased)


def _ready() -> ColumnElement[bool]:
    """Nothing is packed before every report of the order is settled."""
    others = jobs.alias()
    unsettled = others.c.archive_id == jobs.c.archive_id, others.c.state == JobState.WAITING
    return or_(jobs.c.kind == JobKind.REPORT, ~exists().where(*unsettled, others.c.kind == JobKind.REPORT))
