"""The database: SQLite beside the program, or PostgreSQL, behind the same engine, sessions and history."""

from __future__ import annotations

import json
from contextlib import closing
from functools import partial
from pathlib import Path
from sqlite3 import Connection as SqliteConnection

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.pool import ConnectionPoolEntry

from assessment.storage.failures import BAD_ADDRESS, NEWER, DatabaseUnavailable, failure_for, where

MIGRATIONS = Path(__file__).parent / "migrations"
DRIVERS = ("sqlite+pysqlite", "postgresql+psycopg")
PRAGMAS = {
    "busy_timeout": 5000,
    "journal_mode": "WAL",
    "synchronous": "FULL",
    "foreign_keys": "ON",
    "secure_delete": "ON",
}
READING = {"sqlite_begin": "DEFERRED", "postgresql_readonly": True}


class Database:
    """An engine with its sessions; `close()` it when done.

    `sessions` are for changes: on SQLite a transaction takes the write lock at once, so what it read is still true
    when it writes. `readings` never wait for a writer and must not change anything. Use either as
    `with database.sessions.begin() as session:`; leaving the block commits, an exception rolls back.

    Whatever the engine runs, a failure a person can do something about is raised as `DatabaseUnavailable` or
    `DatabaseUnwritable`; their `text(language)` is the sentence to show.
    """

    def __init__(self, url: str) -> None:
        """Prepare the engine for `url`, an SQLAlchemy address; nothing is opened yet.

        Raises DatabaseUnavailable when the address cannot be read.
        """
        self.engine = _engine(_address(url))
        self.sessions: sessionmaker[Session] = sessionmaker(self.engine)
        self.readings: sessionmaker[Session] = sessionmaker(self.engine.execution_options(**READING))

    @property
    def where(self) -> str:
        """The file or server, for a person to read; never shows a password."""
        return where(self.engine.url)

    def upgrade(self) -> None:
        """Create the tables, or bring those of an older version up to date (Alembic, to head)."""
        with self.engine.begin() as connection:
            try:
                command.upgrade(migration_config(connection), "head")
            except CommandError as unknown:
                raise DatabaseUnavailable(NEWER, where=self.where) from unknown

    def fold_log(self) -> None:
        """Write SQLite's log into its file and empty it, so that what was deleted is in neither.

        While somebody reads, part of the log has to stay until the next time.
        """
        if self.engine.dialect.name == "sqlite":
            with closing(self.engine.raw_connection()) as connection:
                connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def migration_config(connection: Connection) -> Config:
    """Alembic's configuration for our history on an open connection; no file on disk is needed."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def _address(text: str) -> URL:
    try:
        url = make_url(text)
        driver = f"{url.get_backend_name()}+{url.get_driver_name()}"
    except (SQLAlchemyError, ValueError) as unreadable:
        raise DatabaseUnavailable(BAD_ADDRESS) from unreadable
    # A database in memory would be another one in every thread.
    if driver not in DRIVERS or url.database in (None, "", ":memory:"):
        raise DatabaseUnavailable(BAD_ADDRESS)
    return url


def _engine(url: URL) -> Engine:
    serializer = partial(json.dumps, ensure_ascii=False, allow_nan=False)
    if url.get_backend_name() == "sqlite":
        # Transactions are begun by _begin, so the driver must not begin any of its own.
        engine = create_engine(url, json_serializer=serializer, connect_args={"isolation_level": None})
        event.listen(engine, "connect", _set_pragmas)
        event.listen(engine, "begin", _begin)
    else:
        engine = create_engine(url, json_serializer=serializer, pool_pre_ping=True)
    event.listen(engine, "handle_error", failure_for)
    return engine


def _set_pragmas(connection: SqliteConnection, _entry: ConnectionPoolEntry) -> None:
    for name, value in PRAGMAS.items():
        connection.execute(f"PRAGMA {name} = {value}")


def _begin(connection: Connection) -> None:
    kind = connection.get_execution_options().get("sqlite_begin", "IMMEDIATE")
    connection.exec_driver_sql(f"BEGIN {kind}")
