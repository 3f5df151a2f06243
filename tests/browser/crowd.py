"""A small fictional network with everybody in it, for whoever looks at the pages about people and organisations."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any

from sqlalchemy import update

from assessment.domain.membership import MembershipRole
from assessment.domain.participation import Mode, ResultsFor
from assessment.domain.questionnaire import Form
from assessment.reports.exports import result_document
from assessment.services.account_invitations import NewInvitation, invite_by_mail
from assessment.services.addresses import read_address
from assessment.services.api_keys import create_api_key
from assessment.services.assessments import save_answers, save_profile, submit
from assessment.services.benchmarks import publish
from assessment.services.campaign_clock import remind
from assessment.services.campaign_letters import CampaignPost
from assessment.services.campaigns import Plan, create_campaign, find_campaign, launch
from assessment.services.mail import Letter, LetterKind, post
from assessment.services.organisations import Run, describe_organisation, start_run
from assessment.services.secrets import hash_of, new_secret
from assessment.storage.api_keys import Scope
from assessment.storage.organisations import Within
from assessment.storage.tables import (
    account_invitations,
    browser_keys,
    identities,
    mails,
    password_resets,
    people,
    readers,
    sessions,
)
from assessment.web.site import Site
from tests.browser.archives import Archives
from tests.builders import an_organisation
from tests.campaigns import Campaigns, rows_for
from tests.houses import Houses, Person
from tests.peers import Neighbours
from tests.people import Rows
from tests.sent_forms import an_answered, same, send
from tests.shipped import shipped_instrument

Cookies = Mapping[str, str]
REGIONS = {
    "84": 18,
    "93": 14,
    "11": 9,
    "53": 12,
    "75": 14,
    "76": 9,
    "28": 8,
    "04": 7,
    "24": 8,
    "27": 3,
    "94": 2,
    "01": 2,
}
"""Where the organisations of the network are of which something is published: how many in a hundred or so."""
DIMENSIONS = ("CAP", "CLI", "INS")
LONG = "Office de tourisme intercommunal du Pays fictif des Trois-Vallons et de la Haute-Combe"
STATES: Mapping[str, Mapping[str, Any]] = {
    "Jules Attente": {},
    "Anne-Charlotte de la Rochefontaine": {"role": "management", "started_at": 2, "active_on": 1},
    "Nadia Fini": {"started_at": 3, "active_on": 1, "finished_at": 1, "parts": ["CAP", "CLI", "PRO"]},
    "Paul Refus": {"declined_at": 1},
    "Élise Retirée": {"revoked_at": 1},
    "Marc Élu": {"role": "elected", "form": "mirror"},
    "Zoé Prestataire": {"role": "provider", "form": "mirror", "started_at": 2, "finished_at": 1},
}
"""By name of somebody invited: how many days ago things happened, and what they are asked."""


@dataclass
class Crowd:
    """Who is there; `person` and `invited` give the cookies with which somebody's browser comes."""

    site: Site
    people: dict[str, Person] = field(default_factory=dict)
    respondents: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.now = datetime.now(UTC)
        self.houses, self.rows = Houses(self.site.database), Rows(self.site.database, self.now)
        self.network = self.houses.network("Réseau fictif des offices du Massif")
        self.organisation = self.houses.organisation(self.network, LONG)
        self.small = self.houses.organisation(self.network, "Office du Littoral fictif")
        self.empty = self.houses.network("Réseau fictif des îles")
        self.coast = self.houses.network("Réseau fictif des côtes")
        for name, (role, place, full_name) in {
            "administrator": (MembershipRole.ADMINISTRATOR, "platform", "Ada Registre"),
            "head": (MembershipRole.HEAD, self.network, "Hélène Réseau"),
            "analyst": (MembershipRole.ANALYST, self.network, "Yann Chiffres"),
            "new head": (MembershipRole.HEAD, self.empty, "Inès Seule"),
            "published analyst": (MembershipRole.ANALYST, self.coast, "Zoé Lectrice"),
            "published head": (MembershipRole.HEAD, self.coast, "Solène Tête"),
            "lead": (MembershipRole.LEAD, self.organisation, "Lou Pilote"),
            "member": (MembershipRole.MEMBER, self.organisation, "Anne-Charlotte de la Rochefontaine-Fictive"),
            "new lead": (MembershipRole.LEAD, self.small, "Noé Nouveau"),
        }.items():
            self.people[name] = self.houses.person(role, place, full_name)
        self.people["nobody"] = self.houses.person(name="Personne Fictive")
        self.houses.join(self.people["analyst"], MembershipRole.MEMBER, self.small)
        self._prepare_accounts()
        self.open_run, self.sent_run = self._run(Mode.SHARED, days=20), self._run(Mode.PANEL, days=60)
        self._invite_respondents()
        self._send(self.sent_run)
        self._send(self._run(Mode.PANEL, days=30), ago=400)
        self._add_what_else_there_is()
        self.draft, self.campaign = self._campaign("Automne fictif", test=True), self._campaign("Printemps fictif")
        self._launch(self.campaign)
        self.houses.organisation(self.network, "Office fictif arrivé plus tard")
        self.published = self._publish()
        self.helping = self._helping()
        self.judged = self._judge()
        self.archives = Archives(self.site.database, self.now)
        self.people |= {f"archive {name}": head for name, head in self.archives.heads.items()}

    def person(self, name: str) -> Cookies:
        """Somebody signed in."""
        return {"session": self.people[name].key}

    def invited(self, name: str) -> Cookies:
        """Somebody who came by the link of an invitation and began."""
        return self._key(self.open_run, respondent_id=self.respondents[name])

    @cached_property
    def reader(self) -> Cookies:
        """Somebody who came by a link to the results."""
        return self._key(self.sent_run, reader_id=self.reader_id)

    def link(self, name: str, **values: Any) -> Cookies:
        """A browser at the landing page of somebody's invitation, in whatever state."""
        token = new_secret()
        row = {"name": name, "token_hash": hash_of(token), "expires_at": self.now + timedelta(days=20)}
        self.rows.respondent(self.open_run, new_secret().lower(), **(row | values))
        return {"token-invitation": token}

    def join(self, email: str, **changes: Any) -> Cookies:
        """A browser at the page of an invitation to a role."""
        token = new_secret()
        row = {"role": "member", "organisation_id": self.organisation, "token_hash": hash_of(token)}
        self.rows.add(
            account_invitations,
            id=new_secret(),
            email=email,
            email_key=email,
            language="fr",
            created_at=self.now,
            expires_at=self.now + timedelta(days=14),
            **(row | changes),
        )
        return {"token-join": token}

    def reset(self, name: str) -> Cookies:
        """A browser at the page for a new password."""
        token, person_id = new_secret(), self.people[name].id
        end = self.now + timedelta(hours=1)
        self.rows.add(password_resets, hash=hash_of(token), person_id=person_id, created_at=self.now, expires_at=end)
        return {"token-reset": token}

    def half(self, name: str) -> Cookies:
        """Somebody whose second factor is still missing in this browser."""
        return self._session(name, verified_at=None)

    def _session(self, name: str, **values: Any) -> Cookies:
        key = new_secret()
        times = {"created_at": self.now, "seen_at": self.now, "verified_at": self.now}
        row = times | {"expires_at": self.now + timedelta(hours=12), "device": "Firefox, Linux"} | values
        self.rows.add(sessions, id=new_secret(), person_id=self.people[name].id, hash=hash_of(key), **row)
        return {"session": key}

    def _key(self, run: str, **for_whom: str) -> Cookies:
        key = new_secret()
        end = self.now + timedelta(days=30)
        row = {"hash": hash_of(key), "assessment_id": run, "created_at": self.now, "expires_at": end}
        self.rows.add(browser_keys, **row, **for_whom)
        return {f"key-{run}": key}

    def _prepare_accounts(self) -> None:
        """A second session, a second factor to prove, one to set up."""
        self._session("lead")
        secret = self.site.seal.close("JBSWY3DPEHPK3PXP")
        for name in ("administrator", "head", "analyst", "new head", "published analyst", "published head", "lead"):
            self.rows.change(people, self.people[name].id, totp_secret=secret)
        self.people["unset"] = self.houses.person(MembershipRole.ANALYST, self.network, "Sans Facteur")
        self.rows.change(people, self.people["unset"].id, totp_secret=None)
        self.rows.change(people, self.people["nobody"].id, disabled_at=None)
        self.people["disabled"] = self.houses.person(name="Anna Désactivée")
        self.rows.change(people, self.people["disabled"].id, disabled_at=self.now)

    def _run(self, mode: Mode, days: int) -> str:
        profile = an_organisation(LONG, staff=12.5)
        deadline = self.now + timedelta(days=days)
        run = Run(form=Form.FULL, mode=mode, results_for=ResultsFor.ORGANISATION, deadline=deadline)
        with self.site.database.sessions.begin() as session:
            describe_organisation(session, self.organisation, profile, actor="command-line", now=self.now)
            run_id = start_run(
                session,
                self.organisation,
                run,
                questionnaire=shipped_instrument().questionnaire,
                lead_id=self.people["lead"].id,
                language="fr",
                now=self.now,
            )
            save_profile(session, run_id, profile, self.now)
        return run_id

    def _invite_respondents(self) -> None:
        for number, (name, values) in enumerate(STATES.items()):
            row = {key: self._ago(key, value) for key, value in values.items()} | {"name": name}
            row |= {"invited_at": self.now - timedelta(days=4), "expires_at": self.now + timedelta(days=20)}
            self.respondents[name] = self.rows.respondent(self.open_run, f"invite-{new_secret()[:6]}-{number}", **row)
        late = {"expires_at": self.now - timedelta(days=1), "invited_at": self.now - timedelta(days=40), "name": ""}
        self.rows.respondent(self.open_run, f"tres.longue.adresse.sans.nom-{new_secret().lower()}", **late)
        self.rows.respondent(self.open_run, f"m-{new_secret()}", person_id=self.people["member"].id, name="Anne")

    def _ago(self, key: str, value: Any) -> Any:
        moment = self.now - timedelta(days=value) if isinstance(value, int) else value
        return moment.date() if key == "active_on" else moment

    def _send(self, run_id: str, ago: int = 0) -> None:
        instrument = shipped_instrument()
        codes = {
            indicator.question.code: number % 3 + (ago == 0)
            for dimension in instrument.questionnaire.dimensions
            for number, indicator in enumerate(dimension.indicators)
        }
        with self.site.database.sessions.begin() as session:
            save_answers(session, self.open_run, {"CAP1": 2, "CAP2": 1}, self.now)
            save_answers(session, run_id, codes, self.now)
            lead = self.people["lead"].id
            submit(
                session,
                run_id,
                instrument=instrument,
                render_document=result_document,
                now=self.now - timedelta(days=ago),
                person_id=lead,
            )

    def _add_what_else_there_is(self) -> None:
        times = {"created_at": self.now, "expires_at": self.now + timedelta(days=30)}
        for run in (self.open_run, self.sent_run):
            row = {"assessment_id": run, "token_hash": hash_of(new_secret())} | times
            self.reader_id = self.rows.add(readers, id=new_secret(), name="Conseil d’administration (fictif)", **row)
        over = {"assessment_id": self.open_run, "token_hash": hash_of(new_secret())} | times
        self.rows.add(readers, id=new_secret(), name="Élus (fictifs)", **(over | {"revoked_at": self.now}))
        with self.site.database.sessions.begin() as session:
            for place in (self.organisation, self.network, "platform"):
                self._invite_to(session, place)
            for name in ("Tableau de bord (fictif)", "Extranet (fictif)"):
                within, lead = Within(organisation_id=self.organisation), self.people["lead"].id
                create_api_key(session, within, name=name, scopes=tuple(Scope), days=90, person_id=lead, now=self.now)
            letter = Letter(LetterKind.CODE, "boite.pleine@example.org", "fr", {"code": "123 456"})
            failed = post(session, self.site.seal, letter, self.now)
            failure = {"state": "failed", "tries": 8, "failure": "550 5.1.1"}
            session.execute(update(mails).where(mails.c.id == failed).values(failure))
        self.rows.add(
            identities,
            issuer="https://fictif.example",
            subject=new_secret(),
            person_id=self.people["member"].id,
            **_at(self.now),
        )

    def _campaign(self, name: str, *, test: bool = False) -> str:
        today = self.now.date()
        plan = Plan(
            name=name,
            test=test,
            form=Form.EXPRESS,
            mode=Mode.SHARED,
            results_for=ResultsFor.LEAD,
            types=("OT",) if test else (),
            texts={"fr": "Chère équipe de {organisation}, merci de répondre avant le {deadline}. {autre}"},
            opens_on=today - timedelta(days=1),
            closes_on=today + timedelta(days=40),
        )
        questionnaire, actor = shipped_instrument().questionnaire, f"person:{self.people['head'].id}"
        with self.site.database.sessions.begin() as session:
            return create_campaign(session, self.network, plan, questionnaire, actor=actor, now=self.now)

    def _helping(self) -> Neighbours:
        """A further network whose organisations help each other, the one with results among them."""
        found = Neighbours(self.site.database, self.houses.network("Réseau fictif d’entraide"))
        self.people["peer head"] = self.houses.person(MembershipRole.HEAD, found.network, "Sacha Entraide")
        self.rows.change(people, self.people["peer head"].id, totp_secret=self.site.seal.close("JBSWY3DPEHPK3PXP"))
        found.fill(40, "bddee")
        found.draw()
        found.join(self.organisation)
        found.take_part([self.organisation], "d")
        found.stand_for(self.organisation, self.sent_run)
        found.declare(self.organisation, seeks=True, offers=DIMENSIONS, capacity=3)
        found.work_out()
        return found

    def _launch(self, campaign_id: str) -> None:
        """Launched five days ago; everybody was reminded yesterday."""
        questionnaire, earlier = shipped_instrument().questionnaire, self.now - timedelta(days=5)
        with self.site.database.sessions.begin() as session:
            found = find_campaign(session, campaign_id, self.network)
            letters = CampaignPost(self.site.seal, self.site.address)
            launch(session, letters, found, questionnaire, actor="command-line", now=earlier)
            launched = find_campaign(session, campaign_id, self.network)
            remind(session, letters, launched, actor="command-line", now=self.now - timedelta(days=1))

    def _publish(self) -> str:
        """A campaign of another network with what is published of it: much in some regions, nothing in others."""
        campaigns = Campaigns(self.site.database)
        found = campaigns.campaign(self.coast)
        rows = rows_for(campaigns.organisations(self.coast, 90), dimensions=DIMENSIONS)
        regions = random.Random(7)
        rows = [row | {"region": regions.choices(*zip(*REGIONS.items(), strict=True))[0]} for row in rows]
        for place, row in enumerate(rows):
            row["consent"] = "c" if place % 2 else "b"
            row["roles"]["R02"] = {"need": row["roles"]["R01"]["need"] // 2, "have": 10 if place % 3 else 0}
        campaigns.contribute(found, rows)
        with self.site.database.sessions.begin() as session:
            publish(session, found, self.now)
        return found

    def _judge(self) -> str:
        """The address of a campaign of a further network of which the forms are kept too, one of them hasty."""
        campaigns, draw = Campaigns(self.site.database), random.Random(7)
        network = self.houses.network("Réseau fictif des vallées")
        self.people["judging analyst"] = self.houses.person(MembershipRole.ANALYST, network, "Max Regard")
        found = campaigns.campaign(network)
        hasty, *others = campaigns.organisations(network, 45)
        sent = [(one, an_answered(draw, "Office fictif")) for one in others]
        send(self.site.database, found, [(hasty, an_answered(draw, "Office fictif", same(4))), *sent])
        with self.site.database.sessions.begin() as session:
            publish(session, found, self.now)
        return f"/networks/{network}/campaigns/{found}"

    def _invite_to(self, session: Any, place: str) -> None:
        role = {self.network: MembershipRole.ANALYST, "platform": MembershipRole.ADMINISTRATOR}
        new = NewInvitation(
            address=read_address(f"bienvenue-{new_secret()[:6].lower()}@example.org"),
            language="fr",
            role=role.get(place, MembershipRole.MEMBER),
            place=place,
            inviter="Lou Pilote",
        )
        invite_by_mail(session, self.site.seal, new, link=self.site.address, actor="command-line", now=self.now)


def _at(now: datetime) -> dict[str, datetime]:
    return {"created_at": now}
