"""Housekeeper: a thread that does a chore again and again: the retention once a day, the campaigns more often."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Event, Thread

from sqlalchemy.orm import Session

from assessment.storage.database import Database
from assessment.storage.failures import DatabaseProblem

FIRST, EVERY = 60.0, 86_400.0
"""Seconds from the start of the service to the first run, and from one run to the next."""
SOON = 300.0
"""The same for what has to happen in time."""

Chore = Callable[[Session, datetime], object]
"""What is done in a transaction of its own, at a moment."""


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(slots=True)
class Housekeeper:
    """Runs a chore; `start()` and `close()` it with the service. Two services on one database do no harm."""

    database: Database
    chore: Chore
    first: float = FIRST
    every: float = EVERY
    now: Callable[[], datetime] = _now
    _stop: Event = field(default_factory=Event)
    _thread: Thread | None = None

    def start(self) -> None:
        """Begin to wait for the first run."""
        self._thread = Thread(target=self._work, name="housekeeper", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Finish a run that is under way, then stop."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()

    def _work(self) -> None:
        pause = self.first
        while not self._stop.wait(pause):
            try:
                self._run()
            except DatabaseProblem:
                pause = self.first  # locked or full: sooner than tomorrow
            else:
                pause = self.every

    def _run(self) -> None:
        with self.database.sessions.begin() as session:
            self.chore(session, self.now())
        self.database.fold_log()
