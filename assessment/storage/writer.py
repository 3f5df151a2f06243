"""AnswerWriter: answers saved at the same time share one commit, and each is acknowledged only after it.

While one batch is being committed the next one gathers, so a commit is paid once for everybody who waits; somebody
alone is written at once. Answers of one batch are written in the order of their keys, so that the batches of two
processes on one PostgreSQL never wait for each other in a circle.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from threading import Condition, Thread

from sqlalchemy import Connection

from assessment.storage.assessments import (
    AnswerConflict,
    AssessmentClosed,
    SaveAnswer,
    UnknownAssessment,
    require_storable_answer,
    write_answer,
)
from assessment.storage.database import Database
from assessment.storage.failures import DatabaseProblem

REFUSALS = (AssessmentClosed, UnknownAssessment, AnswerConflict)
Read = Callable[[Connection], SaveAnswer]
"""Finds what to keep, in the transaction that keeps it; it reads only, and may refuse by an exception."""

CAPACITY = 1024
"""Answers that may wait. More would wait longer than a browser does."""


class WriterBusy(Exception):
    """Too many answers are waiting, or the server is stopping; try again after `retry_after` seconds."""

    retry_after = 1


@dataclass(frozen=True, slots=True, eq=False)
class _Waiter:
    """One answer to save, how its value is found if it is not there yet, and the future of whoever waits for it."""

    save: SaveAnswer
    read: Read | None
    future: asyncio.Future[int]

    def settle(self, outcome: int | Exception) -> None:
        """Tell the outcome, in the event loop; whoever left in the meantime is not told."""
        if self.future.done():
            return
        if isinstance(outcome, Exception):
            self.future.set_exception(outcome)
        else:
            self.future.set_result(outcome)


_Settled = tuple[_Waiter, int | Exception]


class AnswerWriter:
    """Saves answers from request handlers. One per process: `start()` inside the event loop, `close()` at the end."""

    def __init__(self, database: Database, capacity: int = CAPACITY) -> None:
        self._engine = database.engine
        self._capacity = capacity
        self._waiting: list[_Waiter] = []
        self._changed = Condition()
        self._open = False
        self._thread = Thread(target=self._work, name="answer-writer", daemon=True)

    def start(self) -> None:
        """Begin to write. Call it in the event loop whose handlers will save."""
        self._loop = asyncio.get_running_loop()
        self._open = True
        self._thread.start()

    def close(self) -> None:
        """Write what is waiting, then stop."""
        with self._changed:
            self._open = False
            self._changed.notify()
        if self._thread.is_alive():
            self._thread.join()

    async def save(self, save: SaveAnswer, read: Read | None = None) -> int:
        """Keep one answer and return its new version, once it is on stable storage.

        With `read` what is kept is what it returns: rights and value are then checked in the very transaction that
        keeps the answer, at no cost to the event loop, and what it raises is raised here.

        Raises WriterBusy, DatabaseUnwritable, DatabaseUnavailable, AssessmentClosed, UnknownAssessment,
        AnswerConflict or UnstorableValue; nothing is kept then.
        """
        require_storable_answer(save)
        waiter = _Waiter(save, read, self._loop.create_future())
        with self._changed:
            if not self._open or len(self._waiting) >= self._capacity:
                raise WriterBusy
            self._waiting.append(waiter)
            self._changed.notify()
        return await waiter.future

    def _work(self) -> None:
        while batch := self._next_batch():
            outcomes = self._write(batch)
            self._loop.call_soon_threadsafe(_settle, outcomes)

    def _next_batch(self) -> list[_Waiter]:
        """Everybody who waits, in order of keys; empty once closed."""
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or not self._open)
            batch, self._waiting = self._waiting, []
        return sorted(batch, key=lambda waiter: (waiter.save.assessment_id, waiter.save.code))

    def _write(self, batch: list[_Waiter]) -> list[_Settled]:
        """Write a batch in one transaction; an unforeseen error of one answer fails that one alone."""
        try:
            with self._engine.begin() as connection:
                return [(waiter, _write_one(connection, waiter)) for waiter in batch]
        except DatabaseProblem as problem:
            return [(waiter, problem) for waiter in batch]
        except Exception as error:
            if len(batch) == 1:
                return [(batch[0], error)]
            return [settled for waiter in batch for settled in self._write([waiter])]


def _write_one(connection: Connection, waiter: _Waiter) -> int | Exception:
    """The new version, or why the answer was refused; a refusal changes nothing, so the others go on."""
    try:
        save = waiter.save if waiter.read is None else waiter.read(connection)
        require_storable_answer(save)
    except DatabaseProblem:
        raise
    except Exception as refusal:
        return refusal
    try:
        return write_answer(connection, save)
    except REFUSALS as refusal:
        return refusal


def _settle(outcomes: list[_Settled]) -> None:
    for waiter, outcome in outcomes:
        waiter.settle(outcome)
