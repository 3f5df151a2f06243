"""The home of a network: its campaigns, who has answered, what needs attention, what to do next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import RowMapping
from sqlalchemy.orm import Session

from assessment.domain.campaigns import UNFINISHED, MemberState, closing, member_state
from assessment.domain.results import Instrument
from assessment.domain.turnout import LOW, Alert, Turnout, alerts, by_group, turnout
from assessment.reports.formatting import Voice
from assessment.services.campaign_clock import remindable
from assessment.services.campaign_letters import undelivered
from assessment.services.campaigns import follow_up, is_running
from assessment.services.running_campaigns import not_invited
from assessment.services.secrets import Seal
from assessment.storage.benchmarks import last_published
from assessment.storage.campaigns import campaigns_of_network
from assessment.translation import later as _
from assessment.translation import translate
from assessment.web.campaign_views import campaign_row, home_of
from assessment.web.follow_up_tables import UNDESCRIBED, UNKNOWN
from assessment.web.pages_networks import NetworkHome, TurnoutRow, TurnoutTable
from assessment.web.pages_organisations import Link
from assessment.web.place_words import on_day
from assessment.web.places import Here

MOST = 5
"""The campaigns shown; the others are on their own page."""
ALERTS = {
    Alert.CLOSING: _("“%(campaign)s” ends on %(day)s: %(sent)s of %(invited)s organisations have sent their answers."),
    Alert.LOW: _(
        "Fewer than %(low)s have answered “%(campaign)s”, and a week is left at most. Call those that have not."
    ),
}
UNDELIVERED = _("Letters about “%(campaign)s” did not arrive at: %(names)s. Check the addresses of their leads.")
LAUNCH = _("Look at the draft “%(campaign)s” and launch it")
INVITE = _("“%(campaign)s”: invite the organisations that are not invited yet (%(number)s)")
REMIND = _("“%(campaign)s”: remind those that have not finished (%(number)s)")
FOLLOW = _("“%(campaign)s”: see how far each organisation is")
READ = _("Read the benchmarks of “%(campaign)s”")


@dataclass(frozen=True)
class Overview:
    """What the home of a network is made from; `runs` for whoever may act."""

    session: Session
    here: Here
    instrument: Instrument
    seal: Seal
    now: datetime
    runs: bool

    def page(self) -> NetworkHome:
        """The home."""
        found = self._published
        day = on_day(found["published_at"], self.here.language) if found else ""
        return NetworkHome(
            campaigns=tuple(campaign_row(self.session, self.here, row, self.now) for row in self._campaigns[:MOST]),
            alerts=tuple(link for row in self._running for link in self._alerts(row)),
            steps=tuple(self._steps()),
            published=Link(self._benchmarks, found["name"]) if found else None,
            published_on=translate("Published on %(day)s", self.here.language, day=day),
            turnout_of=self._latest["name"] if self._latest else "",
            turnouts=self._turnouts(self._latest) if self._latest else (),
        )

    @cached_property
    def _campaigns(self) -> Sequence[RowMapping]:
        return campaigns_of_network(self.session.connection(), self.here.id)

    @cached_property
    def _running(self) -> list[RowMapping]:
        return [row for row in self._campaigns if is_running(row, self.now)]

    @cached_property
    def _latest(self) -> RowMapping | None:
        """The campaign whose turnout is shown: a running one before one that is over, a test only if it is alone."""
        launched = [row for row in self._campaigns if row["launched_at"] is not None]
        ranked = sorted(launched, key=lambda row: (row["test"], not is_running(row, self.now)))
        return next(iter(ranked), None)

    @cached_property
    def _rows(self) -> dict[str, Sequence[RowMapping]]:
        """By campaign, of those that are looked into: how far each organisation is."""
        latest = [self._latest] if self._latest else []
        return {row["id"]: follow_up(self.session, row) for row in (*self._running, *latest)}

    @cached_property
    def _published(self) -> RowMapping | None:
        return last_published(self.session.connection(), self.here.id)

    @property
    def _benchmarks(self) -> str:
        return f"{self.here.view.home}/campaigns/{self._published['id']}/benchmarks" if self._published else ""

    def _alerts(self, campaign: RowMapping) -> Iterator[Link]:
        rows, closes_on = self._rows[campaign["id"]], campaign["closes_on"]
        found = turnout(member_state(row) is MemberState.SUBMITTED for row in rows)
        voice = Voice(self.here.language)
        day, low = voice.date(closes_on), voice.percent(LOW)
        for alert in alerts(found, closing(closes_on), self.now):
            yield self._link(ALERTS[alert], campaign, day=day, low=low, sent=found.sent, invited=found.invited)
        lost = undelivered(self.session, self.seal, campaign["id"])
        names = [row["name"] for row in rows if row["organisation_id"] in lost and member_state(row) in UNFINISHED]
        if names:
            yield self._link(UNDELIVERED, campaign, names=", ".join(names))

    def _steps(self) -> Iterator[Link]:
        base = f"{self.here.view.home}/campaigns"
        if self.runs and not self._campaigns:
            yield Link(f"{base}/new", translate("Prepare a campaign", self.here.language))
        for row in self._campaigns if self.runs else ():
            if row["launched_at"] is None:
                yield self._link(LAUNCH, row)
        for row in self._running:
            yield from self._steps_of(row)
        if self._published:
            yield Link(self._benchmarks, translate(READ, self.here.language, campaign=self._published["name"]))

    def _steps_of(self, campaign: RowMapping) -> Iterator[Link]:
        new = len(not_invited(self.session, campaign).organisations)
        waiting = len(remindable(self.session, campaign, self.now))
        if self.runs and new:
            yield self._link(INVITE, campaign, end="#outside", number=new)
        if self.runs and waiting:
            yield self._link(REMIND, campaign, end="/reminders", number=waiting)
        yield self._link(FOLLOW, campaign, end="#follow-up")

    def _link(self, message: str, campaign: RowMapping, *, end: str = "", **values: object) -> Link:
        text = translate(message, self.here.language, campaign=campaign["name"], **values)
        return Link(home_of(self.here, campaign) + end, text)

    def _turnouts(self, campaign: RowMapping) -> tuple[TurnoutTable, ...]:
        kinds = {
            kind.id: kind.title.text(self.here.language) for kind in self.instrument.questionnaire.organisation_types
        }
        regions = {region.insee: region.name for region in self.instrument.regions}
        rows = self._rows[campaign["id"]]
        return (
            self._turnout(_("Kind of organisation"), rows, "type", kinds),
            self._turnout(_("Region"), rows, "region", regions),
        )

    def _turnout(
        self, title: str, rows: Sequence[Mapping[Any, Any]], column: str, names: Mapping[str, str]
    ) -> TurnoutTable:
        language = self.here.language
        members = [(row[column] or UNKNOWN, member_state(row) is MemberState.SUBMITTED) for row in rows]
        groups, others = by_group(members)
        listed = [*(code for code in names if code in groups), *(code for code in groups if code not in names)]
        lines = [self._line(names.get(code, translate(UNDESCRIBED, language)), groups[code]) for code in listed]
        if others.invited:
            together = translate("The others together", language) if groups else translate("All together", language)
            lines.append(self._line(together, others))
        return TurnoutTable(translate(title, language), tuple(lines))

    def _line(self, name: str, found: Turnout) -> TurnoutRow:
        share = Voice(self.here.language).percent(found.share or 0)
        return TurnoutRow(name, str(found.invited), str(found.sent), share)
