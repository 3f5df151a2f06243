"""What administrators look up: people, the queue of mail, the audit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, RowMapping, func, or_, select

from assessment.storage.mail import MailState
from assessment.storage.tables import audit_events, mails, people

MOST = 50
"""How many rows one page shows."""
UNSENT = (MailState.FAILED, MailState.DOUBTFUL, MailState.WAITING, MailState.SENDING)


def search_people(connection: Connection, part: str) -> Sequence[RowMapping]:
    """People with this part of a name or an e-mail address, whatever its case, by name."""
    pattern = f"%{_literal(part.casefold())}%"
    found = or_(func.lower(people.c.name).like(pattern, escape="\\"), people.c.email_key.like(pattern, escape="\\"))
    rows = select(people).where(found).order_by(people.c.name, people.c.id).limit(MOST)
    return connection.execute(rows).mappings().all()


def count_mails(connection: Connection) -> Mapping[str, int]:
    """How many mails there are in each state."""
    rows = connection.execute(select(mails.c.state, func.count().label("number")).group_by(mails.c.state))
    return {row.state: row.number for row in rows}


def unsent_mails(connection: Connection) -> Sequence[RowMapping]:
    """Mails that did not go out, those that nobody will try again first, then the newest."""
    given_up = mails.c.state.in_(UNSENT[:2])
    rows = select(mails).where(mails.c.state.in_(UNSENT)).order_by(given_up.desc(), mails.c.created_at.desc())
    return connection.execute(rows.limit(MOST)).mappings().all()


def find_events(
    connection: Connection, *, action: str, actor: str, about: str, before: int | None
) -> Sequence[RowMapping]:
    """Events of the audit that fit what is not empty, the newest first, those with a number below `before`."""
    wanted = {audit_events.c.action: action, audit_events.c.actor: actor, audit_events.c.object: about}
    fits = [column == value for column, value in wanted.items() if value]
    if before is not None:
        fits.append(audit_events.c.number < before)
    rows = select(audit_events).where(*fits).order_by(audit_events.c.number.desc()).limit(MOST)
    return connection.execute(rows).mappings().all()


def _literal(text: str) -> str:
    """The text with nothing in it that LIKE would read as a pattern."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
