"""Rows of the queue of mail.

A mail is `waiting` until a sender, in a transaction of its own, takes a lease on it; nothing has left the house then,
so a lease that runs out lets another try. Just before the text itself is handed to the mail server it becomes
`sending`, and from there on is never tried again by itself: it ends as `sent`, as `waiting` or `failed` when the server
refused it, or, when nobody can tell any more, as `doubtful`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, RowMapping, and_, exists, insert, or_, select, update
from sqlalchemy.sql.elements import ColumnElement

from assessment.storage.tables import mails


class MailState(StrEnum):
    """What became of a mail so far."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    DOUBTFUL = "doubtful"


def insert_mail(connection: Connection, row: Mapping[str, object]) -> None:
    """Queue a mail; `row` by column."""
    connection.execute(insert(mails), dict(row))


def read_mails(connection: Connection) -> Sequence[RowMapping]:
    """Every mail, in the order in which they were posted."""
    return connection.execute(select(mails).order_by(mails.c.created_at, mails.c.id)).mappings().all()


def mails_given_up(connection: Connection, kinds: Collection[str]) -> Sequence[RowMapping]:
    """The mails of these kinds that nobody will try again by themselves: they failed, or may have."""
    rows = select(mails).where(mails.c.kind.in_(kinds), _given_up())
    return connection.execute(rows.order_by(mails.c.created_at, mails.c.id)).mappings().all()


def work_waits(connection: Connection, now: datetime) -> bool:
    """Whether a mail is due, or has become doubtful."""
    found = connection.execute(select(exists().where(or_(_due(now), _in_doubt(now))))).scalar()
    return bool(found)


def claim_mail(connection: Connection, now: datetime, until: datetime) -> RowMapping | None:
    """Take a lease on the mail that has been due for longest, None when there is none; another sender skips it."""
    first = select(mails.c.id).where(_due(now)).order_by(mails.c.due_at, mails.c.id).limit(1)
    one = mails.c.id == first.with_for_update(skip_locked=True).scalar_subquery()
    changes = {"leased_until": until, "tries": mails.c.tries + 1}
    return connection.execute(update(mails).where(one).values(changes).returning(mails)).mappings().first()


def begin_sending(connection: Connection, mail: RowMapping, until: datetime) -> bool:
    """Say that the mail leaves now; False when its lease has gone to somebody else."""
    mine = and_(mails.c.state == MailState.WAITING, mails.c.leased_until == mail["leased_until"])
    changes = {"state": MailState.SENDING, "leased_until": until}
    return _change(connection, mail["id"], mine, changes)


def settle_mail(connection: Connection, mail_id: str, state: MailState, **changes: object) -> None:
    """Say what became of a mail and end its lease."""
    _change(connection, mail_id, mails.c.id == mail_id, {"state": state, "leased_until": None} | changes)


def doubt_unsettled(connection: Connection, now: datetime) -> None:
    """Mark the mails that were being handed over when their sender died: they may have arrived or not."""
    connection.execute(update(mails).where(_in_doubt(now)).values(state=MailState.DOUBTFUL, leased_until=None))


def retry_mail(connection: Connection, mail_id: str, now: datetime) -> bool:
    """Queue a mail again that failed or is doubtful; False for any other."""
    changes = {"state": MailState.WAITING, "due_at": now, "created_at": now, "tries": 0, "failure": None}
    return _change(connection, mail_id, _given_up(), changes)


def _change(
    connection: Connection, mail_id: str, condition: ColumnElement[bool], changes: Mapping[str, object]
) -> bool:
    statement = update(mails).where(mails.c.id == mail_id, condition).values(changes).returning(mails.c.id)
    return connection.execute(statement).first() is not None


def _given_up() -> ColumnElement[bool]:
    return mails.c.state.in_([MailState.FAILED, MailState.DOUBTFUL])


def _due(now: datetime) -> ColumnElement[bool]:
    free = or_(mails.c.leased_until.is_(None), mails.c.leased_until <= now)
    return and_(mails.c.state == MailState.WAITING, mails.c.due_at <= now, free)


def _in_doubt(now: datetime) -> ColumnElement[bool]:
    return and_(mails.c.state == MailState.SENDING, mails.c.leased_until <= now)
