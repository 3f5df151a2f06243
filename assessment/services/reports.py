"""Making the documents a person downloads."""

from __future__ import annotations

from datetime import datetime

from assessment.domain.plans import Planning
from assessment.domain.results import AssessmentResult, Instrument
from assessment.reports.documents import printed_questionnaire, report
from assessment.reports.own_place import OwnPlace
from assessment.reports.pdf import PdfWorker
from assessment.templating import Templates


def report_pdf(
    result: AssessmentResult,
    instrument: Instrument,
    language: str,
    *,
    templates: Templates,
    worker: PdfWorker,
    made_at: datetime,
    planning: Planning | None = None,
    place: OwnPlace | None = None,
) -> bytes:
    """The report on one assessment; the same bytes for the same result, plan, place and `made_at` (its submission).

    Raises `PdfUnavailable` where the text library is missing, `PdfFailed` beyond the limits on time and memory.
    """
    return worker.render(
        report(result, instrument, language, templates=templates, made_at=made_at, planning=planning, place=place)
    )


def questionnaire_pdf(
    instrument: Instrument, language: str, *, templates: Templates, worker: PdfWorker, made_at: datetime
) -> bytes:
    """The blank questionnaire, to gather answers and facts on paper; raises as `report_pdf` does."""
    return worker.render(printed_questionnaire(instrument, language, templates=templates, made_at=made_at))
