"""Which numbers of which groups may be published together (dossier 4.2, 4.3; promises P1-P4).

A group is the set of ids of the organisations (legal entities) that count in it: those with a value that agreed to
count in benchmarks (consent b-e). Everything is decided once per snapshot and output, never per request, and per set,
never per name: a region in which there are tourist offices only is the same set as its tourist offices, so both names
are shown or neither.

**What an id stands for over time.** Write `org` for an organisation whose answers are those published before, and
another id (`org@2`) once they changed: then an edit is one that leaves and one that joins. Between two waves keep the
same id for those that answered in both. That supposes the worst, scores that did not change, in which case two waves
can be subtracted from each other like two groups of one wave.

**Numbers of different kinds and of several metrics.** Rules hold inside one output and metric. Outputs are a ladder
(a histogram is shown only where the mean is, with twenty as least difference between groups where the mean has five:
subtracting the histograms of 40 and 33 organisations gives the histogram of seven). Metrics that are parts of each
other (overall, dimension, indicator) must be counted over the same organisations in a group, or be hidden there:
otherwise the one without an answer is the difference between them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from assessment.domain.disclosure_differences import hide_near_unions, hide_revealing_rests, hide_similar
from assessment.domain.disclosure_family import Hiding, Members, family_of
from assessment.domain.disclosure_margins import PlacedMargin, complete
from assessment.domain.disclosure_rules import K_DEFAULT, SENSITIVE, Output, Reason, Verdict, least
from assessment.domain.disclosure_unknowns import hide_solvable
from assessment.domain.disclosure_waves import Settled, settle

K = TypeVar("K", bound=Hashable)

LADDER = (Output.MEAN, Output.MEDIAN, Output.QUARTILES, Output.DISTRIBUTION)
"""Each output is shown only where the one before is."""


@dataclass(frozen=True)
class Margin(Generic[K]):
    """A group and those it is divided into, a total and its row: parts do not overlap, some may be missing."""

    total: K
    parts: frozenset[K]


def decide(
    groups: Mapping[K, Members],
    *,
    margins: Collection[Margin[K]] = (),
    output: Output = Output.MEAN,
    k: int = K_DEFAULT,
    primary: Mapping[K, Reason] | None = None,
    values: Mapping[str, float] | None = None,
    history: Sequence[Mapping[K, Members]] = (),
) -> dict[K, Verdict]:
    """The verdict on every group.

    `groups` holds the members that count, by any hashable name; `margins` name groups of it (see `margins_by_axis`).
    `primary` says what is hidden for its own sake (consent); too few for `output` is found here. `values` (score, 0 or
    1, amount by organisation) add the rules that look at values: dominance of totals, everybody alike in means and
    shares, also in what two shown groups differ by. Give them wherever such an output is published. `history` holds
    the snapshots of this output published before, the oldest first, each with its *shown* groups under the same names
    (so without the wave): a later snapshot can only hide more. ValueError for k under five and for a negative amount,
    KeyError for a margin or a value that is missing.

    The result does not depend on any order, and hiding what it hides from the start changes nothing. Group sizes count
    up to about three thousand organisations and a thousand groups.
    """
    family = family_of([*groups.values(), *(one for snapshot in history for one in snapshot.values())])
    place = family.index()
    sensitive = None if values is None or output not in SENSITIVE else _Sensitive(output, values)
    rules = _Rules(_placed(groups, margins, place), least(output, k), sensitive)
    hiding = Hiding(family, {place[one] for one in groups.values() if one})
    for name, reason in _primary(groups, primary or {}, rules):
        hiding.hide(place[groups[name]], reason)
    rules.close(hiding)
    for snapshot in history:
        for name in groups.keys() & snapshot.keys():
            if groups[name] and settle(snapshot[name], groups[name], k) is Settled.KEEP:
                hiding.hide(place[groups[name]], Reason.FEW_CHANGED)
        hiding.published[[place[one] for one in snapshot.values() if one]] = True
        rules.close(hiding)
    reasons = {one: hiding.reasons.get(number) for one, number in place.items()}
    return {name: Verdict(reasons[one] if one else Reason.TOO_FEW) for name, one in groups.items()}


def decide_ladder(
    groups: Mapping[K, Members],
    *,
    margins: Collection[Margin[K]] = (),
    k: int = K_DEFAULT,
    primary: Mapping[Output, Mapping[K, Reason]] | None = None,
    values: Mapping[str, float] | None = None,
    history: Mapping[Output, Sequence[Mapping[K, Members]]] | None = None,
) -> dict[Output, dict[K, Verdict]]:
    """The verdicts on mean, median, quartiles and distribution of a score: what is hidden below is hidden above.

    Arguments as in `decide`, `primary` and `history` by output; `primary` of the distribution names the groups whose
    merged histogram may not be shown (`classes_say_someone`). A position in words follows the median.
    """
    found: dict[Output, dict[K, Verdict]] = {}
    hidden: dict[K, Reason] = {}
    for output in LADDER:
        given = {**(primary or {}).get(output, {}), **hidden}
        past = (history or {}).get(output, ())
        found[output] = decide(groups, margins=margins, output=output, k=k, primary=given, values=values, history=past)
        hidden = {name: verdict.reason for name, verdict in found[output].items() if verdict.reason is not None}
    return {**found, Output.POSITION: found[Output.MEDIAN]}


def margins_by_axis(names: Iterable[K], axes: Callable[[K], Collection[tuple[str, str]]]) -> tuple[Margin[K], ...]:
    """Every margin among groups that are crossings of axes: a group is divided by one axis more.

    `axes` gives the (axis, value) pairs of a name; the whole has none.
    """
    by_axes = {frozenset(axes(name)): name for name in names}
    parts: dict[tuple[K, str], set[K]] = {}
    for pairs, name in by_axes.items():
        for axis, value in pairs:
            above = by_axes.get(pairs - {(axis, value)})
            if above is not None:
                parts.setdefault((above, axis), set()).add(name)
    return tuple(Margin(total, frozenset(found)) for (total, _), found in parts.items())


class _Sensitive:
    """What the values of some organisations forbid: to single these out, and why."""

    def __init__(self, output: Output, values: Mapping[str, float]) -> None:
        self._rule, self.reason = SENSITIVE[output]
        self._values = values
        self._rests: dict[tuple[Members, Members], bool] = {}

    def __call__(self, members: Members) -> bool:
        return self._rule(list(map(self._values.__getitem__, members)))

    def rest(self, outer: Members, inner: Members) -> bool:
        """Whether what is left of a set without another one must not be singled out; asked again and again."""
        if (outer, inner) not in self._rests:
            self._rests[outer, inner] = self(outer - inner)
        return self._rests[outer, inner]


@dataclass(frozen=True)
class _Rules:
    """What is applied again and again until nothing more is hidden."""

    margins: Sequence[PlacedMargin]
    needed: int
    sensitive: _Sensitive | None

    def close(self, hiding: Hiding) -> None:
        """Apply every rule until none hides anything more; the one that costs most waits for the others."""
        before = -1
        while before != len(hiding.reasons):
            before = len(hiding.reasons)
            complete(hiding, self.margins, self.needed, self.sensitive)
            hide_similar(hiding, self.needed)
            hide_near_unions(hiding, self.needed)
            if self.sensitive is not None:
                hide_revealing_rests(hiding, self.sensitive.rest, self.sensitive.reason)
            if before == len(hiding.reasons):
                hide_solvable(hiding, self.needed)


def _primary(groups: Mapping[K, Members], given: Mapping[K, Reason], rules: _Rules) -> Iterable[tuple[K, Reason]]:
    """What is hidden for its own sake, by name; those given come first, in the order of `Reason`."""
    rank = {reason: number for number, reason in enumerate(Reason)}
    yield from sorted(((name, given[name]) for name in given if groups[name]), key=lambda item: rank[item[1]])
    for name, members in groups.items():
        if 0 < len(members) < rules.needed:
            yield name, Reason.TOO_FEW
        elif members and rules.sensitive is not None and rules.sensitive(members):
            yield name, rules.sensitive.reason


def _placed(
    groups: Mapping[K, Members], margins: Collection[Margin[K]], place: Mapping[Members, int]
) -> list[PlacedMargin]:
    """The margins by places, each once and in an order of their own; empty groups and a total's other name left out."""
    found = set()
    for margin in margins:
        total = groups[margin.total]
        parts = {place[groups[part]] for part in margin.parts if groups[part] and groups[part] != total}
        if total and parts:
            found.add(PlacedMargin(place[total], tuple(sorted(parts))))
    return sorted(found, key=lambda margin: (margin.total, margin.parts))
