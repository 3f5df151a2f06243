"""All reports of a campaign as one file: ordering it, how far it is, what is in it, whether it still may be had.

The head of a network gets the reports of the organisations that agreed to be read by name; the others are a number.
When one of them takes that back, leaves or is erased, the file is no longer handed out. Every function works inside
the session it is given and never commits.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import file_digest
from pathlib import Path
from typing import Any

from sqlalchemy import RowMapping
from sqlalchemy.orm import Session

from assessment.domain.audit import AuditAction
from assessment.reports.archive_manifest import CHECKSUMS, MANIFEST, Entry, checksums, manifest
from assessment.services.campaigns import WrongState, note
from assessment.services.organisations import UnknownPlace
from assessment.services.retention import DEFAULTS
from assessment.services.secrets import new_secret
from assessment.storage import archives as stored
from assessment.storage.archives import ArchiveState
from assessment.storage.jobs import JobKind, JobState, insert_jobs, jobs_of, settle_job
from assessment.storage.kept_files import KeptFiles, Member

LATEST, ENOUGH = 20, 3
"""From so many reports at most, and at least, the time that is left is told."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an order is: `settled` of `total` reports, `rendered` of them anew, `failed` not made at all.

    `before` counts the orders of others that come first. `left` is None while nobody can tell.
    """

    total: int
    settled: int
    rendered: int
    failed: int
    before: int
    left: timedelta | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one report: the assessment and its organisation, and the kept PDF or the code of a failure."""

    row: Mapping[Any, Any]
    key: str = ""
    sent_at: datetime | None = None
    failure: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """What goes into an archive; `at` dates what no report does."""

    found: tuple[Outcome, ...]
    language: str
    at: datetime
    left_out: int

    @property
    def reports(self) -> int:
        """How many reports there are."""
        return sum(not one.failure for one in self.found)


def order(
    session: Session, campaign: RowMapping, language: str, *, person: str | None, actor: str, now: datetime
) -> str:
    """Order the archive of a launched campaign, with everything there is to do for it; returns its id.

    Raises WrongState when the network has an order that runs, or nobody's report may be read.
    """
    connection = session.connection()
    stored.hold_network(connection, campaign["network_id"])
    rows = stored.readable(connection, campaign["id"])
    if not rows or stored.running_archive(connection, campaign["network_id"]) is not None:
        raise WrongState
    archive = {"id": new_secret(), "campaign_id": campaign["id"], "network_id": campaign["network_id"]}
    left_out = len(stored.sent(connection, campaign["id"])) - len(rows)
    archive |= {"language": language, "state": ArchiveState.RUNNING, "ordered_by": person, "ordered_at": now}
    stored.insert_archive(connection, archive | {"left_out": left_out})
    steps = [(JobKind.REPORT, row["assessment_id"]) for row in rows] + [(JobKind.PACK, None)]
    insert_jobs(connection, [_job(archive["id"], number, *step) for number, step in enumerate(steps)])
    details = {"archive": archive["id"], "reports": len(rows), "language": language}
    note(session, AuditAction.ARCHIVE_ORDERED, campaign, actor, now, **details)
    return str(archive["id"])


def cancel(session: Session, campaign: RowMapping, *, actor: str, now: datetime) -> None:
    """End the order of a campaign that runs; what is in hand is finished and kept. Raises WrongState without one."""
    connection = session.connection()
    archive = stored.latest_archive(connection, campaign["id"])
    if archive is None or not stored.end_archive(connection, archive["id"], ArchiveState.CANCELLED, now):
        raise WrongState
    note(session, AuditAction.ARCHIVE_CANCELLED, campaign, actor, now, archive=archive["id"])


def fetched(session: Session, campaign: RowMapping, archive: RowMapping, *, actor: str, now: datetime) -> None:
    """Note that somebody takes an archive away."""
    details = {"archive": archive["id"], "reports": archive["reports"]}
    note(session, AuditAction.ARCHIVE_FETCHED, campaign, actor, now, **details)


def whole(session: Session, archive: RowMapping, now: datetime) -> bool:
    """Whether a finished archive may still be had: it is not too old, and all in it still agree to be read by name."""
    if archive["state"] != ArchiveState.DONE or archive["finished_at"] + DEFAULTS.archives <= now:
        return False
    connection = session.connection()
    agreed = {row["assessment_id"] for row in stored.readable(connection, archive["campaign_id"])}
    packed = stored.packed_assessments(connection, archive["id"])
    return packed <= agreed and len(packed) == archive["reports"]


def progress(session: Session, archive: RowMapping) -> Progress:
    """How far an order is."""
    connection = session.connection()
    reports = [job for job in jobs_of(connection, archive["id"]) if job["kind"] == JobKind.REPORT]
    settled = [job for job in reports if job["state"] != JobState.WAITING]
    before = stored.orders_before(connection, archive)
    return Progress(
        total=len(reports),
        settled=len(settled),
        rendered=sum(bool(job["rendered"]) for job in settled),
        failed=sum(job["state"] == JobState.FAILED for job in settled),
        before=before,
        left=None if before else _left([job["settled_at"] for job in settled], len(reports) - len(settled)),
    )


def may_read(session: Session, archive: RowMapping, assessment_id: str) -> bool:
    """Whether the head of the network may read the report on an assessment, as things are."""
    rows = stored.readable(session.connection(), archive["campaign_id"])
    return any(row["assessment_id"] == assessment_id for row in rows)


def content_of(session: Session, archive_id: str, now: datetime) -> Content:
    """What goes into the file of an order whose reports are settled; what may not be read any more is left out."""
    connection = session.connection()
    archive = stored.find_archive(connection, archive_id)
    if archive is None:
        raise UnknownPlace
    rows = {row["assessment_id"]: row for row in stored.readable(connection, archive["campaign_id"])}
    found = []
    for job in jobs_of(connection, archive_id):
        row = rows.get(job["assessment_id"])
        if row is not None and job["state"] in (JobState.DONE, JobState.FAILED):
            found.append(Outcome(row, job["content_hash"] or "", job["sent_at"], job["failure"] or ""))
        elif job["kind"] == JobKind.REPORT:
            settle_job(connection, job, JobState.LEFT_OUT, now)
    left_out = len(stored.sent(connection, archive["campaign_id"])) - len(rows)
    return Content(tuple(found), archive["language"], archive["ordered_at"], left_out)


def entries(files: KeptFiles, found: Iterable[Outcome]) -> Iterator[tuple[Entry, Path]]:
    """The entry of every outcome by name, with its PDF. Raises FileNotFoundError when that was taken away."""
    for one in sorted(found, key=lambda one: (one.row["name"], one.row["organisation_id"])):
        path = files.pdf(one.key)
        size, digest = (0, "") if one.failure else _size_and_digest(path)
        entry = Entry(
            organisation_id=one.row["organisation_id"],
            name=one.row["name"],
            type=one.row["type"] or "",
            questionnaire=f"{one.row['questionnaire']}@{one.row['version']}",
            sent_at=one.sent_at,
            size=size,
            digest=digest,
            failure=one.failure,
        )
        yield entry, path


def members(files: KeptFiles, content: Content) -> list[Member]:
    """What goes into an archive: the list, the checksums, the reports."""
    listed = list(entries(files, content.found))
    about = [entry for entry, _path in listed]
    latest = max((entry.sent_at for entry in about if entry.sent_at), default=content.at)
    return [
        Member(MANIFEST, latest, manifest(about, content.language, content.left_out).encode()),
        Member(CHECKSUMS, latest, checksums(about).encode()),
        *(Member(entry.file_name, entry.sent_at or latest, path) for entry, path in listed if not entry.failure),
    ]


def _job(archive_id: str, number: int, kind: JobKind, assessment_id: str | None) -> dict[str, object]:
    subject = {"archive_id": archive_id, "number": number, "kind": kind, "assessment_id": assessment_id}
    return {"id": new_secret(), "state": JobState.WAITING} | subject


def _left(settled: Sequence[datetime], waiting: int) -> timedelta | None:
    """The time that is left at the pace of the latest reports."""
    latest = sorted(settled)[-LATEST:]
    return (latest[-1] - latest[0]) / (len(latest) - 1) * waiting if len(latest) >= ENOUGH else None


def _size_and_digest(path: Path) -> tuple[int, str]:
    with path.open("rb") as file:
        return path.stat().st_size, file_digest(file, "sha256").hexdigest()
