"""What becomes of somebody a provider vouches for. Nobody is ever found by e-mail address: only by issuer and subject.

Every function works inside the session it is given and never commits.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from assessment.domain.audit import AuditAction
from assessment.services.account_invitations import Invitation, accept
from assessment.services.accounts import NewPerson, create_person
from assessment.services.addresses import address_key
from assessment.services.attempts import Limit
from assessment.services.audit import record
from assessment.services.oidc import Identity
from assessment.services.oidc_documents import Cause, ProviderProblem
from assessment.services.sign_in import link_identity, person_of

COMING_BACK = Limit("provider-client", 50, timedelta(hours=1))
"""Returns from the provider that came to nothing, from one network address."""


def known_person(session: Session, identity: Identity) -> str | None:
    """The id of the person this identity was connected to, None for nobody who may come in."""
    return person_of(session, issuer=identity.issuer, subject=identity.subject)


def join(session: Session, identity: Identity, invitation: Invitation, *, language: str, now: datetime) -> str:
    """Make the account of an invitation for somebody unknown, whose verified address is the one it was sent to.

    An address that has an account already is not given away: its owner connects the provider from that account.
    Returns the person's id. Raises ProviderProblem.
    """
    if identity.email is None:
        raise ProviderProblem(Cause.UNVERIFIED)
    if address_key(identity.email) != invitation.address.key:
        raise ProviderProblem(Cause.FOREIGN)
    new = NewPerson(
        address=invitation.address,
        name=identity.name or invitation.address.email,
        language=language,
        password_hash=None,
    )
    person_id = create_person(session, new, actor=None, now=now)
    if person_id is None:
        raise ProviderProblem(Cause.HAS_ACCOUNT)
    connect(session, identity, person_id, now)
    if not accept(session, invitation, person_id, now):
        raise ProviderProblem(Cause.LEFT)
    return person_id


def connect(session: Session, identity: Identity, person_id: str, now: datetime) -> None:
    """Let a person come in by this identity from now on. Raises ProviderProblem when it is somebody else's."""
    if not link_identity(session, person_id, issuer=identity.issuer, subject=identity.subject, now=now):
        raise ProviderProblem(Cause.TAKEN)


def note_refusal(session: Session, cause: Cause, now: datetime) -> None:
    """Note that somebody came back from the provider and was not let in."""
    record(
        session,
        at=now,
        actor="anybody",
        action=AuditAction.SIGN_IN_REFUSED,
        object="person:unknown",
        by="provider",
        cause=cause.value,
    )
