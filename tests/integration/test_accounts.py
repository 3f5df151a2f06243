"""Accounts, tries and invitations, once on each engine."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from cryptography.fernet import Fernet

from assessment.domain.membership import PLATFORM, MembershipRole
from assessment.services.account_invitations import (
    InvitationState,
    NewInvitation,
    accept,
    find_invitation,
    invitations_to,
    invite,
    invite_by_mail,
    resend,
    revoke,
)
from assessment.services.accounts import UnknownPerson, reset_factor, use_code
from assessment.services.addresses import read_address
from assessment.services.attempts import Limit, forget_tries, return_try, take_try, wait_for
from assessment.services.second_factor import Shown, new_recovery_codes
from assessment.services.secrets import Seal, hash_of, new_secret
from assessment.services.sign_in import link_identity, person_of, sign_in_person
from assessment.storage.access import find_session, read_memberships
from assessment.storage.accounts import find_person_by_address
from assessment.storage.database import Database
from tests.accounts import NOW, someone

FEW = Limit("few", 3, timedelta(minutes=10))
ADDRESS = read_address("camille@office-fictif.example")
OFFER = NewInvitation(address=ADDRESS, language="fr", role=MembershipRole.ADMINISTRATOR, place=PLATFORM)


@pytest.fixture
def seal() -> Seal:
    return Seal((Fernet.generate_key().decode(),))


def test_tries_run_out_and_come_back_after_the_period(database: Database) -> None:
    def take(minutes: float) -> timedelta | None:
        with database.sessions.begin() as session:
            return take_try(session, FEW, "x", NOW + timedelta(minutes=minutes))

    assert [take(minute) for minute in (0, 4, 5)] == [None, None, None]
    assert take(6) == timedelta(minutes=9)
    assert take(14) == timedelta(minutes=1)
    assert take(15) is None


def test_a_try_given_back_or_forgotten_can_be_taken_again(database: Database) -> None:
    with database.sessions.begin() as session:
        assert [take_try(session, FEW, "x", NOW) for _ in range(3)] == [None] * 3
        assert wait_for(session, FEW, "x", NOW) == timedelta(minutes=10)
        assert wait_for(session, FEW, "y", NOW) is None
        return_try(session, FEW, "x", NOW)
        assert wait_for(session, FEW, "x", NOW) is None
        assert take_try(session, FEW, "x", NOW) is None
        assert take_try(session, FEW, "x", NOW) is not None
        forget_tries(session, FEW, "x")
        assert take_try(session, FEW, "x", NOW) is None


def test_tries_made_at_the_same_moment_all_count(database: Database) -> None:
    limit = Limit("many", 10, timedelta(minutes=10))

    def take(_number: int) -> bool:
        with database.sessions.begin() as session:
            return take_try(session, limit, "x", NOW) is None

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(take, range(40))) == 10


def test_a_code_serves_once_whoever_is_faster(database: Database, seal: Seal) -> None:
    with database.sessions.begin() as session:
        person = someone(session, ADDRESS.email, seal=seal)
        recovery = new_recovery_codes(session, person.id)[0]

    def show(code: str) -> Shown:
        with database.sessions.begin() as session:
            return use_code(session, seal, person.id, code, NOW)

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(show, [person.code(NOW)] * 4)) == [Shown.REUSED] * 3 + [Shown.RIGHT]
        assert sorted(pool.map(show, [recovery] * 4)) == [Shown.RECOVERED] + [Shown.WRONG] * 3


def test_a_factor_sealed_with_a_lost_key_leaves_the_recovery_codes(database: Database, seal: Seal) -> None:
    with database.sessions.begin() as session:
        person = someone(session, ADDRESS.email, seal=seal)
        recovery = new_recovery_codes(session, person.id)[0]
        other = Seal((Fernet.generate_key().decode(),))
        assert use_code(session, other, person.id, person.code(NOW), NOW) is Shown.WRONG
        assert use_code(session, other, person.id, recovery, NOW) is Shown.RECOVERED


def test_a_session_waits_for_the_second_factor_however_one_came(database: Database, seal: Seal) -> None:
    with database.sessions.begin() as session:
        plain = someone(session, "a@office-fictif.example")
        careful = someone(session, "b@office-fictif.example", seal=seal)
        for person, verified in ((plain, True), (careful, False)):
            key = sign_in_person(session, person.id, device="", old_key=None, now=NOW, by="provider")
            from_hash = find_session(session.connection(), hash_of(key), NOW)
            assert from_hash is not None
            assert from_hash.verified is verified


def test_a_provider_s_subject_is_one_person_s_only_and_an_address_alone_is_nobody_s(database: Database) -> None:
    """A15: an unknown subject with a known address lets nobody in."""
    with database.sessions.begin() as session:
        first, second = someone(session, "a@office-fictif.example"), someone(session, "b@office-fictif.example")
        assert person_of(session, issuer="https://provider.example", subject="1") is None
        assert link_identity(session, first.id, issuer="https://provider.example", subject="1", now=NOW)
        assert link_identity(session, first.id, issuer="https://provider.example", subject="1", now=NOW)
        assert not link_identity(session, second.id, issuer="https://provider.example", subject="1", now=NOW)
        assert person_of(session, issuer="https://provider.example", subject="1") == first.id
        assert person_of(session, issuer="https://other.example", subject="1") is None


def test_an_invitation_is_accepted_once_whoever_is_faster(database: Database) -> None:
    with database.sessions.begin() as session:
        person = someone(session, ADDRESS.email)
        issued = invite(session, OFFER, actor="command-line", now=NOW)
        invitation = find_invitation(session, issued.token, NOW)
    assert invitation is not None

    def take(_number: int) -> bool:
        with database.sessions.begin() as session:
            return accept(session, invitation, person.id, NOW)

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(take, range(4))) == 1
    with database.readings.begin() as session:
        assert [item.role for item in read_memberships(session.connection(), person.id)] == [OFFER.role]


def test_an_invitation_sent_again_has_a_new_link_and_the_whole_time(database: Database, seal: Seal) -> None:
    with database.sessions.begin() as session:
        issued = invite(session, OFFER, actor="command-line", now=NOW)
        later = NOW + timedelta(days=20)
        over = find_invitation(session, issued.token, later)
        assert over is not None
        assert over.state is InvitationState.EXPIRED
        again = {"inviter": "", "link": str, "actor": "command-line", "now": later}
        assert resend(session, seal, issued.id, PLATFORM, **again)  # type: ignore[arg-type]
        assert find_invitation(session, issued.token, later) is None
        (row,) = invitations_to(session, PLATFORM)
        assert row["expires_at"] == later + timedelta(days=14)


def test_what_is_done_to_an_invitation_needs_the_place_it_leads_to(database: Database, seal: Seal) -> None:
    """A3: the id of an invitation and the id of another place never work together."""
    with database.sessions.begin() as session:
        identifier = invite_by_mail(session, seal, OFFER, link=str, actor="command-line", now=NOW)
        again = {"inviter": "", "link": str, "actor": "command-line", "now": NOW}
        for place in (new_secret(), ""):
            assert not revoke(session, identifier, place, actor="command-line", now=NOW)
            assert not resend(session, seal, identifier, place, **again)  # type: ignore[arg-type]
            assert not invitations_to(session, place)
        assert revoke(session, identifier, PLATFORM, actor="command-line", now=NOW)
        assert not revoke(session, identifier, PLATFORM, actor="command-line", now=NOW)
        assert not resend(session, seal, identifier, PLATFORM, **again)  # type: ignore[arg-type]


def test_a_lost_factor_is_reset_with_its_recovery_codes(database: Database, seal: Seal) -> None:
    with database.sessions.begin() as session:
        person = someone(session, ADDRESS.email, seal=seal)
        recovery = new_recovery_codes(session, person.id)[0]
        reset_factor(session, seal, ADDRESS.key, actor="command-line", now=NOW)
        assert use_code(session, seal, person.id, recovery, NOW) is Shown.WRONG
        row = find_person_by_address(session.connection(), ADDRESS.key)
        assert row is not None
        assert row["totp_secret"] is None
        with pytest.raises(UnknownPerson):
            reset_factor(session, seal, "nobody@office-fictif.example", actor="command-line", now=NOW)
