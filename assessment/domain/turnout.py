"""How many of those invited to a campaign have answered, by kind or region, and when that is a reason to act."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from assessment.domain.peer_groups import FEWEST

LOW = 0.30
"""Below this share of answers a campaign that ends soon needs help."""
SOON = timedelta(days=7)
"""So long before its end a campaign ends soon."""


class Alert(StrEnum):
    """What is worth the attention of a network about a running campaign."""

    CLOSING = "closing"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class Turnout:
    """How many organisations were invited, and how many of them have sent their answers."""

    invited: int
    sent: int

    @property
    def share(self) -> float | None:
        """The share (0-1) that has sent, None when nobody is invited."""
        return self.sent / self.invited if self.invited else None

    def __add__(self, other: Turnout) -> Turnout:
        """Two groups taken together."""
        return Turnout(self.invited + other.invited, self.sent + other.sent)


NOBODY = Turnout(0, 0)


def turnout(sent: Iterable[bool]) -> Turnout:
    """Of organisations, each of which has sent its answers or not."""
    found = list(sent)
    return Turnout(len(found), sum(found))


def by_group(members: Iterable[tuple[str, bool]], fewest: int = FEWEST) -> tuple[dict[str, Turnout], Turnout]:
    """Turnout by code, and that of all groups with fewer than `fewest` invited, taken together.

    Where these would still be fewer than that, the smallest group above joins them.
    """
    groups: dict[str, Turnout] = {}
    for code, sent in members:
        groups[code] = groups.get(code, NOBODY) + Turnout(1, int(sent))
    others = NOBODY
    for code in sorted(groups, key=lambda one: (groups[one].invited, one)):
        if groups[code].invited >= fewest and (others == NOBODY or others.invited >= fewest):
            break
        others += groups.pop(code)
    return dict(sorted(groups.items())), others


def alerts(found: Turnout, closes_at: datetime, now: datetime) -> tuple[Alert, ...]:
    """What there is to be said of a running campaign."""
    if closes_at - now > SOON:
        return ()
    low = found.share is not None and found.share < LOW
    return (Alert.CLOSING, Alert.LOW) if low else (Alert.CLOSING,)
