"""What commands read and write: questionnaires, answers files, results."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from assessment.cli.complaints import Refused
from assessment.cli.terminal import Terminal
from assessment.cli.terminal import marked as _
from assessment.domain.results import Instrument
from assessment.domain.routing import Route
from assessment.settings import Settings, settings_from
from assessment.storage.answers import AnswersFile, read_answers
from assessment.storage.catalogue import load_catalogue
from assessment.storage.documents import LARGEST_FILE, read_bytes, read_file

STANDARD_INPUT = "-"
QUESTIONNAIRE = "digital-maturity"


def settings() -> Settings:
    """The settings of this environment; raises SettingsProblem."""
    return settings_from(os.environ)


def instrument_named(reference: str = QUESTIONNAIRE) -> Instrument:
    """The instrument of a questionnaire, by default the current version of the one we ship; raises ProblemsFound."""
    return load_catalogue(settings().questionnaires).instrument(reference)


def answers_in(path: str, terminal: Terminal) -> AnswersFile:
    """The answers file at `path` (`-` is standard input), after saying its warnings; raises ProblemsFound."""
    if path == STANDARD_INPUT:
        document = read_bytes(sys.stdin.buffer.read(LARGEST_FILE + 1) if sys.stdin else b"", STANDARD_INPUT)
    else:
        document = read_file(Path(path))
    found = read_answers(document, load_catalogue(settings().questionnaires))
    terminal.problems(found.warnings)
    _say_failed_checks(found, path, terminal)
    return found


def _say_failed_checks(found: AnswersFile, path: str, terminal: Terminal) -> None:
    """Say in the author's words which answers contradict each other; refuse those the author will not have."""
    failed = Route(found.instrument.questionnaire, found.assessment).failed_checks()
    for question, check in failed:
        terminal.line(f"{path}: {question.code}: {check.message.text(terminal.language)}")
    if any(check.severity == "error" for _question, check in failed):
        raise Refused(_("Correct the answers named above, then try again."))


def write(path: Path, content: bytes) -> None:
    """Write a whole file, or say why it cannot be written; what was there stays until all is ready."""
    require_folder(path)
    try:
        path.write_bytes(content)
    except OSError as failure:
        raise Refused(
            _(
                "The file %(file)s cannot be written (%(reason)s). "
                "Choose another name or folder, or allow writing there."
            ),
            file=path,
            reason=failure.strerror or failure,
        ) from None


def require_folder(path: Path) -> None:
    """Say so early when the folder of a file to write does not exist."""
    folder = path.absolute().parent
    if not folder.is_dir():
        raise Refused(_("The folder %(folder)s does not exist. Create it, or choose another one."), folder=folder)
