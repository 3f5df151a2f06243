"""Standard errors, probable levels and confidence (dossier 3.6)."""

from __future__ import annotations

from dataclasses import replace
from math import fsum

import pytest

from assessment.domain.answers import AnswerSheet, Assessment, Evidence
from assessment.domain.questionnaire import RespondentRole, ScoringRules
from assessment.domain.results import assess
from assessment.domain.uncertainty import (
    Confidence,
    Light,
    evidence_share,
    level_probabilities,
    margin,
    measurement_error,
    named_levels,
    respondents_error,
)
from tests.builders import an_assessment, an_instrument, levels

RULES = ScoringRules()


def test_one_respondent_borrows_the_usual_spread() -> None:
    assert respondents_error((), respondents=1, population=None, usual_sd=8) == 8
    assert respondents_error((50,), respondents=1, population=4, usual_sd=8) == pytest.approx(8 * 0.75**0.5)


@pytest.mark.parametrize("population", [3.0, 2.4])
def test_having_asked_everybody_leaves_no_error_of_asking(population: float) -> None:
    assert respondents_error((44, 47, 52), respondents=3, population=population, usual_sd=8) == 0


@pytest.mark.parametrize("population", [None, 0.0])
def test_without_a_known_number_of_people_nothing_is_taken_off(population: float | None) -> None:
    found = respondents_error((44, 47, 52), respondents=3, population=population, usual_sd=8)
    assert found == pytest.approx(4.0415 / 3**0.5, abs=0.0001)


def test_a_perfect_measure_has_no_error() -> None:
    assert measurement_error(16, 1) == 0


def test_students_t_widens_the_interval_only_when_the_error_of_measurement_is_unknown() -> None:
    assert margin(2, 5) == 3.92
    assert margin(2, 2, measured=False) == 3.92
    assert margin(1, 3, measured=False) == pytest.approx(4.3027, abs=0.0001)
    assert margin(1, 5, measured=False) == pytest.approx(2.7764, abs=0.0001)


@pytest.mark.parametrize("score", [0, 19.9, 40, 77, 100])
@pytest.mark.parametrize("error", [0, 0.5, 9])
def test_the_probabilities_of_the_levels_sum_to_one(score: float, error: float) -> None:
    assert fsum(level_probabilities(score, error, levels()).values()) == pytest.approx(1)


def test_without_any_error_the_level_is_the_one_the_score_is_in() -> None:
    assert level_probabilities(40, 0, levels()) == {1: 0, 2: 0, 3: 1, 4: 0, 5: 0}
    assert level_probabilities(39.9, 0, levels())[2] == 1


@pytest.mark.parametrize(
    ("score", "error", "named"),
    [(50, 5, [3]), (50, 9, [3, 4]), (41, 5, [2, 3]), (59, 5, [3, 4]), (99, 9, [5]), (1, 9, [1])],
)
def test_a_level_is_named_alone_only_when_probable_enough(score: float, error: float, named: list[int]) -> None:
    probabilities = level_probabilities(score, error, levels())
    if (score, error) == (50, 9):
        probabilities = {**probabilities, 4: probabilities[4] + 1e-6}
    assert [level.number for level in named_levels(probabilities, levels(), 0.8)] == named


def test_a_probability_of_exactly_the_threshold_is_enough() -> None:
    probabilities = {1: 0.0, 2: 0.2, 3: 0.8, 4: 0.0, 5: 0.0}
    assert [level.number for level in named_levels(probabilities, levels(), 0.8)] == [3]
    assert [level.number for level in named_levels(probabilities, levels(), 0.81)] == [2, 3]


def test_confidence_adds_its_four_parts() -> None:
    assert Confidence(1, 1, 5, 1).value == pytest.approx(100)
    assert Confidence(0.8, 0.5, 3, 0.7).value == pytest.approx(100 * (0.28 + 0.15 + 0.12 + 0.105))
    assert Confidence(1, 0, 1, None).value == pytest.approx(39)
    assert Confidence(0, 0, 0, -0.5).value == 0


@pytest.mark.parametrize(("coverage", "light"), [(1, Light.MEDIUM), (0.1, Light.LOW)])
def test_the_light_follows_the_value(coverage: float, light: Light) -> None:
    assert Confidence(coverage, 0, 2, 0.0).light is light
    assert Confidence(1, 1, 5, 1).light is Light.HIGH


def test_a_document_counts_half_and_what_was_seen_in_full() -> None:
    """CLI2 weighs 1.5 of 5.5."""
    assessment = replace(an_assessment(2), evidence={"CLI2": Evidence.SEEN, "CLI1": Evidence.DOCUMENT})
    score = assess(an_instrument(), assessment).dimensions[1].score
    assert evidence_share(score, assessment.evidence) == pytest.approx((1.5 + 0.5) / 5.5)


def test_an_observed_metric_counts_like_the_eyes_of_a_third_party() -> None:
    score = assess(an_instrument(), an_assessment(2)).dimensions[1].score
    first, *others = score.indicators
    seen = replace(score, indicators=(replace(first, observed=60.0), *others))
    assert evidence_share(seen, {}) == pytest.approx(1 / 5.5)


def staff(*scores: int) -> Assessment:
    """People who each answer one level everywhere."""
    sheets = tuple(AnswerSheet(RespondentRole.STAFF, an_assessment(level).sheet.answers) for level in scores)
    return replace(an_assessment(), sheets=sheets)


def test_the_spread_between_respondents_widens_the_error_of_their_result() -> None:
    found = assess(an_instrument(), staff(1, 2, 3)).certainties.overall.uncertainty
    assert found is not None
    assert found.respondents_error == pytest.approx((25**2 / 3 * (1 - 3 / 8)) ** 0.5)


def test_one_sheet_leaves_two_levels_open() -> None:
    found = assess(an_instrument(), an_assessment(2)).certainties.overall.uncertainty
    assert found is not None
    assert found.respondents_error == pytest.approx(8 * (7 / 8) ** 0.5)
    assert len(found.named) == 2


def test_without_a_score_there_is_no_uncertainty_and_still_a_confidence() -> None:
    found = assess(an_instrument(), an_assessment({})).certainties
    assert found.overall.uncertainty is None
    assert found.overall.confidence.value == 0
    assert {item.uncertainty for item in found.dimensions.values()} == {None}
