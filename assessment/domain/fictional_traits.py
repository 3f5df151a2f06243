"""What is an organisation's own in the fictional network: how it differs from what its type and size lead to expect."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import sqrt
from random import Random

from assessment.domain.fictional_model import (
    BY_EXCEPTION,
    DIMENSION_SD,
    DIMENSIONS,
    GENERAL_SD,
    HARD,
    INDICATOR_SD,
    KEPT,
    OPTIONAL,
    PROGRESS,
    SLOW,
)
from assessment.domain.questionnaire import Applicability, NonResponse, Questionnaire


@dataclass(frozen=True, slots=True)
class Traits:
    """Differences in levels: as a whole, by dimension, by indicator; and why there is no answer to some (`untold`)."""

    general: float
    dimensions: Mapping[str, float]
    indicators: Mapping[str, float]
    untold: Mapping[str, NonResponse]

    def levels(self, questionnaire: Questionnaire, expected: float, wave: int) -> dict[str, float]:
        """The true level of each indicator in a wave (0 for the first), on a scale that goes on beyond 0 and 4."""
        return {
            indicator.id: expected
            + self.general
            + DIMENSIONS.get(dimension.id, 0.0)
            + wave * (PROGRESS / 2 if dimension.id in SLOW else PROGRESS)
            + self.dimensions[dimension.id]
            + self.indicators[indicator.id]
            for dimension in questionnaire.dimensions
            for indicator in dimension.indicators
        }


def draw_traits(questionnaire: Questionnaire, kind: str, random: Random) -> Traits:
    """The traits of an organisation of a type in its first wave."""
    return Traits(
        random.gauss(0, GENERAL_SD),
        {dimension.id: random.gauss(0, DIMENSION_SD) for dimension in questionnaire.dimensions},
        {indicator.id: random.gauss(0, INDICATOR_SD) for indicator in questionnaire.indicators()},
        dict(_untold(questionnaire, kind, random)),
    )


def next_traits(traits: Traits, random: Random) -> Traits:
    """The traits a wave later: drawn back towards what is expected, and as different over the network as before."""
    return Traits(
        _moved(traits.general, GENERAL_SD, random),
        {code: _moved(value, DIMENSION_SD, random) for code, value in traits.dimensions.items()},
        {code: _moved(value, INDICATOR_SD, random) for code, value in traits.indicators.items()},
        traits.untold,
    )


def _untold(questionnaire: Questionnaire, kind: str, random: Random) -> Iterator[tuple[str, NonResponse]]:
    """What does not concern an organisation, and what it does not know."""
    chances = {Applicability.OPTIONAL: OPTIONAL, Applicability.NOT_BY_DEFAULT: BY_EXCEPTION}
    for indicator in questionnaire.indicators():
        applies = questionnaire.type_by_id[kind].concerns(indicator.id)
        if random.random() < chances.get(applies, 0.0):
            yield indicator.id, NonResponse.NOT_APPLICABLE
        elif random.random() < HARD.get(indicator.id, 0.0):
            yield indicator.id, NonResponse.DONT_KNOW


def _moved(value: float, deviation: float, random: Random) -> float:
    return KEPT * value + random.gauss(0, deviation * sqrt(1 - KEPT**2))
