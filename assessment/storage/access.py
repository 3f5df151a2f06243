"""What decides who may open what: read in one place, always starting from who asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, RowMapping, bindparam, delete, select, update

from assessment.domain.membership import Membership, MembershipRole, role_in
from assessment.domain.participation import WHOLE, Mode, Share, share_for
from assessment.domain.participation import ResultsFor as ResultsFor
from assessment.domain.participation import Standing as Standing
from assessment.storage.assessments import ID
from assessment.storage.tables import (
    assessments,
    browser_keys,
    memberships,
    organisation_networks,
    people,
    readers,
    respondents,
    sessions,
)

INACTIVITY = timedelta(minutes=45)
SEEN_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """The person behind a session. `verified` is false while a second factor that exists was not yet shown."""

    person_id: str
    session_id: str
    name: str
    email: str
    language: str
    has_second_factor: bool
    verified: bool
    seen_at: datetime
    expires_at: datetime
    memberships: tuple[Membership, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentAccess:
    """How somebody may open an assessment.

    `respondent` is the row of an invitation that is neither over nor revoked, also beside another standing; `author`
    is noted with every answer given.
    """

    assessment_id: str
    standing: Standing
    organisation_id: str | None
    mode: Mode
    results_for: ResultsFor
    respondent: RowMapping | None
    author: str | None


# Asked at every request of somebody signed in, so built once.
ALIVE = (
    select(sessions, people)
    .join(people)
    .where(
        sessions.c.hash == bindparam("given_hash"),
        sessions.c.expires_at > bindparam("now"),
        sessions.c.seen_at > bindparam("unused"),
        people.c.disabled_at.is_(None),
    )
)
OF_A_PERSON = (
    select(memberships.c.role, memberships.c.place)
    .where(memberships.c.person_id == bindparam("person"))
    .order_by(memberships.c.created_at, memberships.c.id)
)


def find_session(connection: Connection, session_hash: str, now: datetime) -> SignedIn | None:
    """The person whose session this is; None when it is unknown, too long unused, over, or the person was disabled."""
    given = {"given_hash": session_hash, "now": now, "unused": now - INACTIVITY}
    row = connection.execute(ALIVE, given).first()
    if row is None:
        return None
    found = row._mapping
    has_second_factor = found[people.c.totp_secret] is not None
    return SignedIn(
        person_id=found[people.c.id],
        session_id=found[sessions.c.id],
        name=found[people.c.name],
        email=found[people.c.email],
        language=found[people.c.language],
        has_second_factor=has_second_factor,
        verified=not has_second_factor or found[sessions.c.verified_at] is not None,
        seen_at=found[sessions.c.seen_at],
        expires_at=found[sessions.c.expires_at],
        memberships=read_memberships(connection, found[people.c.id]),
    )


def read_memberships(connection: Connection, person_id: str) -> tuple[Membership, ...]:
    """Everything a person belongs to."""
    rows = connection.execute(OF_A_PERSON, {"person": person_id})
    return tuple(Membership(MembershipRole(row.role), row.place) for row in rows)


def touch_session(connection: Connection, session_id: str, now: datetime) -> None:
    """Note that a session is in use."""
    connection.execute(update(sessions).where(sessions.c.id == session_id).values(seen_at=now))


def insert_session(connection: Connection, row: dict[str, object]) -> None:
    """Keep a new session; `row` by column."""
    connection.execute(sessions.insert(), row)


def delete_sessions(connection: Connection, person_id: str, *, but: str | None = None) -> None:
    """End all sessions of a person, but for the one with the id `but`."""
    kept = [] if but is None else [sessions.c.id != but]
    connection.execute(delete(sessions).where(sessions.c.person_id == person_id, *kept))


def networks_of(connection: Connection, organisation_id: str) -> Sequence[str]:
    """The ids of the networks an organisation belongs to."""
    rows = select(organisation_networks.c.network_id).where(organisation_networks.c.organisation_id == organisation_id)
    return connection.execute(rows).scalars().all()


def find_assessment_access(
    connection: Connection, assessment_id: str, *, key_hash: str | None, person: SignedIn | None, now: datetime
) -> AssessmentAccess | None:
    """How the holder of a browser's key, or a person, may open an assessment; None when neither may.

    A person's own standing goes before that of a key, so that signing in never takes anything away.
    """
    if not ID.fullmatch(assessment_id):
        return None
    row = connection.execute(select(assessments).where(assessments.c.id == assessment_id)).mappings().first()
    if row is None:
        return None
    standing = None if person is None else standing_of(row, person)
    respondent = None if person is None else _invited(connection, assessment_id, person.person_id, now)
    if key_hash is not None and (standing is None or respondent is None):
        by_key, by_invitation = _by_key(connection, assessment_id, key_hash, now)
        standing, respondent = standing or by_key, respondent or by_invitation
    if standing is None and respondent is None:
        return None
    return AssessmentAccess(
        assessment_id=assessment_id,
        standing=standing or Standing.RESPONDENT,
        organisation_id=row["organisation_id"],
        mode=Mode(row["mode"]),
        results_for=ResultsFor(row["results_for"]),
        respondent=respondent,
        author=person.person_id if person else respondent["id"] if respondent else None,
    )


def share_of(access: AssessmentAccess) -> Share:
    """What somebody answers: their share as an invited person, else all of it on the sheet of the organisation."""
    if access.respondent is None or access.standing in (Standing.LEAD, Standing.HOLDER):
        return WHOLE
    return share_for(access.mode, access.respondent)


def standing_of(assessment: RowMapping, person: SignedIn) -> Standing | None:
    """What a person is to an assessment by belonging to its organisation; None outside it."""
    role = role_in(person.memberships, assessment["organisation_id"] or "")
    if role is None:
        return None
    if assessment["lead_id"] == person.person_id:
        return Standing.LEAD
    return Standing.MANAGER if role is MembershipRole.LEAD else Standing.COLLEAGUE


def _invited(connection: Connection, assessment_id: str, person_id: str, now: datetime) -> RowMapping | None:
    mine = respondents.c.assessment_id == assessment_id, respondents.c.person_id == person_id
    return connection.execute(select(respondents).where(*mine, *still_invited(now))).mappings().first()


def still_invited(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """What makes an invitation one that may be answered: not revoked, not declined, not over."""
    return (
        respondents.c.revoked_at.is_(None),
        respondents.c.declined_at.is_(None),
        respondents.c.expires_at > now,
    )


def _by_key(
    connection: Connection, assessment_id: str, key_hash: str, now: datetime
) -> tuple[Standing | None, RowMapping | None]:
    held = browser_keys.c.hash == key_hash, browser_keys.c.expires_at > now
    mine = browser_keys.c.assessment_id == assessment_id
    key = connection.execute(select(browser_keys).where(*held, mine)).first()
    if key is None:
        return None, None
    if key.respondent_id is None and key.reader_id is None:
        return Standing.HOLDER, None
    invited = select(respondents).where(respondents.c.id == key.respondent_id, *still_invited(now))
    valid = readers.c.id == key.reader_id, readers.c.revoked_at.is_(None), readers.c.expires_at > now
    reader = connection.execute(select(readers.c.id).where(*valid)).first()
    return (None if reader is None else Standing.READER), connection.execute(invited).mappings().first()
