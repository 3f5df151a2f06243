"""Reports asked for all at once, of the real server: each comes or is refused in words, and pages go on."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from time import perf_counter

import pytest
from litestar.handlers import HTTPRouteHandler

from assessment.services.turns import AT_ONCE, MOST_OWN
from assessment.web.app import CONTROLLERS
from assessment.web.turns import admission_in_turn
from tests.serving import Client, Reply, Server, running
from tests.shipped import shipped_instrument

ASKED = 2 * MOST_OWN
LIGHT = {"/networks/{network_id:str}/import/template.xlsx"}
"""A file that is the same for everybody and quickly made."""
FORMS = ("report.docx", "report.xlsx", "report.csv")
MARKS = (b"PK", b"\xef\xbb\xbf")
"""How a file of ours begins."""
REFUSED = {
    "fr": ("Trop de fichiers sont en préparation en ce moment", "Attendez que ceux que vous avez demandés arrivent"),
    "en": ("Too many files are being made at this moment", "Wait until those you asked for are here"),
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The real server, on SQLite."""
    folder = tmp_path_factory.mktemp("turns")
    with running(f"sqlite+pysqlite:///{folder}/web.sqlite", folder / "log") as found:
        yield found


def same_browser(client: Client) -> Client:
    """Another connection of the same person."""
    found = Client(client.port)
    found.cookies = dict(client.cookies)
    return found


async def close(*clients: Client) -> None:
    """Hang up."""
    for client in clients:
        await client.close()


async def submitted(port: int, language: str) -> tuple[Client, str]:
    """Somebody who sent answers, and the address of their assessment."""
    client = Client(port)
    await client.get(f"/language/{language}")
    home = await client.begin()
    for dimension in shipped_instrument().questionnaire.dimensions:
        await client.post(f"{home}/dimensions/{dimension.id}", {one.question.code: "1" for one in dimension.indicators})
    assert (await client.post(f"{home}/submit", {})).status == 303
    return client, home


@asynccontextmanager
async def watching(client: Client, page: str) -> AsyncIterator[list[float]]:
    """Seconds a small page takes, asked for over and over as long as the rest goes on."""
    seconds: list[float] = []

    async def watch() -> None:
        while True:
            start = perf_counter()
            assert (await client.get(page)).status == 200
            seconds.append(perf_counter() - start)
            await asyncio.sleep(0.02)

    task = asyncio.create_task(watch())
    try:
        yield seconds
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await client.close()


def require_all_answered(replies: list[Reply], language: str) -> None:
    """Every reply is a file, or a page that says what to do and when."""
    for reply in replies:
        assert reply.status in (200, 429)
        if reply.status == 200:
            assert reply.body.startswith(MARKS)
            continue
        assert 1 <= int(reply.headers["retry-after"][0]) <= 60
        assert f'<html lang="{language}"' in reply.body.decode()
        assert all(words in reply.body.decode() for words in REFUSED[language])


@pytest.mark.parametrize("language", REFUSED)
def test_one_person_gets_some_files_one_after_the_other_and_is_told_when_to_ask_again(
    server: Server, language: str
) -> None:
    async def story() -> list[Reply]:
        client, home = await submitted(server.port, language)
        browsers = [same_browser(client) for _ in range(ASKED)]
        found = await asyncio.gather(*(one.get(f"{home}/report.docx") for one in browsers))
        await close(client, *browsers)
        return found

    replies = asyncio.run(story())
    require_all_answered(replies, language)
    assert Counter(reply.status for reply in replies) == {200: MOST_OWN, 429: ASKED - MOST_OWN}


def test_reports_for_several_people_at_once_all_come_while_pages_do(server: Server, say: Callable[[str], None]) -> None:
    async def story() -> tuple[list[Reply], list[float]]:
        people = [await submitted(server.port, "fr") for _ in range(2 * AT_ONCE)]
        browsers = [(same_browser(client), f"{home}/{form}") for client, home in people for form in FORMS]
        async with watching(Client(server.port), "/sign-in") as seconds:
            found = await asyncio.gather(*(one.get(path) for one, path in browsers))
        await close(*(client for client, _ in (*people, *browsers)))
        return found, seconds

    replies, seconds = asyncio.run(story())
    require_all_answered(replies, "fr")
    assert {reply.status for reply in replies} == {200}
    assert seconds
    slowest = 1000 * sorted(seconds)[int(0.95 * (len(seconds) - 1))]
    say(f"{len(replies)} files asked for at once; a small page meanwhile, p95 of {len(seconds)}: {slowest:.0f} ms")


def test_every_file_that_takes_long_to_make_is_made_in_turn() -> None:
    """A new download of a report cannot forget it."""
    found = [item for module in CONTROLLERS for item in vars(module).values() if isinstance(item, HTTPRouteHandler)]
    made = {path: one for one in found for path in one.paths if path.endswith((".pdf", ".docx", ".xlsx"))}
    given = {path: (one.dependencies or {}).get("admission") for path, one in made.items()}
    unrationed = {path for path, one in given.items() if getattr(one, "dependency", None) is not admission_in_turn}
    assert len(given) > 6
    assert unrationed == LIGHT
