"""Doing without a second factor again, on the pages."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from assessment.domain.membership import MembershipRole
from assessment.services.secrets import new_secret
from assessment.storage.accounts import change_person, find_person
from assessment.storage.tables import audit_events, recovery_codes, sessions
from assessment.web.site import Site
from tests.accounts import PASSWORD, Someone, kept_password, sign_in, someone
from tests.visitors import Visitor

OFF = "/account/second-factor/off"
SHORT = "huit8huit"


def site_of(visitor: Visitor) -> Site:
    site: Site = visitor.client.app.state.site  # type: ignore[attr-defined]
    return site


def signed_in(visitor: Visitor, *, role: MembershipRole | None = None, factor: bool = True) -> Someone:
    """Somebody with a second factor, who has just shown it."""
    site = site_of(visitor)
    with site.database.sessions.begin() as session:
        email = f"{new_secret().lower().strip('_-')}@fictif.example"
        person = someone(session, email, seal=site.seal if factor else None, role=role)
    sign_in(visitor, person)
    return person


def has_factor(visitor: Visitor, person: Someone) -> bool:
    with site_of(visitor).database.readings.begin() as session:
        row = find_person(session.connection(), person.id)
    assert row is not None
    return row["totp_secret"] is not None


def next_code(person: Someone) -> str:
    """A code that was not used to sign in."""
    return person.code(datetime.now(UTC) + timedelta(seconds=30))


def test_whoever_proves_it_may_do_without_and_signs_in_by_password_alone(visitor_on_each: Visitor) -> None:
    visitor = visitor_on_each
    person = signed_in(visitor)
    before = visitor.client.cookies["session"]
    assert OFF in visitor.get("/account").text
    assert visitor.get(OFF).status_code == 200
    answer = visitor.post(OFF, {"password": PASSWORD, "current": next_code(person)})
    assert (answer.status_code, answer.headers["location"]) == (303, "/account?done=yes")
    assert not has_factor(visitor, person)
    assert visitor.client.cookies["session"] != before
    with site_of(visitor).database.readings.begin() as session:
        mine = select(audit_events.c.action).where(audit_events.c.object == f"person:{person.id}")
        assert "factor.removed" in session.execute(mine).scalars().all()
        codes = select(func.count()).where(recovery_codes.c.person_id == person.id)
        assert session.execute(codes).scalar_one() == 0
        assert session.execute(select(func.count()).where(sessions.c.person_id == person.id)).scalar_one() == 1
    visitor.client.cookies.clear()
    sign_in(visitor, Someone(person.id, person.email))
    assert OFF not in visitor.get("/account").text


def test_password_and_code_are_both_asked_for(visitor: Visitor) -> None:
    person = signed_in(visitor)
    for form in ({"password": "something else", "current": next_code(person)}, {"password": PASSWORD, "current": "1"}):
        assert visitor.post(OFF, form).status_code == 422
    assert has_factor(visitor, person)
    assert visitor.post(OFF, {"password": PASSWORD, "current": next_code(person)}).status_code == 303


def test_a_short_password_is_changed_first_and_the_code_is_not_used_up(visitor: Visitor) -> None:
    person = signed_in(visitor)
    site = site_of(visitor)
    with site.database.sessions.begin() as session:
        change_person(session.connection(), person.id, password_hash=kept_password(SHORT))
    code = next_code(person)
    refused = visitor.post(OFF, {"password": SHORT, "current": code})
    assert refused.status_code == 422
    assert "trop court pour suffire à lui seul" in refused.text
    assert has_factor(visitor, person)
    assert visitor.post("/account/password", {"current": SHORT, "password": PASSWORD}).status_code == 303
    assert visitor.post(OFF, {"password": PASSWORD, "current": code}).status_code == 303


@pytest.mark.parametrize("factor", [True, False])
def test_where_a_role_asks_for_it_or_there_is_none_it_cannot_be_turned_off(visitor: Visitor, factor: bool) -> None:
    person = signed_in(visitor, role=MembershipRole.ADMINISTRATOR if factor else None, factor=factor)
    assert OFF not in visitor.get("/account").text
    assert visitor.get(OFF).status_code == 409
    assert visitor.post(OFF, {"password": PASSWORD, "current": "123456"}).status_code == 409
    assert has_factor(visitor, person) is factor
