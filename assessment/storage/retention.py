"""Rows whose time is over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, RowMapping, Table, delete, exists, func, or_, select, update

from assessment.storage.access import INACTIVITY
from assessment.storage.privacy import forget_respondents
from assessment.storage.tables import (
    account_invitations,
    answers,
    assessments,
    attempts,
    audit_events,
    browser_keys,
    mailed_codes,
    mails,
    password_resets,
    people,
    readers,
    respondents,
    sessions,
)


def delete_expired(connection: Connection, now: datetime) -> dict[str, int]:
    """Delete what opens nothing any more: keys of browsers, sessions, resets, mailed codes."""
    over = or_(sessions.c.expires_at <= now, sessions.c.seen_at <= now - INACTIVITY)
    return {
        "browser_keys": _delete(connection, browser_keys, browser_keys.c.expires_at <= now),
        "sessions": _delete(connection, sessions, over),
        "password_resets": _delete(connection, password_resets, password_resets.c.expires_at <= now),
        "mailed_codes": _delete(connection, mailed_codes, mailed_codes.c.expires_at <= now),
    }


def delete_tries(connection: Connection, before: datetime) -> int:
    """Delete counts of tries that began before a moment."""
    return _delete(connection, attempts, attempts.c.since <= before)


def forget_invitations(connection: Connection, before: datetime) -> int:
    """Take the addresses out of invitations that ended before a moment, and return their number."""
    ended = [
        func.coalesce(column, account_invitations.c.expires_at) <= before
        for column in (account_invitations.c.accepted_at, account_invitations.c.revoked_at)
    ]
    unneeded = respondents.c.assessment_id.in_(
        select(assessments.c.id).where(or_(assessments.c.deadline.is_(None), assessments.c.deadline <= before))
    )
    over = respondents.c.email != "", respondents.c.expires_at <= before, unneeded
    ids = connection.execute(select(respondents.c.id).where(*over)).scalars().all()
    forget_respondents(connection, ids)
    return len(ids) + _delete(connection, account_invitations, *ended)


def delete_readers(connection: Connection, before: datetime) -> int:
    """Delete links to results that ended before a moment, with the name of whom they were for."""
    return _delete(connection, readers, func.coalesce(readers.c.revoked_at, readers.c.expires_at) <= before)


def delete_drafts(connection: Connection, before: datetime) -> int:
    """Delete assessments never sent in which nothing has changed since a moment."""
    touched = exists().where(answers.c.assessment_id == assessments.c.id, answers.c.saved_at > before)
    untouched = assessments.c.revision == 0, assessments.c.submitted_at.is_(None), assessments.c.updated_at <= before
    return _delete(connection, assessments, *untouched, ~touched)


def delete_old_mails(connection: Connection, before: datetime) -> int:
    """Delete mails posted before a moment, whatever became of them."""
    return _delete(connection, mails, mails.c.created_at <= before)


def forgive_idle(connection: Connection) -> None:
    """Forget the warnings of those who came back."""
    came_back = people.c.warned_at.is_not(None), people.c.seen_at > people.c.warned_at
    connection.execute(update(people).where(*came_back).values(warnings=0, warned_at=None))


def idle_people(connection: Connection, unseen_since: datetime) -> Sequence[RowMapping]:
    """The people not seen since a moment."""
    return connection.execute(select(people).where(people.c.seen_at <= unseen_since)).mappings().all()


def note_warning(connection: Connection, person: RowMapping, now: datetime) -> None:
    """Note that a person has been warned once more."""
    changes = {"warnings": person["warnings"] + 1, "warned_at": now}
    connection.execute(update(people).where(people.c.id == person["id"]).values(changes))


def last_event_before(connection: Connection, moment: datetime) -> RowMapping | None:
    """The last of the events that all happened before a moment, None when there is none."""
    first_kept = select(func.min(audit_events.c.number)).where(audit_events.c.at > moment).scalar_subquery()
    older = select(audit_events).where(audit_events.c.number < first_kept)
    return connection.execute(older.order_by(audit_events.c.number.desc()).limit(1)).mappings().first()


def cut_events(connection: Connection, through: int) -> int:
    """Delete the events up to a number."""
    return _delete(connection, audit_events, audit_events.c.number <= through)


def _delete(connection: Connection, table: Table, *conditions: ColumnElement[bool]) -> int:
    return connection.execute(delete(table).where(*conditions)).rowcount
