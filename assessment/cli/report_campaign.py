"""All reports of a campaign in a folder, for whoever runs the service: every one sent, whatever its consent."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from shutil import copyfile
from threading import Lock

from sqlalchemy import RowMapping

from assessment.cli.complaints import PROBLEMS, Refused
from assessment.cli.opened import Opened, opened
from assessment.cli.press import press_problems_said
from assessment.cli.terminal import Terminal
from assessment.cli.terminal import marked as _
from assessment.reports.archive_manifest import CHECKSUMS, MANIFEST, checksums, failure_text, manifest
from assessment.reports.editions import edition
from assessment.reports.pdf import PdfUnavailable, PdfWorker
from assessment.services.report_archives import Outcome, entries
from assessment.services.report_press import Press, failure_code, last_sent
from assessment.storage.archives import campaign_of, sent
from assessment.storage.catalogue import load_catalogue
from assessment.storage.database import Database
from assessment.storage.jobs import TRIES
from assessment.storage.kept_files import KeptFiles
from assessment.templating import Templates

UNFINISHED = ".unfinished"


@dataclass(slots=True)
class Batch:
    """Reports made by several processes at once; counts those that had to be rendered."""

    database: Database
    press: Press
    language: str
    rendered: int = 0
    _counting: Lock = field(default_factory=Lock)

    def outcome(self, row: RowMapping) -> Outcome:
        """One report, tried once more when it fails. Raises PdfUnavailable, which concerns all of them."""
        with self.database.readings.begin() as session:
            found = last_sent(session, row["assessment_id"])
        code = ""
        for _try in range(TRIES):
            try:
                made = self.press.make(found, self.language)
            except PdfUnavailable:
                raise
            except Exception as failure:  # one report that cannot be made must not hold up the others
                code = failure_code(failure)
            else:
                with self._counting:
                    self.rendered += made.rendered
                return Outcome(row, made.key, made.sent_at)
        return Outcome(row, failure=code)


def write_reports(campaign_id: str, folder: Path, terminal: Terminal) -> int:
    """Write every report of a campaign, the list and the checksums; the exit code. What was made before is kept."""
    with opened() as here:
        rows = _rows(here, campaign_id)
        folder.mkdir(exist_ok=True)
        cores = len(os.sched_getaffinity(0))
        worker = PdfWorker(here.settings.templates, processes=cores, seconds=here.settings.report_seconds)
        with closing(worker), press_problems_said():
            batch = Batch(here.database, _press(here, worker), terminal.language)
            found = _outcomes(batch, rows, cores, terminal)
        _write_all(batch.press.files, found, folder, terminal.language)
    return _tell(found, batch.rendered, folder, terminal)


def _rows(here: Opened, campaign_id: str) -> Sequence[RowMapping]:
    with here.database.readings.begin() as session:
        if campaign_of(session.connection(), campaign_id) is None:
            message = _("There is no launched campaign “%(id)s”. The address of its page ends with its ID: copy it.")
            raise Refused(message, id=campaign_id)
        rows = sent(session.connection(), campaign_id)
    if not rows:
        raise Refused(_("No organisation has sent its answers in this campaign yet, so there is no report to make."))
    return rows


def _press(here: Opened, worker: PdfWorker) -> Press:
    settings = here.settings
    return Press(
        templates=Templates(settings.templates),
        files=KeptFiles(settings.archives),
        edition=edition(settings.templates),
        instrument=load_catalogue(settings.questionnaires).instrument,
        render=worker.render,
    )


def _outcomes(batch: Batch, rows: Sequence[RowMapping], cores: int, terminal: Terminal) -> list[Outcome]:
    with ThreadPoolExecutor(cores) as pool:
        waiting = [pool.submit(batch.outcome, row) for row in rows]
        try:
            return [one.result() for one in terminal.progress(waiting, _("Making the reports…"))]
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _write_all(files: KeptFiles, found: Sequence[Outcome], folder: Path, language: str) -> None:
    listed = list(entries(files, found))
    for entry, path in listed:
        if not entry.failure:
            unfinished = folder / (entry.file_name + UNFINISHED)
            copyfile(path, unfinished)
            unfinished.replace(folder / entry.file_name)
    about = [entry for entry, _path in listed]
    (folder / MANIFEST).write_text(manifest(about, language), encoding="utf-8", newline="")
    (folder / CHECKSUMS).write_text(checksums(about), encoding="utf-8")


def _tell(found: Sequence[Outcome], rendered: int, folder: Path, terminal: Terminal) -> int:
    failed = [one for one in found if one.failure]
    for one in failed:
        terminal.line(f"{one.row['name']}: {failure_text(one.failure, terminal.language)}")
    terminal.note(
        _("Reports written to %(folder)s: %(made)s of %(total)s, newly made: %(rendered)s."),
        folder=folder,
        made=len(found) - len(failed),
        total=len(found),
        rendered=rendered,
    )
    return PROBLEMS if failed else 0
