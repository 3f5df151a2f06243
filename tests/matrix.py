"""Two networks with their organisations and everybody who may ask for something: the world of the access matrix."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Table, insert, update

from assessment.domain.answers import Organisation
from assessment.domain.membership import MembershipRole
from assessment.domain.participation import Mode, ResultsFor
from assessment.domain.questionnaire import Form
from assessment.reports.exports import result_document
from assessment.services.api_keys import create_api_key
from assessment.services.assessments import save_answers, save_profile, start, submit
from assessment.services.campaigns import version_of
from assessment.services.organisations import Run, describe_organisation, start_run
from assessment.services.secrets import hash_of, new_secret
from assessment.storage.api_keys import Scope
from assessment.storage.database import Database
from assessment.storage.organisations import Within
from assessment.storage.tables import (
    account_invitations,
    api_keys,
    assessments,
    browser_keys,
    mails,
    memberships,
    organisation_networks,
    people,
    readers,
    respondents,
    sessions,
)
from assessment.storage.tables_campaigns import campaign_members, campaigns
from tests.houses import Houses, Person
from tests.shipped import shipped_instrument

NETWORKS = {"N1": ("A", "B", "C"), "N2": ("C", "D", "E")}
"""Three organisations each; C belongs to both."""
ORGANISATIONS = ("A", "B", "C", "D", "E")
RUNS: Mapping[str, tuple[str, Mode, ResultsFor, bool]] = {
    "A-open": ("A", Mode.SHARED, ResultsFor.LEAD, False),
    "A-sent": ("A", Mode.PANEL, ResultsFor.RESPONDENTS, True),
    "A-shown": ("A", Mode.SHARED, ResultsFor.ORGANISATION, True),
    "B-open": ("B", Mode.SHARED, ResultsFor.LEAD, False),
    "B-sent": ("B", Mode.SHARED, ResultsFor.RESPONDENTS, True),
    "C-open": ("C", Mode.PANEL, ResultsFor.LEAD, False),
    "C-sent": ("C", Mode.SHARED, ResultsFor.ORGANISATION, True),
    "D-open": ("D", Mode.PANEL, ResultsFor.ORGANISATION, False),
    "D-sent": ("D", Mode.SHARED, ResultsFor.LEAD, True),
    "E-open": ("E", Mode.SHARED, ResultsFor.LEAD, False),
    "E-sent": ("E", Mode.PANEL, ResultsFor.LEAD, True),
}
"""The assessments of organisations: whose, how they are answered, who reads the results, whether they were sent."""
PARTS = ["CAP"]
RANDOM, MALFORMED = "QQQQQQQQQQQQQQQQQQQQQQ", "no-such~id"
HOLDER_OF = "private"


@dataclass(frozen=True, slots=True, kw_only=True)
class Principal:
    """Somebody who asks.

    `state` is "anonymous", "half" (second factor to be shown), "unset" (to be set up) or "full". `roles` holds their
    role by place, `to` what they are to assessments ("lead", "invited-full", "invited-mirror", "reader" ...), `scopes`
    what a key opens and `within` where.
    """

    name: str
    state: str = "anonymous"
    roles: Mapping[str, str] = field(default_factory=dict)
    to: Mapping[str, frozenset[str]] = field(default_factory=dict)
    cookies: Mapping[str, str] = field(default_factory=dict)
    bearer: str = ""
    scopes: frozenset[str] = frozenset()
    within: str = ""
    person: Person | None = None

    @property
    def passing(self) -> bool:
        """Whether they belong nowhere."""
        return not (self.roles or self.to or self.within)


class World:
    """Puts it all into a database. `ids` holds every id by a word for it, `principals` those who ask."""

    def __init__(self, database: Database) -> None:
        self.database, self.houses, self.now = database, Houses(database), datetime.now(UTC)
        self.ids: dict[str, str] = {"random": RANDOM, "malformed": MALFORMED}
        self.children: dict[str, dict[str, str]] = {}
        self.people: dict[str, Person] = {}
        self.memberships: dict[str, str] = {}
        self.tokens: dict[str, str] = {}
        self.principals: list[Principal] = []
        self._places()
        self._people()
        self._runs()
        self._others()
        self._children()
        self._name_principals()

    def add(self, table: Table, **values: Any) -> str:
        """A row, straight into its table."""
        with self.database.sessions.begin() as session:
            session.execute(insert(table), values)
        return str(values.get("id", ""))

    def _places(self) -> None:
        for label in (*NETWORKS, "gone-network"):
            self.ids[label] = self.houses.network(f"Réseau {label}")
        for label in (*ORGANISATIONS, "gone-organisation"):
            first = next((network for network, members in NETWORKS.items() if label in members), "N1")
            self.ids[label] = self.houses.organisation(self.ids[first], f"Office {label}")
        self.add(organisation_networks, organisation_id=self.ids["C"], network_id=self.ids["N2"], joined_at=self.now)
        profile = Organisation(name="Office fictif", type="OT", staff=8, region="84", territory="mountain")
        with self.database.sessions.begin() as session:
            for label in ORGANISATIONS:
                describe_organisation(session, self.ids[label], profile, actor="command-line", now=self.now)
            connection = session.connection()
            for name, label in (("organisations", "gone-organisation"), ("networks", "gone-network")):
                table = memberships.metadata.tables[name]
                connection.execute(table.delete().where(table.c.id == self.ids[label]))

    def _people(self) -> None:
        for place in (*ORGANISATIONS, *NETWORKS):
            roles = ("lead", "lead2", "member") if place in ORGANISATIONS else ("head", "analyst")
            for role in roles:
                self._person(f"{role} {place}", MembershipRole(role.rstrip("2")), place)
        self._person("administrator", MembershipRole.ADMINISTRATOR, "platform")
        for name in ("nobody", "staff with account", "elected with account", "removed member", "disabled"):
            self._person(name)
        self._person("two hats", MembershipRole.LEAD, "A")
        self.memberships["two hats D"] = self.houses.join(self.people["two hats"], MembershipRole.MEMBER, self.ids["D"])
        for name in ("half", "unset"):
            self._person(name, MembershipRole.ANALYST, "N1")
        self._person("expired", MembershipRole.LEAD, "A")
        with self.database.sessions.begin() as session:
            values: list[tuple[Table, str, dict[str, Any]]] = [
                (sessions, "half", {"verified_at": None}),
                (sessions, "expired", {"expires_at": self.now - timedelta(seconds=1)}),
            ]
            for table, name, changes in values:
                session.execute(update(table).where(table.c.person_id == self.people[name].id).values(changes))
            session.execute(update(people).where(people.c.id == self.people["unset"].id).values(totp_secret=None))
            session.execute(
                update(people).where(people.c.id == self.people["disabled"].id).values(disabled_at=self.now)
            )
        self.memberships["removed"] = self.houses.join(
            self.people["removed member"], MembershipRole.MEMBER, self.ids["A"]
        )
        with self.database.sessions.begin() as session:
            session.execute(memberships.delete().where(memberships.c.id == self.memberships["removed"]))

    def _person(self, name: str, role: MembershipRole | None = None, place: str = "") -> None:
        person = self.houses.person(name=name)
        if role is not None:
            at = self.ids.get(place, place)
            self.memberships[name] = self.houses.join(person, role, at)
            if role in (MembershipRole.ADMINISTRATOR, MembershipRole.HEAD, MembershipRole.ANALYST):
                with self.database.sessions.begin() as session:
                    session.execute(update(people).where(people.c.id == person.id).values(totp_secret=b"sealed"))
        self.people[name] = person

    def _runs(self) -> None:
        instrument = shipped_instrument()
        questionnaire = instrument.questionnaire
        codes = {
            indicator.question.code: 2
            for dimension in questionnaire.dimensions
            for indicator in dimension.indicators
            if indicator.express
        }
        for label, (place, mode, results_for, sent) in RUNS.items():
            lead = self.people[f"lead {place}"]
            run = Run(form=Form.EXPRESS, mode=mode, results_for=results_for, deadline=self.now + timedelta(days=30))
            with self.database.sessions.begin() as session:
                self.ids[label] = start_run(
                    session,
                    self.ids[place],
                    run,
                    questionnaire=questionnaire,
                    lead_id=lead.id,
                    language="fr",
                    now=self.now,
                )
                if sent:
                    save_answers(session, self.ids[label], codes, self.now)
                    submit(
                        session,
                        self.ids[label],
                        instrument=instrument,
                        render_document=result_document,
                        now=self.now,
                        person_id=lead.id,
                    )
        with self.database.sessions.begin() as session:
            for label in (HOLDER_OF, "gone-assessment"):
                started = start(session, questionnaire=questionnaire, form=Form.EXPRESS, language="fr", now=self.now)
                self.ids[label], self.tokens[label] = started.id, started.token
                profile = Organisation(name="Seul", type="OT", staff=8, region="84", territory="mountain")
                save_profile(session, started.id, profile, self.now)
            gone = assessments.c.id == self.ids["gone-assessment"]
            session.execute(assessments.delete().where(gone))

    def respondent(self, run: str, person: str = "", role: str = "staff", *, revoked: bool = False) -> tuple[str, str]:
        """An invitation to answer, and its token."""
        identifier, token = new_secret(), new_secret()
        mirror = role == "elected"
        self.add(
            respondents,
            id=identifier,
            assessment_id=self.ids[run],
            person_id=self.people[person].id if person else None,
            token_hash=hash_of(token),
            email=f"{identifier.lower()}@fictif.example",
            email_key=f"{identifier.lower()}@fictif.example",
            name="Invité fictif",
            language="fr",
            role=role,
            form="mirror" if mirror else "full",
            parts=[] if mirror else PARTS,
            invited_at=self.now - timedelta(days=1),
            expires_at=self.now + timedelta(days=20),
            started_at=self.now,
            revoked_at=self.now if revoked else None,
        )
        return identifier, token

    def reader(self, run: str, *, over: bool = False) -> tuple[str, str]:
        """A link to results, and its token."""
        identifier, token = new_secret(), new_secret()
        end = self.now + timedelta(days=-1 if over else 30)
        self.add(
            readers,
            id=identifier,
            assessment_id=self.ids[run],
            token_hash=hash_of(token),
            name="Lecteur fictif",
            created_at=self.now,
            expires_at=end,
        )
        return identifier, token

    def browser_key(self, run: str, **for_whom: str) -> str:
        """A key in a browser's cookie."""
        key = new_secret()
        end = self.now + timedelta(days=30)
        row = {"hash": hash_of(key), "assessment_id": self.ids[run], "created_at": self.now, "expires_at": end}
        self.add(browser_keys, **row, **for_whom)
        return key

    def _others(self) -> None:
        self.invited = {run: self.respondent(run) for run in RUNS}
        self.elected = self.respondent("A-open", role="elected")
        self.revoked = self.respondent("A-open", revoked=True)
        self.respondent("A-open", "staff with account")
        self.respondent("A-sent", "elected with account", "elected")
        self.reading = {run: self.reader(run) for run in RUNS}
        self.over = self.reader("A-sent", over=True)
        self.gone = self.respondent("A-open")[0], self.reader("A-open")[0]
        with self.database.sessions.begin() as session:
            session.execute(respondents.delete().where(respondents.c.id == self.gone[0]))
            session.execute(readers.delete().where(readers.c.id == self.gone[1]))
        self.keys: dict[str, tuple[str, str]] = {}
        for place in ("A", "B", "D", *NETWORKS):
            for name, scopes in {"all": tuple(Scope), **{scope.value: (scope,) for scope in Scope}}.items():
                self.keys[f"{place} {name}"] = self._api_key(place, scopes)
        for name in ("revoked", "expired"):
            self.keys[name] = self._api_key("A", tuple(Scope))
        with self.database.sessions.begin() as session:
            for name, column in (("revoked", "revoked_at"), ("expired", "expires_at")):
                at = self.now - timedelta(seconds=1)
                session.execute(update(api_keys).where(api_keys.c.id == self.keys[name][0]).values({column: at}))

    def _api_key(self, place: str, scopes: Sequence[Scope]) -> tuple[str, str]:
        within = Within(network_id=self.ids[place]) if place in NETWORKS else Within(organisation_id=self.ids[place])
        by = self.people["administrator"].id
        with self.database.sessions.begin() as session:
            made = create_api_key(session, within, name="Test", scopes=scopes, days=30, person_id=by, now=self.now)
        return made.id, made.text

    def _children(self) -> None:
        """The ids of what belongs to something, by parameter of the address and by what they belong to."""
        places = (*ORGANISATIONS, *NETWORKS)
        invitations = {place: self._invitation(place) for place in places}
        self.children = {
            "membership_id": {
                place: self.memberships[f"{'member' if place in ORGANISATIONS else 'analyst'} {place}"]
                for place in places
            }
            | {"gone": self.memberships["removed"]},
            "invitation_id": invitations
            | {"platform": self._invitation("platform"), "gone": self._invitation("A", revoked=True)},
            "key_id": {place: self.keys[f"{place} all"][0] for place in ("A", "B", "D", *NETWORKS)}
            | {"gone": self.keys["revoked"][0]},
            "network_id": {"A": self.ids["N1"], "D": self.ids["N2"], "gone": self.ids["gone-network"]},
            "respondent_id": {run: self.invited[run][0] for run in RUNS} | {"gone": self.gone[0]},
            "reader_id": {run: self.reading[run][0] for run in RUNS} | {"gone": self.gone[1]},
            "person_id": {"platform": self.people["nobody"].id},
            "mail_id": {"platform": self._mail()},
            "campaign_id": {place: self._campaign(place) for place in ("A", "B", "D", *NETWORKS)},
        }
        self.other_sessions = {name: self._session(person) for name, person in self.people.items()}
        self.tokens |= {
            "/r/{token}": self.tokens[HOLDER_OF],
            "/s/{token}": self.reading["A-sent"][1],
            "/i/{token}": self.invited["A-open"][1],
        }

    def _campaign(self, place: str) -> str:
        """A draft of a network; or what a further network launched, in which an organisation takes part."""
        if place in NETWORKS:
            network, launched = self.ids[place], None
        else:
            network, launched = self.houses.network("Réseau de passage"), self.now
        row: dict[str, Any] = {"id": new_secret(), "network_id": network, "name": "Campagne", "wave": 0, "test": False}
        row |= {"form": "express", "mode": "shared", "results_for": "lead", "types": [], "texts": {}}
        row |= {"opens_on": date(2020, 1, 1), "closes_on": date(2090, 1, 1), "launched_at": launched}
        campaign = self.add(campaigns, **row, **version_of(shipped_instrument().questionnaire), created_at=self.now)
        if launched is not None:
            part = {"campaign_id": campaign, "organisation_id": self.ids[place], "invited_at": self.now}
            self.add(campaign_members, **part, consent="b")
        return campaign

    def _invitation(self, place: str, *, revoked: bool = False) -> str:
        identifier = new_secret()
        network = place in NETWORKS
        return self.add(
            account_invitations,
            id=identifier,
            token_hash=hash_of(new_secret()),
            email=f"{identifier.lower()}@fictif.example",
            email_key=f"{identifier.lower()}@fictif.example",
            language="fr",
            role={"platform": "administrator"}.get(place, "analyst" if network else "member"),
            network_id=self.ids[place] if network else None,
            organisation_id=self.ids[place] if place in ORGANISATIONS else None,
            created_at=self.now,
            expires_at=self.now + timedelta(days=14),
            revoked_at=self.now if revoked else None,
        )

    def _session(self, person: Person) -> str:
        """A second session of somebody, on another device."""
        times = {"created_at": self.now, "seen_at": self.now, "verified_at": self.now}
        row = times | {"expires_at": self.now + timedelta(hours=12), "device": "Autre", "person_id": person.id}
        return self.add(sessions, id=new_secret(), hash=hash_of(new_secret()), **row)

    def _mail(self) -> str:
        return self.add(
            mails,
            id=new_secret(),
            kind="code",
            content=b"sealed",
            created_at=self.now,
            state="failed",
            due_at=self.now,
        )

    def _name_principals(self) -> None:
        self.principals = [*self._signed_in(), *self._by_link(), *self._programs()]

    def _signed_in(self) -> list[Principal]:
        leads = {
            place: {run: frozenset({"lead"}) for run, (owner, *_) in RUNS.items() if owner == place}
            for place in ORGANISATIONS
        }

        def all_of(place: str, standing: str) -> dict[str, frozenset[str]]:
            return {run: frozenset({standing}) for run in leads[place]}

        return [
            self._as("lead A", {"A": "lead"}, leads["A"]),
            self._as("lead2 A", {"A": "lead"}, all_of("A", "manager")),
            self._as("member A", {"A": "member"}, all_of("A", "colleague")),
            *(self._as(f"lead {place}", {place: "lead"}, leads[place]) for place in ("B", "C", "D")),
            self._as("member D", {"D": "member"}, all_of("D", "colleague")),
            *(self._as(f"{role} {place}", {place: role}) for place in NETWORKS for role in ("head", "analyst")),
            self._as("administrator", {"platform": "administrator"}),
            self._as("two hats", {"A": "lead", "D": "member"}, all_of("A", "manager") | all_of("D", "colleague")),
            self._as("nobody"),
            self._as("removed member"),
            self._as("staff with account", to={"A-open": frozenset({"invited-full"})}),
            self._as("elected with account", to={"A-sent": frozenset({"invited-mirror"})}),
            self._as("half", state="half"),
            self._as("unset", state="unset"),
            self._as("disabled", state="anonymous"),
            self._as("expired", state="anonymous"),
        ]

    def _as(
        self,
        name: str,
        roles: Mapping[str, str] | None = None,
        to: Mapping[str, frozenset[str]] | None = None,
        state: str = "full",
    ) -> Principal:
        person = self.people[name]
        cookies = {"__Host-session": person.key}
        return Principal(name=name, state=state, roles=roles or {}, to=to or {}, cookies=cookies, person=person)

    def _by_link(self) -> list[Principal]:
        held = [
            ("holder", HOLDER_OF, "holder", {}),
            ("staff by link", "A-open", "invited-full", {"respondent_id": self.invited["A-open"][0]}),
            ("elected by link", "A-open", "invited-mirror", {"respondent_id": self.elected[0]}),
            ("staff by link of D", "D-open", "invited-full", {"respondent_id": self.invited["D-open"][0]}),
            ("reader", "A-sent", "reader", {"reader_id": self.reading["A-sent"][0]}),
            ("reader before it is sent", "A-open", "reader", {"reader_id": self.reading["A-open"][0]}),
            ("revoked respondent", "A-open", "", {"respondent_id": self.revoked[0]}),
            ("reader too late", "A-sent", "", {"reader_id": self.over[0]}),
        ]
        found = [Principal(name="anonymous"), Principal(name="made-up session", cookies={"__Host-session": "chosen"})]
        for name, run, standing, row in held:
            cookies = {f"__Host-key-{self.ids[run]}": self.browser_key(run, **row)}
            to = {run: frozenset({standing})} if standing else {}
            found.append(Principal(name=name, to=to, cookies=cookies))
        stolen = self.browser_key("A-open", respondent_id=self.invited["A-open"][0])
        wrong = {f"__Host-key-{self.ids[run]}": stolen for run in ("A-sent", "B-open", "D-open")}
        found.append(Principal(name="key of another assessment", cookies=wrong))
        return found

    def _programs(self) -> list[Principal]:
        found = []
        for place in ("A", "D", "N1"):
            for scope in ("all", *(scope.value for scope in Scope)):
                name = f"{place} {scope}"
                scopes = frozenset(scope.value for scope in Scope) if scope == "all" else frozenset({scope})
                bearer = self.keys[name][1]
                found.append(Principal(name=f"key {name}", bearer=bearer, scopes=scopes, within=place))
        return [*found, *(Principal(name=f"key {name}", bearer=self.keys[name][1]) for name in ("revoked", "expired"))]
