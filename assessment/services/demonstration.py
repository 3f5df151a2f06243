"""A network, an organisation and people for a demonstration: all of them invented, and said to be.

Every function works inside the session it is given and never commits.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from assessment.domain.answers import Assessment
from assessment.domain.entries import plain_from_answer
from assessment.domain.membership import NETWORK_ROLES, PLATFORM, SECOND_FACTOR_ROLES, MembershipRole
from assessment.domain.participation import Mode, ResultsFor
from assessment.domain.questionnaire import RespondentRole
from assessment.domain.results import AssessmentResult, Instrument
from assessment.services.account_invitations import NewInvitation, accept, find_invitation, invite
from assessment.services.accounts import NewPerson, create_person
from assessment.services.addresses import read_address
from assessment.services.assessments import load, save_answers, submit
from assessment.services.networks import create_network
from assessment.services.organisations import Run, create_organisation, describe_organisation, start_run
from assessment.services.respondents import Guest, Sender
from assessment.services.respondents import invite as invite_to_answer
from assessment.services.samples import begun, keep_sample
from assessment.services.second_factor import new_factor, new_recovery_codes
from assessment.services.secrets import Seal, new_secret
from assessment.storage.accounts import change_person

ACTOR = "command-line"
NETWORK = "Réseau fictif / Fictional network"
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
TIME_AGO, TIME_TO_ANSWER = timedelta(days=90), timedelta(days=21)


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

    def furnish(self) -> Demonstration:
        """Keep the sample by private links and in an organisation of a network, with somebody in every role."""
        organisation_id, accounts = replace(self, now=self.now - TIME_AGO).furnish_house()
        invitation = self._present_run(organisation_id, accounts[0].person_id)
        questionnaire = self.instrument.questionnaire
        whole = keep_sample(self.session, self.sample, questionnaire, language=self.language, now=self.now)
        self._submit(whole.id)
        part = begun(self.sample, questionnaire)
        draft = keep_sample(self.session, part, questionnaire, language=self.language, now=self.now)
        return Demonstration(whole.token, draft.token, invitation, accounts)

    def furnish_house(self) -> tuple[str, tuple[Account, ...]]:
        """Keep a network, its organisation with one assessment sent, and people; its id, the lead first."""
        name = self.sample.organisation.name
        network_id = create_network(self.session, NETWORK, actor=ACTOR, now=self.now)
        organisation_id = create_organisation(self.session, name, network_id, actor=ACTOR, now=self.now)
        profile = self.sample.organisation
        describe_organisation(self.session, organisation_id, profile, actor=ACTOR, now=self.now)
        places = dict.fromkeys(NETWORK_ROLES, network_id) | {MembershipRole.ADMINISTRATOR: PLATFORM}
        accounts = tuple(self._account(role, places.get(role, organisation_id)) for role in PEOPLE)
        self._past_run(organisation_id, accounts[0].person_id)
        return organisation_id, accounts

    def _account(self, role: MembershipRole, place: str) -> Account:
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

    def _past_run(self, organisation_id: str, lead_id: str) -> None:
        """An assessment of the organisation with results."""
        run_id = self._start(organisation_id, lead_id, Mode.SHARED, None)
        given = {**self.sample.facts, **self.sample.sheet.answers}
        plain = {code: plain_from_answer(answer) for code, answer in given.items()}
        save_answers(self.session, run_id, plain, self.now)
        self._submit(run_id, lead_id)

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
