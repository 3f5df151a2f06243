"""`assessment demo`: the web service with fictional sample data."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from assessment.cli.commands import Translated, language_option
from assessment.cli.files import QUESTIONNAIRE, answers_in, settings
from assessment.cli.service import database_problems_said, listen, reached_at, run
from assessment.cli.terminal import Terminal
from assessment.cli.terminal import marked as _
from assessment.reports.exports import result_document
from assessment.services.assessments import submit
from assessment.services.checks import SAMPLE
from assessment.services.samples import begun, keep_sample
from assessment.settings import Settings
from assessment.storage.answers import AnswersFile
from assessment.storage.database import Database


@click.command(
    cls=Translated,
    help=_(
        "Run the web service with fictional, labelled sample data until Ctrl+C, and print where to look. Its database "
        "is temporary: nothing is kept."
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
        database = f"sqlite+pysqlite:///{Path(folder, 'demo.sqlite')}"
        chosen = replace(reached_at(chosen, listening), database=database)
        with database_problems_said():
            results, draft = fill(database, sample, terminal.language)
        run(chosen, listening, lambda: _announce(terminal, chosen, results, draft))


def fill(database_address: str, sample: AnswersFile, language: str) -> tuple[str, str]:
    """Keep the sample twice, submitted and as a draft that was only begun; the tokens of their private links."""
    instrument, now = sample.instrument, datetime.now(UTC)
    questionnaire = instrument.questionnaire
    with closing(Database(database_address)) as database:
        database.upgrade()
        with database.sessions.begin() as session:
            whole = keep_sample(session, sample.assessment, questionnaire, language=language, now=now)
            submit(session, whole.id, instrument=instrument, render_document=result_document, now=now)
            part = begun(sample.assessment, questionnaire)
            draft = keep_sample(session, part, questionnaire, language=language, now=now)
    return whole.token, draft.token


def _announce(terminal: Terminal, chosen: Settings, results: str, draft: str) -> None:
    """Where to look; a private link is `/r/<token>` on the site."""
    address = chosen.base_address
    terminal.say(_("Demonstration with fictional data. Ctrl+C stops it; nothing is kept."))
    terminal.say(_("Start page: %(address)s"), address=f"{address}/")
    terminal.say(_("Results of the sample organisation: %(address)s"), address=f"{address}/r/{results}")
    terminal.say(_("A draft to go on with: %(address)s"), address=f"{address}/r/{draft}")
