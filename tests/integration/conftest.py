"""Databases to work on, and a worker that prints."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

import pytest

from assessment.reports.pdf import PdfUnavailable, PdfWorker
from assessment.storage.database import Database

FOLDER = Path(__file__).parents[2] / "templates"


@pytest.fixture
def database(address: str) -> Iterator[Database]:
    """An up-to-date, empty database, once on each engine."""
    database = Database(address)
    database.upgrade()
    yield database
    database.close()


@pytest.fixture(scope="session")
def worker(unavailable: Callable[[str], NoReturn]) -> Iterator[PdfWorker]:
    """A warm worker, one for all that only print; what would stop it stops only its process."""
    worker = PdfWorker(FOLDER)
    try:
        worker.start()
    except PdfUnavailable as missing:
        unavailable(str(missing))
    yield worker
    worker.close()
