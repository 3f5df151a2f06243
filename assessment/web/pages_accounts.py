"""The pages on which people sign in, join and look after their account."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assessment.web.fields import ErrorLine, Field
from assessment.web.form_reading import lines_of
from assessment.web.pages import Page


@dataclass(frozen=True, kw_only=True)
class FormPage(Page):
    """A page with a form; `fields` by name."""

    fields: Mapping[str, Field]

    @property
    def errors(self) -> tuple[ErrorLine, ...]:
        """The error summary."""
        return lines_of(self.fields.values())

    @property
    def failed(self) -> bool:
        """Whether something has to be corrected."""
        return bool(self.errors)


@dataclass(frozen=True, kw_only=True)
class SignInPage(FormPage):
    """E-mail address and password; `renewed` says that the password was just changed."""

    template = "web/sign_in/page.html"

    back: str
    renewed: bool


@dataclass(frozen=True, kw_only=True)
class SecondFactorPage(FormPage):
    """The code, where the password was right."""

    template = "web/second_factor/page.html"

    back: str


@dataclass(frozen=True, kw_only=True)
class ForgottenPage(FormPage):
    """Asks for the address to send a link to; `sent` once that was asked for."""

    template = "web/sign_in/forgotten.html"

    sent: bool


@dataclass(frozen=True, kw_only=True)
class ResetPage(FormPage):
    """A new password by a link; `short` when the old one cannot stand alone."""

    template = "web/sign_in/reset.html"

    email: str
    short: bool


@dataclass(frozen=True, kw_only=True)
class JoinPage(FormPage):
    """An invitation: what is offered to whom. `way` is "new", "sign-in" or "confirm"."""

    template = "web/join/page.html"

    way: str
    role: str
    place: str
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRow:
    """One of a person's sessions; `end` is where it can be ended, None for the one they are in."""

    device: str
    since: str
    end: str | None


@dataclass(frozen=True, kw_only=True)
class AccountPage(FormPage):
    """A person's account: name and language, ways to sign in, sessions.

    `may_turn_off` where no role asks for the second factor there is; `saved` once a change was kept.
    """

    template = "web/account/page.html"

    email: str
    second_factor: bool
    may_turn_off: bool
    codes_left: int
    sessions: tuple[SessionRow, ...]
    saved: bool


@dataclass(frozen=True, kw_only=True)
class PasswordPage(FormPage):
    """A new password by somebody who is signed in."""

    template = "web/account/password.html"

    email: str


@dataclass(frozen=True, kw_only=True)
class SetUpPage(FormPage):
    """A second factor to set up: the QR code as an image in the page, and the key to type instead.

    `required` where the person's role asks for one, `replaces` where there is one already.
    """

    template = "web/second_factor/set_up.html"

    image: str
    key: str
    sealed: str
    required: bool
    replaces: bool


@dataclass(frozen=True, kw_only=True)
class FactorOffPage(FormPage):
    """Asks for proof before the second factor is turned off."""

    template = "web/second_factor/off.html"

    email: str


@dataclass(frozen=True, kw_only=True)
class RecoveryPage(FormPage):
    """Asks for a code before new recovery codes are made."""

    template = "web/second_factor/recovery.html"

    left: int


@dataclass(frozen=True)
class CodesPage(Page):
    """The recovery codes, which are shown only this once."""

    template = "web/second_factor/codes.html"

    codes: tuple[str, ...]
