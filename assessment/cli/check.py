"""`assessment check`: questionnaires and answers files, before anybody relies on them."""

from __future__ import annotations

from pathlib import Path

import click

from assessment.cli.commands import Translated, language_option
from assessment.cli.complaints import PROBLEMS, Refused
from assessment.cli.files import settings
from assessment.cli.terminal import Terminal
from assessment.cli.terminal import marked as _
from assessment.domain.problem_kinds import Severity
from assessment.domain.problems import has_errors
from assessment.services.checks import (
    PART_FILES,
    QUESTIONNAIRE,
    Checked,
    check_file,
    check_questionnaire,
    questionnaires_in,
)
from assessment.storage.catalogue import load_catalogue


@click.command(
    cls=Translated,
    help=_(
        "Check questionnaires and work out their examples, and say every problem with its file, line, column, cause "
        "and remedy.\n\n"
        "A path is a folder with questionnaires, the folder of one, one of its files, an answers file or a survey "
        "file. Without any, "
        "the questionnaires of this installation are checked."
    ),
)
@click.argument("paths", nargs=-1, type=click.Path(readable=False, path_type=Path))
@language_option
@click.pass_context
def command(context: click.Context, paths: tuple[Path, ...]) -> None:
    """Check questionnaires and work out their examples."""
    terminal: Terminal = context.obj
    targets = list(dict.fromkeys(target for path in paths or (settings().questionnaires,) for target in _targets(path)))
    checked = [_check(target) for target in terminal.progress(targets, _("Checking…"))]
    found = Checked(
        tuple(problem for item in checked for problem in item.problems), sum(item.examples for item in checked)
    )
    terminal.problems(found.problems, terminal.out)
    errors = sum(problem.severity is Severity.ERROR for problem in found.problems)
    terminal.say(
        _("Checked: %(targets)s. Worked examples: %(examples)d. Errors: %(errors)d. Warnings: %(warnings)d."),
        targets=", ".join(map(str, targets)),
        examples=found.examples,
        errors=errors,
        warnings=len(found.problems) - errors,
    )
    context.exit(PROBLEMS if has_errors(found.problems) else 0)


def _targets(path: Path) -> list[Path]:
    """What to check for one path: folders of questionnaires, or a file of answers."""
    if path.is_dir():
        found = questionnaires_in(path)
        if not found:
            raise Refused(
                _(
                    "The folder %(folder)s holds no questionnaire: it has no %(name)s, nor has a folder in it. "
                    "Choose another folder."
                ),
                folder=path,
                name=QUESTIONNAIRE,
            )
        return found
    return [path.parent] if path.name in PART_FILES else [path]


def _check(target: Path) -> Checked:
    if target.is_dir():
        return check_questionnaire(target)
    return Checked(check_file(target, load_catalogue(settings().questionnaires)))
