"""What commands read and write: questionnaires, answers files, results."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from assessment.cli.complaints import Refused
from assessment.cli.terminal import Terminal
from assessment.cli.terminal import marked as _
from assessment.domain.results import ALONE, Instrument, Surroundings
from assessment.domain.routing import Route
from assessment.settings import Settings, settings_from
from assessment.storage.answers import AnswersFile, read_answers
from assessment.storage.catalogue import load_catalogue
from assessment.storage.documents import LARGEST_FILE, Document, read_bytes, read_file
from assessment.storage.surveys import read_survey_file

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
    found = read_answers(_document(path), load_catalogue(settings().questionnaires))
    terminal.problems(found.warnings)
    _say_failed_checks(found, path, terminal)
    return found


def surroundings(survey: str | None, instrument: Instrument, terminal: Terminal) -> Surroundings:
    """What is known beside the answers: the survey file at `survey`, if any; raises ProblemsFound."""
    if survey is None:
        return ALONE
    found = read_survey_file(_document(survey), instrument.expectations)
    terminal.problems(found.warnings)
    return Surroundings(survey=found.survey)


def survey_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--survey`."""
    text = _("What visitors said (YAML or JSON), to measure what they expect and find.")
    return click.option("--survey", metavar="FILE", help=text)(function)


def _document(path: str) -> Document:
    if path == STANDARD_INPUT:
        return read_bytes(sys.stdin.buffer.read(LARGEST_FILE + 1) if sys.stdin else b"", STANDARD_INPUT)
    return read_file(Path(path))


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
