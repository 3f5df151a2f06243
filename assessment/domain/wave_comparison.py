"""Two waves of one organisation: what both asked alike, and which changes are more than chance (dossier 4.7)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import fsum, hypot, sqrt

from assessment.domain.actions import Action
from assessment.domain.arithmetic import reaches, weighted_mean
from assessment.domain.gaps import DimensionGap, State
from assessment.domain.questionnaire import Dimension, Form, Indicator
from assessment.domain.results import AssessmentResult
from assessment.domain.roles import RoleFinding
from assessment.domain.scoring import IndicatorScore
from assessment.domain.shrinkage import NORMAL_95
from assessment.domain.uncertainty import Certainty
from assessment.domain.waves import LEAST_ANCHORS

RANKS = {State.CRITICAL: 0, State.TOLERATED: 1, State.MET: 2}


class Verdict(StrEnum):
    """What a change amounts to."""

    RISEN = "risen"
    FALLEN = "fallen"
    CHANCE = "chance"


class Turn(StrEnum):
    """How the state of a dimension changed: a gap closed or opened, or became less or more than critical."""

    CLOSED = "closed"
    EASED = "eased"
    UNCHANGED = "unchanged"
    WORSENED = "worsened"
    OPENED = "opened"


@dataclass(frozen=True, slots=True)
class Measured:
    """A score (0-100) at both waves with its standard errors in points; `kept` is the share (0-1) asked alike.

    With less than all kept, the scores are those of what is common, and no longer those of the two reports.
    """

    then: float
    now: float
    then_error: float
    now_error: float
    kept: float = 1.0

    @property
    def points(self) -> float:
        """How much it changed."""
        return self.now - self.then

    @property
    def margin(self) -> float:
        """Change in points that chance alone stays below in 95 cases of 100.

        With one standard error in both waves, this is the 1.96 SEM √2 of dossier 4.7. Errors of measurement shrink with
        the root of what is asked, so what was asked less measures less surely.
        """
        return NORMAL_95 * hypot(self.then_error, self.now_error) / sqrt(self.kept)

    @property
    def verdict(self) -> Verdict:
        """Whether it changed by more than chance."""
        if abs(self.points) <= self.margin:
            return Verdict.CHANCE
        return Verdict.RISEN if self.points > 0 else Verdict.FALLEN

    @property
    def broken(self) -> bool:
        """Whether the two versions did not ask all of it alike."""
        return self.kept < 1


@dataclass(frozen=True, slots=True)
class PracticeChange:
    """A practice asked alike in both waves, with what it scored in each (None without an answer)."""

    then: IndicatorScore
    now: IndicatorScore

    @property
    def weight(self) -> float:
        """What it counts inside its dimension: the mean of the two waves, so that neither goes before the other."""
        return (self.then.weight + self.now.weight) / 2

    @property
    def points(self) -> float | None:
        """How much it changed, None unless it was answered in both waves."""
        if self.then.score is None or self.now.score is None:
            return None
        return self.now.score - self.then.score


@dataclass(frozen=True, slots=True)
class DimensionChange:
    """One dimension at both waves; `measured` is None where it cannot be compared, `then` where it is new."""

    then: DimensionGap | None
    now: DimensionGap
    kept: float
    measured: Measured | None
    practices: tuple[PracticeChange, ...]

    @property
    def turn(self) -> Turn | None:
        """How its state changed, None unless it was assessable in both waves."""
        before = RANKS.get(self.then.state) if self.then else None
        after = RANKS.get(self.now.state)
        if before is None or after is None:
            return None
        if before == after:
            return Turn.UNCHANGED
        if RANKS[State.MET] in (before, after):
            return Turn.CLOSED if after > before else Turn.OPENED
        return Turn.EASED if after > before else Turn.WORSENED


@dataclass(frozen=True, slots=True)
class RoleChange:
    """A role proposed at one of the two waves or at both; a side is None where its catalogue lacks the role."""

    then: RoleFinding | None
    now: RoleFinding | None


@dataclass(frozen=True, slots=True)
class ActionChange:
    """A first action of the earlier wave, and the practice that called for it at both waves.

    `practice` is None where that is no longer asked alike.
    """

    action: Action
    practice: PracticeChange | None

    @property
    def done(self) -> bool | None:
        """Whether the practice has risen since; None where it cannot be told."""
        points = self.practice.points if self.practice else None
        return None if points is None else points > 0


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two waves of one organisation. `same_form` is false where one of them asked only part of the questionnaire."""

    then: AssessmentResult
    now: AssessmentResult
    overall: Measured | None
    dimensions: tuple[DimensionChange, ...]
    roles: tuple[RoleChange, ...]
    actions: tuple[ActionChange, ...]

    @property
    def same_form(self) -> bool:
        """Whether both waves asked the same form of the questionnaire."""
        return self.then.assessment.form is self.now.assessment.form

    @property
    def broken(self) -> tuple[DimensionChange, ...]:
        """The dimensions that were not asked alike throughout."""
        return tuple(item for item in self.dimensions if item.kept < 1)

    @property
    def practices(self) -> tuple[PracticeChange, ...]:
        """Every practice that both asked alike."""
        return tuple(item for dimension in self.dimensions for item in dimension.practices)


def compare_waves(then: AssessmentResult, now: AssessmentResult) -> Comparison:
    """Two results of one organisation side by side, on what both asked alike (dossier 4.7).

    Raises ValueError for two different questionnaires.
    """
    if then.questionnaire.id != now.questionnaire.id:
        raise ValueError("two waves are compared within one questionnaire")
    before = {item.score.dimension.id: item for item in then.dimensions}
    dimensions = tuple(_dimension(before.get(item.score.dimension.id), item, then, now) for item in now.dimensions)
    return Comparison(
        then,
        now,
        _overall(dimensions, then, now),
        dimensions,
        _roles(then, now),
        _actions(then, dimensions),
    )


def asked_alike(old: Indicator, new: Indicator) -> bool:
    """Whether two versions have an indicator word for word: its question and the behaviour of every level."""
    return old.question.text == new.question.text and [option.text for option in old.question.options] == [
        option.text for option in new.question.options
    ]


def _dimension(
    then: DimensionGap | None, now: DimensionGap, before: AssessmentResult, after: AssessmentResult
) -> DimensionChange:
    if then is None:
        return DimensionChange(None, now, 0.0, None, ())
    old, new = _asked(then, before), _asked(now, after)
    common = [code for code in new if code in old and asked_alike(old[code].indicator, new[code].indicator)]
    practices = tuple(PracticeChange(old[code], new[code]) for code in common)
    kept = _kept(old, new, common)
    measured = _measured(then, now, practices, kept, _certainties(now.score.dimension, before, after))
    return DimensionChange(then, now, kept, measured, practices)


def _asked(gap: DimensionGap, result: AssessmentResult) -> dict[str, IndicatorScore]:
    """The practices of a dimension that its form asks for."""
    full = result.assessment.form is Form.FULL
    return {item.indicator.id: item for item in gap.score.indicators if full or item.indicator.express}


def _kept(old: Mapping[str, IndicatorScore], new: Mapping[str, IndicatorScore], common: list[str]) -> float:
    """Share (0-1) of the weight of all practices of either wave that both asked alike."""
    weights = {code: max(side[code].weight for side in (old, new) if code in side) for code in {*old, *new}}
    if len(common) == len(weights):
        return 1.0
    return fsum(weights[code] for code in common) / fsum(weights.values())


def _certainties(
    dimension: Dimension, before: AssessmentResult, after: AssessmentResult
) -> tuple[Certainty, Certainty]:
    return before.certainties.dimensions[dimension.id], after.certainties.dimensions[dimension.id]


def _measured(
    then: DimensionGap,
    now: DimensionGap,
    practices: tuple[PracticeChange, ...],
    kept: float,
    certainties: tuple[Certainty, Certainty],
) -> Measured | None:
    errors = _errors(certainties)
    if errors is None or then.score.score is None or now.score.score is None or not reaches(kept, LEAST_ANCHORS):
        return None
    if kept == 1:
        return Measured(then.score.score, now.score.score, *errors)
    both = [item for item in practices if item.points is not None]
    before = weighted_mean((item.weight, item.then.score or 0.0) for item in both)
    after = weighted_mean((item.weight, item.now.score or 0.0) for item in both)
    return None if before is None or after is None else Measured(before, after, *errors, kept)


def _errors(certainties: tuple[Certainty, Certainty]) -> tuple[float, float] | None:
    then, now = (item.uncertainty for item in certainties)
    return None if then is None or now is None else (then.error, now.error)


def _overall(dimensions: tuple[DimensionChange, ...], then: AssessmentResult, now: AssessmentResult) -> Measured | None:
    """The score of the whole: as reported where all was asked alike, else over the dimensions that are comparable."""
    errors = _errors((then.certainties.overall, now.certainties.overall))
    if errors is None or then.overall.score is None or now.overall.score is None:
        return None
    if len(then.dimensions) == len(dimensions) and all(item.kept == 1 for item in dimensions):
        return Measured(then.overall.score, now.overall.score, *errors)
    found = [
        (item.then.weight + item.now.weight, item.kept, item.measured)
        for item in dimensions
        if item.then and item.measured
    ]
    total = fsum(item.weight for item in (*then.dimensions, *now.dimensions))
    kept = fsum(weight * share for weight, share, _ in found) / total if total else 0.0
    before = weighted_mean((weight, item.then) for weight, _, item in found)
    after = weighted_mean((weight, item.now) for weight, _, item in found)
    if before is None or after is None or not reaches(kept, LEAST_ANCHORS):
        return None
    return Measured(before, after, *errors, min(kept, 1.0))


def _findings(result: AssessmentResult) -> Mapping[str, RoleFinding]:
    return {item.role.id: item for item in (*result.roles.recommended, *result.roles.others)}


def _roles(then: AssessmentResult, now: AssessmentResult) -> tuple[RoleChange, ...]:
    """The roles proposed now, in their order, then those that were proposed and no longer are."""
    before, after = _findings(then), _findings(now)
    proposed = [item.role.id for item in (*now.roles.recommended, *then.roles.recommended)]
    return tuple(RoleChange(before.get(code), after.get(code)) for code in dict.fromkeys(proposed))


def _actions(then: AssessmentResult, dimensions: tuple[DimensionChange, ...]) -> tuple[ActionChange, ...]:
    practices = {item.then.indicator.id: item for dimension in dimensions for item in dimension.practices}
    return tuple(ActionChange(item.action, practices.get(item.indicator.id)) for item in then.actions.first)
