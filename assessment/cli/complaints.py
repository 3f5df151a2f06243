"""What a command says when it cannot go on, and the exit code that goes with it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from platform import python_version
from traceback import extract_tb
from typing import Any

import click

from assessment.cli.amounts import AMOUNT
from assessment.cli.terminal import Terminal
from assessment.cli.terminal import marked as _
from assessment.domain.problems import ProblemsFound
from assessment.settings import SettingsProblem

PROBLEMS, USAGE, INTERRUPTED = 1, 2, 130
PACKAGE = Path(__file__).parent.parent


class Refused(Exception):
    """A command cannot do what was asked; `message` is an English text with `%(named)s` values, translated here."""

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message)
        self.message, self.values = message, values


def complain(failure: BaseException, terminal: Terminal) -> int:
    """Say what went wrong, and return the exit code."""
    for kind, say in COMPLAINTS.items():
        if isinstance(failure, kind):
            return say(failure, terminal)
    return _unforeseen(failure, terminal)


def _ended(failure: Any, _terminal: Terminal) -> int:
    return int(failure.code or 0)


def _interrupted(_failure: Any, _terminal: Terminal) -> int:
    return INTERRUPTED


def _help(failure: Any, _terminal: Terminal) -> int:
    """Nothing was asked for: the help, which is the message, says what there is."""
    click.echo(failure.message, err=True)
    return USAGE


def _problems(failure: Any, terminal: Terminal) -> int:
    terminal.problems(failure.problems)
    return PROBLEMS


def _refused(failure: Any, terminal: Terminal) -> int:
    terminal.note(failure.message, **failure.values)
    return PROBLEMS


def _system(failure: Any, terminal: Terminal) -> int:
    """A full disk, a name too long, a folder one may not enter ..."""
    terminal.note(
        _(
            "The system refused: %(reason)s. Check the names of the files, that you may read and write them, "
            "and that the disk has room."
        ),
        reason=failure,
    )
    return PROBLEMS


def _usage(failure: Any, terminal: Terminal) -> int:
    terminal.note(_("Error: %(reason)s"), reason=_usage_text(failure, terminal))
    path = failure.ctx.command_path if failure.ctx else "assessment"
    terminal.note(_("“%(command)s --help” explains this command."), command=path)
    return USAGE


def _usage_text(failure: click.UsageError, terminal: Terminal) -> str:
    if isinstance(failure, click.NoSuchOption):
        return terminal.text(_("There is no option “%(name)s”."), name=failure.option_name)
    if isinstance(failure, click.exceptions.NoSuchCommand):
        return terminal.text(_("There is no command “%(name)s”."), name=failure.command_name)
    if isinstance(failure, click.BadOptionUsage):
        return terminal.text(_("The option “%(name)s” needs a value."), name=failure.option_name)
    if isinstance(failure, click.BadParameter) and failure.param is not None:
        return _parameter_text(failure, failure.param, terminal)
    return terminal.text(_("There are more words on the line than this command takes."))


def _parameter_text(failure: click.BadParameter, parameter: click.Parameter, terminal: Terminal) -> str:
    name = parameter.opts[0] if isinstance(parameter, click.Option) else parameter.human_readable_name
    if isinstance(failure, click.MissingParameter):
        return terminal.text(_("“%(name)s” is missing."), name=name)
    if isinstance(parameter.type, click.Choice):
        return terminal.text(
            _("“%(name)s” takes one of: %(known)s."), name=name, known=", ".join(parameter.type.choices)
        )
    if parameter.type is AMOUNT:
        return terminal.text(_("“%(name)s” takes a number, for example 60000 or 1.3."), name=name)
    if isinstance(parameter.type, click.IntRange):
        low, high = parameter.type.min, parameter.type.max
        return terminal.text(
            _("“%(name)s” takes a whole number from %(low)s to %(high)s."), name=name, low=low, high=high
        )
    return terminal.text(_("“%(name)s” cannot be used: %(reason)s"), name=name, reason=failure.message)


def _unforeseen(failure: BaseException, terminal: Terminal) -> int:
    """The last resort: what to pass on to those who can mend it."""
    ours = [frame for frame in extract_tb(failure.__traceback__) if Path(frame.filename).is_relative_to(PACKAGE)]
    place = f"{Path(ours[-1].filename).relative_to(PACKAGE)}:{ours[-1].lineno}" if ours else "-"
    terminal.note(
        _(
            "Something went wrong that should not: nothing you did is to blame. Please report these three lines, "
            "with the command you typed:"
        )
    )
    terminal.line(f"{type(failure).__name__}: {failure}")
    terminal.line(place)
    terminal.line(f"Python {python_version()}, {sys.platform}")
    return PROBLEMS


COMPLAINTS: Mapping[type[BaseException], Callable[[Any, Terminal], int]] = {
    SystemExit: _ended,
    click.Abort: _interrupted,
    click.exceptions.NoArgsIsHelpError: _help,
    click.UsageError: _usage,
    ProblemsFound: _problems,
    SettingsProblem: _refused,
    Refused: _refused,
    OSError: _system,
}
"""How each kind of failure is said; whatever is not listed is unforeseen."""
