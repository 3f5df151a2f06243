"""A network whose campaigns are run by the services themselves; everybody is fictional."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import insert, select, update

from assessment.domain.answers import Organisation
from assessment.domain.audit import AuditAction
from assessment.domain.membership import MembershipRole
from assessment.domain.participation import Mode, ResultsFor
from assessment.domain.peer_groups import Consent
from assessment.domain.questionnaire import Form
from assessment.services.campaign_clock import CampaignClock
from assessment.services.campaign_letters import CampaignPost
from assessment.services.campaigns import (
    Plan,
    close,
    create_campaign,
    find_campaign,
    launch,
)
from assessment.services.mail import Letter, LetterKind, letters_kept
from assessment.services.organisations import (
    describe_organisation,
    leave_network,
)
from assessment.services.running_campaigns import invite_more, move_last_day, not_invited
from assessment.services.secrets import Seal
from assessment.services.taking_part import (
    find_participation,
    leave_campaigns_of,
    take_part,
)
from assessment.storage.database import Database
from assessment.storage.organisations import insert_link
from assessment.storage.tables import assessments, audit_events, organisation_networks
from assessment.storage.tables_campaigns import campaign_members, campaigns, contributions
from tests.campaigns import rows_for
from tests.houses import Houses, Person
from tests.shipped import shipped_instrument

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
FIRST, LAST = date(2026, 3, 1), date(2026, 5, 1)
ACTOR = "command-line"
PROFILE = Organisation(name="", type="OT", staff=12.5, region="84", territory="mountain")
PLAN = Plan(
    name="Printemps fictif",
    test=False,
    form=Form.EXPRESS,
    mode=Mode.SHARED,
    results_for=ResultsFor.LEAD,
    types=("OT",),
    texts={},
    opens_on=FIRST,
    closes_on=LAST,
)


class Stage:
    """A network with two tourist offices, each with a lead, at work on the services themselves."""

    def __init__(self, database: Database, seal: Seal) -> None:
        self.database, self.seal, self.houses = database, seal, Houses(database)
        self.post = CampaignPost(seal, lambda path: f"https://fictif.example{path}")
        self.network = self.houses.network()
        self.leads: dict[str, Person] = {}
        self.north, self.south = self.organisation("Office fictif du Nord"), self.organisation("Office fictif du Sud")

    def organisation(self, name: str, kind: str | None = "OT", network: str = "") -> str:
        """An organisation with a lead; without a kind nobody has described it."""
        found = self.houses.organisation(network or self.network, name)
        self.leads[found] = self.houses.person(MembershipRole.LEAD, found)
        with self.database.sessions.begin() as session:
            joined = {"joined_at": NOW - timedelta(days=1)}
            session.execute(
                update(organisation_networks).where(organisation_networks.c.organisation_id == found).values(joined)
            )
            if kind:
                profile = replace(PROFILE, name=name, type=kind)
                describe_organisation(session, found, profile, actor=ACTOR, now=NOW)
        return found

    def join(self, organisation: str, network: str, now: datetime = NOW) -> None:
        """Let an organisation belong to a network too, or again."""
        with self.database.sessions.begin() as session:
            row = {"organisation_id": organisation, "network_id": network, "joined_at": now}
            insert_link(session.connection(), row)

    def leave(self, organisation: str, network: str, now: datetime = NOW) -> None:
        """What the page of an organisation does when it leaves a network."""
        with self.database.sessions.begin() as session:
            leave_network(session, organisation, network, actor=ACTOR, now=now)
            leave_campaigns_of(session, organisation, network, actor=ACTOR, now=now)

    def launched(self, network: str = "", **changes: Any) -> str:
        network, questionnaire = network or self.network, shipped_instrument().questionnaire
        with self.database.sessions.begin() as session:
            plan = replace(PLAN, **changes)
            found = create_campaign(session, network, plan, questionnaire, actor=ACTOR, now=NOW)
            campaign = find_campaign(session, found, network)
            launch(session, self.post, campaign, questionnaire, actor=ACTOR, now=NOW)
        return found

    def campaign(self, campaign: str) -> Any:
        return self.rows(select(campaigns).where(campaigns.c.id == campaign))[0]

    def start(self, campaign: str, organisation: str = "", now: datetime = NOW, **more: Any) -> str:
        """The lead of an organisation, that of the north if none is named, starts; the id of the assessment."""
        organisation = organisation or self.north
        with self.database.sessions.begin() as session:
            row = find_participation(session, campaign, organisation, lock=True)
            return take_part(
                session,
                row,
                Consent.NAMED,
                questionnaire=shipped_instrument().questionnaire,
                lead_id=self.leads[organisation].id,
                language="fr",
                now=now,
                **more,
            )

    def move(self, campaign: str, day: date, now: datetime = NOW) -> None:
        with self.database.sessions.begin() as session:
            found = find_campaign(session, campaign, self.network)
            move_last_day(session, found, day, actor=ACTOR, now=now)

    def invite(self, campaign: str, now: datetime = NOW) -> int:
        with self.database.sessions.begin() as session:
            found = find_campaign(session, campaign, self.network)
            return invite_more(session, self.post, found, actor=ACTOR, now=now)

    def close(self, campaign: str) -> None:
        with self.database.sessions.begin() as session:
            close(session, find_campaign(session, campaign, self.network), actor=ACTOR, now=NOW)

    def uninvited(self, campaign: str) -> tuple[list[str], list[str]]:
        """The names of those that are not invited, and of those that nobody has described."""
        with self.database.readings.begin() as session:
            found = not_invited(session, find_campaign(session, campaign, self.network))
        return [row["name"] for row in found.organisations], [row["name"] for row in found.undescribed]

    def tick(self, now: datetime) -> int:
        """How many reminders the clock sends at a moment."""
        with self.database.sessions.begin() as session:
            return CampaignClock(self.post).run(session, now)["reminded"]

    def letters(self, organisation: str, kind: LetterKind = LetterKind.CAMPAIGN_INVITATION) -> list[Letter]:
        with self.database.readings.begin() as session:
            kept = [letter for _, letter in letters_kept(session, self.seal)]
        return [letter for letter in kept if letter.kind is kind and letter.to == self.leads[organisation].email]

    def member(self, campaign: str, organisation: str) -> Mapping[str, Any]:
        mine = campaign_members.c.campaign_id == campaign, campaign_members.c.organisation_id == organisation
        return dict(self.rows(select(campaign_members).where(*mine))[0])

    def deadline(self, assessment: str) -> datetime:
        found: datetime = self.rows(select(assessments.c.deadline).where(assessments.c.id == assessment))[0]["deadline"]
        return found

    def events(self, campaign: str, action: AuditAction) -> list[dict[str, Any]]:
        """The details of what was noted about a campaign."""
        mine = audit_events.c.object == f"campaign:{campaign}", audit_events.c.action == action.value
        rows = self.rows(select(audit_events.c.details).where(*mine).order_by(audit_events.c.number))
        return [row["details"] for row in rows]

    def rows(self, statement: Any) -> list[Any]:
        with self.database.readings.begin() as session:
            return list(session.execute(statement).mappings())

    def contribute(self, campaign: str, organisation: str, consent: str = "b") -> None:
        """Let an organisation have sent something to a campaign it is in."""
        row = rows_for([organisation])[0] | {"campaign_id": campaign}
        row.pop("consent")
        with self.database.sessions.begin() as session:
            session.execute(insert(contributions), row)
