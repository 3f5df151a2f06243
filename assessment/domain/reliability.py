"""Do the indicators hang together, and do the people of one organisation? (dossier 3.3, 7.2).

Rows are organisations, columns items. A maturity score is mostly formative: low values help to find ambiguous items and
are no verdict on the questionnaire (dossier 7.1).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum, sqrt

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import fdtri

Matrix = NDArray[np.float64]

ORGANISATIONS = 30
"""Below this many organisations only descriptives are given."""
WEAK_ITEM = 0.20
ALPHA_RISE = 0.02
LARGEST_LOADING = sqrt(1 - 0.005)
"""An item keeps at least this little of its own, or small samples would give it none."""
NORMAL_95 = 1.96


@dataclass(frozen=True, slots=True)
class ItemStatistics:
    """One item: `mean` and `sd` of its scores, and how it goes with the others; None with too few organisations."""

    item: str
    mean: float
    sd: float
    item_rest: float | None
    alpha_without: float | None
    flagged: bool


@dataclass(frozen=True, slots=True)
class Reliability:
    """Reliability of a sum of items over `organisations`; everything but the descriptives is None below 30 of them.

    `low` and `high` bound alpha at 95 % (Feldt); `sem` and `smallest_change` are in points of the item mean.
    """

    organisations: int
    items: tuple[ItemStatistics, ...]
    alpha: float | None = None
    low: float | None = None
    high: float | None = None
    omega: float | None = None
    sem: float | None = None
    smallest_change: float | None = None


@dataclass(frozen=True, slots=True)
class Intraclass:
    """Mean squares between and within groups, and what they say of one respondent (1) and of a group's mean (2).

    The coefficients are None where the groups' means do not differ at all.
    """

    between: float
    within: float
    size: float
    single: float | None
    mean: float | None

    @property
    def aggregates(self) -> bool:
        """Whether respondents may be averaged: ICC(2) of 0.60 or more (dossier 3.3)."""
        return self.mean is not None and self.mean >= 0.60


@dataclass(frozen=True, slots=True)
class Concordance:
    """Declared against observed, or a first against a second time: mean difference, its sd and 95 % limits, in points.

    `spearman` is the correlation of ranks, None when one side does not vary.
    """

    pairs: int
    difference: float
    sd: float
    spearman: float | None

    @property
    def limits(self) -> tuple[float, float]:
        """Between these nearly all differences lie (Bland and Altman)."""
        return self.difference - NORMAL_95 * self.sd, self.difference + NORMAL_95 * self.sd


def matrix_of(rows: Sequence[Sequence[float]]) -> Matrix:
    """Rows as a matrix.

    Raises ValueError unless there are two rows and two columns or more, all of one length and with every value.
    """
    lengths = {len(row) for row in rows}
    if len(rows) < 2 or len(lengths) != 1 or min(lengths) < 2:
        raise ValueError("two organisations and two items or more are needed, with as many values in each row")
    found = np.asarray(rows, dtype=np.float64)
    if not np.isfinite(found).all():
        raise ValueError("every organisation needs a value for every item")
    return found


def cronbach_alpha(matrix: Matrix) -> float | None:
    """Cronbach's alpha, None when the sums do not vary (dossier 7.2)."""
    k, total = matrix.shape[1], float(matrix.sum(axis=1).var(ddof=1))
    return float(k / (k - 1) * (1 - matrix.var(axis=0, ddof=1).sum() / total)) if total > 0 else None


def feldt_interval(alpha: float, organisations: int, items: int) -> tuple[float, float]:
    """95 % interval of alpha (dossier 7.2)."""
    above, below = organisations - 1, (organisations - 1) * (items - 1)
    low, high = (1 - (1 - alpha) * float(fdtri(above, below, p)) for p in (0.975, 0.025))
    return low, high


def item_rest(matrix: Matrix) -> tuple[float | None, ...]:
    """Correlation of each item with the sum of the others; None for one that does not vary (dossier 7.2)."""
    total = matrix.sum(axis=1)
    return tuple(correlation(column, total - column) for column in matrix.T)


def alpha_without(matrix: Matrix) -> tuple[float | None, ...]:
    """Alpha of the other items when each is left out; None with two items (dossier 7.2)."""
    k = matrix.shape[1]
    return tuple(cronbach_alpha(np.delete(matrix, n, axis=1)) if k > 2 else None for n in range(k))


def one_factor(matrix: Matrix) -> Matrix | None:
    """Standardised loadings of one factor by minimum residuals, None when an item does not vary (dossier 7.2).

    Loadings point the way of the sum. Fewer than three items do not determine them: None too.
    """
    if matrix.shape[1] < 3 or not (matrix.var(axis=0) > 0).all():
        return None
    correlations = np.corrcoef(matrix, rowvar=False)
    values, vectors = np.linalg.eigh(correlations)
    start = vectors[:, -1] * sqrt(float(values[-1]))
    bounds = [(-LARGEST_LOADING, LARGEST_LOADING)] * len(start)
    found = minimize(_residuals, start, args=(correlations,), jac=True, method="L-BFGS-B", bounds=bounds)
    return np.asarray(found.x if found.x.sum() >= 0 else -found.x, dtype=np.float64)


def omega_total(matrix: Matrix) -> float | None:
    """McDonald's omega of one factor, from loadings in the items' own units; None as `one_factor` (dossier 7.2)."""
    standardised = one_factor(matrix)
    if standardised is None:
        return None
    variances = matrix.var(axis=0, ddof=1)
    common = float((standardised * np.sqrt(variances)).sum()) ** 2
    return common / (common + float(((1 - standardised**2) * variances).sum()))


def standard_error_of_measurement(sd: float, reliability: float) -> float:
    """How far a score may be from the one that repeated measuring would give, in its unit (dossier 7.2)."""
    return sd * sqrt(max(0.0, 1 - reliability))


def smallest_real_change(error: float) -> float:
    """A difference between two scores that is more than error of measurement, at 95 % (dossier 7.2)."""
    return NORMAL_95 * sqrt(2) * error


def reliability(items: Sequence[str], rows: Sequence[Sequence[float]]) -> Reliability:
    """Statistics of items over organisations; with fewer than 30 of them, descriptives only (dossier 7.2).

    Raises ValueError as `matrix_of`.
    """
    matrix = matrix_of(rows)
    enough = len(matrix) >= ORGANISATIONS
    alpha = cronbach_alpha(matrix) if enough else None
    statistics = _items(items, matrix, alpha)
    if alpha is None:
        return Reliability(len(matrix), statistics)
    low, high = feldt_interval(alpha, *matrix.shape)
    error = standard_error_of_measurement(float(matrix.mean(axis=1).std(ddof=1)), alpha)
    return Reliability(
        len(matrix), statistics, alpha, low, high, omega_total(matrix), error, smallest_real_change(error)
    )


def intraclass(groups: Sequence[Sequence[float]]) -> Intraclass | None:
    """ICC(1) and ICC(2) of respondents in organisations, those with two or more (dossier 3.3).

    With groups of unequal size, their size is the usual mean adjusted for its spread. None with fewer than two groups.
    """
    used = [group for group in groups if len(group) >= 2]
    n = sum(map(len, used))
    if len(used) < 2:
        return None
    centre = fsum(value for group in used for value in group) / n
    means = [fsum(group) / len(group) for group in used]
    between = fsum(len(g) * (m - centre) ** 2 for g, m in zip(used, means, strict=True)) / (len(used) - 1)
    squares = fsum((value - m) ** 2 for g, m in zip(used, means, strict=True) for value in g)
    within = squares / (n - len(used))
    size = (n - sum(len(group) ** 2 for group in used) / n) / (len(used) - 1)
    below = between + (size - 1) * within
    return Intraclass(
        between,
        within,
        size,
        (between - within) / below if below else None,
        (between - within) / between if between else None,
    )


def agreement_icc(first: Sequence[float], second: Sequence[float]) -> float | None:
    """ICC(A,1) of organisations assessed twice; None when nothing varies (dossier 7.2).

    Raises ValueError unless there are two pairs or more.
    """
    matrix = matrix_of(list(zip(first, second, strict=True)))
    n, k = matrix.shape
    centre = matrix.mean()
    rows = k * float(((matrix.mean(axis=1) - centre) ** 2).sum()) / (n - 1)
    columns = n * float(((matrix.mean(axis=0) - centre) ** 2).sum()) / (k - 1)
    left = matrix - matrix.mean(axis=1, keepdims=True) - matrix.mean(axis=0, keepdims=True) + centre
    error = float((left**2).sum()) / ((n - 1) * (k - 1))
    below = rows + (k - 1) * error + k * (columns - error) / n
    return (rows - error) / below if below else None


def concordance(declared: Sequence[float], observed: Sequence[float]) -> Concordance:
    """How declared values stand to observed ones, pair by pair (dossier 7.2).

    Raises ValueError for fewer than two pairs.
    """
    if len(declared) < 2 or len(declared) != len(observed):
        raise ValueError("two pairs or more are needed")
    differences = np.asarray(declared, dtype=np.float64) - np.asarray(observed, dtype=np.float64)
    return Concordance(
        len(differences),
        float(differences.mean()),
        float(differences.std(ddof=1)),
        correlation(_ranks(declared), _ranks(observed)),
    )


def correlation(x: Matrix, y: Matrix) -> float | None:
    """Pearson's correlation, None when one of the two does not vary."""
    one, other = x - x.mean(), y - y.mean()
    below = sqrt(float(one @ one) * float(other @ other))
    return float(one @ other) / below if below > 0 else None


def _items(names: Sequence[str], matrix: Matrix, alpha: float | None) -> tuple[ItemStatistics, ...]:
    known = alpha is not None
    rests = item_rest(matrix) if known else (None,) * len(names)
    withouts = alpha_without(matrix) if known else (None,) * len(names)
    rows = zip(names, matrix.T, rests, withouts, strict=True)
    return tuple(
        ItemStatistics(
            name,
            float(column.mean()),
            float(column.std(ddof=1)),
            rest,
            without,
            _flagged(rest, without, alpha),
        )
        for name, column, rest, without in rows
    )


def _flagged(rest: float | None, without: float | None, alpha: float | None) -> bool:
    """Whether an item goes badly with the others: weakly tied to them, or alpha rises without it (dossier 7.2)."""
    rises = without is not None and alpha is not None and without - alpha > ALPHA_RISE
    return rises or (rest is not None and rest < WEAK_ITEM)


def _residuals(loadings: Matrix, correlations: Matrix) -> tuple[float, Matrix]:
    """Sum of the squared correlations between items that the factor leaves unexplained, and its slope."""
    left = correlations - np.outer(loadings, loadings)
    np.fill_diagonal(left, 0.0)
    return float((left**2).sum()), -4 * left @ loadings


def _ranks(values: Sequence[float]) -> Matrix:
    """Ranks from 1, the mean of them for equal values."""
    below = np.asarray(values, dtype=np.float64)
    less = (below[:, None] > below[None, :]).sum(axis=1)
    equal = (below[:, None] == below[None, :]).sum(axis=1)
    return np.asarray(less + (equal + 1) / 2, dtype=np.float64)
