"""What the page about all reports of a campaign shows."""

from __future__ import annotations

from dataclasses import dataclass

from assessment.web.pages_organisations import FormPage


@dataclass(frozen=True, slots=True)
class Running:
    """How far an order is: `settled` of `total` reports, and sentences that say so, and what is left."""

    settled: int
    total: int
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Finished:
    """A file to download, and sentences about it."""

    href: str
    label: str
    said: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ArchivePage(FormPage):
    """All reports of a campaign: how far the order is, the file, or why there is none (`trouble`).

    `about` says whose reports they are; without `fields` nothing can be ordered, for a reason that `hindrance` tells.
    """

    template = "web/archives/page.html"

    name: str
    campaign: str
    home: str
    about: tuple[str, ...]
    running: Running | None
    finished: Finished | None
    trouble: str
    hindrance: str
