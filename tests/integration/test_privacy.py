"""What a person may ask for: everything kept about them, and that nothing be left of it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import String, cast, select

from assessment.domain.audit import AuditAction
from assessment.services.addresses import read_address
from assessment.services.audit import record, verify
from assessment.services.mail import Letter, LetterKind, letters_kept, post
from assessment.services.privacy import StillNeeded, UnknownPerson, erase_person, export_person, readable
from assessment.services.secrets import Seal
from assessment.settings import bundled
from assessment.storage import tables
from assessment.storage.database import Database
from assessment.templating import Templates
from tests.people import Rows

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
SEAL = Seal((Fernet.generate_key().decode(),))
MARKER = "zzmarker"
EMAIL = f"{MARKER}-mail@fictif.example"
BY_COMMAND: dict[str, Any] = {"actor": "command-line", "now": NOW}


@pytest.fixture
def rows(database: Database) -> Rows:
    return Rows(database, NOW)


def mark(rows: Rows) -> str:
    """A person with a marker wherever something about a person can stand: 12 of them."""
    address = {"email": EMAIL, "email_key": EMAIL}
    person = rows.person("ada", name=f"{MARKER}-name", password_hash=f"{MARKER}-hash", **address)
    organisation = rows.organisation()
    rows.membership(rows.person("other"), "lead", organisation)
    rows.membership(person, "lead", organisation)
    moments = {"created_at": NOW, "expires_at": NOW + timedelta(hours=1)}
    rows.add(tables.identities, issuer="https://id.example", subject=f"{MARKER}-sub", person_id=person, created_at=NOW)
    session = {"hash": f"{MARKER}-s", "id": "s", "device": f"{MARKER}-device", "seen_at": NOW}
    rows.add(tables.sessions, person_id=person, **session, **moments)
    rows.add(tables.recovery_codes, hash=f"{MARKER}-code", person_id=person)
    rows.add(tables.password_resets, hash=f"{MARKER}-reset", person_id=person, **moments)
    rows.add(tables.attempts, bucket=f"sign-in:{read_address(EMAIL).bucket}", since=NOW, count=3)
    rows.invitation("x", **address)
    sent = rows.assessment(submitted_at=NOW, revision=1, lead_id=person)
    rows.add(tables.submissions, assessment_id=sent, revision=1, submitted_at=NOW, answers={}, result={})
    answered = rows.respondent(sent, "x", **address | {"name": f"{MARKER}-n2"}, started_at=NOW, person_id=person)
    rows.add(tables.browser_keys, hash=f"{MARKER}-key", assessment_id=sent, respondent_id=answered, **moments)
    draft = rows.assessment()
    own = rows.respondent(draft, "x", **address | {"name": f"{MARKER}-n3"}, started_at=NOW)
    for assessment, sheet, author, code in [
        (sent, answered, answered, "A"),
        (draft, own, own, "B"),
        (draft, "", own, "C"),
    ]:
        values = {"value": f"{MARKER}-answer" if sheet == own else 2, "version": 1, "saved_at": NOW}
        rows.add(tables.answers, assessment_id=assessment, sheet=sheet, author=author, code=code, **values)
    with rows.database.sessions.begin() as session_:
        for to in (EMAIL, EMAIL.upper(), "other@fictif.example"):
            post(session_, SEAL, Letter(LetterKind.CODE, to, "fr", {"code": "123456"}), NOW)
        record(session_, at=NOW, actor=f"person:{person}", action=AuditAction.SIGNED_IN, object=f"person:{person}")
    return person


def everything(database: Database) -> str:
    """Every value of every row of every table."""
    with database.readings.begin() as session:
        return "\n".join(
            str(row)
            for table in tables.metadata.sorted_tables
            for row in session.execute(
                select(*(cast(column, String) for column in table.c if column.name != "content"))
            )
        )


def test_after_erasure_nothing_of_the_person_is_left_anywhere(database: Database, rows: Rows, tmp_path: Path) -> None:
    mark(rows)
    assert everything(database).count(MARKER) >= 12
    with database.sessions.begin() as session:
        erase_person(session, SEAL, read_address(EMAIL), **BY_COMMAND)
    database.fold_log()
    left = everything(database)
    assert MARKER not in left
    assert read_address(EMAIL).bucket not in left
    for file in tmp_path.iterdir():
        assert MARKER.encode() not in file.read_bytes(), file
    with database.readings.begin() as session:
        assert [letter.to for _, letter in letters_kept(session, SEAL)] == ["other@fictif.example"]
        assert verify(session).faults == []


def test_what_was_sent_stays_without_a_name_and_the_rest_of_their_sheet_goes(database: Database, rows: Rows) -> None:
    mark(rows)
    with database.sessions.begin() as session:
        erase_person(session, SEAL, read_address(EMAIL), **BY_COMMAND)
    with database.readings.begin() as session:
        (respondent,) = session.execute(select(tables.respondents)).mappings().all()
        kept = {row.code: row.author for row in session.execute(select(tables.answers))}
    assert (respondent["name"], respondent["email"], respondent["person_id"]) == ("", "", None)
    assert respondent["revoked_at"] == NOW
    assert kept == {"A": respondent["id"], "C": None}


def test_the_export_holds_everything_but_secrets_and_other_people(database: Database, rows: Rows) -> None:
    mark(rows)
    with database.sessions.begin() as session:
        document = export_person(session, SEAL, read_address(EMAIL.upper()), **BY_COMMAND)
    text = json.dumps(document)
    held = {subject for subject, found in document.items() if found}
    assert held == set(document) - {"keys"}
    assert len(document["answers"]) == 3
    assert len(document["mails"]) == 2
    for secret in ("-hash", "-code", "-reset", "-key", "other@", "token"):
        assert secret not in text
    for language, title in (("fr", "Tout ce qui est conservé sur vous"), ("en", "Everything kept about you")):
        page = readable(document, Templates(bundled("templates")), language)
        assert title in page
        assert f"{MARKER}-name" in page


def test_an_address_that_is_nowhere_is_said_to_be(database: Database) -> None:
    for ask in (export_person, erase_person):
        with pytest.raises(UnknownPerson), database.sessions.begin() as session:
            ask(session, SEAL, read_address("nobody@fictif.example"), **BY_COMMAND)


@pytest.mark.parametrize(("role", "sentence"), [("administrator", "only administrator"), ("lead", "only lead")])
def test_who_alone_runs_something_is_told_what_to_do_first(
    database: Database, rows: Rows, role: str, sentence: str
) -> None:
    place = "platform" if role == "administrator" else rows.organisation()
    rows.membership(rows.person("ada"), role, place)
    erase = read_address("ada@fictif.example")
    with pytest.raises(StillNeeded, match=sentence), database.sessions.begin() as session:
        erase_person(session, SEAL, erase, **BY_COMMAND)
    rows.membership(rows.person("bob"), role, place)
    with database.sessions.begin() as session:
        erase_person(session, SEAL, erase, **BY_COMMAND)
    assert len(rows.ids(tables.people)) == 1


def test_each_request_leaves_one_event(database: Database, rows: Rows) -> None:
    person = rows.person("ada")
    with database.sessions.begin() as session:
        export_person(session, SEAL, read_address("ada@fictif.example"), **BY_COMMAND)
        erase_person(session, SEAL, read_address("ada@fictif.example"), **BY_COMMAND)
    with database.readings.begin() as session:
        events = session.execute(select(tables.audit_events).order_by(tables.audit_events.c.number)).mappings().all()
    assert [(event["action"], event["object"]) for event in events] == [
        ("person.exported", f"person:{person}"),
        ("person.erased", f"person:{person}"),
    ]
