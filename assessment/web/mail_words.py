"""What became of a mail, in words: its kind, its state, and why it did not go out."""

from __future__ import annotations

import re

from assessment.services.mail import LetterKind
from assessment.storage.mail import MailState
from assessment.translation import translate


def _(message: str) -> str:
    """Mark a text for translation; it is translated when it is shown."""
    return message


STATES = {
    MailState.WAITING: _("Waiting"),
    MailState.SENDING: _("Being sent"),
    MailState.SENT: _("Sent"),
    MailState.FAILED: _("Given up"),
    MailState.DOUBTFUL: _("Perhaps sent"),
}
KINDS = {
    LetterKind.ACCOUNT_INVITATION: _("Invitation to open an account"),
    LetterKind.PASSWORD_RESET: _("Link to choose a new password"),
    LetterKind.RESPONDENT_INVITATION: _("Invitation to answer"),
    LetterKind.REMINDER: _("Reminder to answer"),
    LetterKind.CAMPAIGN_INVITATION: _("Invitation to a campaign"),
    LetterKind.CAMPAIGN_REMINDER: _("Reminder of a campaign"),
    LetterKind.CODE: _("Code"),
    LetterKind.SECURITY_NOTICE: _("Notice about the security of an account"),
    LetterKind.INACTIVITY_WARNING: _("Warning before an account is erased"),
}
FAILURES = (
    (r"5\d\d 5\.1\.", _("The mail server knows no such recipient.")),
    (r"5\d\d 5\.7\.", _("The mail server does not accept letters from this service.")),
    (r"5\d\d\b", _("The mail server refused the letter for good.")),
    (r"4\d\d\b", _("The mail server did not take the letter yet.")),
    (r"SMTPAuthenticationError", _("The mail server did not accept the user name or the password of this service.")),
    (r"SSL", _("No secure connection to the mail server could be made.")),
    (
        r"SMTP|gaierror|Timeout|Connection|OSError|-1\b",
        _("The mail server could not be reached, or broke the connection off."),
    ),
)
"""By the code that the sender noted, the first one that fits."""
OTHERWISE = _("The letter could not be sent.")
DOUBT = _("It may have arrived all the same: to send it again may deliver it twice.")


def kind_text(kind: str, language: str) -> str:
    """What a letter is about; a kind that is none of ours stays as it is."""
    return translate(KINDS[LetterKind(kind)], language) if kind in set(LetterKind) else kind


def failure_text(code: str, language: str) -> str:
    """Why a mail did not go out; empty where nothing was noted."""
    found = next((text for pattern, text in FAILURES if re.match(pattern, code)), OTHERWISE)
    return translate(found, language) if code else ""
