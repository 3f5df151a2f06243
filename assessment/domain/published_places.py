"""With whom each organisation is compared, and higher than how many in ten of them it stands (dossier 4.1, 4.4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from assessment.domain.benchmarks import higher_than, percentile_rank
from assessment.domain.disclosure_rules import Output
from assessment.domain.peer_groups import Axis, Comparison, Group, comparison_for
from assessment.domain.publishing import OVERALL, Contribution, Decided, Name, key_of
from assessment.domain.score_grid import counts_of

Places = dict[str, dict[str, Any]]


def own_places(contributions: Sequence[Contribution], decided: Mapping[str, Decided]) -> Places:
    """By organisation: its `group`, the closer ones that are `too_small`, and `higher_than` by metric.

    The group is the closest one that a place can be told in, else the closest one with a mean; None without any.
    """
    overall = decided.get(OVERALL)
    if overall is None:
        return {}
    found: Places = {}
    for one in contributions:
        comparison = _comparison(one, overall)
        name = _name(comparison.group) if comparison else None
        found[one.member.id] = {
            "group": None if name is None else key_of(name),
            "too_small": [key_of(_name(group)) for group in comparison.too_small] if comparison else [],
            "higher_than": {} if name is None else _places(one, name, decided),
        }
    return found


def _comparison(one: Contribution, overall: Decided) -> Comparison | None:
    for output in (Output.POSITION, Output.MEAN):
        sizes = {_group(name): len(members) for name, members in overall.shown(output).items()}
        if found := comparison_for(one.member, "", sizes):
            return found
    return None


def _places(one: Contribution, name: Name, decided: Mapping[str, Decided]) -> dict[str, int]:
    """Positions in words, of those metrics in which they may be told."""
    places = {}
    for metric, item in decided.items():
        score, members = one.scores.get(metric), item.shown(Output.POSITION).get(name)
        if score is None or members is None:
            continue
        counts = counts_of([other.scores[metric] for other in item.counted if other.token in members])
        places[metric] = higher_than(percentile_rank(counts, score, counted=one.token in members))
    return places


def _group(name: Name) -> Group:
    return Group("", tuple((Axis(axis), value) for axis, value in name))


def _name(group: Group) -> Name:
    return tuple((axis.value, value) for axis, value in group.crossing)
