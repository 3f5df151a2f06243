"""With whom each organisation is compared, and higher than how many in ten of them it stands (dossier 4.1, 4.4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from assessment.domain.benchmarks import higher_than, percentile_rank
from assessment.domain.disclosure_rules import Output
from assessment.domain.peer_groups import Axis, Comparison, Group, comparison_for
from assessment.domain.publishing import OVERALL, Contribution, Decided, Name, key_of
from assessment.domain.score_grid import Counts, counts_of

Places = dict[str, dict[str, Any]]


def own_places(contributions: Sequence[Contribution], decided: Mapping[str, Decided]) -> Places:
    """By organisation: its `group`, the closer ones that are `too_small`, and `higher_than` by metric.

    The group is the closest one that a place can be told in, else the closest one with a mean; None without any.
    """
    if OVERALL not in decided:
        return {}
    found, standings = Places(), _Standings(decided)
    for one in contributions:
        comparison = standings.comparison(one)
        name = _name(comparison.group) if comparison else None
        found[one.member.id] = {
            "group": None if name is None else key_of(name),
            "too_small": [key_of(_name(group)) for group in comparison.too_small] if comparison else [],
            "higher_than": {} if name is None else standings.places(one, name),
        }
    return found


class _Standings:
    """The groups that somebody can be compared with, counted once for all their members."""

    def __init__(self, decided: Mapping[str, Decided]) -> None:
        overall = decided[OVERALL]
        self._sizes = [
            {_group(name): len(members) for name, members in overall.shown(output).items()}
            for output in (Output.POSITION, Output.MEAN)
        ]
        self._shown = {metric: item.shown(Output.POSITION) for metric, item in decided.items()}
        self._scores = {
            metric: {one.token: one.scores[metric] for one in item.counted} for metric, item in decided.items()
        }
        self._counts: dict[tuple[str, Name], Counts] = {}

    def comparison(self, one: Contribution) -> Comparison | None:
        """With whom an organisation is compared."""
        found = (comparison_for(one.member, "", sizes) for sizes in self._sizes)
        return next((comparison for comparison in found if comparison), None)

    def places(self, one: Contribution, name: Name) -> dict[str, int]:
        """Positions in words, of those metrics in which they may be told."""
        places = {}
        for metric, shown in self._shown.items():
            score = one.scores.get(metric)
            if score is not None and name in shown:
                rank = percentile_rank(self._counted(metric, name), score, counted=one.token in shown[name])
                places[metric] = higher_than(rank)
        return places

    def _counted(self, metric: str, name: Name) -> Counts:
        if (metric, name) not in self._counts:
            scores = self._scores[metric]
            self._counts[metric, name] = counts_of([scores[token] for token in self._shown[metric][name]])
        return self._counts[metric, name]


def _group(name: Name) -> Group:
    return Group("", tuple((Axis(axis), value) for axis, value in name))


def _name(group: Group) -> Name:
    return tuple((axis.value, value) for axis, value in group.crossing)
