"""`assessment audit`: who did what, and whether anybody has changed it since."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from assessment.cli.commands import Family, Translated, language_option
from assessment.cli.complaints import Refused
from assessment.cli.opened import opened
from assessment.cli.tables import show, table
from assessment.cli.terminal import Terminal
from assessment.cli.terminal import marked as _
from assessment.services.audit import list_events, verify
from assessment.services.benchmarks import published_networks
from assessment.services.disclosure_check import Checked, check_disclosure

COLUMNS = (_("No."), _("When (UTC)"), _("Who"), _("What"), _("About"), _("Where"), _("Details"))


@click.group(cls=Family, help=_("Read the audit: who did what, and whether anybody has changed it since."))
def command() -> None:
    """Read the audit."""


@command.command(
    "verify",
    cls=Translated,
    help=_(
        "Check every event of the audit against the chain of hashes. The last hash is printed: kept elsewhere, it lets "
        "a later “--holds HASH” show that nothing was cut off the end or written anew."
    ),
)
@click.option("--holds", metavar="HASH", help=_("A hash printed before: it must still be there."))
@language_option
@click.pass_obj
def verify_chain(terminal: Terminal, holds: str | None) -> None:
    """Check the chain."""
    with opened() as here, here.database.readings.begin() as session:
        found = verify(session, holds)
    if found.faults:
        raise Refused(_BROKEN, numbers=", ".join(map(str, found.faults[:20])))
    if not found.holds:
        raise Refused(_CUT)
    terminal.say(
        _("The audit is whole: %(events)s events, the last hash is %(hash)s"), events=found.events, hash=found.last
    )


@command.command("list", cls=Translated, help=_("List the latest events of the audit, the oldest of them first."))
@click.option("--last", type=click.IntRange(1, 1_000_000), default=50, help=_("How many; without it, 50."))
@click.option("--json", "as_json", is_flag=True, help=_("Print one JSON object a line."))
@language_option
@click.pass_obj
def list_latest(terminal: Terminal, last: int, as_json: bool) -> None:
    """List the latest events."""
    with opened() as here, here.database.readings.begin() as session:
        events = list_events(session, last)
    if as_json:
        for event in events:
            click.echo(json.dumps(asdict(event) | {"details": json.loads(event.details)}, ensure_ascii=False))
        return
    found = table(terminal, terminal.text(_("Audit")), COLUMNS, numbers={0})
    for event in events:
        cells = str(event.number), event.at[:19], event.actor, event.action, event.object, event.place, event.details
        found.add_row(*cells)
    show(terminal, [found])


@command.command(
    "disclosure",
    cls=Translated,
    help=_(
        "Check whether anybody’s value can be worked out from everything that is published of a network, by adding and "
        "subtracting whatever is shown, of all waves together. The exit code is 1 when it can."
    ),
)
@click.argument("campaign_id", required=False)
@click.option("--all", "every", is_flag=True, help=_("Check every network that something was published of."))
@language_option
@click.pass_obj
def check_published(terminal: Terminal, campaign_id: str | None, every: bool) -> None:
    """Check what is published."""
    if every == (campaign_id is not None):
        raise Refused(_("Name a campaign, or say --all."))
    with opened() as here, here.database.readings.begin() as session:
        networks = [ids for ids in published_networks(session) if every or campaign_id in ids]
        if not networks and not every:
            raise Refused(_("Nothing is published of a campaign “%(campaign)s”."), campaign=campaign_id)
        found = [check_disclosure(session, ids[0]) for ids in networks]
    _say_checked(terminal, found)


def _say_checked(terminal: Terminal, found: list[Checked]) -> None:
    numbers, leaks = sum(one.numbers for one in found), [leak for one in found for leak in one.leaks]
    if leaks:
        raise Refused(
            _("%(leaks)s small groups of organisations can be worked out, in: %(metrics)s."),
            leaks=len(leaks),
            metrics=", ".join(sorted({metric for metric, _output, _leak in leaks})),
        )
    terminal.say(
        _("Nobody can be worked out: %(numbers)s published numbers of %(networks)s networks were taken together."),
        numbers=numbers,
        networks=len(found),
    )


_BROKEN = _(
    "The audit was changed: event %(numbers)s does not fit the chain. Compare it with a backup, and find out who can "
    "write to the database."
)
_CUT = _(
    "The audit does not hold this hash: events were cut off or written anew, or the hash was mistyped. Compare it "
    "with a backup."
)
