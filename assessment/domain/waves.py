"""What changed from one wave to the next, for a group and for one organisation (dossier 4.7)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt
from statistics import fmean, pstdev, stdev

from assessment.domain.arithmetic import reaches
from assessment.domain.funnel import Interval
from assessment.domain.reliability import smallest_real_change
from assessment.domain.shrinkage import NORMAL_95

LEAST_RETENTION = 0.50
"""Below so many that stay, no trend is published."""
LEAST_ANCHORS = 0.60
"""Share of common indicators that two versions must keep to be linked."""


@dataclass(frozen=True, slots=True)
class Change:
    """Mean change in points of the `n` organisations of both waves, with its standard `error`."""

    n: int
    mean: float
    error: float

    @property
    def t(self) -> float | None:
        """The change in standard errors, None when all changed alike."""
        return self.mean / self.error if self.error else None

    @property
    def interval(self) -> Interval:
        """The 95 % interval, in points."""
        return Interval(self.mean - NORMAL_95 * self.error, self.mean + NORMAL_95 * self.error)


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value in points with its variance."""

    value: float
    variance: float


@dataclass(frozen=True, slots=True)
class OwnChange:
    """Points one organisation changed by, how many standard errors that is, and whether it is more than error."""

    points: float
    z: float | None
    proven: bool


@dataclass(frozen=True, slots=True)
class Attrition:
    """Share that stayed (0-1), and the mean first score of those who stayed and left, None without any."""

    retention: float
    stayers: float | None
    leavers: float | None

    @property
    def trends(self) -> bool:
        """Whether enough stayed to publish trends."""
        return reaches(self.retention, LEAST_RETENTION)


class Pace(StrEnum):
    """Maturity beside what visitors expect of it."""

    CATCHING_UP = "catching_up"
    KEEPING_PACE = "keeping_pace"
    FALLING_BEHIND = "falling_behind"


@dataclass(frozen=True, slots=True)
class Speed:
    """Points a year, with the standard `error` of that."""

    per_year: float
    error: float


def matched_change(before: Mapping[str, float], after: Mapping[str, float]) -> Change | None:
    """Mean change of the organisations in both waves, by id; None when they are fewer than two (dossier 4.7)."""
    changes = [after[code] - score for code, score in sorted(before.items()) if code in after]
    if len(changes) < 2:
        return None
    return Change(len(changes), fmean(changes), stdev(changes) / sqrt(len(changes)))


def composite(panel: Estimate, cross: Estimate) -> Estimate:
    """Level at the second wave: updated by the panel and measured afresh, each as far as it is sure (dossier 4.7).

    The variance takes the two as independent. Raises ValueError unless both variances are positive.
    """
    if panel.variance <= 0 or cross.variance <= 0:
        raise ValueError("an estimate needs a variance above zero")
    share = 1 / (1 + panel.variance / cross.variance)
    variance = 1 / (1 / panel.variance + 1 / cross.variance)
    return Estimate(share * panel.value + (1 - share) * cross.value, variance)


def own_change(before: float, after: float, sem: float) -> OwnChange:
    """Change of one organisation against the error of measurement of its score, `sem` in points (dossier 4.7)."""
    points, error = after - before, sem * sqrt(2)
    return OwnChange(points, points / error if error else None, abs(points) > smallest_real_change(sem))


def attrition(before: Mapping[str, float], stayed: frozenset[str]) -> Attrition | None:
    """Who left after the first wave, by first scores; None when nobody was there (dossier 4.7)."""
    if not before:
        return None
    there = [score for code, score in sorted(before.items()) if code in stayed]
    gone = [score for code, score in sorted(before.items()) if code not in stayed]
    return Attrition(len(there) / len(before), fmean(there) if there else None, fmean(gone) if gone else None)


def speed(change: Change, years: float) -> Speed:
    """A change spread over the years between two waves; ValueError unless those are more than none."""
    if years <= 0:
        raise ValueError("a second wave comes after the first")
    return Speed(change.mean / years, change.error / years)


def pace(maturity: Speed, expected: Speed) -> Pace:
    """Whether maturity grows faster than what is expected, slower, or no different beyond chance (dossier 4.7)."""
    lead = maturity.per_year - expected.per_year
    if abs(lead) <= NORMAL_95 * sqrt(maturity.error**2 + expected.error**2):
        return Pace.KEEPING_PACE
    return Pace.CATCHING_UP if lead > 0 else Pace.FALLING_BEHIND


def linked(score: float, old: Sequence[float], new: Sequence[float], *, kept: float) -> float | None:
    """An old score on the scale of a new version by mean and sigma of the common indicators' scores (dossier 4.7).

    `kept` is the share (0-1) of indicators both versions have word for word; None below 0.6, or when all old scores of
    the common indicators are alike. Raises ValueError without common scores.
    """
    if not old or not new:
        raise ValueError("linking needs scores of the common indicators in both versions")
    if not reaches(kept, LEAST_ANCHORS) or not pstdev(old):
        return None
    return fmean(new) + pstdev(new) / pstdev(old) * (score - fmean(old))
