"""A fictional national network for a demonstration: two waves that are over, one campaign that is running.

What it is made of, `domain.fictional_network` draws. Every function works inside the session it is given and never
commits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import RowMapping
from sqlalchemy.orm import Session

from assessment.domain.answers import Assessment
from assessment.domain.campaigns import closing, opening
from assessment.domain.fictional_network import FictionalOrganisation, shortened
from assessment.domain.membership import MembershipRole
from assessment.domain.participation import Mode, ResultsFor
from assessment.domain.peer_groups import Consent
from assessment.domain.peer_offers import Offer
from assessment.domain.publishing import DIMENSION
from assessment.domain.questionnaire import Form
from assessment.domain.results import AssessmentResult, Instrument
from assessment.domain.score_grid import TENTHS
from assessment.services.benchmarks import keep, prepare
from assessment.services.campaign_letters import CampaignPost
from assessment.services.campaigns import Plan, close, create_campaign, find_campaign, launch
from assessment.services.fictional_rows import Part, Rows
from assessment.services.organisations import create_organisation, describe_organisation
from assessment.services.peer_help import declare
from assessment.services.samples import begun
from assessment.services.secrets import new_secret
from assessment.services.taking_part import find_participation
from assessment.storage.benchmarks import campaign_by_id
from assessment.storage.bulk import insert_rows
from assessment.storage.campaigns import change_member, insert_reminders
from assessment.storage.database import Database
from assessment.storage.memberships import place_columns
from assessment.storage.tables import memberships, people
from assessment.storage.tables_campaigns import contributions

ACTOR = "command-line"
NAMES = ("Baromètre fictif, vague 1 / Fictional survey, wave 1", "Baromètre fictif, vague 2 / Fictional survey, wave 2")
CHECK = "Point d’étape fictif / Fictional interim check"
TEXTS = {
    "fr": "Tout est fictif : {organisation} n’existe pas. Merci de répondre avant le {deadline}.",
    "en": "All of this is fictional: {organisation} does not exist. Please answer by {deadline}.",
}
OVER = (timedelta(days=300), timedelta(days=45))
"""How long ago each wave ended."""
LENGTH = timedelta(days=42)
BEGAN, LEFT = timedelta(days=16), timedelta(days=21)
"""How long the running campaign has been open, and will be."""
FOUNDED = timedelta(days=360)
"""How long ago the network came to the platform; the log of events goes back a year."""
SENT, DRAFTS, DECLINED = 0.45, 0.35, 0.03
"""Of those who take part in the running campaign: who has sent, who has begun; and of the others, who declined."""
REMINDED = {"30": timedelta(days=9), "demand": timedelta(days=5)}
"""The reminders sent so far, and how long ago."""
SEEKS, STRONG, MOST_OFFERS = 0.3, 62 * TENTHS, 3
"""Chance of seeking help; from which score, in tenths, a dimension is offered, and how many at most."""


@dataclass(frozen=True, slots=True)
class Home:
    """An organisation of the network as it is kept, with its lead; `waves` as of `FictionalOrganisation`."""

    id: str
    lead_id: str
    consent: Consent
    waves: Sequence[Assessment | None]


@dataclass(frozen=True, slots=True)
class Campaigns:
    """The ids of the waves that are over, the first one first, and of the campaign that is running."""

    over: tuple[str, ...]
    running: str


class LettersLongSent(CampaignPost):
    """Posts nothing: what campaigns of the past wrote to people was read long ago."""

    def _post(self, *_: object) -> None:
        """Nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NationalNetwork:
    """Fills a network that is there already."""

    session: Session
    network_id: str
    post: LettersLongSent
    instrument: Instrument
    render_document: Callable[[AssessmentResult], dict[str, Any]]
    language: str
    now: datetime
    random: Random

    def keep(self, drawn: Iterable[FictionalOrganisation]) -> list[Home]:
        """Keep organisations, each with somebody who leads it and cannot sign in."""
        moment, homes = self.now - FOUNDED, []
        persons, roles = [], []
        for number, one in enumerate(drawn, start=1):
            organisation_id = create_organisation(
                self.session, one.profile.name, self.network_id, actor=ACTOR, now=moment
            )
            describe_organisation(self.session, organisation_id, one.profile, actor=ACTOR, now=moment)
            person = _person(number, self.language, moment)
            persons.append(person)
            roles.append(_membership(str(person["id"]), organisation_id, moment))
            homes.append(Home(organisation_id, str(person["id"]), one.consent, one.waves))
        insert_rows(self.session.connection(), people, persons)
        insert_rows(self.session.connection(), memberships, roles)
        return homes

    def run(self, homes: Sequence[Home]) -> Campaigns:
        """The campaigns, in the order of time: the last wave is that of the interim check."""
        *whole, _short = range(len(NAMES) + 1)
        over = tuple(self._over(wave, homes) for wave in whole)
        return Campaigns(over, self._running(homes))

    def _over(self, wave: int, homes: Sequence[Home]) -> str:
        """A wave that is over; in the last one some declared that they help or seek help."""
        ended = self.now - OVER[wave]
        campaign = self._launch(NAMES[wave], Form.FULL, Mode.PANEL, ended - LENGTH, ended)
        parts = [self._part(campaign, home, sent, ended) for home in homes if (sent := home.waves[wave])]
        rows = self._take_part(campaign, parts)
        if wave == len(OVER) - 1:
            self._declare(campaign, rows, parts, ended)
        close(self.session, campaign, actor=ACTOR, now=closing(campaign["closes_on"]))
        return str(campaign["id"])

    def _running(self, homes: Sequence[Home]) -> str:
        """A short campaign in the middle of it; the first organisation has not begun."""
        campaign = self._launch(CHECK, Form.EXPRESS, Mode.SHARED, self.now - BEGAN, self.now + LEFT)
        parts = [part for home in homes[1:] if (part := self._begun(campaign, home))]
        self._take_part(campaign, parts)
        there = {part.organisation_id for part in parts}
        for home in homes[1:]:
            if home.id not in there and self.random.random() < DECLINED:
                change_member(
                    self.session.connection(), campaign["id"], home.id, left_at=self.now - max(REMINDED.values())
                )
        self._remind(campaign, homes, parts)
        return str(campaign["id"])

    def _launch(self, name: str, form: Form, mode: Mode, opens: datetime, closes: datetime) -> RowMapping:
        """A campaign for all organisations, prepared and launched a day before it opened."""
        plan = Plan(
            name=name,
            test=False,
            form=form,
            mode=mode,
            results_for=ResultsFor.RESPONDENTS,
            types=(),
            texts=TEXTS,
            opens_on=opens.date(),
            closes_on=closes.date(),
        )
        questionnaire, moment = self.instrument.questionnaire, opens - timedelta(days=1)
        session, network = self.session, self.network_id
        campaign_id = create_campaign(session, network, plan, questionnaire, actor=ACTOR, now=moment)
        campaign = find_campaign(session, campaign_id, network)
        launch(session, self.post, campaign, questionnaire, actor=ACTOR, now=moment)
        return find_campaign(session, campaign_id, network)

    def _part(self, campaign: RowMapping, home: Home, sent: Assessment, until: datetime) -> Part:
        """What an organisation sent, on some day between the first and the one before `until`, in office hours."""
        first = opening(campaign["opens_on"]) + timedelta(hours=9)
        days = self.random.randrange((until - first).days)
        began = first + timedelta(days=days, minutes=self.random.randrange(7 * 60))
        return Part(organisation_id=home.id, lead_id=home.lead_id, consent=home.consent, assessment=sent, began=began)

    def _begun(self, campaign: RowMapping, home: Home) -> Part | None:
        """What an organisation sent of the last wave, or has begun; None when it has not."""
        whole, far = home.waves[-1], self.random.random()
        if whole is None or far > SENT + DRAFTS:
            return None
        questionnaire = self.instrument.questionnaire
        part = self._part(campaign, home, shortened(questionnaire, whole), self.now)
        if far < SENT:
            return part
        some = begun(part.assessment, questionnaire, self.random.randrange(1, len(questionnaire.dimensions)))
        return replace(part, assessment=some, sent=False)

    def _take_part(self, campaign: RowMapping, parts: Sequence[Part]) -> Rows:
        """Keep what organisations did in a campaign."""
        rows = Rows(
            instrument=self.instrument,
            render_document=self.render_document,
            campaign=campaign,
            language=self.language,
            random=self.random,
        )
        for part in parts:
            rows.add(part)
        rows.keep(self.session.connection())
        return rows

    def _remind(self, campaign: RowMapping, homes: Sequence[Home], parts: Sequence[Part]) -> None:
        """The reminders of the running campaign, to those that had not begun."""
        began = {part.organisation_id: part.began for part in parts}
        rows = [
            {"campaign_id": campaign["id"], "organisation_id": home.id, "sent_at": self.now - ago, "kind": kind}
            for kind, ago in REMINDED.items()
            for home in homes
            if began.get(home.id, self.now) > self.now - ago
        ]
        insert_reminders(self.session.connection(), rows)

    def _declare(self, campaign: RowMapping, rows: Rows, parts: Iterable[Part], now: datetime) -> None:
        """Let helpers offer their strong dimensions, and some seek help."""
        scores = {str(row["organisation_id"]): row["scores"] for row in rows.found[contributions]}
        for part in parts:
            offer = self._offer(part.consent, scores[part.organisation_id])
            if not offer.empty:
                row = find_participation(self.session, campaign["id"], part.organisation_id)
                declare(self.session, row, offer, actor=f"person:{part.lead_id}", now=now)

    def _offer(self, consent: Consent, scores: Mapping[str, int | None]) -> Offer:
        strong = sorted(
            ((score, metric) for metric, score in scores.items() if metric.startswith(DIMENSION) and score),
            reverse=True,
        )
        offers = tuple(metric.removeprefix(DIMENSION) for score, metric in strong[:MOST_OFFERS] if score >= STRONG)
        offer = Offer(seeks=self.random.random() < SEEKS, offers=offers, capacity=self.random.randrange(1, 4))
        return offer.within(consent)


def publish_waves(database: Database, campaigns: Sequence[str]) -> None:
    """Publish campaigns that are over, in this order, each as of an hour after its end."""
    for campaign_id in campaigns:
        with database.readings.begin() as session:
            found = campaign_by_id(session.connection(), campaign_id)
            prepared = prepare(session, campaign_id, found["closed_at"] + timedelta(hours=1)) if found else None
        if prepared is not None:
            with database.sessions.begin() as session:
                keep(session, prepared)


def _person(number: int, language: str, now: datetime) -> dict[str, object]:
    """Somebody without a password."""
    address = f"lead-{number:03}@example.org"
    name = f"Responsable fictif·ve {number} / Fictional lead {number}"
    row: dict[str, object] = {"id": new_secret(), "email": address, "email_key": address}
    return row | {"name": name, "language": language, "created_at": now, "seen_at": now}


def _membership(person_id: str, organisation_id: str, now: datetime) -> dict[str, object]:
    """That person's place in an organisation."""
    role = MembershipRole.LEAD
    row: dict[str, object] = {"id": new_secret(), "person_id": person_id, "place": organisation_id}
    return row | {"role": role.value, "created_at": now} | place_columns(role, organisation_id)
