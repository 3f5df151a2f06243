"""A kept result document says all that the result said."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.domain.answers import Assessment
from assessment.domain.questionnaire import Indicator, ScoringRules
from assessment.domain.results import AssessmentResult, Instrument, assess
from assessment.reports.archive import restore
from assessment.reports.exports import result_document
from assessment.reports.presenters import present
from tests.properties.strategies import instruments, whole_assessments
from tests.shipped import shipped_instrument

INSTRUMENT = shipped_instrument()
some_assessment = whole_assessments(INSTRUMENT.questionnaire)
law = settings(max_examples=30, deadline=None)


def kept(result: AssessmentResult) -> dict[str, Any]:
    """The result's document as a database gives it back."""
    document: dict[str, Any] = json.loads(json.dumps(result_document(result), allow_nan=False))
    return document


def edited(instrument: Instrument) -> Instrument:
    """The same words with other numbers wherever a result takes them from the questionnaire."""
    questionnaire = instrument.questionnaire
    changed = replace(
        questionnaire,
        hash="e" * 64,
        rules=ScoringRules(minimum_coverage=0.9, kappa=0.1, critical_factor=4),
        levels=tuple(replace(level, lower=level.lower / 2) for level in questionnaire.levels),
        dimensions=tuple(replace(item, indicators=_heavier(item.indicators)) for item in questionnaire.dimensions),
    )
    return replace(instrument, questionnaire=changed)


def _heavier(indicators: tuple[Indicator, ...]) -> tuple[Indicator, ...]:
    return tuple(replace(item, weight=item.weight * times) for times, item in enumerate(indicators, start=2))


@given(some_assessment)
@law
def test_a_restored_result_is_presented_as_it_was_in_both_languages(assessment: Assessment) -> None:
    result = assess(INSTRUMENT, assessment)
    restored = restore(kept(result), INSTRUMENT, assessment)
    for language in ("fr", "en"):
        assert present(restored, INSTRUMENT, language) == present(result, INSTRUMENT, language)


@given(st.data())
@law
def test_the_document_of_a_restored_result_is_the_same_document(data: st.DataObject) -> None:
    instrument = data.draw(instruments())
    assessment = data.draw(whole_assessments(instrument.questionnaire))
    document = kept(assess(instrument, assessment))
    assert json.dumps(result_document(restore(document, instrument, assessment))) == json.dumps(document)


@given(some_assessment)
@law
def test_numbers_stay_as_kept_when_the_questionnaire_is_edited(assessment: Assessment) -> None:
    document, other = kept(assess(INSTRUMENT, assessment)), edited(INSTRUMENT)
    assert document != kept(assess(other, assessment))
    assert kept(restore(document, other, assessment)) == document
