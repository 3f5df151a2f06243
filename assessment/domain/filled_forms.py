"""How the assessment of an organisation was filled in, as far as the quality of a network's data is concerned."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import fsum

from assessment.domain.data_quality import FormStyle, style_of, usual_seconds
from assessment.domain.questionnaire import LEVELS, RespondentRole, RoleGroup

LEAST_TIMED = 10
"""Forms whose time is known, below which there is no usual time."""
LEAST_INTERNAL = 3
"""People who work in an organisation, below which nothing is said of how alike they see it (dossier 4.2)."""
LEAST_PERSONAL = 0.5
"""Share of a dimension's practices that a person must have answered to have a score of their own in it."""


@dataclass(frozen=True, slots=True)
class Practice:
    """What is kept of one practice: whether it concerns the organisation, the answer, and scores in points or None."""

    applies: bool
    level: int | None
    dont_know: bool
    score: float | None
    declared: float | None
    observed: float | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One respondent's levels by practice, in the order of the questionnaire, and the seconds it took, if known."""

    role: RespondentRole
    levels: Mapping[str, int]
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Filled:
    """One organisation: practices by id, dimensions with the ids of theirs, r*wg(J) by dimension where it is shown.

    `token` stands for these very answers; `funnel` is the share (0-1) of visits that led to a booking or a contact.
    """

    token: str
    at: datetime
    score: float | None
    practices: Mapping[str, Practice]
    dimensions: Mapping[str, Sequence[str]]
    agreement: Mapping[str, float | None]
    sheets: Sequence[Sheet]
    funnel: float | None = None

    def personal(self, dimension: str) -> list[float]:
        """The own scores (0-100) in a dimension of those who work in the organisation; none of fewer than three."""
        inside = [sheet for sheet in self.sheets if sheet.role.group is RoleGroup.INTERNAL]
        codes = self.dimensions.get(dimension, ())
        found = [score for sheet in inside if (score := _personal(sheet, codes)) is not None]
        return found if len(found) >= LEAST_INTERNAL else []


def _personal(sheet: Sheet, codes: Sequence[str]) -> float | None:
    levels = [sheet.levels[code] for code in codes if code in sheet.levels]
    if not levels or len(levels) < LEAST_PERSONAL * len(codes):
        return None
    return 100 * fsum(levels) / len(levels) / LEVELS[-1]


def styles_of(forms: Iterable[Filled]) -> dict[str, tuple[FormStyle, ...]]:
    """The style of the forms of each organisation that can be judged, by token; against the median time of them all."""
    every = list(forms)
    seconds = [sheet.seconds for one in every for sheet in one.sheets if sheet.seconds is not None]
    usual = usual_seconds(seconds) if len(seconds) >= LEAST_TIMED else None
    return {
        one.token: tuple(
            style
            for sheet in one.sheets
            if (style := style_of(tuple(sheet.levels.values()), seconds=sheet.seconds, usual=usual))
        )
        for one in every
    }


def is_set_aside(styles: Sequence[FormStyle]) -> bool:
    """Whether an organisation is left out of benchmarks: every form of it that can be judged fails two checks.

    Where only some do, the organisation counts: to be told would give the people away who filled these in.
    """
    return bool(styles) and all(style.set_aside for style in styles)
