"""The whole service, once for each engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from litestar.testing import TestClient

from tests.postgresql import Server
from tests.visitors import Visitor, serving


@pytest.fixture(scope="session")
def served() -> list[TestClient[Any]]:
    """The services that this process has running: a test shares them with all others."""
    return []


@pytest.fixture(scope="session")
def on_sqlite(served: list[TestClient[Any]], tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient[Any]]:
    """The service on an SQLite database."""
    folder = tmp_path_factory.mktemp("web")
    with serving(f"sqlite+pysqlite:///{folder}/web.sqlite", folder) as client:
        served.append(client)
        yield client


@pytest.fixture(scope="session")
def on_postgresql(
    served: list[TestClient[Any]], postgresql: Server, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[TestClient[Any]]:
    """The service on a PostgreSQL database."""
    postgresql.run("CREATE DATABASE web")
    with serving(postgresql.url("web"), tmp_path_factory.mktemp("keys")) as client:
        served.append(client)
        yield client


@pytest.fixture(autouse=True)
def own_browser(served: list[TestClient[Any]]) -> Iterator[None]:
    """The service is shared, the browser is not: nobody finds the cookies of the test before, nor its language."""
    yield
    for client in served:
        client.cookies.clear()


@pytest.fixture
def visitor(on_sqlite: TestClient[Any]) -> Visitor:
    """Somebody who comes for the first time."""
    return Visitor(on_sqlite)


@pytest.fixture(params=["sqlite", "postgresql"])
def visitor_on_each(request: pytest.FixtureRequest) -> Visitor:
    """The same, once on each engine."""
    client: TestClient[Any] = request.getfixturevalue(f"on_{request.param}")
    return Visitor(client)


@pytest.fixture(scope="session")
def say(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Writes a line among the results of the run: how much was tried."""
    plugins = request.config.pluginmanager
    reporter, capture = plugins.getplugin("terminalreporter"), plugins.getplugin("capturemanager")

    def write(line: str) -> None:
        if reporter is not None and capture is not None:
            with capture.global_and_fixture_disabled():
                reporter.ensure_newline()
                reporter.write_line(line)

    return write
