"""Drawing a small sample towards what is known already: normal-normal blending and its cascade (dossier 2.7, 4.5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum, sqrt

from assessment.domain.arithmetic import clip

NORMAL_95 = 1.96
USUAL_SD = 22.0
"""Spread of visitors' marks inside an organisation, in points, until a network knows its own."""
PRIOR_WEIGHT = 30.0
"""How many answers a prior is worth."""
LEAST_WEIGHT, MOST_WEIGHT = 10.0, 60.0


@dataclass(frozen=True, slots=True)
class Prior:
    """What is known before asking: a `mean` worth `weight` answers, with spread `sd` inside an organisation."""

    mean: float
    weight: float = PRIOR_WEIGHT
    sd: float = USUAL_SD


@dataclass(frozen=True, slots=True)
class Sample:
    """Weighted `mean` of `n` answers that are worth `effective` equally weighted ones."""

    n: int
    effective: float
    mean: float


@dataclass(frozen=True, slots=True)
class Blend:
    """A blended value with its standard `error`, and the share (0-1) of it that was `measured`; `n` answers."""

    value: float
    error: float
    measured: float
    n: int

    @property
    def low(self) -> float:
        """Lower end of the 95 % interval."""
        return self.value - NORMAL_95 * self.error

    @property
    def high(self) -> float:
        """Upper end of the 95 % interval."""
        return self.value + NORMAL_95 * self.error


def sample_of(pairs: Sequence[tuple[float, float]]) -> Sample | None:
    """The sample of (weight, value) pairs, None when their weights come to nothing (dossier 2.6)."""
    total, squares = fsum(weight for weight, _ in pairs), fsum(weight**2 for weight, _ in pairs)
    if total <= 0:
        return None
    values = [value for _, value in pairs]
    mean = clip(fsum(weight * value for weight, value in pairs) / total, min(values), max(values))
    return Sample(len(pairs), total**2 / squares, mean)


def blend(prior: Prior, sample: Sample | None) -> Blend:
    """Posterior mean of a normal sample under a normal prior (dossier 2.7); the prior alone without a sample."""
    if sample is None:
        return Blend(prior.mean, prior.sd / sqrt(prior.weight), 0.0, 0)
    worth = prior.weight + sample.effective
    value = (prior.weight * prior.mean + sample.effective * sample.mean) / worth
    low, high = sorted((prior.mean, sample.mean))
    return Blend(clip(value, low, high), prior.sd / sqrt(worth), sample.effective / worth, sample.n)


def measured_alone(sample: Sample, sd: float = USUAL_SD) -> Blend:
    """A sample that speaks for itself, without a prior."""
    return Blend(sample.mean, sd / sqrt(sample.effective), 1.0, sample.n)


def precision(n: float, sd: float = USUAL_SD) -> float:
    """Half the 95 % interval of a mean of `n` answers, in points (dossier 2.6)."""
    return NORMAL_95 * sd / sqrt(n)


def parent_prior(above: Prior, samples: Sequence[Sample], sd: float | None = None) -> Prior:
    """The prior that a network or region gives its organisations, from their samples and the prior above (dossier 2.7).

    Its weight follows from how much organisations differ, within 10 to 60; with fewer than two it stays that above.
    """
    spread = above.sd if sd is None else sd
    if not samples:
        return above
    mean = blend(Prior(above.mean, above.weight, spread), pooled(samples)).value
    if len(samples) < 2:
        return Prior(mean, above.weight, spread)
    return Prior(mean, _weight(samples, spread), spread)


def group_prior(samples: Sequence[Sample], sd: float = USUAL_SD) -> Prior:
    """The prior of what has no default above it: the mean of the organisations alone (dossier 2.7).

    Raises ValueError for fewer than two samples.
    """
    return Prior(pooled(samples).mean, _weight(samples, sd), sd)


def pooled(samples: Sequence[Sample]) -> Sample:
    """Several samples as one; there must be at least one."""
    worth = fsum(item.effective for item in samples)
    return Sample(sum(item.n for item in samples), worth, fsum(i.effective * i.mean for i in samples) / worth)


def _weight(samples: Sequence[Sample], sd: float) -> float:
    between = paule_mandel([item.mean for item in samples], [sd**2 / item.effective for item in samples])
    return prior_weight(sd, between)


def prior_weight(sd: float, between: float) -> float:
    """How many answers a prior is worth when organisations vary by `between` (a variance), within 10 to 60."""
    return clip(sd**2 / between, LEAST_WEIGHT, MOST_WEIGHT) if between > 0 else MOST_WEIGHT


def paule_mandel(means: Sequence[float], errors: Sequence[float]) -> float:
    """Variance between groups by the moment estimator of Paule and Mandel, 0 when it would be negative (dossier 4.5).

    `errors` are the sampling variances of the `means`, above 0.

    Raises ValueError for fewer than two groups.
    """
    if len(means) < 2:
        raise ValueError(f"a variance between groups needs two groups or more, not {len(means)}")
    low, high = 0.0, 1.0
    if _excess(low, means, errors) <= 0:
        return 0.0
    while _excess(high, means, errors) > 0:
        high *= 2
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if _excess(middle, means, errors) > 0 else (low, middle)
    return (low + high) / 2


def _excess(between: float, means: Sequence[float], errors: Sequence[float]) -> float:
    """How far the weighted squares stand above their expectation; falls as `between` grows."""
    weights = [1 / (between + error) for error in errors]
    mean = fsum(weight * value for weight, value in zip(weights, means, strict=True)) / fsum(weights)
    squares = fsum(weight * (value - mean) ** 2 for weight, value in zip(weights, means, strict=True))
    return squares - (len(means) - 1)
