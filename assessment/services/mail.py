"""The letters we send, and their queue: a letter is posted in the transaction of what it tells of."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import RowMapping
from sqlalchemy.orm import Session

from assessment.domain.audit import AuditAction
from assessment.services.audit import record
from assessment.services.secrets import Seal, new_secret
from assessment.storage import mail as stored
from assessment.storage.mail import MailState


class LetterKind(StrEnum):
    """What a letter is about; its words are in `letters.py`."""

    ACCOUNT_INVITATION = "account-invitation"
    PASSWORD_RESET = "password-reset"  # noqa: S105 - the name of a letter
    RESPONDENT_INVITATION = "respondent-invitation"
    REMINDER = "reminder"
    CODE = "code"
    SECURITY_NOTICE = "security-notice"
    INACTIVITY_WARNING = "inactivity-warning"
    CAMPAIGN_INVITATION = "campaign-invitation"
    CAMPAIGN_REMINDER = "campaign-reminder"


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter to one e-mail address, in a language.

    Of the `values` "inviter", "organisation", "network", "campaign", "text" (what a network adds), "role" (that of a
    membership), "opens" and "deadline" (ISO dates or moments), "link" and "code" each kind says those it was given; a
    sentence about one that is missing is left out.
    """

    kind: LetterKind
    to: str
    language: str
    values: Mapping[str, str]


def post(session: Session, seal: Seal, letter: Letter, now: datetime) -> str:
    """Queue a letter and return the id of the mail; it is sent once the transaction has been committed."""
    mail_id = new_secret()
    stored.insert_mail(
        session.connection(),
        {
            "id": mail_id,
            "kind": letter.kind,
            "content": seal.close(json.dumps(asdict(letter))),
            "created_at": now,
            "state": MailState.WAITING,
            "due_at": now,
        },
    )
    return mail_id


def open_letter(seal: Seal, content: bytes) -> Letter | None:
    """The letter in a mail; None once it was sent, or when the key it was sealed with is gone."""
    text = seal.open(content) if content else None
    if text is None:
        return None
    plain = json.loads(text)
    return Letter(LetterKind(plain["kind"]), plain["to"], plain["language"], plain["values"])


def letters_kept(session: Session, seal: Seal) -> Iterator[tuple[RowMapping, Letter]]:
    """The mails whose letter is still there, in the order they were posted."""
    for mail in stored.read_mails(session.connection()):
        letter = open_letter(seal, mail["content"])
        if letter is not None:
            yield mail, letter


def retry(session: Session, mail_ids: list[str], *, actor: str, now: datetime) -> int:
    """Let mails that failed or are doubtful be sent again, and return how many there were.

    A doubtful mail may have arrived: sending it again is somebody's decision, and noted.
    """
    retried = [mail_id for mail_id in mail_ids if stored.retry_mail(session.connection(), mail_id, now)]
    for mail_id in retried:
        record(session, at=now, actor=actor, action=AuditAction.MAIL_RETRIED, object=f"mail:{mail_id}")
    return len(retried)
