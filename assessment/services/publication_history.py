"""What earlier publications of a network were about: read back from what each of them keeps beside its document.

Kept are the organisations counted (id, token, moment of their answers, place on each axis), by metric who of them
lacks a score or took no part in the wave before, and which groups are shown by output.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import RowMapping

from assessment.domain.disclosure_rules import Output
from assessment.domain.observed import PROJECT_MANAGER
from assessment.domain.peer_groups import CROSSINGS, Axis
from assessment.domain.published_pace import SURVEYED
from assessment.domain.published_roles import DecidedTotals, ShownTotals, Staffed
from assessment.domain.publishing import DIMENSION, OVERALL, Contribution, Decided, Name, Sets, Shown, key_of, name_of

Kept = dict[str, Any]
OUTPUTS = (Output.MEAN, Output.MEDIAN, Output.QUARTILES, Output.DISTRIBUTION, Output.CHANGE)


def kept(
    contributions: Sequence[Contribution],
    taken: Mapping[str, datetime],
    decided: Mapping[str, Decided],
    staffed: Mapping[str, Sequence[Staffed]],
    roles: Mapping[str, DecidedTotals],
) -> Kept:
    """What a publication has to keep of whom it is about; `taken` is by id of an organisation."""
    counted = [one for one in contributions if one.counts]
    every = {one.token for one in counted}
    place = {one.token: number for number, one in enumerate(counted)}
    lacking = {metric: every - {one.token for one in item.counted} for metric, item in decided.items()}
    absent = {metric: every - item.panels.get((), frozenset()) for metric, item in decided.items()}
    return {
        "organisations": [_row(one, taken[one.member.id]) for one in counted],
        "lacking": {metric: sorted(place[one] for one in found) for metric, found in lacking.items()},
        "absent": {metric: sorted(place[one] for one in found) for metric, found in absent.items()},
        "shown": {
            metric: {output.value: sorted(map(key_of, item.shown(output))) for output in OUTPUTS}
            for metric, item in decided.items()
        },
        "roles": {
            role: _kept_role([place[one.contribution.token] for one in staffed[role]], item.shown())
            for role, item in roles.items()
        },
    }


def _kept_role(staffed: Iterable[int], shown: ShownTotals) -> Kept:
    return {
        "staffed": sorted(staffed),
        "regions": sorted(map(key_of, shown.totals)),
        "shares": sorted(map(key_of, shown.shares)),
    }


def shown_of(members: Kept) -> dict[str, Shown]:
    """Whom the numbers of a publication are about, by metric."""
    every, found = _everybody(members), dict[str, Shown]()
    for metric, outputs in members["shown"].items():
        left_out = _tokens(members, members["lacking"][metric])
        stayed_out = left_out | _tokens(members, members["absent"][metric])
        found[metric] = {
            output: _without(every, stayed_out if output is Output.CHANGE else left_out, outputs[output.value])
            for output in OUTPUTS
        }
    return _with_pace(found, members.get("surveyed", ()))


def _with_pace(found: dict[str, Shown], surveyed: Sequence[str]) -> dict[str, Shown]:
    """The same with the organisations whose pace is published, among those a change of each of these is about."""
    if not surveyed:
        return found
    told = {metric: one for metric, one in found.items() if metric == OVERALL or metric.startswith(DIMENSION)}
    pace = {SURVEYED: frozenset(surveyed)}
    return found | {metric: {**one, Output.CHANGE: {**one[Output.CHANGE], **pace}} for metric, one in told.items()}


def roles_shown(members: Kept) -> dict[str, ShownTotals]:
    """Whom the totals and shares of a publication are about, by role; older ones know project managers only."""
    every, found = _everybody(members), dict[str, ShownTotals]()
    for role, one in members.get("roles", {PROJECT_MANAGER: members}).items():
        left_out = members_of(members) - _tokens(members, one["staffed"])
        found[role] = ShownTotals(_without(every, left_out, one["regions"]), _without(every, left_out, one["shares"]))
    return found


def members_of(members: Kept) -> frozenset[str]:
    """Everybody a publication counts, by token."""
    return frozenset(row[1] for row in members["organisations"])


def tokens_for(rows: Iterable[RowMapping], campaign_id: str, past: Sequence[RowMapping]) -> dict[str, str]:
    """The token of each organisation's answers: another one where they changed since this campaign was published."""
    last: dict[str, str] = {}
    here: dict[str, tuple[str, str]] = {}
    for publication in past:
        for organisation, token, taken, *_ in publication["members"]["organisations"]:
            last[organisation] = token
            if publication["campaign_id"] == campaign_id:
                here[organisation] = (token, taken)
    return {row["organisation_id"]: _token(row, here, last) for row in rows}


def _token(row: RowMapping, here: Mapping[str, tuple[str, str]], last: Mapping[str, str]) -> str:
    organisation, taken = str(row["organisation_id"]), stamp(row["taken_at"])
    if organisation in here:
        token, published = here[organisation]
        return token if published == taken else f"{organisation}@{taken}"
    return last.get(organisation, organisation)


def stamp(moment: datetime) -> str:
    """A moment as documents hold it, in UTC."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _row(one: Contribution, taken: datetime) -> list[str]:
    return [one.member.id, one.token, stamp(taken), *(one.member.value(axis) for axis in Axis)]


def _everybody(members: Kept) -> Sets:
    """Every group of those a publication counts."""
    found: dict[Name, set[str]] = {}
    for _, token, _, *values in members["organisations"]:
        place = dict(zip(Axis, values, strict=True))
        for axes in CROSSINGS:
            if all(place[axis] for axis in axes):
                found.setdefault(tuple((axis.value, place[axis]) for axis in axes), set()).add(token)
    return {name: frozenset(tokens) for name, tokens in found.items()}


def _tokens(members: Kept, places: Iterable[int]) -> frozenset[str]:
    return frozenset(members["organisations"][place][1] for place in places)


def _without(every: Sets, left_out: frozenset[str], keys: Iterable[str]) -> dict[Name, frozenset[str]]:
    return {name: every.get(name, frozenset()) - left_out for name in map(name_of, keys)}
