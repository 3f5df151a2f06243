"""Where money for a plan might come from, one line at a time with the reason it is a candidate (dossier 6.3)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from math import fsum

from assessment.domain.arithmetic import SLACK, reaches
from assessment.domain.plan_money import releasable
from assessment.domain.results import AssessmentResult
from assessment.domain.visitor_gaps import Quadrant

DUTIES = frozenset({"RES", "Q1", "Q6", "Q7", "Q8"})
"""Dimensions and attributes that carry legal duties, never a source: accessibility and needs (RES, Q8), data protection
(RES, Q6), information (Q1) and welcome (Q7)."""
CHANNELS, MERGED = "CAP5", 50.0
"""The practice that tells of duplicate channels, and the score below which they say the same thing."""


class Source(StrEnum):
    """Why a line is a candidate."""

    DECLARED = "declared"
    """The organisation said what it could move; the only money that plans take from."""
    DUPLICATE_CHANNEL = "duplicate_channel"
    ABOVE_BAND = "above_band"
    SURPLUS = "surplus"
    """More is done than visitors' wishes call for."""
    POSSIBLY_TOO_MUCH = "possibly_too_much"
    """Visitors find it well done and care less about it."""


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A candidate: a line of F_FREE, a practice, a purpose of F_DIGB, a dimension or an attribute, by `id`.

    `euros` is the yearly sum it is about, None where nobody knows; `points` by how much it is beyond, where that says.
    """

    source: Source
    id: str
    euros: float | None = None
    points: float | None = None


def find_source_lines(result: AssessmentResult) -> tuple[SourceLine, ...]:
    """Every candidate, those that were declared first; none carries a legal duty (dossier 6.3)."""
    declared = (SourceLine(Source.DECLARED, line.id, euros=line.amount) for line in releasable(result.assessment))
    found = (*declared, *_duplicates(result), *_above_band(result), *_surplus(result), *_too_much(result))
    return tuple(line for line in found if line.id not in DUTIES)


def _duplicates(result: AssessmentResult) -> Iterator[SourceLine]:
    for dimension in result.dimensions:
        for item in dimension.score.indicators:
            if item.indicator.id == CHANNELS and item.score is not None and not reaches(item.score, MERGED):
                yield SourceLine(Source.DUPLICATE_CHANNEL, item.indicator.id)


def _above_band(result: AssessmentResult) -> Iterator[SourceLine]:
    """The purposes with a share beyond their band, with what is spent beyond it."""
    balance = result.indices.balance
    if balance is None:
        return
    spent = fsum(result.assessment.part("F_DIGB", item.purpose) or 0.0 for item in balance.purposes)
    for item in balance.purposes:
        if item.excess > SLACK and item.above:
            yield SourceLine(Source.ABOVE_BAND, item.purpose, euros=item.excess * spent, points=100 * item.excess)


def _surplus(result: AssessmentResult) -> Iterator[SourceLine]:
    for item in result.dimensions:
        if item.surplus is not None and item.surplus > SLACK:
            yield SourceLine(Source.SURPLUS, item.score.dimension.id, points=item.surplus)


def _too_much(result: AssessmentResult) -> Iterator[SourceLine]:
    """The decided points of the quadrant: an undecided one is too little to take money from."""
    placed = result.visitors.map.points if result.visitors and result.visitors.map else ()
    for item in placed:
        if item.decided and item.quadrant is Quadrant.POSSIBLY_TOO_MUCH:
            yield SourceLine(Source.POSSIBLY_TOO_MUCH, item.point.id)
