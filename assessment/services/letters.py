"""Letters put into words: subject, text and HTML in French and English, as a message ready for a mail server."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from assessment.domain.membership import MembershipRole
from assessment.reports.formatting import Voice
from assessment.services.mail import Letter, LetterKind
from assessment.templating import Templates
from assessment.translation import later as _
from assessment.translation import translate

POLICY = SMTP.clone(cte_type="7bit")
"""Lines any mail server takes; a header with a line break in it is refused."""

LONGEST_VALUE = 100
LONGEST = {"text": 1000}
"""Characters of a value, unless it is said here."""
DAYS = {"opens", "deadline"}
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
HOLDER = re.compile(r"%\((\w+)\)s")
SERVICE = _("Digital skills assessment")


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of one kind of letter; `action` is what the link says, `after` follows it."""

    subject: str
    before: tuple[str, ...]
    action: str = ""
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wrapper:
    """What every letter is sent with: who sends it, and the name of our host in the ids of messages."""

    templates: Templates
    sender: str
    host: str

    def message(self, letter: Letter, mail_id: str, posted_at: datetime) -> EmailMessage:
        """The message of a mail; its id and date stay the same however often it is tried."""
        language, text = letter.language, worded(letter)
        parts = {**asdict(text), "link": letter.values.get("link", ""), "service": translate(SERVICE, language)}
        message = EmailMessage(POLICY)
        message["From"] = Address(display_name=translate(SERVICE, language), addr_spec=self.sender)
        message["To"] = Address(addr_spec=deliverable(letter.to))
        message["Subject"] = text.subject
        message["Date"] = posted_at
        message["Message-ID"] = f"<{mail_id}@{self.host}>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(self.templates.render("email/letter.txt", language, **parts))
        message.add_alternative(self.templates.render("email/letter.html", language, **parts), subtype="html")
        message.set_boundary(f"=_{mail_id}")  # the same bytes at every try
        message["Content-Language"] = language  # one set earlier would move into the first part
        return message


def worded(letter: Letter) -> Wording:
    """The words of a letter as whoever gets it reads them."""
    language, wording, values = letter.language, WORDINGS[letter.kind], said(letter)
    return Wording(
        translate(wording.subject, language) % values,
        tuple(sentences(wording.before, language, values)),
        translate(wording.action, language),
        tuple(sentences(wording.after, language, values)),
    )


def deliverable(email: str) -> str:
    """An address as mail servers take it: an accented domain in its ASCII form."""
    name, _at, domain = email.rpartition("@")
    return f"{name}@{domain.encode('idna').decode()}"


def said(letter: Letter) -> Mapping[str, str]:
    """The values of a letter as its sentences say them, with what stands for those that nobody gave."""
    values = {
        name: one_line(text, LONGEST.get(name, LONGEST_VALUE))
        for name, text in letter.values.items()
        if text and name != "link"
    }
    if "role" in values:
        values["role"] = _role(values["role"], letter.language)
    for name in DAYS & set(values):
        values[name] = _day(values[name], letter.language)
    return {name: translate(text, letter.language) for name, text in UNNAMED.items()} | values


def sentences(messages: tuple[str, ...], language: str, values: Mapping[str, str]) -> Iterator[str]:
    """The messages in words, without those that name a value nobody gave."""
    for message in messages:
        if set(HOLDER.findall(message)) <= set(values):
            yield translate(message, language) % values


def one_line(text: str, most: int = LONGEST_VALUE) -> str:
    """A text that somebody typed, unable to add a header, a line or a link to a letter."""
    return UNPRINTABLE.sub(" ", text).replace("://", ": //").strip()[:most]


def _role(code: str, language: str) -> str:
    return translate(ROLES[MembershipRole(code)], language) if code in set(MembershipRole) else code


def _day(text: str, language: str) -> str:
    try:
        return Voice(language).date(date.fromisoformat(text[:10]))
    except ValueError:
        return text


UNNAMED = {
    "inviter": _("Somebody"),
    "organisation": _("the digital skills assessment"),
    "network": _("Your network"),
    "campaign": _("a campaign"),
}

ROLES = {
    MembershipRole.ADMINISTRATOR: _("administrator of the platform"),
    MembershipRole.HEAD: _("head of the network"),
    MembershipRole.ANALYST: _("analyst of the network"),
    MembershipRole.LEAD: _("lead of the organisation"),
    MembershipRole.MEMBER: _("member of the organisation"),
}
_PERSONAL = _("The link is yours alone: do not pass it on.")
_IGNORE = _("If you did not expect this letter, you need not do anything.")
_VALID = _("The link works until %(deadline)s.")
_THEIR_TEXT = "%(text)s"
_ONE_HOUR = _("The link works for one hour, once.")

WORDINGS: Mapping[LetterKind, Wording] = {
    LetterKind.ACCOUNT_INVITATION: Wording(
        _("Invitation: %(organisation)s"),
        (
            _("%(inviter)s invites you to open an account for %(organisation)s."),
            _("Your role will be: %(role)s."),
        ),
        _("See the invitation"),
        (_VALID, _PERSONAL, _IGNORE),
    ),
    LetterKind.PASSWORD_RESET: Wording(
        _("Choose a new password"),
        (_("Somebody, probably you, asked for a new password for your account."),),
        _("Choose a new password"),
        (_ONE_HOUR, _PERSONAL, _("If it was not you, you need not do anything: your password stays as it is.")),
    ),
    LetterKind.RESPONDENT_INVITATION: Wording(
        _("Your view is asked: %(organisation)s"),
        (
            _("%(inviter)s invites you to answer the digital skills assessment of %(organisation)s."),
            _("Before the first question the page says how long it takes and who will see what."),
        ),
        _("See the invitation"),
        (_("Please answer by %(deadline)s."), _PERSONAL, _("If this is not for you, the page lets you say so.")),
    ),
    LetterKind.REMINDER: Wording(
        _("Reminder: your view is asked, %(organisation)s"),
        (
            _("%(inviter)s invited you to answer the digital skills assessment of %(organisation)s."),
            _("Your answers are not complete yet; what you already answered is kept."),
        ),
        _("Go on"),
        (
            _("Please answer by %(deadline)s."),
            _PERSONAL,
            _("To get no more letters about this, say on the page that it is not for you."),
        ),
    ),
    LetterKind.CODE: Wording(
        _("Your code: %(code)s"),
        (
            _("Type this code on the page that asks for it: %(code)s"),
            _("It works for ten minutes, once. Nobody of ours will ever ask you for it."),
            _IGNORE,
        ),
    ),
    LetterKind.SECURITY_NOTICE: Wording(
        _("The security of your account has changed"),
        (
            _("The password, the second factor or the recovery codes of your account have just been changed."),
            _("If it was you, there is nothing to do."),
            _("If it was not you, ask for a new password at once and tell the administrator."),
        ),
        _("My account"),
    ),
    LetterKind.INACTIVITY_WARNING: Wording(
        _("Your account is about to be erased"),
        (
            _("You have not signed in for a long time. Accounts that nobody uses are erased."),
            _("Yours will be erased on %(deadline)s, unless you sign in before."),
        ),
        _("Sign in"),
    ),
    LetterKind.CAMPAIGN_INVITATION: Wording(
        _("%(network)s invites %(organisation)s: %(campaign)s"),
        (
            _("%(network)s invites %(organisation)s to take part in its campaign “%(campaign)s”."),
            _THEIR_TEXT,
            _("It is you, who leads the organisation, who starts its assessment and says what its results may serve."),
        ),
        _("See the campaign"),
        (
            _("The assessment can be started from %(opens)s on."),
            _("Please send the answers by %(deadline)s."),
            _("The network sees how far you are, never your answers. The page lets you decline."),
        ),
    ),
    LetterKind.CAMPAIGN_REMINDER: Wording(
        _("Reminder for %(organisation)s: %(campaign)s"),
        (
            _("%(network)s invited %(organisation)s to take part in its campaign “%(campaign)s”."),
            _("The answers have not been sent yet; what is already answered is kept."),
        ),
        _("See the campaign"),
        (
            _("Please send the answers by %(deadline)s."),
            _("To get no more letters about this campaign, decline it on its page."),
        ),
    ),
}
"""The words of each kind of letter."""
