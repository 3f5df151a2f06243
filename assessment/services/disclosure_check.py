"""The audit of what is published: whether anybody's value follows from all shown numbers of a network together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from assessment.domain.disclosure_audit import Disclosed, Leak, leaks
from assessment.domain.disclosure_rules import Output, least
from assessment.domain.publishing import Shown, parent_of
from assessment.services.benchmarks import shown_history
from assessment.services.publication_history import roles_shown

Sets = tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found of a network: how many numbers were looked at, and the leaks by metric and output."""

    numbers: int
    leaks: tuple[tuple[str, str, Leak], ...]


def check_disclosure(session: Session, campaign_id: str) -> Checked:
    """Look for what can be worked out from all publications of the network of a campaign.

    The worst is supposed: scores that do not change from wave to wave, changes that are means, indicators that are
    their dimension's own numbers. That last one gives somebody away only where it does for every indicator of the
    dimension, since the dimension is the sum of them all. Quantiles are no sums: they rest on their least numbers.
    Raises LookupError for no campaign.
    """
    rows = shown_history(session, campaign_id)
    history = [shown for _, shown in rows]
    metrics = tuple(dict.fromkeys(metric for shown in history for metric in shown))
    found: list[tuple[str, str, Leak]] = []
    for metric in metrics:
        found += _leaks(metric, Output.MEAN, _sets(history, [metric], (Output.MEAN, Output.CHANGE)))
        found += _leaks(metric, Output.DISTRIBUTION, _sets(history, [metric], (Output.DISTRIBUTION,)))
        found += _leaks_of_parts(metric, metrics, history)
    numbers = _numbers(history)
    of_roles = [roles_shown(row["members"]) for row, _ in rows]
    for role in sorted({role for shown in of_roles for role in shown}):
        told = [shown[role] for shown in of_roles if role in shown]
        for output, all_sets in (
            (Output.TOTAL, [one.totals for one in told]),
            (Output.SHARE, [one.shares for one in told]),
        ):
            sets = tuple(members for one in all_sets for members in one.values())
            found += _leaks(f"role:{role}", output, sets)
            numbers += len(sets)
    return Checked(numbers, tuple(found))


def _leaks(metric: str, output: Output, sets: Sets) -> list[tuple[str, str, Leak]]:
    return [(metric, output.value, leak) for leak in leaks(map(Disclosed, sets), least(output))]


def _leaks_of_parts(
    metric: str, metrics: Sequence[str], history: Sequence[Mapping[str, Shown]]
) -> list[tuple[str, str, Leak]]:
    """What a dimension gives away together with its indicators."""
    parts = [part for part in metrics if parent_of(part, metrics) == metric]
    both = (_sets(history, [metric, part], (Output.MEAN, Output.CHANGE)) for part in parts)
    found = [_leaks(metric, Output.MEAN, sets) for sets in both]
    return found[0] if found and all(found) else []


def _sets(history: Sequence[Mapping[str, Shown]], metrics: Iterable[str], outputs: Sequence[Output]) -> Sets:
    """The different sets of organisations that shown numbers are about."""
    shown = (one.get(metric, {}).get(output, {}) for one in history for metric in metrics for output in outputs)
    return tuple(dict.fromkeys(members for sets in shown for members in sets.values()))


def _numbers(history: Sequence[Mapping[str, Shown]]) -> int:
    return sum(len(sets) for shown in history for outputs in shown.values() for sets in outputs.values())
