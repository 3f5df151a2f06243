"""Who is compared with whom: the predefined groups, and the one an organisation is shown first (dossier 4.1)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from math import isfinite

FEWEST = 5
"""Organisations in the smallest group that anything is said about (dossier 4.2)."""
MOST_AXES = 2
"""Free combinations would make it easy to single one out, so no group crosses more axes than this."""


class Axis(StrEnum):
    """By what organisations are grouped."""

    TYPE = "type"
    REGION = "region"
    TERRITORY = "territory"
    SIZE = "size"


class SizeClass(StrEnum):
    """Staff in FTE: below 3, 10, 25 and 50, or more."""

    XS = "XS"
    S = "S"
    M = "M"
    L = "L"
    XL = "XL"


UPPER_ENDS = (3.0, 10.0, 25.0, 50.0)
"""Where each size class but the last ends; the end itself belongs to the next one."""


class Consent(StrEnum):
    """What an organisation allows, each including the ones before it (dossier 4.3)."""

    PRIVATE = "a"
    COUNTED = "b"
    NAMED = "c"
    HELPER = "d"
    SHOWCASE = "e"

    def allows(self, wanted: Consent) -> bool:
        """Whether this consent goes at least as far as the `wanted` one."""
        return self.value >= wanted.value


def size_class(staff: float) -> SizeClass:
    """The size class of an organisation with `staff` FTE; ValueError when that is negative or no number."""
    if not isfinite(staff) or staff < 0:
        raise ValueError(f"staff must be zero or more FTE, not {staff}")
    return tuple(SizeClass)[bisect_right(UPPER_ENDS, staff)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """An organisation (one legal entity) as groups see it; an empty text is an axis it has no place on.

    `region` is an INSEE code, `staff` in FTE. Raises ValueError as `size_class`.
    """

    id: str
    type: str
    staff: float
    region: str = ""
    territory: str = ""
    consent: Consent = Consent.COUNTED

    def __post_init__(self) -> None:
        size_class(self.staff)

    @property
    def size(self) -> SizeClass:
        """Its size class."""
        return size_class(self.staff)

    def value(self, axis: Axis) -> str:
        """Its place on an axis, an empty text without one."""
        return str(getattr(self, axis.value))


Crossing = tuple[Axis, ...]
"""The axes of a group, in the order of `Axis`."""

CROSSINGS: tuple[Crossing, ...] = tuple(
    axes for number in range(MOST_AXES + 1) for axes in combinations(tuple(Axis), number)
)
"""Every way to group that is offered: the whole, each axis, each two axes."""

COMPARISONS: tuple[Crossing, ...] = (
    (Axis.TYPE, Axis.SIZE),
    (Axis.TYPE, Axis.REGION),
    (Axis.TYPE, Axis.TERRITORY),
    (Axis.TYPE,),
    (),
)
"""With whom an organisation is compared, as far as they are enough: size is dropped first, the region last."""


@dataclass(frozen=True, slots=True)
class Group:
    """The organisations of a `wave` with one value on each of at most two axes; no axes is everybody.

    The wave names the campaign, hence the version and form of its questionnaire. Raises ValueError for axes out of
    order, twice the same, more than two, or without a value.
    """

    wave: str
    crossing: tuple[tuple[Axis, str], ...] = ()

    def __post_init__(self) -> None:
        if self.axes not in CROSSINGS:
            raise ValueError(f"no such crossing of axes: {', '.join(self.axes)}")
        if not all(value for _, value in self.crossing):
            raise ValueError("a group needs a value on each of its axes")

    @property
    def axes(self) -> Crossing:
        """What it is grouped by."""
        return tuple(axis for axis, _ in self.crossing)

    @property
    def key(self) -> str:
        """Which sentence names it: `whole`, `type`, `type-size` ..."""
        return "-".join(self.axes) or "whole"

    def has(self, member: Member) -> bool:
        """Whether an organisation belongs to it, apart from its consent."""
        return all(member.value(axis) == value for axis, value in self.crossing)


def group_of(member: Member, wave: str, axes: Crossing) -> Group | None:
    """The group of an organisation along some axes; None where it has no place on one of them."""
    crossing = tuple((axis, member.value(axis)) for axis in axes)
    return Group(wave, crossing) if all(value for _, value in crossing) else None


def groups_of(member: Member, wave: str) -> tuple[Group, ...]:
    """Every group that an organisation counts in, the whole first; none without its consent to be counted."""
    if not member.consent.allows(Consent.COUNTED):
        return ()
    return tuple(group for axes in CROSSINGS if (group := group_of(member, wave, axes)))


@dataclass(frozen=True, slots=True)
class Comparison:
    """The group an organisation is compared with, and the closer ones that were too small, closest first."""

    group: Group
    too_small: tuple[Group, ...] = ()

    @property
    def key(self) -> str:
        """Which sentence says it: the group's, and whether closer groups were too small."""
        return f"{self.group.key}-instead" if self.too_small else self.group.key


def comparison_for(member: Member, wave: str, sizes: Mapping[Group, int], fewest: int = FEWEST) -> Comparison | None:
    """The closest group of at least `fewest` organisations (dossier 4.1); None when even the whole is smaller.

    `sizes` gives n of every group that may be shown; one that is left out counts as too small.
    """
    too_small: list[Group] = []
    for group in (group_of(member, wave, axes) for axes in COMPARISONS):
        if group is None:
            continue
        if sizes.get(group, 0) >= fewest:
            return Comparison(group, tuple(too_small))
        too_small.append(group)
    return None
