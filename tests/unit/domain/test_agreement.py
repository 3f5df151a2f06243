"""Agreement between respondents, and differences between groups of them (dossier 3.3)."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from assessment.domain.agreement import (
    Band,
    RoleGap,
    RoleView,
    band_of,
    consensus,
    find_agreement,
    r_wg,
    r_wg_star,
    role_gaps,
    role_view,
    variance,
)
from assessment.domain.answers import AnswerSheet, Assessment
from assessment.domain.questionnaire import RespondentRole, RoleGroup, ScoringRules
from assessment.domain.scoring import GroupScore, IndicatorScore, score_dimensions
from tests.builders import a_questionnaire, an_assessment, an_indicator

INTERNAL, ELECTED, PROVIDER = RoleGroup.INTERNAL, RoleGroup.ELECTED, RoleGroup.PROVIDER
STAFF = RespondentRole.STAFF


def test_a_group_split_between_the_ends_has_no_agreement_at_all() -> None:
    assert (r_wg((0, 0, 4, 4)), consensus((0, 0, 4, 4))) == (0, 0)


def test_answers_spread_evenly_over_the_levels_agree_no_more_than_chance() -> None:
    assert r_wg((0, 1, 2, 3, 4)) == 0
    assert r_wg_star([(0, 1, 2, 3, 4)]) == pytest.approx(1 - 2.5 / 2)


def test_agreement_over_several_items_does_not_grow_with_their_number_and_may_be_negative() -> None:
    assert r_wg_star([(1, 2, 1)] * 2) == pytest.approx(r_wg_star([(1, 2, 1)] * 40))
    assert r_wg_star([(0, 4, 0, 4)]) < 0


@pytest.mark.parametrize("levels", [(), (2,)])
def test_one_answer_is_no_agreement(levels: Sequence[int]) -> None:
    for measure in (r_wg, variance):
        with pytest.raises(ValueError, match="two values or more"):
            measure(levels)


def test_no_answer_is_no_consensus() -> None:
    with pytest.raises(ValueError, match="at least one level"):
        consensus(())
    with pytest.raises(ValueError, match="at least one item"):
        r_wg_star([])


@pytest.mark.parametrize(
    ("value", "band"),
    [
        (1, Band.AGREEMENT),
        (0.70, Band.AGREEMENT),
        (0.6999, Band.FAIR),
        (0.60, Band.FAIR),
        (0.5999, Band.DISAGREEMENT),
        (-1, Band.DISAGREEMENT),
    ],
)
def test_bands_begin_at_their_lower_bound(value: float, band: Band) -> None:
    assert band_of(value) is band


def of_staff(*levels: int) -> Assessment:
    return Assessment(
        questionnaire="",
        organisation=an_assessment().organisation,
        sheets=tuple(AnswerSheet(STAFF, {"CLI1": level}) for level in levels),
    )


def found_on_cli1(*levels: int) -> tuple[bool, bool] | None:
    assessment = of_staff(*levels)
    scores = score_dimensions(a_questionnaire(), assessment)
    items = find_agreement(assessment, scores, ScoringRules()).dimensions["CLI"].indicators
    return (items[0].shown, items[0].to_discuss) if items else None


def test_disagreement_of_three_people_is_something_to_discuss() -> None:
    assert found_on_cli1(0, 4, 2) == (True, True)
    assert found_on_cli1(2, 2, 3) == (True, False)


def test_two_people_are_computed_and_not_shown_and_one_is_not_computed() -> None:
    assert found_on_cli1(0, 4) == (False, False)
    assert found_on_cli1(4) is None


def test_elected_members_and_providers_do_not_count_in_the_agreement_of_the_organisation() -> None:
    assessment = Assessment(
        questionnaire="",
        organisation=an_assessment().organisation,
        sheets=tuple(AnswerSheet(RespondentRole.ELECTED, {"CLI1": level}) for level in (0, 4, 0)),
    )
    found = find_agreement(assessment, score_dimensions(a_questionnaire(), assessment), ScoringRules())
    assert (found.overall, found.to_discuss) == (None, ())


def a_view(**groups: tuple[float, int]) -> RoleView:
    scores = {RoleGroup(name): GroupScore(score, answers) for name, (score, answers) in groups.items()}
    return role_view(IndicatorScore(an_indicator("CLI1"), 50, 2, None, applicable=True, groups=scores), 3)


def test_the_value_of_a_group_is_shown_from_three_answers_on() -> None:
    view = a_view(internal=(40, 3), elected=(70, 3), provider=(20, 4))
    assert view.values == {INTERNAL: 40, ELECTED: 70, PROVIDER: 20}


def test_when_one_group_is_hidden_no_value_is_shown_since_the_total_would_give_it_away() -> None:
    view = a_view(internal=(40, 5), elected=(70, 2), provider=(20, 4))
    assert view.values == {}
    assert view.answers == {INTERNAL: 5, ELECTED: 2, PROVIDER: 4}


def test_when_two_groups_are_hidden_neither_can_be_worked_out_and_the_third_is_shown() -> None:
    assert a_view(internal=(40, 3), elected=(70, 2), provider=(20, 2)).values == {INTERNAL: 40}


@pytest.mark.parametrize(("elected", "reported"), [(60, 20), (59.99, None), (20, -20), (40, None)])
def test_a_role_gap_is_reported_from_twenty_points_on_either_way(elected: float, reported: float | None) -> None:
    found = role_gaps(a_view(internal=(40, 3), elected=(elected, 3)), 20)
    assert found == (() if reported is None else (RoleGap(an_indicator("CLI1"), ELECTED, reported),))


def test_no_role_gap_is_reported_from_a_hidden_value() -> None:
    assert role_gaps(a_view(internal=(40, 2), elected=(90, 2)), 20) == ()
    assert role_gaps(a_view(internal=(40, 3), elected=(90, 2)), 20) == ()
