"""What visitors' marks say counts, beside what they say themselves: relative weights on their outcome (dossier 2.6).

J. W. Johnson (2000), A heuristic method for estimating the relative weight of predictor variables in multiple
regression, Multivariate Behavioral Research 35 (1), 1-19.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assessment.domain.arithmetic import SLACK

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class DerivedImportance:
    """How much of the outcome each attribute explains, as `shares` of what they `explained` together, both 0-1.

    It rests on `answers` visitors. Shares sum to 1.
    """

    answers: int
    explained: float
    shares: Mapping[str, float]


def derived_importance(
    marks: Mapping[str, Sequence[float]], outcomes: Sequence[float], weights: Sequence[float]
) -> DerivedImportance | None:
    """Relative weights of the marks of each attribute on the outcomes of the same visitors, counted by `weights`.

    Attributes that everybody marks alike explain nothing. None where nothing is explained, as when all outcomes agree.
    """
    weight = np.asarray(weights, dtype=float)
    columns = {code: _standardised(np.asarray(given, dtype=float), weight) for code, given in marks.items()}
    outcome = _standardised(np.asarray(outcomes, dtype=float), weight)
    varying = {code: column for code, column in columns.items() if column.any()}
    if not varying or not outcome.any():
        return None
    found = relative_weights(np.column_stack(list(varying.values())), outcome)
    explained = float(found.sum())
    if explained <= SLACK:
        return None
    raw = dict(zip(varying, found.tolist(), strict=True))
    return DerivedImportance(len(outcomes), explained, {code: raw.get(code, 0.0) / explained for code in marks})


def relative_weights(predictors: Array, outcome: Array) -> Array:
    """Johnson's relative weight of each column on the outcome; they sum to R squared.

    Columns and outcome have length 1 and mean 0. Columns that say the same share what they explain alike.
    """
    values, vectors = np.linalg.eigh(predictors.T @ predictors)
    roots = np.sqrt(np.clip(values, 0.0, None))
    loadings = vectors @ np.diag(roots) @ vectors.T
    slopes = np.linalg.pinv(loadings, rcond=1e-7, hermitian=True) @ (predictors.T @ outcome)
    weights: Array = loadings**2 @ slopes**2
    return weights


def _standardised(values: Array, weights: Array) -> Array:
    """Deviations from the weighted mean, scaled by weight to length 1; zeros where there are none."""
    deviations = np.sqrt(weights) * (values - np.average(values, weights=weights))
    length = float(np.linalg.norm(deviations))
    return deviations / length if length > SLACK else np.zeros_like(deviations)
