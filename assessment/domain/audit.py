"""The audit: who did what, each event holding the hash of the one before, so that none can be changed unseen."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256

START = "0" * 64
"""What stands for the hash before the first event."""

WORDS = re.compile(r"[A-Za-z0-9_.:+-]{0,64}")
"""What a text among the details may look like: an id, a code, a version. An e-mail address or a sentence does not."""


class AuditAction(StrEnum):
    """What is worth an event: whatever changes a right, lets somebody in, or takes data out or away."""

    AUDIT_CUT = "audit.cut"
    RETENTION_RUN = "retention.run"
    MAIL_RETRIED = "mail.retried"
    PERSON_EXPORTED = "person.exported"
    PERSON_ERASED = "person.erased"
    PERSON_CREATED = "person.created"
    PERSON_DISABLED = "person.disabled"
    PERSON_ENABLED = "person.enabled"
    PERSON_CHANGED = "person.changed"
    SIGNED_IN = "session.started"
    SIGN_IN_REFUSED = "session.refused"
    SIGNED_OUT = "session.ended"
    PASSWORD_CHANGED = "password.changed"  # noqa: S105 - the name of an action
    PASSWORD_RESET_ASKED = "password.reset-asked"  # noqa: S105
    PASSWORD_RESET = "password.reset"  # noqa: S105
    FACTOR_ADDED = "factor.added"
    FACTOR_REMOVED = "factor.removed"
    RECOVERY_CODES_MADE = "recovery-codes.made"
    RECOVERY_CODE_USED = "recovery-codes.used"
    IDENTITY_LINKED = "identity.linked"
    ACCOUNT_INVITED = "account-invitation.sent"
    ACCOUNT_INVITATION_REVOKED = "account-invitation.revoked"
    ACCOUNT_INVITATION_ACCEPTED = "account-invitation.accepted"
    MEMBERSHIP_GRANTED = "membership.granted"
    MEMBERSHIP_CHANGED = "membership.changed"
    MEMBERSHIP_REMOVED = "membership.removed"
    NETWORK_CREATED = "network.created"
    NETWORK_LEFT = "network.left"
    ORGANISATION_CREATED = "organisation.created"
    ORGANISATION_CHANGED = "organisation.changed"
    ORGANISATION_DELETED = "organisation.deleted"
    ASSESSMENT_STARTED = "assessment.started"
    ASSESSMENT_SUBMITTED = "assessment.submitted"
    ASSESSMENT_REOPENED = "assessment.reopened"
    DEADLINE_MOVED = "assessment.deadline-moved"
    LEAD_CHANGED = "assessment.lead-changed"
    RESPONDENT_INVITED = "respondent.invited"
    RESPONDENT_REMINDED = "respondent.reminded"
    RESPONDENT_REVOKED = "respondent.revoked"
    RESPONDENT_STARTED = "respondent.started"
    RESPONDENT_DECLINED = "respondent.declined"
    RESPONDENT_FINISHED = "respondent.finished"
    RESPONDENT_WENT_ON = "respondent.went-on"
    CODE_SENT = "respondent.code-sent"
    CODE_USED = "respondent.code-used"
    CODE_REFUSED = "respondent.code-refused"
    READER_ADDED = "reader.added"
    READER_REVOKED = "reader.revoked"
    ORGANISATIONS_IMPORTED = "organisations.imported"
    CAMPAIGN_CREATED = "campaign.created"
    CAMPAIGN_CHANGED = "campaign.changed"
    CAMPAIGN_DELETED = "campaign.deleted"
    CAMPAIGN_LAUNCHED = "campaign.launched"
    CAMPAIGN_MOVED = "campaign.moved"
    CAMPAIGN_INVITED = "campaign.invited"
    CAMPAIGN_NOTED = "campaign.noted"
    CAMPAIGN_REMINDED = "campaign.reminded"
    CAMPAIGN_CLOSED = "campaign.closed"
    CAMPAIGN_JOINED = "campaign.joined"
    CAMPAIGN_CONSENT_CHANGED = "campaign.consent-changed"
    CAMPAIGN_LEFT = "campaign.left"
    PEER_HELP_DECLARED = "campaign.peer-help-declared"
    ARCHIVE_ORDERED = "archive.ordered"
    ARCHIVE_CANCELLED = "archive.cancelled"
    ARCHIVE_FETCHED = "archive.fetched"
    BENCHMARKS_PUBLISHED = "benchmarks.published"
    KEY_CREATED = "key.created"
    KEY_REVOKED = "key.revoked"


class UnfitDetails(ValueError):
    """Details that could name or describe a person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEvent:
    """One event, every part as it is kept: `at` in UTC, `details` as JSON text with sorted keys."""

    number: int
    at: str
    actor: str
    action: str
    object: str
    place: str
    details: str
    previous: str
    hash: str = ""

    def sealed(self) -> AuditEvent:
        """The same event with its hash, which covers every other part."""
        parts = [self.number, self.at, self.actor, self.action, self.object, self.place, self.details, self.previous]
        text = json.dumps(parts, ensure_ascii=True, separators=(",", ":"))
        return replace(self, hash=sha256(text.encode()).hexdigest())


def moment_text(at: datetime) -> str:
    """A moment as events hold it: UTC to the microsecond."""
    return f"{at.astimezone(UTC).replace(tzinfo=None).isoformat(' ', 'microseconds')}"


def fit_details(details: Mapping[str, object]) -> dict[str, object]:
    """The details by name, in order. Raises UnfitDetails for anything but ids, codes, numbers and lists of them."""
    if any(not _fits(value) for value in details.values()):
        raise UnfitDetails(", ".join(sorted(details)))
    return {name: details[name] for name in sorted(details)}


def details_text(details: Mapping[str, object]) -> str:
    """Fit details as they are kept."""
    return json.dumps(details, ensure_ascii=False, allow_nan=False)


def faults(events: Iterable[AuditEvent]) -> Iterator[int]:
    """The numbers of the events at which the chain, read in order, is broken.

    The first one must be number 1, unless a later event says that what stood before it was cut.
    """
    number, previous, first = 0, START, None
    anchors: set[tuple[int, str]] = {(0, START)}
    for event in events:
        if first is None:
            first, number, previous = event, event.number - 1, event.previous
        if event.number != number + 1 or event.previous != previous or event.sealed().hash != event.hash:
            yield event.number
        anchors.update(_anchor(event))
        number, previous = event.number, event.hash
    if first is not None and (first.number - 1, first.previous) not in anchors:
        yield first.number


def _anchor(event: AuditEvent) -> Iterator[tuple[int, str]]:
    if event.action == AuditAction.AUDIT_CUT and event.sealed().hash == event.hash:
        cut = json.loads(event.details)
        yield cut["through"], cut["hash"]


def _fits(value: object) -> bool:
    if isinstance(value, str):
        return WORDS.fullmatch(value) is not None
    if isinstance(value, list | tuple):
        return all(_fits(item) and not isinstance(item, list | tuple) for item in value)
    return value is None or isinstance(value, bool | int)
