"""Arithmetic that floating point would spoil: means that stay among their values, thresholds that are reached."""

from __future__ import annotations

from collections.abc import Iterable
from math import fsum
from operator import mul

SLACK = 1e-9
"""Far below anything shown or decided on, far above the error of a few sums."""


def clip(value: float, low: float, high: float) -> float:
    """`value` moved into [low, high]."""
    return min(max(value, low), high)


def reaches(value: float, threshold: float) -> bool:
    """Whether `value` is at least `threshold`, as it would be on paper: 0.38 - 0.28 reaches 0.1."""
    return value >= threshold - SLACK


def weighted_mean(pairs: Iterable[tuple[float, float]]) -> float | None:
    """Mean of (weight, value) pairs, or None without any; independent of their order, never beyond a value."""
    pairs = tuple(pairs)
    if len(pairs) == 1:
        return pairs[0][1]
    weights, values = zip(*pairs, strict=True) if pairs else ((), ())
    total = fsum(weights)
    return clip(fsum(map(mul, weights, values)) / total, min(values), max(values)) if total else None
