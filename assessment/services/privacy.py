"""What a person may ask for: all that is kept about them, or that it be erased."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from assessment.domain.audit import AuditAction
from assessment.domain.membership import MembershipRole
from assessment.services.addresses import Address, address_key
from assessment.services.audit import record
from assessment.services.mail import letters_kept
from assessment.services.secrets import Seal
from assessment.storage import privacy as stored
from assessment.storage.memberships import hold_memberships, list_members
from assessment.storage.privacy import Whose
from assessment.templating import Templates
from assessment.translation import later as _

Document = dict[str, list[dict[str, Any]]]


class UnknownPerson(LookupError):
    """Nothing is kept about this address; `message` is an English text to translate."""

    message = _("Nothing is kept about this e-mail address.")


class StillNeeded(Exception):
    """Nobody else runs something this person runs; `message` is an English text to translate."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def export_person(session: Session, seal: Seal, address: Address, *, actor: str, now: datetime) -> Document:
    """All that is kept about whoever has an address, as plain JSON values by subject. Raises UnknownPerson."""
    whose = _whose(session, address)
    found = stored.read_all_of(session.connection(), whose)
    document: Document = {subject: [_plain(row) for row in rows] for subject, rows in found.items()}
    document["mails"] = [
        {"kind": mail["kind"], "created_at": mail["created_at"].isoformat(), "state": mail["state"]}
        for mail, letter in letters_kept(session, seal)
        if address_key(letter.to) == address.key
    ]
    record(session, at=now, actor=actor, action=AuditAction.PERSON_EXPORTED, object=_object(whose))
    return document


def readable(document: Document, templates: Templates, language: str) -> str:
    """The same as a page to read."""
    return templates.render("person/data.html", language, subjects=subjects_in(document), labels=LABELS)


def subjects_in(document: Document) -> list[tuple[str, list[dict[str, Any]]]]:
    """The subjects of which something is kept, each with its heading, an English text to translate."""
    return [(HEADINGS[name], rows) for name, rows in document.items() if rows]


def erase_person(session: Session, seal: Seal, address: Address, *, actor: str, now: datetime) -> None:
    """Erase whoever has an address from every table, mail that waits for them included.

    An invitation whose answers are part of a record that was sent stays, without name and address. `Database.fold_log`
    after the commit takes the rest out of the files. Raises UnknownPerson, or StillNeeded with what to do first.
    """
    whose = _whose(session, address)
    connection = session.connection()
    if whose.person_id is not None:
        _require_others(session, whose.person_id)
    mine = [mail["id"] for mail, letter in letters_kept(session, seal) if address_key(letter.to) == address.key]
    stored.delete_mails(connection, mine)
    stored.delete_invitations_to_answer(connection, whose, now)
    stored.delete_account(connection, whose, address.bucket)
    details: dict[str, Any] = {"invitations": len(whose.respondent_ids), "mails": len(mine)}
    record(session, at=now, actor=actor, action=AuditAction.PERSON_ERASED, object=_object(whose), **details)


def still_needed(session: Session, person_id: str) -> str:
    """What this person alone runs and what to do first, an English text to translate; empty when there is nothing."""
    connection = session.connection()
    for membership in stored.memberships_of(connection, person_id):
        role = MembershipRole(membership["role"])
        others = [item for item in list_members(connection, membership["place"]) if item["person_id"] != person_id]
        if role in _STILL_NEEDED and not any(item["role"] == role and item["disabled_at"] is None for item in others):
            return _STILL_NEEDED[role]
    return ""


def _whose(session: Session, address: Address) -> Whose:
    whose = stored.find_whose(session.connection(), address.key)
    if whose is None:
        raise UnknownPerson(UnknownPerson.message)
    return whose


def _require_others(session: Session, person_id: str) -> None:
    """Raise StillNeeded where this person alone runs the platform, a network or an organisation."""
    connection = session.connection()
    for membership in stored.memberships_of(connection, person_id):
        hold_memberships(connection, membership["place"])
    reason = still_needed(session, person_id)
    if reason:
        raise StillNeeded(reason)


def _object(whose: Whose) -> str:
    return next(iter(whose.names), "address")


def _plain(row: Mapping[Any, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in row.items()}


_STILL_NEEDED = {
    MembershipRole.ADMINISTRATOR: _(
        "This is the only administrator of the platform. Make somebody else an administrator first, then try again."
    ),
    MembershipRole.HEAD: _("This is the only head of a network. Make somebody else its head first, then try again."),
    MembershipRole.LEAD: _(
        "This is the only lead of an organisation. Make somebody else its lead, or delete the organisation, first; "
        "then try again."
    ),
}
HEADINGS = {
    "account": _("Account"),
    "identities": _("Accounts elsewhere used to sign in"),
    "memberships": _("Roles"),
    "sessions": _("Open sessions"),
    "invitations": _("Invitations to open an account"),
    "keys": _("Keys for programs"),
    "assessments": _("Assessments led"),
    "invitations_to_answer": _("Invitations to answer"),
    "answers": _("Answers given"),
    "events": _("Entries in the audit"),
    "mails": _("Letters that were not sent yet"),
}
LABELS = {
    "id": _("Identifier"),
    "email": _("E-mail address"),
    "name": _("Name"),
    "language": _("Language"),
    "created_at": _("Made on"),
    "seen_at": _("Last seen on"),
    "second_factor": _("Second factor"),
    "disabled_at": _("Disabled on"),
    "issuer": _("Provider"),
    "subject": _("Identifier there"),
    "role": _("Role"),
    "place": _("Place"),
    "device": _("Device"),
    "expires_at": _("Valid until"),
    "accepted_at": _("Accepted on"),
    "prefix": _("First characters"),
    "assessment_id": _("Assessment"),
    "invited_at": _("Invited on"),
    "started_at": _("Begun on"),
    "finished_at": _("Finished on"),
    "declined_at": _("Declined on"),
    "revoked_at": _("Revoked on"),
    "code": _("Question"),
    "value": _("Answer"),
    "saved_at": _("Saved on"),
    "at": _("On"),
    "action": _("Action"),
    "kind": _("Kind"),
    "state": _("State"),
}
