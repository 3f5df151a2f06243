"""Fixture A of the method (dossier 3.9, with the survey of 2.7): seven respondents of a tourist office of eight."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from assessment.domain.agreement import consensus, r_wg
from assessment.domain.answers import Ambition, Answer, AnswerSheet, Assessment
from assessment.domain.examples import equally_weighted
from assessment.domain.gaps import DimensionGap, dimension_gap, weighted_gap_index
from assessment.domain.profile import profile_balance, weighted_sd
from assessment.domain.questionnaire import NonResponse, RespondentRole, RoleGroup
from assessment.domain.results import AssessmentResult, Surroundings, assess
from assessment.domain.scoring import IndicatorScore, score_overall
from assessment.domain.surveys import Rating, Survey, VisitorAnswer
from assessment.domain.uncertainty import uncertainty_of
from tests.builders import an_organisation
from tests.fixture_a import DIMENSION_ROWS
from tests.shipped import shipped_instrument

INSTRUMENT = replace(shipped_instrument(), questionnaire=equally_weighted(shipped_instrument().questionnaire))
PRINTED = 0.00005001
"""Half of the fourth decimal, with a hair for the arithmetic."""

# Levels by respondent (a, b, c staff; d, e elected; f, g providers), I_k, r_wg and Cns of staff. "-": not asked.
TABLE = """
INS1  2 2 3   -  -  -  -   58.3333  0.8333  0.8286
INS2  1 2 1   -  -  -  -   33.3333  0.8333  0.8286
INS3  2 2 NA  3  3  1  2   52.5000  1       1
INS4  3 2 2   -  -  -  -   58.3333  0.8333  0.8286
INS5  1 1 DK  -  -  -  -   25.0000  1       1
REL1  2 2 1   -  -  1  0   34.3750  0.8333  0.8286
REL2  1 2 2   -  -  -  -   41.6667  0.8333  0.8286
REL3  1 1 0   3  2  -  -   28.1250  0.8333  0.8286
REL4  3 3 2   -  -  2  1   59.3750  0.8333  0.8286
REL5  2 1 DK  -  -  -  -   37.5000  0.7500  0.8074
"""
ROWS = [row.split() for row in TABLE.strip().splitlines()]
ROLES = [RespondentRole.STAFF] * 3 + [RespondentRole.ELECTED] * 2 + [RespondentRole.PROVIDER] * 2
MIRROR = {"INS3": "M3", "REL1": "M5", "REL3": "M9", "REL4": "M6"}
WORDS: Mapping[str, NonResponse] = {"NA": NonResponse.NOT_APPLICABLE, "DK": NonResponse.DONT_KNOW}


def sheet(position: int) -> AnswerSheet:
    """The sheet of one respondent; elected members and providers answer the mirror statements."""
    role, answers = ROLES[position], dict[str, Answer]()
    for code, *cells in ROWS:
        if (cell := cells[position]) != "-":
            question = code if role is RespondentRole.STAFF else MIRROR[code]
            answers[question] = WORDS[cell] if cell in WORDS else int(cell)
    return AnswerSheet(role, answers)


def fixture() -> Assessment:
    organisation = replace(
        an_organisation(),
        visitor_mix={"S1": 0.20, "S2": 0.35, "S3": 0.30, "S4": 0.10, "S5": 0.05},
        ambition=Ambition(inspire=60, connect=70),
    )
    sheets = tuple(sheet(position) for position in range(7))
    return Assessment(questionnaire="digital-maturity@1.0.0", organisation=organisation, sheets=sheets)


SURVEY = Survey((VisitorAnswer(None, ratings={"Q5": Rating(expected=8.6)}),) * 48)


@pytest.fixture(scope="module")
def result() -> AssessmentResult:
    return assess(INSTRUMENT, fixture(), Surroundings(survey=SURVEY))


@pytest.fixture(scope="module")
def gaps(result: AssessmentResult) -> tuple[DimensionGap, ...]:
    """The dimensions of the result, those that were given with their given score."""
    given = {row[0]: float(row[1]) for row in DIMENSION_ROWS if row[0] not in ("INS", "REL")}
    found = [item.score for item in result.dimensions]
    scores = [replace(i, score=given[i.dimension.id], coverage=1.0) if i.dimension.id in given else i for i in found]
    return tuple(
        dimension_gap(score, item.expectation, item.weight, 1.5)
        for score, item in zip(scores, result.dimensions, strict=True)
    )


def indicator(result: AssessmentResult, code: str) -> IndicatorScore:
    items = (item for dimension in result.dimensions for item in dimension.score.indicators)
    return next(item for item in items if item.indicator.id == code)


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_each_indicator_joins_its_respondents(result: AssessmentResult, row: list[str]) -> None:
    assert indicator(result, row[0]).score == pytest.approx(float(row[8]), abs=PRINTED)


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_each_indicator_has_the_agreement_of_its_staff(result: AssessmentResult, row: list[str]) -> None:
    dimension = result.agreement.dimensions[row[0][:3]]
    found = next(item for item in dimension.indicators if item.indicator.id == row[0])
    assert (found.r_wg, found.consensus) == pytest.approx((float(row[9]), float(row[10])), abs=PRINTED)
    levels = [int(cell) for cell in row[1:4] if cell.isdigit()]
    assert (found.answers, found.r_wg, found.consensus) == (len(levels), r_wg(levels), consensus(levels))
    assert found.shown is (len(levels) == 3)


def test_elected_members_and_providers_are_counted_and_hidden(result: AssessmentResult) -> None:
    """Two answers each. Where theirs is the only hidden value, the one of staff is hidden too."""
    views = result.agreement.views
    assert views["INS3"].answers == {RoleGroup.INTERNAL: 2, RoleGroup.ELECTED: 2, RoleGroup.PROVIDER: 2}
    for code in MIRROR:
        assert views[code].values == {}
    assert result.agreement.gaps == ()
    assert views["INS1"].values == {RoleGroup.INTERNAL: pytest.approx(58.3333, abs=PRINTED)}


def test_the_two_dimensions_that_were_answered(result: AssessmentResult) -> None:
    found = {item.score.dimension.id: item.score.score for item in result.dimensions}
    assert (found["INS"], found["REL"]) == pytest.approx((45.5, 40.2083), abs=PRINTED)
    assert {code: score for code, score in found.items() if score is not None}.keys() == {"INS", "REL"}


@pytest.mark.parametrize("row", DIMENSION_ROWS, ids=[row[0] for row in DIMENSION_ROWS])
def test_every_dimension_comes_out_as_printed(gaps: tuple[DimensionGap, ...], row: list[str]) -> None:
    item = next(item for item in gaps if item.score.dimension.id == row[0])
    expectation = item.expectation
    found = (
        item.score.score,
        item.weight,
        expectation.expected,
        expectation.adequate,
        expectation.required,
        expectation.minimum,
        item.gap,
    )
    assert found == pytest.approx(tuple(map(float, row[1:8])), abs=PRINTED)
    assert item.state == row[8]


def test_importance_comes_out_as_printed(result: AssessmentResult) -> None:
    found = {i.score.dimension.id: i.expectation.importance for i in result.dimensions}
    expected = {"CLI": 0.214402, "INS": 0.180757, "REL": 0.239447, "DON": 0.167900, "RES": 0.197494}
    assert {code: value for code, value in found.items() if value is not None} == pytest.approx(
        expected, abs=0.0000005001
    )


def test_the_posterior_of_booking_is_in_the_result(result: AssessmentResult) -> None:
    """Dossier 2.7: 84.357, se 2.491, 79.47 - 89.24, 61.5 % measured."""
    assert result.visitors is not None
    found = result.visitors.reading.attributes["Q5"].expected
    assert (found.value, found.error) == pytest.approx((84.357, 2.491), abs=0.0005001)
    assert (found.low, found.high) == pytest.approx((79.47, 89.24), abs=0.0050001)
    assert found.measured == pytest.approx(0.615, abs=0.0005001)
    assert result.standings["Q5"].desired == found.value


def test_the_whole_profile(gaps: tuple[DimensionGap, ...]) -> None:
    """M = 45.1363, WGI = 34.4433, sigma_w = 9.976, balance 0.8005."""
    weights = {item.score.dimension.id: item.weight for item in gaps}
    overall = score_overall((item.score for item in gaps), weights, INSTRUMENT.questionnaire.rules)
    pairs = [(item.weight, item.score.score) for item in gaps if item.score.score is not None]
    assert overall.score == pytest.approx(45.1363, abs=PRINTED)
    assert weighted_gap_index(gaps) == pytest.approx(34.4433, abs=PRINTED)
    assert weighted_sd(pairs) == pytest.approx(9.976, abs=0.0005001)
    assert profile_balance(pairs) == pytest.approx(0.8005, abs=PRINTED)


def test_how_sure_the_whole_is() -> None:
    """Staff 44, 47, 52 of 8: SE_resp 1.8447, SEM 5.0596, SE 5.3854; 34.58 - 55.69; 0.170, 0.827: level 3."""
    questionnaire = INSTRUMENT.questionnaire
    found = uncertainty_of(
        45.1363, (44, 47, 52), questionnaire.levels, questionnaire.rules, respondents=3, population=8
    )
    errors = (found.respondents_error, found.measurement_error, found.error)
    assert errors == pytest.approx((1.8447, 5.0596, 5.3854), abs=PRINTED)
    assert (found.low, found.high) == pytest.approx((34.58, 55.69), abs=0.0050001)
    assert (found.probabilities[2], found.probabilities[3]) == pytest.approx((0.170, 0.827), abs=0.0005001)
    assert [level.number for level in found.named] == [3]


def test_the_first_three_priorities(gaps: tuple[DimensionGap, ...]) -> None:
    """REL 10.53, PRO 7.86, EQU 6.85, critical ones by 1.5; 10.53 is 1.5 x 7.02, for 10.525."""
    ranked = sorted(gaps, key=lambda item: -(item.priority or 0))[:3]
    assert [item.score.dimension.id for item in ranked] == ["REL", "PRO", "EQU"]
    assert [item.priority for item in ranked] == pytest.approx([10.525, 7.862, 6.846], abs=0.0005)
