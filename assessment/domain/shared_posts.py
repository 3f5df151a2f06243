"""Where one shared post would serve which neighbours (dossier 5.6, 5.7).

Amounts are in whole hundredths of FTE, so that sums are exact.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assessment.domain.disclosure_rules import K_DEFAULT, dominated

LEAST_LACK, MOST_LACK = 5, 50
"""Who lacks less needs nobody, who lacks more is half a post by itself."""
SMALLEST_POST, LARGEST_POST = 50, 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """An organisation with its need and presence of a role; `named` when others may learn that it lacks somebody."""

    id: str
    region: str
    territory: str
    need: int
    have: int
    named: bool

    @property
    def lack(self) -> int:
        """What it lacks."""
        return max(0, self.need - self.have)

    @property
    def could_share(self) -> bool:
        """Whether a share of a post would help it."""
        return self.named and LEAST_LACK <= self.lack <= MOST_LACK


@dataclass(frozen=True, slots=True)
class SharedPost:
    """Neighbours of one region that could share a post, the one that lacks most first."""

    region: str
    neighbours: tuple[Neighbour, ...]

    @property
    def size(self) -> int:
        """What they lack together: half a post to a whole one."""
        return sum(one.lack for one in self.neighbours)


def shared_posts(organisations: Iterable[Neighbour]) -> tuple[SharedPost, ...]:
    """Posts that neighbours could share, region by region; each organisation is in one at most.

    Neighbours of one territory that lack about as much come together first; what is left joins others of its region.
    Only named ones are in any post, and only where those of the region that are not are so many that nobody's need
    follows from the region's published total: none at all, or five of whom none dominates. The order given is
    of no account.
    """
    regions: dict[str, list[Neighbour]] = {}
    for one in sorted(organisations, key=lambda item: (-item.lack, item.id)):
        regions.setdefault(one.region, []).append(one)
    found = (_in_region(region, inside) for region, inside in sorted(regions.items()) if region)
    return tuple(post for posts in found for post in posts)


def _in_region(region: str, inside: Sequence[Neighbour]) -> list[SharedPost]:
    """Anybody left is put where there is room, then with others that were left."""
    groups: list[list[Neighbour]] = []
    left: list[Neighbour] = []
    for territory in sorted({one.territory for one in inside}):
        left += _filled([one for one in inside if one.could_share and one.territory == territory], groups)
    left = _filled(sorted(left, key=lambda one: (-one.lack, one.id)), groups)
    for one in left:
        room = next((group for group in groups if _sum(group) + one.lack <= LARGEST_POST), None)
        if room is not None:
            room.append(one)
    return [SharedPost(region, tuple(group)) for group in groups] if _hides_others(inside, groups) else []


def _filled(waiting: Sequence[Neighbour], groups: list[list[Neighbour]]) -> list[Neighbour]:
    """Fill post after post with whoever comes next; returns those that make up no post.

    A post that is not filled yet has room for anybody, since nobody lacks more than half a post.
    """
    group: list[Neighbour] = []
    for one in waiting:
        group.append(one)
        if _sum(group) >= SMALLEST_POST and len(group) > 1:
            groups.append(group)
            group = []
    return group


def _sum(group: Iterable[Neighbour]) -> int:
    return sum(one.lack for one in group)


def _hides_others(inside: Sequence[Neighbour], groups: Sequence[Sequence[Neighbour]]) -> bool:
    named = {one.id for group in groups for one in group}
    others = [float(one.need) for one in inside if one.id not in named]
    return not others or (len(others) >= K_DEFAULT and not dominated(others))
