"""Whatever people do in whatever order, answers are as last saved, and nothing changes after submission."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from assessment.domain.questionnaire import Form
from assessment.services import assessments as service
from assessment.storage.assessments import AnswerConflict, AssessmentClosed, reopen
from assessment.storage.database import Database
from tests.builders import an_instrument, an_organisation

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
INSTRUMENT = an_instrument()
codes = st.sampled_from(["CAP1", "CAP2", "F_PROV"])
values = st.one_of(st.integers(0, 4), st.just("dont_know"), st.none())


class Submission(RuleBasedStateMachine):
    """Three people with the same assessment open; each may hold an old version of an answer."""

    def __init__(self, database: Database) -> None:
        super().__init__()
        self.database = database
        self.values: dict[str, object] = {}
        self.versions: dict[str, int] = {}
        self.seen: list[dict[str, int]] = [{}, {}, {}]
        self.submitted: dict[str, Any] | None = None
        self.sent: list[dict[str, Any]] = []
        with database.sessions.begin() as session:
            self.id = service.start(
                session, questionnaire=INSTRUMENT.questionnaire, form=Form.FULL, language="fr", now=NOW
            ).id
            service.save_profile(session, self.id, an_organisation(), NOW)

    @rule(person=st.integers(0, 2), code=codes, value=values)
    def save(self, person: int, code: str, value: object) -> None:
        seen = self.seen[person].get(code, 0)
        outcome = self._attempt_save(code, value, seen)
        if isinstance(outcome, AssessmentClosed):
            assert self.submitted is not None
        elif isinstance(outcome, AnswerConflict):
            assert seen != self.versions[code]
            assert value != self.values[code]
            assert (outcome.stored.value, outcome.stored.version) == (self.values.get(code), self.versions[code])
        else:
            assert self.submitted is None
            before = self.versions.get(code, 0)
            assert outcome == (before + 1 if seen == before else before)
            assert seen == before or self.values[code] == value
            self.versions[code] = self.seen[person][code] = outcome
            self.values |= {code: value}

    def _attempt_save(self, code: str, value: object, seen: int) -> int | AssessmentClosed | AnswerConflict:
        try:
            with self.database.sessions.begin() as session:
                return service.save_answer(session, self.id, code, value, NOW, expected_version=seen)
        except (AssessmentClosed, AnswerConflict) as refusal:
            return refusal

    @rule(person=st.integers(0, 2))
    def reload(self, person: int) -> None:
        with self.database.readings.begin() as session:
            self.seen[person] = dict(service.load(session, self.id).versions)

    @rule(name=st.sampled_from(["Office fictif", "Autre office fictif"]))
    def change_profile(self, name: str) -> None:
        try:
            with self.database.sessions.begin() as session:
                service.save_profile(session, self.id, an_organisation(name), NOW)
        except AssessmentClosed:
            assert self.submitted is not None
        else:
            assert self.submitted is None

    @rule()
    def submit(self) -> None:
        try:
            with self.database.sessions.begin() as session:
                document = service.submit(
                    session,
                    self.id,
                    instrument=INSTRUMENT,
                    render_document=lambda result: {"name": result.assessment.organisation.name},
                    now=NOW,
                )
        except AssessmentClosed:
            assert self.submitted is not None
        else:
            assert self.submitted is None
            self.submitted = document
            self.sent.append(document)

    @rule()
    def reopen(self) -> None:
        try:
            with self.database.sessions.begin() as session:
                reopen(session.connection(), self.id, NOW)
        except AssessmentClosed:
            assert self.submitted is None
        else:
            assert self.submitted is not None
            self.submitted = None

    @invariant()
    def what_is_kept_is_what_was_last_saved(self) -> None:
        with self.database.readings.begin() as session:
            draft = service.load(session, self.id)
            kept = [service.load(session, self.id, revision=number + 1).result for number in range(len(self.sent))]
        assert kept == self.sent
        assert draft.values == {code: value for code, value in self.values.items() if value is not None}
        assert draft.versions == self.versions
        assert draft.result == (self.sent[-1] if self.sent else None)
        assert draft.revision == len(self.sent)
        assert draft.submitted == (self.submitted is not None)
        if self.submitted:
            assert draft.organisation == an_organisation(self.submitted["name"])


def run_machine(database: Database, runs: int) -> None:
    class OnDatabase(Submission):
        def __init__(self) -> None:
            super().__init__(database)

    run_state_machine_as_test(OnDatabase, settings=settings(max_examples=runs, stateful_step_count=40, deadline=None))


def test_three_people_never_overwrite_each_other_and_submission_is_final(database: Database) -> None:
    run_machine(database, runs=40)


@pytest.mark.soak
def test_three_people_never_overwrite_each_other_in_three_hundred_runs(database: Database) -> None:
    run_machine(database, runs=300)
