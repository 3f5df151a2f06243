"""A network with its people and a campaign, on the pages; everybody is fictional."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from litestar.testing import TestClient
from sqlalchemy import select

from assessment.domain.answers import Organisation
from assessment.domain.campaigns import PARIS
from assessment.domain.membership import MembershipRole
from assessment.services.campaign_clock import CampaignClock
from assessment.services.campaign_letters import CampaignPost
from assessment.services.mail import LetterKind
from assessment.services.organisations import describe_organisation
from assessment.storage.tables_campaigns import contributions
from tests.houses import Houses, Person, as_person
from tests.shipped import shipped_instrument
from tests.visitors import Visitor, letters_to

LEAD, HEAD, ANALYST = MembershipRole.LEAD, MembershipRole.HEAD, MembershipRole.ANALYST
TODAY = datetime.now(PARIS).date()
PLAN = {
    "name": "Printemps fictif",
    "opens_on": TODAY.isoformat(),
    "closes_on": (TODAY + timedelta(days=60)).isoformat(),
    "form": "express",
    "mode": "shared",
    "results_for": "lead",
    "types": ["OT"],
    "text_fr": "Chère équipe de {organisation}, répondez avant le {deadline} {surprise} {{7*7}} <b>",
    "text_en": "",
}
PROFILE = Organisation(name="", type="OT", staff=12.5, region="84", territory="mountain")


class Stage:
    """A network of two tourist offices with their leads, a départment of another kind, a head and an analyst."""

    def __init__(self, client: TestClient[Any]) -> None:
        self.client, self.site = client, client.app.state.site
        self.database, self.houses = self.site.database, Houses(client.app.state.site.database)
        self.network = self.houses.network()
        self.head = self.houses.person(HEAD, self.network, "Hugo Fictif")
        self.analyst = self.houses.person(ANALYST, self.network, "Anna Fictive")
        self.north = self.organisation("Office fictif du Nord")
        self.south = self.organisation("Office fictif du Sud")
        self.other = self.organisation("Département fictif", type="DEP")
        self.lead = self.houses.person(LEAD, self.north, "Léa Fictive")
        self.lead_south = self.houses.person(LEAD, self.south, "Luc Fictif")
        self.home = f"/networks/{self.network}/campaigns"

    def organisation(self, name: str, **changes: Any) -> str:
        organisation_id = self.houses.organisation(self.network, name)
        profile = replace(PROFILE, name=name, **changes)
        with self.database.sessions.begin() as session:
            describe_organisation(session, organisation_id, profile, actor="command-line", now=datetime.now(UTC))
        return organisation_id

    def browse(self, person: Person | None) -> Visitor:
        return as_person(self.client, person)

    def draft(self, **changes: Any) -> str:
        """A campaign that was prepared; the address of its page."""
        answer = self.browse(self.head).post(self.home, PLAN | changes)
        assert answer.status_code == 303, answer.text
        return str(answer.headers["location"].partition("?")[0])

    def launched(self, **changes: Any) -> str:
        """A campaign that was launched; its id."""
        page = self.draft(**changes)
        assert self.browse(self.head).post(f"{page}/launch", {}).status_code == 303
        return page.rpartition("/")[2]

    def started(self, campaign: str, consent: str = "b", **more: str) -> str:
        """The lead of the north starts; the id of the assessment."""
        path = f"/organisations/{self.north}/campaigns/{campaign}/start"
        answer = self.browse(self.lead).post(path, {"consent": consent} | more)
        assert answer.status_code == 303, answer.text
        return str(answer.headers["location"].split("/")[2])

    def sent(self, assessment: str) -> None:
        """The lead of the north answers and sends."""
        visitor = self.browse(self.lead)
        visitor.home = f"/assessments/{assessment}"
        for dimension in shipped_instrument().questionnaire.dimensions:
            form = {item.question.code: "2" for item in dimension.indicators if item.express}
            assert visitor.post(f"{visitor.home}/dimensions/{dimension.id}", form).status_code == 303
        assert visitor.submit().headers["location"].endswith("/submitted")

    def tick(self, now: datetime) -> dict[str, int]:
        """The clock of campaigns at a moment."""
        clock = CampaignClock(CampaignPost(self.site.seal, self.site.address))
        with self.database.sessions.begin() as session:
            return clock.run(session, now)

    def letters(self, person: Person, kind: LetterKind) -> int:
        return sum(letter.kind is kind for letter in letters_to(self.client.app, person.email))

    def rows(self, statement: Any) -> list[Any]:
        with self.database.readings.begin() as session:
            return list(session.execute(statement).mappings())

    def contributed(self, campaign: str) -> list[Any]:
        return self.rows(select(contributions).where(contributions.c.campaign_id == campaign))


def at(days: int, hour: int = 10) -> datetime:
    """A moment so many days after today, as it is in France."""
    return datetime.combine(TODAY + timedelta(days=days), datetime.min.time().replace(hour=hour), PARIS)


def states(text: str) -> dict[str, str]:
    """By organisation, the state that the follow-up shows."""
    return dict(re.findall(r'<tr><th scope="row">([^<]+)</th><td><span class="tag[^"]*">([^<]+)<', text))
