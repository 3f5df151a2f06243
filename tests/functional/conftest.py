"""The whole service, once for each engine."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from litestar.testing import TestClient

from tests.postgresql import Server
from tests.visitors import Visitor, serving


@pytest.fixture(scope="session")
def on_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient[Any]]:
    """The service on an SQLite database."""
    with serving(f"sqlite+pysqlite:///{tmp_path_factory.mktemp('web')}/web.sqlite") as client:
        yield client


@pytest.fixture(scope="session")
def on_postgresql(postgresql: Server) -> Iterator[TestClient[Any]]:
    """The service on a PostgreSQL database."""
    postgresql.run("CREATE DATABASE web")
    with serving(postgresql.url("web")) as client:
        yield client


@pytest.fixture
def visitor(on_sqlite: TestClient[Any]) -> Visitor:
    """Somebody who comes for the first time."""
    on_sqlite.cookies.clear()
    return Visitor(on_sqlite)


@pytest.fixture(params=["sqlite", "postgresql"])
def visitor_on_each(request: pytest.FixtureRequest) -> Visitor:
    """The same, once on each engine."""
    client: TestClient[Any] = request.getfixturevalue(f"on_{request.param}")
    client.cookies.clear()
    return Visitor(client)
