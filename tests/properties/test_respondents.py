"""Laws of several respondents, of surveys and of uncertainty, whatever was answered."""

from __future__ import annotations

from dataclasses import replace
from math import fsum
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.domain.answers import Answer, AnswerSheet, Assessment
from assessment.domain.questionnaire import NonResponse, RespondentRole, RoleGroup
from assessment.domain.results import AssessmentResult, Surroundings, assess
from assessment.domain.routing import roles_asked
from assessment.domain.shrinkage import Prior, Sample, blend, parent_prior
from assessment.domain.surveys import Rating, Survey, VisitorAnswer
from tests.builders import an_assessment
from tests.properties.strategies import LEVELS, REASONS
from tests.shipped import shipped_instrument

INSTRUMENT = shipped_instrument()
QUESTIONNAIRE = INSTRUMENT.questionnaire
ATTRIBUTES = [attribute.id for attribute in INSTRUMENT.expectations.attributes]
INDICATORS = list(QUESTIONNAIRE.indicators())
DUST = 1e-9
law = settings(max_examples=40, deadline=None)


def codes_for(role: RespondentRole) -> list[str]:
    """What a role may answer: the indicators that are not for insiders only, and its mirror statements."""
    own = [item.id for item in INDICATORS if role in roles_asked(item)]
    return own + [item.question.code for item in QUESTIONNAIRE.mirror if role in item.roles]


@st.composite
def sheets(draw: st.DrawFn) -> AnswerSheet:
    role = draw(st.sampled_from(RespondentRole))
    answer: st.SearchStrategy[Answer] = st.one_of(LEVELS, LEVELS, LEVELS, REASONS)
    # Drawn as one list: drawing each answer of many people on its own takes too long.
    codes = codes_for(role)
    values = draw(st.lists(answer, min_size=len(codes), max_size=len(codes)))
    kept = {code: value for code, value in zip(codes, values, strict=True) if value is not NonResponse.UNANSWERED}
    return AnswerSheet(role, kept)


@st.composite
def by_several(draw: st.DrawFn) -> Assessment:
    found = draw(st.lists(sheets(), min_size=1, max_size=5))
    return replace(an_assessment(), sheets=tuple(found))


def result_of(assessment: Assessment, survey: Survey | None = None) -> AssessmentResult:
    return assess(INSTRUMENT, assessment, Surroundings(survey=survey))


def scores_of(result: AssessmentResult) -> list[float | None]:
    items = [item.score for dimension in result.dimensions for item in dimension.score.indicators]
    return [*items, *(item.score.score for item in result.dimensions), result.overall.score, result.index]


@given(by_several(), st.randoms(use_true_random=False))
@law
def test_the_order_of_the_respondents_is_irrelevant(assessment: Assessment, random: Random) -> None:
    shuffled = list(assessment.sheets)
    random.shuffle(shuffled)
    one, other = result_of(assessment), result_of(replace(assessment, sheets=tuple(shuffled)))
    same = one == replace(other, assessment=assessment)
    assert same


@given(by_several(), st.sampled_from(RoleGroup))
@law
def test_doubling_every_respondent_of_a_role_changes_no_score(assessment: Assessment, group: RoleGroup) -> None:
    doubled = replace(assessment, sheets=(*assessment.sheets, *assessment.sheets_of(group)))
    one, other = result_of(assessment), result_of(doubled)
    assert scores_of(one) == scores_of(other)
    assert [item.score.coverage for item in one.dimensions] == [item.score.coverage for item in other.dimensions]


@given(by_several())
@law
def test_every_score_lies_between_those_of_its_groups(assessment: Assessment) -> None:
    for dimension in result_of(assessment).dimensions:
        for item in dimension.score.indicators:
            scores = [group.score for group in item.groups.values()]
            assert (item.score is None) == (not scores)
            assert item.score is None or min(scores) <= item.score <= max(scores)


@given(by_several(), st.integers(0, 4), st.data())
@law
def test_a_better_answer_of_one_respondent_never_lowers_a_score(
    assessment: Assessment, position: int, data: st.DataObject
) -> None:
    first, *others = assessment.sheets
    raised = [code for code, value in first.answers.items() if isinstance(value, int) and value < 4]
    if not raised:
        return
    code = data.draw(st.sampled_from(raised))
    answers = {**first.answers, code: 4}
    before = result_of(assessment)
    after = result_of(replace(assessment, sheets=(replace(first, answers=answers), *others)))
    for old, new in zip(scores_of(before)[:-1], scores_of(after)[:-1], strict=True):
        assert (old is None) == (new is None)
        assert (new or 0) >= (old or 0) - DUST
    assert (after.index or 0) <= (before.index or 0) + DUST


@given(by_several())
@law
def test_agreement_and_certainty_stay_within_their_bounds(assessment: Assessment) -> None:
    result = result_of(assessment)
    for dimension in result.agreement.dimensions.values():
        assert dimension.r_wg is None or dimension.r_wg <= 1
        for item in dimension.indicators:
            assert 0 <= item.r_wg <= 1
            assert 0 <= item.consensus <= 1
    for certainty in (result.certainties.overall, *result.certainties.dimensions.values()):
        assert 0 <= certainty.confidence.value <= 100
        found = certainty.uncertainty
        if found is not None:
            assert 0 <= found.low <= found.high <= 100
            assert fsum(found.probabilities.values()) == pytest.approx(1)
            assert 1 <= len(found.named) <= 2
    assert result.balance is None or 0 <= result.balance <= 1


@given(by_several())
@law
def test_no_value_of_fewer_than_three_answers_can_be_seen_or_worked_out(assessment: Assessment) -> None:
    for view in result_of(assessment).agreement.views.values():
        hidden = view.answers.keys() - view.values.keys()
        assert all(view.answers[group] >= 3 for group in view.values)
        assert len(hidden) != 1 or len(view.answers) == 1


marks = st.one_of(st.none(), st.integers(0, 10).map(float))
ratings = st.builds(Rating, marks, marks, marks)
visitors = st.builds(
    VisitorAnswer,
    st.sampled_from(["S1", "S2", "S3", "S4", None]),
    st.frozensets(st.sampled_from(["S5", "S6"])),
    st.dictionaries(st.sampled_from(ATTRIBUTES), ratings, max_size=4),
    st.sampled_from([0.0, 0.5, 1.0, None]),
    st.lists(st.sampled_from(ATTRIBUTES), max_size=3, unique=True).map(tuple),
)
surveys = st.builds(
    lambda some, times, shares: Survey(tuple(some) * times, shares),
    st.lists(visitors, min_size=1, max_size=12),
    st.integers(1, 20),
    st.sampled_from([{}, {"S1": 0.5, "S2": 0.5}, {"S1": 0.1, "S2": 0.2, "S3": 0.3, "S4": 0.3, "S5": 0.1}]),
)


@given(surveys)
@law
def test_whatever_visitors_say_expectations_stay_within_their_bounds(survey: Survey) -> None:
    result = result_of(an_assessment(dict.fromkeys([item.id for item in INDICATORS], 2)), survey)
    for item in result.dimensions:
        assert 20 <= item.expectation.required <= 95
        assert 0 <= item.expectation.minimum <= item.expectation.required
    assert fsum(item.weight for item in result.dimensions) == pytest.approx(100)
    assert result.visitors is not None
    for reading in result.visitors.reading.attributes.values():
        for found in (reading.expected, reading.adequate, reading.importance):
            assert 0 <= found.value <= 100
            assert 0 <= found.measured <= 1


@given(surveys, st.randoms(use_true_random=False))
@law
def test_the_order_of_the_visitors_is_irrelevant(survey: Survey, random: Random) -> None:
    shuffled = list(survey.answers)
    random.shuffle(shuffled)
    assessment = an_assessment()
    same = result_of(assessment, survey) == result_of(assessment, replace(survey, answers=tuple(shuffled)))
    assert same


points = st.floats(0, 100)
samples = st.builds(Sample, st.integers(1, 500), st.floats(1, 500), points)


@given(points, st.floats(10, 60), samples)
@law
def test_shrinkage_lies_between_prior_and_data(mean: float, weight: float, sample: Sample) -> None:
    found = blend(Prior(mean, weight), sample)
    assert min(mean, sample.mean) <= found.value <= max(mean, sample.mean)
    assert 0 < found.measured < 1
    assert found.error < blend(Prior(mean, weight), None).error


@given(points, st.lists(samples, max_size=6))
@law
def test_a_network_prior_lies_among_what_it_is_made_of(mean: float, found: list[Sample]) -> None:
    prior = parent_prior(Prior(mean), found)
    values = [mean, *(item.mean for item in found)]
    assert min(values) - DUST <= prior.mean <= max(values) + DUST
    assert 10 <= prior.weight <= 60
