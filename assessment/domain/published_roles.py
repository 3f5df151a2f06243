"""Whether regions have too few of each role, as it is frozen into a publication (dossier 4.2, 5.7).

A region's totals of need, presence, staff and nights stand or fall together: each is a total of its own under the rules
of disclosure, and the ratios would give one away with the others. Need and presence of different roles are different
numbers, so each role is decided by itself, over the organisations that stated it. Staff and nights are the same numbers
in every role: roles are set against them only where they count the very organisations of project managers, and are
hidden where those are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

from assessment.domain.disclosure import decide, margins_by_axis
from assessment.domain.disclosure_rules import Output, Reason, band
from assessment.domain.funnel import Interval
from assessment.domain.group_means import NORMAL_90
from assessment.domain.observed import PROJECT_MANAGER
from assessment.domain.peer_groups import Axis
from assessment.domain.published_scores import whole
from assessment.domain.publishing import Contribution, Name, Sets, sets_of
from assessment.domain.shortage import POST, PRESENT, Claim, Member, Shortage, find_shortage, totals

Region = Mapping[str, Any]
Regions = Mapping[str, Region]
"""What is published of one role: by region, the whole under an empty key."""

BY_REGION = ((), (Axis.REGION,))
TENTHS = 10
FIRST, SECOND = PROJECT_MANAGER, "R02"
BOTH = f"{FIRST}+{SECOND}"
"""Project managers and product owners together, the variant of dossier 5.7."""
SIDES = {"per_100": -1, "per_million": -1, "uncovered": 1}
"""The published measures that stand for staff, nights and need, with the direction in which a shortage goes."""

LEAST_VARIATION, LEAST_SPREAD = 0.25, 0.10
"""How much needs differ at least, against their mean, and shares that are not covered, for an interval."""

_UNKNOWN = Member(need=0.0, have=0.0, staff=0.0, nights=0.0)
"""Stands for an organisation of an earlier publication that no longer says so much: the worst is supposed of it."""


@dataclass(frozen=True, slots=True)
class Staffed:
    """An organisation that said who does its digital work, with its need and presence of the role."""

    contribution: Contribution
    member: Member


@dataclass(frozen=True, slots=True)
class ShownTotals:
    """Whom the shown numbers of a role were about: its totals, and its share of organisations that have the role."""

    totals: Sets
    shares: Sets


@dataclass(frozen=True, slots=True)
class DecidedTotals:
    """Which regions are shown, and why the others are not."""

    sets: Sets
    reasons: Mapping[Name, Reason]
    shares: Mapping[Name, Reason]
    """Why the share of organisations that have the role is hidden."""

    def shown(self) -> ShownTotals:
        """The shown regions, the whole among them, with their members."""
        shown = {name: members for name, members in self.sets.items() if name not in self.reasons and members}
        return ShownTotals(shown, {name: members for name, members in shown.items() if name not in self.shares})


def decide_roles(
    staffed: Mapping[str, Sequence[Staffed]], past: Sequence[Mapping[str, ShownTotals]], gone: Iterable[str]
) -> dict[str, DecidedTotals]:
    """Decide on every role, project managers first.

    `past` holds what earlier publications showed, the oldest first; `gone` the organisations that only those know.
    """
    found: dict[str, DecidedTotals] = {}
    every = {one.contribution.token for role in staffed.values() for one in role}
    unknown = dict.fromkeys([*gone, *every], _UNKNOWN)
    for role, inside in staffed.items():
        first = found[PROJECT_MANAGER].reasons if PROJECT_MANAGER in found and _in_proportion(inside) else {}
        found[role] = _decide(inside, [shown[role] for shown in past if role in shown], unknown, first)
    return found


def _decide(
    staffed: Sequence[Staffed],
    past: Sequence[ShownTotals],
    unknown: Mapping[str, Member],
    primary: Mapping[Name, Reason],
) -> DecidedTotals:
    """Decide on regions and the whole, for all totals at once, then on shares."""
    sets = sets_of([one.contribution for one in staffed], BY_REGION)
    margins = margins_by_axis(sets, lambda name: name)
    members = dict(unknown) | {one.contribution.token: one.member for one in staffed}
    columns = [{token: getattr(one, name) for token, one in members.items()} for name in _told(staffed)]
    history = [one.totals for one in past]
    reasons, settled, turn = primary, 0, 0
    while settled < len(columns):
        values, before = columns[turn % len(columns)], len(reasons)
        found = decide(sets, margins=margins, output=Output.TOTAL, primary=reasons, values=values, history=history)
        reasons = {name: verdict.reason for name, verdict in found.items() if verdict.reason is not None}
        settled = settled + 1 if turn and len(reasons) == before else 1
        turn += 1
    having = {token: float(one.have >= PRESENT) for token, one in members.items()}
    shares = [one.shares for one in past]
    found = decide(sets, margins=margins, output=Output.SHARE, primary=reasons, values=having, history=shares)
    hidden = {name: verdict.reason for name, verdict in found.items() if verdict.reason is not None}
    return DecidedTotals(sets, reasons, hidden)


def _told(staffed: Sequence[Staffed]) -> list[str]:
    """What totals are told of; those of all are left out where nobody's is given."""
    named = ("staff", "nights")
    return ["need", "have", *(name for name in named if any(getattr(one.member, name) for one in staffed))]


def _in_proportion(staffed: Sequence[Staffed]) -> bool:
    return "staff" in _told(staffed)


def regions_of(staffed: Sequence[Staffed], decided: DecidedTotals) -> dict[Name, dict[str, Any]]:
    """What is said of each region, and of the whole: FTE in tenths, ratios in hundredths, shares in percent.

    Ratios are compared with the whole, and only where that is shown.
    """
    country = totals([one.member for one in staffed])
    found: dict[Name, dict[str, Any]] = {}
    for name in decided.sets:
        inside = [one.member for one in staffed if one.contribution.token in decided.sets[name]]
        if name in decided.reasons or () in decided.reasons:
            found[name] = {"hidden": decided.reasons.get(name, Reason.WOULD_REVEAL_OTHER).value}
        else:
            found[name] = _plain(len(inside), find_shortage(inside, country), decided.shares.get(name))
    return found


def _plain(n: int, found: Shortage, share: Reason | None) -> dict[str, Any]:
    shown, measures = band(n), found.measures
    return {
        "n": [shown.low, shown.high] if shown else [],
        "need": whole(TENTHS * found.totals.need),
        "need_interval": _ends(_widened(found.need, found.totals.need, LEAST_VARIATION * found.totals.need, n), TENTHS),
        "have": whole(TENTHS * found.totals.have),
        "missing": whole(TENTHS * measures.missing),
        "uncovered": _scaled(measures.index, 100),
        "uncovered_interval": _ends(_widened(found.intervals.get("index"), measures.index, LEAST_SPREAD, n), 100),
        "per_100": _scaled(measures.per_100, 100),
        "per_million": _scaled(measures.per_million, 100),
        "quotient": _scaled(measures.quotient, 100),
        "equipped": None if share else _scaled(found.equipped, 100),
        "equipped_hidden": share.value if share else "",
        "claim": found.claim.value,
    }


def _widened(found: Interval | None, value: float | None, spread: float, n: int) -> Interval | None:
    """An interval at least as wide as if organisations differed by this standard deviation.

    Without width it would say that all are alike, and with hardly any nearly so.
    """
    if found is None or value is None:
        return found
    half = NORMAL_90 * spread / sqrt(n)
    return Interval(min(found.low, value - half), max(found.high, value + half))


def _scaled(value: float | None, scale: int) -> int | None:
    return None if value is None else whole(scale * value)


def _ends(interval: Interval | None, scale: int) -> list[int] | None:
    return [whole(scale * interval.low), whole(scale * interval.high)] if interval else None


def roles_in(document: Mapping[str, Any]) -> dict[str, Regions]:
    """What a publication says of regions, by role and region; older ones speak of project managers only.

    Project managers and product owners together come second, as the sum of both (dossier 5.7).
    """
    found: dict[str, Regions] = dict(document["roles"] if "roles" in document else {FIRST: document["regions"]})
    if FIRST not in found or SECOND not in found:
        return found
    return {FIRST: found[FIRST], BOTH: together(found[FIRST], found[SECOND])} | found


def together(first: Regions, second: Regions) -> Regions:
    """Two roles taken together, from published numbers alone, where both are shown.

    An interval reaches from the sum of the lower ends to that of the upper ones, which is at least as wide as it has to
    be. Ratios add up only where both count the same organisations, and there is no share of those that have either.
    """
    return {key: _sum(first[key], second[key], first, second) for key in first if key in second}


def _sum(one: Region, other: Region, first: Regions, second: Regions) -> Region:
    if not (is_shown(one) and is_shown(other)):
        return one if not is_shown(one) else other
    need, have = one["need"] + other["need"], one["have"] + other["have"]
    per_100 = _added(one["per_100"], other["per_100"])
    usual = _added(first[""]["per_100"], second[""]["per_100"])
    ends = one["need_interval"], other["need_interval"]
    supported = one["claim"] == other["claim"] == Claim.SUPPORTED.value
    return {
        "n": min(one["n"], other["n"]),
        "need": need,
        "need_interval": [low + high for low, high in zip(*ends, strict=True)] if all(ends) else None,
        "have": have,
        "missing": max(0, need - have),
        "uncovered": _scaled((need - have) / need, 100) if need else None,
        "uncovered_interval": None,
        "per_100": per_100,
        "per_million": _added(one["per_million"], other["per_million"]),
        "quotient": None if per_100 is None or not usual else _scaled(per_100 / usual, 100),
        "equipped": None,
        "equipped_hidden": "",
        "claim": (Claim.SUPPORTED if supported else Claim.NOT_SHOWN).value,
    }


def _added(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one + other


def pooled(regions: Regions) -> dict[str, int]:
    """Tenths of FTE missing in each shown region once posts are shared there, from published numbers alone.

    What is missing is rounded up to the next half post (dossier 5.7). The whole is the sum over the shown regions, so
    it says nothing of hidden ones.
    """
    step = whole(TENTHS * POST)
    found = {key: -(-region["missing"] // step) * step for key, region in regions.items() if key and is_shown(region)}
    return found | ({"": sum(found.values())} if found else {})


def is_shown(region: Region) -> bool:
    """Whether a publication shows a region."""
    return "hidden" not in region


def fewer_than_all(region: Region, country: Region) -> dict[str, bool | None]:
    """Whether a region has fewer of a role than all: for its staff, its nights and its need; None where not known."""
    return {name: _worse(region[name], country[name], side) for name, side in SIDES.items()}


def _worse(here: int | None, usual: int | None, side: int) -> bool | None:
    return None if here is None or usual is None else side * (here - usual) > 0
