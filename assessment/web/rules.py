"""The kinds of rules: what a right asks of whoever visits, and what is said to those who lack it.

Nobody learns from a refusal whether a thing exists: what is not one's own is answered like what was never there (404);
only within one's own house is a right refused (403).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from litestar.di import NamedDependency
from litestar.exceptions import NotAuthorizedException, NotFoundException, PermissionDeniedException
from litestar.params import SkipValidation
from sqlalchemy import Connection

from assessment.domain.membership import (
    PLATFORM,
    MembershipRole,
    needs_second_factor,
    role_in,
)
from assessment.domain.participation import results_open_to
from assessment.storage.access import (
    AssessmentAccess,
    SignedIn,
    Standing,
    find_assessment_access,
    networks_of,
)
from assessment.storage.api_keys import ApiKey, Scope
from assessment.storage.organisations import Within


class NotYours(NotFoundException):
    """A browser may not open an assessment, or there is none; which of the two is not told."""


class Forbidden(PermissionDeniedException):
    """Something of one's own house that one has no right to."""


class SignInFirst(Exception):
    """Nobody is signed in, or no longer."""


class KeyFirst(NotAuthorizedException):
    """A program shows no key of ours, or one that is over or revoked."""


class ScopeMissing(Forbidden):
    """The key of a program does not open this; `scope` would."""

    def __init__(self, scope: Scope) -> None:
        super().__init__()
        self.scope = scope


class SecondFactorFirst(Exception):
    """The second factor is still missing: `exists` tells one to be shown from one to be set up."""

    def __init__(self, *, exists: bool) -> None:
        super().__init__()
        self.exists = exists


@dataclass(frozen=True, slots=True)
class Visit:
    """A request as its rule sees it. `names` holds the parts of the address, by parameter."""

    connection: Connection
    now: datetime
    person: SignedIn | None
    key_hash: str | None
    names: Mapping[str, str]
    api_key: ApiKey | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Admission:
    """By what a request was let in: the person, their role in the place it is about, their way into the assessment."""

    person: SignedIn | None = None
    role: MembershipRole | None = None
    assessment: AssessmentAccess | None = None
    api_key: ApiKey | None = None

    @property
    def signed_in(self) -> SignedIn:
        """The person, on a page that only opens to one. Raises SignInFirst."""
        if self.person is None:
            raise SignInFirst
        return self.person

    @property
    def to_assessment(self) -> AssessmentAccess:
        """The way into the assessment, on a page about one. Raises NotYours."""
        if self.assessment is None:
            raise NotYours
        return self.assessment

    @property
    def within(self) -> Within:
        """The organisations that the key of a program is about. Raises KeyFirst."""
        if self.api_key is None:
            raise KeyFirst
        return self.api_key.within

    @property
    def actor(self) -> str:
        """Who does it, as the audit names them."""
        if self.api_key is not None:
            return f"key:{self.api_key.id}"
        if self.person is not None:
            return f"person:{self.person.person_id}"
        if self.assessment is not None and self.assessment.respondent is not None:
            return f"respondent:{self.assessment.respondent['id']}"
        return "link" if self.assessment is not None else "anybody"


AdmissionHere: TypeAlias = NamedDependency[SkipValidation[Admission]]
"""The parameter by which a handler is told who asks, and by which right."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A right in words, and how it is checked. `admit` is None where the handler itself checks it as it writes.

    `key` tells routes that programs open with a key from those that browsers open with their cookies.
    """

    name: str
    admit: Callable[[Visit], Admission] | None
    public: bool = False
    key: bool = False


def _anybody(visit: Visit) -> Admission:
    return Admission(person=visit.person)


def _half_signed_in(visit: Visit) -> Admission:
    if visit.person is None:
        raise SignInFirst
    return Admission(person=visit.person)


def _factor_shown(visit: Visit) -> SignedIn:
    person = _half_signed_in(visit).signed_in
    if not person.verified:
        raise SecondFactorFirst(exists=True)
    return person


def _person(visit: Visit) -> SignedIn:
    person = _factor_shown(visit)
    if needs_second_factor(person.memberships) and not person.has_second_factor:
        raise SecondFactorFirst(exists=False)
    return person


def _settled(visit: Visit) -> Visit:
    """The same visit without a person who still owes the second factor: a key may open what their session does not."""
    person = visit.person
    owes = person is not None and (
        not person.verified or (needs_second_factor(person.memberships) and not person.has_second_factor)
    )
    return Visit(visit.connection, visit.now, None, visit.key_hash, visit.names) if owes else visit


def on_platform() -> Rule:
    """Administrators of the platform; for everybody else there is no such place."""

    def admit(visit: Visit) -> Admission:
        person = _person(visit)
        role = role_in(person.memberships, PLATFORM)
        if role is None:
            raise NotFoundException
        return Admission(person=person, role=role)

    return Rule("administrator of the platform", admit)


def on_network(*roles: MembershipRole) -> Rule:
    """Those with one of these roles in the network of the address, and administrators where named."""

    def admit(visit: Visit) -> Admission:
        person = _person(visit)
        return Admission(person=person, role=_role_among(person, [visit.names["network_id"]], roles))

    return Rule(f"network: {', '.join(roles)}", admit)


def on_organisation(*roles: MembershipRole) -> Rule:
    """Those with one of these roles in the organisation of the address; its networks' people know that it exists."""

    def admit(visit: Visit) -> Admission:
        person = _person(visit)
        organisation_id = visit.names["organisation_id"]
        places = [organisation_id, *networks_of(visit.connection, organisation_id)]
        return Admission(person=person, role=_role_among(person, places, roles))

    return Rule(f"organisation: {', '.join(roles)}", admit)


def _role_among(person: SignedIn, places: Iterable[str], roles: tuple[MembershipRole, ...]) -> MembershipRole:
    held = [role for place in (*places, PLATFORM) if (role := role_in(person.memberships, place)) is not None]
    fitting = next((role for role in held if role in roles), None)
    if fitting is not None:
        return fitting
    if any(role is not MembershipRole.ADMINISTRATOR for role in held):
        raise Forbidden
    raise NotFoundException


def on_assessment(*standings: Standing, invited: bool = False) -> Rule:
    """Those of these standings; `invited` people too, whatever else they are."""

    def admit(visit: Visit) -> Admission:
        visit = _settled(visit)
        found = reach_assessment(visit)
        if found.standing not in standings and not (invited and found.respondent is not None):
            raise Forbidden
        return Admission(person=visit.person, assessment=found)

    words = [*standings, *(["invited"] if invited else [])]
    return Rule(f"assessment: {', '.join(words)}", admit)


def by_key(scope: Scope | None = None) -> Rule:
    """Programs with a key that has this scope, or with any key of ours."""

    def admit(visit: Visit) -> Admission:
        if visit.api_key is None:
            raise KeyFirst
        if scope is not None and scope not in visit.api_key.scopes:
            raise ScopeMissing(scope)
        return Admission(api_key=visit.api_key)

    return Rule(f"key: {scope or 'any'}", admit, key=True)


def reach_assessment(visit: Visit) -> AssessmentAccess:
    """How a visit may open the assessment of its address. Raises NotYours."""
    found = find_assessment_access(
        visit.connection, visit.names["assessment_id"], key_hash=visit.key_hash, person=visit.person, now=visit.now
    )
    if found is None:
        raise NotYours
    return found


def reads_results(access: AssessmentAccess) -> bool:
    """Whether somebody may read the results, by their standing or as one who was invited to answer."""
    return results_open_to(access.results_for, access.standing, invited=access.respondent is not None)


def _results(visit: Visit) -> Admission:
    visit = _settled(visit)
    found = reach_assessment(visit)
    if not reads_results(found):
        raise Forbidden
    return Admission(person=visit.person, assessment=found)


ANYBODY = Rule("anybody", _anybody, public=True)
HALF_SIGNED_IN = Rule("a person whose second factor may still be missing", _half_signed_in)
SETTING_UP = Rule(
    "a person, also before a second factor that is due was set up", lambda visit: Admission(person=_factor_shown(visit))
)
PERSON = Rule("a person", lambda visit: Admission(person=_person(visit)))
RESULTS = Rule("whoever the results are for", _results)
ANSWERING = Rule("whoever may answer the question, checked in the transaction that keeps the answer", None)


def admit(rule: Rule, visit: Visit) -> Admission:
    """Let a visit in by a rule, or raise what it says."""
    return rule.admit(visit) if rule.admit else Admission()
