"""What many assessments give reason to doubt or to trust (dossier 7.2, 7.4), a sentence for each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from assessment.domain.data_quality import AGREEMENT_ALERT, DONT_KNOW_ALERT, END_ALERT, EVIDENCE_ALERT, DataQuality
from assessment.domain.localised import Localised
from assessment.domain.questionnaire import RespondentRole
from assessment.domain.reliability import ORGANISATIONS
from assessment.reports.formatting import NONE, Voice

COEFFICIENT = 2
"""Decimals of a coefficient between 0 and 1."""


LISTED = 5
"""How many things are named before the others are only counted."""


@dataclass(frozen=True, slots=True)
class Panel:
    """One thing worth knowing about the data: what was found, and what it means in a sentence."""

    title: str
    value: str
    reading: str
    alert: bool


@dataclass(frozen=True, slots=True)
class Panels:
    """The panels of one panel of data, in one language; `titles` are those of dimensions and practices by id."""

    found: DataQuality
    titles: Mapping[str, Localised]
    voice: Voice

    def __iter__(self) -> Iterator[Panel]:
        yield self.reliability()
        yield self.change()
        yield self.respondents()
        yield self.completeness()
        yield self.evidence()
        yield self.optimism()
        yield self.style()
        yield self.ends()

    def reliability(self) -> Panel:
        """Alpha by dimension and the practices that go badly with their neighbours."""
        say, title = self.voice.say, self.voice.say("Reliability")
        known = [item.reliability for item in self.found.dimensions if item.reliability]
        alphas = [item.alpha for item in known if item.alpha is not None]
        if not alphas:
            reading = say(
                "Alpha, omega and the smallest real change need %(least)s organisations with whole answers to a "
                "dimension; below that only each practice by itself is described.",
                least=ORGANISATIONS,
            )
            return Panel(title, NONE, reading, alert=False)
        value = say(
            "alpha %(low)s to %(high)s",
            low=self.voice.number(min(alphas), COEFFICIENT),
            high=self.voice.number(max(alphas), COEFFICIENT),
        )
        flagged = [item.item for one in known for item in one.items if item.flagged]
        if not flagged:
            return Panel(title, value, say("No practice stands apart from the others of its dimension."), alert=False)
        reading = say(
            "These practices go badly with the others; their wording is worth a look: %(items)s.",
            items=self._named(flagged),
        )
        return Panel(title, value, reading, alert=True)

    def change(self) -> Panel:
        """How far a score must move to be more than error of measurement."""
        say, number = self.voice.say, self.voice.number
        known = [item.reliability for item in self.found.dimensions if item.reliability]
        changes = [item.smallest_change for item in known if item.smallest_change is not None]
        title = say("Real change")
        if not changes:
            return Panel(title, NONE, say("Not known below %(least)s organisations.", least=ORGANISATIONS), alert=False)
        value = say("%(low)s to %(high)s points", low=number(min(changes)), high=number(max(changes)))
        reading = say("A smaller difference between two scores of a dimension may be nothing but error of measurement.")
        return Panel(title, value, reading, alert=False)

    def respondents(self) -> Panel:
        """Who answered, and whether the people of one organisation agree."""
        say, number = self.voice.say, self.voice.number
        counts = {role.value: number(self.found.respondents.get(role, 0), 0) for role in RespondentRole}
        value = say("%(management)s management, %(staff)s staff, %(elected)s elected, %(provider)s providers", **counts)
        title, doubtful = say("Respondents"), [item.dimension for item in self.found.dimensions if item.alert]
        if doubtful:
            reading = say(
                "Here people of one organisation agree too little to be averaged without a conversation (ICC(2) or "
                "agreement below %(least)s): %(dimensions)s.",
                least=number(AGREEMENT_ALERT, COEFFICIENT),
                dimensions=self._named(doubtful),
            )
        elif any(item.intraclass or item.r_wg is not None for item in self.found.dimensions):
            reading = say("People of one organisation agree enough to be averaged.")
        else:
            reading = say("Agreement cannot be told: too few organisations have several respondents.")
        return Panel(title, value, reading, alert=bool(doubtful))

    def completeness(self) -> Panel:
        """How much was answered, and what people often do not know."""
        say, found = self.voice.say, self.found.indicators
        applying = sum(item.organisations for item in found)
        answered = sum(item.coverage * item.organisations for item in found)
        value = say("%(share)s answered", share=self.voice.percent(answered / applying)) if applying else NONE
        unknown = [item.indicator for item in found if "dont_know" in item.alerts]
        reading = say("No practice is unknown to more than %(most)s.", most=self.voice.percent(DONT_KNOW_ALERT))
        if unknown:
            reading = say(
                "More than %(most)s do not know about these, a finding of its own: %(items)s.",
                most=self.voice.percent(DONT_KNOW_ALERT),
                items=self._named(unknown),
            )
        return Panel(say("Completeness"), value, reading, alert=bool(unknown))

    def evidence(self) -> Panel:
        """How much rests on more than a word."""
        say, share = self.voice.say, self.found.evidence
        if share is None:
            return Panel(say("Evidence"), NONE, say("Nothing was answered."), alert=False)
        reading = say("Enough answers rest on a document, on the eyes of a third party or on a fact.")
        if self.found.evidence_alert:
            reading = say(
                "Fewer than %(least)s of the answers rest on more than somebody’s word: ask for documents.",
                least=self.voice.percent(EVIDENCE_ALERT),
            )
        return Panel(say("Evidence"), self.voice.percent(share), reading, alert=self.found.evidence_alert)

    def optimism(self) -> Panel:
        """What is declared against what facts measure."""
        say, number, found = self.voice.say, self.voice.number, self.found.concordance
        title = say("Declared and observed")
        if found is None:
            return Panel(title, NONE, say("Too few answers can be compared with a fact."), alert=False)
        low, high = found.limits
        value = say("%(difference)s points on average", difference=number(found.difference))
        reading = say(
            "Over %(pairs)s comparisons declared less observed lies mostly between %(low)s and %(high)s points; their "
            "order agrees at %(order)s (Spearman).",
            pairs=number(found.pairs, 0),
            low=number(low, 0),
            high=number(high, 0),
            order=number(found.spearman, COEFFICIENT),
        )
        return Panel(title, value, reading, alert=self.found.optimism_alert)

    def style(self) -> Panel:
        """Forms that look filled in without reading."""
        say = self.voice.say
        value = say("%(share)s of forms look hasty", share=self.voice.percent(self.found.suspicious_forms))
        reading = say(
            "Forms to be set aside from comparisons, as they fail two checks (long runs of one answer, all at the "
            "top): %(count)s.",
            count=self.voice.number(self.found.forms_set_aside, 0),
        )
        return Panel(say("Answering style"), value, reading, alert=self.found.style_alert)

    def ends(self) -> Panel:
        """Practices that hardly tell organisations apart."""
        say = self.voice.say
        piled = [item.indicator for item in self.found.indicators if "ends" in item.alerts]
        value = say("%(count)s practices at one end", count=self.voice.number(len(piled), 0))
        reading = say(
            "No practice has more than %(most)s of its answers at one end.", most=self.voice.percent(END_ALERT)
        )
        if piled:
            reading = say(
                "More than %(most)s stand at the lowest or highest level, which hardly tells organisations apart: "
                "%(items)s.",
                most=self.voice.percent(END_ALERT),
                items=self._named(piled),
            )
        return Panel(say("Practices"), value, reading, alert=bool(piled))

    def _named(self, codes: Iterable[str]) -> str:
        titles = [self.voice.say("“%(title)s”", title=self.voice.text(self.titles[code])) for code in codes]
        more = len(titles) - LISTED
        others = [self.voice.say("%(count)s others", count=self.voice.number(more, 0))] if more > 1 else titles[LISTED:]
        return self.voice.listing([*titles[:LISTED], *others])
