"""What a command says, and where: results on standard output, everything else on standard error."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from io import TextIOWrapper
from pathlib import Path
from typing import TextIO, TypeVar

from rich.console import Console
from rich.progress import track
from rich.text import Text

from assessment.domain.problem_kinds import Severity
from assessment.domain.problems import Problem
from assessment.reports.problems import explain
from assessment.translation import choose_language, translate

Item = TypeVar("Item")

NARROWEST = 100
"""Columns where standard output is no terminal: tables stay readable in a file."""


def marked(message: str) -> str:
    """Mark a text, as `_`, for translation; it is translated when it is shown."""
    return message


def environment_language() -> str:
    """The language of the environment (LC_ALL, LC_MESSAGES, LANG), else the default."""
    return choose_language(os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))


def speakable(stream: TextIO | None) -> TextIO:
    """The stream, made to escape what its encoding cannot say, as JSON does, instead of failing on it.

    One that the caller has closed is None, and becomes one that forgets everything.
    """
    if stream is None:
        return Path(os.devnull).open("w")
    if isinstance(stream, TextIOWrapper):
        stream.reconfigure(errors="backslashreplace")
    return stream


class Terminal:
    """The two ends of a terminal and the language spoken on it. Colours and progress only where somebody watches."""

    def __init__(self, out: TextIO, err: TextIO, language: str | None = None) -> None:
        self.language = language or environment_language()
        self.out = Console(file=out, highlight=False, width=None if out.isatty() else NARROWEST)
        self.err = Console(file=err, highlight=False)

    def text(self, message: str, /, **values: object) -> str:
        """A sentence in the language of the terminal."""
        return translate(message, self.language, **values)

    def note(self, message: str, /, **values: object) -> None:
        """Say something beside the result."""
        self.line(self.text(message, **values))

    def line(self, text: str) -> None:
        """Say something that is the same in every language, or has been put into words already."""
        self.err.print(text, markup=False, soft_wrap=True)

    def say(self, message: str, /, **values: object) -> None:
        """Say something that is part of the result."""
        self.out.print(self.text(message, **values), markup=False, soft_wrap=True)

    def problems(self, problems: Iterable[Problem], on: Console | None = None) -> None:
        """Say what is wrong, one problem a line: place, code, cause and remedy."""
        for problem in problems:
            found = explain(problem, self.language)
            line = Text(f"{found.where}: " if found.where else "")
            line.append(problem.code, style="red" if problem.severity is Severity.ERROR else "yellow")
            (on or self.err).print(line.append(f": {found.cause} {found.remedy}"), soft_wrap=True)

    def progress(self, items: Sequence[Item], doing: str) -> Iterable[Item]:
        """The items one by one, with a bar where somebody watches."""
        return track(items, self.text(doing), console=self.err, transient=True, disable=not self.err.is_terminal)

    def working(self, doing: str) -> AbstractContextManager[object]:
        """Show that something takes a while, where somebody watches."""
        return self.err.status(self.text(doing)) if self.err.is_terminal else nullcontext()
