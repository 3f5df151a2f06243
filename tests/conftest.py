"""What every test may rely on."""

from __future__ import annotations

import gc
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import HealthCheck, settings

# Two busy cores make single examples slow now and then; that says nothing about the code.
settings.register_profile("shared-machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("shared-machine")

pytest_plugins = ["tests.postgresql"]

REQUIRE_ALL = "--require-all"
LONGEST = ("test_accessibility_people", "test_canaries", "test_accessibility", "test_keyboard", "test_saving")
"""The tests in a browser that take longest, the longest first."""

MEMORY, ENOUGH = Path("/dev/shm"), 2 * 2**30  # noqa: S108 - not a file of a known name
"""Where files are in memory, and the bytes that must be free there."""

if "TMPDIR" not in os.environ and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ENOUGH:
    # A disk waits milliseconds for each of some ten thousand commits. What the tests kill are processes, whose files
    # stay as they are in memory too.
    os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        REQUIRE_ALL,
        action="store_true",
        help="treat a missing Chromium, PostgreSQL or text library as a failure instead of a reason to skip",
    )


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """What was read stays to the end: looking it through for rubbish again and again takes an eighth of the time."""
    gc.disable()
    yield
    gc.collect()
    gc.freeze()
    gc.enable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # The browser's driver keeps an event loop running in this thread to the end; whoever needs one of their own goes
    # before. Laws go first: a service at work in another thread may draw from the same random numbers. What ends the
    # run is dealt out the longest first, so that no process waits for the other one.
    def turn(item: pytest.Item) -> tuple[int, int]:
        place = ("browser" in item.path.parts) - ("properties" in item.path.parts)
        stem = item.path.stem
        return place, LONGEST.index(stem) if stem in LONGEST else len(LONGEST)

    items.sort(key=turn)


@pytest.fixture(scope="session")
def unavailable(request: pytest.FixtureRequest) -> Callable[[str], NoReturn]:
    """Skip the asking test and say why; with --require-all, fail it instead."""
    require_all = request.config.getoption(REQUIRE_ALL)

    def leave(reason: str) -> NoReturn:
        if require_all:
            pytest.fail(f"needed here but not available: {reason}", pytrace=False)
        pytest.skip(reason)

    return leave
