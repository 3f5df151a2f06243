"""One warm worker that makes PDFs, for the commands that need one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager

from assessment.cli.complaints import Refused
from assessment.cli.terminal import Terminal
from assessment.cli.terminal import marked as _
from assessment.reports.pdf import PdfFailed, PdfUnavailable, PdfWorker
from assessment.settings import Settings


@contextmanager
def press(settings: Settings, terminal: Terminal) -> Iterator[PdfWorker]:
    """A worker for one document; says what to install, or why the document was given up, in the person's language."""
    with closing(PdfWorker(settings.templates, seconds=settings.report_seconds)) as worker:  # noqa: SIM117 - closed last
        with press_problems_said(), terminal.working(_("Making the PDF…")):
            yield worker


@contextmanager
def press_problems_said() -> Iterator[None]:
    """Say what a worker refuses in the person's language."""
    try:
        yield
    except PdfUnavailable as failure:
        raise Refused(
            _("PDF documents need the Pango text library; everything else works without it. Install it with: %(line)s"),
            line=failure.remedy,
        ) from None
    except PdfFailed as failure:
        raise Refused(
            _(
                "The document could not be made: %(reason)s. Try again, allow more time with "
                "ASSESSMENT_REPORT_SECONDS, or shorten the texts."
            ),
            reason=failure,
        ) from None
