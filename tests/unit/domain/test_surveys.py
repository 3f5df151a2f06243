"""Visitors' answers -> measured expectation, importance and perception (dossier 2.6-2.8, 3.5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from assessment.domain.expectations import Standing, standings
from assessment.domain.gaps import State
from assessment.domain.parsing_survey import asked_of, read_survey_answers
from assessment.domain.problems import ProblemsFound
from assessment.domain.reading import Reader
from assessment.domain.results import Surroundings, assess
from assessment.domain.shrinkage import Prior
from assessment.domain.surveys import (
    NetworkPriors,
    Rating,
    Survey,
    SurveyReading,
    VisitorAnswer,
    measured_mix,
    read_survey,
    weights_of,
)
from assessment.domain.surveys import SurveyRules as Rules
from assessment.domain.visitor_gaps import (
    Case,
    Crosshair,
    MapPoint,
    Quadrant,
    case_of,
    importance_map,
    kano_loss,
    kano_losses,
    perceived_quality,
)
from tests.builders import an_assessment, an_instrument
from tests.shipped import shipped_instrument

MODEL = shipped_instrument().expectations
BASE = standings(MODEL, {})
ALL = tuple(BASE)


def visitor(moment: str | None = "S2", *flags: str, **marks: tuple[float | None, ...]) -> VisitorAnswer:
    """Marks by attribute: expected, perceived, adequate."""
    return VisitorAnswer(moment, frozenset(flags), {code: Rating(*mark) for code, mark in marks.items()})


def reading_of(
    *answers: VisitorAnswer, prior: Mapping[str, Standing] = BASE, network: NetworkPriors | None = None
) -> SurveyReading:
    return read_survey(MODEL, Survey(answers), prior, network=network)


@pytest.mark.parametrize(("answers", "measured"), [(9, 0), (10, 0.25), (199, 199 / 229), (200, 1)])
def test_ten_answers_are_needed_and_two_hundred_replace_the_prior(answers: int, measured: float) -> None:
    found = reading_of(*[visitor(Q1=(5, 5, 5))] * answers).attributes["Q1"]
    assert found.expected.measured == found.adequate.measured == pytest.approx(measured)
    assert (found.perceived is None) is (answers < 10)


def test_perception_without_a_network_is_what_visitors_said_and_is_drawn_to_its_mean_with_one() -> None:
    answers = [visitor(Q1=(9, 6))] * 30
    alone = reading_of(*answers).attributes["Q1"].perceived
    drawn = reading_of(*answers, network=NetworkPriors(perceived={"Q1": Prior(80, 30)})).attributes["Q1"].perceived
    assert alone is not None
    assert drawn is not None
    assert (alone.value, drawn.value) == (60, 70)


def test_a_network_replaces_the_national_prior() -> None:
    network = NetworkPriors(expected={"Q1": Prior(60, 10)})
    found = reading_of(*[visitor(Q1=(9,))] * 10, network=network).attributes["Q1"]
    assert found.expected.value == 75


def test_nobody_accepts_more_than_they_wish() -> None:
    standing = reading_of(*[visitor(Q1=(2, None, 9))] * 200).attributes["Q1"].standing
    assert (standing.desired, standing.adequate) == (20, 20)


@pytest.mark.parametrize(
    ("perceived", "state", "gap"), [(4, State.CRITICAL, -40), (6, State.TOLERATED, -20), (8, State.MET, 0)]
)
def test_what_visitors_find_stands_in_their_zone_of_tolerance(perceived: float, state: State, gap: float) -> None:
    found = reading_of(*[visitor(Q1=(8, perceived, 5))] * 200).attributes["Q1"]
    assert (found.state, found.gap) == (state, gap)


def test_without_perception_there_is_no_state_and_no_gap() -> None:
    found = reading_of(*[visitor(Q1=(8,))] * 30)
    assert (found.attributes["Q1"].state, found.attributes["Q1"].gap) == (State.NOT_ASSESSABLE, None)
    assert (found.perception, found.ranks, found.success) == (None, {}, None)


def test_perception_alone_and_ranks_are_read_beside_the_gaps() -> None:
    found = reading_of(*[visitor(Q1=(9, 4), Q2=(9, 8))] * 200)
    weights = [found.attributes[code].importance.value for code in ("Q1", "Q2")]
    assert found.perception == pytest.approx((weights[0] * 40 + weights[1] * 80) / sum(weights))
    assert found.ranks == {"Q1": 1, "Q2": 2}


def test_importance_is_the_share_of_the_top_three_scaled_to_the_mean_of_the_prior() -> None:
    """All tick Q1 to Q3: shares 1, 1, 1, 0 ... scaled to the mean 74.3 would be 247.7, beyond the scale."""
    answers = [VisitorAnswer("S2", top=("Q1", "Q2", "Q3"))] * 20 + [VisitorAnswer("S2", top=("Q8", "Q9", "Q10"))] * 180
    found = reading_of(*answers).attributes
    assert found["Q1"].importance.value == pytest.approx(0.1 * 743 / 3)
    assert found["Q8"].importance.value == 100
    assert found["Q4"].importance.value == 0


def test_the_mean_importance_stays_that_of_the_prior() -> None:
    """74.3 for the base profile, when every attribute is ticked as often (dossier 2.6)."""
    answers = [VisitorAnswer("S2", top=tuple(ALL[(n + k) % 10] for k in range(3))) for n in range(200)]
    found = reading_of(*answers).attributes
    assert {round(item.importance.value, 9) for item in found.values()} == {74.3}


def test_known_shares_weigh_answers_up_to_three() -> None:
    answers = [visitor("S1")] * 9 + [visitor("S2")]
    assert weights_of(answers, {"S1": 0.75, "S2": 0.25}) == pytest.approx((0.75 / 0.9,) * 9 + (2.5,))
    assert weights_of(answers, {"S1": 0.5, "S2": 0.5})[-1] == 3
    assert weights_of(answers, {}) == (1.0,) * 10


def test_an_answer_of_unknown_moment_keeps_its_weight() -> None:
    assert weights_of([visitor("S1"), visitor(None)], {"S1": 1.0}) == (1, 1)


def test_weights_lower_what_the_answers_are_worth() -> None:
    answers = [visitor("S1", Q1=(10,))] * 30 + [visitor("S2", Q1=(5,))] * 10
    found = read_survey(MODEL, Survey(tuple(answers), {"S1": 0.5, "S2": 0.5}), BASE).attributes["Q1"].expected
    effective = 40**2 / (30 * (2 / 3) ** 2 + 10 * 2**2)
    assert found.measured == pytest.approx(effective / (30 + effective))
    assert found.value == pytest.approx((30 * 92 + effective * 75) / (30 + effective))


@pytest.mark.parametrize(
    ("answer", "segment"),
    [
        (visitor("S1"), "S1"),
        (visitor("S1", "S5"), "S5"),
        (visitor("S1", "S5", "S6"), "S6"),
        (visitor(None, "S5"), "S5"),
        (visitor(None), None),
    ],
)
def test_needs_come_before_origin_and_origin_before_moment(answer: VisitorAnswer, segment: str | None) -> None:
    assert answer.segment == segment


def test_a_segment_is_shown_from_thirty_answers_on_with_its_own_prior() -> None:
    answers = [visitor("S1", Q2=(9,))] * 30 + [visitor("S2", Q2=(9,))] * 29
    found = reading_of(*answers).segments
    assert list(found) == ["S1"]
    assert found["S1"]["Q2"].expected.value == 90
    assert found["S1"]["Q1"].expected.value == 88


def test_the_mix_is_measured_from_a_hundred_answers_on() -> None:
    answers = [visitor("S1")] * 60 + [visitor("S2", "S5", "S6")] * 40
    assert measured_mix(MODEL, Survey(tuple(answers)), Rules()) == {"S1": 0.6, "S5": 0.4}
    assert measured_mix(MODEL, Survey(tuple(answers[1:])), Rules()) == {}


def test_the_order_of_the_answers_is_irrelevant() -> None:
    answers = [replace(visitor(f"S{1 + n % 4}", Q1=(n % 11, (3 * n) % 11)), top=(ALL[n % 10],)) for n in range(60)]
    assert reading_of(*answers) == reading_of(*reversed(answers))


# --- the map and the two gaps


def point(code: str, importance: float, performance: float, error: float = 0.0) -> MapPoint:
    return MapPoint(code, importance, performance, 0.0, error)


def test_each_quadrant_has_its_point() -> None:
    points = [point("a", 90, 40), point("b", 90, 80), point("c", 50, 40), point("d", 50, 80)]
    found = importance_map(points)
    assert found is not None
    assert (found.importance, found.performance.performance, found.own) == (70, 60, True)
    expected = [Quadrant.ACT_FIRST, Quadrant.KEEP_UP, Quadrant.LATER, Quadrant.POSSIBLY_TOO_MUCH]
    assert [item.quadrant for item in found.points] == expected
    assert [item.point.diagonal for item in found.points] == [True, True, True, False]


def test_peers_set_the_crosshair_of_performance() -> None:
    found = importance_map([point("a", 90, 70)], Crosshair(75, 2))
    assert found is not None
    assert (found.points[0].quadrant, found.own) == (Quadrant.ACT_FIRST, False)


@pytest.mark.parametrize(("error", "decided"), [(4.9, True), (5.2, False)])
def test_a_point_whose_interval_crosses_the_crosshair_is_undecided(error: float, decided: bool) -> None:
    found = importance_map([point("a", 90, 70, error), point("b", 50, 50)], Crosshair(60))
    assert found is not None
    assert found.points[0].decided is decided


def test_without_points_there_is_no_map() -> None:
    assert importance_map([]) is None


@pytest.mark.parametrize(
    ("visitor_gap", "maturity_gap", "case"),
    [
        (True, True, Case.BOTH),
        (False, True, Case.MATURITY_ONLY),
        (True, False, Case.VISITOR_ONLY),
        (False, False, Case.NONE),
    ],
)
def test_the_four_cases_of_two_gaps(visitor_gap: bool, maturity_gap: bool, case: Case) -> None:
    assert case_of(visitor_gap, maturity_gap) is case


def test_perception_of_a_dimension_needs_most_of_its_attributes() -> None:
    """INS draws 78 of 136.8 from Q2, 18.6 from Q3, 19.2 from Q8 and 21 from Q10: 57 % is too little, 71 % enough."""
    assert perceived_quality(MODEL, reading_of(*[visitor(Q2=(9, 7), Q8=(9, 7))] * 20).attributes, "INS") == 70
    assert perceived_quality(MODEL, reading_of(*[visitor(Q2=(9, 7))] * 20).attributes, "INS") is None


def everywhere(expected: float, perceived: float) -> VisitorAnswer:
    return VisitorAnswer("S2", ratings={f"Q{n}": Rating(expected, perceived) for n in range(1, 6)})


def surveyed(level: int, perceived: float) -> Mapping[str, Case | None]:
    around = Surroundings(survey=Survey((everywhere(8, perceived),) * 200))
    visitors = assess(an_instrument(), an_assessment(level), around).visitors
    assert visitors is not None
    assert visitors.map is not None
    return {item.dimension: item.case for item in visitors.gaps}


@pytest.mark.parametrize(
    ("level", "perceived", "case"),
    [(0, 5, Case.BOTH), (0, 9, Case.MATURITY_ONLY), (4, 5, Case.VISITOR_ONLY), (4, 9, Case.NONE)],
)
def test_each_dimension_that_faces_visitors_has_its_case(level: int, perceived: float, case: Case) -> None:
    assert surveyed(level, perceived) == dict.fromkeys(("CLI", "INS", "REL", "DON", "RES"), case)


def test_without_a_survey_nothing_is_said_of_visitors() -> None:
    assert assess(an_instrument(), an_assessment()).visitors is None


def test_a_survey_moves_the_expectation_and_no_score() -> None:
    before = assess(an_instrument(), an_assessment())
    after = assess(an_instrument(), an_assessment(), Surroundings(survey=Survey((everywhere(3, 3),) * 200)))
    assert [item.score for item in after.dimensions] == [item.score for item in before.dimensions]
    assert {item.expectation.expected for item in after.dimensions} == {30}
    assert not after.mix_is_default


# --- files


def read(tree: object) -> Survey:
    return read_survey_answers(Reader(tree), asked_of(MODEL))


ANSWER = {
    "moment": "S2",
    "flags": ["S5"],
    "pairs": {"Q1": {"E": 9, "P": 7, "adequate": 5}, "Q2": {"E": 8}},
    "outcome": 1,
    "top3": ["Q1", "Q5", "Q2"],
}


def test_a_survey_file_is_read_answer_by_answer() -> None:
    found = read({"shares": {"S1": 40, "S2": 60}, "answers": [ANSWER, {}]})
    assert found.shares == {"S1": 0.4, "S2": 0.6}
    ratings = {"Q1": Rating(9, 7, 5), "Q2": Rating(8)}
    assert found.answers[0] == VisitorAnswer("S2", frozenset({"S5"}), ratings, 1, ("Q1", "Q5", "Q2"))
    assert found.answers[1] == VisitorAnswer(None)


@pytest.mark.parametrize(
    ("change", "code", "path"),
    [
        ({"e-mail": "x@example.org"}, "unknown-key", ("e-mail",)),
        ({"moment": "S5"}, "unknown-choice", ("moment",)),
        ({"flags": ["S1"]}, "unknown-choice", ("flags", 0)),
        ({"pairs": {"Q11": {"E": 9}}}, "unknown-key", ("pairs", "Q11")),
        ({"pairs": {"Q1": {"E": 11}}}, "number-too-large", ("pairs", "Q1", "E")),
        ({"pairs": {"Q1": {"P": -1}}}, "number-too-small", ("pairs", "Q1", "P")),
        ({"pairs": {"Q1": {"E": "nine"}}}, "not-a-number", ("pairs", "Q1", "E")),
        ({"pairs": {"Q1": {"age": 9}}}, "unknown-key", ("pairs", "Q1", "age")),
        ({"outcome": 2}, "number-too-large", ("outcome",)),
        ({"top3": ["Q1", "Q2", "Q3", "Q4"]}, "too-many-chosen", ("top3",)),
        ({"top3": ["Q1", "Q1"]}, "duplicate-code", ("top3", 1)),
    ],
)
def test_what_does_not_belong_in_an_answer_is_one_problem_with_its_place(
    change: dict[str, object], code: str, path: tuple[str | int, ...]
) -> None:
    with pytest.raises(ProblemsFound) as caught:
        read({"answers": [ANSWER, {**ANSWER, **change}]})
    assert [(item.code, item.path) for item in caught.value.problems] == [(code, ("answers", 1, *path))]


@pytest.mark.parametrize(
    ("tree", "code"),
    [
        ({"answers": []}, "empty-list"),
        ({}, "missing-key"),
        ({"answers": [ANSWER], "shares": {"S1": 40, "S2": 50}}, "wrong-mix-total"),
        ({"answers": [ANSWER], "columns": []}, "unknown-key"),
        ([ANSWER], "not-a-mapping"),
    ],
)
def test_a_survey_that_cannot_be_used_is_a_problem(tree: object, code: str) -> None:
    with pytest.raises(ProblemsFound) as caught:
        read(tree)
    assert [item.code for item in caught.value.problems] == [code]


@pytest.mark.parametrize(
    ("kano", "perceived", "loss"),
    [("M", 4, 60), ("M", 6, 20), ("O", 4, 40), ("A", 4, 20), ("O", 9, 0), ("A", None, None)],
)
def test_a_gap_is_weighed_by_how_the_attribute_acts_on_visitors(
    kano: str, perceived: float | None, loss: float | None
) -> None:
    """Dossier 2.1: desired 80, adequate 50; a must-be counts more only where it is found below what is accepted."""
    found = reading_of(*[visitor(Q1=(8, perceived, 5))] * 200).attributes["Q1"]
    assert kano_loss(kano, found) == loss


def test_losses_are_said_of_the_attributes_that_visitors_rated() -> None:
    found = kano_losses(MODEL, reading_of(*[visitor(Q1=(8, 4, 5), Q3=(8, 4, 5), Q5=(8,))] * 200).attributes)
    assert found == {"Q1": 60, "Q3": 20}


def test_a_segment_is_shown_from_thirty_answers_on_and_counted_once_by_need_before_moment() -> None:
    answers = [visitor("S1", Q1=(9, 5))] * 30 + [visitor("S2", Q1=(9, 5))] * 29 + [visitor("S1", "S6", Q1=(5, 5))] * 3
    found = reading_of(*answers)
    assert found.counts == {"S1": 30}
    assert set(found.segments) == {"S1"}
    assert (set(found.hidden), found.least) == ({"S2", "S3", "S4", "S5", "S6"}, 30)


def test_a_dimension_nobody_calls_important_still_has_an_expectation() -> None:
    """With 200 answers the prior is left aside: nothing that carries RES is in anybody's top three."""
    survey = Survey((VisitorAnswer("S2", top=("Q1", "Q2", "Q5")),) * 200)
    result = assess(shipped_instrument(), an_assessment(2), Surroundings(survey=survey))
    found = {item.score.dimension.id: item.expectation for item in result.dimensions}["RES"]
    assert found.importance == 0
    assert 0 < found.expected <= 100
