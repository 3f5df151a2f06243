"""assess(): the whole pipeline on a small instrument. Numbers of the method are in tests/spec."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assessment.domain.answers import Answer
from assessment.domain.gaps import State
from assessment.domain.questionnaire import NonResponse
from assessment.domain.results import assess
from assessment.domain.scoring import Completeness
from tests.builders import MIX, SIZES, an_assessment, an_instrument, an_organisation


@pytest.mark.parametrize(("level", "score", "number"), [(0, 0, 1), (1, 25, 2), (2, 50, 3), (3, 75, 4), (4, 100, 5)])
def test_the_same_level_everywhere_is_that_score_everywhere(level: int, score: float, number: int) -> None:
    result = assess(an_instrument(), an_assessment(level))
    assert result.overall.score == score
    assert {item.score.score for item in result.dimensions} == {score}
    assert result.level is not None
    assert result.level.number == number
    assert {found.number for item in result.dimensions if (found := result.level_of(item))} == {number}


def test_without_answers_nothing_is_scored_and_everything_is_still_there() -> None:
    result = assess(an_instrument(), an_assessment({}))
    assert (result.overall.score, result.overall.completeness, result.level, result.index) == (
        None,
        Completeness.NONE,
        None,
        None,
    )
    assert [item.score.dimension.id for item in result.dimensions] == list(SIZES)
    assert {item.state for item in result.dimensions} == {State.NOT_ASSESSABLE}
    assert [result.level_of(item) for item in result.dimensions] == [None] * 9
    assert (result.roles.recommended, result.actions.first) == ((), ())
    assert len(result.actions.find_out) == 9


def test_a_dimension_that_cannot_be_assessed_keeps_its_weight_and_expectation() -> None:
    answers: dict[str, Answer] = {f"{code}{n}": 2 for code, count in SIZES.items() for n in range(1, count + 1)}
    result = assess(
        an_instrument(), an_assessment({**answers, "CLI1": NonResponse.DONT_KNOW, "CLI2": NonResponse.DONT_KNOW})
    )
    item = next(item for item in result.dimensions if item.score.dimension.id == "CLI")
    assert (item.state, item.gap) == (State.NOT_ASSESSABLE, None)
    assert item.weight > 0
    assert item.expectation.required > 20
    assert (result.overall.score, result.overall.completeness) == (50, Completeness.COMPLETE)


def test_meeting_every_expectation_leaves_no_gap_no_role_and_no_action() -> None:
    result = assess(an_instrument(), an_assessment(4))
    assert result.index == 0
    assert {item.state for item in result.dimensions} == {State.MET}
    assert (result.roles.recommended, result.actions.first) == ((), ())


def test_the_mix_of_the_type_stands_in_for_one_that_was_not_given() -> None:
    result = assess(an_instrument(), an_assessment())
    assert (result.visitor_mix, result.mix_is_default) == (MIX, True)


def test_a_mix_that_was_given_replaces_it() -> None:
    organisation = replace(an_organisation(), visitor_mix={"S1": 1.0})
    result = assess(an_instrument(), an_assessment(organisation=organisation))
    assert (result.visitor_mix, result.mix_is_default) == ({"S1": 1.0}, False)
    assert result.standings["Q1"].desired == 86


def test_a_type_without_a_mix_of_its_own_takes_the_base_profile() -> None:
    result = assess(an_instrument(), an_assessment(organisation=an_organisation(type="NET")))
    assert result.visitor_mix == {}
    assert result.standings["Q1"].desired == 82
