"""The audit: one chain whoever writes, and no change goes unseen."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Text, cast, delete, insert, select, text, update
from sqlalchemy.exc import SQLAlchemyError

from assessment.domain.audit import AuditAction, UnfitDetails
from assessment.services.audit import list_events, record, verify
from assessment.storage.audit import read_events
from assessment.storage.database import Database
from assessment.storage.failures import DatabaseProblem
from assessment.storage.tables import audit_events

NOW = datetime(2026, 3, 2, 9, 30, 15, 120_000, tzinfo=UTC)


def note(database: Database, number: int = 1) -> None:
    with database.sessions.begin() as session:
        record(
            session,
            at=NOW + timedelta(seconds=number),
            actor=f"person:{number:022}",
            action=AuditAction.MEMBERSHIP_GRANTED,
            object="organisation:one",
            place="two",
            role="lead",
            number=number,
            earlier=["a", "b"],
        )


def faults_of(database: Database) -> list[int]:
    with database.readings.begin() as session:
        return verify(session).faults


def test_events_written_at_the_same_time_form_one_chain(database: Database) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: note(database, number), range(80)))
    with database.readings.begin() as session:
        found = verify(session)
        assert (found.faults, found.events) == ([], 80)
        assert [event.number for event in list_events(session, 3)] == [78, 79, 80]


def test_an_event_goes_with_what_it_tells_of(database: Database) -> None:
    with database.sessions() as session:
        record(session, at=NOW, actor="link", action=AuditAction.PERSON_ERASED, object="person:x")
        session.rollback()
    with database.readings.begin() as session:
        assert verify(session).events == 0


@pytest.mark.parametrize(
    "value", ["ada@fictif.example", "Ada Fictive", "a\nb", "é", 1.5, {"name": "x"}, [["x"]], b"x", "x" * 65]
)
def test_details_that_could_name_somebody_are_refused(database: Database, value: object) -> None:
    with pytest.raises(UnfitDetails), database.sessions.begin() as session:
        record(session, at=NOW, actor="link", action=AuditAction.PERSON_CREATED, object="person:x", found=value)


def test_any_changed_byte_of_any_column_is_found(database: Database) -> None:
    for number in range(1, 31):
        note(database, number)
    tried = 0
    for column in audit_events.c:
        for number in range(1, 31, 4):
            tried += _try_every_byte(database, column.name, number)
    assert faults_of(database) == []
    assert tried > 1500


def _try_every_byte(database: Database, column: str, number: int) -> int:
    """Change each byte of one value in turn, and undo it; how many of the changes the engine took."""
    tried = 0
    kind = {"at": "timestamp", "details": "json", "number": "integer"}.get(column, "varchar")
    value = ":new" if database.engine.dialect.name == "sqlite" else f"CAST(:new AS {kind})"
    statement = text(f"UPDATE audit_events SET {column} = {value} WHERE number = {number}")  # noqa: S608
    with database.sessions() as session:
        before = list(read_events(session.connection()))
        kept = str(getattr(before[number - 1], column))
        for position, character in enumerate(kept):
            changed = kept[:position] + chr(ord(character) ^ 1) + kept[position + 1 :]
            with suppress(SQLAlchemyError, DatabaseProblem), session.begin_nested() as change:
                session.execute(statement, {"new": changed})
                if list(read_events(session.connection())) != before:
                    tried += 1
                    assert verify(session).faults, (column, number, changed)
                change.rollback()
        session.rollback()
    return tried


def test_an_event_that_is_gone_added_or_moved_is_found(database: Database) -> None:
    for number in range(1, 11):
        note(database, number)
    with database.readings.begin() as session:
        last = verify(session).last
    numbers = audit_events.c.number
    for statement in (
        delete(audit_events).where(numbers == 5),
        delete(audit_events).where(numbers < 3),
        update(audit_events).where(numbers == 10).values(number=12),
        insert(audit_events).from_select(
            [column.name for column in audit_events.c],
            select(numbers + 10, *(column for column in audit_events.c if column.name != "number")).where(numbers == 1),
        ),
    ):
        with database.sessions() as session:
            session.execute(statement)
            assert verify(session).faults
            session.rollback()
    with database.sessions() as session:
        session.execute(delete(audit_events).where(numbers == 10))
        assert verify(session).faults == []
        assert not verify(session, last).holds
        session.rollback()


def test_what_is_kept_is_what_the_hash_covers(database: Database) -> None:
    note(database)
    with database.readings.begin() as session:
        details = session.execute(select(cast(audit_events.c.details, Text))).scalar()
        (event,) = read_events(session.connection())
    assert details == event.details == '{"earlier": ["a", "b"], "number": 1, "role": "lead"}'
    assert event.at == "2026-03-02 09:30:16.120000"


def test_no_other_code_changes_or_deletes_events() -> None:
    package = Path(__file__).parents[2] / "assessment"
    writing = [
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        if "migrations" not in path.parts
        for written in (path.read_text(),)
        if "delete(audit_events" in written or "update(audit_events" in written or "connection, audit_events" in written
    ]
    assert writing == ["storage/retention.py"]
