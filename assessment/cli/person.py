"""`assessment person`: what the law lets a person ask for."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import click

from assessment.cli.commands import Family, Translated, language_option
from assessment.cli.complaints import Refused
from assessment.cli.opened import ACTOR, address_in, opened
from assessment.cli.terminal import Terminal
from assessment.cli.terminal import marked as _
from assessment.services.privacy import StillNeeded, UnknownPerson, erase_person, export_person, readable
from assessment.templating import Templates


@click.group(cls=Family, help=_("Hand out all that is kept about a person, or erase it."))
def command() -> None:
    """Hand out or erase what is kept about a person."""


@command.command(
    "export",
    cls=Translated,
    help=_("Write all that is kept about the person with this e-mail address, as JSON or, for FILE.html, as a page."),
)
@click.argument("email", metavar="EMAIL")
@click.option("-o", "--output", "output", metavar="FILE", required=True, help=_("File to write."))
@language_option
@click.pass_obj
def export(terminal: Terminal, email: str, output: str) -> None:
    """Write all that is kept about a person."""
    address = address_in(email)
    with opened() as here, _said(), here.database.sessions.begin() as session:
        document = export_person(session, here.seal, address, actor=ACTOR, now=datetime.now(UTC))
        text = json.dumps(document, ensure_ascii=False, indent=2)
        if output.endswith((".html", ".htm")):
            text = readable(document, Templates(here.settings.templates), terminal.language)
        Path(output).write_text(text + "\n", encoding="utf-8")
    terminal.note(_("Written: %(file)s. It holds personal data: give it to nobody else."), file=output)


@command.command(
    "erase",
    cls=Translated,
    help=_(
        "Erase the person with this e-mail address: account, sessions, roles, invitations, letters that wait. Answers "
        "in an assessment that was sent stay, without a name. This cannot be undone."
    ),
)
@click.argument("email", metavar="EMAIL")
@click.option("--yes", "sure", is_flag=True, help=_("Do it; without this, nothing is erased."))
@language_option
@click.pass_obj
def erase(terminal: Terminal, email: str, sure: bool) -> None:
    """Erase a person."""
    address = address_in(email)
    if not sure:
        raise Refused(_("Erasing cannot be undone. Add --yes to do it; “assessment person export” shows what is kept."))
    with opened() as here:
        with _said(), here.database.sessions.begin() as session:
            erase_person(session, here.seal, address, actor=ACTOR, now=datetime.now(UTC))
        here.database.fold_log()
    terminal.note(_("Erased. Copies in backups made before stay until those are replaced."))


@contextmanager
def _said() -> Iterator[None]:
    """Say why a person cannot be exported or erased."""
    try:
        yield
    except (UnknownPerson, StillNeeded) as refused:
        raise Refused(refused.message) from None
