"""Making the files a person goes on working with: the report to edit, its numbers to reckon with.

The same bytes for the same `made_at` (the submission) and all the rest, as the report itself.
"""

from __future__ import annotations

from datetime import datetime

from assessment.domain.plans import Planning
from assessment.domain.results import AssessmentResult, Instrument
from assessment.reports.documents import report
from assessment.reports.organisation_files import organisation_book, organisation_csv
from assessment.reports.organisation_tables import Organisation
from assessment.reports.own_place import OwnPlace
from assessment.reports.peer_help import OwnPeers
from assessment.reports.presenters import present
from assessment.reports.word_press import WordWorker
from assessment.reports.workbooks import workbook
from assessment.templating import Templates


def report_docx(
    result: AssessmentResult,
    instrument: Instrument,
    language: str,
    *,
    templates: Templates,
    worker: WordWorker,
    made_at: datetime,
    planning: Planning | None = None,
    place: OwnPlace | None = None,
    peers: tuple[OwnPeers, ...] = (),
) -> bytes:
    """The report on one assessment as a text document: everything that is in the PDF, to be edited.

    Raises `PdfFailed` beyond the limits on time and memory.
    """
    document = report(
        result,
        instrument,
        language,
        templates=templates,
        made_at=made_at,
        planning=planning,
        place=place,
        peers=peers,
    )
    return worker.render(document)


def report_xlsx(
    result: AssessmentResult,
    instrument: Instrument,
    language: str,
    *,
    made_at: datetime,
    planning: Planning | None = None,
) -> bytes:
    """The tables of the same result as a spreadsheet."""
    found = Organisation(result, instrument, present(result, instrument, language), planning)
    return workbook(organisation_book(found, made_at))


def report_csv(
    result: AssessmentResult,
    instrument: Instrument,
    language: str,
    *,
    for_people: bool,
    planning: Planning | None = None,
) -> bytes:
    """The same tables in one CSV file, for people's spreadsheets or for programs."""
    found = Organisation(result, instrument, present(result, instrument, language), planning)
    return organisation_csv(found, for_people=for_people).encode()
