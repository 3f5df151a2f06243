"""Making the documents a person downloads."""

from __future__ import annotations

from datetime import date, datetime

from assessment.domain.plans import Planning
from assessment.domain.results import AssessmentResult, Instrument
from assessment.domain.wave_comparison import Comparison
from assessment.reports.benchmarks import Presenter
from assessment.reports.documents import board_summary, network_report, printed_questionnaire, report, wave_report
from assessment.reports.network_workbook import network_book
from assessment.reports.own_place import OwnPlace
from assessment.reports.pdf import PdfWorker
from assessment.reports.peer_help import OwnPeers
from assessment.reports.wave_comparison import Shifts
from assessment.reports.workbooks import workbook
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
    peers: tuple[OwnPeers, ...] = (),
) -> bytes:
    """The report on one assessment; the same bytes for the same `made_at` (its submission) and all the rest.

    Raises `PdfUnavailable` where the text library is missing, `PdfFailed` beyond the limits on time and memory.
    """
    return worker.render(
        report(
            result,
            instrument,
            language,
            templates=templates,
            made_at=made_at,
            planning=planning,
            place=place,
            peers=peers,
        )
    )


def board_pdf(
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
    """The summary for the board, always one page; the same bytes for the same input; raises as `report_pdf`."""
    return worker.render(
        board_summary(
            result, instrument, language, templates=templates, made_at=made_at, planning=planning, place=place
        )
    )


def waves_pdf(
    comparison: Comparison,
    language: str,
    *,
    templates: Templates,
    worker: PdfWorker,
    made_at: datetime,
    days: tuple[date | None, date | None] = (None, None),
    shifts: Shifts | None = None,
) -> bytes:
    """Two waves of one organisation compared; the same bytes for the same input; raises as `report_pdf`."""
    return worker.render(
        wave_report(comparison, language, templates=templates, made_at=made_at, days=days, shifts=shifts)
    )


def network_pdf(presenter: Presenter, network: str, *, templates: Templates, worker: PdfWorker) -> bytes:
    """The report on a publication of the network of that name, the same bytes every time; raises as `report_pdf`."""
    return worker.render(network_report(presenter, network, templates=templates))


def network_xlsx(presenter: Presenter, network: str) -> bytes:
    """The tables of the same publication as a spreadsheet, the same bytes every time."""
    return workbook(network_book(presenter, network))


def questionnaire_pdf(
    instrument: Instrument, language: str, *, templates: Templates, worker: PdfWorker, made_at: datetime
) -> bytes:
    """The blank questionnaire, to gather answers and facts on paper; raises as `report_pdf` does."""
    return worker.render(printed_questionnaire(instrument, language, templates=templates, made_at=made_at))
