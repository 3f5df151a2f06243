"""People with accounts, made without the pages; and their telephones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache

import pyotp
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from assessment.domain.membership import MembershipRole
from assessment.services.accounts import NewPerson, create_person
from assessment.services.addresses import read_address
from assessment.services.passwords import Passwords
from assessment.services.secrets import Seal, new_secret
from assessment.storage.accounts import change_person
from assessment.storage.memberships import keep_membership, place_columns
from assessment.storage.tables import attempts
from tests.visitors import Visitor

PASSWORD = "cheval correct batterie agrafe"
NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


@cache
def kept_password(password: str = PASSWORD) -> str:
    """What is kept of a password; worked out once for all tests."""
    made = Passwords()
    try:
        return made.hash(password)
    finally:
        made.close()


@dataclass(frozen=True, slots=True)
class Someone:
    """A person with an account; `secret` is on their telephone."""

    id: str
    email: str
    secret: str = ""

    def code(self, at: datetime | None = None) -> str:
        """What the telephone shows."""
        return pyotp.TOTP(self.secret).at(at or datetime.now(UTC))


def someone(
    session: Session,
    email: str,
    *,
    name: str = "Camille Fictive",
    password: str | None = PASSWORD,
    seal: Seal | None = None,
    role: MembershipRole | None = None,
    place: str = "platform",
    now: datetime = NOW,
) -> Someone:
    """A person, with a second factor where there is a `seal` to keep it, and with a role in a place."""
    kept = None if password is None else kept_password(password)
    new = NewPerson(address=read_address(email), name=name, language="fr", password_hash=kept)
    person_id = create_person(session, new, actor="command-line", now=now)
    assert person_id is not None
    secret = pyotp.random_base32() if seal else ""
    if seal:
        change_person(session.connection(), person_id, totp_secret=seal.close(secret))
    if role:
        row: dict[str, object] = {
            "id": new_secret(),
            "person_id": person_id,
            "place": place,
            "role": role.value,
            "created_at": now,
        }
        keep_membership(session.connection(), row | place_columns(role, place))
    return Someone(person_id, email, secret)


def let_pass(session: Session, time: timedelta) -> None:
    """Make every try counted so far older."""
    for row in session.execute(select(attempts)).mappings().all():
        moved = update(attempts).where(attempts.c.bucket == row["bucket"]).values(since=row["since"] - time)
        session.execute(moved)


def sign_in(visitor: Visitor, person: Someone, *, password: str = PASSWORD) -> None:
    """Sign in on the pages, with the second factor where there is one."""
    answer = visitor.post("/sign-in", {"email": person.email, "password": password})
    assert answer.status_code == 303, answer.text
    if person.secret:
        answer = visitor.post("/sign-in/second-factor", {"code": person.code()})
        assert answer.status_code == 303, answer.text
