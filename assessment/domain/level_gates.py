"""Gates that hold a level back whatever the score, for questionnaires that ask for them, as labels do (dossier 3.7)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from assessment.domain.arithmetic import SLACK, reaches
from assessment.domain.gaps import DimensionGap, State
from assessment.domain.questionnaire import Level, ScoringRules
from assessment.domain.scoring import level_of
from assessment.domain.uncertainty import Certainties, Certainty

DIMENSION_GATE, OVERALL_GATE = 4, 5
"""The level, and those above it, that a dimension or the whole reaches through its gate only."""


class Gate(StrEnum):
    """What a level asks for besides the score."""

    KEY_INDICATORS = "key_indicators"
    """Every key indicator that applies is known to stand high enough."""
    ZEROS = "zeros"
    """Hardly any indicator stands at 0."""
    CRITICAL_DIMENSIONS = "critical_dimensions"
    """No dimension is critical."""


@dataclass(frozen=True, slots=True)
class HeldBack:
    """The highest level that the score alone would allow, the one given, and what each gate found at fault, by id."""

    reached: Level
    given: Level
    gates: Mapping[Gate, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class LevelGates:
    """The levels held back: that of the whole, None when it is not, and those of dimensions by id."""

    overall: HeldBack | None = None
    dimensions: Mapping[str, HeldBack] = field(default_factory=dict)


def find_gates(
    gaps: Sequence[DimensionGap],
    overall: float | None,
    certainties: Certainties,
    levels: tuple[Level, ...],
    rules: ScoringRules,
) -> LevelGates | None:
    """The levels that gates hold back, None where the questionnaire asks for no gates (dossier 3.7)."""
    if not rules.gates:
        return None
    critical = tuple(item.score.dimension.id for item in gaps if item.state is State.CRITICAL)
    whole = _Bar(levels, OVERALL_GATE, {Gate.CRITICAL_DIMENSIONS: critical} if critical else {})
    dimensions = {}
    for item in gaps:
        code, bar = item.score.dimension.id, _Bar(levels, DIMENSION_GATE, dict(_dimension_gates(item, rules)))
        held = bar.held(item.score.score, certainties.dimensions[code])
        if held:
            dimensions[code] = held
    return LevelGates(whole.held(overall, certainties.overall), dimensions)


def _dimension_gates(item: DimensionGap, rules: ScoringRules) -> Iterator[tuple[Gate, tuple[str, ...]]]:
    """The gates a dimension does not pass; a key indicator that nobody could answer does not pass either."""
    applicable = [found for found in item.score.indicators if found.applicable]
    low = tuple(
        found.indicator.id
        for found in applicable
        if found.indicator.key and (found.score is None or not reaches(found.score, rules.key_floor))
    )
    zeros = tuple(found.indicator.id for found in applicable if found.score is not None and found.score <= SLACK)
    if low:
        yield Gate.KEY_INDICATORS, low
    if len(zeros) > rules.zeros_allowed:
        yield Gate.ZEROS, zeros


@dataclass(frozen=True, slots=True)
class _Bar:
    """The first level that asks for more than a score, and the gates that are not passed."""

    levels: tuple[Level, ...]
    first: int
    closed: Mapping[Gate, tuple[str, ...]]

    def held(self, score: float | None, certainty: Certainty) -> HeldBack | None:
        """What is held back of a score; None where it leads to no such level, not even perhaps."""
        by_score, uncertainty = level_of(score, self.levels), certainty.uncertainty
        if not self.closed or by_score is None or uncertainty is None:
            return None
        reached = max((by_score, *uncertainty.named), key=_number)
        below = [level for level in self.levels if level.number < self.first]
        if reached.number < self.first or not below:
            return None
        return HeldBack(reached, min(by_score, max(below, key=_number), key=_number), self.closed)


def _number(level: Level) -> int:
    return level.number


def held_level(level: Level | None, held: HeldBack | None) -> Level | None:
    """The level that is given: that of the score, or the one it is held back to."""
    return held.given if held else level


def held_certainties(found: Certainties, gates: LevelGates | None) -> Certainties:
    """The same, naming no level above the one that is given; probabilities stay those of the score."""
    if gates is None:
        return found
    return replace(
        found,
        overall=_capped(found.overall, gates.overall),
        dimensions={code: _capped(item, gates.dimensions.get(code)) for code, item in found.dimensions.items()},
    )


def _capped(certainty: Certainty, held: HeldBack | None) -> Certainty:
    if held is None or certainty.uncertainty is None:
        return certainty
    named = tuple(level for level in certainty.uncertainty.named if level.number <= held.given.number)
    return replace(certainty, uncertainty=replace(certainty.uncertainty, named=named or (held.given,)))
