"""The engine agrees with a second implementation in exact fractions (promise D7)."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessment.domain.answers import Assessment
from assessment.domain.gaps import DimensionGap
from assessment.domain.results import AssessmentResult, Instrument, assess
from tests.properties.reference import Calculation, Reference, ReferenceDimension
from tests.properties.strategies import assessments, instruments
from tests.shipped import shipped_instrument

CLOSE = 1e-9
"""Far below the one decimal that is displayed."""


def close(pairs: Iterable[tuple[float | None, Fraction | None]]) -> bool:
    """Whether numbers agree, and are missing together."""
    pairs = tuple(pairs)
    together = all((found is None) == (expected is None) for found, expected in pairs)
    return together and all(
        abs(found - expected) < CLOSE for found, expected in pairs if found is not None and expected is not None
    )


def numbers(item: DimensionGap, expected: ReferenceDimension) -> list[tuple[float | None, Fraction | None]]:
    return [
        (item.score.score, expected.score),
        (item.score.coverage, expected.coverage),
        (item.weight, expected.weight),
        (item.expectation.expected, expected.expected),
        (item.expectation.adequate, expected.adequate),
        (item.expectation.required, expected.required),
        (item.expectation.minimum, expected.minimum),
        (item.gap, expected.gap),
        (item.surplus, expected.surplus),
        (item.priority, expected.priority),
    ]


def agree(found: AssessmentResult, expected: Reference) -> None:
    for item in found.dimensions:
        wanted = expected.dimensions[item.score.dimension.id]
        assert close(numbers(item, wanted)), (item.score.dimension.id, numbers(item, wanted))
        level = found.level_of(item)
        assert (item.state, level.number if level else None) == (wanted.state, wanted.level)
    overall = found.overall
    assert overall.completeness == expected.completeness
    assert close(
        [(overall.score, expected.score), (overall.coverage, expected.coverage), (found.index, expected.index)]
    )


def check(instrument: Instrument, assessment: Assessment) -> None:
    agree(assess(instrument, assessment), Calculation(instrument, assessment).result())


@given(st.data())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_random_questionnaires_score_as_in_exact_fractions(data: st.DataObject) -> None:
    instrument = data.draw(instruments())
    check(instrument, data.draw(assessments(instrument.questionnaire)))


@pytest.mark.soak
@given(st.data())
@settings(max_examples=5000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_five_thousand_random_questionnaires_score_as_in_exact_fractions(data: st.DataObject) -> None:
    instrument = data.draw(instruments())
    check(instrument, data.draw(assessments(instrument.questionnaire)))


@given(st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_the_shipped_questionnaire_scores_as_in_exact_fractions(data: st.DataObject) -> None:
    instrument = shipped_instrument()
    check(instrument, data.draw(assessments(instrument.questionnaire)))
