"""The server may die at any moment: no answer it acknowledged is lost."""

from __future__ import annotations

import asyncio
import random
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from assessment.services import assessments as service
from assessment.storage.database import Database
from tests.serving import Client, Server, running

CLIENTS = 20
CODE = "F_PROV"


@dataclass(slots=True)
class Person:
    """Saves 1, 2, 3 ... as the same answer; knows what was acknowledged and what was sent last."""

    client: Client
    home: str
    acknowledged: int = 0
    sent: int = 0
    saves: int = 0

    @property
    def id(self) -> str:
        return self.home.rpartition("/")[2]

    async def save_until_the_server_dies(self) -> None:
        try:
            while True:
                self.sent += 1
                reply = await self.client.post(f"{self.home}/answers/{CODE}", {CODE: str(self.sent)}, HX_Request="true")
                assert reply.status == 200, reply.body[:300]
                self.acknowledged = self.sent
                self.saves += 1
        except (OSError, EOFError):
            await self.client.close()


@dataclass(slots=True)
class Crash:
    """Twenty people at work on one server that is killed again and again."""

    server: Server
    dice: random.Random = field(default_factory=lambda: random.Random(20))
    people: list[Person] = field(default_factory=list)

    @property
    def saves(self) -> int:
        """The saves acknowledged so far."""
        return sum(person.saves for person in self.people)

    async def gather(self) -> None:
        clients = [Client(self.server.port) for _ in range(CLIENTS)]
        self.people = [Person(client, await client.begin()) for client in clients]

    async def work_until_killed(self) -> None:
        """Kill it at a random moment after the first save it acknowledged since it started."""
        before = self.saves
        work = asyncio.gather(*(person.save_until_the_server_dies() for person in self.people))
        while self.saves == before and not work.done():
            await asyncio.sleep(0.005)
        await asyncio.sleep(self.dice.uniform(0, 0.5))
        self.server.kill()
        await work
        assert self.saves > before

    def lost(self, database: Database) -> list[tuple[Person, object]]:
        """Whoever finds less than was acknowledged, or anything that was never sent."""
        with database.readings.begin() as session:
            kept = [service.load(session, person.id).values.get(CODE, 0) for person in self.people]
        return [
            (person, value)
            for person, value in zip(self.people, kept, strict=True)
            if not person.acknowledged <= value <= person.sent
        ]


def crash_again_and_again(address: str, log: Path, kills: int, after_each: list[str]) -> int:
    """Kill the server `kills` times under load and return the acknowledged saves; every kill must lose none."""

    async def play() -> int:
        with running(address, log) as server:
            crash = Crash(server)
            await crash.gather()
            for _ in range(kills):
                await crash.work_until_killed()
                after_each.append(integrity(address))
                database = Database(address)
                try:
                    assert crash.lost(database) == []
                finally:
                    database.close()
                server.start()
            return crash.saves

    return asyncio.run(play())


def integrity(address: str) -> str:
    """What SQLite says of its file; PostgreSQL, which was not killed, is taken at its word."""
    if not address.startswith("sqlite"):
        return "ok"
    with closing(sqlite3.connect(address.removeprefix("sqlite+pysqlite:///"))) as connection:
        return str(connection.execute("PRAGMA integrity_check").fetchone()[0])


@pytest.mark.parametrize(("engine", "kills"), [("sqlite", 20), ("postgresql", 3)])
def test_kill_9_of_the_server_under_load_loses_no_acknowledged_answer(
    request: pytest.FixtureRequest, tmp_path: Path, engine: str, kills: int
) -> None:
    found: list[str] = []
    address = request.getfixturevalue(f"{engine}_address")
    saves = crash_again_and_again(address, tmp_path / "server.log", kills, found)
    assert found == ["ok"] * kills
    assert saves > 10 * kills
