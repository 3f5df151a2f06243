"""AnswerSheet: one respondent's answers. Assessment: all that one organisation's respondents have said so far."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from statistics import median_low

from assessment.domain.questionnaire import Form, NonResponse, RespondentRole, RoleGroup

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


class Evidence(StrEnum):
    """What an answer rests on: the word of the respondent, a document given, or the eyes of a third party."""

    DECLARED = "declared"
    DOCUMENT = "document"
    SEEN = "seen"


def middle_level(code: str, sheets: Iterable[AnswerSheet]) -> int | None:
    """The middle one (the lower of two) of the levels chosen by those who work in the organisation, else by the others.

    A level that somebody chose, for what needs the description of one behaviour; scores are means.
    """
    chosen = [(level, sheet) for sheet in sheets if (level := sheet.level(code)) is not None]
    if len(chosen) == 1:
        return chosen[0][0]
    levels = [level for level, sheet in chosen if sheet.role.group is RoleGroup.INTERNAL] or [n for n, _ in chosen]
    return median_low(levels) if levels else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """One organisation's run through one version of the questionnaire.

    One sheet for each respondent, in any order; facts and `evidence` (by indicator id, declared unless listed) are the
    organisation's.
    """

    questionnaire: str
    organisation: Organisation
    sheets: tuple[AnswerSheet, ...]
    facts: Mapping[str, Answer] = field(default_factory=dict)
    form: Form = Form.FULL
    evidence: Mapping[str, Evidence] = field(default_factory=dict)

    @property
    def sheet(self) -> AnswerSheet:
        """The sheet that speaks for the organisation where one person fills it in: management's, else the first."""
        return next((item for item in self.sheets if item.role is RespondentRole.MANAGEMENT), self.sheets[0])

    def sheets_of(self, group: RoleGroup) -> tuple[AnswerSheet, ...]:
        """The sheets of one group of respondents."""
        return tuple(item for item in self.sheets if item.role.group is group)

    def level(self, code: str) -> int | None:
        """The level 0-4 on which the respondents meet (`middle_level`), None when nobody chose one."""
        return middle_level(code, self.sheets)

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
