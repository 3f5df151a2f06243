"""Everything kept about a person, wherever it is, to hand it out or to delete it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, delete, exists, or_, select, update

from assessment.storage.tables import (
    account_invitations,
    answers,
    api_keys,
    assessments,
    attempts,
    audit_events,
    browser_keys,
    identities,
    mailed_codes,
    mails,
    memberships,
    people,
    respondents,
    sessions,
    submissions,
)


@dataclass(frozen=True, slots=True)
class Whose:
    """A person as the tables know them: by account, None without one, by address, and by invitation to answer."""

    person_id: str | None
    email_key: str
    respondent_ids: tuple[str, ...]

    @property
    def names(self) -> list[str]:
        """As which they act in the audit."""
        person = [f"person:{self.person_id}"] if self.person_id else []
        return person + [f"respondent:{item}" for item in self.respondent_ids]

    @property
    def authors(self) -> list[str]:
        """As whom they answer."""
        return [*([self.person_id] if self.person_id else []), *self.respondent_ids]


def find_whose(connection: Connection, email_key: str) -> Whose | None:
    """Whoever has this address; None when it is nowhere."""
    person_id = connection.execute(select(people.c.id).where(people.c.email_key == email_key)).scalar()
    mine: list[ColumnElement[bool]] = [respondents.c.email_key == email_key]
    if person_id is not None:
        mine.append(respondents.c.person_id == person_id)
    ids = connection.execute(select(respondents.c.id).where(or_(*mine)).order_by(respondents.c.id)).scalars().all()
    invited = connection.execute(select(exists().where(account_invitations.c.email_key == email_key))).scalar()
    return Whose(person_id, email_key, tuple(ids)) if person_id or ids or invited else None


def read_all_of(connection: Connection, whose: Whose) -> dict[str, Sequence[RowMapping]]:
    """The rows about a person by subject, without secrets and without other people."""
    return {name: connection.execute(rows).mappings().all() for name, rows in _subjects(whose).items()}


def memberships_of(connection: Connection, person_id: str) -> Sequence[RowMapping]:
    """The memberships of a person."""
    return connection.execute(select(memberships).where(memberships.c.person_id == person_id)).mappings().all()


def delete_account(connection: Connection, whose: Whose, bucket: str) -> None:
    """Delete the account with what hangs on it, invitations to the address, and the tries counted for it."""
    connection.execute(delete(people).where(people.c.id == whose.person_id))
    connection.execute(delete(account_invitations).where(account_invitations.c.email_key == whose.email_key))
    connection.execute(delete(attempts).where(attempts.c.bucket.contains(bucket)))


def delete_invitations_to_answer(connection: Connection, whose: Whose, now: datetime) -> None:
    """Delete invitations with the answers given by them; those in a record that was sent stay, nameless."""
    kept = connection.execute(select(respondents.c.id).where(_of(whose), _in_a_record())).scalars().all()
    gone = [item for item in whose.respondent_ids if item not in kept]
    connection.execute(delete(answers).where(answers.c.sheet.in_(gone)))
    connection.execute(delete(respondents).where(respondents.c.id.in_(gone)))
    anonymous = [item for item in whose.authors if item not in kept]
    connection.execute(update(answers).where(answers.c.author.in_(anonymous)).values(author=None))
    forget_respondents(connection, kept)
    connection.execute(update(respondents).where(respondents.c.id.in_(kept)).values(person_id=None, revoked_at=now))
    connection.execute(delete(browser_keys).where(browser_keys.c.respondent_id.in_(kept)))
    connection.execute(delete(mailed_codes).where(mailed_codes.c.respondent_id.in_(kept)))


def forget_respondents(connection: Connection, respondent_ids: Sequence[str]) -> None:
    """Take name and address out of invitations; the invitations stay."""
    nameless = {"name": "", "email": "", "email_key": respondents.c.id}
    connection.execute(update(respondents).where(respondents.c.id.in_(respondent_ids)).values(nameless))


def delete_mails(connection: Connection, mail_ids: Sequence[str]) -> None:
    """Delete mails."""
    connection.execute(delete(mails).where(mails.c.id.in_(mail_ids)))


def _of(whose: Whose) -> ColumnElement[bool]:
    return respondents.c.id.in_(whose.respondent_ids)


def _in_a_record() -> ColumnElement[bool]:
    """Whether a respondent began before the assessment was sent for the last time."""
    sent = submissions.c.assessment_id == respondents.c.assessment_id
    return exists().where(sent, submissions.c.submitted_at >= respondents.c.started_at)


def _subjects(whose: Whose) -> dict[str, Select[tuple[object, ...]]]:
    """What is read of each subject."""
    person = whose.person_id
    account = people.c
    columns = [account.id, account.email, account.name, account.language, account.created_at, account.seen_at]
    factor = account.totp_secret.is_not(None).label("second_factor")
    session = sessions.c
    invited, asked, event = account_invitations.c, respondents.c, audit_events.c
    mine = or_(event.actor.in_(whose.names), event.object.in_(whose.names))
    states = [asked.started_at, asked.finished_at, asked.declined_at, asked.revoked_at]
    return {
        "account": select(*columns, factor, account.disabled_at).where(account.id == person),
        "identities": select(identities.c.issuer, identities.c.subject).where(identities.c.person_id == person),
        "memberships": select(memberships.c.role, memberships.c.place, memberships.c.created_at).where(
            memberships.c.person_id == person
        ),
        "sessions": select(session.device, session.created_at, session.seen_at).where(session.person_id == person),
        "invitations": select(
            invited.email, invited.role, invited.created_at, invited.expires_at, invited.accepted_at
        ).where(invited.email_key == whose.email_key),
        "keys": select(api_keys.c.name, api_keys.c.prefix, api_keys.c.created_at).where(
            api_keys.c.created_by == person
        ),
        "assessments": select(assessments.c.id, assessments.c.created_at).where(assessments.c.lead_id == person),
        "invitations_to_answer": select(
            asked.assessment_id, asked.email, asked.name, asked.role, asked.invited_at, *states
        ).where(_of(whose)),
        "answers": select(answers.c.assessment_id, answers.c.code, answers.c.value, answers.c.saved_at)
        .where(or_(answers.c.author.in_(whose.authors), answers.c.sheet.in_(whose.respondent_ids)))
        .order_by(answers.c.assessment_id, answers.c.code),
        "events": select(event.at, event.action, event.place).where(mine).order_by(event.number),
    }
