"""Who a person is to the service: memberships in the platform, in networks and in organisations."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

PLATFORM = "platform"


class MembershipRole(StrEnum):
    """What a person may be.

    An administrator runs the platform, a head runs a network, an analyst reads it, a lead runs an organisation, a
    member belongs to one.
    """

    ADMINISTRATOR = "administrator"
    HEAD = "head"
    ANALYST = "analyst"
    LEAD = "lead"
    MEMBER = "member"


NETWORK_ROLES = frozenset({MembershipRole.HEAD, MembershipRole.ANALYST})
ORGANISATION_ROLES = frozenset({MembershipRole.LEAD, MembershipRole.MEMBER})
SECOND_FACTOR_ROLES = frozenset({MembershipRole.ADMINISTRATOR, *NETWORK_ROLES})
"""Those who see many organisations must prove themselves twice."""


@dataclass(frozen=True, slots=True)
class Membership:
    """A person's role in one place: "platform", or the id of a network or an organisation."""

    role: MembershipRole
    place: str


def role_in(memberships: tuple[Membership, ...], place: str) -> MembershipRole | None:
    """The role held in a place, None outside it."""
    return next((item.role for item in memberships if item.place == place), None)


def needs_second_factor(memberships: tuple[Membership, ...]) -> bool:
    """Whether a person with these memberships must have a second factor."""
    return any(item.role in SECOND_FACTOR_ROLES for item in memberships)
