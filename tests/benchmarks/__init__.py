"""Speed and memory beside named peers, measured in one run; never a timed assertion."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One measured figure. `ratio` is ours divided by the peer's, None on the peer's own row."""

    what: str
    figure: float
    unit: str
    ratio: float | None = None
