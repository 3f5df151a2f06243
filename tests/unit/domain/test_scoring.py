"""Item, indicator, dimension, overall (dossier 3.1), and what a missing answer does (3.2)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assessment.domain.answers import Answer, AnswerSheet
from assessment.domain.questionnaire import (
    Applicability,
    Dimension,
    Form,
    Indicator,
    MirrorStatement,
    NonResponse,
    OrganisationType,
    RespondentRole,
    RoleGroup,
    ScoringRules,
)
from assessment.domain.scoring import (
    Completeness,
    DimensionScore,
    GroupScore,
    IndicatorScore,
    OverallScore,
    asked,
    item_score,
    level_of,
    score_dimension,
    score_dimensions,
    score_indicator,
    score_overall,
)
from tests.builders import (
    WEIGHTS,
    a_dimension,
    a_level_question,
    a_questionnaire,
    an_assessment,
    an_indicator,
    both,
    levels,
)

DONT_KNOW, NOT_APPLICABLE = NonResponse.DONT_KNOW, NonResponse.NOT_APPLICABLE


def a_kind(**applicability: Applicability) -> OrganisationType:
    return OrganisationType(id="OT", title=both("Office"), weights=WEIGHTS, applicability=applicability)


def a_sheet(answers: dict[str, Answer]) -> AnswerSheet:
    return AnswerSheet(RespondentRole.MANAGEMENT, answers)


def scored_indicator(
    indicator: Indicator, answers: dict[str, Answer], kind: OrganisationType | None = None
) -> IndicatorScore:
    return score_indicator(indicator, kind or a_kind(), (a_sheet(answers),), indicator.questions, ScoringRules())


def scored(
    answers: dict[str, Answer], dimension: Dimension | None = None, kind: OrganisationType | None = None
) -> DimensionScore:
    """The score of CLI1 to CLI5, of which CLI2 weighs 1.5."""
    dimension = dimension or a_dimension("CLI")
    indicators = tuple(scored_indicator(item, answers, kind) for item in dimension.indicators)
    return score_dimension(dimension, indicators, ScoringRules())


@pytest.mark.parametrize(("level", "score"), [(0, 0), (1, 25), (2, 50), (3, 75), (4, 100)])
def test_an_item_scores_twenty_five_points_a_level(level: int, score: float) -> None:
    assert item_score(level) == score


def test_weights_of_indicators_count_in_their_dimension() -> None:
    assert scored({"CLI1": 0, "CLI2": 4, "CLI3": 0, "CLI4": 0, "CLI5": 0}).score == pytest.approx(150 / 5.5)


@pytest.mark.parametrize("reason", [DONT_KNOW, NonResponse.REFUSED, NonResponse.UNANSWERED, None])
def test_a_missing_answer_leaves_the_mean_of_the_others_and_lowers_coverage(reason: NonResponse | None) -> None:
    answers: dict[str, Answer] = {"CLI1": 1, "CLI2": 2, "CLI3": 3, "CLI4": 4}
    found = scored(answers if reason is None else {**answers, "CLI5": reason})
    assert found.score == pytest.approx((25 + 75 + 75 + 100) / 4.5)
    assert found.coverage == pytest.approx(4.5 / 5.5)


def test_not_knowing_is_counted() -> None:
    found = scored({"CLI1": DONT_KNOW, "CLI2": 2, "CLI3": 3, "CLI4": 4})
    assert (found.dont_know, found.not_applicable) == (1, 0)


def test_what_does_not_apply_leaves_both_sums() -> None:
    answers: dict[str, Answer] = {"CLI1": 4, "CLI2": 0, "CLI3": 4, "CLI4": 4, "CLI5": NOT_APPLICABLE}
    found = scored(answers, kind=a_kind(CLI5=Applicability.OPTIONAL))
    assert found.score == pytest.approx(300 / 4.5)
    assert (found.coverage, found.not_applicable) == (1, 1)


def test_not_applicable_where_it_is_not_allowed_counts_as_missing() -> None:
    found = scored({"CLI1": 4, "CLI2": 4, "CLI3": 4, "CLI4": 4, "CLI5": NOT_APPLICABLE})
    assert found.coverage == pytest.approx(4.5 / 5.5)
    assert found.not_applicable == 0


def test_a_question_may_allow_not_applicable_for_every_type() -> None:
    indicator = an_indicator("CLI5")
    question = replace(indicator.question, nonresponse=frozenset({NOT_APPLICABLE}))
    found = scored_indicator(replace(indicator, questions=(question,)), {"CLI5": NOT_APPLICABLE})
    assert not found.applicable


@pytest.mark.parametrize(
    ("answer", "applicable"),
    [(None, False), (NonResponse.NOT_ASKED, False), (NOT_APPLICABLE, False), (DONT_KNOW, True), (0, True), (3, True)],
)
def test_what_is_ruled_out_by_default_applies_once_somebody_speaks_about_it(
    answer: Answer | None, applicable: bool
) -> None:
    answers: dict[str, Answer] = {} if answer is None else {"REL2": answer}
    kind = a_kind(REL2=Applicability.NOT_BY_DEFAULT)
    assert scored_indicator(an_indicator("REL2"), answers, kind).applicable is applicable


def test_an_optional_indicator_left_unanswered_still_applies() -> None:
    kind = a_kind(REL2=Applicability.OPTIONAL)
    assert scored_indicator(an_indicator("REL2"), {}, kind).applicable


# CLI: 1 + 1.5 + 1 + 1 + 1 = 5.5. With 3.5 of 5.5 answered coverage is 0.636, with 3 it is 0.545.
@pytest.mark.parametrize(
    ("answered", "score"),
    [(("CLI1", "CLI2", "CLI3"), 50), (("CLI1", "CLI3", "CLI4"), None), (("CLI1", "CLI2"), None), ((), None)],
)
def test_a_dimension_is_scored_from_sixty_percent_of_its_weight_on(
    answered: tuple[str, ...], score: float | None
) -> None:
    assert scored(dict.fromkeys(answered, 2)).score == score


def test_coverage_of_exactly_sixty_percent_is_enough() -> None:
    dimension = replace(a_dimension("CLI"), indicators=tuple(an_indicator(f"CLI{n}") for n in range(1, 6)))
    found = scored(dict.fromkeys(("CLI1", "CLI2", "CLI3"), 3), dimension)
    assert (found.coverage, found.score) == (0.6, 75)


def test_coverage_of_exactly_sixty_percent_is_enough_with_weights_of_one_and_a_half() -> None:
    # 1.5 + 1.5 + 1.5 of 7.5
    weights = (1.5, 1.5, 1.5, 1.5, 1.5)
    indicators = tuple(an_indicator(f"CLI{n}", weight) for n, weight in enumerate(weights, start=1))
    assert (
        scored(dict.fromkeys(("CLI1", "CLI2", "CLI3"), 3), replace(a_dimension("CLI"), indicators=indicators)).score
        == 75
    )


def test_coverage_of_exactly_sixty_percent_is_enough_with_weights_that_floats_cannot_hold() -> None:
    # 0.1 + 0.1 + 0.1 of 0.5: the plain sums would give 0.30000000000000004 / 0.5 or 0.59999999999999998
    indicators = tuple(an_indicator(f"CLI{n}", 0.1) for n in range(1, 6))
    assert (
        scored(dict.fromkeys(("CLI1", "CLI2", "CLI3"), 1), replace(a_dimension("CLI"), indicators=indicators)).score
        == 25
    )


def test_two_indicators_are_too_few_whatever_their_weight() -> None:
    indicators = (an_indicator("CLI1", 10), an_indicator("CLI2", 10), an_indicator("CLI3"))
    dimension = replace(a_dimension("CLI"), indicators=indicators)
    assert scored({"CLI1": 4, "CLI2": 4}, dimension).score is None


def test_two_indicators_stay_too_few_where_the_others_do_not_apply() -> None:
    kind = a_kind(**dict.fromkeys(("REL1", "REL2", "REL5"), Applicability.OPTIONAL))
    answers: dict[str, Answer] = dict.fromkeys(("REL1", "REL2", "REL5"), NOT_APPLICABLE)
    found = scored({**answers, "REL3": 4, "REL4": 4}, a_dimension("REL"), kind)
    assert (found.score, found.coverage) == (None, 1)


def test_a_form_that_asks_two_indicators_needs_both() -> None:
    dimension = replace(a_dimension("CLI"), indicators=asked(a_dimension("CLI"), Form.EXPRESS))
    assert scored({"CLI1": 1, "CLI2": 3}, dimension).score == pytest.approx((25 + 1.5 * 75) / 2.5)
    assert scored({"CLI2": 3}, dimension).score is None


def test_a_form_that_asks_two_indicators_of_which_one_applies_needs_that_one() -> None:
    dimension = replace(a_dimension("DON"), indicators=asked(a_dimension("DON"), Form.EXPRESS))
    kind = a_kind(DON2=Applicability.NOT_BY_DEFAULT)
    assert scored({"DON1": 3}, dimension, kind).score == 75
    assert scored({"DON1": DONT_KNOW}, dimension, kind).score is None


def test_a_dimension_of_which_nothing_applies_has_no_score() -> None:
    kind = a_kind(**dict.fromkeys((f"REL{n}" for n in range(1, 6)), Applicability.NOT_BY_DEFAULT))
    found = scored({}, a_dimension("REL"), kind)
    assert (found.score, found.coverage, found.not_applicable) == (None, 0, 5)


def test_several_questions_of_an_indicator_are_averaged_by_weight() -> None:
    second = replace(a_level_question("CLI1_B"), weight=3)
    indicator = replace(an_indicator("CLI1"), questions=(a_level_question("CLI1"), second))
    assert scored_indicator(indicator, {"CLI1": 0, "CLI1_B": 4}).score == 75
    assert scored_indicator(indicator, {"CLI1": 0}).score == 0


def test_a_mirror_statement_is_averaged_with_its_indicator() -> None:
    statement = MirrorStatement(a_level_question("M1"), frozenset({RespondentRole.ELECTED}), "CLI1")
    questionnaire = replace(a_questionnaire(), mirror=(statement,))
    found = score_dimensions(questionnaire, an_assessment({"CLI1": 1, "M1": 3}))[1].indicators[0]
    assert (found.score, found.level) == (50, 1)


INTERNAL, ELECTED, PROVIDER = RoleGroup.INTERNAL, RoleGroup.ELECTED, RoleGroup.PROVIDER


def joined(*said: tuple[str, Answer | None], internal_only: bool = False) -> IndicatorScore:
    """The score of CLI1 by several respondents, each by role and answer."""
    indicator = replace(an_indicator("CLI1"), internal_only=internal_only)
    sheets = tuple(AnswerSheet(RespondentRole(role), {} if a is None else {"CLI1": a}) for role, a in said)
    return score_indicator(indicator, a_kind(CLI1=Applicability.OPTIONAL), sheets, indicator.questions, ScoringRules())


def test_management_and_staff_count_together_and_elected_members_and_providers_beside_them() -> None:
    """Management 4 and staff 2, 0 make 50; elected members 100, providers 0: 0.6 x 50 + 0.2 x 100 + 0.2 x 0."""
    found = joined(("management", 4), ("staff", 2), ("staff", 0), ("elected", 4), ("provider", 0))
    assert found.score == pytest.approx(50)
    assert found.groups == {INTERNAL: GroupScore(50, 3), ELECTED: GroupScore(100, 1), PROVIDER: GroupScore(0, 1)}


def test_the_weight_of_a_group_that_did_not_answer_goes_to_the_others() -> None:
    assert joined(("staff", 0), ("elected", 4)).score == pytest.approx(100 * 0.2 / 0.8)
    assert joined(("elected", 3), ("staff", DONT_KNOW)).score == 75


def test_the_inner_workings_are_judged_by_those_who_work_there_only() -> None:
    assert joined(("staff", 1), ("elected", 4), internal_only=True).score == 25
    assert joined(("elected", 4), internal_only=True).score is None


@pytest.mark.parametrize(
    ("said", "reason", "applicable"),
    [
        ((2, NOT_APPLICABLE, DONT_KNOW), None, True),
        ((None, NOT_APPLICABLE, DONT_KNOW), NOT_APPLICABLE, False),
        ((None, DONT_KNOW), DONT_KNOW, True),
        ((None, NonResponse.REFUSED), NonResponse.REFUSED, True),
        ((None, None), NonResponse.UNANSWERED, True),
    ],
)
def test_one_answer_settles_what_others_do_not_know(
    said: tuple[Answer | None, ...], reason: NonResponse | None, applicable: bool
) -> None:
    found = joined(*(("staff", answer) for answer in said))
    assert (found.nonresponse, found.applicable) == (reason, applicable)


@pytest.mark.parametrize(("levels", "level"), [((0, 3, 4), 3), ((4, 4, 4), 4), ((1, 2, 2, 4), 2)])
def test_the_level_of_several_people_is_the_middle_one_that_somebody_chose(levels: tuple[int, ...], level: int) -> None:
    assert joined(*(("staff", item) for item in levels), ("elected", 4)).level == level


def test_with_fewer_than_three_who_work_there_the_level_is_that_of_the_joint_score_and_nobodys_own() -> None:
    assert joined(("staff", 0), ("elected", 4), ("elected", 4)).level == 1
    assert joined(("staff", 3), ("staff", 3)).level == 3
    assert joined(("elected", 4), ("provider", 2)).level == 3
    assert joined(("elected", DONT_KNOW)).level is None


def test_every_dimension_is_there_also_those_without_an_answer() -> None:
    found = score_dimensions(a_questionnaire(), an_assessment({"CAP1": 2}))
    assert [item.dimension.id for item in found] == list(WEIGHTS)
    assert {item.score for item in found} == {None}


def test_the_express_form_scores_its_own_indicators_only() -> None:
    answers: dict[str, Answer] = {f"{code}{n}": 1 if n <= 2 else 4 for code in WEIGHTS for n in range(1, 6)}
    found = score_dimensions(a_questionnaire(), an_assessment(answers, form=Form.EXPRESS))
    assert {item.score for item in found} == {25}
    assert {len(item.indicators) for item in found} == {2}


def overall(*covered: tuple[float | None, float], weights: dict[str, float] | None = None) -> OverallScore:
    """Overall score of dimensions given by their (score, coverage)."""
    items = [(a_dimension(f"D{n}"), score, coverage) for n, (score, coverage) in enumerate(covered)]
    dimensions = tuple(
        DimensionScore(item, score, coverage, scored({}, item).indicators) for item, score, coverage in items
    )
    return score_overall(dimensions, weights or {item.id: 1 for item, _, _ in items}, ScoringRules())


def test_the_overall_score_weighs_the_scored_dimensions() -> None:
    found = overall((40, 1), (80, 1), (None, 0.5), weights={"D0": 30, "D1": 10, "D2": 10})
    assert found.score == 50
    assert found.coverage == pytest.approx(0.9)


def test_eight_dimensions_of_nine_are_a_complete_profile() -> None:
    assert overall(*[(50, 1)] * 8, (None, 0)).completeness is Completeness.COMPLETE
    assert overall(*[(50, 1)] * 7, (None, 0.5), (None, 0.5)).completeness is Completeness.PARTIAL


@pytest.mark.parametrize(
    ("coverage", "completeness"),
    [
        (1.0, Completeness.COMPLETE),
        (0.8, Completeness.COMPLETE),
        (0.79999, Completeness.PARTIAL),
        (0.6, Completeness.PARTIAL),
        (0.59999, Completeness.NONE),
    ],
)
def test_completeness_follows_the_covered_weight(coverage: float, completeness: Completeness) -> None:
    weights = dict(
        zip((f"D{n}" for n in range(9)), (9.62, 12.44, 12.62, 15.8, 10.14, 11.55, 11.55, 5.77, 10.51), strict=True)
    )
    found = overall(*[(50, coverage)] * 9, weights=weights)
    assert found.completeness is completeness
    assert (found.score is None) is (completeness is Completeness.NONE)


def test_without_a_scored_dimension_there_is_no_overall_score() -> None:
    assert overall((None, 0.7), (None, 0.7)) == OverallScore(None, 0.7, Completeness.NONE)


def test_a_dimension_of_which_nothing_applies_does_not_lower_the_overall_coverage() -> None:
    kind = a_kind(**dict.fromkeys((f"REL{n}" for n in range(1, 6)), Applicability.NOT_BY_DEFAULT))
    found = (scored(dict.fromkeys((f"CLI{n}" for n in range(1, 6)), 2)), scored({}, a_dimension("REL"), kind))
    assert score_overall(found, {"CLI": 50, "REL": 50}, ScoringRules()).coverage == 1


@pytest.mark.parametrize(
    ("score", "number"),
    [(0, 1), (19.99, 1), (20, 2), (39.99, 2), (40, 3), (59.99, 3), (60, 4), (79.99, 4), (80, 5), (100, 5)],
)
def test_a_level_begins_at_its_lower_bound(score: float, number: int) -> None:
    found = level_of(score, levels())
    assert found is not None
    assert found.number == number


def test_pure_profiles_fall_in_the_band_of_their_answers() -> None:
    found = [level_of(item_score(level), levels()) for level in range(5)]
    assert [level.number for level in found if level] == [1, 2, 3, 4, 5]


def test_without_a_score_there_is_no_level() -> None:
    assert level_of(None, levels()) is None
