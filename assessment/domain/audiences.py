"""For whom the digital presence works, and where what was meant was lost on the way (dossier 3.8 a and b)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import exp, fsum, log, log2, sqrt

from assessment.domain.arithmetic import reaches

VISITORS = "visitors"
AUDIENCES = (VISITORS, "providers", "institution")
BRIEF = "brief"
OBSERVED = ("pages", "time", "budget")

Shares = Mapping[str, float]
"""Shares (0-1, sum 1) by what they are of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AudienceRules:
    """Editable numbers of 3.8 a and b.

    Up to `focused` effective audiences the effort is focused, up to `shared` shared. A stage whose drift (0-1) is
    beyond `lost` is where the intention was lost; `aligned` and `slipping` read the drift as a whole. `stages` are the
    weights of the observed stages.
    """

    focused: float
    shared: float
    aligned: float
    slipping: float
    lost: float
    stages: Mapping[str, float]


class Focus(StrEnum):
    """For whom the digital presence works. `ELSEWHERE`: focused, but not on visitors."""

    FOCUSED = "focused"
    ELSEWHERE = "elsewhere"
    SHARED = "shared"
    HOTCHPOTCH = "hotchpotch"


@dataclass(frozen=True, slots=True)
class AudienceFocus:
    """Over how many audiences the effort is spread.

    `effective` is a number of audiences (1 to 3), `focus` 0-1 (1 = one audience only); `primary` has the largest share.
    """

    shares: Shares
    effective: float
    focus: float
    primary: str
    reading: Focus


class Alignment(StrEnum):
    """How far what is done departs from what was meant."""

    ALIGNED = "aligned"
    SLIPPING = "slipping"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class StageDrift:
    """`distance` (0-1) is the share that would have to move for the stage to match the intention."""

    stage: str
    shares: Shares
    distance: float


@dataclass(frozen=True, slots=True)
class IntentDrift:
    """The stages in order, and the first at which the intention was lost, if any.

    `drift` is the total-variation distance (0-1) of the observed split as a whole, `jensen_shannon` (0-1) a second
    measure of it.
    """

    stages: tuple[StageDrift, ...]
    lost_at: str | None
    observed: Shares
    drift: float
    jensen_shannon: float
    reading: Alignment


def audience_focus(shares: Shares, rules: AudienceRules) -> AudienceFocus:
    """Entropy of the split, read as a number of audiences (dossier 3.8a)."""
    entropy = -fsum(share * log(share) for share in shares.values() if share)
    effective, primary = exp(entropy), max(shares, key=shares.__getitem__)
    return AudienceFocus(
        shares, effective, 1 - entropy / log(len(shares)), primary, _focus_reading(effective, primary, rules)
    )


def _focus_reading(effective: float, primary: str, rules: AudienceRules) -> Focus:
    if reaches(rules.focused, effective):
        return Focus.FOCUSED if primary == VISITORS else Focus.ELSEWHERE
    return Focus.SHARED if reaches(rules.shared, effective) else Focus.HOTCHPOTCH


def total_variation(declared: Shares, observed: Shares) -> float:
    """The share, 0-1, that would have to move for both to match (dossier 3.8b)."""
    return fsum(abs(share - observed[key]) for key, share in declared.items()) / 2


def jensen_shannon(declared: Shares, observed: Shares) -> float:
    """Jensen-Shannon distance in base 2, 0-1, with 0 ln 0 = 0 (dossier 3.8b)."""
    middle = {key: (share + observed[key]) / 2 for key, share in declared.items()}
    divergence = (_divergence(declared, middle) + _divergence(observed, middle)) / 2
    return sqrt(max(0.0, divergence))


def _divergence(shares: Shares, middle: Shares) -> float:
    return fsum(share * log2(share / middle[key]) for key, share in shares.items() if share)


def intent_drift(declared: Shares, stages: Mapping[str, Shares], rules: AudienceRules) -> IntentDrift:
    """Where what was meant was lost, from the brief to the budget (dossier 3.8b).

    `stages` holds at least one of `OBSERVED`; those that are missing leave their weight to the others.
    """
    path = tuple(
        StageDrift(stage, stages[stage], total_variation(declared, stages[stage]))
        for stage in (BRIEF, *OBSERVED)
        if stage in stages
    )
    weights = {stage: rules.stages[stage] for stage in OBSERVED if stage in stages}
    whole = fsum(weights.values())
    observed = {key: fsum(weight * stages[stage][key] for stage, weight in weights.items()) / whole for key in declared}
    drift = total_variation(declared, observed)
    lost = next((item.stage for item in path if not reaches(rules.lost, item.distance)), None)
    return IntentDrift(path, lost, observed, drift, jensen_shannon(declared, observed), _alignment(drift, rules))


def _alignment(drift: float, rules: AudienceRules) -> Alignment:
    if not reaches(drift, rules.aligned):
        return Alignment.ALIGNED
    return Alignment.SLIPPING if reaches(rules.slipping, drift) else Alignment.LOST
