"""Rows of the people invited to answer, of the links by which others read, and of the codes mailed to a device.

Every row is looked up together with the assessment it belongs to.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import Connection, RowMapping, delete, insert, null, select, update
from sqlalchemy.dialects import postgresql, sqlite

from assessment.storage.tables import browser_keys, mailed_codes, people, readers, respondents


def insert_respondent(connection: Connection, row: Mapping[str, object]) -> None:
    """Keep a new invitation; `row` by column."""
    connection.execute(insert(respondents), dict(row))


def read_respondents(connection: Connection, assessment_id: str) -> Sequence[RowMapping]:
    """Everybody ever invited to an assessment, by name and address."""
    mine = select(respondents).where(respondents.c.assessment_id == assessment_id)
    return connection.execute(mine.order_by(respondents.c.name, respondents.c.email_key)).mappings().all()


def find_respondent(connection: Connection, assessment_id: str, respondent_id: str) -> RowMapping | None:
    """One invited person of an assessment."""
    one = respondents.c.assessment_id == assessment_id, respondents.c.id == respondent_id
    return connection.execute(select(respondents).where(*one)).mappings().first()


def find_by_token(connection: Connection, token_hash: str, *, hold: bool = False) -> RowMapping | None:
    """The invitation of a link, in whatever state; with `hold` nobody else changes it until the transaction ends."""
    one = select(respondents).where(respondents.c.token_hash == token_hash)
    return connection.execute(one.with_for_update() if hold else one).mappings().first()


def find_by_address(connection: Connection, assessment_id: str, email_key: str) -> RowMapping | None:
    """The invitation of an address to an assessment, in whatever state."""
    one = respondents.c.assessment_id == assessment_id, respondents.c.email_key == email_key
    return connection.execute(select(respondents).where(*one).with_for_update()).mappings().first()


def change_respondent(connection: Connection, respondent_id: str, **changes: object) -> None:
    """Change columns of an invitation."""
    connection.execute(update(respondents).where(respondents.c.id == respondent_id).values(changes))


def note_activity(connection: Connection, respondent_id: str, today: date) -> None:
    """Note the day somebody answers; whoever is being noted already is left alone, so that nobody waits for it."""
    free = select(respondents.c.id).where(respondents.c.id == respondent_id).with_for_update(skip_locked=True)
    connection.execute(update(respondents).where(respondents.c.id.in_(free)).values(active_on=today))


def move_expiry(connection: Connection, assessment_id: str, expires_at: datetime) -> None:
    """Let the invitations of an assessment end at another time."""
    connection.execute(
        update(respondents).where(respondents.c.assessment_id == assessment_id).values(expires_at=expires_at)
    )


def forget_keys(connection: Connection, respondent_id: str) -> None:
    """Let no browser open an invitation any more, and no code either."""
    connection.execute(delete(browser_keys).where(browser_keys.c.respondent_id == respondent_id))
    connection.execute(delete(mailed_codes).where(mailed_codes.c.respondent_id == respondent_id))


def replace_code(connection: Connection, respondent_id: str, code_hash: str, expires_at: datetime) -> None:
    """Keep the one code by which an invitation is opened on a further device."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    kept = {"hash": code_hash, "expires_at": expires_at}
    added = dialect.insert(mailed_codes).values(respondent_id=respondent_id, **kept)
    connection.execute(added.on_conflict_do_update(index_elements=["respondent_id"], set_=kept))


def spend_code(connection: Connection, respondent_id: str, code_hash: str, now: datetime) -> bool:
    """Use up a code; False when it is another one or over."""
    mine = mailed_codes.c.respondent_id == respondent_id, mailed_codes.c.hash == code_hash
    return connection.execute(delete(mailed_codes).where(*mine, mailed_codes.c.expires_at > now)).rowcount == 1


def delete_code(connection: Connection, respondent_id: str) -> None:
    """Let the code that was mailed open nothing any more."""
    connection.execute(delete(mailed_codes).where(mailed_codes.c.respondent_id == respondent_id))


def insert_reader(connection: Connection, row: Mapping[str, object]) -> None:
    """Keep a new link to read results; `row` by column."""
    connection.execute(insert(readers), dict(row))


def read_readers(connection: Connection, assessment_id: str) -> Sequence[RowMapping]:
    """The links to the results of an assessment, the newest first."""
    mine = select(readers).where(readers.c.assessment_id == assessment_id)
    return connection.execute(mine.order_by(readers.c.created_at.desc(), readers.c.id)).mappings().all()


def find_reader(connection: Connection, token_hash: str, now: datetime) -> RowMapping | None:
    """The link of a token, while it opens something."""
    valid = readers.c.token_hash == token_hash, readers.c.revoked_at.is_(None), readers.c.expires_at > now
    return connection.execute(select(readers).where(*valid)).mappings().first()


def revoke_reader(connection: Connection, assessment_id: str, reader_id: str, now: datetime) -> bool:
    """Let a link open nothing any more; False when this assessment has no such link, or it was taken back before."""
    one = readers.c.assessment_id == assessment_id, readers.c.id == reader_id, readers.c.revoked_at.is_(None)
    return connection.execute(update(readers).where(*one).values(revoked_at=now)).rowcount == 1


def take_key(connection: Connection, assessment_id: str, key_hash: str, now: datetime) -> Mapping[str, object]:
    """What a browser's key to an assessment opens besides, by column; the key itself is used up."""
    one = browser_keys.c.assessment_id == assessment_id, browser_keys.c.hash == key_hash
    taken = delete(browser_keys).where(*one, browser_keys.c.expires_at > now)
    columns = browser_keys.c.respondent_id, browser_keys.c.reader_id
    found = connection.execute(taken.returning(*columns)).mappings().first()
    return {} if found is None else dict(found)


def name_of_author(connection: Connection, author: str) -> RowMapping | None:
    """The `name`, and the `role` of an invited person, behind the author of an answer."""
    invited = select(respondents.c.name, respondents.c.role).where(respondents.c.id == author)
    found = connection.execute(invited).mappings().first()
    if found is not None:
        return found
    known = select(people.c.name, null().label("role")).where(people.c.id == author)
    return connection.execute(known).mappings().first()


def key_opens(connection: Connection, key_hash: str, respondent_id: str, now: datetime) -> bool:
    """Whether a browser's key opens an invitation."""
    one = browser_keys.c.hash == key_hash, browser_keys.c.respondent_id == respondent_id
    found = select(browser_keys.c.hash).where(*one, browser_keys.c.expires_at > now)
    return connection.execute(found).first() is not None
