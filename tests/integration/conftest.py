"""Databases to work on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assessment.storage.database import Database


@pytest.fixture
def database(address: str) -> Iterator[Database]:
    """An up-to-date, empty database, once on each engine."""
    database = Database(address)
    database.upgrade()
    yield database
    database.close()
