"""What a person is told when signing in through the provider came to nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assessment.services.oidc_documents import Cause
from assessment.translation import translate
from assessment.web.pages import MessagePage


def _(message: str) -> str:
    """Mark a text for translation; it is translated when it is shown."""
    return message


@dataclass(frozen=True, slots=True)
class Words:
    """The HTTP status of the page, and its sentence with `%(provider)s`."""

    status: int
    text: str


WORDS: Mapping[Cause, Words] = {
    Cause.DOWN: Words(503, _("%(provider)s does not answer. Try again in a minute, or sign in with your password.")),
    Cause.UNUSABLE: Words(
        502, _("%(provider)s answered something that cannot be used. Tell the person who runs this service.")
    ),
    Cause.HUGE: Words(502, _("%(provider)s answered far too much to be read. Tell the person who runs this service.")),
    Cause.REDIRECTED: Words(
        502,
        _("%(provider)s sent us to another address, where we do not follow. Tell the person who runs this service."),
    ),
    Cause.STATE: Words(
        403, _("This sign-in was not begun in this browser, or more than ten minutes ago. Begin it again here.")
    ),
    Cause.DENIED: Words(403, _("%(provider)s let nobody in: it was cancelled there, or not allowed. Begin it again.")),
    Cause.CODE: Words(
        403, _("%(provider)s does not accept this sign-in: it was used already, or is too old. Begin it again.")
    ),
    Cause.SIGNATURE: Words(403, _("The answer is not signed as %(provider)s signs. Nobody was let in.")),
    Cause.ISSUER: Words(403, _("The answer was not made by %(provider)s. Nobody was let in.")),
    Cause.AUDIENCE: Words(403, _("The answer of %(provider)s was meant for another service. Nobody was let in.")),
    Cause.EXPIRED: Words(403, _("The answer of %(provider)s is out of date. Begin again.")),
    Cause.NONCE: Words(403, _("The answer of %(provider)s belongs to another sign-in. Begin again.")),
    Cause.CLAIMS: Words(403, _("The answer of %(provider)s is not complete or contradicts itself. Nobody was let in.")),
    Cause.UNSIGNED: Words(403, _("%(provider)s did not sign what it says about you. Nobody was let in.")),
    Cause.SUBJECT: Words(403, _("%(provider)s spoke of two different people. Nobody was let in.")),
    Cause.UNKNOWN: Words(
        403,
        _(
            "Nobody here is connected with this %(provider)s account. Open your invitation and join from there, or "
            "sign in with your password and connect it under My account."
        ),
    ),
    Cause.UNVERIFIED: Words(
        403,
        _("%(provider)s gives no verified e-mail address. Join with a password, then connect it under My account."),
    ),
    Cause.FOREIGN: Words(
        403,
        _("Your address at %(provider)s is not the one that was invited. Join with a password instead."),
    ),
    Cause.HAS_ACCOUNT: Words(
        403, _("This address has an account. Sign in with its password, then connect %(provider)s under My account.")
    ),
    Cause.TAKEN: Words(403, _("This %(provider)s account is connected with somebody else here. Nothing was changed.")),
    Cause.LEFT: Words(
        403, _("Something changed while you were away: you signed out, or the invitation ended. Begin again.")
    ),
}


def refusal(cause: Cause, provider: str, language: str, *, href: str, label: str) -> MessagePage:
    """The page that says it."""
    return MessagePage(
        title=translate(_("Signing in with %(provider)s did not work"), language, provider=provider),
        text=translate(WORDS[cause].text, language, provider=provider),
        href=href,
        label=translate(label, language),
    )
