"""`assessment demo`: the web service with fictional sample data."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from assessment.cli.commands import Translated, language_option
from assessment.cli.demo_publishing import published_meanwhile
from assessment.cli.files import QUESTIONNAIRE, answers_in, settings
from assessment.cli.service import database_problems_said, listen, reached_at, run
from assessment.cli.terminal import Terminal
from assessment.cli.terminal import marked as _
from assessment.domain.fictional_network import SIZE_OF_NETWORK
from assessment.domain.membership import MembershipRole
from assessment.reports.exports import result_document
from assessment.services.checks import SAMPLE
from assessment.services.demonstration import Account, Demonstration, Furnisher
from assessment.services.passwords import Passwords
from assessment.services.secrets import read_seal
from assessment.settings import Settings
from assessment.storage.answers import AnswersFile
from assessment.storage.database import Database

ROLES = {
    MembershipRole.LEAD: _("Lead of the organisation"),
    MembershipRole.MEMBER: _("Member of the organisation"),
    MembershipRole.HEAD: _("Head of the network"),
    MembershipRole.ANALYST: _("Analyst of the network"),
    MembershipRole.ADMINISTRATOR: _("Administrator of the platform"),
}


@click.command(
    cls=Translated,
    help=_(
        "Run the web service with fictional, labelled sample data until Ctrl+C, and print where to look and as whom to "
        "sign in. Its database is temporary: nothing is kept. Letters are printed, never sent."
    ),
)
@click.option(
    "--port", default=8000, type=click.IntRange(0, 65535), help=_("Port; without it, 8000. 0 takes a free one.")
)
@language_option
@click.pass_obj
def command(terminal: Terminal, port: int) -> None:
    """Run the web service with fictional sample data."""
    chosen = settings()
    sample = answers_in(str(chosen.questionnaires / QUESTIONNAIRE / SAMPLE), terminal)
    with listen("127.0.0.1", port) as listening, TemporaryDirectory(prefix="assessment-demo-") as folder:
        chosen = apart(reached_at(chosen, listening), Path(folder))
        with database_problems_said():
            shown = fill(chosen, sample, terminal)
        with published_meanwhile(chosen, shown.campaigns.over):
            run(chosen, listening, lambda: _announce(terminal, chosen.base_address, shown))


def apart(chosen: Settings, folder: Path) -> Settings:
    """The settings with everything that is kept in `folder`, and nothing that leaves this machine."""
    return replace(
        chosen,
        database=f"sqlite+pysqlite:///{folder / 'demo.sqlite'}",
        key_file=folder / "assessment.key",
        smtp=None,
        oidc_issuer="",
        demonstration=True,
    )


def fill(chosen: Settings, sample: AnswersFile, terminal: Terminal) -> Demonstration:
    """Furnish the empty database of these settings."""
    with closing(Database(chosen.database)) as database, closing(Passwords()) as passwords:
        database.upgrade()
        with terminal.working(_("Making up a fictional national network")), database.sessions.begin() as session:
            return Furnisher(
                session=session,
                seal=read_seal(chosen.key_file),
                sample=sample.assessment,
                instrument=sample.instrument,
                render_document=result_document,
                hash_password=passwords.hash,
                address=lambda path: chosen.base_address + path,
                language=terminal.language,
                now=datetime.now(UTC),
            ).furnish()


def _announce(terminal: Terminal, address: str, shown: Demonstration) -> None:
    """Where to look; a private link is `/r/<token>` on the site."""
    terminal.say(_("Demonstration with fictional data. Ctrl+C stops it; nothing is kept."))
    terminal.say(_("Start page: %(address)s"), address=f"{address}/")
    terminal.say(_("Results of the sample organisation: %(address)s"), address=f"{address}/r/{shown.results}")
    terminal.say(_("A draft to go on with: %(address)s"), address=f"{address}/r/{shown.draft}")
    terminal.say(_("Invitation of an elected member: %(address)s"), address=f"{address}/i/{shown.invitation}")
    terminal.say(_("Sign in: %(address)s"), address=f"{address}/sign-in")
    for place, path in _places(shown).items():
        terminal.say(place, address=address + path, count=SIZE_OF_NETWORK)
    for account in shown.accounts:
        _introduce(terminal, account)
    terminal.say(_("The benchmarks of the last two waves are being worked out: they appear within a minute or two."))
    terminal.say(_("Letters are printed below, never sent. Passwords and codes are drawn anew at each start."))


def _places(shown: Demonstration) -> dict[str, str]:
    """Where the people of the network look, once signed in."""
    network = f"/networks/{shown.network_id}"
    last, running = f"{network}/campaigns/{shown.campaigns.over[-1]}", f"{network}/campaigns/{shown.campaigns.running}"
    return {
        _("Network of %(count)s organisations: %(address)s"): network,
        _("Its running campaign, with who has answered: %(address)s"): running,
        _("Benchmarks of its last wave: %(address)s"): f"{last}/benchmarks",
        _("Map of the regions: %(address)s"): f"{last}/benchmarks/regions",
        _("Report of the network: %(address)s"): f"{last}/benchmarks/report",
        _("Whether digital project managers are too few: %(address)s"): f"{last}/benchmarks/roles",
        _("Who could help whom: %(address)s"): f"{last}/peers",
    }


def _introduce(terminal: Terminal, account: Account) -> None:
    """As whom to sign in; where a second factor is asked for, codes that serve once each, or a key for a telephone."""
    role = terminal.text(ROLES[account.role])
    terminal.say(
        _("- %(role)s: %(email)s, password %(password)s"), role=role, email=account.email, password=account.password
    )
    if account.codes:
        codes = ", ".join(account.codes)
        terminal.say(
            _("  second factor: one of %(codes)s, each once; or the key %(key)s"), codes=codes, key=account.key
        )
