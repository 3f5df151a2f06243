"""A second, independent account of sections 2.3-2.5 and 3.1-3.7 of the method, in exact fractions.

Written from the method's formulas and not from the engine: it shares the questionnaire's plain values with it, but no
arithmetic.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from assessment.domain.answers import Assessment
from assessment.domain.expectations import Attribute, ExpectationModel
from assessment.domain.questionnaire import Applicability, Dimension, Form, Indicator
from assessment.domain.results import Instrument

HUNDRED = Fraction(100)


@dataclass(frozen=True)
class ReferenceDimension:
    """One dimension, exactly; None where it cannot be assessed."""

    score: Fraction | None
    coverage: Fraction
    weight: Fraction
    expected: Fraction
    adequate: Fraction
    required: Fraction
    minimum: Fraction
    gap: Fraction | None
    surplus: Fraction | None
    state: str
    priority: Fraction | None
    level: int | None


@dataclass(frozen=True)
class Reference:
    """A whole result, exactly."""

    dimensions: Mapping[str, ReferenceDimension]
    score: Fraction | None
    coverage: Fraction
    completeness: str
    index: Fraction | None


def exact(value: float) -> Fraction:
    """The decimal that an author wrote, not the float that stands for it."""
    return Fraction(str(value))


def between(low: Fraction, value: Fraction, high: Fraction) -> Fraction:
    return sorted((low, value, high))[1]


def mean(pairs: Iterable[tuple[Fraction, Fraction]]) -> Fraction | None:
    above = below = Fraction(0)
    for weight, value in pairs:
        above, below = above + weight * value, below + weight
    return above / below if below else None


class Calculation:
    """Everything one assessment needs, step by step."""

    def __init__(self, instrument: Instrument, assessment: Assessment) -> None:
        self.instrument, self.assessment = instrument, assessment
        self.kind = instrument.questionnaire.type_by_id[assessment.organisation.type]
        self.rules = instrument.questionnaire.rules
        mix = assessment.organisation.visitor_mix or self.kind.visitor_mix
        self.mix = {segment: exact(share) for segment, share in mix.items()}
        self.standings = {item.id: self.standing(item) for item in self.model.attributes}

    @property
    def model(self) -> ExpectationModel:
        return self.instrument.expectations

    def standing(self, attribute: Attribute) -> tuple[Fraction, Fraction, Fraction]:
        """Desired, adequate and importance of an attribute for the mix."""
        base = attribute.base
        if not self.mix:
            return exact(base.desired), exact(base.adequate), exact(base.importance)
        rows = []
        for segment, share in self.mix.items():
            shift = attribute.shifts.get(segment)
            moved = exact(shift.desired) if shift else Fraction(0)
            valued = exact(shift.importance) if shift else Fraction(0)
            desired = between(Fraction(0), exact(base.desired) + moved, HUNDRED)
            adequate = between(Fraction(0), exact(base.adequate) + exact(self.model.adequate_share) * moved, HUNDRED)
            rows.append((share, desired, adequate, between(Fraction(0), exact(base.importance) + valued, HUNDRED)))
        importance = sum((share * i for share, _, _, i in rows), Fraction(0))
        return (
            sum((share * i * d for share, d, _, i in rows), Fraction(0)) / importance,
            sum((share * i * a for share, _, a, i in rows), Fraction(0)) / importance,
            importance,
        )

    def pull(self, dimension: str) -> Fraction:
        return sum(
            (
                self.standings[q.id][2] * exact(q.dimensions[dimension])
                for q in self.model.attributes
                if dimension in q.dimensions
            ),
            Fraction(0),
        )

    def expectation(self, dimension: str, which: int) -> Fraction:
        """Desired (0) or adequate (1) expectation of a dimension."""
        if dimension in self.model.internal:
            shares = self.model.internal[dimension].items()
            return sum((exact(share) * self.expectation(facing, which) for facing, share in shares), Fraction(0))
        found = mean(
            (self.standings[q.id][2] * exact(q.dimensions[dimension]), self.standings[q.id][which])
            for q in self.model.attributes
            if dimension in q.dimensions
        )
        assert found is not None
        return found

    def required(self, expectation: Fraction, floor: Fraction) -> Fraction:
        link = self.model.link
        return between(floor, (expectation - exact(link.alpha)) / exact(link.beta), exact(link.ceiling))

    def weights(self) -> dict[str, Fraction]:
        base = {dimension: exact(weight) for dimension, weight in self.kind.weights.items()}
        facing = [dimension for dimension in base if dimension not in self.model.internal]
        share = sum((base[dimension] for dimension in facing), Fraction(0))
        pulls = sum((self.pull(dimension) for dimension in facing), Fraction(0))
        kappa, ambition = exact(self.rules.kappa), self.assessment.organisation.ambition
        found = dict(base)
        for dimension in facing:
            importance = self.pull(dimension) / pulls
            found[dimension] = share * ((1 - kappa) * base[dimension] / share + kappa * importance)
        found[self.model.axes.inspire] *= Fraction(1, 2) + exact(ambition.inspire) / 100
        found[self.model.axes.connect] *= Fraction(1, 2) + exact(ambition.connect) / 100
        total = sum(found.values(), Fraction(0))
        return {dimension: 100 * weight / total for dimension, weight in found.items()}

    def counts(self, indicator: Indicator) -> bool:
        """Whether an indicator applies: said otherwise where allowed, or ruled out and passed over in silence."""
        said = self.assessment.sheets[0].answers.get(indicator.id, "unanswered")
        concern = self.kind.applicability.get(indicator.id, Applicability.ALWAYS)
        if said == "not_applicable":
            return concern is Applicability.ALWAYS
        return not (concern is Applicability.NOT_BY_DEFAULT and said in ("unanswered", "not_asked"))

    def attained(self, dimension: Dimension) -> tuple[Fraction | None, Fraction]:
        """Score and coverage of a dimension."""
        express = self.assessment.form is Form.EXPRESS
        put = [item for item in dimension.indicators if item.express or not express]
        applying = [item for item in put if self.counts(item)]
        answers = self.assessment.sheets[0].answers
        scored = [
            (exact(i.weight), 25 * Fraction(level)) for i in applying if isinstance(level := answers.get(i.id), int)
        ]
        whole = sum((exact(item.weight) for item in applying), Fraction(0))
        coverage = sum((weight for weight, _ in scored), Fraction(0)) / whole if whole else Fraction(0)
        enough = coverage >= exact(self.rules.minimum_coverage)
        short_form = len(put) < self.rules.minimum_indicators
        many = len(scored) >= (len(applying) if short_form else self.rules.minimum_indicators)
        return (mean(scored) if enough and many else None), coverage

    def applies(self, dimension: Dimension) -> bool:
        express = self.assessment.form is Form.EXPRESS
        return any(self.counts(item) for item in dimension.indicators if item.express or not express)

    def level(self, score: Fraction | None) -> int | None:
        if score is None:
            return None
        return max(level.number for level in self.instrument.questionnaire.levels if exact(level.lower) <= score)

    def dimension(self, dimension: Dimension, weight: Fraction) -> ReferenceDimension:
        score, coverage = self.attained(dimension)
        expected, adequate = self.expectation(dimension.id, 0), self.expectation(dimension.id, 1)
        required = self.required(expected, exact(self.model.link.required_floor))
        minimum = self.required(adequate, Fraction(0))
        gap = surplus = priority = None
        state = "not_assessable"
        if score is not None:
            gap, surplus = max(Fraction(0), required - score), max(Fraction(0), score - required)
            state = "critical" if score < minimum else "tolerated" if score < required else "met"
            priority = weight * gap / 100 * (exact(self.rules.critical_factor) if state == "critical" else 1)
        return ReferenceDimension(
            score,
            coverage,
            weight,
            expected,
            adequate,
            required,
            minimum,
            gap,
            surplus,
            state,
            priority,
            self.level(score),
        )

    def result(self) -> Reference:
        weights = self.weights()
        dimensions = self.instrument.questionnaire.dimensions
        found = {item.id: self.dimension(item, weights[item.id]) for item in dimensions}
        coverage = mean((weights[i.id], found[i.id].coverage) for i in dimensions if self.applies(i)) or Fraction(0)
        scored = [item for item in found.values() if item.score is not None]
        completeness = "none"
        if scored and coverage >= exact(self.rules.partial_coverage):
            completeness = "partial"
        if len(scored) >= self.rules.complete_dimensions and coverage >= exact(self.rules.complete_coverage):
            completeness = "complete"
        score = mean((item.weight, item.score) for item in scored if item.score is not None)
        return Reference(
            found,
            None if completeness == "none" else score,
            coverage,
            completeness,
            mean((item.weight, item.gap) for item in scored if item.gap is not None),
        )
