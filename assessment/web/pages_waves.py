"""What the page that compares two waves shows."""

from __future__ import annotations

from dataclasses import dataclass

from assessment.reports.wave_comparison import WavesView
from assessment.web.pages import Page
from assessment.web.pages_organisations import Link


@dataclass(frozen=True)
class WavesPage(Page):
    """Two waves of an organisation: the way back to the results, the waves to choose from, what changed, its PDF.

    `view` is None where there is nothing to compare with.
    """

    template = "web/results/waves.html"

    name: str
    results: str
    choices: tuple[Link, ...] = ()
    view: WavesView | None = None
    pdf: str = ""
