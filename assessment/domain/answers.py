"""AnswerSheet: one respondent's answers. Assessment: all that one organisation has said so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from assessment.domain.questionnaire import Form, NonResponse, RespondentRole

NETWORK = "NET"
"""The type of organisation that heads a network."""

Numbers = Mapping[str, Decimal]
"""Values by part of a matrix or allocation."""

Answer = int | Decimal | str | tuple[str, ...] | Numbers | Mapping[str, Numbers] | NonResponse
"""One value: a level 0-4, a number, an option code, several codes, numbers by part (by row), or why there is none."""


@dataclass(frozen=True, slots=True)
class Ambition:
    """How far the organisation wants to go in inspiring and in connecting, 0-100 each (dossier 3.4)."""

    inspire: float = 50.0
    connect: float = 50.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """Who is assessed.

    `staff` is in full-time equivalents; `region` an INSEE region code; `visitor_mix` the share (0-1, sum 1) of each
    visitor segment, empty for the default of the type.
    """

    name: str
    type: str
    staff: float
    region: str
    territory: str
    visitor_mix: Mapping[str, float] = field(default_factory=dict)
    ambition: Ambition = Ambition()

    @property
    def heads_network(self) -> bool:
        """Whether it works for its members as much as for visitors."""
        return self.type == NETWORK


@dataclass(frozen=True, slots=True)
class AnswerSheet:
    """What one respondent answered, by question code. A code that is absent is unanswered, never zero."""

    role: RespondentRole
    answers: Mapping[str, Answer]

    def level(self, code: str) -> int | None:
        """The chosen level 0-4, or None when there is no value for whatever reason."""
        value = self.answers.get(code)
        return value if isinstance(value, int) else None

    def nonresponse(self, code: str) -> NonResponse | None:
        """Why there is no value, or None when there is one."""
        value = self.answers.get(code, NonResponse.UNANSWERED)
        return value if isinstance(value, NonResponse) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """One organisation's run through one version of the questionnaire."""

    questionnaire: str
    organisation: Organisation
    sheets: tuple[AnswerSheet, ...]
    facts: Mapping[str, Answer] = field(default_factory=dict)
    form: Form = Form.FULL

    @property
    def sheet(self) -> AnswerSheet:
        """The one answer sheet this assessment rests on."""
        return self.sheets[0]

    def number(self, fact: str) -> float | None:
        """A numeric fact, or None when it was left out."""
        value = self.facts.get(fact)
        return float(value) if isinstance(value, int | Decimal) else None

    def part(self, fact: str, part: str) -> float | None:
        """One number of a matrix or allocation, or None when it was left out."""
        value = self.facts.get(fact)
        found = value.get(part) if isinstance(value, Mapping) else None
        return float(found) if isinstance(found, int | Decimal) else None

    def chosen(self, fact: str) -> frozenset[str]:
        """The option codes chosen in a single or multi fact; empty when it was left out."""
        value = self.facts.get(fact)
        if isinstance(value, tuple):
            return frozenset(value)
        return frozenset({value}) if isinstance(value, str) and not isinstance(value, NonResponse) else frozenset()
