"""The documents that stand in the place of the report: the summary for the board, two waves compared."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from assessment.cli.complaints import Refused
from assessment.cli.files import answers_in, settings
from assessment.cli.press import press
from assessment.cli.report_files import Found
from assessment.cli.terminal import Terminal
from assessment.cli.terminal import marked as _
from assessment.domain.results import assess
from assessment.domain.wave_comparison import compare_waves
from assessment.services.reports import board_pdf, waves_pdf
from assessment.templating import Templates

PDF = ".pdf"


def require_one_kind(output: Path, since: str | None, *, board: bool) -> None:
    """Refuse two documents at once, and a form that these are not made in."""
    if board and since is not None:
        raise Refused(_("“--board” and “--since” each make another document. Give one of them."))
    if (board or since is not None) and output.suffix.lower() != PDF:
        raise Refused(_("“--board” and “--since” make a PDF. Let the name %(file)s end in .pdf."), file=output)


def board_made(found: Found, terminal: Terminal) -> bytes:
    """The summary for the board, with a line on the plan where there is one."""
    templates = Templates(settings().templates)
    with press(settings(), terminal) as worker:
        return board_pdf(
            found.result,
            found.instrument,
            terminal.language,
            templates=templates,
            worker=worker,
            made_at=datetime.now(UTC),
            planning=found.planning,
        )


def waves_made(since: str, found: Found, terminal: Terminal) -> bytes:
    """What changed since the answers file of an earlier wave; raises ProblemsFound and Refused."""
    before = answers_in(since, terminal)
    if before.instrument.questionnaire.id != found.instrument.questionnaire.id:
        raise Refused(_("The two files answer different questionnaires. Compare two waves of the same one."))
    comparison = compare_waves(assess(before.instrument, before.assessment), found.result)
    templates = Templates(settings().templates)
    with press(settings(), terminal) as worker:
        return waves_pdf(comparison, terminal.language, templates=templates, worker=worker, made_at=datetime.now(UTC))
