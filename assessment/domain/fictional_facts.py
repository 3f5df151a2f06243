"""The facts that a fictional organisation states: numbers in proportion to its staff, give or take some.

How many posts of project manager it has depends on its region (`Area.equipped`): that is where a shortage comes from.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from math import exp, sqrt
from random import Random

from assessment.domain.answers import NETWORK, Answer, Organisation
from assessment.domain.fictional_model import AREAS

STATED = {"F_DIG": 0.95, "F_PROJ": 0.97, "F_FUNNEL": 0.75, "F_AUD": 0.65, "F_BUDGET": 0.55}
"""Chance (0-1) that a group of facts is stated; every organisation states its nights and its listings."""
PROJECTS = {"small": 0.25, "medium": 0.07, "large": 0.012}
"""Running projects for each FTE of staff."""
MANAGING = {"small": 0.05, "medium": 0.15, "large": 0.40}
"""FTE that one project takes to manage, beside a hundredth of the staff (dossier 5.3)."""
TEAM = {
    "R02": 0.020,
    "R03": 0.045,
    "R04": 0.035,
    "R05": 0.040,
    "R06": 0.015,
    "R08": 0.020,
    "R09": 0.015,
    "R10": 0.008,
}
"""FTE of the other roles for each FTE of staff, where there is any."""
HELD = 0.7
"""Chance that an organisation has one of these roles."""
GROWTH = 0.08
"""By how much digital posts grow from wave to wave, as a share."""
NIGHTS, VISITS, LISTINGS, BUDGET = 55.0, 9000.0, 45.0, 78000.0
"""Thousands of nights, visits of the site, listings and euros a year, for each FTE of staff."""
SPENDING = {
    "content": 0.045,
    "reach": 0.050,
    "directory": 0.035,
    "connection": 0.012,
    "run": 0.030,
    "skills": 0.008,
    "listening": 0.005,
}
RELEASABLE = {"fairs": 0.014, "longhaul": 0.008, "print": 0.020, "duplicates": 0.004}
"""Shares of the budget."""
SHARED, SHARED_FTE = 0.15, "0.1"
"""Chance of a shared data protection officer, and how much of one."""

Facts = Iterator[tuple[str, Answer]]


def draw_facts(profile: Organisation, maturity: float, wave: int, random: Random) -> dict[str, Answer]:
    """The facts of an organisation of this maturity (levels 0-4); the same `random` gives about the same every wave."""
    drawn = {
        "F_PROJ": dict(_projects(profile, random)),
        "F_DIG": {},
        "F_FUNNEL": dict(_site(profile, maturity, random)),
        "F_AUD": dict(_audiences(random)),
        "F_BUDGET": dict(_money(profile, random)),
    }
    drawn["F_DIG"] = dict(_team(profile, drawn["F_PROJ"]["F_PROJ"], wave, random))
    found = dict(_supply(profile, maturity, random))
    for group, facts in drawn.items():
        if random.random() < STATED[group]:
            found |= facts
    return found


def _around(mean: float, random: Random, spread: float = 0.35) -> float:
    return mean * exp(random.gauss(0, spread))


def _number(value: float, decimals: int = 0) -> Decimal:
    return Decimal(str(round(value, decimals) if decimals else round(value)))


def _count(mean: float, random: Random) -> int:
    """Something countable: its variance is about its mean."""
    return max(0, round(random.gauss(mean, sqrt(mean))))


def _projects(profile: Organisation, random: Random) -> Facts:
    yield "F_PROJ", {size: Decimal(_count(rate * profile.staff, random)) for size, rate in PROJECTS.items()}


def _team(profile: Organisation, projects: Answer, wave: int, random: Random) -> Facts:
    """Digital posts; of project managers a part of what its projects call for, so that most have fewer than needed."""
    if not isinstance(projects, Mapping):
        raise TypeError("projects are counted by size")
    need = 0.01 * profile.staff + sum(MANAGING[size] * float(str(count)) for size, count in projects.items())
    growth = 1 + GROWTH * wave
    posts = {"R01": _around(AREAS[profile.region].equipped * need * growth, random, 0.30)}
    for role, rate in TEAM.items():
        size = _around(rate * profile.staff * growth, random)
        if random.random() < HELD:
            posts[role] = size
    yield "F_DIG", {role: _number(fte, 2) for role, fte in posts.items()}
    if random.random() < SHARED:
        yield "F_SHARED", {"R11": Decimal(SHARED_FTE)}
    yield "F_OUT", {"R02": _number(_around(1.2 * profile.staff, random), 1)}


def _supply(profile: Organisation, maturity: float, random: Random) -> Facts:
    listings = _around(LISTINGS * profile.staff, random)
    yield "F_NIGHTS", _number(_around(NIGHTS * profile.staff, random, 0.25), 1)
    yield "F_PROV", _number(listings)
    yield "F_AUTO", _number(min(95.0, max(0.0, random.gauss(10 + 12 * maturity, 12))))
    yield "F_BOOKABLE", _number(listings * random.uniform(0.1, 0.4))
    yield "F_SUPPORT", _number(random.uniform(5, 45))
    yield "F_CRM", _yes(maturity > random.gauss(1.6, 0.6))
    yield "F_DIRECT", _yes(maturity > random.gauss(2.2, 0.6))
    if profile.type == NETWORK:
        yield "F_MEMBERS", Decimal(random.randrange(30, 121))


def _yes(holds: bool) -> str:
    return "yes" if holds else "no"


def _site(profile: Organisation, maturity: float, random: Random) -> Facts:
    visits = _around(VISITS * profile.staff, random, 0.6)
    steps = {"visits": 1.0, "engaged": random.uniform(0.45, 0.65), "views": random.uniform(0.4, 0.6)}
    steps |= {"contacts": random.uniform(0.05, 0.12) * (1 + maturity / 4), "bookings": random.uniform(0.05, 0.15)}
    funnel = {}
    for step, share in steps.items():
        visits *= share
        funnel[step] = _number(visits)
    yield "F_FUNNEL", funnel
    yield "F_PRODUCTS", Decimal(random.choice((1, 1, 1, 2, 2, 3)))
    yield "F_LANG", Decimal(random.choice((1, 2, 2, 3, 3, 4)))
    yield "F_SOCIAL", Decimal(random.randrange(1, 6))
    yield "F_CONTENT", _number(_around(8 * profile.staff, random))


def _audiences(random: Random) -> Facts:
    """The audiences an organisation says it works for, and those that pages, time and budget go to."""
    wanted = random.randrange(55, 86, 5)
    yield "F_AUD", _split(wanted, random)
    drifts = {row: random.randrange(0, 36, 5) for row in ("pages", "time", "budget")}
    yield "F_AUDOBS", {row: _split(wanted - drift, random) for row, drift in drifts.items()}


def _split(visitors: int, random: Random) -> dict[str, Decimal]:
    """A hundred points."""
    providers = round((100 - visitors) * random.uniform(0.4, 0.7))
    return {
        "visitors": Decimal(visitors),
        "providers": Decimal(providers),
        "institution": Decimal(100 - visitors - providers),
    }


def _money(profile: Organisation, random: Random) -> Facts:
    """Euros a year, in thousands rounded."""
    budget = _around(BUDGET * profile.staff, random, 0.25)
    yield "F_BUDGET", _thousands(budget)
    yield "F_DIGB", {line: _thousands(_around(share * budget, random)) for line, share in SPENDING.items()}
    yield "F_FREE", {line: _thousands(_around(share * budget, random)) for line, share in RELEASABLE.items()}


def _thousands(euros: float) -> Decimal:
    return Decimal(1000 * round(euros / 1000))
