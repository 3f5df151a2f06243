"""What the pages about several people on one assessment show: every value ready for its template."""

from __future__ import annotations

from dataclasses import dataclass

from assessment.web.fields import ErrorLine, Field
from assessment.web.pages import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody invited: how far they are, never what they answered. `resend` and `revoke` are None where of no use."""

    name: str
    email: str
    role: str
    asked: str
    state: str
    word: str
    seen: str
    resend: str | None
    revoke: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderLink:
    """A link to the results."""

    name: str
    until: str
    works: bool
    revoke: str | None


@dataclass(frozen=True, slots=True)
class NewLink:
    """A link shown once: `id` names it on its page."""

    id: str
    label: str
    href: str


@dataclass(frozen=True, slots=True)
class LineProblem:
    """What is wrong with a line of a list."""

    number: int
    text: str
    sentence: str


@dataclass(frozen=True, slots=True)
class GuestRow:
    """Somebody about to be invited."""

    email: str
    name: str
    role: str
    asked: str


@dataclass(frozen=True, kw_only=True)
class PeoplePage(Page):
    """Who is invited and how far each has come; the forms to invite, to set the deadline, to let others read."""

    template = "web/people/page.html"

    home: str
    organisation: str
    by_link: bool
    terms: tuple[str, ...]
    deadline: str
    calendar: str | None
    open: bool
    people: tuple[Person, ...]
    counts: str
    readers: tuple[ReaderLink, ...]
    links: tuple[NewLink, ...]
    done: str
    invite: tuple[Field, ...]
    reader: tuple[Field, ...]
    until: Field
    errors: tuple[ErrorLine, ...]

    @property
    def failed(self) -> bool:
        """Whether something has to be corrected."""
        return bool(self.errors)


@dataclass(frozen=True, kw_only=True)
class PreviewPage(Page):
    """A list of people as it was understood, before anybody is written to."""

    template = "web/people/preview.html"

    home: str
    guests: tuple[GuestRow, ...]
    known: tuple[str, ...]
    merged: int
    problems: tuple[LineProblem, ...]
    list: Field
    role: str
    parts: tuple[str, ...]

    @property
    def failed(self) -> bool:
        """Whether something has to be corrected."""
        return bool(self.problems)


@dataclass(frozen=True, kw_only=True)
class InvitationPage(Page):
    """What an invited person is told before anything begins, or why the invitation opens nothing."""

    template = "web/invitation/page.html"

    landing: str
    inviter: str
    organisation: str
    role: str
    email: str
    minutes: int
    questions: int
    parts: tuple[str, ...]
    promises: tuple[str, ...]
    deadline: str
    coded: bool
    code: Field
    errors: tuple[ErrorLine, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether something has to be corrected."""
        return bool(self.errors)


@dataclass(frozen=True, kw_only=True)
class FinishPage(Page):
    """Where an invited person says that they have finished, or goes on."""

    template = "web/mirror/finish.html"

    home: str
    organisation: str
    answered: int
    total: int
    finished: bool
    closed: bool
    deadline: str
    results: str | None


@dataclass(frozen=True, kw_only=True)
class SubmittedPage(Page):
    """What was sent, and what happens next."""

    template = "web/leading/submitted.html"

    home: str
    organisation: str
    reference: str
    day: str
    revision: int
    readers: str
    correctable: bool
    deadline: str


@dataclass(frozen=True, kw_only=True)
class HandoverPage(Page):
    """Who may run the assessment instead."""

    template = "web/leading/handover.html"

    home: str
    organisation: str
    member: Field
    errors: tuple[ErrorLine, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether something has to be corrected."""
        return bool(self.errors)
