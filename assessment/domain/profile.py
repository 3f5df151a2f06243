"""The shape of a profile: whether one dimension runs ahead of the others (dossier 3.3, seed I09)."""

from __future__ import annotations

from collections.abc import Iterable
from math import fsum, sqrt

from assessment.domain.arithmetic import weighted_mean

WIDEST = 50.0
"""The weighted spread of a profile that is half nothing and half everything, in points."""


def weighted_sd(scores: Iterable[tuple[float, float]]) -> float | None:
    """Spread of (weight, score) pairs around their weighted mean, in points; None with fewer than two."""
    pairs = tuple(scores)
    mean = weighted_mean(pairs)
    if mean is None or len(pairs) < 2:
        return None
    return sqrt(fsum(weight * (score - mean) ** 2 for weight, score in pairs) / fsum(weight for weight, _ in pairs))


def profile_balance(scores: Iterable[tuple[float, float | None]]) -> float | None:
    """1 for a flat profile, less the more it is uneven; from the weight and score of each dimension (dossier 3.3)."""
    spread = weighted_sd((weight, score) for weight, score in scores if score is not None)
    return None if spread is None else 1 - spread / WIDEST
