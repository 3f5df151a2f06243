"""Results as tables on a terminal."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from rich import box
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from assessment.cli.terminal import Terminal
from assessment.reports.formatting import NO_BREAK

HELD = "\ue000"
"""Stands for a no-break space while tables are laid out."""


def table(terminal: Terminal, title: str, columns: Sequence[str], numbers: Collection[int] = ()) -> Table:
    """A table under a title already in words; columns at the positions `numbers` are on the right and in one piece."""
    found = Table(title=Text(title, "bold"), title_justify="left", box=box.SIMPLE_HEAD)
    for position, column in enumerate(columns):
        right = position in numbers
        text = terminal.text(column) if column else ""
        found.add_column(text, justify="right" if right else "left", no_wrap=right)
    return found


def show(terminal: Terminal, parts: Iterable[RenderableType]) -> None:
    """Print the parts of a result one after the other."""
    console = terminal.out
    with console.capture() as printed:
        for part in parts:
            console.print(part, markup=False)
    console.file.write(printed.get().replace(HELD, NO_BREAK))


def held(text: str) -> Text:
    """A text whose no-break spaces survive the wrapping of tables, which takes them for ordinary ones."""
    return Text(text.replace(NO_BREAK, HELD))
