"""The database and the keys of this environment, opened for a command."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from assessment.cli.complaints import Refused
from assessment.cli.files import settings
from assessment.cli.service import database_problems_said
from assessment.services.addresses import Address, AddressRefused, read_address
from assessment.services.secrets import KeyFileProblem, Seal, read_seal
from assessment.settings import Settings
from assessment.storage.database import Database

ACTOR = "command-line"


@dataclass(frozen=True, slots=True)
class Opened:
    """What a command about kept data works with."""

    settings: Settings
    database: Database
    seal: Seal


@contextmanager
def opened() -> Iterator[Opened]:
    """The database, up to date, and its keys; what is wrong with either is said in a sentence."""
    chosen = settings()
    with database_problems_said():
        database = Database(chosen.database)
        try:
            database.upgrade()
            yield Opened(chosen, database, read_seal(chosen.key_file))
        except KeyFileProblem as failure:
            raise Refused(failure.message, path=failure.path) from None
        finally:
            database.close()


def address_in(text: str) -> Address:
    """The e-mail address in an argument; says what is wrong with it."""
    try:
        return read_address(text)
    except AddressRefused as refused:
        raise Refused(refused.message) from None
