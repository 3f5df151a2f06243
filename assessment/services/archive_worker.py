"""ArchiveWorker: the thread that makes the reports of an order one after the other, then packs them.

All it has to know is in the database, so that whoever ends it, in whatever way, loses one report at most, which is made
again when its lease is over.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import Event, Thread

from sqlalchemy import RowMapping

from assessment.reports.archive_manifest import NO_LIBRARY
from assessment.services.report_archives import content_of, may_read, members, whole
from assessment.services.report_press import Press, failure_code, last_sent
from assessment.storage import archives as stored
from assessment.storage import jobs
from assessment.storage.archives import ArchiveState
from assessment.storage.database import Database
from assessment.storage.failures import DatabaseProblem
from assessment.storage.jobs import TRIES, JobKind, JobState

PAUSE = 1.0
"""Seconds between two looks for work."""
SWEEP_EVERY = timedelta(hours=1)
SPARED = timedelta(days=1)
"""PDFs that no job stands for are kept that long: somebody may be about to note them."""

log = logging.getLogger(__name__)


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(slots=True)
class ArchiveWorker:
    """Works off orders; `start()` and `close()` it with the service. Several services may work on one database.

    `lease` is longer than one report may take; `stop_press` ends the rendering that is under way.
    """

    database: Database
    press: Press
    lease: timedelta
    stop_press: Callable[[], None]
    pause: float = PAUSE
    now: Callable[[], datetime] = _now
    _stop: Event = field(default_factory=Event)
    _thread: Thread | None = None
    _swept: datetime | None = None

    def start(self) -> None:
        """Begin to look for work."""
        self._thread = Thread(target=self._work, name="archive-worker", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop at once; the report in hand is made again by whoever comes next."""
        self._stop.set()
        self.stop_press()
        if self._thread is not None:
            self._thread.join()
        self.stop_press()

    def work_off(self) -> int:
        """Do what there is to do, and return how many jobs were taken in hand."""
        taken = 0
        while not self._stop.is_set() and (job := self._claim()) is not None:
            taken += 1
            self._do(job)
        return taken

    def sweep(self) -> None:
        """Delete the files that nobody may have any more, or that nobody has asked for of late."""
        now = self.now()
        with self.database.readings.begin() as session:
            connection = session.connection()
            files = stored.archives_with_files(connection)
            kept = [one["id"] for one in files if one["state"] == ArchiveState.RUNNING or whole(session, one, now)]
            keys = set(jobs.kept_hashes(connection))
        self.press.files.sweep(keys, kept, now - SPARED)

    def _work(self) -> None:
        while not self._stop.is_set():
            try:
                self._sweep_now_and_then()
                if self._work_waits():
                    self.work_off()
            except DatabaseProblem:
                pass  # locked or full: the lease runs out, and the job is tried again
            except OSError as refused:
                log.warning("the folder of archives cannot be swept: %s", refused)
            self._stop.wait(self.pause)

    def _sweep_now_and_then(self) -> None:
        if self._swept is None or self._swept + SWEEP_EVERY <= self.now():
            self._swept = self.now()
            self.sweep()

    def _work_waits(self) -> bool:
        with self.database.readings.begin() as session:
            return jobs.work_waits(session.connection(), self.now())

    def _claim(self) -> RowMapping | None:
        with self.database.sessions.begin() as session:
            connection, now = session.connection(), self.now()
            jobs.give_up_stopped(connection, now)
            stored.fail_unpacked(connection, now)
            return jobs.claim_job(connection, now, now + self.lease)

    def _do(self, job: RowMapping) -> None:
        try:
            if job["kind"] == JobKind.PACK:
                self._pack(job)
            else:
                self._report(job)
        except DatabaseProblem:
            raise
        except Exception as failure:  # one report that cannot be made must not hold up the others
            log.warning("job %s, try %s: %s: %s", job["id"], job["tries"], type(failure).__name__, failure)
            self._fail(job, failure_code(failure))

    def _report(self, job: RowMapping) -> None:
        with self.database.readings.begin() as session:
            archive = stored.find_archive(session.connection(), job["archive_id"])
            wanted = archive is not None and may_read(session, archive, job["assessment_id"])
            sent = last_sent(session, job["assessment_id"]) if wanted else None
        if archive is None or sent is None:
            self._settle(job, JobState.LEFT_OUT)
            return
        made = self.press.make(sent, archive["language"])
        self._settle(job, JobState.DONE, content_hash=made.key, sent_at=made.sent_at, rendered=made.rendered)

    def _pack(self, job: RowMapping) -> None:
        with self.database.sessions.begin() as session:
            content = content_of(session, job["archive_id"], self.now())
        inside = members(self.press.files, content)
        size, digest = self.press.files.pack(job["archive_id"], inside)
        with self.database.sessions.begin() as session:
            now = self.now()
            jobs.settle_job(session.connection(), job, JobState.DONE, now)
            stored.end_archive(
                session.connection(),
                job["archive_id"],
                ArchiveState.DONE,
                now,
                size=size,
                digest=digest,
                reports=content.reports,
                problems=len(content.found) - content.reports,
                left_out=content.left_out,
            )

    def _fail(self, job: RowMapping, code: str) -> None:
        """Let it be tried again, or give it up; what every job needs and nobody has ends the whole order."""
        with self.database.sessions.begin() as session:
            connection, now = session.connection(), self.now()
            if self._stop.is_set():
                jobs.release_job(connection, job, job["tries"] - 1)
            elif job["tries"] < TRIES:
                jobs.release_job(connection, job, job["tries"])
            elif code == NO_LIBRARY:
                stored.end_archive(connection, job["archive_id"], ArchiveState.FAILED, now, failure=code)
            else:
                jobs.settle_job(connection, job, JobState.FAILED, now, failure=code)

    def _settle(self, job: RowMapping, state: JobState, **changes: object) -> None:
        with self.database.sessions.begin() as session:
            jobs.settle_job(session.connection(), job, state, self.now(), **changes)
