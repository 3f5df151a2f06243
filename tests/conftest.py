"""What every test may rely on."""

from __future__ import annotations

from collections.abc import Callable
from typing import NoReturn

import pytest
from hypothesis import HealthCheck, settings

# Two busy cores make single examples slow now and then; that says nothing about the code.
settings.register_profile("shared-machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("shared-machine")

pytest_plugins = ["tests.postgresql"]

REQUIRE_ALL = "--require-all"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        REQUIRE_ALL,
        action="store_true",
        help="treat a missing Chromium, PostgreSQL or text library as a failure instead of a reason to skip",
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # The browser's driver keeps an event loop running in this thread to the end; whoever needs one of their own goes
    # before. Laws go first: a service at work in another thread may draw from the same random numbers.
    items.sort(key=lambda item: ("browser" in item.path.parts) - ("properties" in item.path.parts))


@pytest.fixture(scope="session")
def unavailable(request: pytest.FixtureRequest) -> Callable[[str], NoReturn]:
    """Skip the asking test and say why; with --require-all, fail it instead."""
    require_all = request.config.getoption(REQUIRE_ALL)

    def leave(reason: str) -> NoReturn:
        if require_all:
            pytest.fail(f"needed here but not available: {reason}", pytrace=False)
        pytest.skip(reason)

    return leave
