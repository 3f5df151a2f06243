"""`assessment account`, as an operator types it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from assessment.cli import main
from assessment.domain.membership import PLATFORM, MembershipRole
from assessment.services.account_invitations import InvitationState, find_invitation
from assessment.services.audit import verify
from assessment.services.mail import LetterKind, letters_kept
from assessment.services.secrets import Seal, hash_of, new_secret, read_seal
from assessment.storage.database import Database
from assessment.storage.tables import audit_events, people, recovery_codes, sessions
from tests.accounts import Someone, someone

EMAIL = "ada@fictif.example"
NAMES = ("invite-administrator", "reset-factor", "disable", "enable")


class House:
    """The database that the commands work on, with one person in it."""

    def __init__(self, address: str, key_file: Path) -> None:
        self.database = Database(address)
        self.database.upgrade()
        self.seal: Seal = read_seal(key_file)
        now = datetime.now(UTC)
        with self.database.sessions.begin() as session:
            self.person: Someone = someone(session, EMAIL, seal=self.seal, now=now)
            session.execute(recovery_codes.insert(), {"hash": hash_of("code"), "person_id": self.person.id})
            times = {"created_at": now, "seen_at": now, "expires_at": now.replace(year=now.year + 1)}
            row = {"id": new_secret(), "hash": hash_of("key"), "person_id": self.person.id, "device": "Test"}
            session.execute(sessions.insert(), row | times)

    def column(self, statement: object) -> list[object]:
        with self.database.readings.begin() as session:
            return list(session.execute(statement).scalars())  # type: ignore[call-overload]

    def last_event(self) -> tuple[str, str, str]:
        """Who did what to what, as the audit says of the last event; its chain is whole."""
        with self.database.readings.begin() as session:
            assert verify(session).faults == []
            newest = select(audit_events).order_by(audit_events.c.number.desc()).limit(1)
            event = session.execute(newest).mappings().one()
        return event["actor"], event["action"], event["object"]


@pytest.fixture
def house(sqlite_address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    monkeypatch.setenv("ASSESSMENT_DATABASE", sqlite_address)
    monkeypatch.setenv("ASSESSMENT_KEY_FILE", str(tmp_path / "assessment.key"))
    monkeypatch.setenv("ASSESSMENT_BASE_ADDRESS", "https://assessment.example/")
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    found = House(sqlite_address, tmp_path / "assessment.key")
    yield found
    found.database.close()


def run(*words: str) -> Result:
    result = CliRunner().invoke(main, ["account", *words])
    assert "Traceback" not in result.output
    return result


def test_the_link_for_an_administrator_is_printed_alone_and_a_new_one_ends_it(house: House) -> None:
    links = []
    for _time in range(2):
        result = run("invite-administrator", "New@fictif.example")
        assert result.exit_code == 0
        assert "14 days" in result.stderr
        (link,) = result.stdout.split()
        links.append(link)
        assert house.last_event()[:2] == ("command-line", "account-invitation.sent")
    assert all(link.startswith("https://assessment.example/join/") for link in links)
    now = datetime.now(UTC)
    with house.database.readings.begin() as session:
        first, second = (find_invitation(session, link.rpartition("/")[2], now) for link in links)
    assert first is not None
    assert second is not None
    assert (first.state, second.state) == (InvitationState.REVOKED, InvitationState.OPEN)
    assert (second.role, second.place, second.has_account) == (MembershipRole.ADMINISTRATOR, PLATFORM, False)
    assert links[1].rpartition("/")[2] not in (house.database.engine.url.database or "")


def test_a_lost_second_factor_is_taken_away_and_the_person_told(house: House) -> None:
    result = run("reset-factor", EMAIL.upper())
    assert result.exit_code == 0
    assert house.column(select(people.c.totp_secret)) == [None]
    assert house.column(select(recovery_codes.c.hash)) == []
    assert house.column(select(sessions.c.id)) == []
    assert house.last_event() == ("command-line", "factor.removed", f"person:{house.person.id}")
    with house.database.readings.begin() as session:
        told = [(letter.to, letter.kind) for _, letter in letters_kept(session, house.seal)]
    assert told == [(EMAIL, LetterKind.SECURITY_NOTICE)]


def test_a_disabled_person_is_out_at_once_and_in_again_when_enabled(house: House) -> None:
    assert run("disable", EMAIL).exit_code == 0
    assert house.column(select(people.c.disabled_at)) != [None]
    assert house.column(select(sessions.c.id)) == []
    assert house.last_event() == ("command-line", "person.disabled", f"person:{house.person.id}")
    assert run("enable", EMAIL).exit_code == 0
    assert house.column(select(people.c.disabled_at)) == [None]
    assert house.last_event() == ("command-line", "person.enabled", f"person:{house.person.id}")


@pytest.mark.parametrize("name", NAMES[1:])
def test_an_address_nobody_has_is_said_to_be_unknown_and_nothing_happens(house: House, name: str) -> None:
    before = house.last_event()
    for language, words in (("en", "Nobody has an account"), ("fr", "Personne n’a de compte")):
        result = run(name, "nobody@fictif.example", "--lang", language)
        assert (result.exit_code, words in result.output) == (1, True)
    assert house.last_event() == before


@pytest.mark.parametrize("name", NAMES)
def test_what_is_no_address_is_refused_with_an_example(house: House, name: str) -> None:
    before = house.last_event()
    result = run(name, "nobody")
    assert (result.exit_code, "name@organisation.example" in result.output) == (1, True)
    assert run(name).exit_code == 2
    assert house.last_event() == before
