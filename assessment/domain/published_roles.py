"""Whether regions have too few digital project managers, as it is frozen into a publication (dossier 4.2, 5.7).

A region's totals of need, presence, staff and nights stand or fall together: each is a total of its own under the rules
of disclosure, and the ratios would give one away with the others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assessment.domain.disclosure import decide, margins_by_axis
from assessment.domain.disclosure_rules import Output, Reason, band
from assessment.domain.funnel import Interval
from assessment.domain.peer_groups import Axis
from assessment.domain.published_scores import whole
from assessment.domain.publishing import Contribution, Name, Sets, sets_of
from assessment.domain.shortage import PRESENT, Member, Shortage, find_shortage, totals

BY_REGION = ((), (Axis.REGION,))


@dataclass(frozen=True, slots=True)
class Staffed:
    """An organisation that said who does its digital work, with its need and presence of the role."""

    contribution: Contribution
    member: Member


@dataclass(frozen=True, slots=True)
class DecidedTotals:
    """Which regions are shown, and why the others are not."""

    sets: Sets
    reasons: Mapping[Name, Reason]
    shares: Mapping[Name, Reason]
    """Why the share of organisations that have the role is hidden."""

    def shown(self) -> dict[Name, frozenset[str]]:
        """The shown regions, the whole among them, with their members."""
        return {name: members for name, members in self.sets.items() if name not in self.reasons and members}

    def shown_shares(self) -> dict[Name, frozenset[str]]:
        """Those of them whose share of organisations with the role is shown."""
        return {name: members for name, members in self.shown().items() if name not in self.shares}


def decide_totals(
    staffed: Sequence[Staffed], history: Sequence[Sets], shares: Sequence[Sets], known: Mapping[str, Member]
) -> DecidedTotals:
    """Decide on regions and the whole, for four totals at once, then on shares.

    `history` and `shares` hold what was shown of either before, `known` the organisations that only those know.
    """
    sets = sets_of([one.contribution for one in staffed], BY_REGION)
    margins = margins_by_axis(sets, lambda name: name)
    reasons: dict[Name, Reason] = {}
    members = dict(known) | {one.contribution.token: one.member for one in staffed}
    columns = _columns(members)
    before = -1
    while before != len(reasons):
        before = len(reasons)
        for values in columns:
            found = decide(sets, margins=margins, output=Output.TOTAL, primary=reasons, values=values, history=history)
            reasons = {name: verdict.reason for name, verdict in found.items() if verdict.reason is not None}
    having = {token: float(one.have >= PRESENT) for token, one in members.items()}
    found = decide(sets, margins=margins, output=Output.SHARE, primary=reasons, values=having, history=shares)
    hidden = {name: verdict.reason for name, verdict in found.items() if verdict.reason is not None}
    return DecidedTotals(sets, reasons, hidden)


def _columns(members: Mapping[str, Member]) -> list[dict[str, float]]:
    """What totals are made of; nights only where everybody's are known."""
    names = ["need", "have", "staff"]
    if members and all(one.nights for one in members.values()):
        names.append("nights")
    return [{token: getattr(one, name) for token, one in members.items()} for name in names]


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
        "need": whole(10 * found.totals.need),
        "need_interval": _ends(found.need, 10),
        "have": whole(10 * found.totals.have),
        "missing": whole(10 * measures.missing),
        "uncovered": _scaled(measures.index, 100),
        "uncovered_interval": _ends(found.intervals.get("index"), 100),
        "per_100": _scaled(measures.per_100, 100),
        "per_million": _scaled(measures.per_million, 100),
        "quotient": _scaled(measures.quotient, 100),
        "equipped": None if share else _scaled(found.equipped, 100),
        "equipped_hidden": share.value if share else "",
        "claim": found.claim.value,
    }


def _scaled(value: float | None, scale: int) -> int | None:
    return None if value is None else whole(scale * value)


def _ends(interval: Interval | None, scale: int) -> list[int] | None:
    return [whole(scale * interval.low), whole(scale * interval.high)] if interval else None
