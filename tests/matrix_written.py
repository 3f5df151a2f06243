"""Who may do what, written down a second time and from the promises, not from the code that decides it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from assessment.domain.participation import ResultsFor
from tests.matrix import HOLDER_OF, NETWORKS, ORGANISATIONS, RUNS, Principal, World
from tests.visitors import PROFILE


@dataclass(frozen=True, slots=True)
class Who:
    """To whom a rule opens: `kind` says what the route is about, `allowed` who may by their role, standing or state."""

    kind: str
    allowed: frozenset[str] = frozenset()


def _who(kind: str, *allowed: str) -> Who:
    return Who(kind, frozenset(allowed))


WRITTEN: Mapping[str, Who] = {
    "anybody": _who("public"),
    "a person whose second factor may still be missing": _who("person", "half", "unset", "full"),
    "a person, also before a second factor that is due was set up": _who("person", "unset", "full"),
    "a person": _who("person", "full"),
    "administrator of the platform": _who("platform", "administrator"),
    "network: head, analyst, administrator": _who("network", "head", "analyst", "administrator"),
    "network: head, administrator": _who("network", "head", "administrator"),
    "network: head, analyst": _who("network", "head", "analyst"),
    "network: head": _who("network", "head"),
    "organisation: lead, member, administrator": _who("organisation", "lead", "member", "administrator"),
    "organisation: lead, administrator": _who("organisation", "lead", "administrator"),
    "organisation: lead": _who("organisation", "lead"),
    "assessment: holder, lead, invited": _who("assessment", "holder", "lead", "invited"),
    "whoever may answer the question, checked in the transaction that keeps the answer": _who(
        "assessment", "holder", "lead", "invited"
    ),
    "assessment: holder, lead": _who("assessment", "holder", "lead"),
    "assessment: lead, manager": _who("assessment", "lead", "manager"),
    "assessment: lead": _who("assessment", "lead"),
    "assessment: invited": _who("assessment", "invited"),
    "whoever the results are for": _who("results"),
    "key: any": _who("key"),
    "key: assessments:read": _who("key", "assessments:read"),
    "key: results:read": _who("key", "results:read"),
    "key: participation:read": _who("key", "participation:read"),
}
"""By name of a rule. A rule that is not written here fails the test of every route it opens."""

READERS: Mapping[ResultsFor, frozenset[str]] = {
    ResultsFor.LEAD: frozenset({"holder", "lead", "manager", "reader"}),
    ResultsFor.RESPONDENTS: frozenset({"holder", "lead", "manager", "reader", "invited"}),
    ResultsFor.ORGANISATION: frozenset({"holder", "lead", "manager", "reader", "invited", "colleague"}),
}
"""Who reads results, by what respondents were told."""

MIRROR_ONLY = frozenset({"GET /assessments/{assessment_id}/mirror", "POST /assessments/{assessment_id}/mirror"})
FULL_ONLY = frozenset(
    {
        "POST /assessments/{assessment_id}/{part}/{name}",
        "POST /assessments/{assessment_id}/answers/{code}",
    }
)
NOT_HERE = frozenset({404})
"""What needs a link that this browser did not come by, or a provider that this service has not."""
PUBLIC: Mapping[str, tuple[frozenset[int], frozenset[int]]] = {
    "GET /r/{token}": (frozenset({303}), NOT_HERE),
    "GET /s/{token}": (frozenset({303}), NOT_HERE),
    "GET /i/{token}": (frozenset({303}), frozenset({303, 404})),
    "GET /join/{token}": (frozenset({303}), frozenset({303, 404})),
    "GET /reset/{token}": (frozenset({303}), frozenset({303, 410})),
    "GET /join": (NOT_HERE, NOT_HERE),
    "POST /join": (NOT_HERE, NOT_HERE),
    "GET /reset": (frozenset({410}), frozenset({410})),
    "POST /reset": (frozenset({410}), frozenset({410})),
    "GET /invitation": (NOT_HERE, NOT_HERE),
    "POST /invitation/start": (NOT_HERE, NOT_HERE),
    "POST /invitation/decline": (NOT_HERE, NOT_HERE),
    "POST /invitation/code": (NOT_HERE, NOT_HERE),
    "POST /invitation/open": (NOT_HERE, NOT_HERE),
    "POST /sign-in/oidc": (NOT_HERE, NOT_HERE),
    "GET /sign-in/oidc/callback": (NOT_HERE, NOT_HERE),
}
"""What public routes answer to a valid token in their address, or none, and to a wrong one; else no refusal."""
NO_PROVIDER = frozenset({"GET /account/oidc", "POST /account/oidc"})
"""What opens to a person only where the service has an identity provider."""


@dataclass(frozen=True, slots=True)
class Target:
    """What is asked for: `parent` and `child` name what the ids in the path belong to."""

    path: str
    parent: str = ""
    child: str = ""

    @property
    def malformed(self) -> bool:
        """Whether an id in it can be none."""
        return "malformed" in (self.parent, self.child)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What must come of a request; without statuses it is let in, and `what` it says is then the handler's business."""

    statuses: frozenset[int] = frozenset()
    location: str = ""
    foreign: str = ""
    """Not empty where the answer must be the same for all that one may not know of; alike within a word."""

    @property
    def open(self) -> bool:
        """Whether the rule lets the request in."""
        return not self.statuses


OPEN, FORBIDDEN = Outcome(), Outcome(frozenset({403}))
MISSING = Outcome(frozenset({404}), foreign="parent")
MIXED = Outcome(frozenset({404}), foreign="child")
MIXED_AND_SENT = Outcome(frozenset({404, 409}))
"""Nothing is changed about an assessment that was sent, whatever is asked about whom."""
NOT_AN_ID = Outcome(frozenset({404}))
NO_KEY = Outcome(frozenset({401}))


def expected(route: str, rule: str, principal: Principal, target: Target) -> Outcome:
    """What is written for somebody who asks for something. Raises KeyError for a rule that is not."""
    who = WRITTEN[rule]
    method, _, template = route.partition(" ")
    if who.kind == "public":
        return _public(route, target)
    if who.kind == "key":
        return _by_key(template, who, principal, target)
    if target.malformed:
        return NOT_AN_ID
    if who.kind in ("assessment", "results"):
        found = _of_assessment(route, who, principal, target)
        if found.open and target.child and target.child != target.parent:
            return MIXED_AND_SENT if _sent(target.parent) else MIXED
        return found
    allowed = who.allowed if who.kind == "person" else frozenset({"full"})
    if principal.state not in allowed:
        return _sign_in(principal, safe=method == "GET")
    if who.kind == "person":
        missing = route in NO_PROVIDER or (target.child and target.child != "own")
        return MIXED if missing else OPEN
    return _of_place(who, principal, target)


def _public(route: str, target: Target) -> Outcome:
    valid, wrong = PUBLIC.get(route, (frozenset(), frozenset()))
    return Outcome(wrong if target.child in ("random", "malformed") else valid)


def _sign_in(principal: Principal, *, safe: bool) -> Outcome:
    ways = {"half": "/sign-in/second-factor", "unset": "/account/second-factor"}
    return Outcome(frozenset({303}), ways.get(principal.state, "/sign-in?back=")) if safe else NO_KEY


def _of_place(who: Who, principal: Principal, target: Target) -> Outcome:
    around = [network for network, members in NETWORKS.items() if target.parent in members]
    places = [target.parent, *around] if who.kind == "organisation" else [target.parent]
    held = {principal.roles[place] for place in (*places, "platform") if place in principal.roles}
    if not held & who.allowed:
        return FORBIDDEN if held - {"administrator"} else MISSING
    if who.kind != "platform" and target.parent not in (*NETWORKS, *ORGANISATIONS):
        return MISSING
    return OPEN if not target.child or _belongs(target) else MIXED


def _belongs(target: Target) -> bool:
    if "/networks/" in target.path and target.path.startswith("/organisations"):
        network = {"A": "N1", "D": "N2"}.get(target.child, "")
        return target.parent in NETWORKS.get(network, ())
    return target.child == target.parent


def _of_assessment(route: str, who: Who, principal: Principal, target: Target) -> Outcome:
    standings = principal.to.get(target.parent, frozenset())
    if not standings:
        return MISSING
    plain = {standing.partition("-")[0] for standing in standings}
    if who.kind == "results":
        return _of_results(plain, target.parent)
    if not plain & who.allowed:
        return FORBIDDEN
    if (standings == {"invited-mirror"} and route in FULL_ONLY) or (
        standings == {"invited-full"} and route in MIRROR_ONLY
    ):
        return Outcome(frozenset({403, 409} if _sent(target.parent) else {403}))
    return OPEN


def _of_results(standings: set[str], run: str) -> Outcome:
    results_for = ResultsFor.LEAD if run == HOLDER_OF else RUNS[run][2]
    if not standings & READERS[results_for]:
        return FORBIDDEN
    return OPEN if _sent(run) or standings & {"holder", "lead", "invited"} else NOT_AN_ID


def _sent(run: str) -> bool:
    return run != HOLDER_OF and RUNS[run][3]


def _by_key(template: str, who: Who, principal: Principal, target: Target) -> Outcome:
    if not principal.scopes:
        return NO_KEY
    if not who.allowed <= principal.scopes:
        return FORBIDDEN
    if "{assessment_id}" not in template:
        return OPEN
    owner = RUNS[target.parent][0] if target.parent in RUNS else ""
    within = owner and (owner == principal.within or owner in NETWORKS.get(principal.within, ()))
    result_for_network = template.endswith("/result") and principal.within in NETWORKS
    return OPEN if within and not result_for_network else MISSING


PARENTS = {
    "organisation_id": ("A", "B", "C", "D", "gone-organisation", "random", "malformed"),
    "network_id": ("N1", "N2", "gone-network", "random", "malformed"),
    "assessment_id": (
        "A-open",
        "A-sent",
        "A-shown",
        "B-open",
        "C-sent",
        "D-open",
        "D-sent",
        HOLDER_OF,
        "gone-assessment",
        "random",
        "malformed",
    ),
}
OWNERS = ("A", "B", "D", "N1", "N2", "A-open", "A-sent", "B-open", "D-open", "platform", "gone")
"""What the children that are asked for belong to."""
FIXED = {
    "part": "dimensions",
    "name": "CAP",
    "code": "CAP1",
    "language": "en",
    "change": "disable",
    "file": "group.json",
    "posts": "shared-posts.json",
    "table": "panels.json",
    "schema": "result-1.json",
}


def targets(template: str, world: World, principal: Principal) -> Iterator[Target]:
    """Everything that is asked for by an address: own and foreign parents, own and foreign children, mixed pairs.

    Raises KeyError for a parameter of which nobody wrote what stands for it.
    """
    names = [part[1:-1] for part in template.split("/") if part.startswith("{")]
    parent_name = next((name for name in names if name in PARENTS), "")
    child_name = next((name for name in names if name not in FIXED and name != parent_name), "")
    path = template
    for name, value in FIXED.items():
        path = path.replace(f"{{{name}}}", value)
    for parent in PARENTS[parent_name] if parent_name else ("",):
        inside = path.replace(f"{{{parent_name}}}", world.ids[parent]) if parent else path
        for child, value in _children(template, child_name, parent, world, principal):
            shown = "platform" if template.startswith("/platform") else parent
            yield Target(inside.replace(f"{{{child_name}}}", value) if child_name else inside, shown, child)


def _children(template: str, name: str, parent: str, world: World, principal: Principal) -> Iterator[tuple[str, str]]:
    if not name:
        yield "", ""
        return
    if name == "token":
        known = {"valid": world.tokens[template]} if template in world.tokens else {}
        found = known | {"random": world.ids["random"], "malformed": "x" * 500}
    elif name == "session_id":
        stranger = world.other_sessions["nobody" if principal.name != "nobody" else "lead A"]
        own = world.other_sessions.get(principal.name, world.ids["random"])
        found = {"own": own, "stranger": stranger} | _wrong(world)
    else:
        all_of = {label: value for label, value in world.children[name].items() if label in OWNERS}
        often = parent in ("A", "N1", "A-open", "") and not principal.passing
        found = all_of | _wrong(world) if often else _mixed(all_of, parent)
    yield from found.items()


def _wrong(world: World) -> dict[str, str]:
    return {label: world.ids[label] for label in ("random", "malformed")}


def _mixed(found: Mapping[str, str], parent: str) -> dict[str, str]:
    """What belongs to this parent, and what to another: enough where the parent is not the one most ask from."""
    firsts = [label for label in ("A", "N1", "A-open") if label in found]
    return {label: found[label] for label in {parent, *firsts} & set(found)}


@dataclass(frozen=True, slots=True)
class Forms:
    """What our pages post, valid but for who sends it."""

    world: World
    day: str = field(default_factory=lambda: (date.today() + timedelta(days=20)).isoformat())

    def of(self, route: str, target: Target) -> dict[str, Any]:
        """The form of a route, empty where it needs none."""
        if route == "POST /assessments/{assessment_id}/handover":
            place = RUNS[target.parent][0] if target.parent in RUNS else "A"
            return {"member": self.world.memberships[f"member {place}"]}
        if route.endswith("/role"):
            return {"role": "head" if route.startswith("POST /networks") else "lead"}
        return dict(self.plain.get(route.removeprefix("POST "), {}))

    @property
    def plain(self) -> Mapping[str, Mapping[str, Any]]:
        """By path of a route that posts a form."""
        person = {"email": "someone@fictif.example", "language": "fr"}
        campaign: dict[str, Any] = {"name": "Campagne", "opens_on": self.day, "closes_on": "2032-12-31", "form": "full"}
        campaign |= {"mode": "shared", "results_for": "lead", "types": ["OT"], "test": "yes"}
        guests = {"list": "guest@fictif.example", "role": "staff", "parts": ["CAP", "CLI"]}
        return {
            "/assessments": {"form": "express"},
            "/sign-in": {"email": "someone@fictif.example", "password": "a wrong password", "back": "/home"},
            "/forgotten": {"email": "someone@fictif.example"},
            "/reset": {"password": "an utterly new pass phrase"},
            "/join": {"name": "Quelqu’un", "password": "an utterly new pass phrase"},
            "/sign-in/second-factor": {"code": "123456"},
            "/sign-in/oidc": {"way": "sign-in"},
            "/account/second-factor": {"factor": "made up", "code": "123456", "current": "a wrong password"},
            "/account": {"name": "Un Autre Nom", "language": "en"},
            "/account/second-factor/off": {"password": "a wrong password", "current": "123456"},
            "/account/erase": {"current": "a wrong password"},
            "/account/password": {"current": "a wrong password", "password": "an utterly new pass phrase"},
            "/invitation/open": {"code": "123456"},
            "/assessments/{assessment_id}/profile": PROFILE,
            "/assessments/{assessment_id}/visitors/keep": {"survey": "made up"},
            "/assessments/{assessment_id}/{part}/{name}": {"CAP1": "3"},
            "/assessments/{assessment_id}/answers/{code}": {"CAP1": "3"},
            "/assessments/{assessment_id}/deadline": {"deadline": self.day},
            "/assessments/{assessment_id}/people/preview": guests,
            "/assessments/{assessment_id}/people/invite": guests,
            "/assessments/{assessment_id}/readers": {"reader": "Un lecteur", "days": "30"},
            "/assessments/{assessment_id}/mirror": {"M1": "3"},
            "/assessments/{assessment_id}/finish": {"finished": "yes"},
            "/organisations/{organisation_id}/assessments": {
                "form": "full",
                "mode": "shared",
                "results_for": "lead",
                "deadline": "",
            },
            "/organisations/{organisation_id}/members": person | {"role": "member"},
            "/organisations/{organisation_id}/settings": PROFILE,
            "/organisations/{organisation_id}/delete": {"name": "Office fictif"},
            "/organisations/{organisation_id}/keys": {"name": "Test", "scopes": ["assessments:read"], "days": "30"},
            "/networks/{network_id}/organisations": person | {"name": "Office nouveau"},
            "/networks/{network_id}/members": person | {"role": "analyst"},
            "/networks/{network_id}/keys": {"name": "Test", "scopes": ["assessments:read"], "days": "30"},
            "/networks/{network_id}/campaigns": campaign,
            "/networks/{network_id}/campaigns/{campaign_id}/edit": campaign,
            "/networks/{network_id}/campaigns/{campaign_id}/last-day": {"closes_on": "2032-12-31"},
            "/networks/{network_id}/campaigns/{campaign_id}/notes": {"organisation": "made up", "note": "Rappelée"},
            "/organisations/{organisation_id}/campaigns/{campaign_id}/start": {"consent": "b"},
            "/organisations/{organisation_id}/campaigns/{campaign_id}/consent": {"consent": "c"},
            "/organisations/{organisation_id}/campaigns/{campaign_id}/peers": {
                "availability": "fully",
                "capacity": "1",
            },
            "/networks/{network_id}/import/apply": {"import": "made up"},
            "/platform/administrators": person,
            "/platform/people": {"part": "fictif"},
            "/platform/networks": person | {"name": "Réseau nouveau"},
        }
