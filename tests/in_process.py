"""The whole service in this process, asked without a network and watched for every change of its tables."""

from __future__ import annotations

import json
import sqlite3
from asyncio import AbstractEventLoop, Runner
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlencode, urlsplit

import pytest
from litestar import Litestar
from sqlalchemy import select

from assessment.services.housekeeper import Housekeeper
from assessment.services.mail_sender import MailSender
from assessment.settings import Settings
from assessment.storage.database import Database
from assessment.storage.tables import metadata
from assessment.web import gate
from assessment.web.app import create_app
from assessment.web.forms import FORM_TYPE
from assessment.web.site import Site

BASE = "https://assessment.example"
HOST = urlsplit(BASE).netloc
UNWATCHED = {"sessions": {"seen_at"}, "api_keys": {"used_at"}, "attempts": {"bucket", "since", "count"}}
"""Columns that a refused request may change: when somebody or a program was last there, and how often it was tried."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What the service answered."""

    status: int
    headers: Sequence[tuple[str, str]]
    body: bytes

    def all(self, name: str) -> list[str]:
        """The values of a header."""
        return [value for given, value in self.headers if given == name]

    def one(self, name: str) -> str:
        """The value of a header, empty where there is none."""
        return next(iter(self.all(name)), "")


@dataclass
class Service:
    """A running service whose background work stands still: every change of its tables comes from a request."""

    app: Litestar
    loop: AbstractEventLoop

    @property
    def site(self) -> Site:
        """Its parts."""
        found: Site = self.app.state.site
        return found

    @property
    def database(self) -> Database:
        """Its database."""
        return self.site.database

    def send(
        self,
        method: str,
        path: str,
        *,
        body: bytes = b"",
        headers: Sequence[tuple[bytes, bytes]] = (),
        chunks: Sequence[bytes] | None = None,
    ) -> Reply:
        """Ask with exactly these headers; `chunks` are parts in which the body comes."""
        target, _, query = path.partition("?")
        scope: dict[str, Any] = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": "1.1",
            "method": method,
            "scheme": "https",
            "path": unquote(target),
            "raw_path": target.encode(errors="surrogateescape"),
            "query_string": query.encode(),
            "root_path": "",
            "headers": list(headers),
            "client": ("127.0.0.1", 50000),
            "server": ("127.0.0.1", 443),
        }
        return self.loop.run_until_complete(_ask(self.app, scope, list(chunks if chunks is not None else [body])))

    def browse(
        self,
        method: str,
        path: str,
        cookies: Mapping[str, str],
        form: Mapping[str, Any] | None = None,
        *,
        bearer: str = "",
    ) -> Reply:
        """Ask as a browser of one of our pages does, with the token of its form."""
        headers = [(b"host", HOST.encode())]
        if cookies:
            headers.append((b"cookie", "; ".join(f"{name}={value}" for name, value in cookies.items()).encode()))
        if bearer:
            headers.append((b"authorization", f"Bearer {bearer}".encode()))
        body = b""
        if method != "GET":
            headers += [(b"sec-fetch-site", b"same-origin"), (b"content-type", FORM_TYPE.encode())]
            body = urlencode({"csrf": self.token(path, cookies)} | dict(form or {}), doseq=True).encode()
            headers.append((b"content-length", str(len(body)).encode()))
        return self.send(method, path, body=body, headers=headers)

    def token(self, path: str, cookies: Mapping[str, str]) -> str:
        """The token that a page at this path puts into its forms."""
        parts = path.split("/")
        assessment_id = parts[2] if parts[1] == "assessments" and len(parts) > 2 else ""
        return next(iter(self.site.cookies.form_tokens(cookies, assessment_id)), "")


async def _ask(app: Litestar, scope: dict[str, Any], chunks: list[bytes]) -> Reply:
    parts = [
        {"type": "http.request", "body": chunk, "more_body": number < len(chunks) - 1}
        for number, chunk in enumerate(chunks)
    ]
    sent: list[Any] = []

    async def receive() -> Any:
        return parts.pop(0) if parts else {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message)

    await app(scope, receive, send)  # type: ignore[arg-type]
    headers = [(name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in sent[0]["headers"]]
    return Reply(sent[0]["status"], headers, b"".join(message.get("body", b"") for message in sent[1:]))


@contextmanager
def service(database: str, folder: Path) -> Iterator[Service]:
    """A service on `database` under an https address, with its key file in `folder`.

    One request comes after the other, from this thread: handing each to others and back takes a third of the time.
    """
    app = create_app(Settings(database=database, base_address=BASE, key_file=folder / "assessment.key"))
    with pytest.MonkeyPatch.context() as patch, Runner() as runner:
        patch.setattr(gate, "run_sync", _at_once)
        runner.run(_call(app.on_startup))
        yield Service(app, runner.get_loop())
        runner.run(_call(app.on_shutdown))


async def _at_once(function: Callable[..., Any], *arguments: Any) -> Any:
    return function(*arguments)


async def _call(hooks: Iterable[Any]) -> None:
    for hook in hooks:
        if not isinstance(getattr(hook, "__self__", None), MailSender | Housekeeper):
            hook()


class Watch:
    """Tells whether tables changed, and puts them back."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.first = self.checksum()

    def checksum(self) -> str:
        """A figure that any change of what is watched changes."""
        return sha256(json.dumps(self.rows(), default=repr).encode()).hexdigest()

    def rows(self) -> dict[str, list[list[Any]]]:
        """Everything that is watched, by table."""
        found = {}
        with self.database.readings.begin() as session:
            for table in metadata.sorted_tables:
                columns = [column for column in table.c if column.name not in UNWATCHED.get(table.name, ())]
                rows = session.execute(select(*columns).order_by(*table.primary_key.columns)) if columns else ()
                found[table.name] = [list(row) for row in rows]
        return found

    def touched(self) -> bool:
        """Whether anything may be other than at the beginning."""
        return True

    def settle(self) -> None:
        """Take how it is now for how it was at the beginning: nothing that is watched differs."""

    def changed(self) -> bool:
        """Whether anything that is watched is other than at the beginning."""
        if not self.touched():
            return False
        if self.checksum() != self.first:
            return True
        self.settle()
        return False

    def restore(self) -> None:
        """Put everything back as it was at the beginning, where that is possible."""


class SqliteWatch(Watch):
    """The same on SQLite, which tells for nothing that no other connection wrote."""

    def __init__(self, database: Database, copy: Path) -> None:
        super().__init__(database)
        self._kept = sqlite3.connect(str(database.engine.url.database), isolation_level=None)
        self._kept.execute("PRAGMA synchronous = OFF")
        self._kept.execute("VACUUM INTO ?", (str(copy),))
        self._kept.execute("ATTACH ? AS copy", (str(copy),))
        self._version = self._data_version()

    @cached_property
    def tables(self) -> list[str]:
        return [table.name for table in metadata.sorted_tables]

    def touched(self) -> bool:
        return self._data_version() != self._version

    def settle(self) -> None:
        self._version = self._data_version()

    def restore(self) -> None:
        if not self.touched():
            return
        self._kept.execute("PRAGMA foreign_keys = OFF")
        self._kept.execute("BEGIN IMMEDIATE")
        for table in self.tables:
            self._kept.execute(f"DELETE FROM main.{table}")  # noqa: S608 - our own tables
            self._kept.execute(f"INSERT INTO main.{table} SELECT * FROM copy.{table}")  # noqa: S608
        self._kept.execute("COMMIT")
        self.settle()

    def close(self) -> None:
        self._kept.close()

    def _data_version(self) -> int:
        return int(self._kept.execute("PRAGMA main.data_version").fetchone()[0])
