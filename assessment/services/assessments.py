"""Starting, filling and submitting an assessment.

Every function works inside the session it is given and never commits: the caller opens
`with database.sessions.begin() as session:`, or `database.readings.begin()` where it only calls `holder` and `load`.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from assessment.domain.answers import Ambition, Answer, AnswerSheet, Assessment, Organisation
from assessment.domain.entries import entry_from_plain, plain_from_answer
from assessment.domain.problem_kinds import Severity
from assessment.domain.problems import Problem, ProblemsFound
from assessment.domain.questionnaire import Form, NonResponse, Question, Questionnaire, RespondentRole
from assessment.domain.results import AssessmentResult, Instrument, assess
from assessment.domain.routing import Route, as_put
from assessment.storage import assessments as stored
from assessment.storage.assessments import Held, SaveAnswer

KEY_LIFETIME = timedelta(days=30)
"""How long a browser may open an assessment before the private link is needed again."""


@dataclass(frozen=True, slots=True)
class Started:
    """A new assessment. `token` goes into the private link; only its hash is kept, so it is shown now or never."""

    id: str
    token: str


@dataclass(frozen=True, slots=True)
class Opened:
    """What a private link opened. `key` goes into the browser's cookie until `expires_at`; only its hash is kept."""

    assessment_id: str
    key: str
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An assessment as it is kept.

    `questionnaire` is `id@version`, `questionnaire_hash` the content it was made with. `values` holds the plain value
    of every answer, facts included, by question code; what is absent is unanswered. `versions` holds the version of
    every answer ever saved, cleared ones included, for `expected_version`. `submitted_answers`, as put, and the
    document of their `result` are kept when it is submitted.
    """

    id: str
    questionnaire: str
    questionnaire_hash: str
    form: Form
    language: str
    organisation: Organisation | None
    values: Mapping[str, Any]
    versions: Mapping[str, int]
    created_at: datetime
    updated_at: datetime
    submitted_at: datetime | None
    submitted_answers: Mapping[str, Mapping[str, Any]] | None
    result: Mapping[str, Any] | None

    @property
    def submitted(self) -> bool:
        """Whether it is frozen."""
        return self.submitted_at is not None


def start(session: Session, *, questionnaire: Questionnaire, form: Form, language: str, now: datetime) -> Started:
    """Begin an empty assessment and make the token of its private link."""
    started = Started(_secret(), _secret())
    stored.insert_assessment(
        session.connection(),
        {
            "id": started.id,
            "token_hash": _hash(started.token),
            "questionnaire": questionnaire.id,
            "version": questionnaire.version,
            "questionnaire_hash": questionnaire.hash,
            "form": form.value,
            "language": language,
            "created_at": now,
            "updated_at": now,
        },
    )
    return started


def open_link(session: Session, token: str, now: datetime) -> Opened | None:
    """Exchange the token of a private link for a browser's key; None when the link opens nothing.

    The link goes on working, for other devices and for mail scanners that follow it first.
    """
    connection, assessment_id = session.connection(), linked(session, token)
    if assessment_id is None:
        return None
    stored.delete_expired_keys(connection, now)
    opened = Opened(assessment_id, _secret(), now + KEY_LIFETIME)
    stored.insert_key(
        connection,
        {
            "hash": _hash(opened.key),
            "assessment_id": assessment_id,
            "created_at": now,
            "expires_at": opened.expires_at,
        },
    )
    return opened


def linked(session: Session, token: str) -> str | None:
    """The assessment that a private link opens, if any."""
    return stored.find_assessment(session.connection(), _hash(token))


def holder(session: Session, key: str, assessment_id: str, now: datetime) -> bool:
    """Whether this browser's key opens this assessment."""
    return stored.find_key(session.connection(), _hash(key), now) == assessment_id


def held(connection: Connection, key: str, assessment_id: str, now: datetime) -> Held | None:
    """What decides about an answer, if this browser's key opens this assessment; made for `AnswerWriter.save`."""
    return stored.read_held(connection, assessment_id, _hash(key), now)


def load(session: Session, assessment_id: str) -> Draft:
    """Everything kept about an assessment. Raises UnknownAssessment."""
    connection = session.connection()
    row = stored.read_assessment(connection, assessment_id)
    answers = stored.read_answers(connection, assessment_id)
    return Draft(
        id=row["id"],
        questionnaire=f"{row['questionnaire']}@{row['version']}",
        questionnaire_hash=row["questionnaire_hash"],
        form=Form(row["form"]),
        language=row["language"],
        organisation=_organisation(row["organisation"]),
        values={answer["code"]: answer["value"] for answer in answers if answer["value"] is not None},
        versions={answer["code"]: answer["version"] for answer in answers},
        created_at=row["created_at"],
        updated_at=max([row["updated_at"], *(answer["saved_at"] for answer in answers)]),
        submitted_at=row["submitted_at"],
        submitted_answers=row["submitted_answers"],
        result=row["result"],
    )


def save_profile(session: Session, assessment_id: str, organisation: Organisation, now: datetime) -> None:
    """Keep who is assessed. Raises AssessmentClosed, UnknownAssessment or UnstorableValue."""
    plain = asdict(organisation)
    stored.require_storable(plain)
    stored.change_assessment(session.connection(), assessment_id, organisation=plain, updated_at=now)


def set_language(session: Session, assessment_id: str, language: str, now: datetime) -> None:
    """Keep the language chosen for an assessment. Raises AssessmentClosed or UnknownAssessment."""
    stored.change_assessment(session.connection(), assessment_id, language=language, updated_at=now)


def save_answer(
    session: Session,
    assessment_id: str,
    code: str,
    value: object,
    now: datetime,
    *,
    expected_version: int | None = None,
) -> int:
    """Keep one plain value, None to clear it, and return the answer's new version.

    Raises AssessmentClosed, UnknownAssessment, UnstorableValue, or AnswerConflict when another version than
    `expected_version` is stored. `AnswerWriter.save` does the same for many at once.
    """
    save = SaveAnswer(assessment_id, code, value, now, expected_version)
    stored.require_storable_answer(save)
    return stored.write_answer(session.connection(), save)


def save_answers(session: Session, assessment_id: str, values: Mapping[str, object], now: datetime) -> None:
    """Keep several plain values by question code, all or none. Raises as `save_answer` does."""
    for code, value in sorted(values.items()):
        save_answer(session, assessment_id, code, value, now)


def submit(
    session: Session,
    assessment_id: str,
    *,
    instrument: Instrument,
    render_document: Callable[[AssessmentResult], dict[str, Any]],
    now: datetime,
) -> dict[str, Any]:
    """Freeze the answers with their result, and return the result's document.

    Raises ProblemsFound when something keeps it from being sent, AssessmentClosed or UnknownAssessment; the session
    must then be rolled back, as an exception that leaves its block does.
    """
    connection, questionnaire = session.connection(), instrument.questionnaire
    # First of all: from here on no other transaction can change an answer.
    stored.change_assessment(
        connection,
        assessment_id,
        submitted_at=now,
        updated_at=now,
        version=questionnaire.version,
        questionnaire_hash=questionnaire.hash,
    )
    submitted = to_submit(load(session, assessment_id), questionnaire)
    document = render_document(assess(instrument, submitted))
    stored.freeze_assessment(connection, assessment_id, submitted_answers=_plain(submitted), result=document)
    return document


def to_submit(draft: Draft, questionnaire: Questionnaire) -> Assessment:
    """The draft as it is scored: only what was asked.

    Raises ProblemsFound when something required is missing or an answer fails a test that the author made an error.
    """
    route = Route(questionnaire, to_assessment(draft, questionnaire))
    facts = {question.code for question in questionnaire.fact_questions()}
    problems = [_missing(question.code, question.code in facts) for question in route.missing_required()]
    problems += [
        Problem("check-failed", ("answers", question.code), {"question": question.code, "check": check.code})
        for question, check in route.failed_checks()
        if check.severity == Severity.ERROR
    ]
    if problems:
        raise ProblemsFound(tuple(problems))
    return route.without_hidden()


def to_assessment(draft: Draft, questionnaire: Questionnaire) -> Assessment:
    """The draft as typed answers on the one sheet, with the facts apart.

    A kept value that no longer fits its question, because the profile changed since, counts as unanswered until
    somebody answers again. Raises ProblemsFound when the profile is not filled in yet.
    """
    if draft.organisation is None:
        raise ProblemsFound((Problem("missing-key", values={"key": "organisation"}),))
    kind = questionnaire.type_by_id[draft.organisation.type]
    put = {
        question.code: as_put(question, indicator, kind)
        for indicator in questionnaire.indicators()
        for question in indicator.questions
    }
    facts = {question.code: question for question in questionnaire.fact_questions()}
    return Assessment(
        questionnaire=draft.questionnaire,
        organisation=draft.organisation,
        sheets=(AnswerSheet(RespondentRole.MANAGEMENT, _entries(put, draft.values)),),
        facts=_entries(facts, draft.values),
        form=draft.form,
    )


def _entries(questions: Mapping[str, Question], values: Mapping[str, Any]) -> dict[str, Answer]:
    found = {code: _entry(questions[code], value) for code, value in values.items() if code in questions}
    return {code: answer for code, answer in found.items() if answer is not NonResponse.UNANSWERED}


def _entry(question: Question, value: object) -> Answer:
    try:
        return entry_from_plain(question, value)
    except ProblemsFound:
        return NonResponse.UNANSWERED


def _missing(code: str, is_fact: bool) -> Problem:
    if is_fact:
        return Problem("missing-fact", ("facts", code), {"question": code})
    return Problem("missing-answer", ("answers", code), {"question": code})


def _plain(assessment: Assessment) -> dict[str, Any]:
    return {
        "answers": {code: plain_from_answer(answer) for code, answer in assessment.sheet.answers.items()},
        "facts": {code: plain_from_answer(answer) for code, answer in assessment.facts.items()},
    }


def _secret() -> str:
    return secrets.token_urlsafe(16)


def _hash(secret: str) -> str:
    return sha256(secret.encode(errors="replace")).hexdigest()


def _organisation(plain: Mapping[str, Any] | None) -> Organisation | None:
    return None if plain is None else Organisation(**{**plain, "ambition": Ambition(**plain["ambition"])})
