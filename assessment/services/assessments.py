"""Starting, filling and submitting an assessment.

Every function works inside the session it is given and never commits: the caller opens
`with database.sessions.begin() as session:`, or `database.readings.begin()` where it only calls `load`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from assessment.domain.answers import Ambition, Answer, AnswerSheet, Assessment, Organisation
from assessment.domain.entries import entry_from_plain, plain_from_answer
from assessment.domain.participation import Mode, ResultsFor
from assessment.domain.problem_kinds import Severity
from assessment.domain.problems import Problem, ProblemsFound
from assessment.domain.questionnaire import Form, NonResponse, Question, Questionnaire, RespondentRole
from assessment.domain.results import AssessmentResult, Instrument, assess
from assessment.domain.routing import Route, as_put
from assessment.services.contributions import contribute
from assessment.services.secrets import hash_of, new_secret
from assessment.services.visitor_surveys import surroundings_of
from assessment.storage import assessments as stored
from assessment.storage.assessments import SaveAnswer
from assessment.storage.tables import assessments

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
    every answer ever saved, cleared ones included, for `expected_version`. Both are those of one sheet.
    `submitted_answers`, as put, and the document of their `result` are those of the last submission or of the one
    asked for; they stay while what was sent is corrected.
    """

    id: str
    questionnaire: str
    questionnaire_hash: str
    form: Form
    language: str
    organisation: Organisation | None
    values: Mapping[str, Any]
    versions: Mapping[str, int]
    organisation_id: str | None
    lead_id: str | None
    mode: Mode
    results_for: ResultsFor
    deadline: datetime | None
    created_at: datetime
    updated_at: datetime
    submitted_at: datetime | None
    revision: int
    submitted_answers: Mapping[str, Any] | None
    result: Mapping[str, Any] | None

    @property
    def submitted(self) -> bool:
        """Whether it is frozen."""
        return self.submitted_at is not None


@dataclass(frozen=True, slots=True)
class OwnSheet:
    """What an invited person answered on a sheet of their own: plain values by question code."""

    role: RespondentRole
    values: Mapping[str, Any] = field(default_factory=dict)


def start(
    session: Session,
    *,
    questionnaire: Questionnaire,
    form: Form,
    language: str,
    now: datetime,
    organisation_id: str | None = None,
    lead_id: str | None = None,
    mode: Mode = Mode.SHARED,
    results_for: ResultsFor = ResultsFor.LEAD,
    deadline: datetime | None = None,
) -> Started:
    """Begin an empty assessment, of an organisation or of nobody yet, and make the token of its private link."""
    started = Started(new_secret(), new_secret())
    stored.insert_assessment(
        session.connection(),
        {
            "id": started.id,
            "token_hash": hash_of(started.token),
            "organisation_id": organisation_id,
            "lead_id": lead_id,
            "mode": mode.value,
            "results_for": results_for.value,
            "deadline": deadline,
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
    opened = Opened(assessment_id, new_secret(), now + KEY_LIFETIME)
    stored.insert_key(
        connection,
        {
            "hash": hash_of(opened.key),
            "assessment_id": assessment_id,
            "created_at": now,
            "expires_at": opened.expires_at,
        },
    )
    return opened


def linked(session: Session, token: str) -> str | None:
    """The assessment that a private link opens, if any."""
    return stored.find_assessment(session.connection(), hash_of(token))


def load(session: Session, assessment_id: str, sheet: str = "", revision: int | None = None) -> Draft:
    """An assessment with the answers on one sheet, and what was sent last or at a revision.

    Raises UnknownAssessment.
    """
    connection = session.connection()
    row = stored.read_assessment(connection, assessment_id)
    answers = stored.read_answers(connection, assessment_id, sheet)
    sent = stored.read_submission(connection, assessment_id, row["revision"] if revision is None else revision)
    return Draft(
        id=row["id"],
        questionnaire=f"{row['questionnaire']}@{row['version']}",
        questionnaire_hash=row["questionnaire_hash"],
        form=Form(row["form"]),
        language=row["language"],
        organisation=organisation_from(row["organisation"]),
        values={answer["code"]: answer["value"] for answer in answers if answer["value"] is not None},
        versions={answer["code"]: answer["version"] for answer in answers},
        organisation_id=row["organisation_id"],
        lead_id=row["lead_id"],
        mode=Mode(row["mode"]),
        results_for=ResultsFor(row["results_for"]),
        deadline=row["deadline"],
        created_at=row["created_at"],
        updated_at=max([row["updated_at"], *(answer["saved_at"] for answer in answers)]),
        submitted_at=row["submitted_at"],
        revision=row["revision"],
        submitted_answers=sent["answers"] if sent else None,
        result=sent["result"] if sent else None,
    )


def own_sheets(session: Session, assessment_id: str) -> tuple[OwnSheet, ...]:
    """What each invited person with a sheet of their own has answered, without those who answered nothing."""
    found: dict[str, OwnSheet] = {}
    for row in stored.read_own_sheets(session.connection(), assessment_id):
        sheet = found.get(row["sheet"], OwnSheet(RespondentRole(row["role"])))
        given = {} if row["value"] is None else {row["code"]: row["value"]}
        found[row["sheet"]] = replace(sheet, values={**sheet.values, **given})
    return tuple(sheet for sheet in found.values() if sheet.values)


def save_profile(session: Session, assessment_id: str, organisation: Organisation, now: datetime) -> None:
    """Keep who is assessed. Raises AssessmentClosed, UnknownAssessment or UnstorableValue."""
    plain = asdict(organisation)
    stored.require_storable(plain)
    stored.require_open(session.connection(), assessment_id, now)
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
    sheet: str = "",
    author: str | None = None,
) -> int:
    """Keep one plain value, None to clear it, and return the answer's new version.

    Raises AssessmentClosed, UnknownAssessment, UnstorableValue, or AnswerConflict when another version than
    `expected_version` is stored. `AnswerWriter.save` does the same for many at once.
    """
    save = SaveAnswer(assessment_id, code, value, now, expected_version, sheet, author)
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
    person_id: str | None = None,
) -> dict[str, Any]:
    """Freeze the answers of all sheets with their result, and return the result's document.

    What its visitors answered counts in the result. The campaigns it stands for get what it contributes.

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
        revision=assessments.c.revision + 1,
    )
    draft = load(session, assessment_id)
    others = own_sheets(session, assessment_id)
    submitted = to_submit(draft, questionnaire, others)
    result = assess(instrument, submitted, surroundings_of(session, assessment_id))
    document = render_document(result)
    sent = {"submitted_at": now, "submitted_by": person_id, "answers": as_sent(submitted), "result": document}
    stored.insert_submission(connection, {"assessment_id": assessment_id, "revision": draft.revision} | sent)
    contribute(session, assessment_id, result, now)
    return document


def to_submit(draft: Draft, questionnaire: Questionnaire, others: tuple[OwnSheet, ...] = ()) -> Assessment:
    """The draft as it is scored, with the sheets of `others`: only what was asked.

    Raises ProblemsFound when something required is missing or an answer fails a test that the author made an error.
    """
    route = Route(questionnaire, to_assessment(draft, questionnaire))
    facts = {question.code for question in questionnaire.fact_questions()}
    together = with_others(route.assessment, questionnaire, others)
    answered = answered_by_anybody(together)
    missing = [question.code for question in route.missing_required() if question.code not in answered]
    problems = [_missing(code, code in facts) for code in missing]
    problems += [
        Problem("check-failed", ("answers", question.code), {"question": question.code, "check": check.code})
        for question, check in route.failed_checks()
        if check.severity == Severity.ERROR
    ]
    if problems:
        raise ProblemsFound(tuple(problems))
    return Route(questionnaire, together).without_hidden()


def with_others(assessment: Assessment, questionnaire: Questionnaire, others: tuple[OwnSheet, ...]) -> Assessment:
    """The assessment with the sheets of others; an empty one of the organisation is no respondent beside them."""
    put = _put(questionnaire, assessment.organisation)
    sheets = tuple(AnswerSheet(sheet.role, _entries(put, sheet.values)) for sheet in others)
    own = assessment.sheets if assessment.sheet.answers or not any(sheet.answers for sheet in sheets) else ()
    return replace(assessment, sheets=(*own, *(sheet for sheet in sheets if sheet.answers)))


def answered_by_anybody(together: Assessment) -> frozenset[str]:
    """The codes of what is answered on any sheet; an assessment is scored without the rest."""
    return frozenset(code for sheet in together.sheets for code in sheet.answers)


def to_assessment(
    draft: Draft, questionnaire: Questionnaire, role: RespondentRole = RespondentRole.MANAGEMENT
) -> Assessment:
    """The draft as typed answers on its one sheet, with the facts apart.

    A kept value that no longer fits its question, because the profile changed since, counts as unanswered until
    somebody answers again. Raises ProblemsFound when the profile is not filled in yet.
    """
    if draft.organisation is None:
        raise ProblemsFound((Problem("missing-key", values={"key": "organisation"}),))
    put = _put(questionnaire, draft.organisation)
    facts = {question.code: question for question in questionnaire.fact_questions()}
    return Assessment(
        questionnaire=draft.questionnaire,
        organisation=draft.organisation,
        sheets=(AnswerSheet(role, _entries(put, draft.values)),),
        facts=_entries(facts, draft.values),
        form=draft.form,
    )


def _put(questionnaire: Questionnaire, organisation: Organisation) -> dict[str, Question]:
    """Every scored question and mirror statement, as put to a type of organisation."""
    kind = questionnaire.type_by_id[organisation.type]
    scored = {
        question.code: as_put(question, indicator, kind)
        for indicator in questionnaire.indicators()
        for question in indicator.questions
    }
    return scored | {statement.question.code: statement.question for statement in questionnaire.mirror}


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


def as_sent(assessment: Assessment) -> dict[str, Any]:
    """What an organisation sent, as it is kept."""
    return {
        "organisation": asdict(assessment.organisation),
        "sheets": [{"role": sheet.role.value, "answers": _plain_answers(sheet.answers)} for sheet in assessment.sheets],
        "facts": _plain_answers(assessment.facts),
    }


def _plain_answers(answers: Mapping[str, Answer]) -> dict[str, Any]:
    return {code: plain_from_answer(answer) for code, answer in answers.items()}


def organisation_from(plain: Mapping[str, Any] | None) -> Organisation | None:
    """An organisation as it was kept; None when there is none."""
    return None if plain is None else Organisation(**{**plain, "ambition": Ambition(**plain["ambition"])})
