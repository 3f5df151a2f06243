"""What organisations declare about helping each other, and what of proposals made before still stands (dossier 6.4).

Whoever withdraws is gone from everything shown at once: proposals are read through `standing`, with what is declared
and agreed now.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from assessment.domain.cohorts import GUIDES, SMALLEST
from assessment.domain.peer_groups import Consent

MUCH = 3.0
"""From how many points of help on it is "a lot"; below it is "some". Default of ours. The points are never shown."""
LARGEST_CAPACITY = 20


class Availability(StrEnum):
    """How far an organisation has time to help."""

    NOT = "not"
    SOMEWHAT = "somewhat"
    FULLY = "fully"

    @property
    def share(self) -> float:
        """What help counts for: 0, 0.5 or 1."""
        return {Availability.NOT: 0.0, Availability.SOMEWHAT: 0.5, Availability.FULLY: 1.0}[self]


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What an organisation declares for one campaign: nothing unless it says so.

    `offers` names dimensions, `capacity` how many it helps at once, `alumnus` whether it has been in a cohort.
    """

    seeks: bool = False
    offers: tuple[str, ...] = ()
    availability: Availability = Availability.FULLY
    capacity: int = 1
    alumnus: bool = False

    @property
    def empty(self) -> bool:
        """Whether it declares nothing at all."""
        return not (self.seeks or self.offers or self.alumnus)

    def within(self, consent: Consent) -> Offer:
        """What of it stands with a consent: nothing while results are private, no help before consent to helping."""
        if not consent.allows(Consent.COUNTED):
            return Offer()
        return self if consent.allows(Consent.HELPER) else replace(self, offers=())


@dataclass(frozen=True, slots=True)
class Declared:
    """An organisation of the network that takes part, as it declares and agrees now."""

    id: str
    name: str
    consent: Consent
    offer: Offer

    @property
    def seeks(self) -> bool:
        """Whether it may be named as one that is helped, and be in a cohort."""
        return self.offer.within(self.consent).seeks

    @property
    def helps(self) -> bool:
        """Whether it may be named as one that helps."""
        return bool(self.offer.within(self.consent).offers) and self.offer.availability is not Availability.NOT

    def helps_with(self, dimension: str) -> bool:
        """Whether it may be named as one that helps with a dimension, and hence is strong in it."""
        return self.helps and dimension in self.offer.offers


@dataclass(frozen=True, slots=True)
class Proposed:
    """`helper` for `receiver` (ids), with one dimension; `much` for "a lot", `unsure` for "try, not sure"."""

    helper: str
    receiver: str
    dimension: str
    much: bool
    unsure: bool


@dataclass(frozen=True, slots=True)
class ProposedCohort:
    """Ids of the members, those that guide (strong in the theme, and offering help with it) among them."""

    theme: str
    members: tuple[str, ...]
    guides: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownEffect:
    """Whole points that members of cohorts changed beyond similar others, the 95 % interval, the ids of both sides."""

    points: int
    low: int
    high: int
    members: tuple[str, ...]
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposals:
    """Who could help whom; a pair is help one way and help back."""

    help: tuple[Proposed, ...] = ()
    pairs: tuple[tuple[Proposed, Proposed], ...] = ()
    cohorts: tuple[ProposedCohort, ...] = ()
    effect: ShownEffect | None = None


@dataclass(frozen=True, slots=True)
class Round:
    """What a page may show: `proposals` as far as they stand, `declared` by id, when they were made.

    `made_at` is None before the first time; `too_long` tells that working them out anew took too long.
    """

    proposals: Proposals
    declared: Mapping[str, Declared]
    made_at: datetime | None
    too_long: bool

    @property
    def seekers(self) -> int:
        """How many seek help."""
        return sum(item.seeks for item in self.declared.values())

    @property
    def helpers(self) -> int:
        """How many offer help."""
        return sum(item.helps for item in self.declared.values())


def standing(proposals: Proposals, declared: Mapping[str, Declared], agreeing: frozenset[str]) -> Proposals:
    """What still stands of proposals with what is declared now; `agreeing` let the network read their scores."""
    cohorts = (_standing_cohort(one, declared) for one in proposals.cohorts)
    found = proposals.effect
    return Proposals(
        tuple(one for one in proposals.help if _stands(one, declared)),
        tuple(pair for pair in proposals.pairs if all(_stands(one, declared) for one in pair)),
        tuple(one for one in cohorts if len(one.members) >= SMALLEST and len(one.guides) >= GUIDES),
        found if found and agreeing.issuperset(found.members + found.others) else None,
    )


def _stands(one: Proposed, declared: Mapping[str, Declared]) -> bool:
    helper, receiver = declared.get(one.helper), declared.get(one.receiver)
    return helper is not None and receiver is not None and helper.helps_with(one.dimension) and receiver.seeks


def _standing_cohort(one: ProposedCohort, declared: Mapping[str, Declared]) -> ProposedCohort:
    members = _those(one.members, frozenset(code for code, item in declared.items() if item.seeks))
    guiding = frozenset(code for code in members if declared[code].helps_with(one.theme))
    return ProposedCohort(one.theme, members, _those(one.guides, guiding))


def _those(ids: Sequence[str], wanted: frozenset[str]) -> tuple[str, ...]:
    return tuple(code for code in ids if code in wanted)
