"""Print what was measured beside its peers: `python -m tests.benchmarks [scoring] [pdf] [snapshots] ...`."""

from __future__ import annotations

import sys

from rich.console import Console
from rich.table import Table

from tests.benchmarks import Row
from tests.benchmarks.autosave import run as autosave
from tests.benchmarks.explorer import run as explorer
from tests.benchmarks.hostile import run as hostile
from tests.benchmarks.pdf import run as pdf
from tests.benchmarks.planner import run as planner
from tests.benchmarks.publishing import run as publishing
from tests.benchmarks.scoring import run as scoring
from tests.benchmarks.snapshots import run as snapshots

BENCHMARKS = {
    "scoring": scoring,
    "pdf": pdf,
    "hostile": hostile,
    "autosave": autosave,
    "planner": planner,
    "snapshots": snapshots,
    "publishing": publishing,
    "explorer": explorer,
}


def table(name: str, rows: list[Row]) -> Table:
    """One benchmark as a table; the ratio is against the row that names the peer or the raw limit."""
    shown = Table("what", "figure", "unit", "ratio to peer", title=name)
    for row in rows:
        shown.add_row(row.what, f"{row.figure:,.1f}", row.unit, "" if row.ratio is None else f"{row.ratio:.2f}")
    return shown


def main(names: list[str]) -> None:
    """Run the named benchmarks, all of them by default."""
    unknown = set(names) - set(BENCHMARKS)
    if unknown:
        sys.exit(f"no such benchmark: {', '.join(sorted(unknown))}; there are {', '.join(BENCHMARKS)}")
    console = Console()
    for name in names or BENCHMARKS:
        console.print(table(name, BENCHMARKS[name]()))


if __name__ == "__main__":
    main(sys.argv[1:])
