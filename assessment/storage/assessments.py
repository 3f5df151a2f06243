"""Rows of assessments, their answers and the browsers that may open them.

A submitted assessment takes no further change: that condition is part of every statement that writes, so nothing can
slip in between a check and a write.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    JSON,
    Connection,
    Integer,
    RowMapping,
    bindparam,
    delete,
    insert,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import ReturningInsert

from assessment.domain.questionnaire import CODE
from assessment.storage.tables import Moment, answers, assessments, browser_keys, respondents, submissions
from assessment.translation import translate

ID = re.compile(r"[A-Za-z0-9_-]{22}")
LARGEST_VALUE = 100_000
"""Bytes of one stored value; far above what any question allows, a backstop against floods."""


class UnknownAssessment(LookupError):
    """There is no assessment with this id."""


class AssessmentClosed(Exception):
    """The assessment was submitted; nothing in it can change any more."""


class DeadlinePassed(AssessmentClosed):
    """The day until which answers could be given is over."""


class SaidFinished(AssessmentClosed):
    """The respondent has said that they have finished; they may say otherwise."""


class UnstorableValue(ValueError):
    """A value that one of the two engines could not keep; `text(language)` says what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message

    def text(self, language: str) -> str:
        """The sentence in `language`."""
        return translate(self.message, language)


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """One answer as it is kept: its plain value, None once cleared, its version, counted from 1, and who gave it."""

    value: Any
    version: int
    author: str | None = None


class AnswerConflict(Exception):
    """Somebody saved another value meanwhile: `stored` is theirs, `given` the one that was refused."""

    def __init__(self, stored: StoredAnswer, given: object) -> None:
        super().__init__(f"version {stored.version} is already stored")
        self.stored, self.given = stored, given


@dataclass(frozen=True, slots=True)
class SaveAnswer:
    """One answer to keep: `value` is plain (see `plain_from_answer`), None to clear it.

    `sheet` is empty for the sheet of the organisation, else the id of the respondent whose own sheet it is; `author`
    the id of the person or respondent who answers. With `expected_version` (0 for none yet) the save is refused when
    another version is stored.
    """

    assessment_id: str
    code: str
    value: Any
    at: datetime
    expected_version: int | None = None
    sheet: str = ""
    author: str | None = None


class Held(NamedTuple):
    """What decides whether and how a question may be answered; `organisation_type` is None before the profile."""

    questionnaire: str
    version: str
    form: str
    organisation_type: str | None
    submitted: bool
    deadline: datetime | None = None


def _(message: str) -> str:
    """Mark a text for translation; it is translated when it is shown."""
    return message


_NOT_A_CODE = _("This is not the code of a question. Reload the page and answer again.")
_UNREADABLE = _("The text holds a character that cannot be stored. Delete it or type the text again.")
_TOO_LONG = _("The text is too long to be stored. Shorten it.")


def require_storable(value: object) -> None:
    """Refuse what only one of the engines would keep: a NUL character, half a surrogate pair, too long a value.

    Raises UnstorableValue.
    """
    if any("\0" in text for text in _texts(value)):
        raise UnstorableValue(_UNREADABLE)
    try:
        size = len(json.dumps(value, ensure_ascii=False, allow_nan=False).encode())
    except ValueError:
        raise UnstorableValue(_UNREADABLE) from None
    if size > LARGEST_VALUE:
        raise UnstorableValue(_TOO_LONG)


def require_storable_answer(save: SaveAnswer) -> None:
    """The same for an answer with its code and its assessment. Raises UnstorableValue or UnknownAssessment."""
    _require_id(save.assessment_id)
    if not CODE.fullmatch(save.code):
        raise UnstorableValue(_NOT_A_CODE)
    require_storable(save.value)


def write_answer(connection: Connection, save: SaveAnswer) -> int:
    """Insert or replace one storable answer and return its new version.

    A save that says what is stored already changes nothing, so that sending one again does no harm. Raises
    AssessmentClosed, UnknownAssessment or AnswerConflict, and then has changed nothing.
    """
    values = {
        "assessment": save.assessment_id,
        "question": save.code,
        "given": save.value,
        "moment": save.at,
        "expected": save.expected_version,
        "on_sheet": save.sheet,
        "by": save.author,
    }
    version = connection.execute(_UPSERTS[connection.dialect.name], values).scalar()
    if version is None:
        require_open(connection, save.assessment_id, save.at)
        stored = _stored_answer(connection, save)
        if stored.value != save.value:
            raise AnswerConflict(stored, save.value)
        return stored.version
    return version


def require_open(connection: Connection, assessment_id: str, at: datetime | None = None) -> None:
    """Raise UnknownAssessment or AssessmentClosed unless it can still change, or DeadlinePassed `at` a moment."""
    columns = assessments.c.submitted_at, assessments.c.deadline
    found = connection.execute(select(*columns).where(assessments.c.id == assessment_id)).first()
    if found is None:
        raise UnknownAssessment
    if found.submitted_at is not None:
        raise AssessmentClosed
    if at is not None and found.deadline is not None and found.deadline <= at:
        raise DeadlinePassed


def insert_assessment(connection: Connection, row: Mapping[str, object]) -> None:
    """Keep a new assessment; `row` by column."""
    connection.execute(insert(assessments), dict(row))


def change_assessment(connection: Connection, assessment_id: str, **changes: object) -> None:
    """Change columns of an assessment that is not submitted. Raises UnknownAssessment or AssessmentClosed."""
    _require_id(assessment_id)
    open_one = assessments.c.id == assessment_id, assessments.c.submitted_at.is_(None)
    changed = connection.execute(update(assessments).where(*open_one).values(changes).returning(assessments.c.id))
    if changed.first() is None:
        require_open(connection, assessment_id)


def insert_submission(connection: Connection, row: Mapping[str, object]) -> None:
    """Keep what was sent and its result, inside the transaction that set `submitted_at`; `row` by column."""
    connection.execute(insert(submissions), dict(row))


def read_submission(connection: Connection, assessment_id: str, revision: int) -> RowMapping | None:
    """What was sent at a revision, None when there is none."""
    one = submissions.c.assessment_id == assessment_id, submissions.c.revision == revision
    return connection.execute(select(submissions).where(*one)).mappings().first()


def read_revisions(connection: Connection, assessment_id: str) -> Sequence[RowMapping]:
    """The `revision` and `submitted_at` of everything that was sent, the latest first."""
    columns = submissions.c.revision, submissions.c.submitted_at
    mine = select(*columns).where(submissions.c.assessment_id == assessment_id)
    return connection.execute(mine.order_by(submissions.c.revision.desc())).mappings().all()


def reopen(connection: Connection, assessment_id: str, now: datetime) -> None:
    """Let a submitted assessment change again, before its deadline. Raises AssessmentClosed."""
    sent = assessments.c.id == assessment_id, assessments.c.submitted_at.is_not(None)
    in_time = or_(assessments.c.deadline.is_(None), assessments.c.deadline > now)
    opened = update(assessments).where(*sent, in_time).values(submitted_at=None, updated_at=now)
    if connection.execute(opened).rowcount == 0:
        raise AssessmentClosed


def change_lead(connection: Connection, assessment_id: str, person_id: str) -> None:
    """Let another person run an assessment, whatever its state."""
    connection.execute(update(assessments).where(assessments.c.id == assessment_id).values(lead_id=person_id))


def read_assessment(connection: Connection, assessment_id: str) -> RowMapping:
    """The row of an assessment. Raises UnknownAssessment."""
    _require_id(assessment_id)
    found = connection.execute(select(assessments).where(assessments.c.id == assessment_id)).mappings().first()
    if found is None:
        raise UnknownAssessment
    return found


def read_answers(connection: Connection, assessment_id: str, sheet: str = "") -> Sequence[RowMapping]:
    """The rows of the answers on one sheet, cleared ones included, by code."""
    mine = answers.c.assessment_id == assessment_id, answers.c.sheet == sheet
    return connection.execute(select(answers).where(*mine).order_by(answers.c.code)).mappings().all()


def read_own_sheets(connection: Connection, assessment_id: str) -> Sequence[RowMapping]:
    """`sheet`, `role`, `code` and `value` of what invited people answer on sheets of their own.

    Those who declined, or were removed, count no longer.
    """
    columns = answers.c.sheet, answers.c.code, answers.c.value, respondents.c.role
    rows = select(*columns).join(respondents, respondents.c.id == answers.c.sheet)
    mine = answers.c.assessment_id == assessment_id, respondents.c.assessment_id == assessment_id
    kept = respondents.c.revoked_at.is_(None), respondents.c.declined_at.is_(None)
    return connection.execute(rows.where(*mine, *kept).order_by(answers.c.sheet, answers.c.code)).mappings().all()


def find_assessment(connection: Connection, token_hash: str) -> str | None:
    """The id of the assessment that a private link opens."""
    return connection.execute(select(assessments.c.id).where(assessments.c.token_hash == token_hash)).scalar()


def insert_key(connection: Connection, row: Mapping[str, object]) -> None:
    """Let a browser open an assessment; `row` by column."""
    connection.execute(insert(browser_keys), dict(row))


def read_held(connection: Connection, assessment_id: str) -> Held | None:
    """What decides about an answer to an assessment; None when there is no such assessment."""
    found = connection.execute(_HELD, {"assessment": assessment_id}).first()
    return None if found is None else Held(*found)


def read_held_by(connection: Connection, assessment_id: str, key_hash: str, now: datetime) -> Held | None:
    """The same, for the browser that holds the private link of the assessment at `now`; None for any other."""
    values = {"assessment": assessment_id, "key": key_hash, "moment": now}
    found = connection.execute(_HELD_BY, values).first()
    return None if found is None else Held(*found)


def delete_expired_keys(connection: Connection, now: datetime) -> None:
    """Forget the browsers whose time is over."""
    connection.execute(delete(browser_keys).where(browser_keys.c.expires_at <= now))


def _require_id(text: str) -> None:
    """An id from an address may hold what an engine refuses even to look up."""
    if not ID.fullmatch(text):
        raise UnknownAssessment


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _texts(key)
            yield from _texts(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _texts(item)


def _stored_answer(connection: Connection, save: SaveAnswer) -> StoredAnswer:
    one = answers.c.assessment_id == save.assessment_id, answers.c.sheet == save.sheet, answers.c.code == save.code
    row = connection.execute(select(answers.c.value, answers.c.version, answers.c.author).where(*one)).one()
    return StoredAnswer(row.value, row.version, row.author)


COLUMNS = ["assessment_id", "sheet", "code", "value", "version", "saved_at", "author"]


def _upsert(insert_into: type[sqlite.Insert] | type[postgresql.Insert]) -> ReturningInsert[int]:
    """Only an open assessment yields the row to insert; on PostgreSQL the lock keeps it open until the commit."""
    moment = bindparam("moment", type_=Moment())
    row = (
        select(
            assessments.c.id,
            bindparam("on_sheet", type_=answers.c.sheet.type),
            bindparam("question", type_=answers.c.code.type),
            bindparam("given", type_=JSON()),
            literal(1),
            moment,
            bindparam("by", type_=answers.c.author.type),
        )
        .where(assessments.c.id == bindparam("assessment"), assessments.c.submitted_at.is_(None))
        .where(or_(assessments.c.deadline.is_(None), assessments.c.deadline > moment))
        .with_for_update(read=True)
    )
    expected = bindparam("expected", type_=Integer())
    statement = insert_into(answers).from_select(COLUMNS, row)
    return statement.on_conflict_do_update(
        index_elements=[answers.c.assessment_id, answers.c.sheet, answers.c.code],
        set_={
            "value": statement.excluded.value,
            "version": answers.c.version + 1,
            "saved_at": statement.excluded.saved_at,
            "author": statement.excluded.author,
        },
        where=or_(expected.is_(None), answers.c.version == expected),
    ).returning(answers.c.version)


_HELD = select(
    assessments.c.questionnaire,
    assessments.c.version,
    assessments.c.form,
    assessments.c.organisation["type"].as_string(),
    assessments.c.submitted_at.is_not(None),
    assessments.c.deadline,
).where(assessments.c.id == bindparam("assessment"))
_HELD_BY = _HELD.where(
    browser_keys.c.assessment_id == assessments.c.id,
    browser_keys.c.hash == bindparam("key"),
    browser_keys.c.expires_at > bindparam("moment", type_=Moment()),
    browser_keys.c.respondent_id.is_(None),
    browser_keys.c.reader_id.is_(None),
)
_UPSERTS = {"sqlite": _upsert(sqlite.Insert), "postgresql": _upsert(postgresql.Insert)}
