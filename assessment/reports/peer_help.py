"""Who could help whom, in words: names and dimensions of those who agreed, never a score (dossier 6.4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from assessment.domain.disclosure_rules import band
from assessment.domain.peer_offers import Proposed, ProposedCohort, Round
from assessment.domain.results import Instrument
from assessment.reports.benchmark_tables import Cell, Column, Row, Table
from assessment.reports.benchmark_words import SHORT, Words
from assessment.reports.formatting import Voice
from assessment.translation import later as _

HELP, PAIRS, COHORTS, EFFECT = "help", "pairs", "cohorts", "effect"
TOO_FEW = "too-few"


@dataclass(frozen=True, slots=True)
class RoundPresenter:
    """The tables of a round; `found` is what may be shown of it now."""

    found: Round
    words: Words

    @property
    def voice(self) -> Voice:
        """How the language says things."""
        return self.words.voice

    def tables(self) -> dict[str, Table]:
        """Every table, by the name of its files."""
        return {HELP: self.help(), PAIRS: self.pairs(), COHORTS: self.cohorts(), EFFECT: self.effect()}

    def about(self) -> tuple[str, ...]:
        """When it was worked out, and how many declared something, in bands."""
        say, found = self.voice.say, self.found
        counts = say(
            "Seek help or a cohort: %(seekers)s organisations. Offer help: %(helpers)s.",
            seekers=self._count(found.seekers),
            helpers=self._count(found.helpers),
        )
        return (counts, *made_sentences(found, self.voice))

    def facts(self) -> dict[str, Any]:
        """The same for programs."""
        made = self.found.made_at
        counts = {"seek": band(self.found.seekers), "offer": band(self.found.helpers)}
        bands = {name: [one.low, one.high] if one else [] for name, one in counts.items()}
        return {"worked_out_at": made.isoformat(timespec="seconds") if made else None, **bands}

    def help(self) -> Table:
        """Who can help whom, one way: by whom is helped, since two helpers are proposed to each at most."""
        columns = {"helper": _("Who can help"), "with": _("Mainly with"), "help": _("How much"), "sure": _("How sure")}
        found = sorted(self.found.proposals.help, key=lambda one: (self._name(one.receiver), self._name(one.helper)))
        rows = [
            Row(
                str(number),
                self._name(one.receiver),
                (self._named(one.helper), self._dimension(one.dimension), self._much(one), self._sure(one)),
            )
            for number, one in enumerate(found, 1)
        ]
        return self._table(_("Who can help whom"), _("Who is helped"), columns, rows)

    def pairs(self) -> Table:
        """Two organisations for each other."""
        columns = {
            "with": _("Second organisation"),
            "gives": _("The first helps mainly with"),
            "gets": _("The second helps mainly with"),
            "sure": _("How sure"),
        }
        found = sorted(self.found.proposals.pairs, key=lambda pair: self._name(pair[0].helper))
        rows = [
            Row(
                str(number),
                self._name(one.helper),
                (
                    self._named(one.receiver),
                    self._dimension(one.dimension),
                    self._dimension(back.dimension),
                    self._sure(one, back),
                ),
            )
            for number, (one, back) in enumerate(found, 1)
        ]
        return self._table(_("Two for each other"), _("First organisation"), columns, rows)

    def cohorts(self) -> Table:
        """Groups that could work on one theme together."""
        columns = {"theme": _("Theme"), "members": _("Members"), "guides": _("Guides among them"), "why": _("Why")}
        rows = [self._cohort(number, one) for number, one in enumerate(self.found.proposals.cohorts, 1)]
        return self._table(_("Cohorts"), _("Cohort"), columns, rows)

    def effect(self) -> Table:
        """What past cohorts brought, hidden while too few agreed."""
        columns = {
            "points": _("Change beyond that of the others (points)"),
            "low": _("At least (19 times in 20)"),
            "high": _("At most (19 times in 20)"),
            "members": _("Members"),
            "others": _("Others"),
        }
        say, found = self.voice.say, self.found.proposals.effect
        cells = [Cell(None, say(SHORT[TOO_FEW]), TOO_FEW)] * len(columns)
        if found is not None:
            points = (Cell(value, self.voice.number(value, 0)) for value in (found.points, found.low, found.high))
            counts = (self._count(len(side)) for side in (found.members, found.others))
            cells = [*points, *(Cell(count, count) for count in counts)]
        row = Row("all", say("Organisations that have been in a cohort"), tuple(cells))
        reason = say(
            "Too few: this needs at least five organisations that say they have been in a cohort and five similar "
            "others, that let the head of the network read their scores in this campaign and in the one before."
        )
        return self._table(_("What past cohorts brought"), _("Who"), columns, [row], () if found else (reason,))

    def _cohort(self, number: int, one: ProposedCohort) -> Row:
        theme = self._dimension(one.theme)
        why = self.voice.say(
            "“%(theme)s” is among the three largest gaps of at least four of them. The guides are strong in it and "
            "offer to help with it.",
            theme=theme.text,
        )
        cells = (theme, self._list(one.members), self._list(one.guides), Cell(why, why))
        return Row(str(number), self.voice.say("Cohort %(number)s", number=number), cells)

    def _table(
        self, title: str, head: str, columns: dict[str, str], rows: Iterable[Row], reasons: tuple[str, ...] = ()
    ) -> Table:
        say = self.voice.say
        named = tuple(Column(key, say(text)) for key, text in columns.items())
        return Table(say(title), say(head), named, tuple(rows), reasons)

    def _name(self, code: str) -> str:
        return self.found.declared[code].name

    def _named(self, code: str) -> Cell:
        return Cell(self._name(code), self._name(code))

    def _list(self, codes: Iterable[str]) -> Cell:
        text = " · ".join(sorted(self._name(code) for code in codes))
        return Cell(text, text)

    def _dimension(self, code: str) -> Cell:
        return Cell(code, self.words.metric(f"dimension:{code}"))

    def _much(self, one: Proposed) -> Cell:
        return Cell("a-lot", self.voice.say("a lot")) if one.much else Cell("some", self.voice.say("some"))

    def _sure(self, *found: Proposed) -> Cell:
        if any(one.unsure for one in found):
            return Cell("try", self.voice.say("try, not sure"))
        return Cell("sure", self.voice.say("sure"))

    def _count(self, number: int) -> str:
        found = band(number)
        return self.words.count([found.low, found.high] if found else [])


def present_round(found: Round, instrument: Instrument, language: str) -> RoundPresenter:
    """The tables of a round in one language."""
    return RoundPresenter(found, Words(instrument, Voice(language)))


def made_sentences(found: Round, voice: Voice) -> tuple[str, ...]:
    """When it was worked out, and whether that failed since."""
    if found.too_long and found.made_at is None:
        return (voice.say("Working it out took too long this time. It is tried again every hour."),)
    if found.made_at is None:
        return (voice.say("It is being worked out. Come back in ten minutes."),)
    made = voice.say("Worked out on %(day)s.", day=voice.date(found.made_at.date()))
    late = voice.say("Working it out anew took too long: this is what was found before. It is tried again every hour.")
    return (made, late) if found.too_long else (made,)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Another organisation by name, what could be done together, and a caution where there is one."""

    name: str
    sentence: str
    caution: str


@dataclass(frozen=True, slots=True)
class OwnPeers:
    """Help among peers as one organisation sees it, for one campaign.

    `helpers` can help it, it could help those `helped`, and `both` ways with one more; None for what it did not ask.
    """

    about: tuple[str, ...]
    network: str
    helpers: tuple[Suggestion, ...] | None
    helped: tuple[Suggestion, ...] | None
    both: tuple[Suggestion, ...]


def present_own_peers(
    found: Round, own: str, names: tuple[str, str], instrument: Instrument, language: str
) -> OwnPeers:
    """The block of one organisation; `own` is its id, `names` those of the campaign and of its network."""
    page, mine, (campaign, network) = present_round(found, instrument, language), found.declared[own], names
    say, proposals = page.voice.say, found.proposals
    where = say("Campaign “%(campaign)s” of %(network)s.", campaign=campaign, network=network)
    both = (_both(page, own, pair) for pair in proposals.pairs if own in (pair[0].helper, pair[0].receiver))
    return OwnPeers(
        (where, *made_sentences(found, page.voice)),
        network,
        tuple(_helper(page, one) for one in proposals.help if one.receiver == own) if mine.seeks else None,
        tuple(_helped(page, one) for one in proposals.help if one.helper == own) if mine.helps else None,
        tuple(both),
    )


def _helper(page: RoundPresenter, one: Proposed) -> Suggestion:
    title, say = page.words.metric(f"dimension:{one.dimension}"), page.voice.say
    much = say("Can help you a lot, mainly with “%(dimension)s”, in which it is strong.", dimension=title)
    some = say("Can help you some, mainly with “%(dimension)s”, in which it is strong.", dimension=title)
    return Suggestion(page.found.declared[one.helper].name, much if one.much else some, _caution(page, one))


def _helped(page: RoundPresenter, one: Proposed) -> Suggestion:
    title, say = page.words.metric(f"dimension:{one.dimension}"), page.voice.say
    much = say("You could help it a lot, mainly with “%(dimension)s”.", dimension=title)
    some = say("You could help it some, mainly with “%(dimension)s”.", dimension=title)
    return Suggestion(page.found.declared[one.receiver].name, much if one.much else some, _caution(page, one))


def _both(page: RoundPresenter, own: str, pair: tuple[Proposed, Proposed]) -> Suggestion:
    gives, gets = pair if pair[0].helper == own else pair[::-1]
    sentence = page.voice.say(
        "You help it mainly with “%(gives)s”, it helps you mainly with “%(gets)s”.",
        gives=page.words.metric(f"dimension:{gives.dimension}"),
        gets=page.words.metric(f"dimension:{gets.dimension}"),
    )
    return Suggestion(page.found.declared[gets.helper].name, sentence, _caution(page, *pair))


def _caution(page: RoundPresenter, *found: Proposed) -> str:
    said = page.voice.say("Try, not sure: your scores on it differ by no more than chance.")
    return said if any(one.unsure for one in found) else ""
