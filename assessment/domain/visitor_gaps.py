"""What visitors find against what they expect, beside what the organisation does (dossier 2.8, 3.5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import fsum

from assessment.domain.arithmetic import SLACK, reaches, weighted_mean
from assessment.domain.expectations import Expectation, ExpectationModel
from assessment.domain.gaps import DimensionGap, State
from assessment.domain.shrinkage import NORMAL_95
from assessment.domain.surveys import AttributeReading, Readings

COVERED = 0.6
"""Share of a dimension's importance that perception must cover before it speaks for the dimension."""


MISSED_MUST_BE, ATTRACTIVE = 1.5, 0.5
"""What a point weighs that is missing from a must-be below what is accepted, and from something attractive."""


class Case(StrEnum):
    """How the visitors' gap and the gap in maturity stand to each other."""

    BOTH = "both"
    """A real problem."""
    MATURITY_ONLY = "maturity_only"
    """A risk ahead."""
    VISITOR_ONLY = "visitor_only"
    """A problem of delivery or communication, or a target that is too low."""
    NONE = "none"


class Quadrant(StrEnum):
    """Where a point stands on the map of importance and performance."""

    ACT_FIRST = "act_first"
    KEEP_UP = "keep_up"
    LATER = "later"
    POSSIBLY_TOO_MUCH = "possibly_too_much"


@dataclass(frozen=True, slots=True)
class VisitorGap:
    """Perceived quality of a customer-facing dimension against what is expected of it, in points.

    `gap` is perceived less expected; `case` None where the maturity cannot be assessed.
    """

    dimension: str
    perceived: float
    expected: float
    case: Case | None

    @property
    def gap(self) -> float:
        """Negative when visitors find less than they expect."""
        return self.perceived - self.expected


@dataclass(frozen=True, slots=True)
class Crosshair:
    """The mean performance of the peers, with its standard error: a band, not a line."""

    performance: float
    error: float = 0.0


@dataclass(frozen=True, slots=True)
class MapPoint:
    """One attribute or dimension on the map, with the standard errors of both values (0 when it is no estimate)."""

    id: str
    importance: float
    performance: float
    importance_error: float = 0.0
    performance_error: float = 0.0

    @property
    def diagonal(self) -> bool:
        """Whether it comes first by the other way to read the map: more important than well done (dossier 2.8)."""
        return self.importance - self.performance > SLACK


@dataclass(frozen=True, slots=True)
class PlacedPoint:
    """A point with its quadrant; one whose interval crosses the crosshair is not `decided`."""

    point: MapPoint
    quadrant: Quadrant
    decided: bool


@dataclass(frozen=True, slots=True)
class ImportanceMap:
    """Points by importance (x) and performance (y); the crosshair of y is `own` while no peers are known."""

    points: tuple[PlacedPoint, ...]
    importance: float
    performance: Crosshair
    own: bool


def visitor_gaps(
    model: ExpectationModel,
    readings: Readings,
    expected: Mapping[str, Expectation],
    gaps: Sequence[DimensionGap],
) -> tuple[VisitorGap, ...]:
    """The two gaps of each customer-facing dimension that visitors' perception covers (dossier 3.5)."""
    found = []
    for item in gaps:
        perceived = perceived_quality(model, readings, item.score.dimension.id)
        if perceived is not None:
            desired = expected[item.score.dimension.id].expected
            case = None if item.gap is None else case_of(perceived < desired - SLACK, item.gap > SLACK)
            found.append(VisitorGap(item.score.dimension.id, perceived, desired, case))
    return tuple(found)


def kano_losses(model: ExpectationModel, readings: Readings) -> Mapping[str, float]:
    """The loss of each attribute that visitors rated, by how it acts on them (dossier 2.1)."""
    return {
        item.id: loss
        for item in model.attributes
        if item.id in readings and (loss := kano_loss(item.kano, readings[item.id])) is not None
    }


def kano_loss(kano: str, reading: AttributeReading) -> float | None:
    """Points that visitors miss, weighed by kind: must-be (M), one-dimensional (O) or attractive (A) (dossier 2.1).

    0 where they find what they wish; None where they did not say what they find.
    """
    if reading.gap is None:
        return None
    missing = max(0.0, -reading.gap)
    if kano == "A":
        return ATTRACTIVE * missing
    return MISSED_MUST_BE * missing if kano == "M" and reading.state is State.CRITICAL else missing


def case_of(visitor: bool, maturity: bool) -> Case:
    """The case of two gaps that are there or not."""
    if visitor:
        return Case.BOTH if maturity else Case.VISITOR_ONLY
    return Case.MATURITY_ONLY if maturity else Case.NONE


def perceived_quality(model: ExpectationModel, readings: Readings, dimension: str) -> float | None:
    """Perception of a dimension, 0-100, by the shares of its attributes; None when too few of them are perceived."""
    pulls = [
        (readings[item.id].importance.value * item.dimensions[dimension], readings[item.id].perceived)
        for item in model.attributes
        if dimension in item.dimensions
    ]
    total = fsum(pull for pull, _ in pulls)
    known = [(pull, perceived.value) for pull, perceived in pulls if perceived is not None]
    if not total or not reaches(fsum(pull for pull, _ in known) / total, COVERED):
        return None
    return weighted_mean(known)


def survey_points(readings: Readings) -> tuple[MapPoint, ...]:
    """The attributes that visitors rated, as points of the map; an importance that is all prior has no error."""
    return tuple(
        MapPoint(
            attribute,
            item.importance.value,
            item.perceived.value,
            item.importance.error if item.importance.n else 0.0,
            item.perceived.error,
        )
        for attribute, item in readings.items()
        if item.perceived is not None
    )


def importance_map(points: Sequence[MapPoint], peers: Crosshair | None = None) -> ImportanceMap | None:
    """Place points against the mean importance and the peers' mean performance; None without points (dossier 2.8).

    Without peers the mean of the points themselves stands in.
    """
    if not points:
        return None
    centre = fsum(point.importance for point in points) / len(points)
    cross = peers or Crosshair(fsum(point.performance for point in points) / len(points))
    placed = tuple(PlacedPoint(item, quadrant_of(item, centre, cross), decided(item, centre, cross)) for item in points)
    return ImportanceMap(placed, centre, cross, own=peers is None)


def quadrant_of(point: MapPoint, importance: float, cross: Crosshair) -> Quadrant:
    """The quadrant of a point; one on a line of the crosshair counts as high (dossier 2.8)."""
    high = reaches(point.performance, cross.performance)
    if reaches(point.importance, importance):
        return Quadrant.KEEP_UP if high else Quadrant.ACT_FIRST
    return Quadrant.POSSIBLY_TOO_MUCH if high else Quadrant.LATER


def decided(point: MapPoint, importance: float, cross: Crosshair) -> bool:
    """Whether both 95 % intervals stay on one side of the crosshair (dossier 2.8)."""
    aside = abs(point.importance - importance) > NORMAL_95 * point.importance_error
    return aside and abs(point.performance - cross.performance) > NORMAL_95 * point.performance_error
