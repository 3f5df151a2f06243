"""The sheets that the people of a fictional organisation fill in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from random import Random

from assessment.domain.answers import Answer, AnswerSheet
from assessment.domain.fictional_model import (
    MIRRORED,
    OPTIMISM,
    PERSON_SD,
    SEVERAL,
)
from assessment.domain.questionnaire import (
    LEVELS,
    NonResponse,
    Questionnaire,
    RespondentRole,
    RoleGroup,
)

STAFF, OTHERS = 3, 3
"""How many of the staff, of the elected members and of the providers answer beside management."""


def draw_sheets(
    questionnaire: Questionnaire,
    levels: Mapping[str, float],
    untold: Mapping[str, NonResponse],
    several: float,
    random: Random,
) -> tuple[AnswerSheet, ...]:
    """The sheets of an organisation with these true levels; who answers follows from `several` (0-1) and is no draw.

    The sheet of management comes first; for what is `untold` it has the reason, the others nothing.
    """
    return tuple(
        AnswerSheet(role, dict(_answers(questionnaire, role, levels, untold, random))) for role in _roles(several)
    )


def _roles(several: float) -> Iterator[RespondentRole]:
    yield RespondentRole.MANAGEMENT
    if several < SEVERAL:
        yield from [RespondentRole.STAFF] * STAFF
    if several < SEVERAL * MIRRORED:
        yield from [RespondentRole.ELECTED, RespondentRole.PROVIDER] * OTHERS


def _answers(
    questionnaire: Questionnaire,
    role: RespondentRole,
    levels: Mapping[str, float],
    untold: Mapping[str, NonResponse],
    random: Random,
) -> Iterator[tuple[str, Answer]]:
    """The answers of one person: to the questions, or for those from outside to the statements of the mirror form."""
    for code, indicator in _asked(questionnaire, role):
        if indicator not in untold:
            seen = levels[indicator] + OPTIMISM[role.value] + random.gauss(0, PERSON_SD)
            yield code, min(LEVELS[-1], max(LEVELS[0], round(seen)))
        elif role is RespondentRole.MANAGEMENT:
            yield code, untold[indicator]


def _asked(questionnaire: Questionnaire, role: RespondentRole) -> Iterator[tuple[str, str]]:
    """The codes of what somebody in this role is asked, each with its indicator."""
    if role.group is RoleGroup.INTERNAL:
        yield from ((indicator.question.code, indicator.id) for indicator in questionnaire.indicators())
    else:
        yield from ((one.question.code, one.indicator) for one in questionnaire.mirror if role in one.roles)
