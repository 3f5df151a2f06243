"""`assessment retention`: delete what need not be kept any longer."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import click

from assessment.cli.commands import Translated, language_option
from assessment.cli.opened import opened
from assessment.cli.tables import show, table
from assessment.cli.terminal import Terminal
from assessment.cli.terminal import marked as _
from assessment.services.retention import Retention

SUBJECTS = {
    "browser_keys": _("Browsers whose time is over"),
    "sessions": _("Sessions that are over"),
    "password_resets": _("Links for a new password that are over"),
    "mailed_codes": _("Mailed codes that are over"),
    "tries": _("Counts of tries"),
    "invitations": _("Invitations, their addresses"),
    "readers": _("Links to results that are over"),
    "drafts": _("Assessments never sent"),
    "accounts_warned": _("Accounts warned"),
    "accounts": _("Accounts erased"),
    "mails": _("Old mails"),
    "peer_help": _("Old declarations about help among peers"),
    "archives": _("Archives of reports"),
    "events": _("Old events of the audit"),
}


@click.command(
    cls=Translated,
    help=_("Delete now what need not be kept any longer. The service does it by itself once a day."),
)
@click.option("--dry-run", is_flag=True, help=_("Only count; nothing is deleted and nobody is warned."))
@click.option("--json", "as_json", is_flag=True, help=_("Print the numbers as JSON."))
@language_option
@click.pass_obj
def command(terminal: Terminal, dry_run: bool, as_json: bool) -> None:
    """Delete what need not be kept any longer."""
    with opened() as here:
        retention = Retention(here.seal, lambda path: here.settings.base_address + path)
        with here.database.sessions() as session:
            counts = retention.run(session, datetime.now(UTC))
            if dry_run:
                session.rollback()
            else:
                session.commit()
        here.database.fold_log()
    if as_json:
        click.echo(json.dumps(counts))
        return
    title = terminal.text(_("To be deleted") if dry_run else _("Deleted"))
    found = table(terminal, title, ("", _("Number")), numbers={1})
    for subject, count in counts.items():
        found.add_row(terminal.text(SUBJECTS[subject]), str(count))
    show(terminal, [found])
