"""The writer of answers under concurrent use, on both engines."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from itertools import count

from assessment.domain.questionnaire import Form
from assessment.services import assessments as service
from assessment.storage.assessments import AnswerConflict, AssessmentClosed, SaveAnswer
from assessment.storage.database import Database
from assessment.storage.writer import AnswerWriter
from tests.builders import an_instrument, an_organisation

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
INSTRUMENT = an_instrument()


def start(database: Database) -> str:
    with database.sessions.begin() as session:
        started = service.start(session, questionnaire=INSTRUMENT.questionnaire, form=Form.FULL, language="fr", now=NOW)
        service.save_profile(session, started.id, an_organisation(), NOW)
        return started.id


def load(database: Database, assessment_id: str) -> service.Draft:
    with database.readings.begin() as session:
        return service.load(session, assessment_id)


def test_what_many_people_save_at_once_is_all_there(database: Database) -> None:
    ids = [start(database) for _ in range(8)]

    async def fill(writer: AnswerWriter, assessment_id: str) -> None:
        for level in range(5):
            codes = [f"CAP{n}" for n in range(1, 6)]
            await asyncio.gather(*(writer.save(SaveAnswer(assessment_id, code, level, NOW)) for code in codes))

    async def fill_all() -> None:
        writer = AnswerWriter(database)
        writer.start()
        await asyncio.gather(*(fill(writer, assessment_id) for assessment_id in ids))
        writer.close()

    asyncio.run(fill_all())
    for assessment_id in ids:
        draft = load(database, assessment_id)
        assert draft.values == {f"CAP{n}": 4 for n in range(1, 6)}
        assert set(draft.versions.values()) == {5}


def test_of_two_who_change_the_same_version_one_is_told_of_the_other(database: Database) -> None:
    assessment_id = start(database)

    async def both() -> list[int | BaseException]:
        writers = [AnswerWriter(database), AnswerWriter(database)]
        for writer in writers:
            writer.start()
        saves = [writer.save(SaveAnswer(assessment_id, "CAP1", n, NOW, 0)) for n, writer in enumerate(writers)]
        outcomes = await asyncio.gather(*saves, return_exceptions=True)
        for writer in writers:
            writer.close()
        return outcomes

    for_first, for_second = asyncio.run(both())
    winner, loser = (0, for_second) if for_first == 1 else (1, for_first)
    assert isinstance(loser, AnswerConflict)
    assert (loser.stored.value, loser.given) == (winner, 1 - winner)


def test_every_answer_acknowledged_before_submission_is_in_it_and_none_after(database: Database) -> None:
    assessment_id = start(database)

    async def save_until_closed(writer: AnswerWriter) -> int:
        for number in count():
            try:
                await writer.save(SaveAnswer(assessment_id, "F_PROV", number, NOW))
            except AssessmentClosed:
                return number
        raise AssertionError("never closed")

    def submit() -> dict[str, object]:
        with database.sessions.begin() as session:
            return service.submit(
                session,
                assessment_id,
                instrument=INSTRUMENT,
                render_document=lambda result: {"providers": float(result.assessment.number("F_PROV") or 0)},
                now=NOW,
            )

    async def race() -> tuple[int, dict[str, object]]:
        writer = AnswerWriter(database)
        writer.start()
        saving = asyncio.create_task(save_until_closed(writer))
        await asyncio.sleep(0.1)
        document = await asyncio.to_thread(submit)
        acknowledged = await asyncio.wait_for(saving, 10)
        writer.close()
        return acknowledged, document

    acknowledged, document = asyncio.run(race())
    assert acknowledged > 0
    assert document == {"providers": acknowledged - 1}
    assert load(database, assessment_id).versions["F_PROV"] == acknowledged
