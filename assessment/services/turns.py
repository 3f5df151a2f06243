"""Turns at work that takes a processor for long, the making of reports above all: few at once, one for each person.

Whoever waits holds no thread, so that every other request stays as quick as ever. Each process has turns of its own.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta

from anyio import Semaphore, move_on_after

AT_ONCE = 2
MOST, MOST_OWN = 24, 4
"""How many may be at work or wait in all, and of one person: at two seconds each, the last waits for some 20."""
PATIENCE = 40.0
"""Seconds that anybody waits: less than servers in front of ours usually do."""
LATER = timedelta(seconds=15)


class TooManyWaiting(Exception):
    """There is no turn for now; `wait` is when to ask again."""

    def __init__(self, wait: timedelta = LATER) -> None:
        super().__init__(f"no turn, ask again in {wait.total_seconds():.0f} s")
        self.wait = wait


class Turns:
    """Gives turns in the order in which they were asked for, a person's next one when their last one is over."""

    def __init__(
        self, at_once: int = AT_ONCE, *, most: int = MOST, most_own: int = MOST_OWN, patience: float = PATIENCE
    ) -> None:
        self._places = Semaphore(at_once)
        self._lines: dict[str, Line] = {}
        self._most, self._most_own, self._patience = most, most_own, patience

    @asynccontextmanager
    async def turn(self, who: str) -> AsyncIterator[None]:
        """Wait for a turn and hold it. Raises TooManyWaiting where too many wait, or after too long a wait."""
        line = self._lines.get(who, Line())
        if self.asked >= self._most or line.asked >= self._most_own:
            raise TooManyWaiting
        self._lines[who] = line
        line.asked += 1
        try:
            async with AsyncExitStack() as held:
                with move_on_after(self._patience) as wait:
                    await held.enter_async_context(line.place)
                    await held.enter_async_context(self._places)
                if wait.cancelled_caught:
                    raise TooManyWaiting
                yield
        finally:
            line.asked -= 1
            if not line.asked:
                del self._lines[who]

    @property
    def asked(self) -> int:
        """How many are at work or wait."""
        return sum(line.asked for line in self._lines.values())


class Line:
    """What one person has asked for."""

    def __init__(self) -> None:
        self.place = Semaphore(1)
        self.asked = 0
