"""What visitors expect, and the maturity that meets it (dossier 2.1-2.5, 3.4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import fsum

from assessment.domain.answers import Ambition
from assessment.domain.arithmetic import clip
from assessment.domain.localised import Localised
from assessment.domain.questionnaire import require


@dataclass(frozen=True, slots=True)
class Standing:
    """Desired and adequate expectation and importance of an attribute, each 0-100."""

    desired: float
    adequate: float
    importance: float


@dataclass(frozen=True, slots=True)
class Shift:
    """How a segment departs from the base profile, in points."""

    desired: float = 0.0
    importance: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute:
    """Something a visitor judges. `kano` is M (must-be), O (one-dimensional) or A (attractive)."""

    id: str
    title: Localised
    kano: str
    base: Standing
    shifts: Mapping[str, Shift]
    dimensions: Mapping[str, float]

    def __post_init__(self) -> None:
        require(abs(fsum(self.dimensions.values()) - 1) < 1e-9, f"attribute {self.id}: shares must sum to 1")


@dataclass(frozen=True, slots=True)
class Segment:
    """A group of visitors by moment or need. Those that are no part of a mix (`S6`) are `flag` segments."""

    id: str
    title: Localised
    flag: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """Line between an expectation and the maturity that meets it: expectation = alpha + beta x maturity."""

    alpha: float = 30.0
    beta: float = 0.65
    required_floor: float = 20.0
    ceiling: float = 95.0


@dataclass(frozen=True, slots=True)
class Axes:
    """The two vocations of a destination's digital presence: the dimension that inspires, the one that connects."""

    inspire: str
    connect: str


@dataclass(frozen=True, kw_only=True)
class ExpectationModel:
    """Attributes, segments and the two matrices that carry expectations over to dimensions.

    `internal` gives, for each internal dimension, the share of each customer-facing one it makes possible.
    `adequate_share` is the part of a segment's shift in desired level that also moves the adequate level.
    """

    attributes: tuple[Attribute, ...]
    segments: tuple[Segment, ...]
    internal: Mapping[str, Mapping[str, float]]
    link: Link
    axes: Axes
    adequate_share: float = 0.8

    def __post_init__(self) -> None:
        for dimension, shares in self.internal.items():
            require(abs(fsum(shares.values()) - 1) < 1e-9, f"internal dimension {dimension}: shares must sum to 1")

    @cached_property
    def by_segment(self) -> Mapping[str, Mapping[str, Standing]]:
        """Standing of each attribute id for each segment id."""
        return {
            attribute.id: {
                segment.id: segment_standing(attribute, segment.id, self.adequate_share) for segment in self.segments
            }
            for attribute in self.attributes
        }


@dataclass(frozen=True, slots=True)
class Expectation:
    """Expectation of one dimension and the maturity it requires, all 0-100.

    `importance` is its share of visitors' importance (0-1), None for internal dimensions.
    """

    expected: float
    adequate: float
    required: float
    minimum: float
    importance: float | None


def segment_standing(attribute: Attribute, segment: str, adequate_share: float) -> Standing:
    """Standing of an attribute for one segment: base plus shift, clipped to 0-100 (dossier 2.3)."""
    shift, base = attribute.shifts.get(segment, Shift()), attribute.base
    return Standing(
        clip(base.desired + shift.desired, 0, 100),
        clip(base.adequate + adequate_share * shift.desired, 0, 100),
        clip(base.importance + shift.importance, 0, 100),
    )


def mixed_standing(by_segment: Mapping[str, Standing], mix: Mapping[str, float]) -> Standing:
    """Standing of an attribute for a mix of segments, levels weighted by share and importance (dossier 2.3)."""
    parts = [(share, by_segment[segment]) for segment, share in mix.items()]
    weight = fsum(share * part.importance for share, part in parts)
    return Standing(
        fsum(share * part.importance * part.desired for share, part in parts) / weight,
        fsum(share * part.importance * part.adequate for share, part in parts) / weight,
        weight / fsum(mix.values()),
    )


def standings(model: ExpectationModel, mix: Mapping[str, float]) -> Mapping[str, Standing]:
    """Standing of every attribute for a visitor mix; the base profile for an empty one."""
    if not mix:
        return {attribute.id: attribute.base for attribute in model.attributes}
    return {attribute: mixed_standing(by_segment, mix) for attribute, by_segment in model.by_segment.items()}


def required_maturity(expectation: float, link: Link, floor: float) -> float:
    """The maturity that yields this expectation, by the link function, clipped (dossier 2.5)."""
    return clip((expectation - link.alpha) / link.beta, floor, link.ceiling)


def expectations(model: ExpectationModel, found: Mapping[str, Standing]) -> Mapping[str, Expectation]:
    """Expectation of every dimension, customer-facing first, from the standing of the attributes (dossier 2.4).

    Where no visitor counts any attribute of a dimension among what matters, its attributes count by their shares alone.
    """
    pull: dict[str, list[tuple[float, Standing]]] = {}
    for attribute in model.attributes:
        for dimension, share in attribute.dimensions.items():
            standing = found[attribute.id]
            pull.setdefault(dimension, []).append((share, standing))
    weight = {dimension: fsum(share * s.importance for share, s in parts) for dimension, parts in pull.items()}
    total = fsum(weight.values())
    pulled = {d: [(s.importance * share if weight[d] else share, s) for share, s in parts] for d, parts in pull.items()}
    desired = {d: _mean((part, s.desired) for part, s in parts) for d, parts in pulled.items()}
    adequate = {d: _mean((part, s.adequate) for part, s in parts) for d, parts in pulled.items()}
    result = {d: _expectation(model.link, desired[d], adequate[d], weight[d] / total) for d in pull}
    for dimension, shares in model.internal.items():
        result[dimension] = _expectation(
            model.link,
            fsum(share * desired[d] for d, share in shares.items()),
            fsum(share * adequate[d] for d, share in shares.items()),
            None,
        )
    return result


def _mean(pairs: Iterable[tuple[float, float]]) -> float:
    parts = tuple(pairs)
    return fsum(part * value for part, value in parts) / fsum(part for part, _ in parts)


def _expectation(link: Link, desired: float, adequate: float, importance: float | None) -> Expectation:
    return Expectation(
        desired,
        adequate,
        required_maturity(desired, link, link.required_floor),
        required_maturity(adequate, link, 0),
        importance,
    )


def dimension_weights(
    base: Mapping[str, float], importance: Mapping[str, float], *, axes: Axes, ambition: Ambition, kappa: float
) -> Mapping[str, float]:
    """Weights (sum 100) of the dimensions, moved by visitors' importance and by the ambition (dossier 3.4).

    `importance` holds the shares (sum 1) of the customer-facing dimensions; `kappa` (0-1) is how far they move the base
    weights. Ambition changes weights, never scores.
    """
    facing = fsum(base[dimension] for dimension in importance)
    weights = dict(base)
    for dimension, share in importance.items():
        weights[dimension] = (1 - kappa) * base[dimension] + kappa * facing * share
    weights[axes.inspire] *= 0.5 + ambition.inspire / 100
    weights[axes.connect] *= 0.5 + ambition.connect / 100
    total = fsum(weights.values())
    return {dimension: 100 * weight / total for dimension, weight in weights.items()}
