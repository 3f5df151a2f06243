"""Every number of a publication that is hidden, with the reason, one by one.

A change since no wave before is not hidden but missing: changes are listed where two waves can be compared.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from assessment.domain.disclosure_rules import Output
from assessment.domain.peer_groups import CROSSINGS
from assessment.domain.published_roles import roles_in
from assessment.reports.benchmark_tables import Cell, Column, Row, Table
from assessment.reports.benchmark_words import REASONS, SHORT
from assessment.reports.benchmarks import Presenter
from assessment.reports.published_panels import PublishedPanels
from assessment.reports.published_quality import REASONS as QUALITY_REASONS
from assessment.reports.published_quality import SHORT as QUALITY_SHORT
from assessment.reports.published_quality import QualityTables
from assessment.reports.published_roles import COLUMNS, role_name
from assessment.translation import later

OUTPUTS = {
    Output.MEAN.value: later("mean"),
    Output.MEDIAN.value: later("median"),
    Output.QUARTILES.value: later("quartiles"),
    Output.DISTRIBUTION.value: later("tenths and distribution"),
    Output.CHANGE.value: later("change"),
}
LINES = (
    ("metric", later("Of what")),
    ("output", later("Numbers hidden")),
    ("reason", later("Why they are hidden")),
    ("count", later("How many")),
)
WORDS = QUALITY_SHORT | SHORT
ROLE, QUALITY, WHOLE = "role:", "quality:", "whole"


@dataclass(frozen=True, slots=True)
class Masked:
    """One hidden number: of which group, of which metric, which of its outputs, and the code of the reason."""

    group: str
    metric: str
    output: str
    reason: str


@dataclass(frozen=True, slots=True)
class Names:
    """How metrics and their outputs are called, each looked up once."""

    presenter: Presenter
    _metrics: dict[str, str] = field(default_factory=dict)
    _outputs: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        say = self.presenter.voice.say
        self._outputs.update({code: say(word) for code, word in OUTPUTS.items()})
        self._outputs.update({ROLE + code: say(title) for code, (title, _) in COLUMNS.items()})
        self._metrics.update({ROLE + code: role_name(code, self.presenter.words) for code in self._roles})
        for name, table in quality_tables(self.presenter).items():
            self._outputs.update({f"{QUALITY}{name}:{one.key}": one.title for one in table.columns})
            self._metrics.update({f"{QUALITY}{name}:{one.key}": one.title for one in table.rows})

    @property
    def _roles(self) -> Mapping[str, object]:
        return roles_in(self.presenter.document)

    def metric(self, code: str) -> str:
        """What was measured."""
        if code not in self._metrics:
            self._metrics[code] = self.presenter.words.metric(code)
        return self._metrics[code]

    def output(self, code: str) -> str:
        """Which number about it."""
        return self._outputs[code]

    def reason(self, code: str) -> str:
        """Why it is hidden, in a word or two."""
        return self.presenter.voice.say(WORDS[code])


def quality_tables(presenter: Presenter) -> dict[str, Table]:
    """The tables on how far the data can be trusted, by a word for each; none where nothing is known of that."""
    if not presenter.document.get("quality"):
        return {}
    found = QualityTables(presenter.document["quality"], presenter.words)
    panels = PublishedPanels(presenter.document, presenter.words).table()
    return {"panels": panels, "practices": found.practices(), "dimensions": found.dimensions()}


def masked_scores(presenter: Presenter) -> Iterator[Masked]:
    """Every hidden number about scores, group by group."""
    outputs = outputs_of(presenter)
    for axes in CROSSINGS:
        for key in presenter.words.groups(presenter.document, axes):
            for metric, cell in presenter.document["groups"][key].items():
                yield from (Masked(key, metric, one, cell["hidden"][one]) for one in outputs if one in cell["hidden"])


def outputs_of(presenter: Presenter) -> list[str]:
    """What can be hidden of a score."""
    comparable = (presenter.document["before"] or {}).get("comparable")
    return [one for one in OUTPUTS if comparable or one != Output.CHANGE.value]


def masked_roles(presenter: Presenter) -> Iterator[Masked]:
    """Every hidden number of the tables of roles."""
    for role in roles_in(presenter.document):
        table = presenter.roles(role)
        for row, column, cell in hidden_cells(table):
            yield Masked("" if row.key == WHOLE else row.key, ROLE + role, ROLE + column.key, cell.reason)


def masked_quality(presenter: Presenter) -> Iterator[Masked]:
    """Every hidden number of the tables on how far the data can be trusted."""
    for name, table in quality_tables(presenter).items():
        for row, column, cell in hidden_cells(table):
            yield Masked("", f"{QUALITY}{name}:{row.key}", f"{QUALITY}{name}:{column.key}", cell.reason)


def masked_numbers(presenter: Presenter) -> list[Masked]:
    """Every hidden number of a publication."""
    return [*masked_scores(presenter), *masked_roles(presenter), *masked_quality(presenter)]


def hidden_cells(table: Table) -> Iterator[tuple[Row, Column, Cell]]:
    """The cells of a table that hold a reason instead of a number."""
    for row in table.rows:
        for column, cell in zip(table.columns, row.cells, strict=True):
            if cell.reason:
                yield row, column, cell


def masked_table(presenter: Presenter) -> Table:
    """Every hidden number, those of one group and metric that are hidden for one reason on one line."""
    words, voice, names = presenter.words, presenter.voice, Names(presenter)
    found: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    hidden = masked_numbers(presenter)
    for one in hidden:
        found[one.group, one.metric, one.reason].append(one.output)
    rows = tuple(
        Row(
            group,
            words.group(group),
            (
                Cell(metric, names.metric(metric)),
                Cell(" ".join(outputs), ", ".join(map(names.output, outputs))),
                Cell(reason, names.reason(reason)),
                Cell(len(outputs), voice.number(len(outputs), 0)),
            ),
        )
        for (group, metric, reason), outputs in found.items()
    )
    reasons = reason_sentences(presenter, hidden)
    return Table(voice.say("Hidden numbers"), voice.say("Group"), line_columns(presenter), rows, reasons)


def line_columns(presenter: Presenter) -> tuple[Column, ...]:
    """The columns of lists of hidden numbers."""
    return tuple(Column(key, presenter.voice.say(title)) for key, title in LINES)


def reason_sentences(presenter: Presenter, hidden: Iterable[Masked]) -> tuple[str, ...]:
    """The sentences about those reasons that occur; the same reason may mean more where it is about quality."""
    found = {(one.reason, one.metric.startswith(QUALITY)) for one in hidden}
    plain = [sentence for code, sentence in REASONS.items() if (code, False) in found]
    others = [sentence for code, sentence in QUALITY_REASONS.items() if (code, True) in found]
    return tuple(dict.fromkeys(presenter.voice.say(sentence) for sentence in (*plain, *others)))


def masked_lead(presenter: Presenter) -> str:
    """How many of the numbers about scores are hidden, and how they are listed."""
    hidden, there = count_scores(presenter)
    voice = presenter.voice
    return voice.say(
        "Of %(there)s numbers about scores, %(hidden)s are hidden to protect organisations. Groups of which the same "
        "is hidden for the same reason stand together.",
        there=voice.number(there, 0),
        hidden=voice.number(hidden, 0),
    )


def count_scores(presenter: Presenter) -> tuple[int, int]:
    """How many numbers about scores are hidden, and how many there are in all."""
    metrics = sum(len(found) for found in presenter.document["groups"].values())
    return sum(1 for _ in masked_scores(presenter)), metrics * len(outputs_of(presenter))
