"""Retention runs by itself: with the clock moved on, what is over is gone and the rest is there."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import Table, func, select

from assessment.domain.audit import AuditAction
from assessment.services.audit import record, verify
from assessment.services.housekeeper import Housekeeper
from assessment.services.mail import Letter, LetterKind, letters_kept, post
from assessment.services.retention import Retention
from assessment.services.secrets import Seal
from assessment.storage import tables
from assessment.storage.database import Database
from tests.mail_server import eventually
from tests.people import Rows

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
DAY = timedelta(days=1)
SEAL = Seal((Fernet.generate_key().decode(),))
RETENTION = Retention(SEAL, lambda path: f"https://assessment.example{path}")


@pytest.fixture
def rows(database: Database) -> Rows:
    return Rows(database, NOW)


def run(database: Database, at: datetime) -> dict[str, int]:
    with database.sessions.begin() as session:
        counts = RETENTION.run(session, at)
        assert verify(session).faults == []
    return {subject: count for subject, count in counts.items() if count}


def count(database: Database, table: Table) -> int:
    with database.readings.begin() as session:
        return session.execute(select(func.count()).select_from(table)).scalar_one()


def test_what_opens_nothing_any_more_goes_at_once_and_nothing_else(database: Database, rows: Rows) -> None:
    person, assessment = rows.person("ada"), rows.assessment()
    respondent = rows.respondent(assessment, "bob")
    for hours in (1, 9):
        moment = {"created_at": NOW, "expires_at": NOW + timedelta(hours=hours)}
        rows.add(tables.browser_keys, hash=f"k{hours}", assessment_id=assessment, **moment)
        rows.add(tables.password_resets, hash=f"r{hours}", person_id=person, **moment)
        seen = moment | {"seen_at": NOW + timedelta(hours=hours - 1)}
        rows.add(tables.sessions, hash=f"s{hours}", id=f"s{hours}", person_id=person, device="", **seen)
    rows.add(tables.mailed_codes, respondent_id=respondent, hash="c", expires_at=NOW + timedelta(minutes=10))
    assert run(database, NOW) == {}
    at = NOW + timedelta(hours=2)
    assert run(database, at) == {"browser_keys": 1, "sessions": 1, "password_resets": 1, "mailed_codes": 1}
    assert [count(database, table) for table in (tables.browser_keys, tables.sessions)] == [1, 1]
    assert run(database, at) == {}


def test_addresses_of_invitations_go_three_months_after_their_end(database: Database, rows: Rows) -> None:
    assessment = rows.assessment()
    rows.respondent(assessment, "bob", expires_at=NOW + 10 * DAY)
    rows.invitation("eve", expires_at=NOW + 10 * DAY)
    assert run(database, NOW + 99 * DAY) == {}
    assert run(database, NOW + 101 * DAY) == {"invitations": 2}
    with database.readings.begin() as session:
        kept = session.execute(select(tables.respondents)).mappings().one()
    assert (kept["name"], kept["email"], kept["email_key"]) == ("", "", kept["id"])
    assert run(database, NOW + 102 * DAY) == {}


def test_drafts_nobody_touches_go_after_a_year_and_what_was_sent_stays(database: Database, rows: Rows) -> None:
    untouched, touched, sent = rows.assessment(), rows.assessment(), rows.assessment(submitted_at=NOW, revision=1)
    answer = {"assessment_id": touched, "code": "F_PROV", "value": 1, "version": 1, "saved_at": NOW + 100 * DAY}
    rows.add(tables.answers, **answer)
    assert run(database, NOW + 364 * DAY) == {}
    assert run(database, NOW + 366 * DAY) == {"drafts": 1}
    assert rows.ids(tables.assessments) == {touched, sent} - {untouched}


def test_idle_accounts_are_warned_twice_and_then_erased(database: Database, rows: Rows) -> None:
    rows.person("ada")
    start = NOW + 730 * DAY
    history = [
        run(database, start + day * DAY).get(subject, 0) for day in range(70) for subject in ("accounts_warned",)
    ]
    assert [day for day, warned in enumerate(history) if warned] == [0, 30]
    assert count(database, tables.people) == 0
    with database.readings.begin() as session:
        assert list(letters_kept(session, SEAL)) == []


def test_the_warning_says_until_when(database: Database, rows: Rows) -> None:
    rows.person("ada")
    run(database, datetime(2028, 3, 1, 9, tzinfo=UTC))
    with database.readings.begin() as session:
        ((_, letter),) = letters_kept(session, SEAL)
    assert letter.values == {"link": "https://assessment.example/sign-in", "deadline": "2028-04-30"}


def test_who_comes_back_after_a_warning_is_warned_anew_much_later(database: Database, rows: Rows) -> None:
    person, start = rows.person("ada"), NOW + 730 * DAY
    assert run(database, start)["accounts_warned"] == 1
    rows.change(tables.people, person, seen_at=start + DAY)
    assert "accounts" not in {subject for day in range(2, 90) for subject in run(database, start + day * DAY)}
    assert count(database, tables.people) == 1
    assert run(database, start + 731 * DAY) == {"accounts_warned": 1}


def test_the_last_administrator_is_kept_however_idle(database: Database, rows: Rows) -> None:
    rows.membership(rows.person("ada"), "administrator", "platform")
    for day in (730, 760, 790, 820):
        run(database, NOW + day * DAY)
    assert count(database, tables.people) == 1


def test_mails_are_forgotten_after_a_month(database: Database) -> None:
    with database.sessions.begin() as session:
        post(session, SEAL, Letter(LetterKind.CODE, "ada@fictif.example", "fr", {"code": "123456"}), NOW)
    assert run(database, NOW + 29 * DAY) == {}
    assert run(database, NOW + 30 * DAY) == {"mails": 1}


def test_old_events_are_cut_and_the_chain_still_holds(database: Database) -> None:
    for day in range(0, 400, 40):
        with database.sessions.begin() as session:
            record(session, at=NOW + day * DAY, actor="link", action=AuditAction.PERSON_CREATED, object="person:x")
    assert run(database, NOW + 500 * DAY) == {"events": 4}
    assert run(database, NOW + 560 * DAY) == {"events": 1}
    with database.sessions() as session:
        session.execute(tables.audit_events.delete().where(tables.audit_events.c.number == 6))
        assert verify(session).faults == [7]
        session.rollback()


def test_the_service_runs_it_by_itself(database: Database, rows: Rows) -> None:
    rows.assessment()
    keeper = Housekeeper(database, RETENTION.run, first=0.01, every=0.05, now=lambda: NOW + 400 * DAY)
    keeper.start()
    eventually(lambda: count(database, tables.assessments) == 0)
    keeper.close()
