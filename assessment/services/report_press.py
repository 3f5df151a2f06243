"""Reports on what was sent, made once and kept by what they were made of: the second time nothing is rendered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from assessment.domain.results import Instrument
from assessment.reports.archive_manifest import DISK, NO_LIBRARY, TOO_MUCH, UNMADE
from assessment.reports.documents import report
from assessment.reports.editions import content_hash
from assessment.reports.pdf import Document, PdfFailed, PdfUnavailable
from assessment.services.assessments import Draft, load
from assessment.services.submissions import kept_result
from assessment.storage.assessments import UnknownAssessment, read_submission
from assessment.storage.kept_files import KeptFiles
from assessment.templating import Templates


@dataclass(frozen=True, slots=True)
class Sent:
    """What was sent last of an assessment, and when."""

    draft: Draft
    at: datetime


@dataclass(frozen=True, slots=True)
class Made:
    """A kept PDF: its key, when the answers in it were sent, and whether it had to be rendered."""

    key: str
    sent_at: datetime
    rendered: bool


@dataclass(frozen=True, slots=True)
class Press:
    """What turns answers into kept PDFs. `edition` names how PDFs are made; `render` raises as `PdfWorker` does."""

    templates: Templates
    files: KeptFiles
    edition: str
    instrument: Callable[[str], Instrument]
    render: Callable[[Document], bytes]

    def make(self, sent: Sent, language: str) -> Made:
        """The report an organisation's own network may read: its results, without its place among peers or a plan."""
        document = self._document(sent, language)
        key = content_hash(document, self.edition)
        if self.files.holds(key):
            return Made(key, sent.at, rendered=False)
        self.files.keep(key, self.render(document))
        return Made(key, sent.at, rendered=True)

    def _document(self, sent: Sent, language: str) -> Document:
        about = (sent.draft.result or {})["questionnaire"]
        instrument = self.instrument(f"{about['id']}@{about['version']}")
        result = kept_result(sent.draft, instrument)
        return report(result, instrument, language, templates=self.templates, made_at=sent.at)


def last_sent(session: Session, assessment_id: str) -> Sent:
    """What was sent last of an assessment. Raises UnknownAssessment when it is gone or nothing was sent."""
    draft = load(session, assessment_id)
    row = read_submission(session.connection(), assessment_id, draft.revision)
    if row is None:
        raise UnknownAssessment
    return Sent(draft, row["submitted_at"])


def failure_code(failure: Exception) -> str:
    """The code of why a report was not made."""
    kinds: list[tuple[type[Exception], str]] = [(PdfUnavailable, NO_LIBRARY), (PdfFailed, TOO_MUCH), (OSError, DISK)]
    return next((code for kind, code in kinds if isinstance(failure, kind)), UNMADE)
