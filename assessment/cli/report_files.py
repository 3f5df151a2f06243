"""The forms of a report that the end of a file's name asks for."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from assessment.cli.complaints import Refused
from assessment.cli.files import settings
from assessment.cli.press import press, press_problems_said
from assessment.cli.terminal import Terminal
from assessment.cli.terminal import marked as _
from assessment.domain.plans import Planning
from assessment.domain.results import AssessmentResult, Instrument
from assessment.reports.word_press import WordWorker
from assessment.services.organisation_files import report_csv, report_docx, report_xlsx
from assessment.services.reports import report_pdf
from assessment.templating import Templates

ENDINGS = (".pdf", ".docx", ".xlsx", ".csv")


@dataclass(frozen=True, slots=True)
class Found:
    """What is reported on."""

    result: AssessmentResult
    instrument: Instrument
    planning: Planning | None


def require_ending(output: Path) -> None:
    """Say so early when the name of a file to write asks for no form that we have."""
    if output.suffix.lower() not in ENDINGS:
        raise Refused(
            _("The name %(file)s does not say in which form. Let it end in one of: %(endings)s."),
            file=output,
            endings=", ".join(ENDINGS),
        )


def made(output: Path, found: Found, terminal: Terminal, *, programs: bool) -> bytes:
    """The report in the form that the name of the file asks for."""
    about, now = (found.result, found.instrument, terminal.language), datetime.now(UTC)
    ending = output.suffix.lower()
    if ending == ".csv":
        return report_csv(*about, for_people=not programs, planning=found.planning)
    if ending == ".xlsx":
        return report_xlsx(*about, made_at=now, planning=found.planning)
    templates = Templates(settings().templates)
    if ending == ".docx":
        words = WordWorker(settings().templates, seconds=settings().report_seconds)
        with closing(words), press_problems_said():
            return report_docx(*about, templates=templates, worker=words, made_at=now, planning=found.planning)
    with press(settings(), terminal) as worker:
        return report_pdf(*about, templates=templates, worker=worker, made_at=now, planning=found.planning)
