"""A real PostgreSQL for the tests: found on this machine, started for the session, thrown away at the end."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import NoReturn

import psycopg
import pytest

SETTINGS = ("listen_addresses=", "fsync=on", "synchronous_commit=on", "max_connections=60", "shared_buffers=32MB")


@dataclass(frozen=True, slots=True)
class Server:
    """A running server, reached through the socket in `folder`."""

    folder: Path

    def url(self, name: str) -> str:
        return f"postgresql+psycopg://postgres@/{name}?host={self.folder}"

    def run(self, statement: str) -> None:
        with psycopg.connect(host=str(self.folder), user="postgres", dbname="postgres", autocommit=True) as connection:
            connection.execute(statement.encode())


@pytest.fixture(scope="session")
def postgresql(unavailable: Callable[[str], NoReturn]) -> Iterator[Server]:
    """A PostgreSQL server of our own, with fsync on."""
    programs = find_programs()
    if programs is None:
        unavailable("PostgreSQL's server programs are not installed (Debian: apt-get install postgresql)")
    with running_server(programs) as server:
        yield server


@pytest.fixture(scope="session")
def _database_names() -> Iterator[str]:
    return (f"test_{number}" for number in count(1))


@pytest.fixture
def postgresql_address(postgresql: Server, _database_names: Iterator[str]) -> Iterator[str]:
    """The address of an empty PostgreSQL database."""
    name = next(_database_names)
    postgresql.run(f"CREATE DATABASE {name}")
    yield postgresql.url(name)
    postgresql.run(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def sqlite_address(tmp_path: Path) -> str:
    """The address of an SQLite database that does not exist yet."""
    return f"sqlite+pysqlite:///{tmp_path / 'assessment.sqlite'}"


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest) -> str:
    """The address of an empty database, once on each engine."""
    found: str = request.getfixturevalue(f"{request.param}_address")
    return found


def find_programs() -> Path | None:
    """The folder with initdb and postgres, or None."""
    asked = ["pg_config", "--bindir"]
    told = subprocess.run(asked, capture_output=True, text=True, check=False).stdout if shutil.which(asked[0]) else ""
    on_path = shutil.which("initdb")
    folders = [
        *([Path(on_path).resolve().parent] if on_path else []),
        *([Path(told.strip())] if told else []),
        *sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True),
    ]
    return next((folder for folder in folders if (folder / "initdb").exists() and (folder / "postgres").exists()), None)


@contextmanager
def running_server(programs: Path) -> Iterator[Server]:
    """A server with its data in a temporary folder, gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    data = folder / "data"
    initdb: list[Path | str] = [
        programs / "initdb",
        "-D",
        data,
        "-U",
        "postgres",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--no-locale",
        "--no-sync",
    ]
    postgres: list[Path | str] = [
        programs / "postgres",
        "-D",
        data,
        "-k",
        folder,
        *(f"--{setting}" for setting in SETTINGS),
    ]
    try:
        start_as_allowed(initdb, folder).wait(60)
        process = start_as_allowed(postgres, folder)
        try:
            wait_until_ready(programs, folder, process)
            yield Server(folder)
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(30)
    finally:
        shutil.rmtree(folder)


def start_as_allowed(command: list[Path | str], folder: Path) -> subprocess.Popen[bytes]:
    """Start a program of PostgreSQL in `folder`; as root it would refuse, so it then runs as another user."""
    user, log = unprivileged_user(), folder / "log"
    with log.open("ab") as output:
        if user is None:
            return subprocess.Popen(command, cwd=folder, stdout=output, stderr=output)
        os.chown(folder, user.pw_uid, user.pw_gid)
        return subprocess.Popen(
            command, cwd=folder, stdout=output, stderr=output, user=user.pw_uid, group=user.pw_gid, extra_groups=[]
        )


def unprivileged_user() -> pwd.struct_passwd | None:
    """Who the server runs as when we are root: postgres where the package made that user, else nobody."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return pwd.getpwnam("postgres" if "postgres" in names else "nobody")


def wait_until_ready(programs: Path, folder: Path, process: subprocess.Popen[bytes]) -> None:
    """Return once the server takes connections; fail with its log when it stops instead."""
    ready: list[Path | str] = [programs / "pg_isready", "-q", "-h", folder, "-t", "1"]
    for _ in range(300):
        if process.poll() is not None:
            raise RuntimeError((folder / "log").read_text())
        if subprocess.run(ready, check=False).returncode == 0:
            return
        try:
            process.wait(0.1)
        except subprocess.TimeoutExpired:
            continue
    raise RuntimeError("PostgreSQL did not start within 30 seconds")
