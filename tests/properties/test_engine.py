"""Laws of the engine on the shipped questionnaire, whatever was answered."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from math import fsum
from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from assessment.domain.answers import Ambition, Answer, Assessment
from assessment.domain.gaps import DimensionGap, State, gaps_by_indicator
from assessment.domain.questionnaire import Applicability, NonResponse
from assessment.domain.results import AssessmentResult, assess
from assessment.reports.exports import result_document
from tests.builders import an_assessment, an_organisation
from tests.properties.strategies import assessments
from tests.shipped import shipped_instrument

INSTRUMENT = shipped_instrument()
QUESTIONNAIRE = INSTRUMENT.questionnaire
CODES = [item.id for item in QUESTIONNAIRE.indicators()]
DUST = 1e-9
"""What floating point may add where two sums are compared."""

some_assessment = assessments(QUESTIONNAIRE)
some_code = st.sampled_from(CODES)
law = settings(max_examples=60, deadline=None)


def result_of(assessment: Assessment) -> AssessmentResult:
    return assess(INSTRUMENT, assessment)


def with_answer(assessment: Assessment, code: str, answer: Answer | None) -> Assessment:
    """The same assessment with this one answer, or without any for it."""
    kept = {key: value for key, value in assessment.sheet.answers.items() if key != code}
    answers = kept if answer is None else {**kept, code: answer}
    return replace(assessment, sheets=(replace(assessment.sheet, answers=answers),))


def by_id(result: AssessmentResult) -> Mapping[str, DimensionGap]:
    return {item.score.dimension.id: item for item in result.dimensions}


def document(result: AssessmentResult) -> str:
    return json.dumps(result_document(result), sort_keys=False)


@given(some_assessment)
@law
def test_every_number_stays_within_its_bounds(assessment: Assessment) -> None:
    result = result_of(assessment)
    assert 0 <= result.overall.coverage <= 1
    assert result.overall.score is None or 0 <= result.overall.score <= 100
    assert result.index is None or 0 <= result.index <= 95
    for item in result.dimensions:
        assert 0 <= item.score.coverage <= 1
        assert item.score.score is None or 0 <= item.score.score <= 100
        assert 20 <= item.expectation.required <= 95
        assert 0 <= item.expectation.minimum <= item.expectation.required


@given(some_assessment)
@law
def test_gaps_and_surpluses_are_never_negative_and_never_both(assessment: Assessment) -> None:
    for item in result_of(assessment).dimensions:
        if item.gap is None or item.surplus is None:
            assert (item.score.score, item.gap, item.surplus, item.state) == (None, None, None, State.NOT_ASSESSABLE)
        else:
            assert min(item.gap, item.surplus) == 0
            assert max(item.gap, item.surplus) >= 0
        assert all(indicator.gap is None or indicator.gap >= 0 for indicator in item.indicators)


@given(some_assessment)
@law
def test_every_dimension_is_reported_in_order_and_weights_sum_to_100(assessment: Assessment) -> None:
    result = result_of(assessment)
    assert list(by_id(result)) == [item.id for item in QUESTIONNAIRE.dimensions]
    assert fsum(item.weight for item in result.dimensions) == pytest.approx(100)


@given(some_assessment, some_code, st.data())
@law
def test_a_better_answer_never_lowers_a_score_nor_widens_a_gap(
    assessment: Assessment, code: str, data: st.DataObject
) -> None:
    low = data.draw(st.integers(0, 3))
    before = result_of(with_answer(assessment, code, low))
    after = result_of(with_answer(assessment, code, data.draw(st.integers(low + 1, 4))))
    for old, new in zip(before.dimensions, after.dimensions, strict=True):
        assert (old.score.score is None) == (new.score.score is None)
        assert (new.score.score or 0) >= (old.score.score or 0)
        assert (new.gap or 0) <= (old.gap or 0)
        assert (new.priority or 0) <= (old.priority or 0)
    assert (after.overall.score or 0) >= (before.overall.score or 0) - DUST
    assert (after.index or 0) <= (before.index or 0) + DUST


@given(some_assessment, some_code)
@law
def test_a_missing_answer_is_never_a_zero(assessment: Assessment, code: str) -> None:
    """Without its answer a dimension has the mean of its other answers, or none at all."""
    item = by_id(result_of(with_answer(assessment, code, None)))[QUESTIONNAIRE.dimension_of[code].id].score
    answered = [(found.weight, found.score) for found in item.indicators if found.score is not None]
    assert code not in {found.indicator.id for found in item.indicators if found.score is not None}
    if item.score is not None:
        mean = fsum(weight * score for weight, score in answered) / fsum(weight for weight, _ in answered)
        assert item.score == pytest.approx(mean)


@given(some_assessment, some_code)
@law
def test_not_knowing_scores_like_silence_and_is_counted(assessment: Assessment, code: str) -> None:
    kind = QUESTIONNAIRE.type_by_id[assessment.organisation.type]
    assume(kind.concerns(code) is not Applicability.NOT_BY_DEFAULT)
    silent = result_of(with_answer(assessment, code, None))
    unknown = result_of(with_answer(assessment, code, NonResponse.DONT_KNOW))
    assert (unknown.overall, unknown.index) == (silent.overall, silent.index)
    for one, other in zip(unknown.dimensions, silent.dimensions, strict=True):
        assert (one.score.score, one.score.coverage, one.gap) == (other.score.score, other.score.coverage, other.gap)
        asked = code in {item.indicator.id for item in one.score.indicators}
        assert one.score.dont_know == other.score.dont_know + asked


@given(some_assessment, st.sampled_from(["REL1", "REL3", "REL5", "DON3", "INS2"]))
@law
def test_what_does_not_apply_leaves_the_mean_of_the_others_and_full_coverage(assessment: Assessment, code: str) -> None:
    """A commune may answer these five "not applicable"."""
    commune = replace(assessment, organisation=replace(assessment.organisation, type="COM"))
    dimension = QUESTIONNAIRE.dimension_of[code].id
    silent = by_id(result_of(with_answer(commune, code, None)))[dimension].score
    ruled_out = by_id(result_of(with_answer(commune, code, NonResponse.NOT_APPLICABLE)))[dimension].score
    if silent.score is not None:
        assert ruled_out.score == silent.score
    assert ruled_out.coverage >= silent.coverage
    others = [item for item in ruled_out.indicators if item.applicable]
    assert code not in {item.indicator.id for item in others}
    if others and all(item.score is not None for item in others):
        assert ruled_out.coverage == 1


@given(some_assessment, st.integers(0, 100), st.integers(0, 100))
@law
def test_ambition_changes_weights_and_no_score(assessment: Assessment, inspire: int, connect: int) -> None:
    organisation = replace(assessment.organisation, ambition=Ambition(inspire, connect))
    one, other = result_of(assessment), result_of(replace(assessment, organisation=organisation))
    for before, after in zip(one.dimensions, other.dimensions, strict=True):
        assert before.score == after.score
        assert (before.gap, before.surplus, before.state) == (after.gap, after.surplus, after.state)


@given(some_assessment)
@law
def test_a_surplus_never_pays_for_a_shortfall(assessment: Assessment) -> None:
    """Raising what is met already to the top leaves every gap and the index as they were."""
    before = result_of(assessment)
    met = {item.score.dimension.id for item in before.dimensions if item.state is State.MET}
    top = {code: 4 for code in assessment.sheet.answers if QUESTIONNAIRE.dimension_of[code].id in met}
    answers: dict[str, Answer] = {
        code: top[code] if code in top and isinstance(answer, int) else answer
        for code, answer in assessment.sheet.answers.items()
    }
    after = result_of(replace(assessment, sheets=(replace(assessment.sheet, answers=answers),)))
    assert [item.gap for item in after.dimensions] == [item.gap for item in before.dimensions]
    assert after.index == before.index


@given(some_assessment, st.randoms(use_true_random=False))
@law
def test_the_same_answers_in_another_order_give_the_same_bytes(assessment: Assessment, random: Random) -> None:
    shuffled = list(assessment.sheet.answers.items())
    random.shuffle(shuffled)
    mix = dict(reversed(list(assessment.organisation.visitor_mix.items())))
    again = replace(
        assessment,
        sheets=(replace(assessment.sheet, answers=dict(shuffled)),),
        organisation=replace(assessment.organisation, visitor_mix=mix),
    )
    first, second = result_document(result_of(assessment)), result_document(result_of(again))
    assert json.dumps(first, sort_keys=True) == json.dumps(second, sort_keys=True)


@given(some_assessment)
@law
def test_the_same_input_gives_the_same_bytes(assessment: Assessment) -> None:
    assert document(result_of(assessment)) == document(result_of(assessment))


@given(some_assessment)
@law
def test_every_action_closes_something_after_those_before_it(assessment: Assessment) -> None:
    """Each comes once, after its prerequisites, and together they close no more than there is."""
    result = result_of(assessment)
    ordered = (*result.actions.first, *result.actions.later)
    done: set[str] = set()
    useful = {item.action.id for item in ordered}
    for item in ordered:
        assert item.closes > 0
        assert item.action.id not in done
        assert useful & set(item.action.requires) <= done
        assert item.step == (item.trigger.score.level or 0) + 1 <= 4
        assert item.indicator.id in item.action.lift
        done.add(item.action.id)
    gaps = gaps_by_indicator(result.dimensions).values()
    there = fsum((item.priority or 0) * (1.5 if item.critical else 1) for item in gaps)
    assert fsum(item.closes for item in ordered) <= there + DUST
    assert len(result.actions.first) == min(6, len(ordered))


@given(some_assessment)
@law
def test_roles_are_proposed_only_where_they_lack_and_are_called_for(assessment: Assessment) -> None:
    roles = result_of(assessment).roles
    assert len(roles.recommended) <= 5
    assert len(roles.recommended) + len(roles.others) == 16
    scores = [item.score for item in roles.recommended]
    assert scores == sorted(scores, reverse=True)
    for item in roles.recommended:
        assert item.short >= 0.1 - DUST
        assert item.urgency is not None
        assert (item.mode, item.reason) != (None, None)
        assert item.role.id not in {"R15", "R16"}
    assert all(item.mode is None and item.short >= 0 for item in roles.others)


@pytest.mark.parametrize("kind", [kind.id for kind in QUESTIONNAIRE.organisation_types])
@pytest.mark.parametrize("level", [0, 2, 4])
def test_every_type_of_organisation_is_assessed(kind: str, level: int) -> None:
    """All the same answer: every dimension is scored, also where indicators do not apply."""
    result = result_of(an_assessment(dict.fromkeys(CODES, level), organisation=an_organisation(type=kind)))
    assert {item.score.score for item in result.dimensions} == {25 * level}
