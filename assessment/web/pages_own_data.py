"""The pages on which a person sees what is kept about them, or has it erased."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assessment.web.pages import Page
from assessment.web.pages_accounts import FormPage


@dataclass(frozen=True, kw_only=True)
class DataPage(Page):
    """Everything kept about a person: rows by subject, each value by name; `labels` says in words what a name means."""

    template = "web/account/data.html"

    subjects: Sequence[tuple[str, Sequence[Mapping[str, Any]]]]
    labels: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class ErasePage(FormPage):
    """What erasing takes away and what stays; `hindrance` says what has to be done first."""

    template = "web/account/erase.html"

    email: str
    hindrance: str


@dataclass(frozen=True)
class ErasedPage(Page):
    """The goodbye."""

    template = "web/account/erased.html"
