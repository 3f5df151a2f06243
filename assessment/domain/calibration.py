"""The link between maturity and perceived quality, measured over many organisations (dossier 2.5)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from math import fsum, isfinite, sqrt

from assessment.domain.expectations import Link

CLEARLY = 1.96
ORGANISATIONS = 30
"""From how many organisations on the link may be measured; also what the prior is worth."""
ANSWERS = 30
"""How many visitors of an organisation must have answered."""

Slope = Callable[[Sequence[float], Sequence[float]], float | None]
"""The slope of y on x, from values centred on 0; None when x does not vary."""


@dataclass(frozen=True, slots=True)
class LinkObservation:
    """Maturity and perceived quality (0-100) of one dimension of one organisation, and its visitors' `answers`."""

    organisation: str
    dimension: str
    maturity: float
    perceived: float
    answers: int


@dataclass(frozen=True, slots=True)
class Calibration:
    """The line seen over `organisations` and the `link` to use, drawn towards the prior."""

    organisations: int
    alpha_seen: float
    beta_seen: float
    link: Link


def corrected_slope(reliability: float) -> Slope:
    """Least squares, made steeper by the reliability (0-1) of maturity, which is measured with error (dossier 2.5)."""

    def slope(x: Sequence[float], y: Sequence[float]) -> float | None:
        squares = _products(x, x)
        return _products(x, y) / squares / reliability if squares else None

    return slope


def deming_slope(ratio: float) -> Slope:
    """Deming regression; `ratio` is the error variance of y over that of x (dossier 2.5)."""

    def slope(x: Sequence[float], y: Sequence[float]) -> float | None:
        xx, yy, xy = _products(x, x), _products(y, y), _products(x, y)
        if not xy:
            return None
        spread = yy - ratio * xx
        return (spread + sqrt(spread**2 + 4 * ratio * xy**2)) / (2 * xy)

    return slope


def calibrate(observations: Iterable[LinkObservation], prior: Link, slope: Slope) -> Calibration | None:
    """The link of a network, None until 30 organisations with 30 visitors each allow it (dossier 2.5).

    Dimensions differ in level: each is centred on its own mean before the slope is taken. None too unless better
    practice clearly goes with better perception (one-sided, 2.5 %; our own rule): from a line that is nearly flat a
    required maturity of 95 would follow for everybody.
    """
    used = [item for item in observations if item.answers >= ANSWERS]
    n = len({item.organisation for item in used})
    if n < ORGANISATIONS:
        return None
    x, y = _centred(used, lambda item: item.maturity), _centred(used, lambda item: item.perceived)
    seen = slope(x, y)
    if seen is None or not isfinite(seen) or not _clearly_rising(x, y):
        return None
    alpha = _mean([item.perceived for item in used]) - seen * _mean([item.maturity for item in used])
    drawn = replace(prior, alpha=_drawn(alpha, prior.alpha, n), beta=_drawn(seen, prior.beta, n))
    return Calibration(n, alpha, seen, drawn)


def _clearly_rising(x: Sequence[float], y: Sequence[float]) -> bool:
    """Whether the correlation is positive beyond chance: r sqrt(n - 2) / sqrt(1 - r^2) of at least 1.96."""
    xx, yy, xy = _products(x, x), _products(y, y), _products(x, y)
    if xy <= 0:
        return False
    unexplained = 1 - xy**2 / (xx * yy)
    return unexplained <= 0 or xy / sqrt(xx * yy) * sqrt((len(x) - 2) / unexplained) >= CLEARLY


def _drawn(seen: float, prior: float, n: int) -> float:
    return (n * seen + ORGANISATIONS * prior) / (n + ORGANISATIONS)


def _centred(items: Sequence[LinkObservation], value: Callable[[LinkObservation], float]) -> list[float]:
    groups: dict[str, list[float]] = {}
    for item in items:
        groups.setdefault(item.dimension, []).append(value(item))
    means = {dimension: _mean(values) for dimension, values in groups.items()}
    return [value(item) - means[item.dimension] for item in items]


def _mean(values: Sequence[float]) -> float:
    return fsum(values) / len(values)


def _products(x: Sequence[float], y: Sequence[float]) -> float:
    return fsum(one * other for one, other in zip(x, y, strict=True))
