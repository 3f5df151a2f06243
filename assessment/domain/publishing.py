"""What of a campaign's scores may be published: for every metric, the groups that are shown and those that are not.

Metrics that are parts of each other are counted over the same organisations (see `disclosure`). The overall score and
the dimensions count those that have all of them; an indicator counts those of them that answered it, and is treated as
if it were its dimension's own number: a group in which one to four lack it is hidden, and so is what would follow from
several such groups.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from assessment.domain.benchmarks import histogram
from assessment.domain.disclosure import LADDER
from assessment.domain.disclosure_rules import Output, Reason, Verdict, classes_say_someone, count_reason
from assessment.domain.peer_groups import CROSSINGS, Axis, Consent, Crossing, Member
from assessment.domain.publishing_judge import Judge, reasons_in
from assessment.domain.score_grid import counts_of

Name = tuple[tuple[str, str], ...]
"""A group by its (axis, value) pairs, whatever the wave; none is the whole network."""
Sets = Mapping[Name, frozenset[str]]
Shown = Mapping[Output, Sets]
"""Whom the shown numbers of one metric were about, by output and group."""

OVERALL = "overall"
DIMENSION, INDICATOR, INDEX = "dimension:", "indicator:", "index:"
GAP = "index:gap"
"""The weighted gap index, which the dimensions make up as they do the overall score."""
LEAST_SHARE = 0.5
"""A dimension that fewer organisations have is not published: counting it would leave most of them out."""
MIDDLE = 50.0
"""Stands for a score that is no longer known, of an organisation that has left."""


@dataclass(frozen=True, slots=True)
class Contribution:
    """An organisation with its scores in points by metric, None where it has none.

    `token` stands for these very answers (see `disclosure`). `before` holds its scores of the wave before, when it took
    part in it and both can be compared.
    """

    member: Member
    token: str
    scores: Mapping[str, float | None]
    before: Mapping[str, float | None] = field(default_factory=dict)

    @property
    def counts(self) -> bool:
        """Whether it agreed to count in benchmarks."""
        return self.member.consent.allows(Consent.COUNTED)


@dataclass(frozen=True, slots=True)
class Decided:
    """Of one metric: the organisations that count in it, what is decided of each group, and whom a change is about."""

    counted: tuple[Contribution, ...]
    sets: Sets
    verdicts: Mapping[Output, Mapping[Name, Verdict]]
    panels: Sets

    def shown(self, output: Output) -> dict[Name, frozenset[str]]:
        """The groups of which this output is shown, with their members."""
        sets = self.panels if output is Output.CHANGE else self.sets
        return {name: sets[name] for name, verdict in self.verdicts[output].items() if verdict.shown and sets[name]}


def metrics_of(contributions: Sequence[Contribution]) -> tuple[str, ...]:
    """The metrics to publish, the overall score first, then as they come; dimensions that few have are left out."""
    found = dict.fromkeys(metric for one in contributions for metric in one.scores)
    counted = [one for one in contributions if one.counts]
    few = {
        metric
        for metric in found
        if metric.startswith(DIMENSION)
        and sum(one.scores.get(metric) is not None for one in counted) < LEAST_SHARE * len(counted)
    }
    return tuple(sorted((metric for metric in found if metric not in few), key=lambda metric: metric != OVERALL))


def crossings_of(metric: str) -> tuple[Crossing, ...]:
    """By what a metric is grouped: indicators by one axis only, everything else by two at most."""
    return tuple(axes for axes in CROSSINGS if len(axes) < 2) if metric.startswith(INDICATOR) else CROSSINGS


def names_of(member: Member, crossings: Iterable[Crossing]) -> tuple[Name, ...]:
    """The groups an organisation belongs to, leaving out axes on which it has no place."""
    pairs = (tuple((axis.value, member.value(axis)) for axis in axes) for axes in crossings)
    return tuple(name for name in pairs if all(value for _, value in name))


def sets_of(contributions: Iterable[Contribution], crossings: Sequence[Crossing]) -> dict[Name, frozenset[str]]:
    """The members of every group, by token."""
    found: dict[Name, set[str]] = {}
    for one in contributions:
        for name in names_of(one.member, crossings):
            found.setdefault(name, set()).add(one.token)
    return {name: frozenset(members) for name, members in found.items()}


def decide_all(
    contributions: Sequence[Contribution],
    history: Mapping[str, Sequence[Shown]],
    known: Mapping[str, Mapping[str, float | None]],
) -> dict[str, Decided]:
    """What is decided of every metric.

    `history` holds, by metric, what all earlier publications of the network show, the oldest first; `known` the scores
    of tokens that only those know.
    """
    answers, found, judge = _Answers(contributions), dict[str, Decided](), Judge()
    for metric in sorted(answers.metrics, key=lambda name: name.startswith(INDICATOR)):
        scores = {token: one.get(metric) for token, one in known.items()}
        above = parent_of(metric, answers.metrics)
        around = [*history.get(above, ()), *([_as_past(found[above])] if above in found else [])]
        found[metric] = _decide(judge, answers.candidates(metric), history.get(metric, ()), around, scores)
    return {metric: found[metric] for metric in answers.metrics}


def parent_of(metric: str, metrics: Iterable[str]) -> str:
    """The dimension an indicator is part of, whose id begins its own; an empty text for what is part of none."""
    if not metric.startswith(INDICATOR):
        return ""
    code = metric.removeprefix(INDICATOR)
    return next((m for m in metrics if m.startswith(DIMENSION) and code.startswith(m.removeprefix(DIMENSION))), "")


@dataclass(frozen=True, slots=True)
class _Candidates:
    """What there is to decide on of one metric: `answered` are the groups with those who do not want to be counted."""

    counted: tuple[Contribution, ...]
    sets: Sets
    panels: Sets
    answered: Sets
    scores: Mapping[str, float]


class _Answers:
    """The organisations of a campaign and their groups, from which those that count in a metric are taken."""

    def __init__(self, contributions: Sequence[Contribution]) -> None:
        self.metrics = metrics_of(contributions)
        self._all = contributions
        self._counting = [one for one in contributions if one.counts]
        whole = [metric for metric in self.metrics if metric.startswith((OVERALL, DIMENSION))]
        self._whole = [one for one in self._counting if all(one.scores.get(metric) is not None for metric in whole)]
        self._sets = sets_of(contributions, CROSSINGS)

    def candidates(self, metric: str) -> _Candidates:
        """What there is to decide on of a metric: an index may stand apart, all others are counted together."""
        apart = metric.startswith(INDEX) and metric != GAP
        counted = _having(metric, self._counting if apart else self._whole)
        twice = [one for one in counted if one.before.get(metric) is not None]
        answered, sets, panels = (self._groups(metric, some) for some in (_having(metric, self._all), counted, twice))
        names = [name for name, members in answered.items() if members]
        return _Candidates(
            counted,
            {name: sets[name] for name in names},
            {name: panels[name] for name in names},
            {name: answered[name] for name in names},
            {one.token: score for one in counted if (score := one.scores[metric]) is not None},
        )

    def _groups(self, metric: str, some: Iterable[Contribution]) -> dict[Name, frozenset[str]]:
        """Which of these organisations are in each group that there is of a metric."""
        tokens, most = frozenset(one.token for one in some), max(map(len, crossings_of(metric)))
        return {name: members & tokens for name, members in self._sets.items() if len(name) <= most}


def _having(metric: str, contributions: Iterable[Contribution]) -> tuple[Contribution, ...]:
    return tuple(one for one in contributions if one.scores.get(metric) is not None)


def _decide(
    judge: Judge,
    given: _Candidates,
    past: Sequence[Shown],
    above: Sequence[Shown],
    known: Mapping[str, float | None],
) -> Decided:
    """Each output of the ladder is shown only where the one before is; changes follow from what is shown of means.

    `above` is what is shown of the dimension that an indicator is part of, before and now. Earlier changes are made of
    the scores that earlier means are made of, so that new means must stand beside both.
    """
    history: dict[Output, list[Sets]] = {output: [one.get(output, {}) for one in past] for output in LADDER}
    history[Output.MEAN] += [_aside(one.get(Output.CHANGE, {}), f"change-{number}") for number, one in enumerate(past)]
    values = _values(given.scores, known, [*chain(*history.values()), *_together(above)])
    hidden = _unwilling(given.sets, given.answered)
    found: dict[Output, Mapping[Name, Verdict]] = {}
    for output in LADDER:
        if output is Output.DISTRIBUTION:
            hidden |= _one_class(given, hidden)
        beside = above if output is Output.MEAN else ()
        found[output] = judge.decide(output, given.sets, hidden, _histories(history[output], beside), values)
        hidden = reasons_in(found[output])
    shown = {name: given.sets[name] for name, verdict in found[Output.MEAN].items() if verdict.shown}
    around = _histories([*_together(past), _aside(shown, "now")], above)
    found[Output.CHANGE] = judge.decide(Output.CHANGE, given.panels, reasons_in(found[Output.MEAN]), around, values)
    found[Output.POSITION] = found[Output.MEDIAN]
    return Decided(given.counted, given.sets, found, given.panels)


def _histories(own: Sequence[Sets], above: Sequence[Shown]) -> list[Sequence[Sets]]:
    """What is shown of a metric by itself, and with what is shown of the dimension above it, where there is one."""
    return [own, [*own, *_together(above)]] if above else [own]


def _unwilling(sets: Sets, answered: Sets) -> dict[Name, Reason]:
    """The groups that are too small only because of those who do not want to be counted."""
    reasons = {name: count_reason(Output.MEAN, len(sets[name]), len(answered[name])) for name in sets}
    return {name: reason for name, reason in reasons.items() if reason is Reason.NO_CONSENT}


def _one_class(given: _Candidates, hidden: Collection[Name]) -> dict[Name, Reason]:
    """The other groups whose histogram would say too much of somebody."""
    found = {}
    for name in given.sets.keys() - hidden:
        classes = histogram(counts_of([given.scores[one] for one in given.sets[name]]))
        if given.sets[name] and classes_say_someone([item.count for item in classes]):
            found[name] = Reason.WOULD_REVEAL_OTHER
    return found


def _values(scores: Mapping[str, float], known: Mapping[str, float | None], shown: Iterable[Sets]) -> dict[str, float]:
    """A score for every token that any rule can meet."""
    old = frozenset[str]().union(*(members for sets in shown for members in sets.values()))
    found = {token: known.get(token) for token in old}
    return {token: MIDDLE if score is None else score for token, score in found.items()} | dict(scores)


def _as_past(decided: Decided) -> Shown:
    return {output: decided.shown(output) for output in (*LADDER, Output.CHANGE)}


def _together(past: Sequence[Shown]) -> list[Sets]:
    """What else is shown: changes are counted as if they were one number with the means of both waves."""
    return [
        _aside(one.get(output, {}), f"{output.value}-{number}")
        for number, one in enumerate(past)
        for output in (Output.MEAN, Output.CHANGE)
    ]


def _aside(sets: Sets, word: str) -> dict[Name, frozenset[str]]:
    """The same sets by other names: they count as published, but not as earlier numbers of the groups."""
    return {(("shown", word), *name): members for name, members in sets.items()}


def key_of(name: Name) -> str:
    """A group's name as one text: `type=OT|region=84`, empty for the whole."""
    return "|".join(f"{axis}={value}" for axis, value in name)


def name_of(key: str) -> Name:
    """The name that `key_of` wrote. Raises ValueError for a text it would not write."""
    pairs = tuple(tuple(part.split("=", 1)) for part in key.split("|")) if key else ()
    name = tuple((pair[0], pair[-1]) for pair in pairs)
    if tuple(Axis(axis) for axis, _ in name) not in CROSSINGS or not all(value for _, value in name):
        raise ValueError(f"no such group: {key}")
    return name
