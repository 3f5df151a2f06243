"""Engines, sessions, and what a person is told when the database refuses."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import Engine, event, text
from sqlalchemy.exc import DBAPIError

from assessment.storage.database import PRAGMAS, Database
from assessment.storage.failures import DatabaseProblem, DatabaseUnavailable, DatabaseUnwritable
from assessment.translation import translate
from tests.postgresql import Server

INSERT = text(
    "INSERT INTO browser_keys (hash, assessment_id, created_at, expires_at)"
    " VALUES (:hash, 'a', '2026-01-01', '2026-01-01')"
)


def add_assessment(database: Database) -> None:
    now = datetime.now(UTC).replace(tzinfo=None)
    columns = "id, token_hash, questionnaire, version, questionnaire_hash, form, language, created_at, updated_at"
    statement = f"INSERT INTO assessments ({columns}) VALUES ('a', 't', 'q', '1', 'h', 'full', 'fr', :now, :now)"  # noqa: S608
    with database.sessions.begin() as session:
        session.execute(text(statement), {"now": now})


def limit_pages(engine: Engine, pages: int) -> None:
    """Let the file grow to `pages` pages only, as a full disk does."""
    engine.dispose()
    event.listen(engine, "connect", lambda connection, _: connection.execute(f"PRAGMA max_page_count = {pages}"))


@pytest.fixture
def sqlite(sqlite_address: str) -> Iterator[Database]:
    database = Database(sqlite_address)
    database.upgrade()
    yield database
    database.close()


def refusal(address: str) -> DatabaseProblem:
    database = Database(address)
    try:
        with pytest.raises(DatabaseProblem) as caught:
            database.upgrade()
    finally:
        database.close()
    return caught.value


def test_sqlite_acknowledges_only_what_is_on_stable_storage(sqlite: Database) -> None:
    with sqlite.readings.begin() as session:
        assert session.execute(text("PRAGMA journal_mode")).scalar() == "wal"
        assert session.execute(text("PRAGMA synchronous")).scalar() == 2
        assert session.execute(text("PRAGMA foreign_keys")).scalar() == 1


def test_postgresql_acknowledges_only_what_is_on_stable_storage(postgresql_address: str) -> None:
    database = Database(postgresql_address)
    with database.readings.begin() as session:
        assert session.execute(text("SHOW fsync")).scalar() == "on"
        assert session.execute(text("SHOW synchronous_commit")).scalar() == "on"
    database.close()


def test_a_reading_session_does_not_wait_for_a_change_in_progress(database: Database) -> None:
    add_assessment(database)
    with database.sessions.begin() as changing:
        changing.execute(text("UPDATE assessments SET language = 'en'"))
        with database.readings.begin() as reading:
            assert reading.execute(text("SELECT language FROM assessments")).scalar() == "fr"


def test_a_session_left_by_an_exception_changes_nothing(database: Database) -> None:
    with pytest.raises(ZeroDivisionError):
        add_and_fail(database)
    with database.readings.begin() as session:
        assert session.execute(text("SELECT count(*) FROM assessments")).scalar() == 0


def add_and_fail(database: Database) -> None:
    with database.sessions.begin() as session:
        session.execute(text("DELETE FROM assessments"))
        raise ZeroDivisionError


def test_a_reading_session_of_postgresql_refuses_a_change(postgresql_address: str) -> None:
    database = Database(postgresql_address)
    database.upgrade()
    with pytest.raises(DatabaseUnwritable), database.readings.begin() as session:
        session.execute(text("DELETE FROM assessments"))
    database.close()


def test_a_row_must_belong_to_an_assessment_that_exists(database: Database) -> None:
    with pytest.raises(DBAPIError), database.sessions.begin() as session:
        session.execute(INSERT, {"hash": "nobody"})


@pytest.mark.parametrize(
    "address",
    [
        "",
        "nonsense",
        "sqlite",
        "mysql://a@b/c",
        "sqlite+aiosqlite:///a",
        "postgresql+psycopg://host",
        "http://[",
        "sqlite://",
        "sqlite+pysqlite:///:memory:",
    ],
)
def test_an_address_that_cannot_be_used_is_refused_with_an_example(address: str) -> None:
    with pytest.raises(DatabaseUnavailable, match=re.escape("sqlite+pysqlite:///assessment.sqlite")):
        Database(address)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    problem = refusal(f"sqlite+pysqlite:///{tmp_path}/none/assessment.sqlite")
    assert isinstance(problem, DatabaseUnavailable)
    assert f"the folder {tmp_path}/none does not exist" in str(problem)


def test_a_folder_in_place_of_the_file_is_said(tmp_path: Path) -> None:
    assert "Check that it is a file" in str(refusal(f"sqlite+pysqlite:///{tmp_path}"))


def test_a_file_of_another_kind_is_refused_and_kept(tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    file.write_text("Dear Sir or Madam, " * 100)
    problem = refusal(f"sqlite+pysqlite:///{file}")
    assert isinstance(problem, DatabaseUnavailable)
    assert f"The file {file} is not a usable database" in str(problem)
    assert file.read_text().startswith("Dear Sir")


def test_a_read_only_database_is_said(sqlite: Database, tmp_path: Path) -> None:
    database = Database(f"sqlite+pysqlite:///file:{tmp_path}/assessment.sqlite?mode=ro&uri=true")
    with pytest.raises(DatabaseUnwritable, match="is read-only, so nothing can be saved"):
        add_assessment(database)
    database.close()


def test_a_database_locked_by_another_program_is_said(
    sqlite: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(PRAGMAS, "busy_timeout", 50)
    sqlite.engine.dispose()
    other = sqlite3.connect(tmp_path / "assessment.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(DatabaseUnwritable, match="is locked by another program"):
        add_assessment(sqlite)
    other.close()
    add_assessment(sqlite)


def test_a_full_disk_is_said_keeps_what_was_saved_and_recovers(sqlite: Database, tmp_path: Path) -> None:
    add_assessment(sqlite)
    limit_pages(sqlite.engine, 16)
    kept = list[int]()
    with pytest.raises(DatabaseUnwritable, match="is full, so nothing was saved"):
        add_keys_for_ever(sqlite, kept)
    limit_pages(sqlite.engine, 10_000)
    with sqlite.sessions.begin() as session:
        assert session.execute(text("SELECT count(*) FROM browser_keys")).scalar() == len(kept)
        session.execute(INSERT, {"hash": "after"})
        assert session.execute(text("PRAGMA integrity_check")).scalar() == "ok"


def add_keys_for_ever(database: Database, kept: list[int]) -> None:
    for number in count():
        with database.sessions.begin() as session:
            session.execute(INSERT, {"hash": f"{number:064}"})
        kept.append(number)


def test_a_server_that_is_down_is_said_without_the_password() -> None:
    problem = refusal("postgresql+psycopg://lea:secret@127.0.0.1:1/assessment")
    assert isinstance(problem, DatabaseUnavailable)
    assert "postgresql+psycopg://lea:***@127.0.0.1:1/assessment" in str(problem)
    assert "Connection refused. Start the server" in str(problem)
    assert "secret" not in str(problem)


def test_a_database_the_server_does_not_have_is_said(postgresql: Server) -> None:
    assert 'database "elsewhere" does not exist' in str(refusal(postgresql.url("elsewhere")))


def test_a_connection_that_the_server_ended_is_replaced(postgresql_address: str, postgresql: Server) -> None:
    database = Database(postgresql_address)
    database.upgrade()
    postgresql.run(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname <> ''"
    )
    add_assessment(database)
    database.close()


def test_the_sentences_are_said_in_french(tmp_path: Path) -> None:
    problem = refusal(f"sqlite+pysqlite:///{tmp_path}/none/assessment.sqlite")
    assert problem.text("fr").startswith("La base de données")
    assert problem.text("en") == str(problem) == translate(problem.message, "en", **problem.values)
