"""What a network sees about its data (dossier 7.4)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assessment.domain.answers import Answer, AnswerSheet, Assessment, Evidence
from assessment.domain.data_quality import (
    DataQuality,
    FormStyle,
    IndicatorQuality,
    data_quality,
    form_style,
    reversed_levels,
    survey_quality,
    usual_seconds,
)
from assessment.domain.questionnaire import NonResponse, RespondentRole
from assessment.domain.results import Instrument, assess
from assessment.domain.surveys import Rating, Survey, VisitorAnswer
from tests.builders import SIZES, an_assessment, an_instrument

INSTRUMENT: Instrument = an_instrument()
QUESTIONNAIRE = INSTRUMENT.questionnaire
CODES = [f"{code}{n}" for code, count in SIZES.items() for n in range(1, count + 1)]


def varied(seed: int, **answers: Answer) -> Assessment:
    """Levels that differ between organisations and a little between their indicators."""
    levels = {code: min(4, max(0, seed % 5 + (seed + n) % 3 - 1)) for n, code in enumerate(CODES)}
    return an_assessment({**levels, **answers})


def quality_of(*assessments: Assessment) -> DataQuality:
    return data_quality(QUESTIONNAIRE, [assess(INSTRUMENT, item) for item in assessments])


def on(quality: DataQuality, code: str) -> IndicatorQuality:
    return next(item for item in quality.indicators if item.indicator == code)


def test_coverage_and_not_knowing_are_counted_by_indicator() -> None:
    silent = {code: 2 for code in CODES if code != "CLI1"}
    found = on(
        quality_of(an_assessment(2), an_assessment({**silent, "CLI1": NonResponse.DONT_KNOW}), an_assessment(silent)),
        "CLI1",
    )
    assert (found.organisations, found.coverage, found.dont_know) == pytest.approx((3, 1 / 3, 1 / 3))
    assert found.alerts == ("dont_know",)


def test_an_indicator_at_one_end_is_an_alert() -> None:
    found = on(quality_of(an_assessment(0), an_assessment(0), an_assessment(4)), "CLI1")
    assert (found.floor, found.ceiling) == pytest.approx((2 / 3, 1 / 3))
    assert found.alerts == ("ends",)


def test_the_share_of_evidence_is_an_alert_below_a_fifth() -> None:
    declared = quality_of(an_assessment(2))
    graded = quality_of(replace(an_assessment(2), evidence=dict.fromkeys(CODES, Evidence.DOCUMENT)))
    assert (declared.evidence, declared.evidence_alert) == (0, True)
    assert (graded.evidence, graded.evidence_alert) == (1, False)


def test_declaring_more_than_is_observed_is_read_over_organisations() -> None:
    result = assess(INSTRUMENT, an_assessment(4))
    dimension = result.dimensions[0]
    first, *others = dimension.score.indicators
    seen = replace(dimension.score, indicators=(replace(first, observed=60.0), *others))
    found = replace(result, dimensions=(replace(dimension, score=seen), *result.dimensions[1:]))
    item = data_quality(QUESTIONNAIRE, [found, found]).indicators[0]
    assert item.optimism is not None
    assert item.optimism.difference == 40
    assert "optimism" in item.alerts


def test_respondents_are_counted_by_role_and_compared_within_organisations() -> None:
    def organisation(*levels: int) -> Assessment:
        sheets = tuple(AnswerSheet(RespondentRole.STAFF, an_assessment(level).sheet.answers) for level in levels)
        return replace(an_assessment(), sheets=sheets)

    found = quality_of(organisation(1, 1, 2), organisation(3, 3, 3), organisation(2, 2, 2))
    assert found.respondents == {RespondentRole.STAFF: 9}
    assert found.dimensions[0].intraclass is not None
    assert found.dimensions[0].intraclass.aggregates
    assert found.dimensions[0].r_wg == pytest.approx((1 - 1 / 6 + 2) / 3)
    assert not found.dimensions[0].alert
    assert quality_of(organisation(0, 4, 2), organisation(4, 0, 2)).dimensions[0].alert


def test_reliability_is_given_from_thirty_whole_profiles_on() -> None:
    few, enough = quality_of(*map(varied, range(29))), quality_of(*map(varied, range(30)))
    assert {item.reliability.alpha for item in few.dimensions if item.reliability} == {None}
    assert all(item.reliability and item.reliability.items[0].sd > 0 for item in few.dimensions)
    assert all(item.reliability and item.reliability.alpha for item in enough.dimensions)


def test_levels_chosen_less_often_than_both_neighbours_are_reversed() -> None:
    assert reversed_levels([0, 1, 1, 2, 3, 3, 4]) == (2,)
    assert reversed_levels([0, 1, 2, 3, 4]) == ()


def style_of(levels: list[int], seconds: float | None = None) -> FormStyle | None:
    sheet = AnswerSheet(RespondentRole.STAFF, dict(zip(CODES, levels, strict=False)))
    return form_style(QUESTIONNAIRE, sheet, seconds=seconds, usual=900)


def test_the_same_answer_everywhere_and_the_top_everywhere_are_two_failed_checks() -> None:
    assert style_of([4] * 49) == FormStyle(1, all_top=True, quick=False)
    found = style_of([2] * 49)
    assert found is not None
    assert (found.failed, found.set_aside) == (1, False)


def test_a_form_that_fails_two_checks_is_set_aside() -> None:
    hurried, thoughtful = style_of([2] * 49, seconds=299), style_of([1, 2] * 24, seconds=300)
    assert hurried is not None
    assert thoughtful is not None
    assert (hurried.set_aside, thoughtful.failed) == (True, 0)


def test_a_few_answers_show_no_style() -> None:
    assert style_of([4] * 9) is None


def test_many_suspicious_forms_are_an_alert() -> None:
    found = quality_of(*[an_assessment(4)] * 2, *map(varied, range(8)))
    assert (found.suspicious_forms, found.forms_set_aside, found.style_alert) == (0.2, 2, True)


def test_the_usual_time_is_the_median() -> None:
    assert (usual_seconds([60, 900, 1200]), usual_seconds([])) == (900, None)


def test_marks_of_visitors_that_pile_up_are_an_alert() -> None:
    piled = survey_quality(Survey((VisitorAnswer("S1", ratings={"Q1": Rating(10, 7), "Q2": Rating(9.5, 6)}),) * 5))
    spread = survey_quality(Survey(tuple(VisitorAnswer("S2", ratings={"Q1": Rating(n, n)}) for n in range(11))))
    assert (piled.answers, piled.moments, piled.top_box, piled.alert) == (5, {"S1": 5}, 0.5, True)
    assert (spread.correlation, float(spread.alert)) == pytest.approx((1, 0))
    assert survey_quality(Survey((VisitorAnswer(None),))).expected_sd is None


def test_a_network_without_results_has_nothing_to_show() -> None:
    found = quality_of()
    assert (found.organisations, found.indicators, found.evidence, found.suspicious_forms) == (0, (), None, 0)
