"""The writer of answers under concurrent use, on both engines."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from itertools import count
from random import Random

import pytest

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


async def send_again_and_again(writer: AnswerWriter, assessment_id: str, replays: int, random: Random) -> int:
    """Change one answer over and over, each time sending the save one to five times among earlier ones, in any order.

    Returns how many different saves there were.
    """
    sent: list[SaveAnswer] = []
    while replays > 0:
        changed = [level for level in range(5) if not sent or level != sent[-1].value]
        latest = SaveAnswer(assessment_id, "CAP1", random.choice(changed), NOW, len(sent))
        copies = [latest] * random.randint(1, 5) + random.choices(sent, k=random.randint(0, 5) if sent else 0)
        random.shuffle(copies)
        sent.append(latest)
        replays -= len(copies)
        outcomes = await asyncio.gather(*map(writer.save, copies), return_exceptions=True)
        for save, outcome in zip(copies, outcomes, strict=True):
            if save is latest:
                assert outcome == len(sent)
            else:
                assert isinstance(outcome, AnswerConflict) or outcome in (len(sent) - 1, len(sent))
    return len(sent)


@pytest.mark.parametrize("replays", [500, pytest.param(10_000, marks=pytest.mark.soak)])
def test_a_save_sent_again_in_any_order_counts_once(database: Database, replays: int) -> None:
    assessment_id = start(database)

    async def run() -> int:
        writer = AnswerWriter(database)
        writer.start()
        different = await send_again_and_again(writer, assessment_id, replays, Random(6))
        writer.close()
        return different

    different = asyncio.run(run())
    assert load(database, assessment_id).versions == {"CAP1": different}
