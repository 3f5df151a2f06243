"""Reads from contributions what a publication says of roles: need and presence of each, by organisation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import RowMapping

from assessment.domain.observed import PROJECT_MANAGER
from assessment.domain.published_roles import DecidedTotals, Staffed, decide_roles, regions_of
from assessment.domain.publishing import Contribution, key_of
from assessment.domain.shortage import Member
from assessment.services.publication_history import members_of, roles_shown

HUNDREDTHS = 100
THOUSANDS_IN_A_MILLION = 1000
NIGHTS = "F_NIGHTS"
Roles = dict[str, list[Staffed]]


def roles_of(rows: Sequence[Mapping[Any, Any]], contributions: Sequence[Contribution]) -> Roles:
    """The organisations that count, by the roles they stated, project managers first.

    Staff and nights come with the roles that count the same organisations as those (see `domain.published_roles`).
    """
    pairs = [(row, one) for row, one in zip(rows, contributions, strict=True) if one.counts]
    codes = sorted(
        {code for row, _ in pairs for code in row["roles"]}, key=lambda code: (code != PROJECT_MANAGER, code)
    )
    stated = {code: [item for row, one in pairs if (item := _staffed(code, row, one))] for code in codes}
    first = _tokens(stated.get(PROJECT_MANAGER, []))
    return {
        code: _with_nights(found) if _tokens(found) == first else _alone(found)
        for code, found in stated.items()
        if found
    }


def _tokens(staffed: Iterable[Staffed]) -> frozenset[str]:
    return frozenset(one.contribution.token for one in staffed)


def _alone(staffed: Iterable[Staffed]) -> list[Staffed]:
    return [replace(one, member=replace(one.member, staff=0.0, nights=0.0)) for one in staffed]


def _staffed(code: str, row: Mapping[Any, Any], contribution: Contribution) -> Staffed | None:
    role = row["roles"].get(code, {})
    need, have = role.get("need"), role.get("have")
    if need is None or have is None:
        return None
    member = Member(
        need=need / HUNDREDTHS,
        have=have / HUNDREDTHS,
        staff=row["staff"] / HUNDREDTHS,
        nights=(row["facts"].get(NIGHTS) or 0) / THOUSANDS_IN_A_MILLION,
        stratum=row["type"],
    )
    return Staffed(contribution, member)


def _with_nights(staffed: list[Staffed]) -> list[Staffed]:
    """Nights count only where every organisation stated its own: some against the posts of all would mislead."""
    if all(one.member.nights for one in staffed):
        return staffed
    return [replace(one, member=replace(one.member, nights=0.0)) for one in staffed]


def decided_roles(roles: Roles, past: Iterable[RowMapping]) -> dict[str, DecidedTotals]:
    """What may be shown of them, beside all that was published of the network."""
    before = list(past)
    known = frozenset[str]().union(*(members_of(one["members"]) for one in before))
    return decide_roles(roles, [roles_shown(one["members"]) for one in before], known)


def roles_document(roles: Roles, decided: Mapping[str, DecidedTotals]) -> dict[str, dict[str, Any]]:
    """What is published, by role and region."""
    return {
        code: {key_of(name): found for name, found in regions_of(staffed, decided[code]).items()}
        for code, staffed in roles.items()
    }
