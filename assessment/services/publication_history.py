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
from assessment.domain.peer_groups import Axis
from assessment.domain.published_roles import DecidedTotals, Staffed
from assessment.domain.publishing import Contribution, Decided, Name, Sets, Shown, key_of, name_of

Kept = dict[str, Any]
OUTPUTS = (Output.MEAN, Output.MEDIAN, Output.QUARTILES, Output.DISTRIBUTION, Output.CHANGE)
FIRST_AXIS = 3
"""Where the places on the axes begin in the row of an organisation."""


def kept(
    contributions: Sequence[Contribution],
    taken: Mapping[str, datetime],
    decided: Mapping[str, Decided],
    staffed: Sequence[Staffed],
    regions: DecidedTotals,
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
        "staffed": sorted(place[one.contribution.token] for one in staffed),
        "regions": sorted(map(key_of, regions.shown())),
        "shares": sorted(map(key_of, regions.shown_shares())),
    }


def shown_of(members: Kept) -> dict[str, Shown]:
    """Whom the numbers of a publication are about, by metric."""
    found: dict[str, Shown] = {}
    for metric, outputs in members["shown"].items():
        left_out, absent = set(members["lacking"][metric]), set(members["absent"][metric])
        found[metric] = {
            output: _sets(members, left_out | (absent if output is Output.CHANGE else set()), outputs[output.value])
            for output in OUTPUTS
        }
    return found


def regions_shown(members: Kept, kind: str = "regions") -> Sets:
    """Whom the totals of a publication are about, or its "shares"."""
    every = set(range(len(members["organisations"])))
    return _sets(members, every - set(members["staffed"]), members[kind])


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


def _sets(members: Kept, left_out: set[int], keys: Iterable[str]) -> dict[Name, frozenset[str]]:
    rows = [row for number, row in enumerate(members["organisations"]) if number not in left_out]
    column = {axis.value: FIRST_AXIS + number for number, axis in enumerate(Axis)}
    names = [name_of(key) for key in keys]
    return {
        name: frozenset(row[1] for row in rows if all(row[column[axis]] == value for axis, value in name))
        for name in names
    }
