"""The writer of answers: one commit for everybody who waits, and nobody told before it."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, event, text

from assessment.domain.questionnaire import Form
from assessment.services import assessments as service
from assessment.storage import writer as writer_module
from assessment.storage.assessments import (
    AnswerConflict,
    AssessmentClosed,
    SaveAnswer,
    UnknownAssessment,
    UnstorableValue,
    write_answer,
)
from assessment.storage.database import PRAGMAS, Database
from assessment.storage.failures import DatabaseUnwritable
from assessment.storage.writer import AnswerWriter, WriterBusy
from tests.builders import a_questionnaire

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
Outcome = int | BaseException


@pytest.fixture
def database(sqlite_address: str) -> Iterator[Database]:
    database = Database(sqlite_address)
    database.upgrade()
    yield database
    database.close()


@pytest.fixture
def assessment_id(database: Database) -> str:
    with database.sessions.begin() as session:
        return service.start(session, questionnaire=a_questionnaire(), form=Form.FULL, language="fr", now=NOW).id


def stored(database: Database, assessment_id: str) -> dict[str, object]:
    with database.readings.begin() as session:
        return dict(service.load(session, assessment_id).values)


def run(database: Database, work: Callable[[AnswerWriter], Awaitable[list[Outcome]]], **options: int) -> list[Outcome]:
    """Run `work` with a writer that is started and closed around it."""

    async def within_loop() -> list[Outcome]:
        writer = AnswerWriter(database, **options)
        writer.start()
        try:
            return await work(writer)
        finally:
            writer.close()

    return asyncio.run(within_loop())


def save_all(*saves: SaveAnswer) -> Callable[[AnswerWriter], Awaitable[list[Outcome]]]:
    async def work(writer: AnswerWriter) -> list[Outcome]:
        return await asyncio.gather(*map(writer.save, saves), return_exceptions=True)

    return work


@contextmanager
def write_lock(folder: Path) -> Iterator[None]:
    """Keep the writer waiting, as another program at work does."""
    other = sqlite3.connect(folder / "assessment.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield
    other.close()


async def in_hand(writer: AnswerWriter) -> None:
    """Return once the writer has begun with what was handed over last."""
    await asyncio.sleep(0)
    while writer._waiting:
        await asyncio.sleep(0.001)


def test_a_save_returns_the_new_version_of_the_answer(database: Database, assessment_id: str) -> None:
    saves = [SaveAnswer(assessment_id, code, level, NOW) for code, level in (("CAP1", 1), ("CAP2", 2), ("CAP1", 3))]
    assert run(database, save_all(*saves)) == [1, 1, 2]
    assert stored(database, assessment_id) == {"CAP1": 3, "CAP2": 2}


def test_an_answer_is_acknowledged_only_after_its_commit(database: Database, assessment_id: str) -> None:
    commits = list[str]()
    event.listen(database.engine, "commit", lambda _: commits.append("commit"))

    async def work(writer: AnswerWriter) -> list[Outcome]:
        version = await writer.save(SaveAnswer(assessment_id, "CAP1", 2, NOW))
        assert commits == ["commit"]
        assert stored(database, assessment_id) == {"CAP1": 2}
        return [version]

    assert run(database, work) == [1]


def test_answers_that_wait_together_share_one_commit(database: Database, assessment_id: str, tmp_path: Path) -> None:
    commits = list[str]()
    event.listen(database.engine, "commit", lambda _: commits.append("commit"))

    async def work(writer: AnswerWriter) -> list[Outcome]:
        with write_lock(tmp_path):
            first = asyncio.create_task(writer.save(SaveAnswer(assessment_id, "CAP1", 2, NOW)))
            await in_hand(writer)
            others = [asyncio.create_task(writer.save(SaveAnswer(assessment_id, f"CLI{n}", 3, NOW))) for n in range(50)]
            await asyncio.sleep(0)
        return await asyncio.gather(first, *others)

    assert run(database, work) == [1] * 51
    assert commits == ["commit"] * 2


def test_a_refusal_concerns_only_the_answer_refused(database: Database, assessment_id: str) -> None:
    outcomes = run(
        database,
        save_all(
            SaveAnswer(assessment_id, "CAP1", 2, NOW),
            SaveAnswer("x" * 22, "CAP1", 2, NOW),
            SaveAnswer(assessment_id, "CAP1", 3, NOW, expected_version=0),
            SaveAnswer(assessment_id, "CAP2", "\0", NOW),
            SaveAnswer(assessment_id, "CAP3", 4, NOW),
        ),
    )
    assert [outcomes[0], outcomes[4]] == [1, 1]
    kinds = [type(outcome) for outcome in outcomes[1:4]]
    assert kinds == [UnknownAssessment, AnswerConflict, UnstorableValue]
    assert stored(database, assessment_id) == {"CAP1": 2, "CAP3": 4}


def test_an_unforeseen_error_fails_only_its_own_answer(
    database: Database, assessment_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail_on_cap2(connection: object, save: SaveAnswer) -> int:
        if save.code == "CAP2":
            raise ZeroDivisionError
        return write_answer(connection, save)  # type: ignore[arg-type]

    monkeypatch.setattr(writer_module, "write_answer", fail_on_cap2)
    outcomes = run(database, save_all(*(SaveAnswer(assessment_id, f"CAP{n}", n, NOW) for n in (1, 2, 3))))
    assert [outcomes[0], outcomes[2]] == [1, 1]
    assert isinstance(outcomes[1], ZeroDivisionError)
    assert stored(database, assessment_id) == {"CAP1": 1, "CAP3": 3}


async def refused_read(writer: AnswerWriter, assessment_id: str, refusal: Exception) -> int | BaseException:
    def read(connection: Connection) -> SaveAnswer:
        raise refusal

    outcomes = await asyncio.gather(
        writer.save(SaveAnswer(assessment_id, "CAP2", None, NOW), read), return_exceptions=True
    )
    return outcomes[0]


def test_a_value_can_be_found_in_the_transaction_that_keeps_it(database: Database, assessment_id: str) -> None:
    def language(connection: Connection) -> SaveAnswer:
        found = connection.execute(text("SELECT language FROM assessments")).scalar()
        return SaveAnswer(assessment_id, "CAP1", found, NOW)

    async def work(writer: AnswerWriter) -> list[Outcome]:
        return [await writer.save(SaveAnswer(assessment_id, "CAP1", None, NOW), language)]

    assert run(database, work) == [1]
    assert stored(database, assessment_id) == {"CAP1": "fr"}


def test_a_value_that_is_refused_while_it_is_found_concerns_only_its_own_answer(
    database: Database, assessment_id: str
) -> None:
    refusal = PermissionError("not yours")
    unstorable = SaveAnswer(assessment_id, "CAP3", "\0", NOW)

    async def work(writer: AnswerWriter) -> list[Outcome]:
        saves = (
            refused_read(writer, assessment_id, refusal),
            writer.save(SaveAnswer(assessment_id, "CAP1", 2, NOW)),
            writer.save(SaveAnswer(assessment_id, "CAP3", None, NOW), lambda _: unstorable),
        )
        return list(await asyncio.gather(*saves, return_exceptions=True))

    outcomes = run(database, work)
    assert outcomes[:2] == [refusal, 1]
    assert isinstance(outcomes[2], UnstorableValue)
    assert stored(database, assessment_id) == {"CAP1": 2}


def test_a_full_disk_refuses_what_does_not_fit_and_saving_goes_on_once_there_is_room(
    database: Database, assessment_id: str
) -> None:
    with database.engine.connect() as connection:
        used = connection.exec_driver_sql("PRAGMA page_count").scalar() or 0

    def limit(free_pages: int) -> None:
        pages = used + free_pages
        database.engine.dispose()
        event.listen(
            database.engine, "connect", lambda connection, _: connection.execute(f"PRAGMA max_page_count = {pages}")
        )

    async def work(writer: AnswerWriter) -> list[Outcome]:
        long_texts = [SaveAnswer(assessment_id, f"TEXT{n}", "x" * 9000, NOW) for n in range(30)]
        limit(30)
        while_full = [(await save_all(save)(writer))[0] for save in long_texts]
        limit(10_000)
        return [*while_full, await writer.save(SaveAnswer(assessment_id, "CAP1", 2, NOW))]

    outcomes = run(database, work)
    acknowledged = [outcome for outcome in outcomes[:-1] if outcome == 1]
    assert 0 < len(acknowledged) < 30
    assert {type(outcome) for outcome in outcomes} == {int, DatabaseUnwritable}
    assert outcomes[-1] == 1
    assert len(stored(database, assessment_id)) == len(acknowledged) + 1


def test_a_submitted_assessment_takes_no_answer(database: Database, assessment_id: str) -> None:
    with database.sessions.begin() as session:
        session.execute(text("UPDATE assessments SET submitted_at = created_at"))
    outcomes = run(database, save_all(SaveAnswer(assessment_id, "CAP1", 2, NOW)))
    assert isinstance(outcomes[0], AssessmentClosed)
    assert stored(database, assessment_id) == {}


def test_more_answers_than_may_wait_are_refused_as_busy(database: Database, assessment_id: str, tmp_path: Path) -> None:
    async def work(writer: AnswerWriter) -> list[Outcome]:
        with write_lock(tmp_path):
            first = asyncio.create_task(writer.save(SaveAnswer(assessment_id, "CAP1", 2, NOW)))
            await in_hand(writer)
            waiting = [asyncio.create_task(writer.save(SaveAnswer(assessment_id, f"CLI{n}", 3, NOW))) for n in range(5)]
            await asyncio.sleep(0)
        return await asyncio.gather(first, *waiting, return_exceptions=True)

    outcomes = run(database, work, capacity=3)
    assert outcomes[:4] == [1] * 4
    assert [type(outcome) for outcome in outcomes[4:]] == [WriterBusy, WriterBusy]
    assert WriterBusy.retry_after == 1


def test_a_database_that_stays_locked_is_said_to_everybody_and_the_next_save_works(
    database: Database, assessment_id: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(PRAGMAS, "busy_timeout", 50)
    database.engine.dispose()

    async def work(writer: AnswerWriter) -> list[Outcome]:
        with write_lock(tmp_path):
            refused = await save_all(*(SaveAnswer(assessment_id, f"CAP{n}", 2, NOW) for n in (1, 2)))(writer)
        return [*refused, await writer.save(SaveAnswer(assessment_id, "CAP3", 2, NOW))]

    outcomes = run(database, work)
    assert [type(outcome) for outcome in outcomes] == [DatabaseUnwritable, DatabaseUnwritable, int]
    assert stored(database, assessment_id) == {"CAP3": 2}


def test_a_client_that_leaves_disturbs_nobody(database: Database, assessment_id: str, tmp_path: Path) -> None:
    async def work(writer: AnswerWriter) -> list[Outcome]:
        with write_lock(tmp_path):
            tasks = [asyncio.create_task(writer.save(SaveAnswer(assessment_id, f"CAP{n}", 2, NOW))) for n in (1, 2)]
            await asyncio.sleep(0)
            tasks[0].cancel()
        return await asyncio.gather(*tasks, return_exceptions=True)

    outcomes = run(database, work)
    assert isinstance(outcomes[0], asyncio.CancelledError)
    assert outcomes[1] == 1


def test_closing_writes_what_is_waiting_and_refuses_the_rest(
    database: Database, assessment_id: str, tmp_path: Path
) -> None:
    async def within_loop() -> list[Outcome]:
        writer = AnswerWriter(database)
        writer.start()
        with write_lock(tmp_path):
            waiting = [asyncio.create_task(writer.save(SaveAnswer(assessment_id, f"CAP{n}", 2, NOW))) for n in (1, 2)]
            await asyncio.sleep(0)
        await asyncio.to_thread(writer.close)
        late = writer.save(SaveAnswer(assessment_id, "CAP3", 2, NOW))
        return await asyncio.gather(*waiting, late, return_exceptions=True)

    outcomes = asyncio.run(within_loop())
    assert outcomes[:2] == [1, 1]
    assert isinstance(outcomes[2], WriterBusy)
    assert stored(database, assessment_id) == {"CAP1": 2, "CAP2": 2}
