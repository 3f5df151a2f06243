"""A campaign whose organisations have sent their answers, and workers that make archives of it; all is fictional."""

from __future__ import annotations

import errno
import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from sqlalchemy import insert, select, update

from assessment.domain.answers import Organisation
from assessment.domain.questionnaire import Form
from assessment.reports.exports import result_document
from assessment.reports.pdf import Document
from assessment.services.archive_worker import ArchiveWorker
from assessment.services.assessments import save_answers, save_profile, start, submit
from assessment.services.networks import create_network
from assessment.services.organisations import create_organisation
from assessment.services.report_archives import order
from assessment.services.report_press import Press, Sent
from assessment.storage.archives import campaign_of, find_archive
from assessment.storage.database import Database
from assessment.storage.jobs import jobs_of
from assessment.storage.kept_files import KeptFiles
from assessment.storage.tables_archives import jobs
from assessment.storage.tables_campaigns import campaign_members
from assessment.templating import Templates
from tests.campaigns import Campaigns
from tests.shipped import shipped_instrument

NOW = datetime(2026, 3, 5, 9, tzinfo=UTC)
SENT = datetime(2026, 1, 20, 10, tzinfo=UTC)
TEMPLATES = Path(__file__).parents[1] / "templates"
PROFILE = Organisation(name="", type="OT", staff=12.5, region="84", territory="mountain")
ACTOR = "command-line"


@dataclass
class Renderer:
    """Stands in for the layout engine: counts what it is given, and fails where it is told to."""

    fail: Callable[[Document], Exception | None] = lambda _document: None
    made: list[Document] = field(default_factory=list)

    def __call__(self, document: Document) -> bytes:
        self.made.append(document)
        failure = self.fail(document)
        if failure is not None:
            raise failure
        return b"%PDF-1.7 " + document.html[-200:].encode()


class TinyPress(Press):
    """Prints the name of the organisation and its answers, which takes no time."""

    def _document(self, sent: Sent, language: str) -> Document:
        assert sent.draft.organisation is not None
        answers = json.dumps(sent.draft.submitted_answers, sort_keys=True)
        return Document(f"<p lang={language}>{sent.draft.organisation.name}<p>{answers}", sent.at)


class Batch:
    """A network and a campaign; organisations join it with what they sent."""

    def __init__(self, database: Database, folder: Path, network: str = "", campaign: str = "") -> None:
        self.database, self.files = database, KeptFiles(folder)
        self.network = network or self._network()
        self.campaign = campaign or Campaigns(database).campaign(self.network, closed=False)
        self.clock = NOW

    def _network(self) -> str:
        with self.database.sessions.begin() as session:
            return create_network(session, "Réseau fictif", actor=ACTOR, now=NOW)

    def add(self, name: str, consent: str = "c", level: int = 2) -> str:
        """An organisation that sent its answers; the id of its assessment."""
        instrument = shipped_instrument()
        questionnaire = instrument.questionnaire
        answers = {item.question.code: level for item in questionnaire.indicators() if item.express}
        with self.database.sessions.begin() as session:
            code = create_organisation(session, name, self.network, actor=ACTOR, now=NOW)
            begun = start(session, questionnaire=questionnaire, form=Form.EXPRESS, language="fr", now=SENT)
            save_profile(session, begun.id, replace(PROFILE, name=name), SENT)
            save_answers(session, begun.id, answers, SENT)
            submit(session, begun.id, instrument=instrument, render_document=result_document, now=SENT)
            member = {"campaign_id": self.campaign, "organisation_id": code, "assessment_id": begun.id}
            session.execute(insert(campaign_members), member | {"consent": consent, "invited_at": SENT})
        return begun.id

    def fill(self, number: int) -> list[str]:
        """So many organisations, no two alike."""
        return [self.add(f"Office fictif {place}", level=place % 5) for place in range(number)]

    def order(self, language: str = "fr") -> str:
        """Order the archive; its id."""
        self.clock += timedelta(seconds=1)
        with self.database.sessions.begin() as session:
            campaign = campaign_of(session.connection(), self.campaign)
            assert campaign is not None
            return order(session, campaign, language, person=None, actor=ACTOR, now=self.clock)

    def worker(self, render: Callable[[Document], bytes], **changes: Any) -> ArchiveWorker:
        """A worker that renders in this way."""
        press = TinyPress(
            templates=Templates(TEMPLATES),
            files=self.files,
            edition="test",
            instrument=lambda _reference: shipped_instrument(),
            render=render,
        )
        chosen: dict[str, Any] = {
            "lease": timedelta(seconds=30),
            "stop_press": lambda: None,
            "now": lambda: self.clock,
        } | changes
        return ArchiveWorker(self.database, press, **chosen)

    def archive(self, archive_id: str) -> Any:
        with self.database.readings.begin() as session:
            return find_archive(session.connection(), archive_id)

    def jobs(self, archive_id: str) -> list[Any]:
        with self.database.readings.begin() as session:
            return list(jobs_of(session.connection(), archive_id))

    def content(self, archive_id: str) -> dict[str, bytes]:
        """What is in the file of an order, by name."""
        with ZipFile(self.files.archive(archive_id)) as found:
            return {info.filename: found.read(info) for info in found.infolist()}

    def leases_run_out(self) -> None:
        """Let all leases be over."""
        with self.database.sessions.begin() as session:
            session.execute(update(jobs).values(leased_until=NOW - timedelta(days=1)))

    def agree(self, assessment_id: str, consent: str) -> None:
        with self.database.sessions.begin() as session:
            one = campaign_members.c.assessment_id == assessment_id
            session.execute(update(campaign_members).where(one).values(consent=consent))

    def states(self, archive_id: str) -> list[str]:
        with self.database.readings.begin() as session:
            mine = select(jobs.c.state).where(jobs.c.archive_id == archive_id).order_by(jobs.c.number)
            return list(session.execute(mine).scalars())


def full_disk() -> OSError:
    return OSError(errno.ENOSPC, "No space left on device")
