"""What the pages about the survey of an organisation's visitors show."""

from __future__ import annotations

from dataclasses import dataclass

from assessment.web.fields import ErrorLine
from assessment.web.pages import Page


@dataclass(frozen=True, slots=True)
class JudgedRow:
    """Something visitors judge, and how many gave each mark of it."""

    title: str
    expected: str
    perceived: str
    adequate: str


@dataclass(frozen=True, slots=True)
class SurveySummary:
    """How much a survey holds: visitors, where they were in their trip and how many marked what; no statistics.

    `few` says what will not be shown because too few answered, `remarks` what is worth a look in the file.
    """

    visitors: str
    moments: tuple[tuple[str, str], ...]
    judged: tuple[JudgedRow, ...]
    outcomes: str
    tops: str
    few: tuple[str, ...]
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ColumnMeaning:
    """A column of the table to send, or several of one kind, and what stands in it."""

    name: str
    meaning: str
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class VisitorsPage(Page):
    """The survey that is kept, and the form to send one. Without one, `summary` is None and `kept_at` empty.

    `more` says how many problems there are beyond those listed.
    """

    template = "web/visitors/page.html"

    home: str
    action: str
    summary: SurveySummary | None
    kept_at: str
    columns: tuple[ColumnMeaning, ...]
    most: str
    errors: tuple[ErrorLine, ...] = ()
    more: str = ""

    @property
    def failed(self) -> bool:
        """Whether something has to be corrected."""
        return bool(self.errors)


@dataclass(frozen=True, kw_only=True)
class VisitorsPreviewPage(Page):
    """What a file holds, before it is kept; `replaces` tells whether another one goes."""

    template = "web/visitors/preview.html"

    action: str
    summary: SurveySummary
    sealed: str
    replaces: bool
