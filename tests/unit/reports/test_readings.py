"""The indices, how sure the numbers are, several respondents and visitors, as a reader is told of them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assessment.domain.answers import AnswerSheet
from assessment.domain.questionnaire import RespondentRole
from assessment.domain.results import AssessmentResult, Surroundings, assess
from assessment.domain.surveys import Rating, Survey, VisitorAnswer
from assessment.reports.presenters import ResultView, present
from tests.results import sample_result
from tests.shipped import shipped_instrument

PEERS = {"engaged": 0.58, "views": 0.45, "contacts": 0.22, "bookings": 0.10}
ROLES = RespondentRole


def shown(result: AssessmentResult, language: str = "en") -> ResultView:
    return present(result, shipped_instrument(), language)


def with_sheets(*sheets: tuple[RespondentRole, int]) -> AssessmentResult:
    """The sample with other respondents, each giving one level everywhere."""
    base = sample_result().assessment
    codes = [code for code, value in base.sheets[0].answers.items() if isinstance(value, int)]
    found = tuple(AnswerSheet(role, dict.fromkeys(codes, level)) for role, level in sheets)
    return assess(shipped_instrument(), replace(base, sheets=found))


def surveyed() -> AssessmentResult:
    answer = VisitorAnswer("S2", ratings={"Q1": Rating(9, 6), "Q2": Rating(8, 9)}, outcome=0.5, top=("Q1",))
    return assess(shipped_instrument(), sample_result().assessment, Surroundings(survey=Survey((answer,) * 48)))


def test_the_sample_is_told_where_its_intention_was_lost_and_how_far_its_ambition_is() -> None:
    found = shown(sample_result()).indices
    assert "lost at the stage “Pages”, where 25% of the effort" in found.audiences.drift
    assert [row.name for row in found.audiences.rows if row.lost] == ["Pages"]
    assert found.vocation is not None
    assert found.vocation.reading == "You stand in “Magazine” and want to stand in “Bridge”, 25.4 points away."
    assert found.missing == {}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_an_index_without_its_facts_names_them_by_their_titles(language: str) -> None:
    base = sample_result().assessment
    view = shown(
        assess(shipped_instrument(), replace(base, facts={}, sheets=(AnswerSheet(ROLES.STAFF, {}),))), language
    )
    titles = shipped_instrument().questionnaire
    for index, code in {"focus": "F_AUD", "drift": "F_AUDOBS", "balance": "F_DIGB", "funnel": "F_FUNNEL"}.items():
        assert titles.question_by_code[code].text.text(language) in view.indices.missing[index]
        assert code not in view.indices.missing[index]
    assert titles.dimension_by_id["REL"].title.text(language) in view.indices.missing["quadrant"]
    assert view.indices.charts == ()


def test_a_funnel_with_peers_names_the_leak_and_what_repairing_it_is_worth() -> None:
    result = assess(shipped_instrument(), sample_result().assessment, Surroundings(funnel_peers=PEERS))
    funnel = shown(result).indices.funnel
    assert funnel is not None
    assert "12.0 in 100 go on, against 22.0 among peers" in funnel.reading
    assert [step.worth for step in funnel.steps if step.leak] == ["258"]


def test_a_level_that_is_not_probable_enough_is_given_with_its_neighbour_and_no_name() -> None:
    overall = shown(sample_result()).overall
    assert (overall.level, overall.level_heading) == ("2/3", "Level 2/3")
    assert "Structured" not in overall.sentence


def test_one_respondent_and_no_survey_leave_their_sections_out() -> None:
    view = shown(sample_result())
    assert view.respondents is None
    assert view.visitors is None


def test_agreement_of_two_people_is_not_shown() -> None:
    view = shown(with_sheets((ROLES.MANAGEMENT, 0), (ROLES.STAFF, 4))).respondents
    assert view is not None
    assert {row.value for row in view.rows} == {"–"}
    assert view.discuss == ()
    assert "shown from 3 people" in view.reading


def test_three_people_who_disagree_have_something_to_discuss() -> None:
    view = shown(with_sheets((ROLES.MANAGEMENT, 0), (ROLES.STAFF, 4), (ROLES.STAFF, 0))).respondents
    assert view is not None
    assert {row.word for row in view.rows} == {"to be discussed"}
    assert view.discuss_note == "46 in all; the 8 widest are listed."


def test_two_elected_members_are_not_told_apart_from_the_others() -> None:
    inside = [(ROLES.STAFF, 1)] * 3
    assert shown(with_sheets(*inside, *[(ROLES.ELECTED, 4)] * 2)).respondents.gaps == ()  # type: ignore[union-attr]
    gaps = shown(with_sheets(*inside, *[(ROLES.ELECTED, 4)] * 3)).respondents.gaps  # type: ignore[union-attr]
    assert gaps
    assert all("elected members see it 75 points above" in gap for gap in gaps)


def test_the_points_of_a_practice_say_what_was_declared_and_what_was_measured() -> None:
    why = shown(sample_result()).dimensions[0].why
    assert "0.6 × declared + 0.4 × measured" in why.respondents
    assert [row.made for row in why.counted if row.id == "CAP3"] == ["declared 25, measured 32"]


def test_a_survey_shows_how_much_is_measured_and_what_visitors_find() -> None:
    view = shown(surveyed()).visitors
    assert view is not None
    first = view.rows[0]
    assert (first.measured, first.perceived, first.state_word) == ("62% measured, 38% default", "60.0", "Critical")
    assert [row.title for row in view.placed] == [view.rows[0].title, view.rows[1].title]
    assert view.success == "Could do what they came for: 50%."
    assert view.map_chart is not None
