"""Assessments of organisations as cards: how far they are, and what the person who looks may open."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, RowMapping

from assessment.domain.participation import Mode, ResultsFor, Standing, results_open_to
from assessment.storage.access import SignedIn, standing_of
from assessment.storage.organisations import participation_of, runs_of_organisations
from assessment.translation import translate
from assessment.web.pages_organisations import Card, Invitation, Link
from assessment.web.place_words import on_day


def _(message: str) -> str:
    """Mark a text for translation; it is translated when it is shown."""
    return message


TITLES = {
    "full": _("Full assessment, begun on %(day)s"),
    "express": _("Express assessment, begun on %(day)s"),
}
MODES = {Mode.SHARED: _("One sheet filled in together"), Mode.PANEL: _("One sheet for each person")}
STANDINGS = {
    Standing.LEAD: _("You run this assessment."),
    Standing.MANAGER: _("Another lead runs this assessment."),
    Standing.COLLEAGUE: _("Others of your organisation run this assessment."),
    Standing.RESPONDENT: _("You are invited to answer."),
}


@dataclass(frozen=True, slots=True)
class Deck:
    """Makes the cards that a person sees; `invited` holds their invitations by assessment."""

    person: SignedIn
    invited: Mapping[str, RowMapping]
    language: str

    def cards(self, connection: Connection, organisation_ids: Collection[str]) -> tuple[Card, ...]:
        """The cards of these organisations, in two queries however many there are."""
        runs = runs_of_organisations(connection, organisation_ids)
        counts = participation_of(connection, [run["id"] for run in runs])
        return tuple(self._card(run, counts.get(run["id"])) for run in runs)

    def _card(self, run: RowMapping, counts: RowMapping | None) -> Card:
        invited = run["id"] in self.invited
        standing = standing_of(run, self.person) or (Standing.RESPONDENT if invited else None)
        return Card(
            id=run["id"],
            title=translate(TITLES[run["form"]], self.language, day=on_day(run["created_at"], self.language)),
            organisation=run["organisation_id"],
            state=state_of(run),
            dates=(*dates_of(run, self.language), translate(MODES[Mode(run["mode"])], self.language)),
            participation=participation_text(counts, self.language),
            standing=translate(STANDINGS[standing], self.language) if standing else "",
            links=tuple(
                Link(href, translate(label, self.language)) for href, label in _links(run, standing, invited=invited)
            ),
        )


def state_of(run: RowMapping) -> str:
    """How far an assessment is: "open" or "sent"."""
    return "open" if run["submitted_at"] is None else "sent"


def dates_of(run: RowMapping, language: str) -> tuple[str, ...]:
    """When it was sent, or by when it is to be."""
    if run["submitted_at"] is not None:
        return (translate("Sent on %(day)s", language, day=on_day(run["submitted_at"], language)),)
    if run["deadline"] is not None:
        return (translate("To be sent by %(day)s", language, day=on_day(run["deadline"], language)),)
    return (translate("No deadline", language),)


def participation_text(counts: RowMapping | None, language: str) -> str:
    """How many people take part and how far they are, never who."""
    if counts is None:
        return translate("Nobody is invited yet", language)
    values = {name: counts[name] for name in ("invited", "started", "finished")}
    return translate("%(invited)s invited, %(started)s started, %(finished)s finished", language, **values)


def invitation_of(row: RowMapping, language: str) -> Invitation:
    """An invitation to answer."""
    end = "/mirror" if row["form"] == "mirror" else ""
    finished = row["finished_at"] is not None
    return Invitation(
        href=f"/assessments/{row['assessment_id']}{end}",
        title=row["organisation_name"],
        state="finished" if finished else "started" if row["started_at"] else "new",
        dates=dates_of(row, language),
    )


def _links(run: RowMapping, standing: Standing | None, *, invited: bool) -> list[tuple[str, str]]:
    if standing is None:
        return []
    home, sent, links = f"/assessments/{run['id']}", run["submitted_at"] is not None, []
    if standing is Standing.LEAD and not sent:
        links.append((home, _("Go on with the answers")))
    if sent and results_open_to(ResultsFor(run["results_for"]), standing, invited=invited):
        links.append((f"{home}/results", _("Read the results")))
    if standing is Standing.LEAD:
        links.append((f"{home}/people", _("Invite and follow people")))
    if standing in (Standing.LEAD, Standing.MANAGER):
        links.append((f"{home}/handover", _("Hand it over to another person")))
    return links
