"""Rows of assessments, their answers and the browsers that may open them.

A submitted assessment takes no further change: that condition is part of every statement that writes, so nothing can
slip in between a check and a write.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
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
from assessment.storage.tables import Moment, answers, assessments, browser_keys
from assessment.translation import translate

ID = re.compile(r"[A-Za-z0-9_-]{22}")
LARGEST_VALUE = 100_000
"""Bytes of one stored value; far above what any question allows, a backstop against floods."""


class UnknownAssessment(LookupError):
    """There is no assessment with this id."""


class AssessmentClosed(Exception):
    """The assessment was submitted; nothing in it can change any more."""


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
    """One answer as it is kept: its plain value, None once cleared, and its version, counted from 1."""

    value: Any
    version: int


class AnswerConflict(Exception):
    """Somebody saved another value meanwhile: `stored` is theirs, `given` the one that was refused."""

    def __init__(self, stored: StoredAnswer, given: object) -> None:
        super().__init__(f"version {stored.version} is already stored")
        self.stored, self.given = stored, given


@dataclass(frozen=True, slots=True)
class SaveAnswer:
    """One answer to keep: `value` is plain (see `plain_from_answer`), None to clear it.

    With `expected_version` (0 for none yet) the save is refused when another version is stored.
    """

    assessment_id: str
    code: str
    value: Any
    at: datetime
    expected_version: int | None = None


class Held(NamedTuple):
    """What decides whether and how a question may be answered; `organisation_type` is None before the profile."""

    questionnaire: str
    version: str
    form: str
    organisation_type: str | None
    submitted: bool


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

    Raises AssessmentClosed, UnknownAssessment or AnswerConflict, and then has changed nothing.
    """
    values = {
        "assessment": save.assessment_id,
        "question": save.code,
        "given": save.value,
        "moment": save.at,
        "expected": save.expected_version,
    }
    version = connection.execute(_UPSERTS[connection.dialect.name], values).scalar()
    if version is None:
        require_open(connection, save.assessment_id)
        raise AnswerConflict(_stored_answer(connection, save), save.value)
    return version


def require_open(connection: Connection, assessment_id: str) -> None:
    """Raise UnknownAssessment or AssessmentClosed unless the assessment can still change."""
    found = connection.execute(select(assessments.c.submitted_at).where(assessments.c.id == assessment_id)).first()
    if found is None:
        raise UnknownAssessment
    if found.submitted_at is not None:
        raise AssessmentClosed


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


def freeze_assessment(connection: Connection, assessment_id: str, **record: object) -> None:
    """Put the record of a submission beside it, inside the transaction that set `submitted_at`."""
    connection.execute(update(assessments).where(assessments.c.id == assessment_id).values(record))


def read_assessment(connection: Connection, assessment_id: str) -> RowMapping:
    """The row of an assessment. Raises UnknownAssessment."""
    _require_id(assessment_id)
    found = connection.execute(select(assessments).where(assessments.c.id == assessment_id)).mappings().first()
    if found is None:
        raise UnknownAssessment
    return found


def read_answers(connection: Connection, assessment_id: str) -> list[RowMapping]:
    """The rows of its answers, cleared ones included, by code."""
    rows = select(answers).where(answers.c.assessment_id == assessment_id).order_by(answers.c.code)
    return list(connection.execute(rows).mappings())


def find_assessment(connection: Connection, token_hash: str) -> str | None:
    """The id of the assessment that a private link opens."""
    return connection.execute(select(assessments.c.id).where(assessments.c.token_hash == token_hash)).scalar()


def insert_key(connection: Connection, row: Mapping[str, object]) -> None:
    """Let a browser open an assessment; `row` by column."""
    connection.execute(insert(browser_keys), dict(row))


def find_key(connection: Connection, key_hash: str, now: datetime) -> str | None:
    """The id of the assessment that a browser may open at `now`."""
    held = browser_keys.c.hash == key_hash, browser_keys.c.expires_at > now
    return connection.execute(select(browser_keys.c.assessment_id).where(*held)).scalar()


def read_held(connection: Connection, assessment_id: str, key_hash: str, now: datetime) -> Held | None:
    """What decides about an answer to an assessment that a browser may open at `now`; None when it may not."""
    values = {"assessment": assessment_id, "key": key_hash, "moment": now}
    found = connection.execute(_HELD, values).first()
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
    one = answers.c.assessment_id == save.assessment_id, answers.c.code == save.code
    row = connection.execute(select(answers.c.value, answers.c.version).where(*one)).one()
    return StoredAnswer(row.value, row.version)


def _upsert(insert_into: type[sqlite.Insert] | type[postgresql.Insert]) -> ReturningInsert[int]:
    """Only an open assessment yields the row to insert; on PostgreSQL the lock keeps it open until the commit."""
    row = (
        select(
            assessments.c.id,
            bindparam("question", type_=answers.c.code.type),
            bindparam("given", type_=JSON()),
            literal(1),
            bindparam("moment", type_=Moment()),
        )
        .where(assessments.c.id == bindparam("assessment"), assessments.c.submitted_at.is_(None))
        .with_for_update(read=True)
    )
    expected = bindparam("expected", type_=Integer())
    statement = insert_into(answers).from_select(["assessment_id", "code", "value", "version", "saved_at"], row)
    return statement.on_conflict_do_update(
        index_elements=[answers.c.assessment_id, answers.c.code],
        set_={
            "value": statement.excluded.value,
            "version": answers.c.version + 1,
            "saved_at": statement.excluded.saved_at,
        },
        where=or_(expected.is_(None), answers.c.version == expected),
    ).returning(answers.c.version)


_HELD = select(
    assessments.c.questionnaire,
    assessments.c.version,
    assessments.c.form,
    assessments.c.organisation["type"].as_string(),
    assessments.c.submitted_at.is_not(None),
).where(
    assessments.c.id == bindparam("assessment"),
    browser_keys.c.assessment_id == assessments.c.id,
    browser_keys.c.hash == bindparam("key"),
    browser_keys.c.expires_at > bindparam("moment", type_=Moment()),
)
_UPSERTS = {"sqlite": _upsert(sqlite.Insert), "postgresql": _upsert(postgresql.Insert)}
