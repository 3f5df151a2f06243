"""`assessment mail`: the queue of mail."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import click
from sqlalchemy import RowMapping

from assessment.cli.commands import Translated, language_option
from assessment.cli.complaints import Refused
from assessment.cli.opened import ACTOR, opened
from assessment.cli.tables import show, table
from assessment.cli.terminal import Terminal
from assessment.cli.terminal import marked as _
from assessment.services.mail import retry
from assessment.storage.mail import MailState, read_mails

COLUMNS = (_("Mail"), _("Kind"), _("Posted (UTC)"), _("State"), _("Tries"), _("Next try (UTC)"), _("Refusal"))
STATES = {
    MailState.WAITING: _("waiting"),
    MailState.SENDING: _("being sent"),
    MailState.SENT: _("sent"),
    MailState.FAILED: _("failed"),
    MailState.DOUBTFUL: _("in doubt"),
}


@click.command(
    cls=Translated,
    help=_(
        "Show the mails of the last 30 days that were not sent, or send some again. A mail in doubt was being handed "
        "over when the program or the mail server stopped: it may have arrived, so it is only sent again when you "
        "say so."
    ),
)
@click.option("--retry", "again", multiple=True, metavar="MAIL", help=_("Send this mail again; may be repeated."))
@click.option("--all", "everything", is_flag=True, help=_("Show those that were sent too."))
@click.option("--json", "as_json", is_flag=True, help=_("Print one JSON object a line."))
@language_option
@click.pass_obj
def command(terminal: Terminal, again: tuple[str, ...], everything: bool, as_json: bool) -> None:
    """Show the queue of mail, or send some again."""
    with opened() as here, here.database.sessions.begin() as session:
        if again and retry(session, list(again), actor=ACTOR, now=datetime.now(UTC)) < len(set(again)):
            raise Refused(_("Only a mail that failed or is in doubt can be sent again. Nothing was changed."))
        rows = [row for row in read_mails(session.connection()) if everything or row["state"] != MailState.SENT]
    if as_json:
        for row in rows:
            click.echo(json.dumps(_plain(row)))
    else:
        _show(terminal, rows)


def _show(terminal: Terminal, rows: list[RowMapping]) -> None:
    if not rows:
        terminal.say(_("No mail waits."))
        return
    found = table(terminal, terminal.text(_("Mail")), COLUMNS, numbers={4})
    for row in rows:
        state = terminal.text(STATES[MailState(row["state"])])
        due = f"{row['due_at']:%Y-%m-%d %H:%M}" if row["state"] == MailState.WAITING else ""
        posted = f"{row['created_at']:%Y-%m-%d %H:%M}"
        found.add_row(row["id"], row["kind"], posted, state, str(row["tries"]), due, row["failure"] or "")
    show(terminal, [found])


def _plain(row: RowMapping) -> dict[str, object]:
    names = ("id", "kind", "created_at", "state", "tries", "due_at", "sent_at", "failure")
    return {name: row[name].isoformat() if isinstance(row[name], datetime) else row[name] for name in names}
