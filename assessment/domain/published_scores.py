"""The numbers of shown groups as they are frozen into a publication, rounded once and for all (dossier 4.2, 4.5, 4.7).

A cell is a plain document: `n` (band), `mean` (drawn to the others of its table, with `low` and `high` of its 90 %
interval), `median`, `quartiles`, `deciles` (P10, P90), `classes` (low, high, percent) and `change`; what is hidden has
its reason under `hidden`, by output. Everything is in whole points.

A mean that is hidden because one to four organisations came or went since the wave before has the way out of dossier
4.3 instead: `about`, rounded to five points, for twenty organisations or more. Nothing else is said of such a group,
and for every other decision its mean counts as hidden. The rounding leaves 2.5 points times all its organisations open
in their sum, 50 points at least. That is enough where several such groups of three waves are put together; from ten
organisations on, it was not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from math import floor, sqrt
from typing import Any

from assessment.domain.arithmetic import clip
from assessment.domain.benchmarks import Statistics, histogram, statistics_of
from assessment.domain.disclosure_rules import TOLERANCE, Output, Reason, band, rounded_score, rounded_share
from assessment.domain.group_means import GroupMean, ShrunkenMean, pooled_variance, shrunken_means
from assessment.domain.peer_groups import Axis, Group
from assessment.domain.publishing import Contribution, Decided, Name, crossings_of
from assessment.domain.score_grid import Counts
from assessment.domain.snapshots import frame_of, snapshot_of
from assessment.domain.waves import Change, matched_change

Cell = dict[str, Any]
OUTPUTS = (Output.MEAN, Output.MEDIAN, Output.QUARTILES, Output.DISTRIBUTION, Output.CHANGE)
WAVE = "now"
LEAST_SPREAD = TOLERANCE
"""Points of standard deviation that intervals suppose at least: one without width would say that all are alike."""
COARSE, FEWEST_COARSE = 5, 20
"""To how many points the mean of a group with few newcomers is rounded, and how many organisations that takes."""


def cells_of(metric: str, decided: Decided, population: Mapping[Name, int]) -> dict[Name, Cell]:
    """The cell of every group of one metric; `population` says how many organisations each has, answered or not."""
    found: dict[Name, Cell] = {}
    for axes in crossings_of(metric):
        names = [name for name in decided.sets if tuple(Axis(axis) for axis, _ in name) == axes]
        counts = _counts(metric, decided, names)
        shown = [name for name in names if decided.verdicts[Output.MEAN][name].shown]
        means = shrunken({name: counts[name] for name in shown}, population)
        found |= {name: _cell(metric, name, decided, counts[name], means.get(name)) for name in names}
    return found


def _counts(metric: str, decided: Decided, names: Sequence[Name]) -> dict[Name, Counts]:
    """Counts on the score grid of the groups of one crossing."""
    axes = tuple(Axis(axis) for axis, _ in names[0]) if names else ()
    scored = [(one.member, {metric: one.scores[metric]}) for one in decided.counted]
    snapshot = snapshot_of(WAVE, scored, [metric], frame_of([member for member, _ in scored], axes))
    return {name: snapshot.group(Group(WAVE, tuple((Axis(axis), value) for axis, value in name)))[0] for name in names}


def shrunken(counts: Mapping[Name, Counts], population: Mapping[Name, int]) -> dict[Name, ShrunkenMean]:
    """The means of shown groups drawn to each other: worked out from these and from no others (see disclosure).

    The more of a group answered, the less chance there is in its mean (`coverage.unsampled`).
    """
    found = {name: statistics for name, one in counts.items() if (statistics := statistics_of(one))}
    if not found:
        return {}
    within = pooled_variance([(one.n, one.deviation or 0.0) for one in found.values()]) or 0.0
    within = max(within, LEAST_SPREAD**2)
    groups = [GroupMean(one.n, one.mean, population.get(name)) for name, one in found.items()]
    means = shrunken_means(groups, within)
    return dict(zip(found, means.groups, strict=True))


def _cell(metric: str, name: Name, decided: Decided, counts: Counts, mean: ShrunkenMean | None) -> Cell:
    reasons = {output: decided.verdicts[output][name].reason for output in OUTPUTS}
    cell: Cell = {"hidden": {output.value: reason.value for output, reason in reasons.items() if reason}}
    statistics = statistics_of(counts)
    if statistics and reasons[Output.MEAN] is Reason.FEW_CHANGED and statistics.n >= FEWEST_COARSE:
        return cell | {"n": _band(statistics.n), "about": coarse(statistics.mean)}
    if mean is None or statistics is None:
        return cell
    cell |= {"n": _band(statistics.n), "mean": _points(mean.value)}
    cell |= {"low": _points(mean.interval.low), "high": _points(mean.interval.high)}
    cell |= _spread(statistics, counts, {output for output, reason in reasons.items() if reason is None})
    if reasons[Output.CHANGE] is None:
        change = _change(metric, decided.panels[name], decided.counted)
        cell |= {"change": change} if change else {}
    return cell


def _spread(statistics: Statistics, counts: Counts, shown: Iterable[Output]) -> Cell:
    low, lower, median, upper, high = map(_points, statistics.quantiles)
    parts: dict[Output, Cell] = {
        Output.MEDIAN: {"median": median},
        Output.QUARTILES: {"quartiles": [lower, upper]},
    }
    if Output.DISTRIBUTION in shown:
        classes = [
            [_points(item.low), _points(item.high), rounded_share(item.count / statistics.n)]
            for item in histogram(counts)
        ]
        parts[Output.DISTRIBUTION] = {"deciles": [low, high], "classes": classes}
    found: Cell = {}
    for output, part in parts.items():
        found |= part if output in shown else {}
    return found


def _change(metric: str, panel: frozenset[str], counted: Sequence[Contribution]) -> Cell | None:
    """The change of a group since the wave before: of those in both, with its 95 % interval."""
    inside = [one for one in counted if one.token in panel]
    before = {one.token: score for one in inside if (score := one.before.get(metric)) is not None}
    after = {one.token: score for one in inside if (score := one.scores[metric]) is not None}
    change = matched_change(before, after)
    return plain_change(change) if change else None


def plain_change(change: Change) -> Cell:
    """A change in whole points with its 95 % interval, how many it is about, and whether it is more than chance."""
    ends = replace(change, error=max(change.error, LEAST_SPREAD / sqrt(change.n))).interval
    return {
        "n": _band(change.n),
        "points": whole(change.mean),
        "low": whole(ends.low),
        "high": whole(ends.high),
        "proven": ends.low > 0 or ends.high < 0,
    }


def coarse(mean: float) -> int:
    """A mean (0-100) to the next five points, halves up."""
    return COARSE * rounded_score(mean / COARSE)


def _band(n: int) -> list[int | None]:
    found = band(n)
    return [found.low, found.high] if found else []


def _points(value: float) -> int:
    return rounded_score(clip(value, 0.0, 100.0))


def whole(value: float) -> int:
    """The nearest whole number, halves up, below zero as well."""
    return floor(value + 0.5)
