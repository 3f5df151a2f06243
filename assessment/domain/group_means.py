"""Means and shares of small groups, drawn to what all groups have in common, with intervals (dossier 4.5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum, sqrt

import numpy as np
from scipy.special import betaincinv

from assessment.domain.arithmetic import clip
from assessment.domain.coverage import unsampled
from assessment.domain.funnel import Interval
from assessment.domain.shrinkage import paule_mandel

NORMAL_90 = 1.6448536269514722
LEVEL = 0.90
"""Of the intervals of groups."""
LIKELY = 0.80
"""From which probability on a group is said to be probably in the top third."""
LEAST_WEIGHT, MOST_WEIGHT = 5.0, 50.0
"""How many organisations the common share is worth to a group."""
NEARLY_NOTHING = 1e-9
"""Variance of a mean that everybody in the group was asked for."""


@dataclass(frozen=True, slots=True)
class GroupMean:
    """Mean score of `n` organisations, out of `population` that there are (None = not known)."""

    n: int
    mean: float
    population: int | None = None


@dataclass(frozen=True, slots=True)
class ShrunkenMean:
    """A mean in points with its standard `error`; `kept` is the share (0-1) of its distance from the common mean."""

    value: float
    error: float
    kept: float

    @property
    def interval(self) -> Interval:
        """The 90 % interval, in points."""
        return Interval(self.value - NORMAL_90 * self.error, self.value + NORMAL_90 * self.error)


@dataclass(frozen=True, slots=True)
class Shrinkage:
    """`between` is the variance between groups, `mean` what they have in common, `groups` in the order given."""

    between: float
    mean: float
    groups: tuple[ShrunkenMean, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """Places (1 = best) a group holds in nine draws of ten, and how probably it is in the top third (0-1)."""

    best: int
    worst: int
    top_third: float

    @property
    def probably_top(self) -> bool:
        """Whether to say "probably in the top third"."""
        return self.top_third >= LIKELY


@dataclass(frozen=True, slots=True)
class Share:
    """A share of organisations (0-1) with its 90 % interval."""

    value: float
    interval: Interval


def pooled_variance(groups: Sequence[tuple[int, float]]) -> float | None:
    """Variance inside groups from their (n, standard deviation); None when no group has two organisations."""
    freedom = sum(n - 1 for n, _ in groups if n > 1)
    return fsum((n - 1) * deviation**2 for n, deviation in groups if n > 1) / freedom if freedom else None


def shrunken_means(groups: Sequence[GroupMean], within: float) -> Shrinkage:
    """Area-level empirical Bayes over the groups of one crossing (dossier 4.5); a single group keeps its own mean.

    `within` is the variance of scores inside groups. Raises ValueError without a group or for an empty one.
    """
    if not groups or any(item.n < 1 for item in groups):
        raise ValueError("shrinking needs groups of at least one organisation each")
    means = [item.mean for item in groups]
    errors = [max(within / item.n * unsampled(item.n, item.population), NEARLY_NOTHING) for item in groups]
    if len(groups) == 1:
        return Shrinkage(0.0, means[0], (ShrunkenMean(means[0], sqrt(errors[0]), 1.0),))
    between = paule_mandel(means, errors)
    weights = [1 / (between + error) for error in errors]
    common = fsum(weight * mean for weight, mean in zip(weights, means, strict=True)) / fsum(weights)
    drawn = (_drawn(mean, error, between, common, 1 / fsum(weights)) for mean, error in zip(means, errors, strict=True))
    return Shrinkage(between, common, tuple(drawn))


def _drawn(mean: float, error: float, between: float, common: float, of_common: float) -> ShrunkenMean:
    pull = error / (error + between)
    value = clip(common + (1 - pull) * (mean - common), *sorted((mean, common)))
    return ShrunkenMean(value, sqrt((1 - pull) * error + pull**2 * of_common), 1 - pull)


def standings(means: Sequence[ShrunkenMean], *, seed: int, draws: int = 10_000) -> tuple[Standing, ...]:
    """Where each group stands among the others, by draws from its mean and error (dossier 4.5); same seed, same draws.

    The top third is the best third of the groups, at least one.
    """
    values, errors = np.array([item.value for item in means]), np.array([item.error for item in means])
    drawn = np.random.default_rng(seed).normal(values, errors, (draws, len(means)))
    places = (-drawn).argsort(axis=1).argsort(axis=1) + 1
    tail = 100 * (1 - LEVEL) / 2
    best, worst = np.percentile(places, [tail, 100 - tail], axis=0, method="nearest")
    top = (places <= max(1, len(means) // 3)).mean(axis=0)
    rows = zip(best.tolist(), worst.tolist(), top.tolist(), strict=True)
    return tuple(Standing(int(low), int(high), share) for low, high, share in rows)


def shares(groups: Sequence[tuple[int, int]]) -> tuple[Share, ...]:
    """Share of each group from its (organisations that have it, organisations), drawn to the common share (4.5).

    Beta-binomial; the prior is worth 5 to 50 organisations, by moments. Raises ValueError for counts that cannot be.
    """
    if any(not 0 <= having <= n or n < 1 for having, n in groups):
        raise ValueError("of at least one organisation, none to all can have it")
    if not groups:
        return ()
    asked = sum(n for _, n in groups)
    common = clip(sum(having for having, _ in groups) / asked, 0.5 / (asked + 1), 1 - 0.5 / (asked + 1))
    worth = prior_worth(groups, common)
    return tuple(_share(having + worth * common, n - having + worth * (1 - common)) for having, n in groups)


def prior_worth(groups: Sequence[tuple[int, int]], common: float) -> float:
    """How many organisations the common share is worth, by the moments of the groups' shares, within 5 to 50."""
    asked, chance = sum(n for _, n in groups), common * (1 - common)
    freedom = len(groups) - 1
    excess = fsum(n * (having / n - common) ** 2 for having, n in groups) - chance * freedom
    room = chance * (asked - fsum(n**2 for _, n in groups) / asked - freedom)
    if excess <= 0 or room <= 0:
        return MOST_WEIGHT
    return clip(room / excess - 1, LEAST_WEIGHT, MOST_WEIGHT)


def _share(having: float, lacking: float) -> Share:
    low, high = betaincinv(having, lacking, [(1 - LEVEL) / 2, (1 + LEVEL) / 2]).tolist()
    return Share(having / (having + lacking), Interval(low, high))
