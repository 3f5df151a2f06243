"""`assessment account`: the first administrator, and help for people who cannot get in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import click
from sqlalchemy.orm import Session

from assessment.cli.commands import Family, Translated, language_option
from assessment.cli.complaints import Refused
from assessment.cli.files import settings
from assessment.cli.service import database_problems_said
from assessment.cli.terminal import Terminal
from assessment.cli.terminal import marked as _
from assessment.domain.membership import PLATFORM, MembershipRole
from assessment.services.account_invitations import LIFETIME, NewInvitation, invite
from assessment.services.accounts import UnknownPerson, disable, enable, reset_factor
from assessment.services.addresses import Address, AddressRefused, read_address
from assessment.services.secrets import KeyFileProblem, Seal, read_seal
from assessment.storage.database import Database

ACTOR = "command-line"
UNKNOWN = _("Nobody has an account with this address. Check its spelling.")


@click.group(
    cls=Family,
    help=_("Look after accounts: invite an administrator, help somebody who cannot get in, let somebody in no longer."),
)
def command() -> None:
    """Look after accounts."""


@command.command(
    "invite-administrator",
    cls=Translated,
    help=_(
        "Print a link by which one person becomes administrator of the platform. It works once, for 14 days; a new one "
        "for the same address ends it. There is no account before somebody has used it."
    ),
)
@click.argument("email", metavar="EMAIL")
@language_option
@click.pass_obj
def invite_administrator(terminal: Terminal, email: str) -> None:
    """Print a link by which one person becomes administrator."""
    chosen, now = settings(), datetime.now(UTC)
    new = NewInvitation(
        address=_address(email), language=terminal.language, role=MembershipRole.ADMINISTRATOR, place=PLATFORM
    )
    with _accounts() as (session, _seal):
        issued = invite(session, new, actor=ACTOR, now=now)
    click.echo(chosen.base_address.rstrip("/") + issued.path)
    terminal.note(
        _("Give this link to %(email)s only. It works once, for %(days)s days."), email=email, days=LIFETIME.days
    )


@command.command(
    "reset-factor",
    cls=Translated,
    help=_(
        "Take the second factor from somebody who lost it, with its recovery codes. They are signed out everywhere, "
        "told so by mail, and set up a new one where their role asks for it. Make sure that it is really they who ask."
    ),
)
@click.argument("email", metavar="EMAIL")
@language_option
@click.pass_obj
def reset_second_factor(terminal: Terminal, email: str) -> None:
    """Take the second factor from somebody who lost it."""
    with _accounts() as (session, seal):
        reset_factor(session, seal, _address(email).key, actor=ACTOR, now=datetime.now(UTC))
    terminal.note(_("%(email)s has no second factor any more, and is signed out everywhere."), email=email)


@command.command(
    "disable",
    cls=Translated,
    help=_(
        "Let somebody in no longer, at once and everywhere. What they did stays; “account enable” lets them in again."
    ),
)
@click.argument("email", metavar="EMAIL")
@language_option
@click.pass_obj
def disable_account(terminal: Terminal, email: str) -> None:
    """Let somebody in no longer."""
    with _accounts() as (session, _seal):
        disable(session, _address(email).key, actor=ACTOR, now=datetime.now(UTC))
    terminal.note(_("%(email)s cannot sign in any more."), email=email)


@command.command("enable", cls=Translated, help=_("Let somebody in again whose account was disabled."))
@click.argument("email", metavar="EMAIL")
@language_option
@click.pass_obj
def enable_account(terminal: Terminal, email: str) -> None:
    """Let somebody in again."""
    with _accounts() as (session, _seal):
        enable(session, _address(email).key, actor=ACTOR, now=datetime.now(UTC))
    terminal.note(_("%(email)s can sign in again."), email=email)


@contextmanager
def _accounts() -> Iterator[tuple[Session, Seal]]:
    """A transaction on the accounts of this environment; what goes wrong is said in a sentence."""
    chosen = settings()
    with database_problems_said():
        database = Database(chosen.database)
        try:
            database.upgrade()
            with database.sessions.begin() as session:
                yield session, read_seal(chosen.key_file)
        except UnknownPerson:
            raise Refused(UNKNOWN) from None
        except KeyFileProblem as failure:
            raise Refused(failure.message, path=failure.path) from None
        finally:
            database.close()


def _address(email: str) -> Address:
    try:
        return read_address(email)
    except AddressRefused as refused:
        raise Refused(refused.message) from None
