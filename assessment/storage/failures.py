"""Why the database refused, as a sentence a person can act on: where, what, how to fix it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import psycopg
from sqlalchemy import URL
from sqlalchemy.engine import ExceptionContext

from assessment.translation import translate


class DatabaseProblem(Exception):
    """The database cannot do its work. `message` is an English text with `%(named)s` values, translated at the edge."""

    def __init__(self, message: str, **values: str) -> None:
        super().__init__(message % values)
        self.message, self.values = message, values

    def text(self, language: str) -> str:
        """The sentence in `language`."""
        return translate(self.message, language, **self.values)


class DatabaseUnavailable(DatabaseProblem):
    """It cannot be opened or reached, or is not ours: nothing can be read."""


class DatabaseUnwritable(DatabaseProblem):
    """It can be opened but takes no change for now: read-only, full, locked, failing disk."""


def _(message: str) -> str:
    """Mark a text for translation; it is translated when it is shown."""
    return message


BAD_ADDRESS = _(
    "The address of the database cannot be used. Write it like sqlite+pysqlite:///assessment.sqlite "
    "or postgresql+psycopg://name:password@host/database."
)
NEWER = _(
    "The database %(where)s was made by a newer version of this program. "
    "Install that version again, or restore a backup made before the change."
)
_NO_FOLDER = _(
    "The database %(where)s cannot be opened: the folder %(folder)s does not exist. "
    "Create it, or choose another place for the database in the settings."
)
_CANNOT_OPEN = _(
    "The database %(where)s cannot be opened. "
    "Check that it is a file, and that this program may read and write it and its folder."
)
_NOT_OURS = _(
    "The file %(where)s is not a usable database: it is damaged or of another kind. "
    "Restore a backup, or choose another place for the database in the settings."
)
_READ_ONLY = _(
    "The database %(where)s is read-only, so nothing can be saved. "
    "Allow this program to write it and its folder, then try again."
)
_LOCKED = _(
    "The database %(where)s is locked by another program, so nothing was saved. "
    "Close that program or wait for it to finish, then try again."
)
_FULL = _("The disk of the database %(where)s is full, so nothing was saved. Free some space, then try again.")
_FAILING = _(
    "The disk of the database %(where)s reports an error, so nothing was saved. Check the disk, then try again."
)
_UNREACHABLE = _(
    "The database server %(where)s cannot be used: %(reason)s. "
    "Start the server, or correct the address of the database in the settings."
)
_TOO_MANY = _(
    "The database server %(where)s has no connection left. Allow it more connections, or try again in a minute."
)

_SQLITE: dict[str, tuple[type[DatabaseProblem], str]] = {
    "CANTOPEN": (DatabaseUnavailable, _CANNOT_OPEN),
    "NOTADB": (DatabaseUnavailable, _NOT_OURS),
    "CORRUPT": (DatabaseUnavailable, _NOT_OURS),
    "READONLY": (DatabaseUnwritable, _READ_ONLY),
    "BUSY": (DatabaseUnwritable, _LOCKED),
    "LOCKED": (DatabaseUnwritable, _LOCKED),
    "FULL": (DatabaseUnwritable, _FULL),
    "IOERR": (DatabaseUnwritable, _FAILING),
}
_POSTGRESQL: dict[str, tuple[type[DatabaseProblem], str]] = {
    "25006": (DatabaseUnwritable, _READ_ONLY),
    "40P01": (DatabaseUnwritable, _LOCKED),
    "53100": (DatabaseUnwritable, _FULL),
    "53300": (DatabaseUnavailable, _TOO_MANY),
    "55P03": (DatabaseUnwritable, _LOCKED),
    "58030": (DatabaseUnwritable, _FAILING),
}


def where(url: URL) -> str:
    """The place of a database for a person to read, without its password."""
    if url.get_backend_name() == "sqlite":
        return url.database or ""
    return url.render_as_string(hide_password=True)


def failure_for(context: ExceptionContext) -> DatabaseProblem | None:
    """SQLAlchemy `handle_error` hook: the sentence to raise instead of the driver's exception, where we have one."""
    engine, original = context.engine, context.original_exception
    if engine is None or context.is_pre_ping:
        return None
    if isinstance(original, sqlite3.Error):
        return _sqlite_problem(original, engine.url)
    return _postgresql_problem(original, engine.url) if isinstance(original, psycopg.Error) else None


def _sqlite_problem(error: sqlite3.Error, url: URL) -> DatabaseProblem | None:
    name = getattr(error, "sqlite_errorname", None) or ""
    cause = name.removeprefix("SQLITE_").partition("_")[0]
    if cause not in _SQLITE:
        return None
    kind, message = _SQLITE[cause]
    folder = Path(url.database or "").absolute().parent
    if cause == "CANTOPEN" and not folder.is_dir():
        return kind(_NO_FOLDER, where=where(url), folder=str(folder))
    return kind(message, where=where(url))


def _postgresql_problem(error: psycopg.Error, url: URL) -> DatabaseProblem | None:
    if error.sqlstate in _POSTGRESQL:
        kind, message = _POSTGRESQL[error.sqlstate]
        return kind(message, where=where(url))
    lost = error.sqlstate is None or error.sqlstate[:2] in {"08", "28", "3D", "57"}
    if isinstance(error, psycopg.OperationalError) and lost:
        reason = str(error).strip().partition("\n")[0].rstrip(".")
        return DatabaseUnavailable(_UNREACHABLE, where=where(url), reason=reason)
    return None
