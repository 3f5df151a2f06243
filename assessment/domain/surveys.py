"""What visitors said: survey answers -> measured expectation, perception and importance (dossier 2.6, 2.7)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from math import fsum

from assessment.domain.arithmetic import clip, weighted_mean
from assessment.domain.derived_importance import DerivedImportance, derived_importance
from assessment.domain.expectations import ExpectationModel, Standing
from assessment.domain.gaps import State, state_between
from assessment.domain.shrinkage import PRIOR_WEIGHT, USUAL_SD, Blend, Prior, Sample, blend, measured_alone, sample_of

MOMENTS = ("S1", "S2", "S3", "S4")
"""Where a visitor is in the trip; everybody is in one of them."""
FLAGS = ("S6", "S5")
"""Segments that a visitor may be in besides, the one that decides first."""
SCALE = 10.0
"""Points (0-100) of one mark (0-10)."""
TOP = 3
TRIM = 3.0
"""No answer weighs more than this many."""


@dataclass(frozen=True, slots=True)
class SurveyRules:
    """Editable numbers of the survey (dossier 2.6, 2.7).

    An attribute is shown from `attribute` answers on, a segment from `segment`; from `full` on the prior is left aside,
    and from `mix` on the segments measured replace the usual visitor mix. Importance is derived from `derived` visitors
    on who marked everything. No answer weighs more than `trim`.
    """

    attribute: int = 10
    segment: int = 30
    full: int = 200
    mix: int = 100
    derived: int = 200
    trim: float = TRIM
    prior_weight: float = PRIOR_WEIGHT
    sd: float = USUAL_SD


@dataclass(frozen=True, slots=True)
class Rating:
    """Marks 0-10 of one attribute; None where the visitor gave none. Few are asked for the `adequate` one."""

    expected: float | None = None
    perceived: float | None = None
    adequate: float | None = None


@dataclass(frozen=True, slots=True)
class VisitorAnswer:
    """One visitor's answers: `outcome` 0 (no), 0.5 (partly) or 1 (could do what they wanted), `top` at most three."""

    moment: str | None
    flags: frozenset[str] = frozenset()
    ratings: Mapping[str, Rating] = field(default_factory=dict)
    outcome: float | None = None
    top: tuple[str, ...] = ()

    @property
    def segment(self) -> str | None:
        """The segment whose prior applies: needs before origin before moment (dossier 2.2)."""
        return next((flag for flag in FLAGS if flag in self.flags), self.moment)

    def stratum(self, shares: Mapping[str, float]) -> str | None:
        """The segment among those of `shares` that this visitor is counted in."""
        return next((flag for flag in FLAGS if flag in self.flags and flag in shares), self.moment)


@dataclass(frozen=True, slots=True)
class Survey:
    """Answers of an organisation's visitors; `shares` are the known shares of segments (sum 1), empty when unknown."""

    answers: tuple[VisitorAnswer, ...]
    shares: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NetworkPriors:
    """What the network or region above knows, by attribute; the national default where it says nothing."""

    expected: Mapping[str, Prior] = field(default_factory=dict)
    adequate: Mapping[str, Prior] = field(default_factory=dict)
    importance: Mapping[str, Prior] = field(default_factory=dict)
    perceived: Mapping[str, Prior] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AttributeReading:
    """What visitors expect and find on one attribute, 0-100; `perceived` is None without enough answers."""

    expected: Blend
    adequate: Blend
    importance: Blend
    perceived: Blend | None

    @property
    def standing(self) -> Standing:
        """Expectation and importance as the rest of the method uses them; nobody accepts more than they wish."""
        adequate = min(self.adequate.value, self.expected.value)
        return Standing(self.expected.value, adequate, self.importance.value)

    @property
    def gap(self) -> float | None:
        """Perceived less desired, in points: negative when visitors find less than they expect (dossier 2.1)."""
        return None if self.perceived is None else self.perceived.value - self.expected.value

    @property
    def state(self) -> State:
        """Critical, tolerated or met by the zone of tolerance."""
        found = None if self.perceived is None else self.perceived.value
        return state_between(found, self.standing.adequate, self.standing.desired)


Readings = Mapping[str, AttributeReading]


@dataclass(frozen=True, slots=True)
class SurveyReading:
    """What a survey says. `segments` holds those with enough answers; `mix` the shares measured, empty with too few.

    `counts` are the answers of each segment that is held, `hidden` the segments with fewer than `least`. `success` is
    the mean outcome, 0-1, and `derived` what the marks say counts; both None with too few answers.
    """

    answers: int
    attributes: Readings
    segments: Mapping[str, Readings]
    counts: Mapping[str, int]
    hidden: tuple[str, ...]
    least: int
    mix: Mapping[str, float]
    success: float | None
    derived: DerivedImportance | None

    @property
    def standings(self) -> Mapping[str, Standing]:
        """Standing of every attribute, measured as far as the answers go."""
        return {attribute: item.standing for attribute, item in self.attributes.items()}

    @property
    def perception(self) -> float | None:
        """Perception alone, weighted by importance, 0-100: the reading beside the gaps (dossier 2.6)."""
        found = self.attributes.values()
        return weighted_mean((item.importance.value, item.perceived.value) for item in found if item.perceived)

    @property
    def ranks(self) -> Mapping[str, int]:
        """Rank of each attribute by its gap, 1 for the one furthest below what is expected; ties share a rank."""
        gaps = {attribute: item.gap for attribute, item in self.attributes.items() if item.gap is not None}
        return {attribute: 1 + sum(other < gap for other in gaps.values()) for attribute, gap in gaps.items()}


def weights_of(answers: Sequence[VisitorAnswer], shares: Mapping[str, float], trim: float = TRIM) -> tuple[float, ...]:
    """Weight of each answer, so that segments count as they are known to be, at most `trim` (dossier 2.6).

    An answer outside the known segments keeps the weight 1; all do when no shares are known.
    """
    counted = [answer.stratum(shares) for answer in answers]
    known = [stratum for stratum in counted if stratum in shares]
    ratio = {stratum: shares[stratum] * len(known) / known.count(stratum) for stratum in set(known) if stratum}
    return tuple(min(trim, ratio.get(stratum or "", 1.0)) for stratum in counted)


def measured_mix(model: ExpectationModel, survey: Survey, rules: SurveyRules) -> Mapping[str, float]:
    """Shares (sum 1) of the segments of a mix among the visitors asked; empty with too few answers (dossier 2.3)."""
    segments = {segment.id: 0.0 for segment in model.segments if not segment.flag}
    counted = [stratum for item in survey.answers if (stratum := item.stratum(segments)) in segments]
    if len(counted) < rules.mix:
        return {}
    return {segment: counted.count(segment) / len(counted) for segment in segments if segment in counted}


def read_survey(
    model: ExpectationModel,
    survey: Survey,
    prior: Mapping[str, Standing],
    *,
    shares: Mapping[str, float] | None = None,
    network: NetworkPriors | None = None,
    rules: SurveyRules | None = None,
) -> SurveyReading:
    """Blend what visitors answered with what is known already (dossier 2.7).

    `prior` is the standing of each attribute for the organisation's visitors; `shares` the known shares of segments
    when the survey has none of its own; `network` replaces the national default as prior.
    """
    rules, network, answers = rules or SurveyRules(), network or NetworkPriors(), survey.answers
    weights = weights_of(answers, survey.shares or shares or {}, rules.trim)
    by_segment = {
        segment.id: [answer for answer in answers if answer.segment == segment.id] for segment in model.segments
    }
    shown = {segment: found for segment, found in by_segment.items() if len(found) >= rules.segment}
    outcomes = [
        (weight, item.outcome) for weight, item in zip(weights, answers, strict=True) if item.outcome is not None
    ]
    return SurveyReading(
        answers=len(answers),
        attributes=_Sampled(answers, weights, rules).readings(prior, network),
        segments={
            segment: _Sampled(found, (1.0,) * len(found), rules).readings(
                {attribute: standings[segment] for attribute, standings in model.by_segment.items()}, NetworkPriors()
            )
            for segment, found in shown.items()
        },
        counts={segment: len(found) for segment, found in shown.items()},
        hidden=tuple(segment for segment in by_segment if segment not in shown),
        least=rules.segment,
        mix=measured_mix(model, survey, rules),
        success=weighted_mean(outcomes) if len(outcomes) >= rules.attribute else None,
        derived=_derived(tuple(prior), answers, weights, rules),
    )


@dataclass(frozen=True, slots=True)
class SurveySamples:
    """What one organisation's visitors said, by attribute, for those with enough answers to be shown; in points."""

    expected: Mapping[str, Sample]
    adequate: Mapping[str, Sample]
    importance: Mapping[str, Sample]
    perceived: Mapping[str, Sample]


def survey_samples(
    survey: Survey, prior: Mapping[str, Standing], shares: Mapping[str, float], rules: SurveyRules
) -> SurveySamples:
    """The samples of a survey before any blending; `prior` and `shares` as in `read_survey`."""
    weights = weights_of(survey.answers, survey.shares or shares, rules.trim)
    sampled = _Sampled(survey.answers, weights, rules)

    def marks(mark: Callable[[Rating], float | None]) -> Mapping[str, Sample]:
        return {attribute: sample for attribute in prior if (sample := sampled.sample(attribute, mark))}

    return SurveySamples(
        marks(lambda rating: rating.expected),
        marks(lambda rating: rating.adequate),
        sampled.importance({attribute: item.importance for attribute, item in prior.items()}),
        marks(lambda rating: rating.perceived),
    )


def _derived(
    attributes: Sequence[str], answers: Sequence[VisitorAnswer], weights: Sequence[float], rules: SurveyRules
) -> DerivedImportance | None:
    """What explains the outcome of those who said it and marked everything they found; None with too few of them."""
    found: list[tuple[float, float, list[float]]] = []
    for weight, answer in zip(weights, answers, strict=True):
        marks = [mark for code in attributes if (mark := answer.ratings.get(code, NO_RATING).perceived) is not None]
        if answer.outcome is not None and len(marks) == len(attributes):
            found.append((weight, answer.outcome, marks))
    if len(found) < max(1, rules.derived):
        return None
    columns = zip(*(marks for _, _, marks in found), strict=True)
    return derived_importance(
        dict(zip(attributes, columns, strict=True)), [item[1] for item in found], [item[0] for item in found]
    )


@dataclass(frozen=True, slots=True)
class _Sampled:
    """Answers with their weights."""

    answers: Sequence[VisitorAnswer]
    weights: Sequence[float]
    rules: SurveyRules

    def readings(self, prior: Mapping[str, Standing], network: NetworkPriors) -> Readings:
        """Every attribute of `prior`, measured as far as the answers go."""
        importance = self.importance({attribute: item.importance for attribute, item in prior.items()})
        return {
            attribute: AttributeReading(
                self.blended(
                    network.expected.get(attribute, self.default(standing.desired)),
                    self.sample(attribute, lambda rating: rating.expected),
                ),
                self.blended(
                    network.adequate.get(attribute, self.default(standing.adequate)),
                    self.sample(attribute, lambda rating: rating.adequate),
                ),
                self.blended(
                    network.importance.get(attribute, self.default(standing.importance)), importance.get(attribute)
                ),
                self.perceived(attribute, network.perceived.get(attribute)),
            )
            for attribute, standing in prior.items()
        }

    def default(self, mean: float) -> Prior:
        return Prior(mean, self.rules.prior_weight, self.rules.sd)

    def sample(self, attribute: str, mark: Callable[[Rating], float | None]) -> Sample | None:
        """Marks of one attribute in points; None with too few of them to be shown."""
        pairs = []
        for weight, answer in zip(self.weights, self.answers, strict=True):
            value = mark(answer.ratings.get(attribute, NO_RATING))
            if value is not None:
                pairs.append((weight, SCALE * value))
        return sample_of(pairs) if len(pairs) >= self.rules.attribute else None

    def importance(self, prior: Mapping[str, float]) -> Mapping[str, Sample]:
        """Share of visitors who put each attribute among their three, scaled to the mean of the prior (dossier 2.6)."""
        said = [(w, item.top) for w, item in zip(self.weights, self.answers, strict=True) if item.top]
        if len(said) < self.rules.attribute:
            return {}
        found = {a: sample_of([(w, float(a in top)) for w, top in said]) for a in sorted(prior)}
        shares = {attribute: item.mean for attribute, item in found.items() if item}
        total = fsum(shares.values())
        factor = fsum(prior.values()) / total if total else 0.0
        return {
            attribute: Sample(item.n, item.effective, clip(item.mean * factor, 0, 100))
            for attribute, item in found.items()
            if item and total
        }

    def blended(self, prior: Prior, sample: Sample | None) -> Blend:
        """The blend; with very many answers they speak for themselves."""
        if sample is not None and sample.n >= self.rules.full:
            return measured_alone(sample, prior.sd)
        return blend(prior, sample)

    def perceived(self, attribute: str, network: Prior | None) -> Blend | None:
        """Perception, drawn to the network's mean only; nothing without answers (dossier 2.7)."""
        sample = self.sample(attribute, lambda rating: rating.perceived)
        if sample is None:
            return None
        return self.blended(network, sample) if network else measured_alone(sample, self.rules.sd)


NO_RATING = Rating()
