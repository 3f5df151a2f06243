"""One history of the tables for both engines."""

from __future__ import annotations

import sys
from subprocess import Popen

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from assessment.storage import tables_campaigns  # noqa: F401 - its tables belong to the same history
from assessment.storage.database import Database, migration_config
from assessment.storage.failures import DatabaseUnavailable
from assessment.storage.tables import metadata

UPGRADE = """
import sys
from assessment.storage.database import Database
database = Database(sys.argv[1])
database.upgrade()
database.close()
"""


def table_names(database: Database) -> set[str]:
    return set(inspect(database.engine).get_table_names()) - {"alembic_version"}


def test_every_revision_can_be_climbed_undone_and_climbed_again(address: str) -> None:
    database = Database(address)
    with database.engine.begin() as connection:
        config = migration_config(connection)
        for revision in reversed(list(ScriptDirectory.from_config(config).walk_revisions())):
            command.upgrade(config, revision.revision)
            command.downgrade(config, "-1")
            command.upgrade(config, revision.revision)
    assert table_names(database) == set(metadata.tables)
    database.close()


def test_undoing_everything_leaves_no_table(database: Database) -> None:
    with database.engine.begin() as connection:
        command.downgrade(migration_config(connection), "base")
    assert table_names(database) == set()


def test_the_history_ends_at_the_tables_of_the_code(database: Database) -> None:
    with database.engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), metadata)
    assert differences == []


def test_constraints_have_the_names_of_the_code(database: Database) -> None:
    inspector = inspect(database.engine)
    for table in metadata.tables.values():
        assert inspector.get_pk_constraint(table.name)["name"] == f"pk_{table.name}"
        assert {key["name"] for key in inspector.get_foreign_keys(table.name)} == {
            key.name for key in table.foreign_key_constraints
        }


def test_two_servers_that_start_together_both_find_the_tables(address: str) -> None:
    started = [Popen([sys.executable, "-W", "error", "-c", UPGRADE, address]) for _ in range(3)]
    assert [process.wait(60) for process in started] == [0, 0, 0]
    database = Database(address)
    assert table_names(database) == set(metadata.tables)
    database.close()


def test_a_database_of_a_newer_program_is_refused_and_left_as_it_is(database: Database) -> None:
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseUnavailable, match="newer version of this program"):
        database.upgrade()
    assert table_names(database) == set(metadata.tables)
