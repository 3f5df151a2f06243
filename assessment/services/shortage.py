"""Whether the regions of many organisations have too few digital project managers (dossier 5.7)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assessment.domain.observed import PROJECT_MANAGER
from assessment.domain.questionnaire import Region
from assessment.domain.results import AssessmentResult
from assessment.domain.shortage import FEWEST, Member, Shortage, dominated, find_shortage, totals
from assessment.services.gathering import Gathered

THOUSANDS_IN_A_MILLION = 1000


@dataclass(frozen=True, slots=True)
class RegionalShortage:
    """One region with its number of organisations; `shortage` is None where it must not be published."""

    region: Region
    organisations: int
    shortage: Shortage | None


@dataclass(frozen=True, slots=True)
class Shortages:
    """The regions in order. `left_out` organisations did not say who does the digital work, or what there is to do.

    `organisations` are those that count, all regions together; `nights` says whether every one of them stated its own.
    """

    regions: tuple[RegionalShortage, ...]
    organisations: int
    left_out: int
    nights: bool


@dataclass(frozen=True, slots=True)
class _Counted:
    region: str
    member: Member


def find_shortages(files: Sequence[Gathered]) -> Shortages:
    """Compare each region with all the organisations together.

    A region is published from five organisations on, when one or two of them do not make up its totals. Where only one
    region would be kept back, the smallest other one is too: the difference to the whole would give it away.
    """
    results = [item.result() for item in files]
    stated = all(result.assessment.number("F_NIGHTS") is not None for result in results)
    counted = [found for result in results if (found := _counted(result, nights=stated))]
    country = totals([item.member for item in counted])
    regions: dict[str, list[Member]] = {}
    for item in counted:
        regions.setdefault(item.region, []).append(item.member)
    hidden = _hidden(regions)
    known = files[0].instrument.regions if files else ()
    shown = tuple(
        RegionalShortage(region, len(members), None if region.insee in hidden else find_shortage(members, country))
        for region in known
        if (members := regions.get(region.insee))
    )
    return Shortages(shown, len(counted), len(results) - len(counted), stated)


def _counted(result: AssessmentResult, *, nights: bool) -> _Counted | None:
    roles, organisation = result.roles, result.assessment.organisation
    finding = next((i for i in (*roles.recommended, *roles.others) if i.role.id == PROJECT_MANAGER), None)
    if finding is None or not roles.have_stated or finding.missing:
        return None
    slept = (result.assessment.number("F_NIGHTS") or 0.0) / THOUSANDS_IN_A_MILLION if nights else 0.0
    member = Member(
        need=finding.need, have=finding.have, staff=organisation.staff, nights=slept, stratum=organisation.type
    )
    return _Counted(organisation.region, member)


def _hidden(regions: Mapping[str, Sequence[Member]]) -> frozenset[str]:
    """The regions that are kept back, and one more where a single one could be worked out by subtraction."""
    kept_back = {name for name, members in regions.items() if not _publishable(members)}
    others = sorted((len(members), name) for name, members in regions.items() if name not in kept_back)
    if len(kept_back) == 1 and others:
        kept_back.add(others[0][1])
    return frozenset(kept_back)


def _publishable(members: Sequence[Member]) -> bool:
    columns = ([item.need for item in members], [item.have for item in members], [item.staff for item in members])
    return len(members) >= FEWEST and not any(dominated(column) for column in (*columns, [i.nights for i in members]))
