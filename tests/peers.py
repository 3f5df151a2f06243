"""Networks whose organisations declare help among peers, drawn from a seed; everybody is fictional."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from html import unescape
from itertools import count
from random import Random
from typing import Any

from sqlalchemy import delete, insert, select, update

from assessment.domain.peer_groups import Consent
from assessment.domain.peer_offers import Availability, Offer
from assessment.domain.results import Instrument
from assessment.services.peer_help import declare
from assessment.services.peer_rounds import work_out_due
from assessment.services.taking_part import change_consent, find_participation, leave_campaign
from assessment.storage.database import Database
from assessment.storage.tables import organisation_networks, organisations
from assessment.storage.tables_campaigns import campaign_members
from tests.campaigns import TAKEN, Campaigns, a_row
from tests.people import Rows
from tests.shipped import shipped_instrument

NOW = TAKEN + timedelta(days=2)
RUNNING = datetime(2026, 1, 20, tzinfo=UTC)
"""A moment at which a campaign that nobody closed is open."""
NUMBERS = count()
NAME = re.compile(r"Pair fictif \d{5}")
DIMENSIONS = tuple(dimension.id for dimension in shipped_instrument().questionnaire.dimensions)


def kept_instrument(_reference: str) -> Instrument:
    return shipped_instrument()


def named(*texts: str) -> frozenset[str]:
    """The organisations named in some texts."""
    return frozenset(name for text in texts for name in NAME.findall(unescape(text)))


@dataclass
class Neighbours:
    """A network with a campaign; what was declared is kept beside it, as a second opinion for tests."""

    database: Database
    network: str
    seed: int = 1
    test: bool = False
    closed: bool = False
    wave: int = 1
    declared: dict[str, Offer] = field(default_factory=dict)
    consent: dict[str, str] = field(default_factory=dict)
    scores: dict[str, dict[str, float]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.random, self.campaigns = Random(self.seed), Campaigns(self.database)
        self.campaign = self.campaigns.campaign(self.network, self.wave, test=self.test, closed=self.closed)

    def fill(self, number: int, consents: str = "abcde") -> list[str]:
        """So many organisations that sent their answers; nothing is declared."""
        ids = self.campaigns.organisations(self.network, number)
        with self.database.sessions.begin() as session:
            for code in ids:
                named = {"name": f"Pair fictif {next(NUMBERS):05}"}
                session.execute(update(organisations).where(organisations.c.id == code).values(named))
        self.take_part(ids, consents)
        return ids

    def take_part(self, ids: Iterable[str], consents: str = "abcde", **scores: int) -> None:
        """Let organisations of the network contribute to the campaign; `scores` are in tenths, by metric."""
        rows = Rows(self.database, RUNNING)
        for code in ids:
            row = a_row(code, self.random, DIMENSIONS, consent=self.random.choice(consents))
            row["scores"] |= scores
            self.campaigns.contribute(self.campaign, [row])
            self.consent[code] = row["consent"]
            self.scores[code] = {one: row["scores"][f"dimension:{one}"] / 10 for one in DIMENSIONS}
            run = rows.assessment(organisation_id=code)
            with self.database.sessions.begin() as session:
                one = campaign_members.c.campaign_id == self.campaign, campaign_members.c.organisation_id == code
                session.execute(update(campaign_members).where(*one).values(assessment_id=run))
                named = select(organisations.c.name).where(organisations.c.id == code)
                self.names[code] = session.execute(named).scalar_one()

    def stand_for(self, code: str, assessment_id: str) -> None:
        """Let an assessment of an organisation be the one that it took part with."""
        with self.database.sessions.begin() as session:
            one = campaign_members.c.campaign_id == self.campaign, campaign_members.c.organisation_id == code
            session.execute(update(campaign_members).where(*one).values(assessment_id=assessment_id))

    def declare(self, code: str, **offer: Any) -> None:
        """Let an organisation declare something."""
        with self.database.sessions.begin() as session:
            row = find_participation(session, self.campaign, code, lock=True)
            declare(session, row, Offer(**offer), actor="command-line", now=NOW)
        self.declared[code] = Offer(**offer)

    def draw(self) -> None:
        """Let organisations declare something at random, some of them nothing."""
        random = self.random
        for code in self.names:
            offers = tuple(sorted(random.sample(DIMENSIONS, 5))) if random.random() < 0.6 else ()
            available = random.choice([Availability.FULLY, *Availability])
            said = {
                "seeks": random.random() < 0.7,
                "capacity": random.randrange(1, 4),
                "alumnus": random.random() < 0.2,
            }
            if self.consent[code] != "a" and random.random() > 0.2:
                self.declare(code, offers=offers, availability=available, **said)

    def agree(self, code: str, consent: str) -> None:
        """Let an organisation change what its results may serve."""
        with self.database.sessions.begin() as session:
            row = find_participation(session, self.campaign, code, lock=True)
            change_consent(session, row, Consent(consent), actor="command-line", now=RUNNING)
        self.consent[code] = consent

    def leave(self, code: str) -> None:
        """Let an organisation leave the campaign."""
        with self.database.sessions.begin() as session:
            row = find_participation(session, self.campaign, code, lock=True)
            leave_campaign(session, row, actor="command-line", now=RUNNING)
        self.gone.add(code)

    def cut_off(self, code: str) -> None:
        """Let an organisation belong to the network no longer, while its campaign still knows it."""
        with self.database.sessions.begin() as session:
            session.execute(delete(organisation_networks).where(organisation_networks.c.organisation_id == code))
        self.gone.add(code)

    def join(self, code: str) -> None:
        """Let an organisation of another network belong to this one too."""
        with self.database.sessions.begin() as session:
            link = {"organisation_id": code, "network_id": self.network, "joined_at": TAKEN}
            session.execute(insert(organisation_networks), link)

    def work_out(self, now: datetime = NOW) -> int:
        """Work out what changed anywhere."""
        return work_out_due(self.database, kept_instrument, now)

    def seeks(self, code: str) -> bool:
        """Whether this organisation may be named as one that seeks."""
        offer = self.declared.get(code)
        return offer is not None and offer.seeks and self.consent[code] in "bcde" and code not in self.gone

    def helps(self, code: str) -> frozenset[str]:
        """With what this organisation may be named as a helper."""
        offer = self.declared.get(code)
        agreed = self.consent[code] in "de" and code not in self.gone
        if offer is None or offer.availability is Availability.NOT or not agreed:
            return frozenset()
        return frozenset(one for one in offer.offers if self.scores[code][one] >= 60)

    def open_names(self) -> frozenset[str]:
        """Everybody who may be named to the network."""
        return frozenset(self.names[code] for code in self.names if self.seeks(code) or self.helps(code))
