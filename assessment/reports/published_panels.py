"""The panels on the quality of a network's data, as it was published (dossier 7.4)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from assessment.domain.coverage import LEAST_COVERAGE
from assessment.domain.data_quality import (
    AGREEMENT_ALERT,
    DONT_KNOW_ALERT,
    END_ALERT,
    EVIDENCE_ALERT,
    OPTIMISM_ALERT,
    STYLE_ALERT,
)
from assessment.domain.published_quality import ALIKE, HIGHER, LOWER, evenness
from assessment.domain.publishing import DIMENSION, INDICATOR
from assessment.domain.questionnaire import RespondentRole
from assessment.domain.reliability import ORGANISATIONS
from assessment.domain.waves import LEAST_RETENTION
from assessment.reports.benchmark_tables import Cell, Row, Table
from assessment.reports.benchmark_words import Words
from assessment.reports.panel_rows import PanelRows
from assessment.reports.published_quality import PERCENT, QualityTables, above, below, dimension_looks, piled
from assessment.reports.quality_panels import COEFFICIENT
from assessment.translation import later

Document = Mapping[str, Any]
LEAST_EVENNESS = 0.6
"""Below it, weights for who did not answer cost too much precision (dossier 7.4)."""
ROLES = {
    RespondentRole.MANAGEMENT: later("management: %(count)s"),
    RespondentRole.STAFF: later("staff: %(count)s"),
    RespondentRole.ELECTED: later("elected members: %(count)s"),
    RespondentRole.PROVIDER: later("providers: %(count)s"),
}
NAMES = {LOWER: later("lower scores"), HIGHER: later("higher scores"), ALIKE: later("no difference")}
LATE = {
    LOWER: later("The last third to answer scored lower than the first: who did not answer may be lower still."),
    HIGHER: later("The last third to answer scored higher than the first: who did not answer may be higher still."),
    ALIKE: later("The last third to answer scored no differently from the first, beyond chance."),
}
LEAVERS = {
    LOWER: later("Those who did not take part again had lower scores: part of any rise is that they are gone."),
    HIGHER: later("Those who did not take part again had higher scores: part of any fall is that they are gone."),
    ALIKE: later("Those who did not take part again had no other scores, beyond chance."),
}


@dataclass(frozen=True, slots=True)
class PublishedPanels:
    """The panels of a publication in one language; `document` is all of it."""

    document: Document
    words: Words

    @property
    def quality(self) -> Document:
        """The figures about the data."""
        found: Document = self.document["quality"]
        return found

    @property
    def put(self) -> PanelRows:
        """How lines are put."""
        return PanelRows(self.words)

    def table(self) -> Table:
        """All panels."""
        rows = tuple(self._rows())
        reasons = QualityTables(self.quality, self.words).reasons({cell.reason for row in rows for cell in row.cells})
        title, head = self.put.say("What the data say about themselves"), self.put.say("Panel")
        return Table(title, head, self.put.columns(), rows, reasons)

    def _rows(self) -> Iterator[Row]:
        yield self._coverage()
        yield self._completeness()
        yield self._respondents()
        yield self._agreement()
        yield self._evidence()
        yield self._optimism()
        yield self._style()
        yield self._ends()
        yield self._reliability()
        yield self.put.compared("late", later("Late answers"), self.quality["late"], LATE, NAMES)
        yield self._weights()
        if self.quality["panel"]:
            yield self._retention(self.quality["panel"]["retention"])
            leavers = self.quality["panel"]["leavers"]
            yield self.put.compared("leavers", later("Those who left"), leavers, LEAVERS, NAMES)
        yield self._validity()

    def _coverage(self) -> Row:
        percent, limit = self.document["coverage"]["percent"], PERCENT * LEAST_COVERAGE
        figure = {"hidden": "unknown"} if percent is None else {"value": percent}
        reading = self.put.say("The share of the organisations invited that answered.")
        alert = self.put.under(limit)
        return self.put.share("coverage", later("Coverage"), figure, alert, reading, alerting=below(figure, limit))

    def _completeness(self) -> Row:
        say, limit = self.put.say, PERCENT * DONT_KNOW_ALERT
        found = self._practices(lambda one: above(one["dont_know"], limit))
        reading = say("No practice is known to be unknown to so many.")
        if found:
            reading = say("Many do not know about these, a finding of its own: %(items)s.", items=self.put.named(found))
        alert = say("a practice unknown to more than %(limit)s", limit=self.put.percent(limit))
        known = self._any("practices", "answered", "dont_know")
        return self.put.counted(
            "completeness", later("Completeness"), self._of_practices(found), alert, reading, known=known
        )

    def _respondents(self) -> Row:
        counts = self.quality["respondents"]
        said = [self.put.say(word, count=self.words.count(counts[role.value])) for role, word in ROLES.items()]
        reading = self.put.say("The number of organisations in which somebody answered in this role.")
        return self.put.said("respondents", later("Respondents"), self.words.voice.listing(said), reading)

    def _agreement(self) -> Row:
        say, dimensions = self.put.say, self.quality["dimensions"]
        found = [DIMENSION + code for code, one in dimensions.items() if any(dimension_looks(one))]
        reading = say("People of one organisation agree enough to be averaged.")
        if found:
            reading = say(
                "Here people of one organisation agree too little to be averaged without a conversation: %(items)s.",
                items=self.put.named(found),
            )
        alert = say("ICC(2) or r*wg below %(limit)s", limit=self.words.voice.number(AGREEMENT_ALERT, COEFFICIENT))
        known = self._any("dimensions", "icc", "r_wg")
        return self.put.counted(
            "agreement", later("Agreement"), self._of_dimensions(found), alert, reading, known=known
        )

    def _evidence(self) -> Row:
        figure, limit = self.quality["evidence"], PERCENT * EVIDENCE_ALERT
        reading = self.put.say("The share of answers that a fact bears out; the others are somebody’s word.")
        alerting = below(figure, limit) or figure.get("hidden") == "few"
        alert = self.put.under(limit)
        return self.put.share("evidence", later("Evidence"), figure, alert, reading, alerting=alerting)

    def _optimism(self) -> Row:
        say = self.put.say
        found = self._practices(lambda one: above(one["optimism"], OPTIMISM_ALERT))
        reading = say("Where facts measure a practice, what is declared stands close to them.")
        if found:
            reading = say("Declared well above what facts measure: %(items)s.", items=self.put.named(found))
        points = self.words.voice.number(OPTIMISM_ALERT, 0)
        alert = say("a practice declared more than %(points)s points above", points=points)
        known = self._any("practices", "optimism")
        return self.put.counted(
            "optimism", later("Declared and observed"), self._of_practices(found), alert, reading, known=known
        )

    def _style(self) -> Row:
        style, limit = self.quality["style"], PERCENT * STYLE_ALERT
        reading = self.put.say(
            "The share of organisations with a form that looks hasty: one answer nearly throughout, all at the top, or "
            "in less than a third of the usual time. Where every form fails two of these, the organisation is set "
            "aside from benchmarks, not deleted, and told so: %(count)s.",
            count=self.words.count(style["aside"]),
        )
        alerting, alert = above(style["hasty"], limit), self.put.over(limit)
        return self.put.share("style", later("Answering style"), style["hasty"], alert, reading, alerting=alerting)

    def _ends(self) -> Row:
        say, limit = self.put.say, self.put.percent(PERCENT * END_ALERT)
        found = self._practices(piled)
        reading = say("No practice is known to have so many at one end.")
        if found:
            reading = say("These hardly tell organisations apart: %(items)s.", items=self.put.named(found))
        alert = say("more than %(limit)s at the lowest or highest level", limit=limit)
        known = self._any("practices", "reversed")
        return self.put.counted(
            "ends", later("Practices at one end"), self._of_practices(found), alert, reading, known=known
        )

    def _reliability(self) -> Row:
        say, found = self.put.say, self._practices(lambda one: bool(one["apart"].get("value")))
        reading = say("No practice stands apart from the others of its dimension.")
        if found:
            reading = say(
                "Their wording is worth a look; a low alpha is no fault of the questionnaire: %(items)s.",
                items=self.put.named(found),
            )
        known = self._any("dimensions", "alpha")
        alert = say("a practice that goes badly with its neighbours (%(least)s organisations)", least=ORGANISATIONS)
        return self.put.counted(
            "reliability", later("Reliability"), self._of_practices(found), alert, reading, known=known
        )

    def _weights(self) -> Row:
        left = evenness(self.document.get("who_answered", {}).get("type", ()))
        figure = {"hidden": "unknown"} if left is None else {"value": PERCENT * left}
        reading = self.put.say(
            "What the answers are worth, in answers, once each kind of organisation has its proper weight."
        )
        alert, alerting = self.put.under(PERCENT * LEAST_EVENNESS), below(figure, PERCENT * LEAST_EVENNESS)
        return self.put.share(
            "weights", later("Worth of the answers once weighted"), figure, alert, reading, alerting=alerting
        )

    def _retention(self, figure: Document) -> Row:
        limit = PERCENT * LEAST_RETENTION
        reading = self.put.say("The share of the organisations of the wave before that took part again.")
        alerting, alert = below(figure, limit) or figure.get("hidden") == "few", self.put.under(limit)
        return self.put.share("retention", later("Taking part again"), figure, alert, reading, alerting=alerting)

    def _validity(self) -> Row:
        reading = self.put.say(
            "How the overall score goes with the share of visits that lead to a booking or a contact (-1 to 1). Below "
            "zero, the questionnaire would measure something else than it should."
        )
        alert = self.put.say("below zero")
        return self.put.number(
            "validity", later("Tie to results"), self.quality["validity"], COEFFICIENT, alert, reading, 0
        )

    def _of_practices(self, found: list[str]) -> Cell:
        """So many of all practices."""
        every = len(self.quality["practices"])
        return Cell(len(found), self.put.say("%(count)s of %(all)s practices", count=len(found), all=every))

    def _of_dimensions(self, found: list[str]) -> Cell:
        """So many of all dimensions."""
        every = len(self.quality["dimensions"])
        return Cell(len(found), self.put.say("%(count)s of %(all)s dimensions", count=len(found), all=every))

    def _practices(self, test: Callable[[Document], bool]) -> list[str]:
        """The practices of which something holds."""
        return [INDICATOR + code for code, one in self.quality["practices"].items() if test(one)]

    def _any(self, part: str, *names: str) -> bool:
        """Whether anything is said of these figures of the practices or dimensions."""
        return any(
            one[name].get("hidden", "few") in ("few", "nearly-all")
            for one in self.quality[part].values()
            for name in names
        )
