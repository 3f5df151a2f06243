"""The small typed expression language: parse, type-check, evaluate. Written next; see questionnaire-format 3."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Condition:
    """A parsed expression."""

    source: str
