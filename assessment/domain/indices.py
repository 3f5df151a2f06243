"""Indices of their own: for whom, what became of it, which vocation, which money, which way to a booking (3.8)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import fsum, sqrt

from assessment.domain.answers import Ambition, Assessment
from assessment.domain.arithmetic import reaches
from assessment.domain.audiences import (
    AudienceFocus,
    AudienceRules,
    IntentDrift,
    audience_focus,
    intent_drift,
)
from assessment.domain.expectations import Axes
from assessment.domain.funnel import Funnel, conversion_funnel
from assessment.domain.index_facts import IndexFacts, read_index_facts
from assessment.domain.problems import Problem

NEEDS = {"focus": ("F_AUD",), "drift": ("F_AUD", "F_AUDOBS"), "balance": ("F_DIGB",), "funnel": ("F_FUNNEL",)}
"""The facts each index rests on; the quadrant rests on two dimensions."""


@dataclass(frozen=True, slots=True)
class Band:
    """Which share (0-1) of digital spending usually goes to a purpose."""

    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexRules:
    """Editable numbers of section 3.8; shares are 0-1.

    `border` (0-100) parts the quadrant; below `content_ratio_flag` the content ratio is flagged. `bands` are by purpose
    of digital spending, each of `PURPOSES`, to be replaced by measured quartiles after the second wave.
    """

    audiences: AudienceRules
    border: float
    content_ratio_flag: float
    bands: Mapping[str, Band]


class Vocation(StrEnum):
    """The quadrant of inspiration and connection."""

    SLEEPING_WINDOW = "sleeping_window"
    MAGAZINE = "magazine"
    COUNTER = "counter"
    BRIDGE = "bridge"


@dataclass(frozen=True, slots=True)
class Quadrant:
    """Where the organisation stands and wants to stand, 0-100 on both axes; `distance` in points, 0 once reached."""

    inspire: float
    connect: float
    ambition: Ambition
    vocation: Vocation
    wanted: Vocation
    distance: float


@dataclass(frozen=True, slots=True)
class PurposeShare:
    """Share (0-1) of digital spending on a purpose; `excess` is how far outside its band, `above` on which side."""

    purpose: str
    share: float
    band: Band
    excess: float

    @property
    def above(self) -> bool:
        """Whether more than usual goes to it."""
        return self.share > self.band.high


@dataclass(frozen=True, slots=True)
class BudgetBalance:
    """`balance` is 0-100, 100 when every share is in its band.

    `content_ratio` is content against reach and directory, None when nothing is spent on those two; `flagged` when low.
    """

    purposes: tuple[PurposeShare, ...]
    balance: float
    content_ratio: float | None
    flagged: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Indices:
    """The indices whose facts are there. `missing` names, for each of the others, the facts or dimensions it lacks.

    `observed` is the audience focus of each observed stage. `problems` say which facts contradict themselves.
    """

    focus: AudienceFocus | None
    observed: Mapping[str, AudienceFocus]
    drift: IntentDrift | None
    quadrant: Quadrant | None
    balance: BudgetBalance | None
    funnel: Funnel | None
    missing: Mapping[str, tuple[str, ...]]
    problems: tuple[Problem, ...]


def quadrant(inspire: float, connect: float, ambition: Ambition, rules: IndexRules) -> Quadrant:
    """Which of the two vocations is served, and how far the ambition is (dossier 3.8c); going beyond costs nothing."""
    short = [max(0.0, ambition.inspire - inspire), max(0.0, ambition.connect - connect)]
    return Quadrant(
        inspire,
        connect,
        ambition,
        _vocation(inspire, connect, rules.border),
        _vocation(ambition.inspire, ambition.connect, rules.border),
        sqrt(fsum(part**2 for part in short) / 2),
    )


def _vocation(inspire: float, connect: float, border: float) -> Vocation:
    if reaches(inspire, border):
        return Vocation.BRIDGE if reaches(connect, border) else Vocation.MAGAZINE
    return Vocation.COUNTER if reaches(connect, border) else Vocation.SLEEPING_WINDOW


def budget_balance(spending: Mapping[str, float], rules: IndexRules) -> BudgetBalance:
    """How far spending by purpose (euros, staff time included, not all nothing) lies outside its bands (3.8d)."""
    total = fsum(spending.values())
    shares = {purpose: amount / total for purpose, amount in spending.items()}
    purposes = tuple(
        PurposeShare(purpose, share, band, max(0.0, band.low - share) + max(0.0, share - band.high))
        for purpose, band in rules.bands.items()
        for share in (shares[purpose],)
    )
    beside = shares["reach"] + shares["directory"]
    ratio = shares["content"] / beside if beside else None
    return BudgetBalance(
        purposes,
        100 * max(0.0, 1 - fsum(item.excess for item in purposes)),
        ratio,
        ratio is not None and not reaches(ratio, rules.content_ratio_flag),
    )


def find_indices(
    assessment: Assessment,
    scores: Mapping[str, float | None],
    axes: Axes,
    *,
    rules: IndexRules,
    peers: Mapping[str, float] | None = None,
) -> Indices:
    """Every index whose facts are there, what the others lack, and what contradicts itself (dossier 3.8).

    `scores` are those of the dimensions (0-100); `peers` the median rates (0-1) into each stage of the funnel.
    """
    facts = read_index_facts(assessment)
    inspire, connect = scores.get(axes.inspire), scores.get(axes.connect)
    ambition, stated = assessment.organisation.ambition, facts.declared
    drifts = stated is not None and "F_AUDOBS" not in facts.missing
    return Indices(
        focus=audience_focus(stated, rules.audiences) if stated else None,
        observed={stage: audience_focus(shares, rules.audiences) for stage, shares in facts.stages.items()},
        drift=intent_drift(stated, facts.stages, rules.audiences) if stated and drifts else None,
        quadrant=None if inspire is None or connect is None else quadrant(inspire, connect, ambition, rules),
        balance=budget_balance(facts.spending, rules) if facts.spending else None,
        funnel=conversion_funnel(facts.counts, peers) if facts.counts else None,
        missing=_missing(facts, tuple(axis for axis in (axes.inspire, axes.connect) if scores.get(axis) is None)),
        problems=facts.problems,
    )


def _missing(facts: IndexFacts, unscored: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
    lacks = {
        index: tuple(code for fact in needed for code in facts.missing.get(fact, ())) for index, needed in NEEDS.items()
    }
    lacks["quadrant"] = unscored
    return {index: codes for index, codes in lacks.items() if codes}
