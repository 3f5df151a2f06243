"""A national network, one of its organisations and people for a demonstration: all invented, and said to be.

Every function works inside the session it is given and never commits.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from assessment.domain.answers import Assessment
from assessment.domain.fictional_network import SEED, SIZE_OF_NETWORK, draw_network, stream
from assessment.domain.membership import NETWORK_ROLES, PLATFORM, SECOND_FACTOR_ROLES, MembershipRole
from assessment.domain.participation import Mode, ResultsFor
from assessment.domain.peer_groups import Consent
from assessment.domain.questionnaire import RespondentRole
from assessment.domain.results import AssessmentResult, Instrument
from assessment.services.account_invitations import NewInvitation, accept, find_invitation, invite
from assessment.services.accounts import NewPerson, create_person
from assessment.services.addresses import read_address
from assessment.services.assessments import Started, load, submit
from assessment.services.fictional_network import FOUNDED, Campaigns, Home, LettersLongSent, NationalNetwork
from assessment.services.networks import create_network
from assessment.services.organisations import Run, create_organisation, describe_organisation, start_run
from assessment.services.respondents import Guest, Sender
from assessment.services.respondents import invite as invite_to_answer
from assessment.services.samples import begun, keep_sample
from assessment.services.second_factor import new_factor, new_recovery_codes
from assessment.services.secrets import Seal, new_secret
from assessment.storage.accounts import change_person

ACTOR = "command-line"
NETWORK = "Réseau national fictif / Fictional national network"
PEOPLE = {
    MembershipRole.LEAD: ("lead@example.org", "Lou Fictif"),
    MembershipRole.MEMBER: ("member@example.org", "Sam Fictif"),
    MembershipRole.HEAD: ("head@example.org", "Dominique Fictif"),
    MembershipRole.ANALYST: ("analyst@example.org", "Ana Fictif"),
    MembershipRole.ADMINISTRATOR: ("administrator@example.org", "Camille Fictif"),
}
"""Whom one can be, by role: e-mail address and name. No letter reaches example.org."""

ELECTED = ("elected@example.org", "Claude Fictif")
CODES_SHOWN = 3
TIME_TO_ANSWER = timedelta(days=21)
RAISED = ("CAP1", "CLI2", "INS3", "DON2", "PRO3", "COL2", "RES2")
"""What the organisation of the sample did less well, by one level, a wave before."""


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody one can sign in as; who needs a second factor has the `key` of one, and a few recovery `codes`."""

    role: MembershipRole
    person_id: str
    email: str
    password: str = field(repr=False)
    key: str = field(default="", repr=False)
    codes: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Demonstration:
    """What there is to look at: the tokens of two private links and of an invitation to answer, and the accounts."""

    results: str = field(repr=False)
    draft: str = field(repr=False)
    invitation: str = field(repr=False)
    accounts: tuple[Account, ...]
    network_id: str
    campaigns: Campaigns


@dataclass(frozen=True, slots=True, kw_only=True)
class Furnisher:
    """Fills an empty database; passwords and keys are drawn anew each time.

    `hash_password` makes what is kept of a password, `address` a whole address of a path.
    """

    session: Session
    seal: Seal
    sample: Assessment
    instrument: Instrument
    render_document: Callable[[AssessmentResult], dict[str, Any]]
    hash_password: Callable[[str], str]
    address: Callable[[str], str]
    language: str
    now: datetime
    organisations: int = SIZE_OF_NETWORK

    def furnish(self) -> Demonstration:
        """Keep a network, the sample in one of its organisations and by private links, and somebody in every role."""
        founded = replace(self, now=self.now - FOUNDED)
        network_id = create_network(self.session, NETWORK, actor=ACTOR, now=founded.now)
        organisation_id = founded.keep_organisation(network_id)
        places = dict.fromkeys(NETWORK_ROLES, network_id) | {MembershipRole.ADMINISTRATOR: PLATFORM}
        accounts = tuple(founded.introduce(role, places.get(role, organisation_id)) for role in PEOPLE)
        home = Home(organisation_id, accounts[0].person_id, Consent.HELPER, (self._earlier(), self.sample, None))
        network = self._network(network_id)
        drawn = draw_network(self.instrument.questionnaire, self.organisations - 1)
        campaigns = network.run([home, *network.keep(drawn)])
        invitation = self._present_run(organisation_id, accounts[0].person_id)
        whole = self._by_link(self.sample)
        self._submit(whole.id)
        draft = self._by_link(begun(self.sample, self.instrument.questionnaire))
        return Demonstration(whole.token, draft.token, invitation, accounts, network_id, campaigns)

    def keep_organisation(self, network_id: str) -> str:
        """Keep the organisation of the sample in a network; its id."""
        profile = self.sample.organisation
        organisation_id = create_organisation(self.session, profile.name, network_id, actor=ACTOR, now=self.now)
        describe_organisation(self.session, organisation_id, profile, actor=ACTOR, now=self.now)
        return organisation_id

    def _network(self, network_id: str) -> NationalNetwork:
        return NationalNetwork(
            session=self.session,
            network_id=network_id,
            post=LettersLongSent(self.seal, self.address),
            instrument=self.instrument,
            render_document=self.render_document,
            language=self.language,
            now=self.now,
            random=stream(SEED),
        )

    def _earlier(self) -> Assessment:
        """The sample as it was a wave before."""
        sheet = self.sample.sheet
        lower = {code: max(0, level - 1) for code in RAISED if (level := sheet.level(code)) is not None}
        return replace(self.sample, sheets=(replace(sheet, answers={**sheet.answers, **lower}),))

    def _by_link(self, answered: Assessment) -> Started:
        questionnaire = self.instrument.questionnaire
        return keep_sample(self.session, answered, questionnaire, language=self.language, now=self.now)

    def introduce(self, role: MembershipRole, place: str) -> Account:
        """Keep somebody with a role in a place."""
        email, name = PEOPLE[role]
        password, address = new_secret(), read_address(email)
        new = NewInvitation(address=address, language=self.language, role=role, place=place)
        invitation = find_invitation(self.session, invite(self.session, new, actor=ACTOR, now=self.now).token, self.now)
        person = NewPerson(
            address=address, name=name, language=self.language, password_hash=self.hash_password(password)
        )
        person_id = create_person(self.session, person, actor=ACTOR, now=self.now)
        if person_id is None or invitation is None or not accept(self.session, invitation, person_id, self.now):
            raise LookupError(email)
        if role not in SECOND_FACTOR_ROLES:
            return Account(role, person_id, email, password)
        factor = new_factor(self.seal, person_id, self.now)
        change_person(self.session.connection(), person_id, totp_secret=self.seal.close(factor.secret))
        codes = new_recovery_codes(self.session, person_id)[:CODES_SHOWN]
        return Account(role, person_id, email, password, factor.key, codes)

    def _present_run(self, organisation_id: str, lead_id: str) -> str:
        """An assessment that several people are to answer; the token of the elected member's invitation."""
        run_id = self._start(organisation_id, lead_id, Mode.PANEL, self.now + TIME_TO_ANSWER)
        invited = [(ELECTED, RespondentRole.ELECTED), (PEOPLE[MembershipRole.MEMBER], RespondentRole.STAFF)]
        guests = [Guest(read_address(email), name, role) for (email, name), role in invited]
        sender = Sender(
            seal=self.seal,
            address=self.address,
            inviter=PEOPLE[MembershipRole.LEAD][1],
            language=self.language,
            actor=f"person:{lead_id}",
        )
        elected, _member = invite_to_answer(self.session, load(self.session, run_id), guests, (), sender, self.now)
        return elected.token

    def _start(self, organisation_id: str, lead_id: str, mode: Mode, deadline: datetime | None) -> str:
        return start_run(
            self.session,
            organisation_id,
            Run(form=self.sample.form, mode=mode, results_for=ResultsFor.RESPONDENTS, deadline=deadline),
            questionnaire=self.instrument.questionnaire,
            lead_id=lead_id,
            language=self.language,
            now=self.now,
        )

    def _submit(self, assessment_id: str, person_id: str | None = None) -> None:
        submit(
            self.session,
            assessment_id,
            instrument=self.instrument,
            render_document=self.render_document,
            now=self.now,
            person_id=person_id,
        )
