"""Starting, filling and submitting an assessment, on both engines."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from assessment.domain.answers import Ambition
from assessment.domain.problems import ProblemsFound
from assessment.domain.questionnaire import Form, NonResponse
from assessment.domain.results import AssessmentResult, Instrument
from assessment.services import assessments as service
from assessment.services.assessments import Draft, Started
from assessment.services.secrets import hash_of
from assessment.storage.access import Standing, find_assessment_access
from assessment.storage.assessments import (
    AnswerConflict,
    AssessmentClosed,
    Held,
    StoredAnswer,
    UnknownAssessment,
    UnstorableValue,
    read_held_by,
)
from assessment.storage.database import Database
from tests.builders import an_instrument, an_organisation

NOW = datetime(2026, 3, 29, 0, 59, 59, 123456, tzinfo=UTC)
NOWHERE = "x" * 22
COMPOSED, DECOMPOSED = (unicodedata.normalize(form, "Forêt d’Orléans") for form in ("NFC", "NFD"))


@pytest.fixture(scope="module")
def instrument() -> Instrument:
    return an_instrument()


@pytest.fixture
def started(database: Database, instrument: Instrument) -> Started:
    with database.sessions.begin() as session:
        return service.start(session, questionnaire=instrument.questionnaire, form=Form.FULL, language="fr", now=NOW)


@pytest.fixture
def save(database: Database, started: Started) -> Callable[..., int]:
    def save_one(code: str, value: object, **options: Any) -> int:
        with database.sessions.begin() as session:
            return service.save_answer(session, started.id, code, value, NOW, **options)

    return save_one


@pytest.fixture
def profiled(database: Database, started: Started) -> Started:
    with database.sessions.begin() as session:
        service.save_profile(session, started.id, an_organisation(), NOW)
    return started


def load(database: Database, assessment_id: str) -> Draft:
    with database.readings.begin() as session:
        return service.load(session, assessment_id)


def document_of(result: AssessmentResult) -> dict[str, Any]:
    return {"name": result.assessment.organisation.name, "score": result.overall.score}


def submit(database: Database, assessment_id: str, instrument: Instrument) -> dict[str, Any]:
    with database.sessions.begin() as session:
        return service.submit(
            session, assessment_id, instrument=instrument, render_document=document_of, now=NOW + timedelta(hours=1)
        )


def test_a_new_assessment_is_empty_and_remembers_its_questionnaire(database: Database, started: Started) -> None:
    draft = load(database, started.id)
    assert (draft.questionnaire, draft.questionnaire_hash) == ("digital-maturity@1.0.0", "0" * 64)
    assert (draft.form, draft.language, draft.organisation, draft.values) == (Form.FULL, "fr", None, {})
    assert draft.created_at == draft.updated_at == NOW
    assert not draft.submitted


def holds(session: Session, key: str, assessment_id: str, now: datetime) -> bool:
    """Whether the key of a private link opens an assessment."""
    access = find_assessment_access(session.connection(), assessment_id, key_hash=hash_of(key), person=None, now=now)
    return access is not None and access.standing is Standing.HOLDER


def test_a_private_link_opens_its_assessment_and_goes_on_working(database: Database, started: Started) -> None:
    with database.sessions.begin() as session:
        first, second = (service.open_link(session, started.token, NOW) for _ in range(2))
    assert first is not None
    assert second is not None
    assert first.assessment_id == second.assessment_id == started.id
    assert first.key != second.key
    with database.readings.begin() as session:
        assert holds(session, first.key, started.id, NOW)
        assert holds(session, second.key, started.id, NOW)


@pytest.mark.parametrize("token", ["", "x" * 22, "\0", "\ud800", "é" * 5000, "' OR 1=1 --"])
def test_a_link_that_was_never_given_out_opens_nothing(database: Database, started: Started, token: str) -> None:
    with database.sessions.begin() as session:
        assert service.open_link(session, token, NOW) is None


def test_a_browser_key_opens_only_its_own_assessment(
    database: Database, started: Started, instrument: Instrument
) -> None:
    with database.sessions.begin() as session:
        other = service.start(
            session, questionnaire=instrument.questionnaire, form=Form.EXPRESS, language="en", now=NOW
        )
        opened = service.open_link(session, other.token, NOW)
    assert opened is not None
    with database.readings.begin() as session:
        for assessment_id in (started.id, NOWHERE, "\0", "\ud800"):
            assert not holds(session, opened.key, assessment_id, NOW)
        for key in ("", "\0", "\ud800", other.token, other.id):
            assert not holds(session, key, other.id, NOW)


def test_what_decides_about_an_answer_is_told_to_the_holder_of_a_key_only(
    database: Database, profiled: Started, instrument: Instrument
) -> None:
    def held(key: str, assessment_id: str, now: datetime = NOW) -> Held | None:
        with database.readings.begin() as session:
            return read_held_by(session.connection(), assessment_id, hash_of(key), now)

    with database.sessions.begin() as session:
        opened = service.open_link(session, profiled.token, NOW)
        other = service.start(
            session, questionnaire=instrument.questionnaire, form=Form.EXPRESS, language="en", now=NOW
        )
        of_other = service.open_link(session, other.token, NOW)
    assert opened is not None
    assert of_other is not None
    assert held(opened.key, profiled.id) == Held("digital-maturity", "1.0.0", "full", "OT", submitted=False)
    assert held(of_other.key, other.id) == Held("digital-maturity", "1.0.0", "express", None, submitted=False)
    assert held(of_other.key, profiled.id) is None
    assert held(profiled.token, profiled.id) is None
    assert held(opened.key, profiled.id, opened.expires_at) is None
    submit(database, profiled.id, instrument)
    assert held(opened.key, profiled.id) == Held("digital-maturity", "1.0.0", "full", "OT", submitted=True)


def test_a_browser_key_ends_after_its_lifetime(database: Database, started: Started) -> None:
    with database.sessions.begin() as session:
        opened = service.open_link(session, started.token, NOW)
    assert opened is not None
    with database.readings.begin() as session:
        assert holds(session, opened.key, started.id, opened.expires_at - timedelta(microseconds=1))
        assert not holds(session, opened.key, started.id, opened.expires_at)


def test_expired_browser_keys_are_forgotten(database: Database, started: Started) -> None:
    with database.sessions.begin() as session:
        service.open_link(session, started.token, NOW)
        service.open_link(session, started.token, NOW + service.KEY_LIFETIME)
        assert session.execute(text("SELECT count(*) FROM browser_keys")).scalar() == 1


def test_tokens_and_keys_are_stored_only_hashed(sqlite_address: str, instrument: Instrument, tmp_path: Path) -> None:
    database = Database(sqlite_address)
    database.upgrade()
    with database.sessions.begin() as session:
        started = service.start(session, questionnaire=instrument.questionnaire, form=Form.FULL, language="fr", now=NOW)
        opened = service.open_link(session, started.token, NOW)
    stored = b"".join(file.read_bytes() for file in tmp_path.glob("assessment.sqlite*"))
    database.close()
    assert opened is not None
    assert started.id.encode() in stored
    assert started.token.encode() not in stored
    assert opened.key.encode() not in stored


def test_ids_tokens_and_keys_hold_128_random_bits(database: Database, started: Started) -> None:
    with database.sessions.begin() as session:
        opened = service.open_link(session, started.token, NOW)
    assert opened is not None
    secrets = {started.id, started.token, opened.key}
    assert len(secrets) == 3
    assert {len(secret) for secret in secrets} == {22}


def test_the_profile_comes_back_as_it_was_given(database: Database, started: Started) -> None:
    given = replace(
        an_organisation("Office fictif 🏔️ d’Å"), visitor_mix={"S1": 0.25, "S5": 0.75}, ambition=Ambition(20.0, 80.0)
    )
    with database.sessions.begin() as session:
        service.save_profile(session, started.id, given, NOW + timedelta(minutes=5))
    draft = load(database, started.id)
    assert draft.organisation == given
    assert draft.updated_at == NOW + timedelta(minutes=5)


def test_the_language_is_kept(database: Database, started: Started) -> None:
    with database.sessions.begin() as session:
        service.set_language(session, started.id, "en", NOW)
    assert load(database, started.id).language == "en"


@pytest.mark.parametrize(
    "value",
    [2, 0, "dont_know", 0.1, 10**18, "yes", ["R01", "R02"], {"R01": 1.25, "R16": 0}, {"row": {"part": 3}},
     "🏔️ 4-byte emoji", COMPOSED, DECOMPOSED, "é e É", "\\u0000 spelled out", "line\nline", "«\u00a0»", ""],
)  # fmt: skip
def test_a_value_comes_back_as_it_was_given_on_both_engines(
    database: Database, started: Started, save: Callable[..., int], value: object
) -> None:
    save("F_ANY", value)
    found = load(database, started.id).values["F_ANY"]
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    "value",
    ["a\0b", "\0", {"R01": "\0"}, {"R\0": 1}, ["\0"], "\ud800", "a\udfff", "x" * 2_000_000, float("nan"), float("inf")],
    ids=ascii,
)
def test_what_one_engine_could_not_keep_is_refused_on_both(
    database: Database, started: Started, save: Callable[..., int], value: object
) -> None:
    with pytest.raises(UnstorableValue) as refused:
        save("F_ANY", value)
    assert refused.value.text("fr") != refused.value.text("en")
    assert load(database, started.id).values == {}


@pytest.mark.parametrize("code", ["", "1A", "A B", "A" * 33, "A\0", "A\n", "É"])
def test_what_is_not_a_code_is_refused(save: Callable[..., int], code: str) -> None:
    with pytest.raises(UnstorableValue, match="not the code of a question"):
        save(code, 2)


@pytest.mark.parametrize("assessment_id", [NOWHERE, "", "\0" * 22, "\ud800"], ids=ascii)
def test_an_unknown_assessment_is_said_on_both_engines(database: Database, assessment_id: str) -> None:
    with pytest.raises(UnknownAssessment), database.sessions.begin() as session:
        service.save_answer(session, assessment_id, "CAP1", 2, NOW)
    with pytest.raises(UnknownAssessment), database.readings.begin() as session:
        service.load(session, assessment_id)
    with pytest.raises(UnknownAssessment), database.sessions.begin() as session:
        service.set_language(session, assessment_id, "en", NOW)


def test_moments_are_kept_in_utc_to_the_microsecond(database: Database, started: Started) -> None:
    at_reunion = (NOW + timedelta(days=1)).astimezone(timezone(timedelta(hours=4)))
    with database.sessions.begin() as session:
        service.save_answer(session, started.id, "CAP1", 2, at_reunion)
    found = load(database, started.id).updated_at
    assert found == at_reunion
    assert found.tzinfo is UTC


def test_a_moment_without_a_zone_is_refused(database: Database, started: Started) -> None:
    with pytest.raises(Exception, match="time zone"), database.sessions.begin() as session:
        service.set_language(session, started.id, "en", NOW.replace(tzinfo=None))


def test_each_save_of_an_answer_makes_a_new_version(save: Callable[..., int]) -> None:
    assert [save("CAP1", 2), save("CAP1", 3), save("CAP2", 3), save("CAP1", 3)] == [1, 2, 1, 3]


def test_a_cleared_answer_is_unanswered_but_keeps_counting(
    database: Database, started: Started, save: Callable[..., int]
) -> None:
    save("CAP1", 2)
    save("CAP1", None)
    draft = load(database, started.id)
    assert "CAP1" not in draft.values
    assert draft.versions == {"CAP1": 2}


def test_a_save_from_a_stale_page_changes_nothing_and_returns_both_values(
    database: Database, started: Started, save: Callable[..., int]
) -> None:
    assert save("CAP1", 2, expected_version=0) == 1
    assert save("CAP1", 3, expected_version=1) == 2
    with pytest.raises(AnswerConflict) as conflict:
        save("CAP1", 4, expected_version=1)
    assert conflict.value.stored == StoredAnswer(value=3, version=2)
    assert conflict.value.given == 4
    assert load(database, started.id).values == {"CAP1": 3}


def test_several_answers_are_saved_all_or_none(database: Database, started: Started) -> None:
    with pytest.raises(UnstorableValue), database.sessions.begin() as session:
        service.save_answers(session, started.id, {"CAP1": 2, "CAP2": "\0"}, NOW)
    assert load(database, started.id).values == {}
    with database.sessions.begin() as session:
        service.save_answers(session, started.id, {"CAP1": 2, "CAP2": 3}, NOW)
    assert load(database, started.id).values == {"CAP1": 2, "CAP2": 3}


def test_a_draft_is_read_as_typed_answers_with_its_facts_apart(
    database: Database, profiled: Started, save: Callable[..., int], instrument: Instrument
) -> None:
    for code, value in {"CAP1": 2, "CLI1": "dont_know", "REL2": "not_applicable", "F_PROV": 450, "GONE": 1}.items():
        save(code, value)
    assessment = service.to_assessment(load(database, profiled.id), instrument.questionnaire)
    assert assessment.sheet.answers == {
        "CAP1": 2,
        "CLI1": NonResponse.DONT_KNOW,
        "REL2": NonResponse.NOT_APPLICABLE,
    }
    assert assessment.facts == {"F_PROV": 450}


def test_an_answer_that_no_longer_fits_after_a_change_of_profile_counts_as_unanswered(
    database: Database, profiled: Started, save: Callable[..., int], instrument: Instrument
) -> None:
    save("REL2", "not_applicable")
    with database.sessions.begin() as session:
        service.save_profile(session, profiled.id, an_organisation(type="NET"), NOW)
    draft = load(database, profiled.id)
    assert draft.values == {"REL2": "not_applicable"}
    assert service.to_assessment(draft, instrument.questionnaire).sheet.answers == {}


def test_submitting_freezes_the_answers_with_their_result(
    database: Database, profiled: Started, save: Callable[..., int], instrument: Instrument
) -> None:
    for code in (f"{dimension.id}{n}" for dimension in instrument.questionnaire.dimensions for n in range(1, 6)):
        save(code, 2)
    document = submit(database, profiled.id, instrument)
    draft = load(database, profiled.id)
    assert draft.result == document == {"name": "Office fictif", "score": pytest.approx(50)}
    assert draft.submitted_at == draft.updated_at == NOW + timedelta(hours=1)
    with database.readings.begin() as session:
        frozen = session.execute(text("SELECT answers FROM submissions")).scalar()
    assert '"CAP1": 2' in str(frozen).replace("'", '"')


def test_a_submitted_assessment_refuses_every_change(
    database: Database, profiled: Started, save: Callable[..., int], instrument: Instrument
) -> None:
    save("CAP1", 2)
    submit(database, profiled.id, instrument)
    before = load(database, profiled.id)
    with pytest.raises(AssessmentClosed):
        save("CAP1", 3)
    with pytest.raises(AssessmentClosed):
        save("CAP2", 3)
    with pytest.raises(AssessmentClosed):
        submit(database, profiled.id, instrument)
    changes: list[Callable[[Session], object]] = [
        lambda session: service.save_profile(session, profiled.id, an_organisation("Autre"), NOW),
        lambda session: service.set_language(session, profiled.id, "en", NOW),
        lambda session: service.save_answers(session, profiled.id, {"CAP1": 4}, NOW),
    ]
    for change in changes:
        with pytest.raises(AssessmentClosed), database.sessions.begin() as session:
            change(session)
    assert load(database, profiled.id) == before


def test_submitting_without_a_profile_is_a_problem_and_changes_nothing(
    database: Database, started: Started, instrument: Instrument
) -> None:
    with pytest.raises(ProblemsFound) as found:
        submit(database, started.id, instrument)
    assert [problem.code for problem in found.value.problems] == ["missing-key"]
    assert not load(database, started.id).submitted


def test_every_required_answer_that_is_missing_is_named_and_the_draft_stays_open(
    database: Database, profiled: Started, save: Callable[..., int], instrument: Instrument
) -> None:
    groups = instrument.questionnaire.facts
    required = tuple(replace(question, required=True) for question in groups[1].questions[1:])
    questionnaire = replace(
        instrument.questionnaire, facts=(groups[0], replace(groups[1], questions=(groups[1].questions[0], *required)))
    )
    save("F_PROV", 3)
    with pytest.raises(ProblemsFound) as found:
        submit(database, profiled.id, replace(instrument, questionnaire=questionnaire))
    assert [(problem.code, problem.path) for problem in found.value.problems] == [
        ("missing-fact", ("facts", "F_AUTO")),
        ("missing-fact", ("facts", "F_CRM")),
    ]
    assert save("F_PROV", 4) == 2


def test_a_failure_while_the_document_is_made_leaves_the_draft_open(
    database: Database, profiled: Started, instrument: Instrument
) -> None:
    def fail(result: AssessmentResult) -> dict[str, Any]:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), database.sessions.begin() as session:
        service.submit(session, profiled.id, instrument=instrument, render_document=fail, now=NOW)
    assert not load(database, profiled.id).submitted


def test_no_answer_slips_in_while_the_assessment_is_being_submitted(
    database: Database, profiled: Started, instrument: Instrument
) -> None:
    stop, saved = Event(), list[int]()

    def keep_saving() -> None:
        while not stop.is_set():
            try:
                with database.sessions.begin() as session:
                    saved.append(service.save_answer(session, profiled.id, "F_PROV", len(saved), NOW))
            except AssessmentClosed:
                return

    def document_while_others_save(result: AssessmentResult) -> dict[str, Any]:
        stop.wait(0.1)
        return {"providers": float(result.assessment.number("F_PROV") or -1)}

    savers = [Thread(target=keep_saving) for _ in range(3)]
    for thread in savers:
        thread.start()
    stop.wait(0.2)
    with database.sessions.begin() as session:
        document = service.submit(
            session, profiled.id, instrument=instrument, render_document=document_while_others_save, now=NOW
        )
    for thread in savers:
        thread.join(10)
    stop.set()
    draft = load(database, profiled.id)
    assert document["providers"] == draft.values["F_PROV"]
    assert draft.versions["F_PROV"] == len(saved)
