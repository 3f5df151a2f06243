"""The hidden numbers of a publication gathered for people: groups of which the same is hidden stand together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from assessment.domain.peer_groups import Axis, Crossing
from assessment.domain.published_roles import roles_in
from assessment.domain.publishing import DIMENSION, INDEX, INDICATOR, OVERALL, name_of
from assessment.reports.benchmark_tables import Cell, Row, Table
from assessment.reports.benchmark_words import OFFERED, REASONS
from assessment.reports.benchmarks import Presenter
from assessment.reports.masked import (
    OUTPUTS,
    QUALITY,
    ROLE,
    Masked,
    Names,
    line_columns,
    masked_quality,
    masked_roles,
    masked_scores,
    outputs_of,
    reason_sentences,
)
from assessment.reports.published_roles import COLUMNS
from assessment.translation import later

KINDS = {
    DIMENSION: later("all dimensions"),
    INDICATOR: later("all practices"),
    INDEX: later("all indices"),
}
BY_CODE = (f"{QUALITY}practices:", f"{QUALITY}dimensions:")
Places = frozenset[tuple[str, str]]
"""What is hidden of a group for one reason: metrics with their outputs."""
Everything = Mapping[str, Sequence[str]]
"""The metrics there are of groups of a crossing, by their kind."""


def masked_tables(presenter: Presenter) -> tuple[Table, ...]:
    """One table for every way to group scores, one for roles, one for the quality of the data; none without lines."""
    found: dict[Crossing, list[Masked]] = {axes: [] for axes in OFFERED.values()}
    for one in masked_scores(presenter):
        found[tuple(Axis(axis) for axis, _ in name_of(one.group))].append(one)
    names, say = Names(presenter), presenter.voice.say
    tables = [_of_scores(names, axes, hidden) for axes, hidden in found.items()]
    tables.append(_apart(names, say("Roles by region"), list(masked_roles(presenter))))
    tables.append(_apart(names, say("Trust in the data"), list(masked_quality(presenter))))
    return tuple(table for table in tables if table.rows)


def _table(names: Names, title: str, rows: tuple[Row, ...], hidden: Iterable[Masked]) -> Table:
    presenter = names.presenter
    columns, reasons = line_columns(presenter), reason_sentences(presenter, hidden)
    return Table(title, presenter.voice.say("Groups"), columns, rows, reasons)


def _row(names: Names, groups: Sequence[str], said: tuple[str, str, str], count: int) -> Row:
    """A line: the groups, of what and which numbers in words, the code of the reason, and how many that makes."""
    of, numbers, reason = said
    cells = (
        Cell(of, of),
        Cell(numbers, numbers),
        Cell(reason, names.reason(reason)),
        Cell(count, names.presenter.voice.number(count, 0)),
    )
    return Row(" ".join(groups), groups_text(names.presenter, groups), cells)


def _of_scores(names: Names, axes: Crossing, hidden: Sequence[Masked]) -> Table:
    presenter = names.presenter
    everything = _everything(presenter, axes)
    rows = []
    for (reason, places), groups in _alike(hidden).items():
        for outputs, metrics in _clauses(places).items():
            every = list(outputs) == outputs_of(presenter)
            numbers = presenter.voice.say("all") if every else ", ".join(map(names.output, outputs))
            said = (metrics_text(names, metrics, everything), numbers, reason)
            rows.append(_row(names, groups, said, len(groups) * len(outputs) * len(metrics)))
    return _table(names, presenter.words.axes(axes), tuple(rows), hidden)


def _alike(found: Iterable[Masked]) -> dict[tuple[str, Places], list[str]]:
    """The groups of which the same numbers are hidden for the same reason."""
    places: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    for one in found:
        places[one.group, one.reason].add((one.metric, one.output))
    alike: dict[tuple[str, Places], list[str]] = defaultdict(list)
    for (group, reason), hidden in places.items():
        alike[reason, frozenset(hidden)].append(group)
    order = list(REASONS)
    return dict(sorted(alike.items(), key=lambda item: (order.index(item[0][0]), -len(item[1]))))


def _clauses(places: Places) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Metrics of which the same outputs are hidden, by these outputs."""
    outputs: dict[str, set[str]] = defaultdict(set)
    for metric, output in places:
        outputs[metric].add(output)
    found: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for metric in sorted(outputs):
        found[tuple(one for one in OUTPUTS if one in outputs[metric])].append(metric)
    return {key: tuple(metrics) for key, metrics in sorted(found.items(), key=lambda item: -len(item[0]))}


def _apart(names: Names, title: str, hidden: Sequence[Masked]) -> Table:
    """Metrics of which the same outputs of the same groups are hidden for one reason stand together."""
    outputs: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for one in hidden:
        outputs[one.metric, one.reason, one.group].append(one.output)
    groups: dict[tuple[str, str, tuple[str, ...]], list[str]] = defaultdict(list)
    for (metric, reason, group), found in outputs.items():
        groups[metric, reason, tuple(found)].append(group)
    metrics: dict[tuple[str, tuple[str, ...], tuple[str, ...]], list[str]] = defaultdict(list)
    for (metric, reason, hidden_outputs), regions in groups.items():
        metrics[reason, hidden_outputs, tuple(regions)].append(metric)
    rows = tuple(_apart_row(names, *key, found) for key, found in metrics.items())
    return _table(names, title, rows, hidden)


def _apart_row(
    names: Names, reason: str, outputs: tuple[str, ...], groups: tuple[str, ...], metrics: Sequence[str]
) -> Row:
    say, of_roles = names.presenter.voice.say, metrics[0].startswith(ROLE)
    every_role = of_roles and len(metrics) == len(roles_in(names.presenter.document)) > 1
    of = say("all roles") if every_role else "; ".join(_briefly(names, metrics))
    every_number = of_roles and len(outputs) == len(COLUMNS)
    numbers = say("all") if every_number else "; ".join(map(names.output, outputs))
    return _row(names, groups, (of, numbers, reason), len(groups) * len(outputs) * len(metrics))


def _briefly(names: Names, metrics: Sequence[str]) -> list[str]:
    """Practices and dimensions by their codes, everything else by its name."""
    codes = [one.rpartition(":")[2] for one in metrics if one.startswith(BY_CODE)]
    return [*(names.metric(one) for one in metrics if not one.startswith(BY_CODE)), *ranges(codes)]


def groups_text(presenter: Presenter, groups: Sequence[str]) -> str:
    """The names of groups of one crossing; of two axes, each value of the first with those of the second."""
    words, found = presenter.words, dict[str, list[str]]()
    for key in groups:
        first, _, second = key.partition("|")
        found.setdefault(words.group(first), []).extend([words.group(second)] if second else [])
    if not any(found.values()):
        return ", ".join(found)
    colon = presenter.voice.say(": ")
    return "; ".join(f"{first}{colon}{', '.join(rest)}" for first, rest in found.items())


def metrics_text(names: Names, metrics: Sequence[str], everything: Everything) -> str:
    """What is measured, briefly: all of a kind together, else by their codes; what is left out if that is shorter."""
    say, every = names.presenter.voice.say, [one for found in everything.values() for one in found]
    if len(metrics) == len(every):
        return say("everything measured")
    rest = [one for one in every if one not in metrics]
    if len(rest) < len(metrics):
        return say("everything but %(rest)s", rest=_listed(names, rest, everything))
    return _listed(names, metrics, everything)


def _listed(names: Names, metrics: Sequence[str], everything: Everything) -> str:
    parts = [names.metric(one) for one in metrics if one == OVERALL]
    for kind, word in KINDS.items():
        found = sorted(one for one in metrics if one.startswith(kind))
        if found and len(found) == len(everything[kind]):
            parts.append(names.presenter.voice.say(word))
        elif kind == INDEX:
            parts += map(names.metric, found)
        else:
            parts += ranges([one.removeprefix(kind) for one in found])
    return ", ".join(parts)


def ranges(codes: Sequence[str]) -> list[str]:
    """Codes such as CAP1, CAP2, CAP3, CLI1 with those that follow each other drawn together: CAP1–CAP3, CLI1."""
    found: list[list[str]] = []
    for code in codes:
        if found and _next(found[-1][-1]) == code:
            found[-1].append(code)
        else:
            found.append([code])
    return [run[0] if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in found]


def _next(code: str) -> str:
    letters = code.rstrip("0123456789")
    digits = code.removeprefix(letters)
    return f"{letters}{int(digits) + 1}" if digits else ""


def _everything(presenter: Presenter, axes: Crossing) -> dict[str, list[str]]:
    groups = [presenter.document["groups"][key] for key in presenter.words.groups(presenter.document, axes)]
    found: dict[str, list[str]] = defaultdict(list)
    for metric in dict.fromkeys(one for cells in groups for one in cells):
        found[next((kind for kind in KINDS if metric.startswith(kind)), OVERALL)].append(metric)
    return found
